"""On PostgreSQL, a lock that a process holds for as long as the server sees its connection: so others know
within seconds that it died, and never take one that only stands still for dead.
"""

from sqlalchemy import (
    BigInteger,
    Integer,
    Text,
    bindparam,
    column,
    exists,
    func,
    literal,
    literal_column,
    select,
    table,
)

from bot.storage.conversations import conversations, undelivered

_KIND = 860_201_127
"""Tells our locks from others of the same database."""
_locks = table("pg_locks", *map(column, ("locktype", "database", "classid", "objid", "objsubid", "granted")))
_databases = table("pg_database", column("oid"), column("datname"))
_owner = bindparam("owner", type_=Text)
_here = select(_databases.c.oid).where(_databases.c.datname == func.current_database()).scalar_subquery()
_holder = func.hashtext(conversations.c.lease_owner).cast(BigInteger).op("&")(literal(2**32 - 1, BigInteger))

show = select(func.pg_try_advisory_lock(literal(_KIND, Integer), func.hashtext(_owner)))
anybody = (
    select(func.count())
    .select_from(_locks)
    .where(
        _locks.c.locktype == "advisory",
        _locks.c.database == _here,
        _locks.c.classid == literal_column(str(_KIND)),
        _locks.c.objsubid == 2,
    )
)
"""How many processes serve people from this database."""
silent = (
    select(conversations.c.lease_owner)
    .where(
        undelivered,
        conversations.c.lease_owner.is_not(None),
        conversations.c.lease_owner != _owner,
        ~exists().where(
            _locks.c.locktype == "advisory",
            _locks.c.database == _here,
            _locks.c.classid == literal_column(str(_KIND)),
            _locks.c.objsubid == 2,
            _locks.c.objid.cast(BigInteger) == _holder,
        ),
    )
    .distinct()
)
