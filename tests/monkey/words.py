"""What people type: commands, answers, numbers, and what nobody expects."""

from messages.renderer import Renderer

_renderer = Renderer()

COMMANDS = tuple(
    f"/{command['name']}"
    for language in _renderer.languages
    for command in _renderer.branch(language, "commands").values()
)
ANSWERS = ("1", "2", "3", "10", "0", "11", "a", "B.", "ja", "nee", "geen idee", "not sure", "guru", "terug")
ODD = (
    "",
    " ",
    ".",
    "\x00",
    "\u202e",
    "👩‍👩‍👧‍👦" * 40,
    "<b>vet</b> & <a href='x'>",
    "{{ 7 * 7 }} {% raw %}",
    "Als ik koffie haal, dan beantwoord ik één vraag",
    "Amsterdam",
    "GMT+2",
    "/start quick",
    "/start t_onbekend",
    "/start@vierstap_bot",
    "/quatsch",
    "x" * 4_096,
    "ß" * 33,
    "9" * 40,
)
WORDS = tuple(dict.fromkeys((*COMMANDS, *ANSWERS, *ODD)))
