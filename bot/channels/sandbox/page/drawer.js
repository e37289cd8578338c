// For developers: calls, updates, faults on demand, the bot's process.
import { button, choice, element, input } from "./dom.js";
import { act, on, state } from "./store.js";
import { word } from "./words.js";

const KINDS = ["429", "500", "502", "timeout", "cut_before", "cut_after"].map((kind) => [kind, kind]);
const METHODS = ["*", "sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "sendDocument", "getUpdates"].map((name) => [name, name]);
const MODES = ["twice", "late", "out_of_order"];

export function buildDrawer(drawer) {
  const running = element("p", { role: "status" });
  const calls = element("ol", { className: "calls" });
  const updates = element("ol", { className: "calls" });
  const faults = element("p");
  const method = choice("method", METHODS, "*");
  const kind = choice("kind", KINDS, "429");
  const count = input("count", "1");
  drawer.append(
    element("h2", {}, word("developer")), running,
    element("p", { className: "buttons" },
      button(word("restart"), () => act("bot", { action: "restart" })),
      button(word("kill"), () => act("bot", { action: "kill" })),
      element("a", { href: "/transcript", download: "transcript.jsonl" }, word("transcript"))),
    element("h3", {}, word("faults")), faults,
    element("form", { onsubmit: (event) => { event.preventDefault(); act("fault", { method: method.value, kind: kind.value, count: Number(count.value) }); } },
      element("label", {}, word("method"), method), element("label", {}, word("kind"), kind), element("label", {}, word("count"), count),
      element("button", { type: "submit" }, word("add_fault")), button(word("clear"), () => act("clear_faults"))),
    element("p", { className: "buttons" }, word("delivery"), ...MODES.map((mode) => button(word(mode), () => act("deliver", { mode, count: 1 })))),
    element("h3", {}, word("calls")), calls, element("h3", {}, word("updates")), updates);

  const drawBot = () => { running.textContent = word(state.bot.running === false ? "stopped" : "running"); };
  const drawFaults = () => { faults.textContent = state.faults.map((one) => `${one.left} × ${one.method}: ${one.kind}`).join(", ") || "–"; };
  const line = (title, document) => element("li", {}, element("details", {}, element("summary", {}, title),
    element("pre", { tabindex: 0 }, JSON.stringify(document, null, 2))));
  const drawCall = (call) => {
    calls.prepend(line(`${call.method} ${call.status} ${(call.seconds * 1000).toFixed(1)} ms`, call));
    if (calls.children.length > 100) calls.lastChild.remove();
  };
  const drawUpdate = (event) => {
    updates.prepend(line(`${event.update.update_id} ${Object.keys(event.update)[1]}: ${event.state}`, event.update));
    if (updates.children.length > 60) updates.lastChild.remove();
  };
  on("bot", drawBot);
  on("faults", drawFaults);
  on("call", ({ call }) => drawCall(call));
  on("update", drawUpdate);
  on("snapshot", () => { calls.replaceChildren(); state.calls.slice(-30).forEach(drawCall); drawBot(); drawFaults(); });
}
