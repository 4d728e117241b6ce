// Opens a document beside a form: words are selected there, with mouse, touch or keyboard, and become a citation with
// passage and exact quote, or the beginning of a record in another tab.

const CITATIONS = "#citations-group";
const LONGEST_ADDRESS = 3500; // servers refuse much longer ones
const LONGEST_SAID = 80;

const opener = document.querySelector(".reader-opener button");
const link = document.querySelector(".reader-opener a");
const words = document.getElementById("reader-words");
const grows = CSS.supports("field-sizing", "content");

let panel = null;
let asked = 0;
let cited = null; // the row that was filled last

const part = (selector) => panel.querySelector(selector);

// --- The words -----------------------------------------------------------------------------------------------------

// What is selected in a passage, without white space around it, and where it begins; all of it where nothing is.
function chosenIn(area) {
    const { value } = area;
    let [start, end] = [area.selectionStart, area.selectionEnd];
    while (start < end && /\s/.test(value[start])) {
        start += 1;
    }
    while (start < end && /\s/.test(value[end - 1])) {
        end -= 1;
    }
    if (start === end) {
        return { quote: value, at: 0, whole: true };
    }
    // The server counts code points.
    return { quote: value.slice(start, end), at: [...value.slice(0, start)].length, whole: false };
}

const areaOf = (element) => element.closest("li").querySelector("textarea");

function say(text, target = null) {
    const way = part(".reader-answer a");
    part(".reader-said").textContent = text;
    way.hidden = !target;
    way.href = `#${target?.id}`;
}

// --- The form ------------------------------------------------------------------------------------------------------

function isEmpty(row) {
    const controls = [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];
    return controls.every((control) => (control.type === "checkbox" ? !control.checked : !control.value));
}

function emptyRow() {
    const rows = () => [...document.querySelectorAll(`${CITATIONS} .inline-related:not(.has_original, .empty-form)`)];
    const free = rows().find(isEmpty);
    if (free) {
        return free;
    }
    document.querySelector(`${CITATIONS} .add-row a`)?.click();
    return rows().findLast(isEmpty);
}

// As if it were typed: the slug, the echo of a date, what is kept unsaved and select2 all listen to these events.
function fill(control, value) {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
}

function cite(area) {
    const { source, name, language } = part(".reader-passages").dataset;
    const { number } = area.closest("li").dataset;
    const { quote, at } = chosenIn(area);
    const row = emptyRow();
    if (!row) {
        return;
    }
    const field = (wanted) => row.querySelector(`[name$="-${wanted}"]`);
    const select = field("source");
    if (![...select.options].some(({ value }) => value === source)) {
        select.append(new Option(name, source, false, true)); // an autocomplete knows only what was chosen
    }
    fill(select, source);
    fill(field("passage_number"), number);
    fill(field("quote"), quote);
    fill(field("quote_language"), language);
    field("words_at").value = at;

    cited?.classList.remove("just-cited");
    cited = row;
    row.classList.add("just-cited");
    if (isBeside()) {
        row.scrollIntoView({ block: "nearest" }); // else it would take the passage out of sight
    }
    const letters = [...quote];
    const short = letters.length > LONGEST_SAID ? `${letters.slice(0, LONGEST_SAID).join("")}…` : quote;
    say(words.dataset.cited.replace("{number}", number).replace("{words}", () => short), field("quote"));
}

// Gives a link to a new record the words that are selected now, before the browser follows it.
function withWords({ target }) {
    const anchor = target.closest(".reader-new");
    if (!anchor) {
        return;
    }
    const { quote, at, whole } = chosenIn(areaOf(anchor));
    const address = new URL(anchor.href);
    address.searchParams.delete("quote");
    address.searchParams.delete("at");
    const short = address.href;
    if (!whole) {
        address.searchParams.set("quote", quote);
        address.searchParams.set("at", at);
    }
    anchor.href = address.href.length > LONGEST_ADDRESS ? short : address.href;
}

// --- The document --------------------------------------------------------------------------------------------------

// In a readonly field some browsers show no cursor, and no key selects. So it is one that takes nothing in.
function letSelect(area) {
    area.readOnly = false;
    area.setAttribute("aria-readonly", "true");
    area.inputMode = "none"; // no keyboard on the screen
    area.addEventListener("beforeinput", (event) => event.preventDefault());
    area.addEventListener("input", () => (area.value = area.defaultValue)); // what is composed cannot be prevented
}

