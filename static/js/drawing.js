// Moves about in the drawing by drag, wheel, pinch and key, and over its overview by brush; names what is pointed at.
// Each way ends at an address that a link of the page could have led to; without this script the links do.

import { show } from "./results.js";

const DAY = 86_400_000;
const EPOCH = 719_163; // the ordinal of 1970-01-01; that of 0001-01-01 is 1
const FARTHEST = 9e7; // days from the epoch that a Date can hold
const STILL = 6; // pixels that a pointer may tremble
const PAUSE = 220; // milliseconds after which the wheel has come to rest
const YEARS = 4 * 366; // a stretch of so many days begins and ends with a year, one of
const MONTHS = 4 * 31; // so many with a month
const SPEED = 0.0025; // of zooming, for a pixel of the wheel

function urlOf(link) {
    return new URL(link.getAttribute("href"), location.href); // `href` is no text of a link in SVG
}

/** A year as EDTF writes it. */
function yearOf(year) {
    const digits = String(Math.abs(year)).padStart(4, "0");
    return year > 9999 || year < -9999 ? `Y${year}` : `${year < 0 ? "-" : ""}${digits}`;
}

function dateOf(ordinal) {
    return new Date((ordinal - EPOCH) * DAY);
}

function ordinalOf(date) {
    return Math.round(date / DAY) + EPOCH;
}

/** The first day of the year or month, or the day, that lies nearest. */
function snapped(ordinal, length) {
    const day = dateOf(ordinal);
    if (length < MONTHS) {
        return Math.round(ordinal);
    }
    const yearly = length >= YEARS;
    const [low, high] = [0, 1].map((step) => {
        const first = new Date(0);
        first.setUTCFullYear(day.getUTCFullYear() + (yearly ? step : 0), yearly ? 0 : day.getUTCMonth() + step, 1);
        return ordinalOf(first);
    });
    return ordinal - low < high - ordinal ? low : high;
}

/** The days from `start` up to `end` as `from` and `to`, as short as can be. */
function bounds(start, end) {
    const [first, last, after] = [dateOf(start), dateOf(end - 1), dateOf(end)];
    const months = first.getUTCDate() === 1 && after.getUTCDate() === 1;
    const years = months && first.getUTCMonth() === 0 && after.getUTCMonth() === 0;
    return [first, last].map((day) => {
        const [year, month, date] = [yearOf(day.getUTCFullYear()), day.getUTCMonth() + 1, day.getUTCDate()];
        if (years || year.startsWith("Y")) {
            return year;
        }
        return [year, month, ...(months ? [] : [date])].map((part) => String(part).padStart(2, "0")).join("-");
    });
}

/** What the drawing on the page shows: its days, those of the whole, and the address of the view in any. */
class View {
    constructor(figure) {
        const numbers = (name) => figure.dataset[name].split(" ").map(Number);
        [this.start, this.end] = numbers("view");
        [this.begin, this.finish] = numbers("whole");
        this.times = figure.dataset.times ? numbers("times") : [];
        this.base = figure.dataset.base;
        this.can = [this.start, this.end, this.begin, this.finish].every((day) => Math.abs(day) < FARTHEST);
    }

    /** The time at a share of the width of the detail. */
    at(share, places) {
        const place = share * places.at(-1);
        const next = Math.min(Math.max(places.findIndex((one) => one > place), 1), places.length - 1);
        const part = (place - places[next - 1]) / (places[next] - places[next - 1]);
        return this.times[next - 1] + part * (this.times[next] - this.times[next - 1]);
    }

    address(start, end) {
        const url = new URL(this.base, location.href);
        const length = end - start;
        const [first, last] = [snapped(start, length), snapped(end, length)];
        if (first > this.begin || last < this.finish) {
            const [from, to] = bounds(first, Math.max(last, first + 1));
            url.searchParams.set("from", from);
            url.searchParams.set("to", to);
        }
        url.searchParams.sort();
        url.hash = "drawing";
        return url;
    }
}

let view = null;
let figure = null;
let tip = null;

function move(start, end) {
    const url = view.address(start, end);
    if (url.search !== location.search || url.pathname !== location.pathname) {
        show(url);
        return true;
    }
    return false;
}

// --- panning and zooming ---

const gesture = { pointers: new Map(), moved: false, from: 0, shift: 0, scale: 1, origin: 0, timer: 0 };

function lanes() {
    return figure.querySelector(".lanes");
}

function places() {
    const size = [...figure.querySelectorAll(".lanes > [data-places]")].find((one) => one.getClientRects().length);
    return size.dataset.places.split(" ").map(Number);
}

/** Draws what the gesture has come to: one transform of what is there, so that no frame waits for a page. */
function follow() {
    const detail = figure.querySelector(".detail");
    figure.classList.add("moving");
    detail.style.transformOrigin = `${gesture.origin}px 0`;
    detail.style.transform = `translateX(${gesture.shift}px) scaleX(${gesture.scale})`;
}

