"""What people did together, told to the operator: in fives, and nothing that comes from fewer than five."""

from collections.abc import Iterator

from bot.assembly import SYSTEM_CLOCK, Rooms
from bot.services.ports import Unit
from bot.services.turn_context import DAY
from bot.settings import Settings
from bot.storage import read_stored
from flows.questionnaire.progress import Path
from flows.state.figures import Figures, Tally
from flows.state.session import read_session

PATHS = {Path.QUICK: "quick", Path.FULL: "full"}
RATED = {"fits": "right", "partly": "partly right", "not": "not right"}


def find_figures(settings: Settings, rooms: Rooms) -> Figures:
    """Count everybody; nothing is changed, and nothing of it is kept."""
    tally, now = Tally(rooms.conversation.reader), SYSTEM_CLOCK()

    def count(unit: Unit) -> None:
        for session, active_at in unit.sessions():
            tally.add(read_session(session), (now - active_at) / DAY)

    read_stored(settings.database_url, count)
    return tally.figures()


def figure_lines(figures: Figures) -> Iterator[str]:
    """To be read."""
    yield f"People: {_told(figures.people)}"
    yield f"Began answering: {_told(figures.began)}"
    for path, number in figures.advice.items():
        yield f"Have {PATHS[path]} advice: {_told(number)}"
    for rating, number in figures.ratings.items():
        yield f"Call it {RATED[rating]}: {_told(number)}"
    yield "Asked each question, and stopped there for more than a day without advice:"
    for question, (asked, stopped) in figures.questions.items():
        yield f"  {question}: {_told(asked)}, {_told(stopped)}"


def _told(number: int) -> str:
    return f"at least {number:,}" if number else "fewer than five"
