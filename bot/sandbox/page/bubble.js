/** One message. */

import { draw } from "./entities.js";
import { avatar, icon, iconButton, make } from "./dom.js";
import { Keyboard } from "./keyboard.js";
import { fileAddress } from "./server.js";
import { serviceText } from "./service.js";
import { timeOfDay } from "./times.js";

const SIDE_OF_PHOTO = 300;

export class Bubble {
  #photo = null;

  /** `phone` is on whose screen it is; see phone.js. */
  constructor(message, phone) {
    this.phone = phone;
    this.element = make("article", { class: "message", tabIndex: -1 });
    this.element.bubble = this;
    this.update(message);
  }

  update(message) {
    this.message = message;
    this.element.dataset.id = message.message_id;
    const service = serviceText(message, this.phone);
    if (service) this.#showService(service);
    else this.#showContent();
  }

  get #inGroup() {
    return this.message.chat.type !== "private";
  }

  get own() {
    return this.message.from?.id === this.phone.person.id;
  }

  /** Who the bubble is of; messages of one sender in a row stand together. */
  get sender() {
    return this.element.classList.contains("service") ? null : (this.message.from?.id ?? null);
  }

  /** Its place among the messages of its sender in a row. */
  join({ first, last }) {
    this.element.classList.toggle("first", first);
    this.element.classList.toggle("last", last);
  }

  showRead() {
    this.element.querySelector(".ticks")?.replaceWith(this.#ticks());
  }

  #showService(text) {
    this.element.className = "message service";
    this.element.replaceChildren(make("p", { class: "pill" }, text));
  }

  #showContent() {
    const { message, phone } = this;
    const places = ["first", "last"].filter((place) => this.element.classList.contains(place));
    this.element.className = ["message", this.own ? "out" : "in", ...places].join(" ");
    this.element.setAttribute("aria-label", this.#label());
    const keyboard = this.#keyboard(message.reply_markup?.inline_keyboard ?? []);
    const parts = [this.#sender(), this.#via(), this.#replied(), this.#media(), this.#text(), this.#reactions(), this.#menuButton()];
    const bubble = make("div", { class: "bubble" }, parts);
    bubble.classList.toggle("with-photo", Boolean(message.photo));
    bubble.classList.toggle("bare", Boolean(message.photo) && !message.caption);
    const picture = !this.own && this.#inGroup && avatar(phone.nameOf(message.from), message.from.id);
    const before = this.element.querySelector(".bubble");
    const hadFocus = before?.contains(document.activeElement);
    if (before) before.replaceWith(bubble);
    else this.element.replaceChildren(...[picture, make("div", { class: "stack" }, bubble, keyboard)].filter(Boolean));
    if (hadFocus) this.element.focus();
  }

  #label() {
    const { message, phone } = this;
    const said = [phone.nameOf(message.from), timeOfDay(message.date, phone.words.locale)];
    if (message.edit_date) said.push(phone.words("edited"));
    return said.join(", ");
  }

  #sender() {
    const { message, phone } = this;
    if (this.own || !this.#inGroup) return null;
    return make("div", { class: "sender", "data-hue": Math.abs(message.from.id) % 7 }, phone.nameOf(message.from));
  }

  /** Through which bot somebody sent it. */
  #via() {
    const { via_bot: bot } = this.message;
    return bot ? make("div", { class: "via" }, `via @${bot.username}`) : null;
  }

  #reactions() {
    const { reactions = [] } = this.message;
    if (!reactions.length) return null;
    const { words, store } = this.phone;
    const said = words("reacted", { name: store.botName(this.phone.person.language), sign: reactions[0].emoji });
    return make("div", { class: "reactions", role: "img", "aria-label": said }, reactions.map(({ emoji }) => make("span", {}, emoji)));
  }

  #replied() {
    const to = this.message.reply_to_message;
    if (!to) return null;
    const name = this.phone.nameOf(to.from);
    return make(
      "button",
      { type: "button", class: "replied", "data-goto": to.message_id, "aria-label": this.phone.words("reply_to", { name }) },
      make("span", { class: "replied-name" }, name),
      make("span", { class: "replied-text" }, this.phone.summary(to)),
    );
  }

  #media() {
    const { message, phone } = this;
    if (message.photo) return this.#photoButton(message.photo.at(-1));
    if (message.document) return documentLink(message.document, phone.words);
    if (message.voice) return make("div", { class: "attachment" }, icon("microphone"), phone.words("voice"));
    if (message.sticker) return make("div", { class: "sticker" }, message.sticker.emoji ?? phone.words("sticker"));
    return null;
  }

  /** The same picture keeps its element, so that it does not flicker. */
  #photoButton(size) {
    if (this.#photo?.dataset.photo !== size.file_id) {
      const picture = make("img", { src: fileAddress(size.file_id), alt: this.phone.words("photo"), ...fitted(size), onerror: () => picture.classList.add("missing") });
      this.#photo = make("button", { type: "button", class: "photo", "data-photo": size.file_id, "aria-label": this.phone.words("open_photo") }, picture);
    }
    return this.#photo;
  }

  #text() {
    const { message, phone } = this;
    const text = message.text ?? message.caption ?? "";
    const entities = message.text === undefined ? message.caption_entities : message.entities;
    return make("div", { class: text ? "text" : "text without-words", dir: "auto" }, draw(text, entities, phone), this.#meta());
  }

  #meta() {
    const { message, phone } = this;
    return make(
      "span",
      { class: "meta" },
      message.is_silent && make("span", { class: "silent", role: "img", "aria-label": phone.words("silent"), title: phone.words("silent") }, "🔕"),
      message.edit_date && make("span", { class: "edited" }, phone.words("edited")),
      make("time", { dateTime: new Date(message.date * 1000).toISOString() }, timeOfDay(message.date, phone.words.locale)),
      this.own && this.#ticks(),
    );
  }

  /** One tick while the bot has not been handed the message, then two. */
  #ticks() {
    const ticks = icon(this.phone.isUnread(this.message) ? "sent" : "read");
    ticks.classList.add("ticks");
    return ticks;
  }

  #menuButton() {
    return iconButton("down", this.phone.words("message_menu"), undefined, { tabIndex: -1, class: "message-menu", "aria-haspopup": "menu" });
  }

  #keyboard(rows) {
    this.keyboard ??= new Keyboard((button, key) => this.phone.press(this, button, key), this.phone.words);
    this.keyboard.update(rows);
    return this.keyboard.element;
  }
}

function fitted({ width, height }) {
  const scale = Math.min(1, SIDE_OF_PHOTO / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

function documentLink(file, words) {
  const name = file.file_name ?? words("file");
  return make(
    "a",
    { class: "document", href: fileAddress(file.file_id), download: name, "aria-label": words("download", { name }) },
    make("span", { class: "document-icon" }, icon("file")),
    make("span", { class: "document-name" }, name, make("span", { class: "document-size" }, sizeOf(file.file_size ?? 0))),
  );
}

function sizeOf(bytes) {
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
