"""The terminal's own signs: whatever it cannot show is shown as well as it can, and nothing ends for it."""

import codecs
import io
import sys
import unicodedata

ALIKE = {
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}": "<",
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}": ">",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{BULLET}": "*",
    "\N{MIDDLE DOT}": "-",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{EURO SIGN}": "EUR",
    "\N{DARK SHADE}": "#",
    "\N{LIGHT SHADE}": "-",
    "\N{CHECK MARK}": "v",
}
UNSEEN = "?"
DECORATION = "*"
ERRORS = "as-well-as-it-can"


def set_up_streams() -> None:
    """What is written in this process from here on fits the terminal or the pipe, and what is read can be
    written down.
    """
    codecs.register_error(ERRORS, _shown)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ERRORS)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _shown(error: UnicodeError) -> tuple[str, int]:
    """What is nearest to the signs that cannot be shown."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_nearest(sign, error.encoding) for sign in signs), error.end


def _nearest(sign: str, encoding: str) -> str:
    for like in (ALIKE.get(sign, ""), _plain(sign)):
        if like and _fits(like, encoding):
            return like
    kind = unicodedata.category(sign)
    return "" if kind.startswith("M") else DECORATION if kind == "So" else UNSEEN


def _plain(sign: str) -> str:
    """The sign without what stands on or below it."""
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
