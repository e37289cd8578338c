/** What happens when somebody opens a link: those to the bot stay in the sandbox. */

import { make } from "./dom.js";
import { safeAddress } from "./entities.js";
import { ask } from "./overlays.js";

/** Open any address, from this phone. */
export function openLink(address, phone) {
  const safe = safeAddress(address);
  if (!safe) return Promise.resolve();
  const url = new URL(safe);
  const meant = readTelegramLink(url);
  if (meant?.share) return share(meant.share, phone);
  if (meant?.bot?.toLowerCase() === phone.store.bot.username.toLowerCase()) return openBot(url, meant, phone);
  return openElsewhere(url, phone);
}

/** What a link to t.me, or of tg://, is for. */
function readTelegramLink(url) {
  const values = url.searchParams;
  if (url.protocol === "tg:" && (url.host || url.pathname.replaceAll("/", "")) === "resolve") return { bot: values.get("domain"), values };
  if (!["t.me", "telegram.me", "telegram.dog"].includes(url.hostname)) return null;
  if (url.pathname === "/share/url" || url.pathname === "/share") return { share: values };
  return { bot: url.pathname.slice(1).split("/")[0], values };
}

async function openBot(url, { values }, phone) {
  if (values.has("startgroup")) return openInGroup(url, phone);
  const person = await choosePerson(phone);
  if (person === null) return;
  phone.page.openPhone(person, person);
  if (values.has("start")) await phone.act("open_link", { person, url: url.href });
}

async function openInGroup(url, phone) {
  const { words, store, person } = phone;
  const groups = store.chatsOf(person.id).filter((chat) => chat.type !== "private");
  if (!groups.length) return phone.toast(words("no_group"));
  const chat = await choose(phone, words("which_group"), groups.map((group) => ({ value: group.id, label: group.title })));
  if (chat !== null) await phone.act("open_link", { url: url.href, chat });
}

async function choosePerson(phone) {
  const people = [...phone.store.people.values()].map(({ id, name }) => ({ value: id, label: name }));
  return choose(phone, phone.words("whose_phone"), people);
}

async function share(values, phone) {
  const { words, store, person } = phone;
  const text = [values.get("text"), values.get("url")].filter(Boolean).join("\n");
  const chats = store.chatsOf(person.id).map(({ id }) => ({ value: id, label: phone.titleOf(id) }));
  const chat = await choose(phone, words("which_chat"), chats);
  if (chat === null) return;
  phone.open(chat);
  await phone.act("send", { chat, text });
}

async function choose(phone, title, choices) {
  const chosen = await ask({ over: phone.element, title, choices, cancel: phone.words("cancel"), stacked: true });
  return chosen && Number(chosen.value);
}

async function openElsewhere(url, phone) {
  const { words } = phone;
  const chosen = await ask({
    over: phone.element,
    title: words("open_link"),
    body: make("p", { class: "address" }, url.href),
    choices: [{ value: "open", label: words("open") }],
    cancel: words("cancel"),
  });
  if (chosen) window.open(url.href, "_blank", "noopener,noreferrer");
}
