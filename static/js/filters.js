// Applies filters without a reload: the form, and the links that lead to the results of another view.

import { show } from "./results.js";

document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".filters form")) {
        return;
    }
    event.preventDefault();
    const address = new URL(form.action);
    const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
    address.search = new URLSearchParams(chosen);
    show(address, { goTo: true });
});

document.addEventListener("click", (event) => {
    const { altKey, ctrlKey, metaKey, shiftKey, button, target, defaultPrevented } = event;
    const link = target.closest?.("main a[href$='#results']");
    if (link && !defaultPrevented && !(altKey || ctrlKey || metaKey || shiftKey || button)) {
        event.preventDefault();
        show(link.href, { goTo: true });
    }
});
