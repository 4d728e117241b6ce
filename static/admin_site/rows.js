// Rows of a form: finds an empty one or adds it, and fills fields as if they were typed.

const $ = window.django?.jQuery;

const isTyped = "textarea, select.admin-autocomplete, input:not([type=hidden], [type=checkbox])";

export function isEmpty(row) {
    return [...row.querySelectorAll(isTyped)].every((control) => !control.value);
}

// The first row of a kind in which nothing is typed, or a new one.
export function emptyRow(prefix) {
    const rows = () =>
        [...document.querySelectorAll(`#${prefix}-group :is(.inline-related, tr.form-row)`)].filter(
            (row) => row.id !== `${prefix}-empty` && !row.matches(".has_original, .tabular") && isEmpty(row),
        );
    if (!rows().length) {
        document.querySelector(`#${prefix}-group .add-row a`)?.click();
    }
    return rows()[0];
}

// The slug, the echo of a date, doubts, what is kept unsaved and select2 all listen to these events.
function tell(control) {
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
}

// Fills a field; an autocomplete knows only what was chosen, and is told what the choice is called.
export function fill(control, value, names = {}) {
    if (control.type === "checkbox") {
        control.checked = Boolean(value);
    } else if (control.multiple) {
        const keys = value.map(String);
        keys.forEach((key) => offer(control, key, names));
        for (const option of control.options) {
            option.selected ||= keys.includes(option.value);
        }
    } else {
        if (control.matches("select.admin-autocomplete")) {
            offer(control, String(value), names);
        }
        control.value = value;
    }
    tell(control);
    if ($ && control.matches("select.admin-autocomplete")) {
        $(control).trigger("change");
    }
}

function offer(select, key, names) {
    if (![...select.options].some(({ value }) => value === key)) {
        select.append(new Option(names[key] ?? key, key, false, false));
    }
}
