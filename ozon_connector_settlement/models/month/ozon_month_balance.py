from odoo import models

from ...domain import statement
from ...domain.groups import GROUP_OF_FEE, GROUP_OF_SALES, act_of
from ...domain.statement import Reason
from .ozon_balance_movement_claims import REASON_OF_TYPE

ZERO = statement.ZERO


class OzonMonthBalance(models.AbstractModel):
    """What Ozon's balance of a month says, with the accruals that show what it is for."""

    _name = "ozon.month.balance"
    _description = "Balance of a Month by Ozon"

    def _side(self, month):
        """:return: a `statement.OzonMonth`"""
        by_type = self._accrued_by_type(month)
        of_services = sum((
            amount for a_type, amount in by_type.items()
            if a_type.group not in (GROUP_OF_SALES, GROUP_OF_FEE)
        ), ZERO)
        loan = self.env["ozon.month.loan"]._held(month, of_services)
        self.env["ozon.month.loan"]._note_held(month, loan)
        if loan.amount:
            a_type = self.env["ozon.accrual.type"]._loan_of(month.company_id)
            by_type[a_type] = by_type.get(a_type, ZERO) + loan.amount
        parts = self._unbooked_parts(month, by_type)
        amounts = {**self._stored_amounts(month), **self._accrued_by_class(month, by_type)}
        # The accruals show what the services in Ozon's balance are for.
        apart = self.env["ozon.month.apart"]
        amounts, rest = apart._with_buyouts(
            month, amounts,
            month._decimal(month.services_amount) - of_services - loan.in_services,
        )
        if rest:
            amounts[statement.SERVICES] = rest
            reason = self._reason_of_rest(month)
            parts = (*parts, statement.Part(statement.SERVICES, "", rest, reason))
        return statement.OzonMonth(
            month._decimal(month.opening_balance), month._decimal(month.closing_balance), amounts,
            parts, apart._classes(month.account_id),
        )

    def _stored_amounts(self, month):
        return {
            statement.SALES: month._decimal(month.sales_amount),
            statement.RETURNS: month._decimal(month.returns_amount),
            statement.POINTS: month._decimal(month.points_amount),
            statement.FEE: month._decimal(month.fee_amount),
            statement.PAYOUT: month._decimal(month.paid),
        }

    def _accrued_by_class(self, month, by_type):
        """:return: {class: Decimal} of all accruals that do not belong to a sale"""
        in_one = self.env["ozon.service.act"]._is_in_one(month.account_id, month.period)
        amounts = {}
        for a_type, amount in by_type.items():
            kind = act_of(a_type.group, in_one) or a_type.group
            if kind not in (GROUP_OF_SALES, GROUP_OF_FEE):
                amounts[kind] = amounts.get(kind, ZERO) + amount
        return amounts

    def _unbooked_parts(self, month, by_type):
        """Accruals of types without a document that no movement states, one part for each type."""
        stated = self.env["ozon.balance.movement"]._stated(month.account_id, month.period)
        parts = []
        for a_type in {**by_type, **stated}:
            if a_type.group in (GROUP_OF_SALES, GROUP_OF_FEE) or act_of(a_type.group):
                continue
            left = by_type.get(a_type, ZERO) - stated.get(a_type, ZERO)
            reason = Reason.AMOUNT if a_type in stated else REASON_OF_TYPE.get(
                a_type.name, Reason.TO_BOOK,
            )
            if left:
                parts.append(statement.Part(a_type.group, a_type.title, left, reason))
        return tuple(parts)

    def _accrued_by_type(self, month):
        """:return: {`ozon.accrual.type`: Decimal} of the days that Ozon's balance covers"""
        rows = self.env["ozon.accrual"]._read_group(
            [("account_id", "=", month.account_id.id), ("date", ">=", month.period),
             ("date", "<=", month.until)],
            ["type_id"], ["amount:sum"],
        )
        return {a_type: month._decimal(amount) for a_type, amount in rows}

    def _reason_of_rest(self, month):
        """Why the services in Ozon's balance differ from the stored accruals."""
        if not month.account_id.book_services:
            return Reason.TO_BOOK
        account, days = month.account_id, self.env["ozon.accrual.day"]
        if (
            days._unread(account, month.period, month.until)
            or self.env["ozon.month.apart"]._waits_for_buyouts(month)
        ):
            return Reason.NOT_LOADED
        return Reason.UNEXPLAINED
