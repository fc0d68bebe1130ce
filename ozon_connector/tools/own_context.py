"""Context values that only our own code can set.

Every caller of Odoo sends its own context: the browser, the external API, another addon. So a plain
value in a context proves nothing, nor does superuser mode, which Odoo itself switches on in places.
A value wrapped here is a proof: a call from outside carries JSON or XML, which cannot hold an
object of this class.
"""

from typing import Any, NamedTuple

from odoo.tools import clean_context


class OwnValue(NamedTuple):
    """A value that only Python code of the addons can put into a context."""

    value: Any


def with_own(records, **values):
    """Give records a context that only our own code can make.

    :param records: any recordset
    :param values: names and values; a name begins with `ozon_`
    :return: the same records with these values in their context
    """
    return records.with_context(**{name: OwnValue(value) for name, value in values.items()})


def own(records, name):
    """Read a value that `with_own` has set.

    :param records: any recordset
    :param name: the name of the value
    :return: the value; None if there is none, or if somebody else has sent it
    """
    value = records.env.context.get(name)
    return value.value if isinstance(value, OwnValue) else None


def without_defaults(records):
    """Ignore the caller's defaults in what superuser mode creates.

    :param records: any recordset
    :return: the same records; neither `default_…` of the call nor the user's own defaults count
    """
    cleaned = records.with_context(clean_context(records.env.context))
    return with_own(cleaned, ozon_without_defaults=True)
