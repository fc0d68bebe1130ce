from odoo import api, models

from ...domain import figures as rules


class OzonBalanceMovement(models.Model):
    """The movement of a loan, which Ozon's balance contains in addition to the accruals."""

    _inherit = "ozon.balance.movement"

    def _sums_of_types(self):
        sums, currencies = super()._sums_of_types()
        if self.type_id._is_loan() and self._types():
            # If Ozon's list gets a type for loans, its accruals and the loan of the balance add up.
            month = self._month_record()
            if month.loan_amount:
                currencies = month.currency_id | (currencies if sums else month.currency_id)
                key, amount = (rules.ACCRUALS, self.type_id.id), self._kopecks(month.loan_amount)
                sums = rules.merge(sums, {key: rules.Figure(0, amount)})
        return sums, currencies

    def _month_record(self):
        return self.env["ozon.month"].search([
            ("account_id", "=", self.account_id.id), ("period", "=", self.period),
        ])

    @api.model
    def _types_to_book(self, account, months):
        return super()._types_to_book(account, months) | self._loans(account, months)

    @api.model
    def _loans(self, account, months):
        """:return: set of (month, id of the type of loans) where Ozon's balance contains a loan"""
        found = self.env["ozon.month"].search([
            ("account_id", "=", account.id), ("period", "in", months), ("loan_amount", "!=", 0),
        ])
        a_type = self.env["ozon.accrual.type"]._loan_of(account.company_id) if found else None
        if not a_type or not a_type._is_movement():
            return set()
        return {(month.period, a_type.id) for month in found}
