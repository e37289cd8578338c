"""What is stored of a person, for them to read: first in words, then the rows as they are."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict

import orjson

from bot.services.ports import ParkedUpdate, Stored, StoredConversation
from bot.services.ports.audit import AuditLine
from bot.services.presenter import Presenter
from flows.state.screen import Action
from flows.state.session import Finished, read_session
from flows.teams.records import Team
from messages.texts import SECTORS

Said = dict[str, str]


def export_document(stored: Stored, presenter: Presenter) -> dict[str, object]:
    """Everything stored of a person; JSON within columns is opened up."""
    row = stored.conversation
    if row is None:
        return {}
    columns = {name: getattr(row, name) for name in row.__slots__}
    columns["session"] = orjson.loads(row.session)
    columns["screen"] = orjson.loads(row.screen) if row.screen else None
    return {
        "in_words": _in_words(row, stored, presenter),
        "conversation": columns,
        "messages_sent_once": [
            {"kind": letter.kind, "content": orjson.loads(letter.payload)} for letter in stored.letters
        ],
        "updates_that_failed": [_parked(parked) for parked in stored.parked],
        "updates_that_wait": [orjson.loads(kept) for kept in stored.kept],
        "audit_trail": [_deed(line, row.user_id) for line in stored.deeds],
        "teams": [{"what": type(record).__name__, **asdict(record)} for record in stored.records],
    }


def _in_words(row: StoredConversation, stored: Stored, presenter: Presenter) -> dict[str, object]:
    """What the person said and got, as they would say it."""
    session = read_session(row.session)
    spoken = _Spoken(row.language, presenter)
    return {
        "language": presenter.renderer.text(row.language, "interface", "language"),
        "here_since": spoken.day(row.created_at),
        "last_here": spoken.day(row.active_at),
        "answers": list(spoken.answers(session.answers)),
        "earlier_answers": list(spoken.answers(session.earlier)),
        "latest_advice": spoken.advice(session.last),
        "teams": [record.name for record in stored.records if isinstance(record, Team)],
    }


class _Spoken:
    """Answers in a person's language."""

    def __init__(self, language: str, presenter: Presenter) -> None:
        self._language = language
        self._presenter = presenter

    def answers(self, answers: Mapping[str, str]) -> Iterator[Said]:
        """Each question with its answer; of one that is asked no longer, its names."""
        catalogue = self._presenter.catalogue
        for question, option in answers.items():
            known = question in catalogue.questions and option in catalogue.offered(question)
            yield self._said(question, option, answers) if known else {"question": question, "answer": option}

    def _said(self, question: str, option: str, answers: Mapping[str, str]) -> Said:
        presenter, language = self._presenter, self._language
        sector, role = (presenter.catalogue.answer(name, answers) for name in ("sector", "role"))
        words = presenter.renderer.branch(language, SECTORS, sector)
        text = presenter.renderer.text
        return {
            "question": text(language, "questions", question, "ask", words=words, role=role),
            "answer": text(language, "questions", question, "options", option, "label"),
        }

    def advice(self, last: Finished | None) -> dict[str, object] | None:
        if last is None:
            return None
        said = self._presenter.label(self._language, Action("rate", (last.rating,))) if last.rating else None
        return {"date": self._date(last.on), "answers": list(self.answers(last.answers)), "rating": said}

    def day(self, seconds: float) -> str:
        """The day of a moment, as people write it."""
        return self._date(dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat())

    def _date(self, day: str) -> str:
        return self._presenter.renderer.date(self._language, day)


def _parked(parked: ParkedUpdate) -> dict[str, object]:
    return {"parked_at": parked.parked_at, "update": orjson.loads(parked.payload)}


def _deed(line: AuditLine, me: int) -> dict[str, object]:
    """What was noted, without whoever else it names."""
    mine = "you" if line.person == me else line.by
    return {"at": line.at, "what": line.deed, "by": mine, "about_you": line.about == me, "team": line.team_id}
