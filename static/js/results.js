// Shows another view in place: fetches the page at its address and puts what differs where it was, so that the address,
// the Back button and the page without scripts say the same. Other modules call `show`; they listen to `shown` on the
// document, whose target is what is new.

const PLACES = ["main", ".languages"]; // what of a page depends on its view

const status = document.createElement("p");
let request = null;

status.className = "hidden";
status.setAttribute("role", "status");
document.body.append(status);

/** Where an element stands, so that it can be found in a page that takes the place of this one. */
function nameOf(element) {
    if (!element || element === document.body) {
        return null;
    }
    const owner = element.closest("[id]");
    if (element.id) {
        return `#${CSS.escape(element.id)}`;
    }
    for (const name of ["data-move", "name", "href"]) {
        if (element.hasAttribute(name)) {
            const value = CSS.escape(element.getAttribute(name));
            return `${owner ? `#${CSS.escape(owner.id)} ` : ""}[${name}="${value}"]`;
        }
    }
    return null;
}

function replace(page, address, anchor) {
    const focused = nameOf(document.activeElement);
    const before = document.getElementById(anchor)?.getBoundingClientRect().top;
    document.documentElement.classList.add("moved"); // what comes now comes at once
    for (const place of PLACES) {
        const old = document.querySelector(place);
        const fresh = page.querySelector(place);
        if (old && fresh) {
            old.replaceWith(document.adoptNode(fresh));
        }
    }
    document.title = page.title;
    document.querySelector("link[rel=canonical]")?.setAttribute(
        "href", page.querySelector("link[rel=canonical]")?.getAttribute("href") ?? address);
    const there = document.getElementById(anchor);
    if (there && before !== undefined) {
        window.scrollBy({ top: there.getBoundingClientRect().top - before, behavior: "instant" });
    }
    if (focused) {
        document.querySelector(focused)?.focus({ preventScroll: true });
    }
}

/**
 * Shows the view at an address. What has the id `anchor` stays where it is on the screen, and the focus where it was; with
 * `goTo` the reader is taken to what the address's fragment names, as after following a link. Without `push` the address
 * is in the browser's bar already. Where anything goes wrong the browser loads the page itself.
 */
export async function show(address, { anchor = "drawing", goTo = false, push = true } = {}) {
    const url = new URL(address, location.href);
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    document.querySelector("main").setAttribute("aria-busy", "true");
    try {
        const response = await fetch(url, { signal, headers: { Accept: "text/html" } });
        if (!response.ok || new URL(response.url).pathname !== url.pathname) {
            throw new Error(response.statusText);
        }
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        if (signal.aborted) {
            return;
        }
        if (push) {
            history.pushState({}, "", url);
        }
        replace(page, url, anchor);
        if (goTo) {
            const target = document.getElementById(url.hash.slice(1));
            target?.focus({ preventScroll: true });
            target?.scrollIntoView({ behavior: "instant" });
        }
        status.textContent = document.getElementById("list")?.innerText ?? "";
        document.querySelector("main").dispatchEvent(new CustomEvent("shown", { bubbles: true }));
    } catch (error) {
        if (error.name !== "AbortError") {
            location.assign(url);
        }
    }
}

// --- the list ---

const SLICE = 12;

/** Lays out the entries that the style sheet leaves for later, so that the scroll bar tells the truth. */
function layOut(entries = [...document.querySelectorAll(".entry")], slice = SLICE) {
    for (const entry of entries.splice(0, slice)) {
        entry.classList.add("laid");
    }
    if (entries.length) {
        (window.requestIdleCallback ?? setTimeout)(() => layOut(entries));
    }
}

if (performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    // After the page has been painted, and in its own faces: what is laid out before they come is laid out twice.
    document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(() => layOut())));
} else {
    // Back or loaded again: the browser looks for the place where the reader was, and all has to have its height.
    document.documentElement.classList.add("moved");
    layOut([...document.querySelectorAll(".entry")], Infinity);
}
document.addEventListener("shown", () => layOut());

// --- Back and forward ---

let shownPath = location.pathname + location.search;

document.addEventListener("shown", () => { shownPath = location.pathname + location.search; });
window.addEventListener("popstate", () => {
    if (location.pathname + location.search !== shownPath) {
        show(location.href, { push: false });
    }
});
