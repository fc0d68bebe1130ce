from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain import statement
from ...domain.groups import act_of
from ...domain.statement import Reason

# The kinds of documents in the settlement, as classes of the statement.
CLASS_OF_KIND = {
    "realization": statement.REALIZATION,
    "payment": statement.PAYOUT,
    "buyout": statement.BUYOUT,
    "compensation": statement.COMPENSATION,
    "premium": statement.POINTS,
    "transfer": "transfer",
    "set_off": "balance",
    "other": "unknown",
}
REASON_OF_KIND = {
    "payment": Reason.ON_WAY,
    "premium": Reason.PREMIUM,
    "set_off": Reason.SET_OFF,
    "other": Reason.UNKNOWN_KIND,
}


class OzonMonthSettlement(models.AbstractModel):
    """The figures of Ozon's mutual settlement for a month whose balance is unknown."""

    _name = "ozon.month.settlement"
    _description = "Ozon Month by the Mutual Settlement"

    @api.model
    def _stand_in(self, month):
        """Use the settlement's figures for a month that gets no balance from Ozon."""
        month.invalidate_recordset(["settlement_id"])
        settlement = month.settlement_id
        if not settlement or month.fetched_at or not (month.by_files or month.is_refused):
            return
        opening = month._decimal(settlement.opening_balance)
        closing = month._decimal(settlement.closing_balance)
        payments = self._payments(month, settlement)
        paid = -sum((amount for of_day in payments.values() for amount in of_day), statement.ZERO)
        month.write({
            "settled_at": fields.Datetime.now(), "currency_id": settlement.currency_id.id,
            "opening_balance": float(opening), "closing_balance": float(closing),
            "paid": float(paid), "accrued": float(closing - opening - paid),
            "until": calendar.last_day(month.period),
        })
        self.env["ozon.payout"]._note_payments(
            month.account_id, settlement.currency_id, payments,
        )
        self.env["ozon.payout"]._match(month.account_id)
        month._compare()

    @api.model
    def _side(self, month):
        """:return: a `statement.OzonMonth`"""
        settlement = month.settlement_id
        in_one = self.env["ozon.service.act"]._is_in_one(month.account_id, month.period)
        amounts, parts = {}, []
        for line in settlement.line_ids:
            kind = act_of(line.kind, in_one) or CLASS_OF_KIND[line.kind]
            amount = self._amount(line)
            amounts[kind] = amounts.get(kind, statement.ZERO) + amount
            if kind not in (statement.REALIZATION, statement.PAYOUT):
                reason = REASON_OF_KIND.get(line.kind, Reason.TO_BOOK)
                parts.append(statement.Part(kind, line.display_name, amount, reason))
        apart = self.env["ozon.month.apart"]._classes(month.account_id)
        return statement.OzonMonth(
            month._decimal(settlement.opening_balance), month._decimal(settlement.closing_balance),
            amounts, tuple(parts), apart - amounts.keys(),
        )

    @api.model
    def _payments(self, month, settlement):
        """The payouts of each day; the settlement has one row or several for them.

        :return: {date: [Decimal]} of all days of the month; above 0 is what Ozon paid
        """
        first, last = month.period, calendar.last_day(month.period)
        days = {first.replace(day=number): [] for number in range(1, last.day + 1)}
        for line in settlement.line_ids.filtered(lambda line: line.kind == "payment"):
            days[line.date if line.date in days else last].append(-self._amount(line))
        return days

    @api.model
    def _amount(self, line):
        """:return: Decimal; above 0 is what Ozon owes"""
        month = self.env["ozon.month"]
        return month._decimal(line.credit) - month._decimal(line.debit)
