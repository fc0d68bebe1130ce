from odoo import api, fields, models

from ...domain import report_rows

# How many rows a check names; the report stores no more.
SHOWN = 20


class OzonRealizationReportUnits(models.Model):
    """Checks that the units of each row of Ozon's report fit its money.

    A row's total proves its money, but not its units. If the two do not fit, wrong quantities may
    be moved, so a person has to look before the month is confirmed.
    """

    _inherit = "ozon.realization.report"

    # {'count': …, 'rows': [[row, goods, quantity, price, amount], …]}; empty for a month that an
    # earlier version loaded. Only Ozon's answer has the price of a unit; the lines do not.
    odd_units = fields.Json(readonly=True, copy=False)

    @api.model
    def _prepare_odd_units(self, rows):
        """
        :param rows: `ozon_api.answers.ReportRow`
        :return: the value of `odd_units`
        """
        odd = report_rows.odd_units(rows)
        return {"count": len(odd), "rows": [
            [one.row_number, one.goods, one.quantity, float(one.price), float(one.amount)]
            for one in odd[:SHOWN]
        ]}

    def _odd_units_message(self):
        """:return: which rows a person has to look at; "" when there are none"""
        if not self.odd_units or not self.odd_units["count"]:
            return ""
        rows = "; ".join(
            self.env._(
                "row %(row)s, %(goods)s: %(quantity)s × %(price)s, amount %(amount)s",
                row=row, goods=goods, quantity=quantity,
                price=self._money(price), amount=self._money(amount),
            ) for row, goods, quantity, price, amount in self.odd_units["rows"]
        )
        return self.env._(
            "In %(count)s rows the units do not fit the money, so wrong quantities may be moved. "
            "Compare them with the report in the seller cabinet before you confirm: %(rows)s",
            count=self.odd_units["count"], rows=rows,
        )
