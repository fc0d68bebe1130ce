import logging

from odoo import api, models
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class OzonPointsActRun(models.Model):
    """Which acts there are: one for each month with points left over."""

    _inherit = "ozon.points.act"

    # Cron

    @api.model
    def _create_due(self, accounts):
        return super()._create_due(accounts.filtered("book_points_acts"))

    # Business

    @api.model
    def _create_missing(self, account, months, keys=None):
        """One for each month whose loaded documents leave points over."""
        months = list(months)
        return super()._create_missing(account, months, {
            (month,) for month in self._months_with_points(account, months)
            if self._share(account, month).beyond
        } if account.book_points_acts else set())

    @api.model
    def _months_with_points(self, account, months):
        """:return: sorted list of the months whose report or service acts have such points"""
        found = set()
        for model, field in (
            ("ozon.realization.report", "points_left"), ("ozon.service.act", "points_used"),
        ):
            found |= set(self.env[model].search([
                ("account_id", "=", account.id), ("period", "in", list(months)),
                (field, "!=", 0), ("state", "!=", "cancelled"),
            ]).mapped("period"))
        return sorted(found)

    def _load(self, patient):
        """Take what is left over, once the realization report is here."""
        reports = self._reports()
        if not reports or any(report.state == "waiting" for report in reports):
            raise UserError(self.env._(
                "The realization report of %s is not loaded yet, so it is not known how many "
                "points are left over. The act is drafted as soon as the report is loaded.",
                self.month,
            ))
        result = super()._load(patient)
        self.env["ozon.settlement"]._ask_for(self.account_id, [self.period])
        return result

    @api.model
    def _follow_points(self, documents):
        """Resume the acts of months whose reports or service acts have changed their points.

        :param documents: records of one kind
        """
        for account, of_account in documents.grouped("account_id").items():
            try:
                acts = self.sudo()._create_missing(account, of_account.mapped("period"))
            except UserError as error:  # the same act is being created at this moment
                _logger.info("Ozon account %s: %s", account.id, error)
                continue
            nothing = acts.filtered(lambda act: act.state == "cancelled" and not act.amount)
            nothing.write({"state": "waiting"})
            waiting = acts.filtered(lambda act: act.state == "waiting")
            waiting._retry_at(utc_now())
            (acts - waiting)._compare_soon()
