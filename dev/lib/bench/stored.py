"""What two ways of the same work have left in the database, compared row by row."""

from datetime import UTC, datetime

# Columns that differ between any two records.
OWN = {"id", "create_date", "write_date"}
STARTED = datetime.now(UTC).replace(tzinfo=None)


def rows(env, table, column, ids, own=frozenset(), order="id"):
    """The rows of a table, without columns that differ between two records of the same kind.

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
    """Replace each moment since the start of the benchmark by now."""
    return "now" if isinstance(value, datetime) and value > STARTED else value


def messages(env, records):
    """The messages in the history of records."""
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
