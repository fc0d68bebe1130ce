from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.tools.moments import utc_now


class OzonBuyoutRun(models.Model):
    """Which months are requested. An empty month is requested again while it may still change.
    """

    _inherit = "ozon.buyout"

    # The day on which Ozon had nothing for the month.
    empty_on = fields.Date(readonly=True, copy=False)

    # Actions

    def action_cancel(self):
        result = super().action_cancel()
        # A person has decided: the month is not requested again automatically.
        self.sudo().empty_on = False
        return result

    # Cron

    @api.model
    def _create_due(self, accounts):
        accounts = accounts._books_buyouts()
        result = super()._create_due(accounts)
        self._look_again(accounts)
        return result

    # Business

    @api.model
    def _look_again(self, accounts):
        """Ask once a day for the last two closed months if empty; Ozon may add buy-outs."""
        last = calendar.last_closed_month(utc_now())
        today = utc_now().astimezone(calendar.MOSCOW).date()
        empty = self.search([
            ("account_id", "in", accounts.ids), ("state", "=", "cancelled"),
            ("period", "in", (last, calendar.month_before(last))),
            ("corrected_report_id", "=", False), ("empty_on", "<", today),
        ]).try_lock_for_update(allow_referencing=True)
        empty.state = "waiting"
        empty._retry_at(utc_now())

    def _store(self, answer):
        result = super()._store(answer)
        is_empty = self.state == "cancelled" and not self.corrected_report_id
        self.empty_on = is_empty and utc_now().astimezone(calendar.MOSCOW).date()
        return result

    def _load(self, patient):
        result = super()._load(patient)
        if self.line_ids:
            # The settlement may name the document.
            self.env["ozon.settlement"]._ask_for(self.account_id, [self.period])
        return result
