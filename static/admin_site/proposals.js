// Decides on proposals without loading the page again, and by keyboard: the server's answer to each decision takes the
// place of what is shown. Without this script every button loads the page.

const CARD = ".proposal";
const PENDING = `${CARD}.is-pending`;
const STOP = `${PENDING}, .is-left`; // where j and k stop: what is to decide, and what nothing uses

const root = document.querySelector(".proposals");
const status = document.createElement("p");
let undone = null; // the card that was decided last

const singleKeys = () => document.querySelector("#keys [name=single-keys]")?.checked ?? true;
const isTyping = (target) => target.matches("input:not([type=checkbox]), textarea, select");

function current() {
    return document.activeElement.closest?.(`${CARD}, .proposals-row`);
}

function go(element) {
    if (!element) {
        return;
    }
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
}

// The first place to stop behind an element of the page, or before it.
function stop(element, before = false) {
    const stops = [...root.querySelectorAll(STOP)];
    if (!element) {
        return before ? stops.at(-1) : stops[0];
    }
    const wanted = before ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const found = stops.filter((each) => each !== element && element.compareDocumentPosition(each) & wanted);
    return before ? found.filter((each) => !each.contains(element)).at(-1) : found[0];
}

// --- Deciding ------------------------------------------------------------------------------------------------------

function replaceMessages(answer) {
    document.querySelector(".messagelist")?.remove();
    const messages = answer.querySelector(".messagelist");
    if (messages) {
        root.before(messages);
        status.textContent = messages.textContent.trim();
    }
}

// Puts what the server answers in the place of what is shown; whether it was the page that was asked for.
async function replace(address, options, keepsChoices) {
    // Choices that were made elsewhere on the page stay.
    const chosen = new Set([...root.querySelectorAll("[name=chosen]:checked")].map(({ value }) => value));
    root.setAttribute("aria-busy", "true");
    try {
        const response = await fetch(address, options);
        const answer = new DOMParser().parseFromString(await response.text(), "text/html");
        const fresh = answer.querySelector(".proposals");
        if (!response.ok || !fresh) {
            throw new Error("no page of proposals");
        }
        root.replaceChildren(...fresh.children);
        replaceMessages(answer);
        for (const box of keepsChoices ? root.querySelectorAll("[name=chosen]") : []) {
            box.checked = chosen.has(box.value);
        }
        return true;
    } catch {
        status.textContent = root.dataset.failed;
        status.classList.remove("visually-hidden");
        return false;
    } finally {
        root.removeAttribute("aria-busy");
    }
}

async function send(form, submitter) {
    const body = new FormData(form, submitter);
    const acts = submitter?.value;
    const place = form.closest(CARD)?.id ?? form.closest("li")?.id;
    if (await replace(form.action, { method: "POST", body }, form.id !== "many")) {
        const card = place && document.getElementById(place);
        const stays = ["mend", "undo"].includes(acts) || !card || card.matches(PENDING);
        undone = stays ? undone : card.id;
        go(stays ? (card ?? stop(null)) : (stop(card) ?? card));
    }
}

async function mend(link) {
    const { id } = link.closest(CARD);
    if (await replace(link.href, {}, true)) {
        go(document.getElementById(id));
        document.querySelector(`#${id} details.proposal-mend`)?.querySelector("input:not([type=hidden]), textarea").focus();
    }
}

root?.addEventListener("submit", (event) => {
    if ("long" in event.target.dataset) {
        return; // its answer is a page that comes in pieces
    }
    event.preventDefault();
    if (!root.hasAttribute("aria-busy")) {
        send(event.target, event.submitter);
    }
});

root?.addEventListener("click", (event) => {
    const link = event.target.closest("a.proposal-mend");
    if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        mend(link);
    }
});

// --- Keys ----------------------------------------------------------------------------------------------------------

// Null where there is nothing to press.
function press(within, selector) {
    const found = within?.querySelector(selector) ?? null;
    found?.click();
    return found;
}

function open(card, name, field) {
    const details = card?.querySelector(`.proposal-${name}`);
    if (details) {
        details.open = true;
        details.querySelector(field).focus();
    }
}

const KEYS = {
    j: () => go(stop(current())),
    k: () => go(stop(current(), true)),
    a: () => press(current(), "[value=accept]"),
    m: () => press(current(), "a.proposal-mend") ?? open(current(), "mend", "input:not([type=hidden]), textarea"),
    o: () => (current()?.querySelector("[name=join]") ? press(current(), "[name=join]") : open(current(), "join", "input[type=text]")),
    r: () => open(current(), "reject", "select"),
    n: () => press(current()?.closest(".is-left"), ".proposals-left [value=aside]"),
    x: () => press(current(), "[name=chosen]"),
    u: () => press(current()?.matches(PENDING) || !current() ? document.getElementById(undone) : current(), "[value=undo]"),
};

root?.addEventListener("keydown", (event) => {
    // A list does not send its form by Enter of itself.
    if (event.key === "Enter" && event.target.matches(".proposal-reject select")) {
        event.preventDefault();
        press(event.target.form, "[value=reject]");
    } else if (event.key === "Escape" && event.target.closest(".proposal-ways details")) {
        event.target.closest("details").open = false;
        go(event.target.closest(CARD));
    }
});

document.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey, target } = event;
    const isPlain = !altKey && !ctrlKey && !metaKey && !event.isComposing && !event.defaultPrevented && !event.repeat;
    if (root && !root.hasAttribute("aria-busy") && isPlain && KEYS[key] && singleKeys() && !isTyping(target) && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        KEYS[key]();
    }
});

if (root) {
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    root.before(status);
    if (location.hash.startsWith("#proposal-")) {
        const card = document.getElementById(location.hash.slice(1));
        go(card?.matches(PENDING) ? card : (stop(card) ?? card));
    }
}
