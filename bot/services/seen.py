"""What somebody looks at as they type: their screen, or a reminder that came below it."""

from bot.services.ports import StoredConversation, Unit
from bot.services.typed_text import Seen
from flows.conversation import Conversation
from flows.screens.reminder_seen import name_reminder
from flows.state.result import TurnContext
from flows.state.session import AskedBack, Session


def look(
    unit: Unit, conversation: Conversation, row: StoredConversation, session: Session, context: TurnContext
) -> Seen:
    """The newest of what was shown; what is typed below a reminder belongs to it."""
    if below := _reminder_below(unit, row):
        session = session.having(asked_back=AskedBack(below=below))
    asked = session.asked_back
    return Seen(
        shown=conversation.screen(session, context),
        whole=conversation.whole_screen(session, context),
        below=asked.below if asked else "",
        now=context.now,
    )


def _reminder_below(unit: Unit, row: StoredConversation) -> str | None:
    """The name of the reminder that came below the live message since its person did anything."""
    found = unit.reminder_since(row.user_id, row.active_at)
    if found is None:
        return None
    appointment, message_id = found
    above = message_id is not None and row.message_id is not None and message_id < row.message_id
    return None if above else name_reminder(appointment)
