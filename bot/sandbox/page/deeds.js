/** The menus: what a person can do to a chat, to a message and to themselves. */

import { make } from "./dom.js";
import { openLink } from "./links.js";
import { ask, field, openMenu, selection } from "./overlays.js";

/** The menu in the corner of a chat. */
export function openChatMenu(anchor, chat, phone) {
  const entries = chat.type === "private" ? privateDeeds(chat, phone) : groupDeeds(chat, phone);
  const { words } = phone;
  openMenu(
    anchor,
    [
      ...entries,
      { label: words("enter_link"), onchoose: () => enterLink(phone) },
      { label: words("new_group"), onchoose: () => createGroup(phone) },
      { label: words("person"), onchoose: () => changePerson(phone) },
    ],
    words("chat_menu"),
  );
}

function privateDeeds(chat, phone) {
  const { words } = phone;
  return [
    !chat.blocked && { label: words("restart"), onchoose: () => phone.act("send", { chat: chat.id, text: "/start" }) },
    !chat.blocked && { label: words("block"), danger: true, onchoose: () => phone.act("block") },
    chat.blocked && { label: words("unblock"), onchoose: () => phone.act("unblock") },
  ];
}

function groupDeeds(chat, phone) {
  const { words } = phone;
  const deed = (label, name) => ({ label: words(label), onchoose: () => phone.act(name, { chat: chat.id }) });
  const isIn = ["member", "administrator"].includes(chat.bot);
  return [
    !isIn && deed("add_bot", "add_bot"),
    { label: words("add_member"), onchoose: () => addMember(chat, phone) },
    chat.bot === "member" && deed("make_admin", "make_admin"),
    chat.type === "group" && deed("make_supergroup", "make_supergroup"),
    isIn && { ...deed("remove_bot", "remove_bot"), danger: true },
    { ...deed("leave", "leave_group"), danger: true },
  ];
}

async function addMember(chat, phone) {
  const { words, store } = phone;
  const others = [...store.people.values()].filter(({ id }) => !chat.members.includes(id));
  const chosen = await ask({
    over: phone.element,
    title: words("add_member"),
    choices: others.map(({ id, name }) => ({ value: id, label: name })),
    cancel: words("cancel"),
    stacked: true,
  });
  if (chosen) await phone.act("add_member", { chat: chat.id, person: Number(chosen.value) });
}

async function enterLink(phone) {
  const { words } = phone;
  const chosen = await ask({
    over: phone.element,
    title: words("enter_link"),
    body: field(words("link"), { name: "address", required: true, placeholder: `t.me/${phone.store.bot.username}?start=…` }),
    choices: [{ value: "open", label: words("open") }],
    cancel: words("cancel"),
  });
  if (chosen) await openLink(chosen.filled.get("address"), phone);
}

/** Make a group with those who are ticked, and with the bot. */
export async function createGroup(phone) {
  const { words, store, person } = phone;
  const tick = (name, value, label) =>
    make("label", { class: "tick" }, make("input", { type: "checkbox", name, value, checked: true }), make("span", {}, label));
  const others = [...store.people.values()].filter(({ id }) => id !== person.id);
  const chosen = await ask({
    over: phone.element,
    title: words("new_group"),
    body: [
      field(words("title"), { name: "title", required: true, maxLength: 128 }),
      make("fieldset", {}, make("legend", {}, words("who")), others.map(({ id, name }) => tick("members", id, name))),
      tick("bot", "yes", words("bot_too")),
    ],
    choices: [{ value: "create", label: words("create") }],
    cancel: words("cancel"),
  });
  if (!chosen) return;
  const members = [person.id, ...chosen.filled.getAll("members").map(Number)];
  const made = await phone.act("create_group", { title: chosen.filled.get("title"), members });
  if (made && chosen.filled.get("bot")) await phone.act("add_bot", { chat: made.chat.id });
  if (made) phone.open(made.chat.id);
}

async function changePerson(phone) {
  const { words, person } = phone;
  const chosen = await ask({
    over: phone.element,
    title: words("person"),
    body: personFields(phone.store, words, person),
    choices: [{ value: "save", label: words("save") }],
    cancel: words("cancel"),
  });
  if (chosen) await phone.act("change_person", { name: chosen.filled.get("name"), language: chosen.filled.get("language") });
}

/** Who somebody is. */
export function personFields({ languages }, words, { name, language }) {
  const choices = Object.entries(languages).map(([value, label]) => ({ value, label }));
  return [
    field(words("name"), { name: "name", required: true, maxLength: 64, value: name }),
    selection(words("language"), "language", choices, language),
  ];
}

/** The menu of one message. */
export function openMessageMenu(anchor, bubble, phone) {
  const { message, own } = bubble;
  const { words } = phone;
  const earlier = phone.store.earlierButtons(message);
  const where = { chat: message.chat.id, message_id: message.message_id };
  openMenu(
    anchor,
    [
      { icon: "reply", label: words("reply"), onchoose: () => phone.composer.reply(message) },
      own && message.text && { icon: "edit", label: words("edit"), onchoose: () => phone.composer.edit(message) },
      (message.text ?? message.caption) && { icon: "copy", label: words("copy"), onchoose: () => phone.copy(message.text ?? message.caption) },
      earlier.length > 0 && { icon: "clock", label: words("earlier_buttons"), onchoose: () => tapEarlier(earlier, where, phone) },
      { icon: "close", label: words("delete"), danger: true, onchoose: () => phone.act("delete_message", where) },
    ],
    words("message_menu"),
  );
}

async function tapEarlier(buttons, where, phone) {
  const { words } = phone;
  const chosen = await ask({
    over: phone.element,
    title: words("earlier_buttons"),
    body: make("p", {}, words("earlier_hint")),
    choices: buttons.map((button) => ({ value: button.callback_data, label: button.text })),
    cancel: words("cancel"),
    stacked: true,
  });
  if (chosen) await phone.act("tap", { ...where, data: chosen.value });
}
