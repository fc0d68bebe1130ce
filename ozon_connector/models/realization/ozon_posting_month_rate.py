from datetime import date
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from ...domain import day_rates, settlement


class OzonPostingMonth(models.Model):
    """The rate at which a month's sales are converted, if each day must use its own rate."""

    _inherit = "ozon.posting.month"

    @api.model
    def _rate_of_sales(self, report, direction, total):
        """The rate for an invoice or a credit note of a report.

        :param direction: a `settlement.Direction`
        :param total: the total of the document, in the report's currency
        :return: units of the report's currency for one of the company's; 0 for Odoo's usual rate
        :raises UserError: the days are not known, or a day has no rate
        """
        company = report.company_id.currency_id
        if report.account_id.rate_days != "order" or report.currency_id == company:
            return 0
        if report.corrected_report_id:
            # A correction uses the rate of the document that it corrects.
            return self._rate_of_corrected(report, direction)
        amounts = self._amounts_of_days(report, direction)
        if not total or sum(amounts.values()) != total:
            raise UserError(self.env._(
                "The account converts each day's sales at that day's rate, and the days of "
                "%(report)s are not known: orders add up to %(orders)s, the report to %(total)s. "
                "So its sales were not drafted. Press «Recreate Drafts» to ask Ozon once more, or "
                "choose «The month's last day» under «Rates of Sales» on the account. %(problem)s",
                report=report.display_name, orders=report._money(sum(amounts.values())),
                total=report._money(total),
                problem=self._of(report.account_id, report.period).problem or "",
            ))
        return day_rates.mean_rate(amounts, self._rates_of_days(report, amounts))

    @api.model
    def _rate_of_corrected(self, report, direction):
        before = report.corrected_report_id
        document = (
            before.sale_invoice_id if direction is settlement.Direction.SALE
            else before.sale_refund_id
        )
        return (document or before.sale_invoice_id or before.sale_refund_id).ozon_rate

    @api.model
    def _amounts_of_days(self, report, direction):
        """:return: {day: the day's amount in the document of this direction}"""
        stored = self._of(report.account_id, report.period).day_sums or {}
        with_points = report.points_are_income
        return {
            date.fromisoformat(day): Decimal(revenue) + (Decimal(points) if with_points else 0)
            for day, (revenue, points) in stored.get(direction.value, {}).items()
        }

    @api.model
    def _rates_of_days(self, report, days):
        currency, company = report.currency_id, report.company_id
        rates = report._visible_rates()
        first = min(days)
        for one in currency | company.currency_id:
            if one in rates and rates[one][0] > first:
                raise UserError(self.env._(
                    "There is no rate of %(currency)s on or before %(day)s, when goods of "
                    "%(report)s were ordered, so its sales were not drafted. Enter the rate under "
                    "Invoicing ▸ Configuration ▸ Currencies, then press «Recreate Drafts».",
                    currency=one.name, day=report._day(first), report=report.display_name,
                ))
        return {
            day: currency._get_conversion_rate(company.currency_id, currency, company, day)
            for day in days
        }
