import logging
from datetime import timedelta
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

_logger = logging.getLogger(__name__)

KEEP_DAYS = 90  # unless the system parameter ozon_connector.exchange_days says otherwise
PENDING = "ozon_connector.exchanges"


class OzonExchange(models.Model):
    """A request to Ozon and what became of it: no bodies, no headers, nothing secret.

    Failed requests matter most, and their transaction is often rolled back. So the log entries wait
    for the end of the transaction, be it a commit or a rollback, and are then stored in a
    transaction of their own.
    """

    _name = "ozon.exchange"
    _description = "Exchange with Ozon"
    _inherit = "ozon.facts.mixin"
    _order = "moment DESC, id DESC"
    _rec_name = "method"
    _log_access = False

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    document_id = fields.Many2one(
        "ozon.document", readonly=True, ondelete="set null", index="btree_not_null",
    )
    user_id = fields.Many2one(
        "res.users", "Brought By", readonly=True, ondelete="set null",
        help="Who brought the file; empty for what Ozon was asked.",
    )
    moment = fields.Datetime("Time", required=True, readonly=True, index=True)
    method = fields.Char(required=True, readonly=True)
    outcome = fields.Selection(
        [
            ("ok", "Answered"),
            ("not_ready", "No report yet"),
            ("refused", "Refused"),
            ("rate_limited", "Too many requests"),
            ("unreachable", "No proper answer"),
            ("unintelligible", "Not understood"),
        ],
        required=True, readonly=True,
    )
    status = fields.Integer(readonly=True, aggregator=None, help="0: no answer came.")
    attempt = fields.Integer(readonly=True, aggregator=None)
    duration_ms = fields.Integer("Duration, ms", readonly=True, aggregator="avg")
    size = fields.Integer("Size, Bytes", readonly=True)

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = super().get_empty_list_help(help_message)
        return self.env["ozon.next.step"]._with_next_step(help_message)

    @api.autovacuum
    def _gc_exchanges(self):
        """Delete entries older than the system parameter `ozon_connector.exchange_days` allows."""
        days = self.env["ir.config_parameter"].sudo().get_param("ozon_connector.exchange_days")
        days = int(days) if str(days).isdecimal() and int(days) < 100_000 else KEEP_DAYS
        old = self.search(
            [("moment", "<", fields.Datetime.now() - timedelta(days=days))],
            limit=GC_UNLINK_LIMIT,
        )
        old.unlink()
        return len(old), len(old) == GC_UNLINK_LIMIT

    @api.model
    def _observer(self, account, document=None):
        """The function to which a client reports its requests.

        :param document: a record with `ozon.document.mixin` that the requests are for

        :return: a function that takes an `ozon_api.exchange.Exchange`
        """
        of_whom = {
            "account_id": account.id,
            "document_id": document.document_id.id if document else False,
        }

        def observe(exchange):
            self._pending().append({**of_whom, **self._prepare_vals(exchange)})

        return observe

    @api.model
    def _note_file(self, account, document, method, size, user):
        """Log that a person has brought a file.

        :param document: a record with `ozon.document.mixin`, or empty
        :param method: which report it is
        :param size: bytes
        """
        self._pending().append({
            "account_id": account.id,
            "document_id": document.document_id.id if document else False,
            "moment": fields.Datetime.now(), "method": method, "outcome": "ok", "size": size,
            "user_id": user.id,
        })

    @api.model
    def _prepare_vals(self, exchange):
        return {
            "moment": exchange.moment.replace(tzinfo=None, microsecond=0),
            "method": exchange.method,
            "outcome": exchange.outcome,
            "status": exchange.status or 0,
            "attempt": exchange.attempt,
            "duration_ms": round(exchange.duration * 1000),
            "size": exchange.size,
        }

    @api.model
    def _pending(self):
        """The list of entries that are stored at the end of the transaction."""
        cr = self.env.cr
        # A commit drops the hooks of a rollback, and the other way round.
        if PENDING not in cr.postcommit.data or PENDING not in cr.postrollback.data:
            pending = []
            for hooks in (cr.postcommit, cr.postrollback):
                hooks.data[PENDING] = pending
                hooks.add(partial(_write_down, self.env.registry, pending))
        return cr.postcommit.data[PENDING]

    @api.model
    def _store(self, vals_list):
        """Store requests, except those of an account whose creation was rolled back."""
        accounts = self.env["ozon.account"].browse(
            {vals["account_id"] for vals in vals_list}
        ).exists()
        documents = self.env["ozon.document"].browse(
            {vals["document_id"] for vals in vals_list if vals["document_id"]}
        ).exists()
        return self.create([
            {**vals, "document_id": vals["document_id"] in documents.ids and vals["document_id"]}
            for vals in vals_list if vals["account_id"] in accounts.ids
        ])


def _write_down(registry, pending):
    """Store the pending entries in a transaction of their own.

    The requests are over by now, so an error here must not make them look failed.
    """
    vals_list, pending[:] = pending[:], []
    try:
        with registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["ozon.exchange"]._store(vals_list)
    except Exception:
        _logger.warning("%s exchanges with Ozon were not logged", len(vals_list), exc_info=True)
