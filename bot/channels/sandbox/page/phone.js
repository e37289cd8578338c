// One person's phone: their chats, the messages of one of them, and what they write.
import { ask, button, choice, element, input, notice } from "./dom.js";
import { dayOf, drawMessage } from "./message.js";
import { act, messagesOf, now, on, state } from "./store.js";
import { word } from "./words.js";

export class Phone {
  constructor(personId, openLink) {
    this.id = personId;
    this.chat = personId;
    this.openLink = openLink;
    this.items = new Map();
    this.replying = null;
    this.editing = null;
    this.build();
    on("message", ({ message }) => { if (message.chat.id === this.chat) this.show(message); this.drawChats(); });
    on("deleted", ({ chat_id, message_id }) => { if (chat_id === this.chat) this.drop(message_id); });
    on("answer", (event) => this.answered(event));
    on("typing", ({ chat_id }) => { if (chat_id === this.chat) this.typing(); });
    on("chat", () => this.drawFrame());
    on("person", () => this.drawFrame());
    on("bot", () => this.drawCommands());
    this.open(personId);
  }

  get person() { return state.people.get(this.id); }

  build() {
    this.title = element("strong");
    this.subtitle = element("small");
    this.avatar = element("span", { className: "avatar", "aria-hidden": "true" });
    this.chats = element("nav", { className: "chats", "aria-label": word("chats") });
    this.list = element("ol", { className: "messages" });
    this.log = element("div", { className: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: 0 }, this.list);
    this.text = element("textarea", { rows: 1, placeholder: word("message"), "aria-label": word("message"), maxlength: 4096 });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.send(); }
      if (event.key === "Escape") this.forgetDraft();
    });
    this.text.addEventListener("input", () => this.drawCommands());
    this.commands = element("ul", { className: "commands", hidden: true });
    this.draft = element("p", { className: "draft", hidden: true });
    this.startButton = button(word("start"), () => act("send", { person: this.id, chat: this.id, text: "/start" }), { className: "start" });
    this.compose = element("form", { className: "compose", onsubmit: (event) => { event.preventDefault(); this.send(); } },
      button("/", () => this.toggleCommands(), { "aria-label": word("menu"), className: "menu" }), this.text,
      element("button", { type: "submit", "aria-label": word("send") }, "➤"));
    this.element = element("section", { className: "phone" },
      element("header", {}, this.avatar, element("div", { className: "names" }, this.title, this.subtitle),
        button("⋮", () => this.more(), { "aria-label": word("more") })),
      this.chats, this.log, this.commands, this.draft, this.startButton, this.compose);
    this.drawFrame();
  }

  open(chat) {
    this.chat = chat;
    this.items.clear();
    this.list.replaceChildren();
    this.lastDay = null;
    for (const message of messagesOf(chat).values()) this.show(message);
    this.drawFrame();
    this.log.scrollTop = this.log.scrollHeight;
  }

  drawFrame() {
    const chat = state.chats.get(this.chat);
    if (!chat || !this.person) return;
    const isPrivate = chat.type === "private";
    this.element.setAttribute("aria-label", this.person.name);
    this.title.textContent = isPrivate ? state.bot.first_name : chat.title;
    this.subtitle.textContent = isPrivate ? `${word("bot")} · ${this.person.name}, ${this.person.language}` : `${chat.members.length} ${word("members")} · ${this.person.name}`;
    this.avatar.textContent = (this.title.textContent ?? "?").slice(0, 1);
    this.startButton.hidden = !isPrivate || chat.started;
    this.compose.hidden = !this.startButton.hidden;
    this.drawChats();
    this.drawCommands();
  }

  drawChats() {
    const mine = [...state.chats.values()].filter((chat) => chat.id === this.id || (chat.members?.includes(this.id) && !chat.moved_to));
    this.chats.hidden = mine.length < 2;
    this.chats.replaceChildren(...mine.map((chat) => button(chat.title ?? state.bot.first_name, () => this.open(chat.id),
      { "aria-current": chat.id === this.chat ? "true" : null })));
  }

  show(message) {
    const old = this.items.get(message.message_id);
    const made = drawMessage(message, this.person, this.actions());
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    if (old) this.replace(old, made);
    else this.append(message, made);
    this.items.set(message.message_id, made);
    this.element.classList.remove("typing");
    if (atEnd || !old) this.log.scrollTop = this.log.scrollHeight;
  }

  append(message, made) {
    const day = dayOf(message.date);
    if (day !== this.lastDay) this.list.append(element("li", { className: "service" }, element("span", {}, day)));
    this.lastDay = day;
    this.list.append(made);
  }

  // Whoever was on a button stays on the one in its place.
  replace(old, made) {
    const buttons = [...old.querySelectorAll("button")];
    const place = buttons.indexOf(document.activeElement);
    old.replaceWith(made);
    const after = made.querySelectorAll(".keyboard button");
    if (place >= 0 && after.length) after[0].focus({ preventScroll: true });
  }

  drop(id) {
    this.items.get(id)?.remove();
    this.items.delete(id);
  }

  actions() {
    return {
      tap: (message, data) => act("tap", { person: this.id, chat: this.chat, message_id: message.message_id, data }),
      send: (text) => act("send", { person: this.id, chat: this.chat, text }),
      open: (url) => this.openLink(url, this.id),
      reply: (message) => this.begin({ replying: message }),
      edit: (message) => this.begin({ editing: message }),
      remove: (message) => act("delete_message", { person: this.id, chat: this.chat, message_id: message.message_id }),
      enlarge: (source, alt) => enlarge(source, alt),
    };
  }

  begin({ replying = null, editing = null }) {
    this.replying = replying;
    this.editing = editing;
    this.draft.hidden = false;
    this.draft.replaceChildren(`${word(editing ? "edit" : "reply")}: ${(editing ?? replying).text ?? "…"}`.slice(0, 60), " ",
      button("✕", () => this.forgetDraft(), { "aria-label": word("cancel") }));
    if (editing) this.text.value = editing.text ?? "";
    this.text.focus();
  }

  forgetDraft() {
    this.replying = this.editing = null;
    this.draft.hidden = true;
  }

  async send() {
    const text = this.text.value.trim();
    if (!text) return;
    const chat = { person: this.id, chat: this.chat, text };
    if (this.editing) await act("edit", { ...chat, message_id: this.editing.message_id });
    else await act("send", { ...chat, reply_to: this.replying?.message_id });
    this.text.value = "";
    this.forgetDraft();
    this.drawCommands();
  }

  answered({ person, chat_id, message_id, text, show_alert, url }) {
    if (person !== this.id) return;
    const item = chat_id === this.chat ? this.items.get(message_id) : null;
    item?.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
    if (url) this.openLink(url, this.id);
    if (!text) return;
    if (show_alert) ask(text, [], [{ label: word("ok"), value: "ok" }]);
    else this.toast(text);
  }

  toast(text) {
    const line = element("p", { className: "toast", role: "status" }, text);
    this.element.append(line);
    setTimeout(() => line.remove(), 4000);
  }

  typing() {
    this.element.classList.add("typing");
    const before = this.subtitle.textContent;
    this.subtitle.textContent = word("typing");
    setTimeout(() => { this.element.classList.remove("typing"); this.subtitle.textContent = before; }, 5000);
  }

  known() {
    const commands = state.bot.commands ?? {};
    return commands[this.person?.language] ?? commands[""] ?? [];
  }

  toggleCommands() {
    const opening = this.commands.hidden;
    this.drawCommands(opening ? "/" : "");
    if (opening) this.commands.querySelector("button")?.focus();
  }

  drawCommands(typed = this.text.value) {
    const wanted = typed.startsWith("/") && !typed.includes(" ") ? typed.slice(1).toLowerCase() : null;
    const found = wanted === null ? [] : this.known().filter(({ command }) => command.startsWith(wanted));
    this.commands.hidden = found.length === 0;
    this.commands.replaceChildren(...found.map(({ command, description }) => element("li", {},
      button([element("b", {}, `/${command}`), ` ${description}`], () => {
        this.text.value = "";
        this.commands.hidden = true;
        act("send", { person: this.id, chat: this.chat, text: `/${command}` });
        this.text.focus();
      }))));
  }

  async more() {
    const chat = state.chats.get(this.chat);
    return chat.type === "private" ? this.aboutPerson() : this.aboutGroup(chat);
  }

  async aboutPerson() {
    const languages = [["nl", "Nederlands"], ["en", "English"]];
    const answer = await ask(this.person.name, [
      { label: word("name"), control: input("name", this.person.name) },
      { label: word("language"), control: choice("language", languages, this.person.language) },
    ], [
      { label: word("ok"), value: "change" },
      { label: word(this.person.blocked ? "unblock" : "block"), value: "block" },
      { label: word("voice"), value: "voice" },
      { label: word("cancel"), value: "" },
    ]);
    if (answer?.action === "change") await act("change_person", { person: this.id, name: answer.name, language: answer.language });
    if (answer?.action === "block") await act(this.person.blocked ? "unblock" : "block", { person: this.id });
    if (answer?.action === "voice") await act("send_file", { person: this.id, chat: this.id, kind: "voice" });
  }

  async aboutGroup(chat) {
    const others = [...state.people.values()].filter((person) => !chat.members.includes(person.id));
    const fields = others.length ? [{ label: word("join"), control: choice("who", [["", "–"], ...others.map((p) => [String(p.id), p.name])], "") }] : [];
    const inside = ["member", "administrator"].includes(chat.bot);
    const answer = await ask(chat.title, fields, [
      { label: word("ok"), value: "join" },
      { label: word(inside ? "remove_bot" : "add_bot"), value: inside ? "remove_bot" : "add_bot" },
      { label: word("admin"), value: "make_admin" },
      { label: word("supergroup"), value: "make_supergroup" },
      { label: word("leave"), value: "leave_group" },
      { label: word("cancel"), value: "" },
    ]);
    if (!answer) return;
    if (answer.action === "join") {
      if (answer.who) await act("add_member", { person: Number(answer.who), chat: chat.id });
      return;
    }
    await act(answer.action, { person: this.id, chat: chat.id });
    if (answer.action === "leave_group") this.open(this.id);
  }
}

function enlarge(source, alt) {
  const dialog = document.getElementById("dialog");
  const close = button(word("close"), () => dialog.close());
  dialog.replaceChildren(element("img", { src: source, alt }), close);
  dialog.onclose = null;
  dialog.showModal();
}

export { now, notice };
