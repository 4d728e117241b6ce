// Says beside each field what is doubtful in it, while one types. It keeps nothing from being saved.

const PAUSE = 600;

const panel = document.querySelector(".doubts");
const form = panel?.closest("form");
const $ = window.django?.jQuery;

let timer;
let asked = 0;

function lineOf({ message, records }) {
    const line = document.createElement("p");
    line.className = "doubt";
    line.append(`${panel.dataset.lead} ${message}`);
    records.forEach(({ name, address }, index) => {
        const link = document.createElement("a");
        link.href = address;
        link.target = "_blank";
        link.textContent = name;
        line.append(index ? " · " : " ", link);
    });
    return line;
}

// A place of its own below the field, which is there before anything is said in it, so that it is heard.
function placeOf(field) {
    const row = form.querySelector(`.fieldBox.field-${field}, .form-row.field-${field}`);
    if (!row) {
        return panel.querySelector(".doubts-elsewhere");
    }
    let place = row.querySelector(":scope > .doubts-here");
    if (!place) {
        place = document.createElement("div");
        place.className = "doubts-here";
        place.setAttribute("role", "status");
        row.append(place);
    }
    return place;
}

function show(doubts) {
    const lines = new Map();
    for (const doubt of doubts) {
        const place = placeOf(doubt.field);
        lines.set(place, [...(lines.get(place) ?? []), lineOf(doubt)]);
    }
    for (const place of form.querySelectorAll(".doubts-here, .doubts-elsewhere")) {
        const now = lines.get(place) ?? [];
        if (place.textContent !== now.map(({ textContent }) => textContent).join("")) {
            place.replaceChildren(...now);
        }
    }
}

async function ask() {
    const question = ++asked;
    const typed = new FormData(form);
    typed.set("_key", panel.dataset.key);
    try {
        const response = await fetch(panel.dataset.address, { method: "POST", body: typed });
        if (response.ok && question === asked) {
            show((await response.json()).doubts);
        }
    } catch {
        // Offline: what is doubtful is said once it is saved.
    }
}

function later({ target }) {
    if (target.closest("form") === form && target.matches(panel.dataset.watched)) {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
    }
}

if (panel) {
    show(JSON.parse(document.getElementById("doubts-now").textContent));
    panel.querySelector("ul")?.remove();
    panel.querySelector("h2")?.remove();
    panel.removeAttribute("aria-labelledby");
    panel.classList.add("quiet-doubts");
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    $?.(form).on("change", "select.admin-autocomplete", later); // select2 announces a change through jQuery alone
    if (!panel.dataset.key) {
        ask(); // an address may have filled the form in
    }
}
