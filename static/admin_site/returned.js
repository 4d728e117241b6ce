// Repeats below its field the comment with which a draft was sent back.

const said = document.querySelector(".returned");
const name = said?.dataset.field;
const row = name && document.querySelector(`.fieldBox.field-${CSS.escape(name)}, .form-row.field-${CSS.escape(name)}`);

if (row) {
    const line = said.querySelector(".returned-text").cloneNode(true);
    line.className = "doubt";
    row.append(line);
}
