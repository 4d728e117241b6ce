// Says below a date, while it is typed, how it is understood: the words, the bounds, or what is wrong.

const PAUSE = 250;
const OTHERS = ["date_part", "after_event", "offset", "date_basis"];

const $ = window.django?.jQuery;

// The saved date's own place where the form has one, else a line below the field.
function placeOf(input) {
    const saved = input.name === "date" && document.querySelector(".field-date_echo .readonly");
    if (saved) {
        return saved;
    }
    const line = document.createElement("div");
    line.className = "help date-echo";
    (input.closest(".flex-container") ?? input).after(line);
    return line;
}

function show(place, answer) {
    if (!answer.ok) {
        place.textContent = answer.message;
        return;
    }
    const words = document.createElement("strong");
    words.textContent = answer.words;
    place.replaceChildren(words, answer.message && ` · ${answer.message}`);
}

function echo(input) {
    const place = placeOf(input);
    const others = OTHERS.map((name) => input.form?.elements.namedItem(name)).filter(Boolean);
    let timer;
    let asked = 0;

    place.setAttribute("role", "status");
    place.setAttribute("aria-live", "polite");

    async function ask() {
        const question = ++asked;
        if (!input.value.trim() && !others.length) {
            place.replaceChildren();
            return;
        }
        const query = new URLSearchParams({ date: input.value });
        others.forEach((other) => query.set(other.name, other.value));
        if (!others.length) {
            query.set("without_part", "1");
        }
        try {
            const response = await fetch(`${input.dataset.dateEcho}?${query}`, { headers: { Accept: "application/json" } });
            const answer = await response.json();
            if (question === asked) {
                show(place, answer);
            }
        } catch {
            // Offline or logged out: saving will say so, and the field can be used without its echo.
        }
    }

    function later() {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
    }

    input.addEventListener("input", later);
    others.forEach((other) => {
        other.addEventListener("input", later);
        $?.(other).on("change", later); // select2 announces a change through jQuery alone
    });
    if (!others.length && input.value) {
        ask();
    }
}

document.querySelectorAll("input[data-date-echo]").forEach(echo);
