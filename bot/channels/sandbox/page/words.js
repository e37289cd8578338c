// The page's own words; the bot's come from the bot.
const WORDS = {
  en: {
    sandbox: "sandbox", hour: "+1 hour", day: "+1 day", monday: "To Monday 09:00", add_person: "Add a person",
    add_group: "Create a group", theme: "Light / dark", developer: "Developer", people: "People", name: "Name",
    language: "Language", create: "Create", close: "Close", message: "Message", send: "Send", menu: "Commands",
    more: "More", block: "Block the bot", unblock: "Unblock the bot", start: "START", bot: "bot", typing: "is typing…",
    edited: "edited", reply: "Reply", edit: "Edit", remove: "Delete", copied: "Copied", open_in: "Open on whose phone?",
    members: "members", add_bot: "Add the bot", remove_bot: "Remove the bot", admin: "Make the bot an administrator",
    supergroup: "Make it a supergroup", join: "Add somebody", leave: "Leave", download: "Download", ok: "OK",
    calls: "Calls", updates: "Updates", faults: "Faults", transcript: "Transcript", restart: "Restart the bot",
    kill: "Kill the bot", running: "The bot is running", stopped: "The bot is stopped", method: "Method", kind: "What",
    count: "How often", add_fault: "Next calls go wrong", clear: "Clear", delivery: "Next updates come", twice: "twice",
    late: "late", out_of_order: "out of order", moving: "the clock is moving", joined: "joined the group",
    left: "left the group", upgraded: "The group became a supergroup", voice: "Send a voice message", title: "Title",
    spoiler: "Hidden text, press to show", picture: "Picture", chats: "Chats", reconnecting: "Connection lost, trying again",
    cancel: "Cancel", expand: "Show all", group: "group",
  },
  nl: {
    sandbox: "sandbox", hour: "+1 uur", day: "+1 dag", monday: "Naar maandag 09:00", add_person: "Persoon erbij",
    add_group: "Groep maken", theme: "Licht / donker", developer: "Ontwikkelaar", people: "Personen", name: "Naam",
    language: "Taal", create: "Maken", close: "Sluiten", message: "Bericht", send: "Verstuur", menu: "Commando’s",
    more: "Meer", block: "Blokkeer de bot", unblock: "Deblokkeer de bot", start: "START", bot: "bot", typing: "typt…",
    edited: "bewerkt", reply: "Antwoord", edit: "Bewerk", remove: "Verwijder", copied: "Gekopieerd",
    open_in: "Op wiens telefoon openen?", members: "leden", add_bot: "Voeg de bot toe", remove_bot: "Verwijder de bot",
    admin: "Maak de bot beheerder", supergroup: "Maak er een supergroep van", join: "Voeg iemand toe", leave: "Verlaat",
    download: "Download", ok: "OK", calls: "Aanroepen", updates: "Updates", faults: "Fouten", transcript: "Transcript",
    restart: "Herstart de bot", kill: "Schiet de bot af", running: "De bot draait", stopped: "De bot staat stil",
    method: "Methode", kind: "Wat", count: "Hoe vaak", add_fault: "De volgende aanroepen gaan mis", clear: "Wissen",
    delivery: "De volgende updates komen", twice: "dubbel", late: "laat", out_of_order: "door elkaar",
    moving: "de klok loopt", joined: "kwam in de groep", left: "verliet de groep", upgraded: "De groep werd een supergroep",
    voice: "Stuur een spraakbericht", title: "Titel", spoiler: "Verborgen tekst, druk om te tonen", picture: "Beeld",
    chats: "Gesprekken", reconnecting: "Verbinding weg, ik probeer het opnieuw", cancel: "Annuleer", expand: "Toon alles",
    group: "groep",
  },
};
export const language = navigator.language.toLowerCase().startsWith("nl") ? "nl" : "en";
export const word = (name) => WORDS[language][name] ?? name;
export const locale = language === "nl" ? "nl-NL" : "en-GB";
