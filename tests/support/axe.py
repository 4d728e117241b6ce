"""axe-core in the browser of a test: what it finds on a page as it then is, and nothing else of what it says."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

SCRIPT = Axe().axe_script

# To look at style sheets axe would copy them into the page, which the policy rightly stops. Its lists of what passes
# take as long to hand over as its rules take to run.
OPTIONS: dict[str, Any] = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
# What another scheme of colours can change; all else is found or not found in the first one.
OF_COLOURS = ("color-contrast", "link-in-text-block")
COLOURS = OPTIONS | {"rules": {}, "runOnly": {"type": "rule", "values": [*OF_COLOURS]}}
ALL_ELSE = OPTIONS | {"rules": OPTIONS["rules"] | {rule: {"enabled": False} for rule in OF_COLOURS}}

# Colours change in steps, for as long as a busy machine takes to draw them.
AT_REST = """async () => {
    await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}"""

# Of what is seen with words in it one of each look, its own and that of all it stands in; in drawings every one. Axe
# takes most of its time for contrasts, of a list's hundredth line as of its first.
ONE_OF_EACH = """(() => {
    const looks = new Map(), numbers = new Map(), seen = new Set();
    const SAID = ["color", "fill", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight",
        "textShadow", "textDecorationLine", "position"];
    const look = (element) => {
        if (!element) return 0;
        if (!looks.has(element)) {
            const style = getComputedStyle(element);
            const said = [look(element.parentElement), ...SAID.map((name) => style[name])].join();
            if (!numbers.has(said)) numbers.set(said, numbers.size + 1);
            looks.set(element, numbers.get(said));
        }
        return looks.get(element);
    };
    return [...document.body.querySelectorAll("*")].filter((element) => {
        const hasWords = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!element.checkVisibility({ visibilityProperty: true })) return false;
        if (element.closest("svg")) return hasWords;
        if (!hasWords && !element.matches("input, select, textarea") || seen.has(look(element))) return false;
        return seen.add(look(element));
    });
})()"""

RUN = """options => axe.run(%s, options).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id} (${help}): ${target} ${html.slice(0, 150)}`)))"""


def violations(page: Any, options: dict[str, Any] = OPTIONS, of: str = "document") -> list[str]:
    """Each violation with its rule, its place and how the element begins; `of` says in JavaScript where to look."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    return page.evaluate(RUN % of, options)


def violations_in_light_and_dark(page: Any) -> list[str]:
    """Violations in either scheme; the page is left in the light one."""
    found = []
    for scheme, *passes in (("light", (ALL_ELSE,), (COLOURS, ONE_OF_EACH)), ("dark", (COLOURS, ONE_OF_EACH))):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(AT_REST)
        found += [f"in the {scheme}: {violation}" for what in passes for violation in violations(page, *what)]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found
