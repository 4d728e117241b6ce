// The fields of a work: those of its type above, the others folded; names in rows; likely duplicates while one types.

const type = document.querySelector("select[name=csl_type]");
const work = document.querySelector("fieldset.work:not(.other-fields)");
const others = document.querySelector("fieldset.other-fields");

// --- fields by type ---

function arrange() {
    const fields = JSON.parse(type.dataset.fields);
    const usual = fields[type.value] ?? fields.book;
    const json = others.querySelector(".field-csl");
    for (const row of document.querySelectorAll("fieldset.work .form-row[class*=' field-csl_']")) {
        const name = [...row.classList].find((each) => each.startsWith("field-csl_")).slice("field-csl_".length);
        if (name !== "type" && !usual.includes(name)) {
            json.before(row);
        }
    }
    usual.forEach((name) => work.append(document.querySelector(`.field-csl_${name}`)));
}

// --- names ---

function isBlank(row) {
    return [...row.querySelectorAll("input")].every((input) => !input.value);
}

function addName(names) {
    const rows = names.querySelectorAll(".name");
    const row = rows[rows.length - 1].cloneNode(true);
    for (const input of row.querySelectorAll("input")) {
        input.name = input.name.replace(/-\d+-(\w+)$/, `-${rows.length}-$1`);
        input.value = "";
    }
    rows[rows.length - 1].after(row);
    row.querySelector("input").focus();
}

function prepareNames(names) {
    const rows = [...names.querySelectorAll(".name")];
    rows.slice(1).forEach((row) => isBlank(row) && row.remove());
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = names.dataset.add;
    button.addEventListener("click", () => addName(names));
    names.append(button);
}

// --- what is pasted fills the form at once ---

function prepareBox(box) {
    const button = box.closest(".paste").querySelector("button");
    box.addEventListener("paste", () => setTimeout(() => box.value.trim() && button.click()));
}

// --- likely duplicates ---

function watchForAlike() {
    const place = document.createElement("p");
    place.className = "alike-works";
    place.setAttribute("role", "status");
    work.append(place);
    const watched = ["title", "DOI", "ISBN", "issued"].map((name) => document.querySelector(`[name="csl_${name}"]`));
    async function ask() {
        const query = new URLSearchParams({ but: type.dataset.key });
        watched.forEach((input) => query.set(input.name.slice("csl_".length), input.value));
        try {
            const response = await fetch(`${type.dataset.alike}?${query}`);
            if (response.ok) {
                place.innerHTML = await response.text(); // the office's own page, which escapes what is stored
                work.append(place);
            }
        } catch {
            // Offline: saving will say so.
        }
    }
    watched.forEach((input) => input.addEventListener("change", ask));
}

if (type && work && others) {
    document.querySelectorAll(".names").forEach(prepareNames);
    document.querySelectorAll(".paste textarea").forEach(prepareBox);
    type.addEventListener("change", arrange);
    watchForAlike();
}