function rest() {
    figure.classList.remove("moving");
    figure.querySelector(".detail")?.style.removeProperty("transform");
    Object.assign(gesture, { shift: 0, scale: 1, moved: false });
}

/** Asks for the days that the gesture has brought into view. */
function settle() {
    const width = lanes().clientWidth;
    const at = (x) => (x - gesture.shift - gesture.origin) / gesture.scale + gesture.origin;
    const where = places();
    const share = (x) => {
        const place = at(x) / width;
        if (place >= 0 && place <= 1) {
            return view.at(place, where);
        }
        const length = view.end - view.start; // beyond either end, as if time went on evenly
        return place < 0 ? view.start + place * length : view.end + (place - 1) * length;
    };
    let [start, end] = [share(0), share(width)];
    const length = Math.min(end - start, view.finish - view.begin);
    start = Math.max(view.begin, Math.min(start, view.finish - length));
    end = Math.min(view.finish, start + length);
    if (end - start < 1 || !move(start, end)) {
        rest();
    }
}

/** The click that ends a drag is none; it comes at once, or not at all. */
function swallowClick(element) {
    const swallow = (click) => {
        click.preventDefault();
        click.stopPropagation();
    };
    element.addEventListener("click", swallow, { capture: true });
    setTimeout(() => element.removeEventListener("click", swallow, { capture: true }), 0);
}

function distance() {
    const [one, other] = [...gesture.pointers.values()];
    return Math.abs(one - other) || 1;
}

function press(event) {
    if (event.button !== 0 || !view.can) {
        return;
    }
    gesture.pointers.set(event.pointerId, event.clientX);
    gesture.from = gesture.pointers.size === 2 ? distance() : event.clientX;
}

function drag(event) {
    if (!gesture.pointers.has(event.pointerId)) {
        return;
    }
    gesture.pointers.set(event.pointerId, event.clientX);
    if (gesture.pointers.size === 2) {
        const left = lanes().getBoundingClientRect().left;
        const [one, other] = [...gesture.pointers.values()];
        Object.assign(gesture, { scale: distance() / gesture.from, origin: (one + other) / 2 - left, shift: 0, moved: true });
    } else if (gesture.scale === 1) {
        const shift = event.clientX - gesture.from;
        if (!gesture.moved && Math.abs(shift) < STILL) {
            return;
        }
        Object.assign(gesture, { shift, moved: true });
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    follow();
}

function release(event) {
    if (!gesture.pointers.delete(event.pointerId) || !gesture.moved || gesture.pointers.size) {
        return;
    }
    event.type === "pointerup" ? settle() : rest();
    swallowClick(lanes());
    setTimeout(() => { gesture.moved = false; }, 0);
}

/** The wheel zooms with Ctrl, and goes sideways where the drawing has the focus; else it scrolls the page. */
function wheel(event) {
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) && figure.contains(document.activeElement);
    if (!view.can || !(event.ctrlKey || event.metaKey || sideways)) {
        return;
    }
    event.preventDefault();
    if (sideways) {
        gesture.shift -= event.deltaX;
    } else {
        gesture.origin = event.clientX - lanes().getBoundingClientRect().left;
        gesture.scale = Math.min(Math.max(gesture.scale * Math.exp(-event.deltaY * SPEED), 0.2), 8);
    }
    requestAnimationFrame(follow);
    clearTimeout(gesture.timer);
    gesture.timer = setTimeout(settle, PAUSE);
}

// --- the brush on the overview ---

const brush = { bar: null, svg: null, rect: null };

function barAt(event) {
    const bars = [...brush.svg.querySelectorAll("a")];
    const { left, width } = brush.svg.getBoundingClientRect();
    const place = Math.floor(((event.clientX - left) / width) * bars.length);
    return Math.min(Math.max(place, 0), bars.length - 1);
}

function brushFrom(event) {
    const svg = event.target.closest(".overview");
    if (svg && event.button === 0) {
        Object.assign(brush, { svg, x: event.clientX, rect: null });
        brush.bar = barAt(event);
    }
}

function brushTo(event) {
    if (!brush.svg || (!brush.rect && Math.abs(event.clientX - brush.x) < STILL)) {
        return;
    }
    if (!brush.rect) {
        brush.rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        brush.rect.setAttribute("class", "window");
        brush.rect.setAttribute("height", "100%");
        brush.svg.prepend(brush.rect);
        brush.svg.setPointerCapture(event.pointerId);
    }
    const number = brush.svg.querySelectorAll("a").length;
    const [first, last] = [brush.bar, barAt(event)].sort((a, b) => a - b);
    brush.rect.setAttribute("x", `${(100 * first) / number}%`);
    brush.rect.setAttribute("width", `${(100 * (last - first + 1)) / number}%`);
}

function brushed(event) {
    const { svg, rect, bar } = brush;
    if (!svg) {
        return;
    }
    const [first, last] = rect ? [bar, barAt(event)].sort((a, b) => a - b) : [];
    Object.assign(brush, { svg: null, rect: null });
    if (!rect) {
        return;
    }
    rect.remove();
    swallowClick(svg);
    if (event.type === "pointerup") {
        const bars = svg.querySelectorAll("a");
        const url = urlOf(bars[last]);
        url.searchParams.set("from", urlOf(bars[first]).searchParams.get("from"));
        show(url);
    }
}

