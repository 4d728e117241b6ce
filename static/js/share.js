// A link to what a page is cited and shared by shows that in place; without this script it leads there.

async function show(link) {
    const response = await fetch(link.href);
    if (!response.ok) {
        throw new Error(response.statusText);
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const panel = document.adoptNode(page.querySelector(".share"));
    panel.tabIndex = -1;
    link.parentElement.replaceWith(panel);
    panel.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
    panel.focus();
}

document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-share]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
        return;
    }
    event.preventDefault();
    show(link).catch(() => { location.assign(link.href); });
});
