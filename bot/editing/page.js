"use strict";
const search = document.getElementById("search");
const part = document.getElementById("part");
const found = document.getElementById("found");
const known = JSON.parse(document.getElementById("known").textContent);
const groups = [...document.querySelectorAll("main > section")];
const screens = [...document.querySelectorAll("main article")].map((article) => ({
  article,
  part: article.closest("main > section").id,
  words: `${article.textContent} ${linesOf(article.querySelector("[data-texts]")).join(" ")}`.toLowerCase(),
}));

/* What a folded list holds. */
function linesOf(details) {
  if (!details) return [];
  if (details.dataset.answers) return known.answers[details.dataset.answers];
  return details.dataset.texts.split(" ").filter(Boolean).map((place) => known.texts[place]);
}

/* Many lists are the same, so each is made when it is opened. */
function unfold(event) {
  const details = event.target;
  if (!details.open || details.querySelector("ul")) return;
  const list = document.createElement("ul");
  for (const line of linesOf(details)) {
    list.appendChild(document.createElement("li")).textContent = line;
  }
  details.append(list);
}
document.addEventListener("toggle", unfold, true);

function filter() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const screen of screens) {
    const fits = (!part.value || screen.part === part.value) && wanted.every((word) => screen.words.includes(word));
    screen.article.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  for (const group of groups) group.hidden = !group.querySelector("article:not([hidden])");
  found.textContent = found.dataset.says.replace("#", shown).replace("#", screens.length);
}

let waiting;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 150);
}
search.addEventListener("input", soon);
part.addEventListener("change", filter);
search.form.addEventListener("submit", (event) => event.preventDefault());
filter();
