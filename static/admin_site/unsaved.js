// Keeps what is typed in a form in this browser until it is saved, and offers it when the form is opened again: after
// a session that expired, a connection that broke, a tab that was closed. Only to the same user, and never a password,
// a file or a hidden field.
//
// What is kept under a key is a list of copies, newest first: what is typed on the page, then what was offered and
// neither put back nor discarded. A copy is { id, at, sent, fields }: when it was typed and sent, and what each field
// says that differs from what the server sent; one that is written anew has a new id. The field of a row is known by the
// row's record, or by its place among the rows that were added, since the rows of others may come and go meanwhile.
//
// Several windows may show one form. So each replaces in the list only what it has written, put back or discarded
// itself, and leaves there what another has written meanwhile.

const DAYS_KEPT = 30;
const WAIT = 400; // milliseconds after the last change
const FORMS = "#content-main form[id$=_form], form.keeps-input";
const ERRORS = "#content :is(.errornote, .errorlist, .error-summary)";
const NEVER_KEPT = ["hidden", "file", "password", "submit", "button", "reset", "image"];
const MARK = "unsaved-sent";

const $ = window.django?.jQuery;
const words = document.getElementById("unsaved-words");
const ours = `unsaved:${words?.dataset.user}:`;
const hasErrors = document.querySelector(ERRORS) !== null;

// --- What the browser keeps ----------------------------------------------------------------------------------------

function read(key, storage = () => localStorage) {
    try {
        const copies = JSON.parse(storage().getItem(key));
        return Array.isArray(copies) ? copies : [];
    } catch {
        return [];
    }
}

// Whether nothing is lost: a browser may be full, or keep nothing in a private window.
function write(key, copies) {
    try {
        if (copies.length) {
            localStorage.setItem(key, JSON.stringify(copies));
        } else {
            localStorage.removeItem(key);
        }
        return true;
    } catch {
        return copies.length === 0;
    }
}

function keysFrom(start) {
    try {
        return Object.keys(localStorage).filter((key) => key.startsWith(start));
    } catch {
        return [];
    }
}

function dropOld() {
    const oldest = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000;
    for (const key of keysFrom("unsaved:")) {
        const copies = read(key);
        const young = copies.filter(({ at }) => at > oldest);
        if (young.length < copies.length || !copies.length) {
            write(key, young);
        }
    }
}

// Without what only says from which list or window one came, and in which language.
function addressOf({ pathname, search }) {
    const query = [...new URLSearchParams(search)].filter(([name]) => name !== "lang" && !name.startsWith("_"));
    return `${pathname}?${new URLSearchParams(query.sort())}`;
}

// Not randomUUID, which there is on https alone.
const newId = () => crypto.getRandomValues(new Uint32Array(3)).join("-");

// The tab remembers what it sent last. The very next page of the office says whether that was saved; what else says
// “saved” later on, after a login or an error page, speaks of something else. Only the page of two versions stands
// between: what led to it is remembered again when the choice is sent.
let undecided = [];

function setMarks(marks) {
    try {
        sessionStorage.setItem(MARK, JSON.stringify(marks));
    } catch {
        // the copies then go when the form shows the same
    }
}

function dropMarked(marks) {
    for (const { key, sent } of marks.filter(({ key }) => key.startsWith(ours))) {
        write(key, read(key).filter((copy) => copy.sent !== sent));
    }
}

function dropWhatWasSaved() {
    const marks = read(MARK, () => sessionStorage);
    setMarks([]);
    if (document.getElementById("conflict_form")) {
        undecided = marks;
    } else if (!hasErrors && document.querySelector(".messagelist .success")) {
        dropMarked(marks);
    }
}

// A window opened from a form says nothing when it has saved: it tells its opener, and closes.
function watchWindows() {
    for (const name of ["dismissAddRelatedObjectPopup", "dismissChangeRelatedObjectPopup"]) {
        const dismiss = window[name];
        if (dismiss) {
            window[name] = (opened, ...what) => {
                dropMarked(read(MARK, () => opened.sessionStorage));
                dismiss(opened, ...what);
            };
        }
    }
}

// --- Fields and what they say --------------------------------------------------------------------------------------

const isBox = ({ type }) => type === "checkbox" || type === "radio";
const isText = (control) => !isBox(control) && !control.options;

