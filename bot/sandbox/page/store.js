/** What the page knows of the world, and who wants to hear of changes. */

const CALLS_KEPT = 200;

export class Store extends EventTarget {
  bot = { id: 0, username: "", first_name: "", running: false, state: "stopped", said: [], commands: {}, description: {} };
  languages = {};
  people = new Map();
  chats = new Map();
  calls = [];
  updates = new Map();
  faults = [];
  live = false;
  #messages = new Map();
  #earlier = new Map();
  #unread = new Set();
  #clock = { now: 0, at: 0 };

  /** Hear of one kind of change, until the signal ends it. */
  on(kind, listener, signal) {
    this.addEventListener(kind, (event) => listener(event.detail), { signal });
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  /** The virtual time in milliseconds. */
  get now() {
    return this.#clock.now * 1000 + performance.now() - this.#clock.at;
  }

  connected(live) {
    this.live = live;
    this.tell("connection", live);
  }

  receive(event) {
    const handle = HANDLERS[event.type];
    if (handle) handle(this, event);
  }

  messagesOf(chatId) {
    return this.#messages.get(chatId)?.values() ?? [];
  }

  message(chatId, messageId) {
    return this.#messages.get(chatId)?.get(messageId);
  }

  latest(chatId) {
    return [...this.messagesOf(chatId)].at(-1);
  }

  /** Buttons that a message had before it was edited: somebody's slow phone still shows them. */
  earlierButtons(message) {
    return [...(this.#earlier.get(keyOf(message.chat.id, message.message_id))?.values() ?? [])];
  }

  /** Whether the bot has not been handed this message yet. */
  isUnread(message) {
    return this.#unread.has(keyOf(message.chat.id, message.message_id));
  }

  /** The chats on somebody's phone; a group that moved is there as what it became. */
  chatsOf(personId) {
    const theirs = (chat) => chat.person === personId || chat.members?.includes(personId);
    return [...this.chats.values()].filter((chat) => theirs(chat) && !chat.moved_to);
  }

  /** What the bot is called by those who speak this language. */
  botName(language) {
    const names = this.bot.name ?? {};
    return names[language] || names[""] || this.bot.first_name;
  }

  /** Keep a message as it is now; returns whether it is new. */
  keep(message) {
    const log = this.#messages.get(message.chat.id) ?? new Map();
    this.#messages.set(message.chat.id, log);
    const before = log.get(message.message_id);
    if (before) this.#noteButtons(before);
    log.set(message.message_id, message);
    return !before;
  }

  drop(chatId, messageId) {
    this.#messages.get(chatId)?.delete(messageId);
  }

  load(snapshot) {
    const { bot, languages, calls = [], faults = [] } = snapshot;
    Object.assign(this, { bot, languages, calls, faults });
    this.people = new Map(snapshot.people.map((person) => [person.id, person]));
    this.chats = new Map(snapshot.chats.map((chat) => [chat.id, chat]));
    this.#messages.clear();
    this.#unread.clear();
    this.updates.clear();
    snapshot.messages.forEach((message) => this.keep(message));
    snapshot.updates.forEach((update) => this.noteUpdate({ update, state: "waiting" }));
    this.setClock(snapshot.now);
  }

  setClock(now) {
    this.#clock = { now, at: performance.now() };
  }

  noteCall(call) {
    this.calls.push(call);
    if (this.calls.length > CALLS_KEPT) this.calls.shift();
  }

  /** What becomes of an update also says whether the bot has read the message in it. */
  noteUpdate({ update, state }) {
    if (state === "waiting") this.updates.set(update.update_id, update);
    else this.updates.delete(update.update_id);
    const message = update.message ?? update.edited_message;
    if (!message) return;
    const key = keyOf(message.chat.id, message.message_id);
    if (state === "waiting") this.#unread.add(key);
    else this.#unread.delete(key);
    this.tell("read", { chat_id: message.chat.id, message_id: message.message_id });
  }

  #noteButtons(message) {
    const key = keyOf(message.chat.id, message.message_id);
    const known = this.#earlier.get(key) ?? new Map();
    for (const button of (message.reply_markup?.inline_keyboard ?? []).flat()) {
      if (button.callback_data) known.set(button.callback_data, button);
    }
    if (known.size) this.#earlier.set(key, known);
  }
}

const keyOf = (chatId, messageId) => `${chatId}/${messageId}`;

const HANDLERS = {
  snapshot(store, event) {
    store.load(event);
    store.tell("snapshot", event);
  },
  message(store, { message }) {
    const fresh = store.keep(message);
    store.tell("message", { message, fresh });
  },
  deleted(store, event) {
    if (event.for === null || event.for === undefined) store.drop(event.chat_id, event.message_id);
    store.tell("deleted", event);
  },
  person(store, { person }) {
    store.people.set(person.id, person);
    store.tell("person", person);
  },
  chat(store, { chat }) {
    store.chats.set(chat.id, chat);
    store.tell("chat", chat);
  },
  bot(store, { bot }) {
    store.bot = { ...store.bot, ...bot };
    store.tell("bot", store.bot);
  },
  clock(store, event) {
    store.setClock(event.now);
    store.tell("clock", event);
  },
  call(store, { call }) {
    store.noteCall(call);
    store.tell("call", call);
  },
  update(store, event) {
    store.noteUpdate(event);
    store.tell("update", event);
  },
  faults(store, { faults }) {
    store.faults = faults;
    store.tell("faults", faults);
  },
  answer: (store, event) => store.tell("answer", event),
  typing: (store, event) => store.tell("typing", event),
  inline: (store, event) => store.tell("inline", event),
};
