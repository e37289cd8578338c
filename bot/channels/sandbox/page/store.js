// What the sandbox told: people, chats, messages; and the way to ask something of it.
import { notice } from "./dom.js";
import { word } from "./words.js";

export const state = {
  bot: {}, people: new Map(), chats: new Map(), messages: new Map(), calls: [], updates: [], faults: [],
  now: { virtual: 0, real: 0, moving: false },
};
const listeners = new Map();

export function on(type, listener) {
  if (!listeners.has(type)) listeners.set(type, new Set());
  listeners.get(type).add(listener);
}
const tell = (type, event) => listeners.get(type)?.forEach((listener) => listener(event));

export const messagesOf = (chat) => state.messages.get(chat) ?? new Map();

function keep(message) {
  const chat = message.chat.id;
  if (!state.messages.has(chat)) state.messages.set(chat, new Map());
  state.messages.get(chat).set(message.message_id, message);
}

const handlers = {
  snapshot(event) {
    state.bot = event.bot;
    state.people = new Map(event.people.map((person) => [person.id, person]));
    state.chats = new Map(event.chats.map((chat) => [chat.id, chat]));
    state.messages = new Map();
    event.messages.forEach(keep);
    state.calls = event.calls;
    state.faults = event.faults;
    state.now = { virtual: event.now, real: Date.now() / 1000, moving: false };
  },
  message: ({ message }) => keep(message),
  deleted: ({ chat_id, message_id }) => messagesOf(chat_id).delete(message_id),
  person: ({ person }) => state.people.set(person.id, person),
  chat: ({ chat }) => state.chats.set(chat.id, chat),
  bot: ({ bot }) => Object.assign(state.bot, bot),
  clock: ({ now, moving }) => { state.now = { virtual: now, real: Date.now() / 1000, moving }; },
  call: ({ call }) => { state.calls = [...state.calls.slice(-199), call]; },
  update: (event) => { state.updates = [...state.updates.slice(-99), event]; },
  faults: ({ faults }) => { state.faults = faults; },
};

export function now() {
  return state.now.virtual + Date.now() / 1000 - state.now.real;
}

export function connect() {
  const source = new EventSource("/events");
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    handlers[event.type]?.(event);
    tell(event.type, event);
  };
  source.onerror = () => notice(word("reconnecting"));
}

export async function act(deed, given = {}) {
  const answer = await fetch("/do", { method: "POST", body: JSON.stringify({ do: deed, ...given }) });
  const result = await answer.json();
  if (!result.ok) notice(result.error, 5);
  return result;
}
