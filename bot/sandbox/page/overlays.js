/** What lies over a phone: menus, dialogs, toasts, photos. */

import { icon, iconButton, make } from "./dom.js";

const TOAST_STAYS = 3500;

/** A menu at an element, or at a point over one; each entry is { label, onchoose, danger }, and false is left out. */
export function openMenu(anchor, entries, label) {
  const menu = make("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label });
  for (const entry of entries.filter(Boolean)) menu.append(menuItem(menu, entry));
  menu.addEventListener("keydown", (event) => stepThrough(event, menu));
  menu.addEventListener("toggle", (event) => event.newState === "closed" && menu.remove());
  const phone = (anchor.over ?? anchor).closest(".phone");
  phone.append(menu);
  menu.showPopover();
  place(menu, anchor, phone.getBoundingClientRect());
  menu.firstElementChild?.focus();
}

function menuItem(menu, entry) {
  return make(
    "button",
    {
      type: "button",
      role: "menuitem",
      class: entry.danger ? "danger" : "",
      onclick() {
        menu.hidePopover();
        entry.onchoose();
      },
    },
    entry.icon && icon(entry.icon),
    entry.label,
  );
}

/** Arrow keys in a list of buttons. */
export function stepThrough(event, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...list.querySelectorAll("button:not([hidden])")];
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}

function place(menu, anchor, phone) {
  const spot = anchor instanceof Element ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);
  const size = menu.getBoundingClientRect();
  const below = spot.bottom + 4 + size.height <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(spot.left, phone.right - size.width - 12))}px`;
  menu.style.top = `${Math.max(8, below ? spot.bottom + 4 : spot.top - size.height - 4)}px`;
}

/**
 * A dialog over a phone. `choices` are { label, value, danger }; resolves to the value chosen and to what was
 * filled in, or to null.
 */
export function ask({ over, title, body = [], choices, role, cancel, stacked }) {
  const form = make("form", { method: "dialog", class: "dialog-form" });
  const heading = title && make("h2", {}, title);
  const dialog = make("dialog", { class: "dialog", role, "aria-label": title ?? body.textContent }, form);
  form.append(...[heading, ...[body].flat()].filter(Boolean), make("div", { class: stacked ? "choices stacked" : "choices" }, choices.map(choiceButton)));
  const cancelling = cancel && make("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, cancel);
  if (cancel) form.lastElementChild[stacked ? "append" : "prepend"](cancelling);
  return shown(dialog, over).then((value) => (value ? { value, filled: new FormData(form) } : null));
}

function choiceButton(choice) {
  return make("button", { value: choice.value, class: choice.danger ? "danger" : "" }, choice.label);
}

function shown(dialog, over) {
  document.body.append(dialog);
  dialog.showModal();
  centre(dialog, over);
  return new Promise((resolve) => {
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

function centre(dialog, over) {
  if (!over) return;
  const phone = over.getBoundingClientRect();
  const size = dialog.getBoundingClientRect();
  const left = phone.left + (phone.width - size.width) / 2;
  dialog.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
  dialog.style.right = "auto";
}

/** A line of text with what it is for. */
export function field(label, properties) {
  return make("label", { class: "field" }, make("span", {}, label), make("input", { autocomplete: "off", ...properties }));
}

/** A choice of one, as { value, label }. */
export function selection(label, name, options, chosen) {
  const choices = options.map(({ value, label: said }) => make("option", { value, selected: String(value) === String(chosen) }, said));
  return make("label", { class: "field" }, make("span", {}, label), make("select", { name }, choices));
}

/** Words that go away by themselves. */
export function toast(place, text) {
  const note = make("div", { class: "toast" }, text);
  place.replaceChildren(note);
  setTimeout(() => note.remove(), TOAST_STAYS);
}

/** A photo as large as the window allows. */
export function showPhoto(address, caption, words) {
  const picture = make("img", { src: address, alt: caption || words("photo") });
  const dialog = make("dialog", { class: "viewer", "aria-label": caption || words("photo") });
  dialog.append(iconButton("close", words("close"), () => dialog.close()), picture, caption && make("p", {}, caption) || "");
  picture.addEventListener("click", () => dialog.close());
  shown(dialog);
}
