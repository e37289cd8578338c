"""The statements of teams that are no plain finding, storing or dropping of a record."""

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Double,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    not_,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.services.ports import LONGEST_LEASE, LONGEST_WAIT
from bot.storage.due_tables import ahead, appointments, budgets
from bot.storage.records import drop, put, shape_of
from bot.storage.tables import NOW, conversations, is_past, outbox
from bot.storage.team_tables import TABLES, checkins, groups, members, teams, weeks
from flows.reminders.kinds import SHOWN
from flows.teams.records import Appointment, CheckIn, Group, Role, Team, Week

_most = bindparam("most", type_=Integer)
_key = appointments.c.key == bindparam("which", type_=Text)
_released = {"lease_owner": null(), "lease_until": 0.0}

lock_team = (
    select(*shape_of(Team).columns).where(teams.c.id == bindparam("team")).with_for_update(key_share=True)
)
lock_group = select(*shape_of(Group).columns).where(groups.c.chat_id == bindparam("chat")).with_for_update()
teams_of = (
    select(*shape_of(Team).columns)
    .join(members, members.c.team_id == teams.c.id)
    .where(members.c.user_id == bindparam("person"))
    .order_by(members.c.joined_at, teams.c.id)
)
checkins_of = (
    select(*shape_of(CheckIn).columns)
    .where(checkins.c.team_id == bindparam("team"), checkins.c.user_id == bindparam("person"))
    .order_by(checkins.c.period.desc())
    .limit(_most)
)
weeks_of = (
    select(*shape_of(Week).columns)
    .where(weeks.c.team_id == bindparam("team"))
    .order_by(weeks.c.period.desc())
    .limit(_most)
)
cancel = (
    delete(appointments)
    .where(appointments.c.team_id == bindparam("team"), ahead)
    .where(or_(bindparam("any_kind"), appointments.c.kind == bindparam("which_kind", type_=Text)))
    .where(or_(bindparam("anybody"), func.coalesce(appointments.c.user_id, 0) == bindparam("person")))
    .where(or_(bindparam("any_subject"), appointments.c.subject == bindparam("which_subject", type_=Text)))
)

# -- appointments that are due

_due = (
    select(appointments.c.key)
    .where(ahead, appointments.c.due_at <= NOW)
    .where(is_past(appointments.c.lease_until, LONGEST_LEASE))
    .where(is_past(appointments.c.not_before, LONGEST_WAIT))
    .order_by(appointments.c.due_at, appointments.c.place)
    .limit(_most)
    .with_for_update(skip_locked=True)
)
claim = (
    update(appointments)
    .where(appointments.c.key.in_(_due))
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until"))
    .returning(*shape_of(Appointment).columns)
)
_leased = and_(_key, ahead, appointments.c.lease_owner == bindparam("owner"))
delay = update(appointments).where(_leased).values(**_released, due_at=bindparam("until"))
attempt = update(appointments).where(_leased).values(**_released, attempted_at=NOW)
note = (
    update(appointments)
    .where(_key, appointments.c.attempted_at.is_not(None))
    .values(message_id=bindparam("message"), error=bindparam("reason"))
)
give_back = (
    update(appointments)
    .where(_key, appointments.c.message_id.is_(None), appointments.c.error.is_(None))
    .values(attempted_at=null(), not_before=bindparam("until"))
)
# What concerns the whole team is told to its lead.
_for_the_lead = and_(
    appointments.c.user_id.is_(None),
    exists().where(
        members.c.team_id == appointments.c.team_id,
        members.c.user_id == bindparam("person", type_=BigInteger),
        members.c.role == Role.LEAD.value,
    ),
)
reminder_since = (
    select(*shape_of(Appointment).columns, appointments.c.message_id)
    .where(or_(appointments.c.user_id == bindparam("person", type_=BigInteger), _for_the_lead))
    .where(appointments.c.attempted_at > bindparam("since", type_=Double), appointments.c.error.is_(None))
    .where(appointments.c.kind.in_(sorted(SHOWN)))
    .order_by(appointments.c.attempted_at.desc())
    .limit(1)
)
said = (
    select(*shape_of(Appointment).columns)
    .where(appointments.c.team_id == bindparam("team"), appointments.c.error.is_(None))
    .where(func.coalesce(appointments.c.user_id, 0) == bindparam("person"), not_(ahead))
)
_whose = appointments.c.user_id == bindparam("person", type_=BigInteger)
# What is the whole team's went to whoever led it then: its message is in nobody else's chat.
shown_reminders = (
    select(*shape_of(Appointment).columns, appointments.c.message_id)
    .where(appointments.c.team_id == bindparam("team"), _whose)
    .where(appointments.c.message_id.is_not(None), appointments.c.error.is_(None))
    .order_by(appointments.c.attempted_at, appointments.c.message_id)
)
let_go = (
    update(appointments)
    .where(_whose, appointments.c.message_id == bindparam("message", type_=BigInteger))
    .values(message_id=null())
)
next_due = (
    select(*shape_of(Appointment).columns)
    .where(ahead)
    .order_by(appointments.c.due_at, appointments.c.place)
    .limit(_most)
)
free_appointments = (
    update(appointments).where(appointments.c.lease_owner.is_not(None), ahead).values(**_released)
)
_long_past = (
    select(appointments.c.key)
    .where(appointments.c.attempted_at < bindparam("before"))
    .order_by(appointments.c.attempted_at)
    .limit(_most)
    .with_for_update(skip_locked=True)
)
prune = delete(appointments).where(appointments.c.key.in_(_long_past))

