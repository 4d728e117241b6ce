// A button that copies what a page offers to be taken away: a citation, an address, a quotation with its reference.
// `data-copy` holds the button's words; `data-copied` of the page's main part says that it is done.

const SHOWN = 2000; // milliseconds for which a button says that it has copied

/** The text of a citation or an address; of a quotation its words, then where they stand. */
function textOf(element) {
    const words = element.querySelector("blockquote");
    if (!words) {
        return element.innerText.trim();
    }
    const place = element.querySelector("figcaption a");
    const reference = place ? ` — ${place.innerText.trim()}, ${place.href.split("#")[0]}` : "";
    return `“${words.innerText.trim()}”${reference}`;
}

function enhance(element, copied) {
    const button = document.createElement("button");
    const status = document.createElement("span");
    button.type = "button";
    button.className = "copy";
    button.textContent = element.dataset.copy;
    status.setAttribute("aria-live", "polite");
    status.className = "copied";
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(textOf(element));
        status.textContent = copied;
        setTimeout(() => { status.textContent = ""; }, SHOWN);
    });
    const place = element.querySelector("figcaption");
    place ? place.append(" ", button, status) : element.after(button, status);
}

export function offerCopies(part) {
    // Browsers let a page write to the clipboard over https or on the reader's own machine.
    if (!navigator.clipboard) {
        return;
    }
    const { copied } = document.getElementById("content").dataset;
    for (const element of part.querySelectorAll("[data-copy]")) {
        enhance(element, copied);
    }
}

offerCopies(document);
document.addEventListener("shown", (event) => offerCopies(event.target));
