// The arrow keys lead to the event before and the event after, by the links that the page has.

const TYPING = "input, textarea, select, [contenteditable], [role=listbox], svg";

document.addEventListener("keydown", (event) => {
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const { altKey, ctrlKey, metaKey, shiftKey, target, defaultPrevented } = event;
    if (!rel || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey || target.closest?.(TYPING)) {
        return;
    }
    document.querySelector(`.place a[rel=${rel}]`)?.click();
});
