// The search of a copy of the site that has no server. It is no module, and the index comes as scripts: a page that was
// opened from a folder may load neither modules nor data.
(function () {
  "use strict";
  var MOST = 100;
  var form = document.getElementById("search");
  var input = document.getElementById("words");
  var said = document.getElementById("said");
  var list = document.getElementById("found");
  var records = [];
  var waiting = Number(form.dataset.pieces);

  window.foundIn = function (some) { records = records.concat(some); };

  // As events/search/folding.py: case and diacritics do not matter.
  var LETTERS = { "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
    "ŧ": "t", "ŋ": "n", "ß": "ss" };
  function fold(text) {
    return text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
      .replace(/[łđðøıæœþħŧŋß]/g, function (letter) { return LETTERS[letter]; })
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  function find() {
    var words = fold(input.value).split(" ").filter(Boolean);
    list.textContent = "";
    if (!words.length) { said.textContent = ""; return; }
    var found = [];
    records.forEach(function (record, place) {
      var name = " " + record[3], all = name + " " + record[4], weight = 0;
      for (var i = 0; i < words.length; i += 1) {
        if (!all.includes(" " + words[i])) { return; }
        weight += name.includes(" " + words[i]) ? 1 : 0;
      }
      found.push([weight, place, record]);
    });
    found.sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; });
    said.textContent = found.length ? form.dataset.found + " " + found.length : form.dataset.none;
    found.slice(0, MOST).forEach(function (one) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = one[2][0];
      link.textContent = one[2][1];
      item.append(link);
      if (one[2][2]) {
        var beside = document.createElement("span");
        beside.className = "meta";
        beside.textContent = one[2][2];
        item.append(" ", beside);
      }
      list.append(item);
    });
  }

  function loaded() {
    waiting -= 1;
    if (waiting === 0) { find(); }
  }

  for (var number = 1; number <= Number(form.dataset.pieces); number += 1) {
    var script = document.createElement("script");
    script.async = false;
    script.onload = script.onerror = loaded;
    script.src = "index/" + number + ".js";
    document.head.append(script);
  }
  input.addEventListener("input", find);
  form.addEventListener("submit", function (event) { event.preventDefault(); find(); });
}());
