/** What a service message says, and what a message is in one line. */

/** The words of a service message, or null where it is an ordinary one. */
export function serviceText(message, phone) {
  const name = phone.nameOf(message.from);
  const { words } = phone;
  if (message.group_chat_created || message.supergroup_chat_created) {
    return words("group_created", { name, title: message.chat.title });
  }
  if (message.new_chat_members) return joined(message, name, phone);
  if (message.left_chat_member) return left(message, name, phone);
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return words("became_supergroup");
  if (message.pinned_message) return words("pinned", { name });
  if (message.new_chat_title) return words("retitled", { name, title: message.new_chat_title });
  return hasContent(message) ? null : words("something");
}

function joined(message, name, { nameOf, words }) {
  const others = message.new_chat_members.filter((member) => member.id !== message.from?.id);
  if (!others.length) return words("joined", { name });
  return words("added", { name, who: others.map(nameOf).join(", ") });
}

function left(message, name, { nameOf, words }) {
  const member = message.left_chat_member;
  if (member.id === message.from?.id) return words("left", { name });
  return words("removed", { name, who: nameOf(member) });
}

function hasContent(message) {
  return ["text", "photo", "document", "voice", "sticker"].some((kind) => message[kind] !== undefined);
}

/** A message in one line, as in the list of chats. */
export function summarise(message, phone) {
  const text = message.text ?? message.caption;
  if (text) return text.replaceAll("\n", " ");
  if (message.document) return message.document.file_name ?? phone.words("file");
  for (const kind of ["photo", "voice", "sticker"]) if (message[kind]) return phone.words(kind);
  return serviceText(message, phone) ?? "";
}
