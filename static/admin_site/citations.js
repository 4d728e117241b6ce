// Beside the source of a citation: the way to its passages, as soon as one is chosen.

const $ = window.django?.jQuery;

function offerDocument(select) {
    const place = select.closest(".inline-related")?.querySelector(".open-document");
    const list = document.querySelector("#citations-group")?.dataset.passages || "/admin/events/passage/";
    if (!place) {
        return;
    }
    place.hidden = !select.value;
    let link = place.querySelector("a");
    if (!link) {
        link = document.createElement("a");
        link.textContent = document.documentElement.lang === "ro" ? "Deschide documentul" : "Open the document";
        place.append(link);
    }
    link.href = `${list}?source__id__exact=${encodeURIComponent(select.value)}`;
    link.target = "_blank";
}

if ($) {
    $(document).on("change", "select[name$=-source]", (event) => offerDocument(event.target));
}
