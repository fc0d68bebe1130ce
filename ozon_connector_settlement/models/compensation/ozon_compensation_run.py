from odoo import api, models
from odoo.addons.ozon_connector.tools.moments import utc_now

from ...domain.compensations import COMPENSATION, DECOMPENSATION, WRITTEN_OFF


class OzonCompensationRun(models.Model):
    """Which documents a month has, and when Ozon is asked again for one that was missing."""

    _inherit = "ozon.compensation"

    # Cron

    @api.model
    def _create_due(self, accounts):
        return super()._create_due(accounts.filtered("book_services"))

    # Business

    _key_fields = ("kind",)

    @api.model
    def _create_missing(self, account, months, keys=None):
        """One document of each kind."""
        months = list(months)
        # Goods written off without money matter only if the account moves goods.
        kinds = (COMPENSATION, DECOMPENSATION) + (WRITTEN_OFF,) * account.post_stock
        return super()._create_missing(
            account, months, {(month, kind) for month in months for kind in kinds},
        )

    @api.model
    def _follow_accruals(self, account, months):
        """Ask again for documents of months with changed accruals: a report may be on its way.

        :param months: set of first days
        """
        documents = self.search([
            ("account_id", "=", account.id), ("period", "in", list(months)),
            ("corrected_report_id", "=", False), ("kind", "!=", WRITTEN_OFF),
        ])
        missed = documents.filtered(
            lambda one: one.state == "cancelled" and one.has_nothing and one._accrued_of_kind()
        )
        missed.write({"state": "waiting", "has_nothing": False})
        waiting = documents.filtered(lambda one: one.state == "waiting")
        waiting.filtered(lambda one: one.error_message or one in missed)._retry_at(utc_now())

    def _reopen(self):
        self.filtered(lambda document: document.state == "cancelled").has_nothing = False
        return super()._reopen()