# -- the budget that all processes share

left_of_budget = select(budgets.c.tokens, budgets.c.at, budgets.c.not_before).where(
    budgets.c.name == bindparam("which", type_=Text)
)
budget = left_of_budget.with_for_update()
pay = (
    update(budgets)
    .where(budgets.c.name == bindparam("which", type_=Text))
    .values(tokens=bindparam("left"), at=bindparam("filled"))
)

# -- people and groups

mark_unreachable = (
    update(conversations).where(conversations.c.user_id == bindparam("person")).values(reachable=False)
)
# Who was not here since then was stored before it; that index is narrow, and there is none on activity.
_stored_between = and_(
    conversations.c.created_at > bindparam("after"), conversations.c.created_at < bindparam("since")
)
looked_at = (
    select(conversations.c.created_at)
    .where(_stored_between)
    .order_by(conversations.c.created_at)
    .limit(1)
    .offset(_most)
)
inactive = (
    select(conversations.c.user_id, conversations.c.created_at)
    .where(_stored_between, conversations.c.created_at <= bindparam("further", type_=Double))
    .where(conversations.c.active_at < bindparam("since"))
    .order_by(conversations.c.created_at)
    .limit(_most)
)
_former, _new = bindparam("old", type_=BigInteger), bindparam("new", type_=BigInteger)
_other_team, _other_group = teams.alias(), groups.alias()
_taken = exists().where(_other_team.c.group_id == _new)
_was_known = exists().where(_other_group.c.chat_id == _former)
_is_known = exists().where(_other_group.c.chat_id == _new)
# We may have been told of the new number before we hear that it is the same group.
migrate_group = (
    update(teams).where(teams.c.group_id == _former).values(group_id=case((_taken, null()), else_=_new)),
    delete(groups).where(groups.c.chat_id == _new, groups.c.team_id.is_(None), _was_known),
    update(groups).where(groups.c.chat_id == _former, not_(_is_known)).values(chat_id=_new),
    delete(groups).where(groups.c.chat_id == _former),
)
groups_to_leave = (
    select(*shape_of(Group).columns)
    # By what the teams say: a team that took another group left this one behind.
    .where(not_(exists().where(teams.c.group_id == groups.c.chat_id)))
    .where(groups.c.added_at < bindparam("before"))
    .order_by(groups.c.chat_id)
    .with_for_update(skip_locked=True)
)
counts = select(
    select(func.count()).select_from(teams).scalar_subquery(),
    select(func.count()).select_from(members).scalar_subquery(),
    select(func.count())
    .select_from(appointments)
    .where(ahead, appointments.c.due_at <= NOW)
    .scalar_subquery(),
)


drop_letters = delete(outbox).where(outbox.c.team_id == bindparam("given_id"))
drops = {kind: drop(kind) for kind in TABLES}


class TeamUpserts:
    """Insertions that give way to what is there, in a database's own words."""

    def __init__(self, insert: Callable[[Table], sqlite.Insert | postgresql.Insert]) -> None:
        self.put = {kind: put(kind, insert) for kind in TABLES}
        self.open_budget = insert(budgets).on_conflict_do_nothing()
        holding = insert(budgets)
        self.hold_off = holding.on_conflict_do_update(
            index_elements=[budgets.c.name],
            set_={
                "not_before": case(
                    (
                        budgets.c.not_before.between(
                            holding.excluded.not_before, holding.excluded.at + LONGEST_WAIT
                        ),
                        budgets.c.not_before,
                    ),
                    else_=holding.excluded.not_before,
                )
            },
        )
