/** One person's phone: their chats, one of them open, and what they do there. */

import { ChatList } from "./chat-list.js";
import { Composer } from "./composer.js";
import { createGroup, openChatMenu } from "./deeds.js";
import { avatar, iconButton, make } from "./dom.js";
import { chooseChat, inlineOf } from "./inline.js";
import { openLink } from "./links.js";
import { Log } from "./log.js";
import { ask, toast } from "./overlays.js";
import { act, fileAddress } from "./server.js";
import { summarise } from "./service.js";
import { timeOfDay } from "./times.js";
import { listenToTouches } from "./touches.js";
import { speak } from "./words.js";

const TYPING_LASTS = 5500;
const ACTIONS = { typing: "typing", upload_photo: "sending_photo", upload_document: "sending_file" };

export class Phone {
  unread = new Map();
  #logs = new Map();
  #typing = new Map();
  #ended = new AbortController();

  /** `page` is what holds all phones: its store, and `openPhone`. */
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.store = page.store;
    this.words = speak(person.language);
    this.#build();
    this.#hear();
    this.open(person.id);
  }

  now = () => this.store.now;

  nameOf = (user) => {
    if (user?.id === this.store.bot.id) return this.store.botName(this.person.language);
    return this.store.people.get(user?.id)?.name ?? user?.first_name ?? "?";
  };

  end() {
    this.#ended.abort();
    this.element.remove();
  }

  // ---------------------------------------------------------- what bubbles ask

  titleOf(chatId) {
    const chat = this.store.chats.get(chatId);
    return chat?.type === "private" ? this.store.botName(this.person.language) : (chat?.title ?? "?");
  }

  /** Whose picture stands for a chat: the bot's, or the group's own. */
  faceOf(chat) {
    return chat.type === "private" ? this.store.bot.id : chat.id;
  }

  /** The picture of a chat with the bot, where it has one. */
  photoOf(chat) {
    const { photo } = this.store.bot;
    return chat.type === "private" && photo ? fileAddress(photo) : undefined;
  }

  isUnread(message) {
    return this.store.isUnread(message);
  }

  summary(message) {
    return summarise(message, this);
  }

  /** The log of the chat that is open. */
  get log() {
    return this.#logs.get(this.chat.id);
  }

  lastOwn(chatId) {
    return [...this.store.messagesOf(chatId)].findLast((message) => message.from?.id === this.person.id);
  }

  // ---------------------------------------------------------- what is done

  /** Do something as this person; a refusal is told in a toast. */
  async act(name, details = {}) {
    try {
      return await act(name, { person: this.person.id, ...details });
    } catch (error) {
      this.toast(error.message);
      return null;
    }
  }

  toast(text) {
    toast(this.toasts, text);
  }

  async copy(text) {
    await navigator.clipboard.writeText(text).catch(() => undefined);
    this.toast(this.words("copied"));
  }

  /** In a group a command says which bot it is for. */
  sendCommand(command) {
    const name = this.chat.type === "private" || command.includes("@") ? "" : `@${this.store.bot.username}`;
    return this.act("send", { chat: this.chat.id, text: command + name });
  }

  /** Press an inline button. */
  async press(bubble, button) {
    const { callback_data: data, copy_text: copied, url } = button;
    if (url) return openLink(url, this);
    if (copied) return this.copy(copied.text);
    const passed = inlineOf(button);
    if (passed) return chooseChat(passed, this);
    if (data === undefined) return this.toast(this.words("cannot_open"));
    const { chat, message_id } = bubble.message;
    bubble.keyboard.wait(data);
    const done = await this.act("tap", { chat: chat.id, message_id, data });
    if (!done) bubble.keyboard.answered(data);
  }

  // ---------------------------------------------------------- what is shown

  /** Open a chat; `focus` also puts the cursor there. */
  open(chatId, { focus = false } = {}) {
    this.chat = this.store.chats.get(chatId);
    if (!this.chat) return this.showList();
    this.unread.delete(chatId);
    if (!this.#logs.has(chatId)) this.#logs.set(chatId, new Log(chatId, this));
    const log = this.#logs.get(chatId);
    log.sync(this.store.messagesOf(chatId));
    this.logPlace.replaceChildren(log.element, this.welcome);
    this.list.element.hidden = true;
    this.view.hidden = false;
    this.#update();
    log.toEnd();
    if (focus) this.composer.focus();
  }

  showList({ focus = false } = {}) {
    this.chat = null;
    this.view.hidden = true;
    this.list.element.hidden = false;
    this.list.update();
    if (focus) this.list.focus();
  }

  #build() {
    const { words, person } = this;
    this.time = make("span", { class: "status-time" });
    this.list = new ChatList(this, () => createGroup(this));
    this.composer = new Composer(this);
    this.heading = make("div", { class: "heading" });
    this.logPlace = make("div", { class: "log-place" });
    listenToTouches(this.logPlace, this);
    this.welcome = make("div", { class: "welcome" });
    const more = iconButton("more", words("chat_menu"), () => openChatMenu(more, this.chat, this), { "aria-haspopup": "menu" });
    const back = iconButton("back", words("back"), () => this.showList({ focus: true }));
    this.view = make("div", { class: "view" }, make("header", { class: "header" }, back, this.heading, more), this.logPlace, this.composer.element);
    this.toasts = make("div", { class: "toasts", role: "status" });
    const status = make("div", { class: "status" }, make("span", { class: "status-name" }, person.name), this.time);
    this.element = make("section", { class: "phone", lang: words.language, "aria-label": words("phone", { name: person.name }), "data-person": person.id }, status, this.list.element, this.view, this.toasts);
  }

  #hear() {
    const { person } = this;
    const { signal } = this.#ended;
    const on = (kind, listener) => this.store.on(kind, listener, signal);
    on("snapshot", () => this.#resync());
    on("message", (event) => this.#arrived(event));
    on("deleted", (event) => this.#deleted(event));
    on("answer", (event) => this.#answered(event));
    on("typing", (event) => this.#typed(event));
    on("inline", (event) => event.person === person.id && this.composer.inline.offered(event));
    on("read", (event) => this.#logs.get(event.chat_id)?.bubble(event.message_id)?.showRead());
    for (const kind of ["chat", "bot", "person", "connection"]) on(kind, () => this.#refresh());
  }

  tick() {
    this.time.textContent = timeOfDay(this.store.now / 1000, this.words.locale);
  }

  #resync() {
    for (const [chatId, log] of this.#logs) log.sync(this.store.messagesOf(chatId));
    this.#refresh();
  }

  #refresh() {
    if (!this.chat) return this.list.update();
    const chat = this.store.chats.get(this.chat.id);
    if (chat?.moved_to) return this.open(chat.moved_to);
    if (!chat || !this.store.chatsOf(this.person.id).includes(chat)) return this.showList();
    this.chat = chat;
    return this.#update();
  }

  #update() {
    const { chat, words } = this;
    const title = this.titleOf(chat.id);
    const texts = make("div", { class: "names" }, make("h2", { class: "title" }, title), make("div", { class: "subtitle" }, ...this.#subtitle()));
    this.heading.replaceChildren(avatar(title, this.faceOf(chat), this.photoOf(chat)), texts);
    this.composer.update(chat);
    this.welcome.hidden = chat.type !== "private" || !this.#logs.get(chat.id).isEmpty;
    const { description } = this.store.bot;
    const about = description?.[this.person.language] || description?.[""] || words("no_messages");
    this.welcome.replaceChildren(make("div", { class: "welcome-card" }, make("h3", {}, words("what_can")), make("p", {}, about)));
  }

  #subtitle() {
    const { chat, words } = this;
    if (!this.store.live) return [words("connecting")];
    const typing = this.#typing.get(chat.id);
    if (typing) return [make("span", { class: "typing" }, words(ACTIONS[typing.action] ?? "typing")), make("span", { class: "dots", "aria-hidden": "true" })];
    if (chat.type === "private") return [words("bot")];
    const count = chat.members.length + (["member", "administrator"].includes(chat.bot) ? 1 : 0);
    return [words(count === 1 ? "member" : "members", { count })];
  }

  // ---------------------------------------------------------- what happens

  #arrived({ message, fresh }) {
    const { id } = message.chat;
    if (!this.store.chatsOf(this.person.id).some((chat) => chat.id === id)) return;
    this.#logs.get(id)?.show(message);
    if (fresh && message.from?.is_bot) this.#stopTyping(id);
    const away = this.chat?.id !== id;
    if (fresh && away && message.from?.id !== this.person.id) this.unread.set(id, (this.unread.get(id) ?? 0) + 1);
    if (this.chat && !away) this.welcome.hidden = true;
    if (fresh && !away && message.effect) this.#celebrate(message.effect);
    if (!this.chat) this.list.update();
  }

  /** The effect with which a message came, over the chat for a moment. */
  #celebrate(effect) {
    const drawn = make("div", { class: "effect", "aria-hidden": "true" }, effect);
    drawn.addEventListener("animationend", () => drawn.remove());
    this.logPlace.append(drawn);
  }

  #deleted(event) {
    if (event.for !== null && event.for !== undefined && event.for !== this.person.id) return;
    this.#logs.get(event.chat_id)?.remove(event.message_id);
    this.#refresh();
  }

  #answered(event) {
    if (event.person !== this.person.id) return;
    this.#logs.get(event.chat_id)?.bubble(event.message_id)?.keyboard?.answered(event.data);
    if (event.url) openLink(event.url, this);
    else if (event.text && event.show_alert) this.#alert(event.text);
    else if (event.text) this.toast(event.text);
  }

  #alert(text) {
    return ask({ over: this.element, body: make("p", { class: "alert" }, text), choices: [{ value: "ok", label: this.words("ok") }], role: "alertdialog" });
  }

  #typed({ chat_id, action }) {
    clearTimeout(this.#typing.get(chat_id)?.timer);
    this.#typing.set(chat_id, { action, timer: setTimeout(() => this.#stopTyping(chat_id), TYPING_LASTS) });
    if (this.chat?.id === chat_id) this.#update();
  }

  #stopTyping(chatId) {
    clearTimeout(this.#typing.get(chatId)?.timer);
    if (this.#typing.delete(chatId) && this.chat?.id === chatId) this.#update();
  }
}
