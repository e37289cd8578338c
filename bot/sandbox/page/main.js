/** The page: a bar above, phones side by side, and the developer's drawer. */

import { Bar } from "./bar.js";
import { Drawer } from "./drawer.js";
import { make } from "./dom.js";
import { Phone } from "./phone.js";
import { listen } from "./server.js";
import { Store } from "./store.js";
import { speak } from "./words.js";

const NARROW = matchMedia("(max-width: 719px)");
const SECOND = 1000;

class Page {
  words = speak(navigator.language);
  store = new Store();
  phones = new Map();
  #wanted = readWanted();
  #place = document.getElementById("phones");

  constructor() {
    document.documentElement.lang = this.words.language;
    document.title = this.words("sandbox");
    this.drawer = new Drawer(document.getElementById("drawer"), this);
    this.bar = new Bar(document.getElementById("bar"), this);
    this.store.on("snapshot", () => this.#arrange());
    this.store.on("person", (person) => this.#changed(person));
    this.store.on("chat", ({ id }) => this.store.people.has(id) && this.#arrange());
    NARROW.addEventListener("change", () => this.#arrange());
    setInterval(() => this.#tick(), SECOND);
    listen(this.store);
  }

  get narrow() {
    return NARROW.matches;
  }

  /** Whose phones are shown: on a narrow screen one, else all that were not put away. */
  get shown() {
    const all = [...this.store.people.keys()].filter((id) => this.store.chats.has(id));
    const wanted = this.#wanted ? all.filter((id) => this.#wanted.has(id)) : all;
    return this.narrow ? wanted.slice(0, 1).concat(wanted.length ? [] : all.slice(0, 1)) : wanted;
  }

  /** Show or put away somebody's phone; on a narrow screen, go to it. */
  toggle(personId) {
    const shown = new Set(this.shown);
    if (this.narrow) this.#want([personId]);
    else if (shown.delete(personId)) this.#want(shown);
    else this.#want(shown.add(personId));
  }

  /** Bring somebody's phone into view, with this chat open. */
  openPhone(personId, chatId) {
    if (this.narrow) this.#want([personId]);
    else if (this.#wanted) this.#want(this.#wanted.add(personId));
    const phone = this.phones.get(personId);
    if (!phone) return; // Who was added just now appears when the sandbox tells of them.
    phone.open(chatId, { focus: true });
    phone.element.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  #want(people) {
    this.#wanted = new Set(people);
    history.replaceState(null, "", `#people=${[...this.#wanted].join(",")}`);
    this.#arrange();
  }

  /** A phone that speaks another language is another phone. */
  #changed(person) {
    const phone = this.phones.get(person.id);
    const same = phone && phone.person.name === person.name && phone.person.language === person.language;
    if (phone && !same) this.#putAway(person.id, phone);
    this.#arrange();
  }

  #arrange() {
    const shown = new Set(this.shown);
    for (const [id, phone] of this.phones) if (!shown.has(id)) this.#putAway(id, phone);
    for (const id of shown) if (!this.phones.has(id)) this.phones.set(id, new Phone(this.store.people.get(id), this));
    const elements = [...shown].map((id) => this.phones.get(id).element);
    elements.forEach((element, place) => this.#place.children[place] === element || this.#place.insertBefore(element, this.#place.children[place] ?? null));
    this.#place.querySelector(".nobody")?.remove();
    if (!elements.length) this.#place.append(make("p", { class: "nobody" }, this.words("nobody")));
    this.bar.update();
    this.#tick();
  }

  #putAway(id, phone) {
    phone.end();
    this.phones.delete(id);
  }

  #tick() {
    this.bar.tick();
    for (const phone of this.phones.values()) phone.tick();
  }
}

/** The people named in the address, or null for all. */
function readWanted() {
  const named = new URLSearchParams(location.hash.slice(1)).get("people");
  return named === null ? null : new Set(named.split(",").map(Number));
}

new Page();
