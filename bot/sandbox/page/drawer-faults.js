/** Faults on demand: how the next calls fail, and how the next updates are delivered. */

import { make } from "./dom.js";
import { field, selection } from "./overlays.js";

const METHODS = ["*", "sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "sendDocument", "getUpdates", "editMessageReplyMarkup", "deleteMessage"];
const KINDS = ["429", "500", "502", "timeout", "429_bare", "420", "page", "garbage", "cut_before", "cut_after"];
const DELIVERIES = ["normal", "twice", "late", "out_of_order"];

const options = (names, prefix, words) => names.map((value) => ({ value, label: words(`${prefix}_${value}`) }));

export function faultsPanel(drawer) {
  const { words } = drawer.page;
  const active = make("ul", { class: "faults" });
  const clear = make("button", { type: "button", class: "plain-button", onclick: () => drawer.act("clear_faults") }, words("clear_faults"));
  const show = () => {
    active.replaceChildren(...drawer.store.faults.map((fault) => make("li", {}, words("fault_left", fault))));
    clear.hidden = drawer.store.faults.length === 0;
  };
  drawer.store.on("faults", show);
  drawer.store.on("snapshot", show);
  show();
  return make("section", { class: "panel" }, make("h3", {}, words("faults")), faultForm(drawer), active, clear, deliveryForm(drawer));
}

function faultForm(drawer) {
  const { words } = drawer.page;
  return drawerForm(
    [
      selection(words("calls_of"), "method", METHODS.map((method) => ({ value: method, label: method === "*" ? words("any_method") : method }))),
      selection(words("answer"), "kind", options(KINDS, "fault", words)),
      field(words("how_many"), { name: "count", type: "number", min: 1, max: 1000, value: 1 }),
      field(words("retry_after"), { name: "retry_after", type: "number", min: 0, max: 3600, value: 5 }),
    ],
    words("set_fault"),
    (filled) =>
      drawer.act("fault", {
        method: filled.get("method"),
        kind: filled.get("kind"),
        count: Number(filled.get("count")),
        ...(filled.get("kind") === "429" && { retry_after: Number(filled.get("retry_after")) }),
      }),
  );
}

function deliveryForm(drawer) {
  const { words } = drawer.page;
  return drawerForm(
    [selection(words("deliver_updates"), "mode", options(DELIVERIES, "deliver", words)), field(words("how_many"), { name: "count", type: "number", min: 1, max: 1000, value: 1 })],
    words("set_delivery"),
    (filled) => drawer.act("deliver", { mode: filled.get("mode"), count: Number(filled.get("count")) }),
  );
}

function drawerForm(fields, label, onfilled) {
  const onsubmit = (event) => {
    event.preventDefault();
    onfilled(new FormData(event.target));
  };
  return make("form", { class: "drawer-form", onsubmit }, fields, make("button", { class: "plain-button" }, label));
}
