// Keeps the way to the passages beside each citation in step with the source that is chosen there.

const $ = window.django?.jQuery;

function follow(select) {
    const link = select.closest(".inline-related")?.querySelector(".open-document");
    if (link) {
        link.hidden = !select.value;
        link.href = `${link.dataset.passages}?source__id__exact=${encodeURIComponent(select.value)}`;
    }
}

document.querySelectorAll("select[name$=-source]").forEach(follow); // one may be filled in by the address
if ($) {
    // select2 announces a change through jQuery alone.
    $(document).on("change", "select[name$=-source]", (event) => follow(event.target));
}
