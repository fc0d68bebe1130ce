"""Counts requests to Ozon in the database, which all processes share.

A Client-Id has 50 places. A request takes one before it is sent and keeps it until a second after
its answer. Ozon receives the request somewhere in between, so however slow the network is, no more
than 50 requests reach Ozon within a second.
"""

import logging

import psycopg2

from odoo import sql_db

_logger = logging.getLogger(__name__)

# Ozon counts the requests of a Client-Id, whoever sends them.
PER_SECOND = 50
# A second, and a little more for clocks.
PERIOD = 1.1
# A process that dies during a request leaves its place taken for this many seconds, which is longer
# than any call can last.
ABANDONED = 180


class RateLimiter:
    """Permits a client to send requests, one at a time."""

    def __init__(self, dbname, client_id):
        self._dbname = dbname
        self._client_id = (client_id or "").strip()
        self._place = None

    def enter(self):
        """Take a place.

        :return: 0 when a request may be sent now, otherwise the seconds after which to ask again
        """
        try:
            with self._cursor() as cr:
                cr.execute("DELETE FROM ozon_request_place WHERE free_at <= clock_timestamp()")
                cr.execute(
                    "INSERT INTO ozon_request_place (client_id, free_at) "
                    "SELECT %(client)s, clock_timestamp() + %(abandoned)s * interval '1 second' "
                    "WHERE (SELECT count(*) FROM ozon_request_place "
                    "       WHERE client_id = %(client)s) < %(places)s RETURNING id",
                    {"client": self._client_id, "abandoned": ABANDONED, "places": PER_SECOND},
                )
                [self._place] = cr.fetchone() or [None]
                if self._place:
                    return 0
                cr.execute(
                    "SELECT extract(epoch FROM min(free_at) - clock_timestamp())::float "
                    "FROM ozon_request_place WHERE client_id = %s", [self._client_id],
                )
                [pause] = cr.fetchone()
                return min(max(pause or 0, 0.01), PERIOD)
        except psycopg2.Error as error:
            # Without a count we must not send: Ozon would block a cabinet that asks too often.
            _logger.info("Requests to Ozon cannot be counted now: %s", error)
            return PERIOD

    def leave(self):
        """The request is over: free its place a second later. Calling this twice is harmless."""
        place, self._place = self._place, None
        if not place:
            return
        try:
            with self._cursor() as cr:
                cr.execute(
                    "UPDATE ozon_request_place "
                    "SET free_at = clock_timestamp() + %s * interval '1 second' WHERE id = %s",
                    [PERIOD, place],
                )
        except psycopg2.Error as error:  # it becomes free by itself, only later
            _logger.info("A place for requests to Ozon stays taken: %s", error)

    def _cursor(self):
        # A transaction of its own, in tests as well: rolling ours back does not undo a request.
        cr = sql_db.db_connect(self._dbname).cursor()
        try:
            # Lock first, so that the following statements see everything committed before.
            cr.execute(
                "SET LOCAL lock_timeout = '2s'; LOCK TABLE ozon_request_place IN EXCLUSIVE MODE",
                log_exceptions=False,
            )
        except BaseException:
            cr.close()
            raise
        return cr
