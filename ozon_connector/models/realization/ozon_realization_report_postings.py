from contextlib import nullcontext

from odoo import models

from ...domain import postings as rules
from ...domain import settlement
from ...ozon_api import errors
from ...tools.messages import ozon_error_message


class OzonRealizationReportPostings(models.Model):
    """Divides the rows of a report by what their orders say.

    The orders say when goods that came back were bought, which settles their rate of VAT, and which
    company bought. Where they say nothing, a person chooses the rate by row.
    """

    _inherit = "ozon.realization.report"

    # Actions

    def action_open_orders(self):
        """The orders of the report's month that are kept."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("ozon_connector.ozon_posting_action"),
            "domain": [("account_id", "=", self.account_id.id), ("period", "=", self.period)],
        }

    # Business

    def _match(self, patient):
        result = super()._match(patient)
        # The lines of a correction are differences, which have no orders of their own.
        if self.state == "ready" and not self.corrected_report_id:
            self._divide_by_orders(patient)
        return result

    def _orders_client(self, patient):
        """:return: a context manager that gives an `OzonClient`, or None for an account by files"""
        if self.account_id.by_files:
            return nullcontext()
        return self.account_id._client(patient=patient, document=self)

    def _lacks_companies(self, known):
        """Whether the rows do not show all goods that companies bought.

        The orders may have been stored before the report: from a file, or for a later month.

        :param known: the `ozon.posting.month` of the month
        """
        bought = {
            (one.direction, one.goods_key, one.invoice_number)
            for one in known.posting_ids if one.invoice_number
        }
        return bool(bought) and not bought <= {
            (movement.direction.value, settlement.goods_key(movement), movement.invoice.number)
            for _product, movement in self._movements() if movement.invoice
        }

    def _divide_by_orders(self, patient):
        account, period = self.account_id, self.period
        months = self.env["ozon.posting.month"]
        known, open_lines = months._of(account, period), self.line_ids._with_open_rate()
        shows_companies = account.company_sales != "none"
        if not (
            open_lines or account.rate_days == "order"
            or shows_companies and (
                known.problem or not known.asked_at or self._lacks_companies(known)
            )
        ):
            return
        try:
            with self._orders_client(patient) as client:
                told = months._ask_what_is_told(
                    account, period, client, with_rates=bool(open_lines),
                )
        except errors.OzonError as error:
            # The key cannot be sent. Drafts can be created without Ozon.
            known._note(ozon_error_message(self.env, error))
            return
        movements = [movement for _product, movement in self._movements()]
        open_rows = {place for place, line in enumerate(self.line_ids) if line in open_lines}
        self.line_ids._write_parts(rules.divide(movements, told, open_rows))
