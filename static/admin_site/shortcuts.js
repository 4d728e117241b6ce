// A few keys for the office, and the list of them. Those of a single character can be turned off: who speaks to the
// computer, or touches keys by mistake, would set them off (WCAG 2.1, 2.1.4).

const SETTING = "office-single-keys";
const RECORD = ".change-form form[id$=_form], #review_form";
const SAVING = ["[name=_continue]", "[name=_save]", "#review_form [name=_say]"];
const dialog = document.getElementById("keys");
const opener = document.getElementById("keys-open");
const setting = dialog?.querySelector("[name=single-keys]");

function singleKeys() {
    try {
        return localStorage.getItem(SETTING) !== "off";
    } catch {
        return true;
    }
}

function setSingleKeys(on) {
    try {
        localStorage.setItem(SETTING, on ? "on" : "off");
    } catch {
        // then for this page alone
    }
}

function isTyping(target) {
    const boxes = "[type=checkbox], [type=radio], [type=button], [type=submit], [type=reset]";
    return target.closest(`input:not(${boxes}), textarea, select, [contenteditable], [role=combobox]`) !== null;
}

function show() {
    dialog.showModal();
}

// Only what saves and decides nothing: not where two versions are compared, or a deleted record comes back.
function saveAndStay() {
    if (document.getElementById("conflict_form") || location.pathname.includes("/recover/")) {
        return false;
    }
    const forms = [document.activeElement.closest("form"), document.querySelector(RECORD)];
    const button = forms.flatMap((form) => SAVING.map((way) => form?.querySelector(way))).find(Boolean);
    button?.click();
    return Boolean(button);
}

function toSearch() {
    const field = document.querySelector("#changelist-search #searchbar");
    field?.focus();
    field?.select();
    return Boolean(field);
}

function toCitations() {
    const heading = document.querySelector("#citations-group .inline-heading, #citations-group h2");
    if (!heading) {
        return false;
    }
    const fold = heading.closest("details");
    if (fold) {
        fold.open = true;
    }
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({ block: "start" });
    return true;
}

// What the key does, or undefined. By the place of C: with Alt and Shift some keyboards write another letter.
function actionOf(event) {
    const { key, code, altKey, shiftKey, ctrlKey, metaKey } = event;
    if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "s") {
        return saveAndStay;
    }
    if (altKey && shiftKey && !ctrlKey && !metaKey && code === "KeyC") {
        return toCitations;
    }
    const isSingle = !altKey && !ctrlKey && !metaKey && setting.checked && !isTyping(event.target);
    return isSingle ? { "?": show, "/": toSearch }[key] : undefined;
}

if (dialog) {
    setting.checked = singleKeys();
    setting.addEventListener("change", () => setSingleKeys(setting.checked));
    dialog.querySelector("[name=close]").addEventListener("click", () => dialog.close());
    if (opener) {
        opener.parentElement.hidden = false;
        opener.addEventListener("click", show);
    }
    document.addEventListener("keydown", (event) => {
        const action = !event.isComposing && !event.defaultPrevented && !dialog.open && actionOf(event);
        // Held down, a key would save over and over.
        if (action && (event.repeat || action() !== false)) {
            event.preventDefault();
        }
    });
}
