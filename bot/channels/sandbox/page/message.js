// One message as a bubble; made anew when it changes, in its old place.
import { button, element } from "./dom.js";
import { copy, format } from "./format.js";
import { locale, word } from "./words.js";

const timeOf = (seconds) => new Date(seconds * 1000).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
export const dayOf = (seconds) => new Date(seconds * 1000).toLocaleDateString(locale, { day: "numeric", month: "long" });

export function drawMessage(message, person, actions) {
  const service = serviceText(message);
  if (service) return element("li", { className: "service" }, element("span", {}, service));
  const own = message.from.id === person.id;
  const item = element("li", { className: own ? "own" : "other", "data-id": message.message_id });
  const bubble = element("div", { className: "bubble" });
  if (!own && message.chat.type !== "private") bubble.append(element("b", { className: "sender" }, message.from.first_name));
  if (message.reply_to_message) bubble.append(element("p", { className: "replied" }, message.reply_to_message.text ?? "…"));
  bubble.append(...media(message, actions));
  const text = message.text ?? message.caption;
  if (text) bubble.append(element("div", { className: "text" }, format(text, message.entities ?? message.caption_entities, actions)));
  bubble.append(meta(message));
  item.append(bubble);
  if (message.reply_markup) item.append(keyboard(message, actions));
  item.append(element("div", { className: "tools" },
    button("↩", () => actions.reply(message), { "aria-label": word("reply") }),
    own ? button("✎", () => actions.edit(message), { "aria-label": word("edit") }) : null,
    button("🗑", () => actions.remove(message), { "aria-label": word("remove") })));
  return item;
}

function meta(message) {
  const changed = message.edit_date && !message.reply_markup ? `${word("edited")} ` : "";
  return element("span", { className: "meta" }, message.edit_date ? `${word("edited")} ` : changed, timeOf(message.date));
}

function media(message, actions) {
  if (message.photo) {
    const source = `/file/${message.photo.at(-1).file_id}`;
    const alt = message.caption ?? word("picture");
    return [button(element("img", { src: source, alt, loading: "lazy" }), () => actions.enlarge(source, alt), { className: "photo" })];
  }
  if (message.document) {
    const { file_id, file_name, file_size } = message.document;
    return [element("a", { className: "document", href: `/file/${file_id}`, download: file_name },
      element("span", { "aria-hidden": "true" }, "📄 "), `${file_name} (${Math.ceil(file_size / 1024)} kB)`)];
  }
  const other = ["voice", "sticker", "video", "audio"].find((kind) => message[kind]);
  return other ? [element("p", { className: "other-kind" }, `[${other}]`)] : [];
}

function keyboard(message, actions) {
  return element("div", { className: "keyboard", role: "group", "aria-label": word("bot") },
    message.reply_markup.inline_keyboard.map((row) => element("div", { className: "row" },
      row.map((one) => keyboardButton(one, message, actions)))));
}

function keyboardButton(one, message, actions) {
  if (one.url) return button(`${one.text} ↗`, () => actions.open(one.url) || window.open(one.url, "_blank", "noreferrer"));
  if (one.copy_text) return button(one.text, () => copy(one.copy_text.text));
  const made = button(one.text, () => {
    made.setAttribute("aria-busy", "true");
    actions.tap(message, one.callback_data);
  }, { "data-action": one.callback_data });
  return made;
}

function serviceText(message) {
  if (message.new_chat_members) return `${message.new_chat_members.map((one) => one.first_name).join(", ")} ${word("joined")}`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} ${word("left")}`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return word("upgraded");
  return null;
}
