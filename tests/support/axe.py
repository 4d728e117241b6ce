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
COLOURS = OPTIONS | {"rules": {}, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

# Colours change in steps, for as long as a busy machine takes to draw them.
AT_REST = """async () => {
    await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}"""

RUN = """options => axe.run(options).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id} (${help}): ${target} ${html.slice(0, 150)}`)))"""


def violations(page: Any, options: dict[str, Any] = OPTIONS) -> list[str]:
    """Each violation with its rule, its place and how the element begins."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    return page.evaluate(RUN, options)


def violations_in_light_and_dark(page: Any) -> list[str]:
    """Violations in either scheme; the page is left in the light one."""
    found = []
    for scheme, options in (("light", OPTIONS), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(AT_REST)
        found += [f"in the {scheme}: {violation}" for violation in violations(page, options)]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found
