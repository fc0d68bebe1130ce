from odoo import models


class OzonAccountRate(models.Model):
    """The table in which requests to Ozon are counted; see `tools.rate_limiter`."""

    _inherit = "ozon.account"

    def init(self):
        """Create the table in which the requests of all workers take their places."""
        super().init()
        # Not an ORM table, because every request writes here in its own transaction. Earlier
        # versions made it unlogged; such a table is empty after a crash of the database.
        self.env.cr.execute("""
            CREATE TABLE IF NOT EXISTS ozon_request_place (
                id bigserial PRIMARY KEY, client_id varchar NOT NULL, free_at timestamptz NOT NULL
            );
            ALTER TABLE ozon_request_place SET LOGGED
        """)
