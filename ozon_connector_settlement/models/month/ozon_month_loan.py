from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain.movements import NO_LOAN, ZERO, held


class OzonMonthLoan(models.AbstractModel):
    """Finds a month's loan in Ozon's balance, if the balance contains it."""

    _name = "ozon.month.loan"
    _description = "Loan of an Ozon Month"

    @api.model
    def _note_told(self, month, weeks):
        """Store the loans that the cash flow names for a month.

        :param weeks: iterable of `ozon_api.answers.CashFlowPeriod`, possibly of other months, too
        """
        told = sum((
            week.loan for week in weeks
            if calendar.month_of(week.date_from) == month.period
            and calendar.month_of(week.date_to) == month.period
        ), ZERO)
        if told != month._decimal(month.loan_told):
            month.loan_told = float(told)

    @api.model
    def _held(self, month, accrued):
        """The part of the balance that is a loan; none while the month is running.

        :param accrued: Decimal; the accruals that are no part of a sale
        :return: a `HeldLoan`
        """
        is_over = month.until == calendar.last_day(month.period)
        if not is_over or not month.loan_told:
            return NO_LOAN
        if self.env["ozon.accrual.day"]._unread(month.account_id, month.period, month.until):
            return NO_LOAN
        parts = month.opening_balance + month.accrued + month.paid
        return held(
            month._decimal(month.loan_told), month._decimal(month.services_amount) - accrued,
            month._decimal(month.closing_balance - parts),
        )

    @api.model
    def _note_held(self, month, loan):
        """Store what is to be booked; the movement of the loan follows it.

        :param loan: a `HeldLoan`
        """
        if loan.amount != month._decimal(month.loan_amount):
            month.loan_amount = float(loan.amount)
            self.env["ozon.balance.movement"]._follow_accruals(month.account_id, {month.period})
