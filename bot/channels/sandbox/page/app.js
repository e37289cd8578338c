// The page: phones side by side, the clock, people, the drawer.
import { ask, button, choice, element, input } from "./dom.js";
import { buildDrawer } from "./drawer.js";
import { Phone } from "./phone.js";
import { act, connect, now, on, state } from "./store.js";
import { locale, word } from "./words.js";

const phones = new Map();
const room = document.getElementById("phones");
const people = document.querySelector("nav.people");

for (const place of document.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
for (const place of document.querySelectorAll("[data-label]")) place.setAttribute("aria-label", word(place.dataset.label));
document.documentElement.lang = locale.slice(0, 2);

function addPhone(person) {
  if (phones.has(person.id)) return;
  const phone = new Phone(person.id, openLink);
  phones.set(person.id, phone);
  room.append(phone.element);
  if (phones.size === 1) phone.element.classList.add("current");
  drawPeople();
}

// At narrow width one phone shows at a time.
function drawPeople() {
  people.replaceChildren(...[...phones.values()].map((phone) => button(phone.person.name, () => {
    for (const other of phones.values()) other.element.classList.toggle("current", other === phone);
    phone.element.scrollIntoView({ inline: "center", block: "nearest" });
    drawPeople();
  }, { "aria-pressed": phone.element.classList.contains("current") ? "true" : "false" })));
}

// A link to the bot opens on somebody's phone; true where it was one.
function openLink(url, by) {
  const prefix = `https://t.me/${state.bot.username}`;
  if (!url.startsWith(prefix)) return false;
  chooseWho(url, by);
  return true;
}

async function chooseWho(url, by) {
  const everybody = [...state.people.values()].map((person) => [String(person.id), person.name]);
  const groups = [...state.chats.values()].filter((chat) => chat.members && !chat.moved_to);
  const fields = [{ label: word("people"), control: choice("who", everybody, String(by)) }];
  if (url.includes("startgroup=")) {
    fields.push({ label: word("group"), control: choice("chat", groups.map((chat) => [String(chat.id), chat.title])) });
  }
  const answer = await ask(word("open_in"), fields, [{ label: word("ok"), value: "open" }, { label: word("cancel"), value: "" }]);
  if (!answer) return;
  const person = Number(answer.who);
  const result = await act("open_link", { person, url, chat: answer.chat ? Number(answer.chat) : null });
  if (result.ok) phones.get(person)?.open(result.message.chat.id);
}

function drawClock() {
  const shown = new Date(now() * 1000).toLocaleString(locale, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  document.getElementById("now").textContent = state.now.moving ? word("moving") : shown;
}

for (const one of document.querySelectorAll("[data-advance], [data-to]")) {
  one.addEventListener("click", () => act("set_clock", one.dataset.to ? { to: one.dataset.to } : { advance: Number(one.dataset.advance) }));
}
document.getElementById("add-person").addEventListener("click", async () => {
  const answer = await ask(word("add_person"), [
    { label: word("name"), control: input("name") },
    { label: word("language"), control: choice("language", [["nl", "Nederlands"], ["en", "English"]], "nl") },
  ], [{ label: word("create"), value: "create" }]);
  if (answer?.name) await act("add_person", answer);
});
document.getElementById("add-group").addEventListener("click", async () => {
  const answer = await ask(word("add_group"), [{ label: word("title"), control: input("title", "Team") }], [{ label: word("create"), value: "create" }]);
  if (answer) await act("create_group", { title: answer.title, members: [...state.people.keys()], person: [...state.people.keys()][0] });
});
document.getElementById("theme").addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const shown = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
  document.documentElement.dataset.theme = shown === "dark" ? "light" : "dark";
});
const drawer = document.getElementById("drawer");
buildDrawer(drawer);
document.getElementById("drawer-button").addEventListener("click", (event) => {
  drawer.hidden = !drawer.hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!drawer.hidden));
});

on("snapshot", () => {
  phones.clear();
  room.replaceChildren();
  for (const person of state.people.values()) addPhone(person);
  document.body.dataset.ready = "true";
});
on("person", ({ person }) => { addPhone(person); drawPeople(); });
on("clock", drawClock);
setInterval(drawClock, 1000);
connect();
