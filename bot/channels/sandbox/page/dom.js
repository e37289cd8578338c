// Small helpers; data only ever becomes text, never markup.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "className") made.className = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

export const button = (label, onclick, attributes = {}) =>
  element("button", { type: "button", onclick, ...attributes }, label);

export function notice(text, seconds = 3) {
  const line = element("p", { className: "toast" }, text);
  document.getElementById("notices").append(line);
  setTimeout(() => line.remove(), seconds * 1000);
}

// A dialog with fields; resolves to their values, or to null where it was left.
export function ask(title, fields, action) {
  const dialog = document.getElementById("dialog");
  return new Promise((resolve) => {
    const form = element("form", { method: "dialog" }, element("h2", {}, title),
      ...fields.map(({ label, control }) => element("label", {}, label, control)));
    const buttons = element("p", { className: "buttons" });
    for (const { label, value } of action) {
      buttons.append(element("button", { type: "submit", value }, label));
    }
    form.append(buttons);
    dialog.replaceChildren(form);
    dialog.onclose = () => {
      const values = Object.fromEntries(new FormData(form));
      resolve(dialog.returnValue ? { ...values, action: dialog.returnValue } : null);
    };
    dialog.returnValue = "";
    dialog.showModal();
  });
}

export const input = (name, value = "") => element("input", { name, value, required: true, maxlength: 64, autocomplete: "off" });
export function choice(name, options, selected) {
  return element("select", { name }, options.map(([value, label]) =>
    element("option", { value, selected: value === selected }, label)));
}