function fit(area) {
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(area);
    area.rows = 1;
    area.rows = Math.ceil((area.scrollHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)) / parseFloat(lineHeight));
}

function fitAll() {
    if (!grows && !panel.hidden) {
        panel.querySelectorAll("textarea").forEach(fit);
    }
}

// Puts what the server answers in its place; null if it answers something else, a form to sign in for instance.
async function load(address, place, expected) {
    const question = ++asked;
    const url = new URL(address, location.href);
    url.searchParams.set("fragment", "1");
    try {
        const response = await fetch(url);
        const answer = new DOMParser().parseFromString(await response.text(), "text/html");
        if (question !== asked) {
            return null;
        }
        if (!response.ok || !answer.querySelector(expected)) {
            throw new Error(`no ${expected}`);
        }
        place.replaceChildren(...answer.body.children);
        return place;
    } catch {
        say(words.dataset.failed);
        return null;
    }
}

async function read(address) {
    const text = await load(address, part(".reader-text"), ".reader-passages");
    if (text) {
        say(part(".reader-count").textContent);
        panel.scrollTop = 0;
        text.querySelectorAll("textarea").forEach(letSelect);
        fitAll();
    }
    return text;
}

function readChosen() {
    const address = part("#reader-document")?.value;
    if (!address) {
        return null;
    }
    const url = new URL(address, location.href);
    url.searchParams.set("q", part("#reader-q").value);
    return read(url);
}

async function fetchDocuments() {
    const documents = await load(link.href, part(".reader-documents"), "#reader-document");
    if (!documents) {
        return;
    }
    const select = part("#reader-document");
    select.addEventListener("change", () => {
        part("#reader-q").value = "";
        readChosen();
    });
    readChosen();
}

// --- The panel -----------------------------------------------------------------------------------------------------

const isBeside = () => getComputedStyle(panel.parentElement).display === "grid";
const singleKeys = () => document.querySelector("#keys [name=single-keys]")?.checked;

function keyPressed(event) {
    const { key, altKey, shiftKey, ctrlKey, metaKey, target } = event;
    if (event.isComposing || altKey || shiftKey) {
        return;
    }
    const withCtrl = ctrlKey || metaKey;
    if (key === "Escape" && !withCtrl) {
        event.preventDefault();
        close();
    } else if (target.matches("#reader-q") && key === "Enter") {
        readChosen();
    } else if (target.matches("textarea") && (withCtrl ? key === "Enter" : singleKeys() && ["c", "Enter"].includes(key))) {
        event.preventDefault();
        if (!event.repeat) {
            cite(target);
        }
    }
}

async function clicked(event) {
    const { target } = event;
    const turn = target.closest(".reader-pages a");
    if (target.closest("[name=cite]")) {
        cite(areaOf(target));
    } else if (target.closest("[name=search]")) {
        readChosen();
    } else if (target.closest("[name=close]")) {
        close();
    } else if (turn && !event.ctrlKey && !event.metaKey && event.button === 0) {
        event.preventDefault();
        (await read(turn.href))?.querySelector("textarea")?.focus();
    }
}

function build() {
    panel = words.content.firstElementChild.cloneNode(true);
    document.getElementById("content-main").append(panel);
    opener.setAttribute("aria-controls", panel.id);
    panel.addEventListener("keydown", keyPressed);
    panel.addEventListener("click", clicked);
    for (const way of ["click", "auxclick", "contextmenu"]) {
        panel.addEventListener(way, withWords);
    }
    new ResizeObserver(fitAll).observe(panel);
}

function open() {
    if (!panel) {
        build();
    }
    panel.hidden = false;
    panel.parentElement.classList.add("with-reader");
    opener.setAttribute("aria-expanded", "true");
    if (!part("#reader-document")) {
        fetchDocuments();
    }
    part("h2").focus();
}

function close() {
    panel.hidden = true;
    panel.parentElement.classList.remove("with-reader");
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
}

if (opener) {
    link.hidden = true;
    opener.hidden = false;
    opener.addEventListener("click", () => (panel && !panel.hidden ? close() : open()));
}
