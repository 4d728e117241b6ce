// Gives accessible names to what the admin's own scripts build without: autocompletes and double lists.

const $ = window.django?.jQuery;

function labelOf(select) {
    const label = select.labels[0];
    if (label) {
        label.id ||= `label_${select.id}`;
    }
    return label;
}

function nameAutocomplete(select) {
    const label = labelOf(select);
    const box = select.nextElementSibling;
    if (!label || !box?.classList.contains("select2")) {
        return;
    }
    const value = box.querySelector(".select2-selection__rendered");
    const combobox = box.querySelector("[role=combobox]");
    if (value?.getAttribute("role") === "textbox") {
        value.setAttribute("aria-labelledby", label.id);
    }
    combobox?.setAttribute("aria-labelledby", value?.id ? `${label.id} ${value.id}` : label.id);
    for (const field of box.querySelectorAll(".select2-search__field")) {
        field.setAttribute("aria-label", label.textContent.trim());
    }
}

function nameAutocompletes(root) {
    root.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])").forEach(nameAutocomplete);
}

// What opens is built anew each time.
function nameOpened(event) {
    const label = labelOf(event.target);
    const combobox = event.target.nextElementSibling?.querySelector("[role=combobox][aria-owns]");
    combobox?.setAttribute("aria-controls", combobox.getAttribute("aria-owns"));
    for (const part of document.querySelectorAll(".select2-container--open :is(.select2-search__field, [role=listbox])")) {
        part.setAttribute("aria-label", label?.textContent.trim() ?? "");
    }
}

// A span may have no name unless it is said to be an image.
function nameTips() {
    document.querySelectorAll("span.help-tooltip[aria-label]").forEach((tip) => tip.setAttribute("role", "img"));
}

if ($) {
    // After autocomplete.js, which waits for the same moment and was there first.
    $(() => {
        nameAutocompletes(document);
        $(document).on("select2:open", nameOpened);
        $(document).on("change", "select.admin-autocomplete", (event) => nameAutocomplete(event.target));
        document.addEventListener("formset:added", (event) => nameAutocompletes(event.target));
    });
}
window.addEventListener("load", nameTips);
