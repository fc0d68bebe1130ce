"""Keeps API keys out of the server's log, whatever its level.

At the level DEBUG Odoo logs SQL statements and the arguments of calls, keys included.
"""

import logging
import re

LOGGERS = ('odoo.sql_db', 'odoo.service.model', 'odoo.http', 'odoo.http.rpc')
# api_key_secret = 'k' in a statement, 'api_key': 'k' in arguments.
KEY = re.compile(r"""(api_key\w*['"]?\s*[:=]\s*)(['"]).*?\2""")


class KeyMasking(logging.Filter):
    """Replaces keys in log lines by asterisks."""

    def filter(self, record):
        message = record.getMessage()
        if 'api_key' in message:
            record.msg, record.args = KEY.sub(r"\1\2***\2", message), ()
        return True


for name in LOGGERS:
    logging.getLogger(name).addFilter(KeyMasking())
