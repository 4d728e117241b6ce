// A form is sent once: a second click before the answer would make a second record, or a conflict with oneself.

const LONGEST = 30_000; // milliseconds; some browsers do not say that they were stopped
const sent = new Map(); // when each form was sent that has no answer yet

function isAnsweredHere({ target: form, submitter }) {
    const said = (name) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? "";
    return said("method").toLowerCase() === "post" && ["", "_self"].includes(said("target"));
}

// The last to hear of it: what others have prevented is not sent.
window.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !isAnsweredHere(event)) {
        return;
    }
    if (event.timeStamp - sent.get(event.target) < LONGEST) {
        event.preventDefault();
    } else {
        sent.set(event.target, event.timeStamp);
    }
});
window.addEventListener("pageshow", ({ persisted }) => persisted && sent.clear());
window.navigation?.addEventListener("navigateerror", () => sent.clear());
