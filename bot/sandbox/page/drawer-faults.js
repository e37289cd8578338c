/** Faults on demand: how the next calls fail, and how the next updates are delivered. */

import { make } from "./dom.js";
import { field, selection } from "./overlays.js";

const METHODS = ["*", "sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "sendDocument", "getUpdates", "editMessageReplyMarkup", "deleteMessage"];
const KINDS = [
  ["429", "429 Too Many Requests"],
  ["500", "500 Internal Server Error"],
  ["502", "502 Bad Gateway"],
  ["timeout", "times out"],
  ["429_bare", "429 without a time"],
  ["420", "420 flood"],
  ["page", "502 of a gateway"],
  ["garbage", "200 that cannot be read"],
  ["cut_before", "cut before it takes effect"],
  ["cut_after", "cut after it took effect"],
];
const DELIVERIES = [
  ["normal", "as usual"],
  ["twice", "twice"],
  ["late", "late"],
  ["out_of_order", "out of order"],
];

const options = (pairs) => pairs.map(([value, label]) => ({ value, label }));

export function faultsPanel(drawer) {
  const active = make("ul", { class: "faults" });
  const clear = make("button", { type: "button", class: "plain-button", onclick: () => drawer.act("clear_faults") }, "Clear faults");
  const show = () => {
    active.replaceChildren(...drawer.store.faults.map((fault) => make("li", {}, `${fault.method}: ${fault.kind}, ${fault.left} left`)));
    clear.hidden = drawer.store.faults.length === 0;
  };
  drawer.store.on("faults", show);
  drawer.store.on("snapshot", show);
  show();
  return make("section", { class: "panel" }, make("h3", {}, "Faults"), faultForm(drawer), active, clear, deliveryForm(drawer));
}

function faultForm(drawer) {
  return drawerForm(
    [
      selection("Calls of", "method", METHODS.map((method) => ({ value: method, label: method === "*" ? "any method" : method }))),
      selection("Answer", "kind", options(KINDS)),
      field("How many", { name: "count", type: "number", min: 1, max: 1000, value: 1 }),
      field("Retry after", { name: "retry_after", type: "number", min: 0, max: 3600, value: 5 }),
    ],
    "Set fault",
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
  return drawerForm(
    [selection("Deliver updates", "mode", options(DELIVERIES)), field("How many", { name: "count", type: "number", min: 1, max: 1000, value: 1 })],
    "Set delivery",
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
