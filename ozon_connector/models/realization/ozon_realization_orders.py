from contextlib import nullcontext

from odoo import models

from ...domain import postings as rules
from ...domain import settlement
from ...ozon_api import errors
from ...tools.messages import ozon_error_message


class OzonRealizationOrders(models.AbstractModel):
    """Divides the rows of a realization report by what their orders say.

    The orders say when goods that came back were bought, which settles their rate of VAT, and which
    company bought. Where they say nothing, a person chooses the rate by row.
    """

    _name = "ozon.realization.orders"
    _description = "Orders of a Realization Report"

    def _divide_by_orders(self, report, patient):
        """Divide the rows, as far as the account needs it.

        :param patient: whether to wait for Ozon
        """
        account, period = report.account_id, report.period
        months = self.env["ozon.posting.month"]
        known, open_lines = months._of(account, period), report.line_ids._with_open_rate()
        shows_companies = account.company_sales != "none"
        if not (
            open_lines or account.rate_days == "order"
            or shows_companies and (
                known.problem or not known.asked_at or self._lacks_companies(report, known)
            )
        ):
            return
        try:
            with self._orders_client(report, patient) as client:
                told = months._ask_what_is_told(
                    account, period, client, with_rates=bool(open_lines),
                )
        except errors.OzonError as error:
            # The key cannot be sent. Drafts can be created without Ozon.
            known._note(ozon_error_message(self.env, error))
            return
        movements = [movement for _product, movement in report.line_ids._movements()]
        open_rows = {place for place, line in enumerate(report.line_ids) if line in open_lines}
        report.line_ids._write_parts(rules.divide(movements, told, open_rows))

    def _orders_client(self, report, patient):
        """:return: a context manager that gives an `OzonClient`, or None for an account by files"""
        if report.account_id.by_files:
            return nullcontext()
        return report.account_id._client(patient=patient, document=report)

    def _lacks_companies(self, report, known):
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
            for _product, movement in report.line_ids._movements() if movement.invoice
        }
