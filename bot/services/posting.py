"""What a turn sends beside the screen: letters to the person and to others, each stored until it is sent."""

from dataclasses import replace

import orjson

from bot.services.news import unasked
from bot.services.ports import OutboxMessage, StoredConversation, Unit
from bot.services.presenter import Presenter
from bot.services.retiring import in_place
from flows.state.result import IN_PLACE, Result, SideMessage, TurnContext
from flows.state.session import Session

OF_ADVICE = ("card", "calendar", "memo")
"""What is made of the advice that stands, when it is sent."""
SAME_PICTURE = 86_400.0
"""Seconds for which a picture counts as still there."""


class Posting:
    """Writes letters into the outbox."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter

    def post(
        self,
        unit: Unit,
        row: StoredConversation,
        result: Result,
        context: TurnContext,
        place: int | None,
    ) -> None:
        """What is to be sent beside the screen."""
        for post in result.posts:
            unit.enqueue(self._letter(unit, row, result.session, post, context, place), context.now)
            if post.kind == "settled" and place is not None:
                unit.let_go_of_reminder(row.user_id, place)

    def _letter(
        self,
        unit: Unit,
        row: StoredConversation,
        session: Session,
        post: SideMessage,
        context: TurnContext,
        place: int | None,
    ) -> OutboxMessage:
        if post.kind in IN_PLACE and post.screen is not None and place is not None:
            shown = self._presenter.show(row.language, post.screen)
            return in_place(row.user_id, place, shown, post.team_id)
        payload: dict[str, object] = {"language": row.language}
        if post.team_id:
            payload["team"] = post.team_id
        if post.hint is not None or post.values:
            payload |= {"hint": post.hint, "values": dict(post.values)}
        if post.leads_to:
            payload["leads_to"] = post.leads_to
        if post.screen is not None:
            payload["text"] = self._presenter.show(row.language, post.screen).text
        if post.kind in OF_ADVICE and session.last is not None:
            payload |= {"finished": session.last.model_dump(mode="json"), "country": session.country}
            payload["today"] = context.today
        written = orjson.dumps(payload).decode()
        letter = OutboxMessage(
            post.to or row.user_id,
            post.kind,
            written,
            post.subject,
            about=post.about,
            team=post.team_id or None,
        )
        return letter if post.to is None else unasked(unit, letter, context.now)


def without_place(result: Result) -> Result:
    """The same where no reminder was tapped in whose place anything could stand."""
    posts = tuple(post for post in result.posts if post.kind not in IN_PLACE)
    return result if posts == result.posts else replace(result, posts=posts)


def without_the_same(unit: Unit, result: Result, user_id: int, now: float) -> Result:
    """The same without a picture that they have already: it has been sent not long ago."""
    there = [post for post in result.posts if post.shows and _was_sent(unit, user_id, post, now)]
    if not there:
        return result
    posts = tuple(post for post in result.posts if post not in there)
    return replace(result, posts=posts, hint="picture_above")


def _was_sent(unit: Unit, user_id: int, post: SideMessage, now: float) -> bool:
    sent = unit.last_attempt(user_id, post.kind, post.subject)
    return sent is not None and sent <= now < sent + SAME_PICTURE
