// Opens a document beside a form: words are selected there, with mouse, touch or keyboard, and become a citation with
// passage and exact quote, or the beginning of a record in another tab.

import { offer } from "./new_actor.js";
import { emptyRow, fill, isEmpty } from "./rows.js";

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

// The citation of a piece of evidence or of a relation in which the keyboard was last, if nothing is in it yet.
let within = null;

document.addEventListener("focusin", ({ target }) => {
    if (target.closest(".cited-row")) {
        within = target.closest(".cited-row");
    } else if (target.closest(".inline-group, fieldset.module") && !target.closest(".reader")) {
        within = target.closest(".inline-related")?.querySelector(".cited-row") ?? null;
    }
});

function rowToFill() {
    const wanted = [...(within?.parentElement.querySelectorAll(".cited-row") ?? [])].find(isEmpty);
    if (wanted) {
        wanted.open = true;
    }
    return wanted ?? emptyRow("citations");
}

function cite(area) {
    const { source, name, language } = part(".reader-passages").dataset;
    const { number } = area.closest("li").dataset;
    const { quote, at } = chosenIn(area);
    const row = rowToFill();
    if (!row) {
        return;
    }
    const field = (wanted) => row.querySelector(`[name$="-${wanted}"]`);
    fill(field("source"), source, { [source]: name });
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

// Fills in the form of a new record from words: what they say of its fields, whom they name, and their citation.
async function begin(button) {
    const { quote, at, whole } = chosenIn(areaOf(button));
    const address = new URL(words.dataset.fill, location.href);
    address.searchParams.set("from_passage", button.dataset.passage);
    if (!whole) {
        address.searchParams.set("quote", quote);
        address.searchParams.set("at", at);
    }
    try {
        const response = await fetch(address);
        const answer = await response.json();
        for (const [name, value] of Object.entries(answer.fields)) {
            const control = document.getElementById(`id_${name}`);
            if (control) {
                fill(control, value, answer.names[name]);
            }
        }
        for (const [prefix, rows] of Object.entries(answer.rows)) {
            rows.filter((row) => !isThere(prefix, row)).forEach((row) => fillRow(prefix, row, answer.names));
        }
        offer(answer.new_actors);
        say(words.dataset.filled.replace("{number}", button.closest("li").dataset.number));
        offerDates(answer.dates);
        document.querySelector("#id_title, #id_claim")?.focus();
    } catch {
        say(words.dataset.failed);
    }
}

const controlOf = (row, name) => row.querySelector(`[name$="-${name}"]`);

function isThere(prefix, { actor }) {
    return actor && [...document.querySelectorAll(`#${prefix}-group select[name$="-actor"]`)].some(({ value }) => value === String(actor));
}

function fillRow(prefix, values, names) {
    const row = emptyRow(prefix);
    for (const [name, value] of row ? Object.entries(values) : []) {
        fill(controlOf(row, name), value, names[name]);
    }
}

function offerDates(dates) {
    const date = document.getElementById("id_date");
    if (dates.length < 2 || !date) {
        return;
    }
    const choices = dates.map(({ words: text, edtf, part: partOf }) => {
        const choice = document.createElement("button");
        choice.type = "button";
        choice.className = "button";
        choice.textContent = text;
        choice.addEventListener("click", () => {
            fill(date, edtf);
            fill(document.getElementById("id_date_part"), partOf);
            fill(document.getElementById("id_date_basis"), "stated");
        });
        return choice;
    });
    part(".reader-said").append(" ", words.dataset.dates, ...choices);
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
    } else if (target.closest("[name=fill]")) {
        begin(target.closest("[name=fill]"));
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
    document.querySelector(".sections")?.append(opener.parentElement); // it stays in sight
    link.hidden = true;
    opener.hidden = false;
    opener.addEventListener("click", () => (panel && !panel.hidden ? close() : open()));
}
