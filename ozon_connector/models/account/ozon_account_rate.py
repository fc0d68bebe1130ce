import logging

import psycopg2

from odoo import models, sql_db

_logger = logging.getLogger(__name__)

# Ozon counts the requests of a Client-Id, whoever sends them.
PER_SECOND = 50
# A second, and a little more for clocks.
PERIOD = 1.1
# A process that died in a request leaves its place taken; longer than any call may last.
ABANDONED = 180


class OzonAccountRate(models.Model):
    """Requests are counted in the database, which all processes share.

    A request has a place from before it is sent until a second after its answer, and a Client-Id
    has 50 places. Ozon receives a request while it is on its way, so whatever the network does, no
    second has more than 50.
    """

    _inherit = "ozon.account"

    def init(self):
        super().init()
        # Not an ORM table: every request takes a place here, in a transaction of its own. An
        # unlogged one, which it was, is empty after a crash of the database.
        self.env.cr.execute("""
            CREATE TABLE IF NOT EXISTS ozon_request_place (
                id bigserial PRIMARY KEY, client_id varchar NOT NULL, free_at timestamptz NOT NULL
            );
            ALTER TABLE ozon_request_place SET LOGGED
        """)

    def _limiter(self):
        self.ensure_one()
        return RateLimiter(self.env.cr.dbname, self.client_id)


class RateLimiter:
    """Gives a client leave to send requests, one at a time."""

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
            # Without the count nothing may be sent: Ozon would block a cabinet that asks too often.
            _logger.info("Requests to Ozon cannot be counted now: %s", error)
            return PERIOD

    def leave(self):
        """The request has its answer; the place is free a second later. Twice does no harm."""
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
        # Not the transaction of the business, nor a test's: what is sent, is sent.
        cr = sql_db.db_connect(self._dbname).cursor()
        try:
            # Before anything else, so that all that follows sees what was committed until then.
            cr.execute(
                "SET LOCAL lock_timeout = '2s'; LOCK TABLE ozon_request_place IN EXCLUSIVE MODE",
                log_exceptions=False,
            )
        except BaseException:
            cr.close()
            raise
        return cr
