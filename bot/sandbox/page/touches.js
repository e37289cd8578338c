/** What is touched in a log: links, commands, spoilers, quotes, photos, menus. One listener for all messages. */

import { openMessageMenu } from "./deeds.js";
import { revealSpoilers } from "./entities.js";
import { openLink } from "./links.js";
import { showPhoto } from "./overlays.js";

/** Listen for as long as the place exists. */
export function listenToTouches(place, phone) {
  place.addEventListener("click", (event) => clicked(event, phone));
  place.addEventListener("keydown", (event) => pressed(event, phone));
  place.addEventListener("contextmenu", (event) => menuAsked(event, phone));
}

const TOUCHED = {
  "[data-link]": (link, phone, event) => {
    event.preventDefault();
    openLink(link.dataset.link, phone);
  },
  "[data-command]": (command, phone) => phone.sendCommand(command.dataset.command),
  ".spoiler:not(.open)": (spoiler) => revealSpoilers(spoiler.closest(".message")),
  "[data-goto]": (quote, phone) => phone.log.goTo(Number(quote.dataset.goto)),
  ".photo": openPhoto,
  ".message-menu": (button, phone) => openMessageMenu(button, button.closest(".message").bubble, phone),
};

function clicked(event, phone) {
  for (const [selector, respond] of Object.entries(TOUCHED)) {
    const element = event.target.closest(selector);
    if (element) return respond(element, phone, event);
  }
}

function openPhoto(button, phone) {
  const { message } = button.closest(".message").bubble;
  showPhoto(button.querySelector("img").src, message.caption ?? "", phone.words);
}

function pressed(event, phone) {
  if (!["Enter", " "].includes(event.key)) return;
  if (event.target.matches(".spoiler")) {
    event.preventDefault();
    revealSpoilers(event.target.closest(".message"));
  } else if (event.target.matches(".message:not(.service)")) {
    event.preventDefault();
    openMessageMenu(event.target, event.target.bubble, phone);
  }
}

function menuAsked(event, phone) {
  const message = event.target.closest(".message:not(.service)");
  if (!message || event.target.closest("a")) return;
  event.preventDefault();
  openMessageMenu({ x: event.clientX, y: event.clientY, over: message }, message.bubble, phone);
}
