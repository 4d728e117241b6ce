// Adds an actor without leaving the form, and chooses it there: as a participant, or as a proponent.

import { emptyRow, fill } from "./rows.js";

const words = document.getElementById("new-actor-words");
const proponents = document.querySelector("select[name=proponents]");
const place = proponents?.closest(".form-row") ?? document.querySelector("#participations-group fieldset");

let panel = null;

const part = (selector) => panel.querySelector(selector);

function say(...what) {
    part(".new-actor-said").replaceChildren(...what);
}

function button(text, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
}

function choose({ key, name }) {
    if (proponents) {
        fill(proponents, [key], { [key]: name });
    } else {
        fill(emptyRow("participations").querySelector("select.admin-autocomplete"), key, { [key]: name });
    }
    say(words.dataset.added.replace("{name}", () => name));
    part("#new-actor-name").value = "";
}

async function add(name, kind, sure, done = () => {}) {
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", panel.closest("form").elements.csrfmiddlewaretoken.value);
    sent.set("name", name);
    sent.set("kind", kind);
    if (sure) {
        sent.set("sure", "1");
    }
    try {
        const response = await fetch(words.dataset.address, { method: "POST", body: sent });
        const answer = await response.json();
        if (answer.key) {
            choose(answer);
            done();
        } else if (answer.alike) {
            const known = answer.alike.map((actor) => button(actor.name, () => (choose(actor), done())));
            say(words.dataset.alike, ...known, button(words.dataset.sure, () => add(name, kind, true, done)));
        } else {
            say(answer.error);
        }
    } catch {
        say(words.dataset.failed);
    }
}

// Those whom the words name and nobody has recorded, each to be added by one press.
export function offer(actors) {
    const line = panel && part(".new-actor-offered");
    if (!line) {
        return;
    }
    const kinds = Object.fromEntries([...part("#new-actor-kind").options].map(({ value, text }) => [value, text]));
    const offered = actors.map(({ name, kind }) => {
        const text = words.dataset.add.replace("{name}", () => name).replace("{kind}", kinds[kind] ?? kind);
        const made = button(text, () => add(name, kind, false, () => made.remove()));
        return made;
    });
    line.replaceChildren(...(offered.length ? [words.dataset.offered, ...offered] : []));
}

if (words && place) {
    panel = words.content.firstElementChild.cloneNode(true);
    place.append(panel);
    const addTyped = () => add(part("#new-actor-name").value, part("#new-actor-kind").value, false);
    part(".new-actor-fields button").addEventListener("click", addTyped);
    part("#new-actor-name").addEventListener("keydown", (event) => {
        if (event.key === "Enter") {
            event.preventDefault(); // it would send the form
            addTyped();
        }
    });
    offer(JSON.parse(document.getElementById("new-actors").textContent));
}
