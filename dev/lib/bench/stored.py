"""What two ways of doing the same have left in the database, to be compared row by row."""

from datetime import UTC, datetime

# Differs between any two records.
OWN = {"id", "create_date", "write_date"}
STARTED = datetime.now(UTC).replace(tzinfo=None)


def rows(env, table, column, ids, own=frozenset(), order="id"):
    """The rows of a table, without what differs between two records of the same kind.

    :param own: further columns that differ
    """
    env.cr.execute(
        f"SELECT * FROM {table} WHERE {column} IN %s ORDER BY {order}", [tuple(ids) or (0,)],
    )
    return [
        {name: _moment(value) for name, value in row.items() if name not in OWN | own}
        for row in env.cr.dictfetchall()
    ]


def _moment(value):
    """Every moment since the bench has started is now."""
    return "now" if isinstance(value, datetime) and value > STARTED else value


def messages(env, records):
    """What the history of records says."""
    env.cr.execute(
        "SELECT id FROM mail_message WHERE model = %s AND res_id IN %s",
        [records._name, tuple(records.ids) or (0,)],
    )
    ids = [row[0] for row in env.cr.fetchall()]
    return {
        "mail_message": rows(env, "mail_message", "id", ids, {"message_id", "res_id"}),
        "mail_tracking_value": rows(
            env, "mail_tracking_value", "mail_message_id", ids, {"mail_message_id"},
        ),
    }
