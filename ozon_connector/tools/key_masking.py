"""Keeps API keys out of the one line of Odoo's log that shows the arguments of calls.

At the level DEBUG Odoo logs every call of its external API with all arguments, before any code of
ours runs, so the key cannot be kept out where it comes from. All other lines are kept free of it
at their origin: see `_inverse_api_key` of the account.
"""

import logging
from collections.abc import Mapping

from odoo.service.model import Params

LOGGER = "odoo.service.model"
HIDDEN = "…"


class QuietCalls(logging.Filter):
    """Leaves out the arguments of calls in which a key may be.

    A call that sends a key must name the field `api_key`, whatever its shape.
    """

    def filter(self, record):
        """:return: True: the line is logged, whatever was left out of it"""
        if isinstance(record.args, tuple):
            record.args = tuple(
                HIDDEN if _may_hold_a_key(argument) else argument for argument in record.args
            )
        elif _may_hold_a_key(record.args):
            record.args = dict.fromkeys(record.args, HIDDEN)
        return True


def _may_hold_a_key(argument):
    if not isinstance(argument, (Params, Mapping, list, tuple)):
        return False
    try:
        return "api_key" in str(argument)
    except Exception:  # hide what cannot be inspected
        return True


logging.getLogger(LOGGER).addFilter(QuietCalls())
