// Gives the autocompletes of the admin accessible names: select2 builds its boxes without a label.

const $ = window.django?.jQuery;

function nameOf(select) {
    return select.labels[0];
}

function name(select) {
    const label = nameOf(select);
    const box = select.nextElementSibling;
    if (!label || !box?.classList.contains("select2")) {
        return;
    }
    label.id ||= `label_${select.id}`;
    const combobox = box.querySelector("[role=combobox]");
    if (combobox) {
        const value = combobox.querySelector(".select2-selection__rendered");
        combobox.setAttribute("aria-labelledby", value?.id ? `${label.id} ${value.id}` : label.id);
    }
    for (const field of box.querySelectorAll(".select2-search__field")) {
        field.setAttribute("aria-label", label.textContent.trim());
    }
}

function nameAll(root) {
    root.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])").forEach(name);
}

// What opens is built anew each time.
function nameOpened(event) {
    const label = nameOf(event.target);
    if (!label) {
        return;
    }
    const text = label.textContent.trim();
    for (const part of document.querySelectorAll(".select2-container--open .select2-search__field, .select2-container--open [role=listbox]")) {
        part.setAttribute("aria-label", text);
    }
}

if ($) {
    // After autocomplete.js, which waits for the same moment and was there first.
    $(() => {
        nameAll(document);
        $(document).on("select2:open", nameOpened);
        $(document).on("change", "select.admin-autocomplete", (event) => name(event.target));
        document.addEventListener("formset:added", (event) => nameAll(event.target));
    });
}
