// Suggestions while typing: a combobox with a list below it, after the pattern of the ARIA Authoring Practices Guide.
// The field works without it. Its data- attributes hold the address to ask and the words in the reader's language, and
// whether what is chosen is typed into the field or, without data-fill, opened.

const WAIT = 150; // milliseconds after the last key
const SHORTEST = 2; // letters
const KINDS = ["event", "person", "place", "source", "debate", "theme", "interpretation"]; // in the order of data-kinds

function made(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) {
        element.setAttribute(attribute, value);
    }
    element.append(...children);
    return element;
}

function enhance(input) {
    const { suggest, label, kinds } = input.dataset;
    const words = Object.fromEntries(kinds.split("|").map((word, place) => [KINDS[place], word]));
    const list = made("div", { id: `${input.id}-list`, class: "suggestions", role: "listbox", "aria-label": label });
    const status = made("div", { class: "hidden", role: "status" });
    let options = [];
    let active = -1; // the place of the active option, -1 for none
    let timer = 0;
    let request = null;

    list.hidden = true;
    input.after(list, status);
    for (const [attribute, value] of Object.entries({
        role: "combobox",
        autocomplete: "off",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": list.id,
    })) {
        input.setAttribute(attribute, value);
    }

    function activate(place) {
        options[active]?.setAttribute("aria-selected", "false");
        active = place;
        const option = options[active];
        if (option) {
            option.setAttribute("aria-selected", "true");
            option.scrollIntoView({ block: "nearest" });
            input.setAttribute("aria-activedescendant", option.id);
        } else {
            input.removeAttribute("aria-activedescendant");
        }
    }

    function show(open) {
        list.hidden = !open;
        input.setAttribute("aria-expanded", String(open));
        activate(-1);
    }

    // Whatever was asked or is about to be asked is of no use any more.
    function forget() {
        clearTimeout(timer);
        request?.abort();
        request = null;
    }

    function close() {
        forget();
        show(false);
        status.textContent = "";
    }

    function optionOf({ label: name, lang, hint, url }, place) {
        const option = made("div", { id: `${list.id}-${place}`, role: "option", "aria-selected": "false" });
        option.append(made("span", lang ? { lang } : {}, name));
        if (hint) {
            option.append(" ", made("small", {}, hint));
        }
        option.dataset.url = url;
        option.dataset.name = name;
        return option;
    }

    function fill(suggestions) {
        options = suggestions.map(optionOf);
        list.replaceChildren();
        for (const kind of KINDS) {
            const members = options.filter((_option, place) => suggestions[place].kind === kind);
            if (members.length) {
                const heading = made("div", { class: "kind", "aria-hidden": "true" }, words[kind]);
                list.append(made("div", { role: "group", "aria-label": words[kind] }, heading, ...members));
            }
        }
        show(options.length > 0);
        status.textContent = `${label}: ${options.length}`;
    }

    async function ask(then) {
        forget();
        const query = input.value.trim();
        if (query.length < SHORTEST) {
            close();
            return;
        }
        const own = new AbortController();
        request = own;
        try {
            const address = `${suggest}${suggest.includes("?") ? "&" : "?"}${new URLSearchParams({ q: query })}`;
            const answer = await fetch(address, { signal: own.signal, headers: { Accept: "application/json" } });
            if (!answer.ok) {
                throw new Error(`${answer.status}`);
            }
            const { suggestions } = await answer.json();
            if (request === own && document.activeElement === input) {
                fill(suggestions);
                then?.();
            }
        } catch {
            if (request === own) {
                close(); // the field still searches
            }
        }
    }

    function move(step) {
        if (list.hidden) {
            ask(() => activate(step > 0 ? 0 : options.length - 1));
        } else {
            // From the last option on to none, that is back to the field, and round.
            const places = options.length + 1;
            activate(((active + 1 + step + places) % places) - 1);
        }
    }

    function choose(option) {
        if ("fill" in input.dataset) {
            input.value = option.dataset.name;
            close();
        } else {
            location.assign(option.dataset.url);
        }
    }

    const keys = {
        ArrowDown: (event) => (event.altKey ? list.hidden && ask() : move(1)),
        ArrowUp: (event) => (event.altKey ? close() : move(-1)),
        Escape: () => close(),
        Enter: () => choose(options[active]),
    };

    input.addEventListener("keydown", (event) => {
        if (event.isComposing || event.ctrlKey || event.metaKey) {
            return;
        }
        const idle = { Escape: list.hidden, Enter: active < 0 }[event.key];
        if (event.key in keys && !idle) {
            event.preventDefault();
            keys[event.key](event);
        } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
            activate(-1); // the cursor moves in the field again
        } else if (event.key === "Tab" || event.key === "Enter") {
            close();
        }
    });
    input.addEventListener("input", () => {
        forget();
        activate(-1); // what stands in the list is of another query by now
        timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option && (event.ctrlKey || event.metaKey) && !("fill" in input.dataset)) {
            window.open(option.dataset.url, "_blank", "noopener");
        } else if (option) {
            choose(option);
        }
    });
    window.addEventListener("pageshow", close);
}

function offerSuggestions(part) {
    part.querySelectorAll("input[data-suggest]").forEach(enhance);
}

offerSuggestions(document);
document.addEventListener("shown", (event) => offerSuggestions(event.target));
