/** The messages of one chat on one phone. Each message is one element that is changed in its place. */

import { Bubble } from "./bubble.js";
import { iconButton, make } from "./dom.js";
import { dayKey, dayName } from "./times.js";

const NEAR_THE_END = 80;

export class Log {
  #bubbles = new Map();
  #pinned = true;
  #top = 0;
  #unseen = 0;

  constructor(chatId, phone) {
    this.chatId = chatId;
    this.phone = phone;
    this.list = make("div", { class: "days" });
    this.scroller = make("div", { class: "log", role: "log", tabIndex: 0, "aria-label": phone.words("messages", { chat: phone.titleOf(chatId) }), "aria-description": phone.words("draft_hint") }, this.list);
    this.jump = iconButton("down", phone.words("new_messages"), () => this.toEnd(), { class: "jump", hidden: true });
    this.element = make("div", { class: "log-frame" }, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.#walk(event));
    const sizes = new ResizeObserver(() => this.#stay());
    sizes.observe(this.list);
    sizes.observe(this.scroller);
  }

  /** Bring all in line with what the store has; what is the same is left alone. */
  sync(messages) {
    const current = new Set();
    for (const message of messages) {
      current.add(message.message_id);
      this.show(message);
    }
    for (const id of this.#bubbles.keys()) if (!current.has(id)) this.remove(id);
  }

  /** Show a message, new or changed. */
  show(message) {
    const known = this.#bubbles.get(message.message_id);
    if (!known) return this.#add(message);
    if (JSON.stringify(known.message) !== JSON.stringify(message)) known.update(message);
  }

  remove(messageId) {
    const bubble = this.#bubbles.get(messageId);
    if (!bubble) return;
    const section = bubble.element.parentElement;
    const neighbour = bubble.element.nextElementSibling ?? bubble.element.previousElementSibling;
    const hadFocus = bubble.element.contains(document.activeElement);
    bubble.element.remove();
    this.#bubbles.delete(messageId);
    if (neighbour?.bubble) this.#joinAround(neighbour);
    if (!section.querySelector(".message")) section.remove();
    if (hadFocus) this.scroller.focus();
  }

  bubble(messageId) {
    return this.#bubbles.get(messageId);
  }

  get isEmpty() {
    return this.#bubbles.size === 0;
  }

  /** Scroll to a message and light it up. */
  goTo(messageId) {
    const element = this.#bubbles.get(messageId)?.element;
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    element.classList.add("lit");
    setTimeout(() => element.classList.remove("lit"), 1500);
  }

  toEnd() {
    this.#pinned = true;
    this.#stay();
  }

  #add(message) {
    const bubble = new Bubble(message, this.phone);
    this.#bubbles.set(message.message_id, bubble);
    const section = this.#sectionOf(message.date);
    section.insertBefore(bubble.element, placeIn(section, message.message_id));
    this.#joinAround(bubble.element);
    if (bubble.own) this.#pinned = true;
    if (!this.#pinned) this.#noteUnseen();
  }

  #sectionOf(date) {
    const key = dayKey(date);
    const sections = [...this.list.children];
    const found = sections.findLast((section) => section.dataset.day === key);
    if (found) return found;
    const name = dayName(date, this.phone.words.locale);
    const section = make("div", { class: "day", role: "group", "data-day": key, "aria-label": name }, make("div", { class: "date" }, make("span", { class: "pill" }, name)));
    this.list.insertBefore(section, sections.find((other) => other.dataset.day > key) ?? null);
    return section;
  }

  /** Let a message and its neighbours know who stands beside them. */
  #joinAround(element) {
    for (const one of [element.previousElementSibling, element, element.nextElementSibling]) {
      one?.bubble?.join({
        first: senderOf(one.previousElementSibling) !== one.bubble.sender,
        last: senderOf(one.nextElementSibling) !== one.bubble.sender,
      });
    }
  }

  #noteUnseen() {
    this.#unseen += 1;
    this.jump.hidden = false;
    this.jump.dataset.unseen = this.#unseen;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const upward = scrollTop < this.#top;
    // Messages that are measured only now make the list longer: that is nobody's scrolling away.
    this.#pinned = scrollHeight - scrollTop - clientHeight < NEAR_THE_END || (this.#pinned && !upward);
    this.#top = scrollTop;
    if (this.#pinned) this.#unseen = 0;
    this.jump.hidden = this.#pinned;
    this.jump.dataset.unseen = this.#unseen || "";
  }

  #stay() {
    if (this.#pinned) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Arrow keys go from message to message, where no button has the focus. */
  #walk(event) {
    const on = event.target.closest(".message");
    if (event.target !== this.scroller && event.target !== on) return;
    const messages = [...this.list.querySelectorAll(".message")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !messages.length) return;
    event.preventDefault();
    const next = on ? messages[messages.indexOf(on) + step] : messages.at(-1);
    next?.focus();
  }
}

const senderOf = (element) => element?.bubble?.sender ?? null;

/** Before which message this one belongs. */
function placeIn(section, messageId) {
  let next = null;
  let last = section.lastElementChild;
  while (last?.bubble && last.bubble.message.message_id > messageId) {
    next = last;
    last = last.previousElementSibling;
  }
  return next;
}