function isKept(control) {
    return (
        control.name &&
        !control.disabled &&
        !NEVER_KEPT.includes(control.type) &&
        !control.name.includes("__prefix__") &&
        !(isBox(control) && control.name.startsWith("_")) && // a decision for one request
        !control.closest(".selector") // a double list is chosen, not typed
    );
}

function placeOf(form, { name }) {
    const [, prefix, number, field] = name.match(/^(.+)-(\d+)-(.+)$/) ?? [];
    const sent = form.elements[`${prefix}-INITIAL_FORMS`];
    if (!sent) {
        return name;
    }
    const added = number - sent.value;
    const record = form.elements[`${prefix}-${number}-id`]?.value || number;
    return added < 0 ? `${prefix}-#${record}-${field}` : `${prefix}-+${added}-${field}`;
}

// The place, split: the row with its dash and the field; undefined where there is no row.
const partsOf = (place) => place.match(/^((.+)-([#+])(\d+)-)(.+)$/) ?? [];

function fieldsOf(form) {
    const fields = new Map();
    for (const control of [...form.elements].filter(isKept)) {
        const place = placeOf(form, control);
        fields.set(place, [...(fields.get(place) ?? []), control]);
    }
    return fields;
}

// What controls of one name say, or said when they came: texts, chosen boxes, or pairs of chosen values and labels.
function stateOf(controls, asSent = false) {
    const [first] = controls;
    if (isBox(first)) {
        const chosen = controls.filter((box) => (asSent ? box.defaultChecked : box.checked));
        return chosen.map(({ value }) => value).sort();
    }
    if (isText(first)) {
        return controls.map((control) => (asSent ? control.defaultValue : control.value));
    }
    const chosen = [...first.options].filter((option) => (asSent ? option.defaultSelected : option.selected));
    if (asSent && !chosen.length && !first.multiple && first.options.length) {
        chosen.push(first.options[0]);
    }
    const pairs = chosen.map(({ value, text }) => [value, text]);
    return pairs.filter(([value]) => value).sort();
}

const statesOf = (form, asSent) =>
    new Map([...fieldsOf(form)].map(([place, controls]) => [place, stateOf(controls, asSent)]));

// The server strips what stands around a text; labels are in the language of the page.
function same(one, other) {
    const plain = (state) => JSON.stringify(state.map((part) => (Array.isArray(part) ? part[0] : part.trim())));
    return plain(one) === plain(other);
}

function fill(controls, state) {
    const [first] = controls;
    for (let fold = first.closest("details"); fold; fold = fold.parentElement.closest("details")) {
        fold.open = true; // what is put back is to be seen
    }
    if (isBox(first)) {
        controls.forEach((box) => (box.checked = state.includes(box.value)));
    } else if (isText(first)) {
        controls.forEach((control, place) => (control.value = state[place] ?? ""));
    } else {
        const wanted = new Map(state);
        for (const option of first.options) {
            option.selected = wanted.delete(option.value);
        }
        for (const [value, label] of wanted) {
            first.append(new Option(label, value, false, true)); // an autocomplete knows only what was chosen
        }
        if (!state.length && !first.multiple) {
            first.value = "";
        }
    }
}

function canSay([first], state) {
    const known = first.options && [...first.options].map(({ value }) => value);
    return !known || first.matches(".admin-autocomplete") || state.every(([value]) => known.includes(value));
}

// Whether everything of the copy is there; a row that was added may by now be a record's.
function shows(states, { fields }) {
    const rows = new Set([...states.keys()].map((place) => partsOf(place)[1]).filter(Boolean));
    const added = {};
    for (const [place, state] of Object.entries(fields)) {
        const [, row, prefix, sign, , field] = partsOf(place);
        if (sign === "+") {
            (added[row] ??= { prefix, fields: [] }).fields.push([field, state]);
        } else if (states.has(place) ? !same(states.get(place), state) : field !== "DELETE") {
            return false;
        }
    }
    return Object.values(added).every((one) =>
        [...rows].some(
            (row) =>
                partsOf(`${row}x`)[2] === one.prefix &&
                one.fields.every(([field, state]) => states.has(row + field) && same(states.get(row + field), state)),
        ),
    );
}

function labelOf([control], place) {
    return control?.labels?.[0]?.textContent.trim() || partsOf(place)[5] || place;
}

// --- A form --------------------------------------------------------------------------------------------------------

function keep(form) {
    const key = `${ours}${addressOf(location)}#${form.id}`;
    const asSent = statesOf(form, true);
    const rowsSent = {};
    const status = document.createElement("p");
    let panel = null;
    let timer = 0;

    const copies = read(key);
    const now = statesOf(form);
    // On the page already: sent back by the server, or put into the fields by the browser itself.
    const held = copies.filter((copy) => shows(now, copy));
    let waiting = copies.filter((copy) => !held.includes(copy));
    const replaced = new Set(held.map(({ id }) => id));
    let at = held[0]?.at ?? Date.now();
    // A form with errors comes with what was typed: that is then no longer what differs, and still not saved.
    const carried = new Set(hasErrors ? held.flatMap(({ fields }) => Object.keys(fields)) : []);
    let last = JSON.stringify(typed());

    const rowsOf = (prefix) =>
        form.elements[`${prefix}-TOTAL_FORMS`]?.value - form.elements[`${prefix}-INITIAL_FORMS`]?.value || 0;

    // A slug that follows its title will follow it again.
    function follows(control) {
        return $?.(control).data("_changed") === false && !control.defaultValue && control !== document.activeElement;
    }

    // What a field says if nobody touches it; in a row that was added, what the empty row says.
    function untouched(place, controls) {
        const [, , prefix, sign, , field] = partsOf(place);
        if (sign === "+") {
            const blank = form.querySelectorAll(`[name="${CSS.escape(`${prefix}-__prefix__-${field}`)}"]`);
            return blank.length ? stateOf([...blank], true) : stateOf(controls, true);
        }
        return asSent.get(place) ?? stateOf(controls, true);
    }

    function typed() {
        const fields = {};
        for (const [place, controls] of fieldsOf(form)) {
            const state = stateOf(controls);
            if (carried.has(place) || (!same(state, untouched(place, controls)) && !follows(controls[0]))) {
                fields[place] = state;
            }
        }
        return fields;
    }

    const warn = (event) => event.preventDefault();

    // With a `rest`, always; it goes behind what is typed.
    function save({ sent = 0, rest } = {}) {
        clearTimeout(timer);
        const fields = typed();
        const text = JSON.stringify(fields);
        if (text === last && !sent && !rest) {
            return;
        }
        if (text !== last && !rest) {
            at = Date.now();
        }
        last = text;
        const others = read(key).filter(({ id }) => !replaced.has(id));
        const id = newId();
        replaced.add(id);
        const copy = Object.keys(fields).length ? [{ id, at, sent, fields }] : [];
        if (write(key, [...copy, ...(rest ?? []), ...others])) {
            window.removeEventListener("beforeunload", warn);
        } else {
            window.addEventListener("beforeunload", warn);
        }
    }

    function changed() {
        clearTimeout(timer);
        timer = setTimeout(save, WAIT);
    }

    function say(word) {
        status.textContent = words.dataset[word] ?? "";
    }

    function focus([control]) {
        for (let fold = control.closest("details"); fold; fold = fold.parentElement.closest("details")) {
            fold.open = true;
        }
        (control.nextElementSibling?.querySelector(".select2-selection") ?? control).focus();
    }

    function addRows(prefix, number) {
        const more = form.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
        const most = form.elements[`${prefix}-MAX_NUM_FORMS`]?.value || Infinity;
        while (more && rowsOf(prefix) < number && form.elements[`${prefix}-TOTAL_FORMS`].value < most) {
            more.click();
        }
    }

    // Rows that were added since this page came stay where they are: those of the copy go behind them.
    function movedOf(copy) {
        const behind = {};
        return Object.entries(copy.fields).map(([place, state]) => {
            const [, , prefix, sign, number, field] = partsOf(place);
            if (sign !== "+" || number < (rowsSent[prefix] ?? 0)) {
                return [place, state];
            }
            behind[prefix] ??= rowsOf(prefix) - (rowsSent[prefix] ?? 0);
            const to = Number(number) + behind[prefix];
            return [`${prefix}-+${to}-${field}`, state];
        });
    }

    function answered(copy, rest) {
        waiting = [...rest, ...waiting.filter((one) => one !== copy)];
        replaced.add(copy.id);
        save({ rest });
    }

    function putBack(copy) {
        const moved = movedOf(copy);
        for (const [place] of moved) {
            const [, , prefix, sign, number] = partsOf(place);
            if (sign === "+") {
                addRows(prefix, Number(number) + 1);
            }
        }
        const fields = fieldsOf(form);
        const rest = [];
        const back = [];
        for (const [place, state] of moved) {
            const controls = fields.get(place);
            const isTyped = controls && isText(controls[0]) && !same(stateOf(controls), untouched(place, controls));
            if (controls && canSay(controls, state) && (!isTyped || same(stateOf(controls), state))) {
                back.push([controls, state]);
            } else if (!controls || !isBox(controls[0])) {
                rest.push([place, state]);
            }
        }
        const fillAll = () => back.forEach(([controls, state]) => fill(controls, state));
        fillAll();
        for (const [controls] of back) {
            controls.forEach((control) => {
                control.dispatchEvent(new Event("input", { bubbles: true }));
                control.dispatchEvent(new Event("change", { bubbles: true })); // jQuery hears it too
            });
        }
        fillAll(); // a title has written its slug anew
        at = copy.at;
        const worded = rest.filter(([place, state]) => state.some(Boolean) && partsOf(place)[5] !== "DELETE");
        answered(copy, worded.length ? [{ id: newId(), at, sent: 0, fields: Object.fromEntries(worded) }] : []);
        offer(worded.map(([place, state]) => [labelOf(fields.get(place) ?? [], place), state]));
        say(worded.length ? "partly" : "putBack");
        if (back.length) {
            focus(back[0][0]);
        } else {
            panel?.querySelector("h2").focus();
        }
    }

    function discard(copy) {
        answered(copy, []);
        offer();
        say("discarded");
        const first = [...fieldsOf(form).values()][0];
        if (panel || !first) {
            panel?.querySelector("h2").focus();
        } else {
            focus(first);
        }
    }

    // Shows the newest copy that waits, or what of it could not be put back.
    function offer(rest = []) {
        panel?.remove();
        panel = null;
        const [copy] = waiting;
        if (!copy) {
            return;
        }
        panel = words.content.firstElementChild.cloneNode(true);
        const [heading, time, unplaced] = ["h2", "time", ".unsaved-rest"].map((name) => panel.querySelector(name));
        const list = document.createElement("dl");
        heading.id = `unsaved-${form.id}`;
        panel.setAttribute("aria-labelledby", heading.id);
        const { lang } = document.documentElement;
        // The day first, and hours to 24, as everywhere in the office.
        const when = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeStyle: "short" });
        time.textContent = when.format(copy.at);
        time.dateTime = new Date(copy.at).toISOString();
        for (const [label, state] of rest) {
            const [name, text] = ["dt", "dd"].map((tag) => document.createElement(tag));
            name.textContent = label;
            text.textContent = state.map((part) => (Array.isArray(part) ? part[1] : part)).join(", ");
            list.append(name, text);
        }
        const back = panel.querySelector("[name=put-back]");
        back.hidden = rest.length > 0;
        unplaced.hidden = rest.length === 0;
        unplaced.append(...(rest.length ? [list] : []));
        back.addEventListener("click", () => putBack(copy));
        panel.querySelector("[name=discard]").addEventListener("click", () => discard(copy));
        status.before(panel);
    }

    for (const { name, value } of form.querySelectorAll("[name$=-TOTAL_FORMS]")) {
        const prefix = name.replace(/-TOTAL_FORMS$/, "");
        rowsSent[prefix] = value - form.elements[`${prefix}-INITIAL_FORMS`].value;
    }
    if (!hasErrors && held.some((copy) => shows(asSent, copy))) {
        write(key, read(key).filter((copy) => !shows(asSent, copy))); // saved, though no page said so
    }

    status.className = "unsaved-said";
    status.setAttribute("role", "status");
    form.before(status);
    offer();
    if (panel) {
        // A live region is heard only if it changes; what was answered by then has said more.
        setTimeout(() => status.textContent || say("offered"), 500);
    }

    form.addEventListener("input", changed);
    form.addEventListener("formset:added", changed);
    document.addEventListener("formset:removed", changed);
    // select2 announces a change through jQuery alone.
    if ($) {
        $(form).on("change", changed);
    } else {
        form.addEventListener("change", changed);
    }
    form.addEventListener("submit", () => {
        const sent = Date.now();
        save({ sent });
        setMarks([...undecided, { key, sent }]);
        window.removeEventListener("beforeunload", warn);
    });
    window.addEventListener("pagehide", () => save());
    document.addEventListener("visibilitychange", () => document.hidden && save());
}

if (words) {
    dropOld();
    dropWhatWasSaved();
    watchWindows();
    document.querySelectorAll(FORMS).forEach(keep);
}