// --- pointing ---

/** The entry in the list of a mark, and the mark of an entry; null where there is none. */
function entryOf(mark) {
    const name = mark.getAttribute("href");
    return name.startsWith("#") ? document.getElementById(name.slice(1)) : null;
}

function markOf(entry) {
    return figure?.querySelector(`.detail a[href="#${CSS.escape(entry.id)}"]`);
}

function point(mark) {
    const detail = mark?.closest(".detail [role=listitem]");
    for (const old of document.querySelectorAll(".pointed")) {
        old.classList.remove("pointed");
    }
    tip.hidden = !detail;
    if (!detail) {
        return;
    }
    mark.classList.add("pointed");
    entryOf(mark)?.classList.add("pointed");
    const shape = [...mark.querySelectorAll("g")].find((one) => one.getClientRects().length) ?? mark;
    const { left, bottom, width } = shape.getBoundingClientRect();
    const frame = figure.getBoundingClientRect();
    tip.textContent = mark.getAttribute("aria-label");
    tip.style.top = `${bottom - frame.top + 6}px`;
    tip.style.left = `${Math.max(0, Math.min(left + width / 2 - frame.left, frame.width - tip.offsetWidth))}px`;
}

/** To the mark before or after in its lane, or to one that stands near in another lane. */
function neighbour(mark, key) {
    const every = [...figure.querySelectorAll(".detail [role=list]")].map((lane) => [...lane.querySelectorAll("a")]);
    const lane = every.findIndex((marks) => marks.includes(mark));
    const place = every[lane].indexOf(mark);
    if (key === "ArrowLeft" || key === "ArrowRight") {
        return every[lane][place + (key === "ArrowLeft" ? -1 : 1)];
    }
    const others = every[lane + (key === "ArrowUp" ? -1 : 1)];
    const middle = (one) => one.getBoundingClientRect().left;
    const away = (one) => Math.abs(middle(one) - middle(mark));
    return others?.reduce((best, one) => (away(one) < away(best) ? one : best));
}

const MOVES = { ArrowLeft: "earlier", ArrowRight: "later", "+": "in", "=": "in", "-": "out", 0: "whole" };

function key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) {
        return;
    }
    if (event.key === "Escape") {
        point(null);
        return;
    }
    const mark = event.target.closest?.(".detail [role=listitem] a");
    if (mark && event.key.startsWith("Arrow") && !event.shiftKey) {
        event.preventDefault();
        neighbour(mark, event.key)?.focus();
        return;
    }
    const link = figure.querySelector(`[data-move="${MOVES[event.key]}"]`);
    if (link) {
        event.preventDefault();
        show(urlOf(link));
    }
}

function click(event) {
    const link = event.target.closest("a");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (link && plain && !link.getAttribute("href").startsWith("#") && urlOf(link).pathname === location.pathname) {
        event.preventDefault();
        show(urlOf(link));
    }
}

// --- beginning, and again after each view ---

function begin() {
    figure = document.getElementById("drawing");
    gesture.pointers.clear();
    clearTimeout(gesture.timer);
    Object.assign(gesture, { shift: 0, scale: 1, moved: false });
    if (!figure) {
        return;
    }
    view = new View(figure);
    tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    figure.append(tip);
    for (const link of figure.querySelectorAll(".detail [role=listitem] a")) {
        const title = link.querySelector("title"); // the tip takes its place
        link.setAttribute("aria-label", title.textContent);
        title.remove();
    }
    figure.querySelector(".hint")?.removeAttribute("hidden");
    figure.addEventListener("click", click);
    figure.addEventListener("keydown", key);
    figure.addEventListener("focusin", (event) => point(event.target.closest("a")));
    figure.addEventListener("focusout", () => point(null));
    figure.addEventListener("pointerover", (event) => {
        if (!gesture.moved && event.target.closest(".detail")) {
            point(event.target.closest("a"));
        }
    });
    figure.addEventListener("pointerleave", () => point(null));
    const over = figure.querySelector(".over");
    over.addEventListener("pointerdown", brushFrom);
    over.addEventListener("pointermove", brushTo);
    over.addEventListener("pointerup", brushed);
    over.addEventListener("pointercancel", brushed);
    const detail = lanes();
    if (detail) {
        detail.addEventListener("pointerdown", press);
        detail.addEventListener("pointermove", drag);
        detail.addEventListener("pointerup", release);
        detail.addEventListener("pointercancel", release);
        detail.addEventListener("wheel", wheel, { passive: false });
        detail.addEventListener("dragstart", (event) => event.preventDefault()); // a link is no thing to carry away
    }
}

begin();
document.addEventListener("shown", begin);
for (const [type, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(type, (event) => {
        const entry = event.target.closest?.("article[id]");
        if (entry && figure) {
            markOf(entry)?.classList.toggle("pointed", on);
        }
    });
}
