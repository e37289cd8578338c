"""Ten questions like ours in length, for the peers; texts are Telegram HTML."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One answer."""

    id: str
    label: str
    line: str


TOPICS = (
    "Waarvoor kiezen klanten jullie?",
    "Hoe staat de top tegenover sociale media?",
    "Wie doet het, en met welke middelen?",
    "Hoe gebruiken de beslissers zelf sociale media?",
    "Hoe breed is de kennis verspreid?",
    "Wat ontbreekt het meest?",
    "Voor hoeveel collega's hoort het bij de week?",
    "Hoe is het georganiseerd?",
    "Wat meten jullie?",
    "Hoe groot is de organisatie?",
)
OPTIONS = (
    Option("first", "Prijs en gemak", "de beste prijs, gemak en betrouwbaarheid; geen verrassingen"),
    Option("second", "Ze kennen ons", "zo goed mogelijk op de klant toegesneden; ze kennen me"),
    Option("third", "Het beste product", "het beste of nieuwste product in de markt"),
    Option("fourth", "Van alles wat", "een beetje van alles; er is geen keuze gemaakt"),
    Option("unknown", "Weet ik niet", "dat zoeken we later samen uit"),
)
FINAL_TEXT = "<b>Klaar.</b> Dank je wel, je advies staat klaar."


def question_text(index: int) -> str:
    """What question `index` (from 0) looks like."""
    bar = "▰" * (index + 1) + "▱" * (len(TOPICS) - index - 1)
    lines = "\n".join(f"• <b>{option.label}</b>: {option.line}" for option in OPTIONS)
    return f"Vraag {index + 1}/{len(TOPICS)}\n{bar}\n\n<b>{TOPICS[index]}</b>\n\n{lines}"
