from odoo import models

from ...tools.own_context import own


class AccountMoveLine(models.Model):
    """The reconciliation of a report's documents with each other.

    All of them use one rate, so their amounts in the books differ only by rounding. For such a cent
    Odoo would write an exchange difference entry, or refuse everything if it has no journal for
    one. Here the item that is settled in full is settled by its own amount in the books, and the
    rounding stays in the item that remains open.
    """

    _inherit = "account.move.line"

    def _prepare_reconciliation_single_partial(
        self, debit_values, credit_values, shadowed_aml_values=None,
    ):
        currency = debit_values["aml"].currency_id
        debit, credit = debit_values["amount_residual"], credit_values["amount_residual"]
        compared = currency.compare_amounts(
            debit_values["amount_residual_currency"], -credit_values["amount_residual_currency"],
        )
        if (
            not own(self, "ozon_one_rate")
            or currency == debit_values["aml"].company_currency_id
            or currency != credit_values["aml"].currency_id
            # Both items are settled in full, so their difference needs an entry of its own.
            or not compared
        ):
            return super()._prepare_reconciliation_single_partial(
                debit_values, credit_values, shadowed_aml_values,
            )
        lines = self.with_context(no_exchange_difference=True)
        result = super(AccountMoveLine, lines)._prepare_reconciliation_single_partial(
            debit_values, credit_values, shadowed_aml_values,
        )
        if result.get("partial_values"):
            amount = debit if compared < 0 else -credit
            result["partial_values"]["amount"] = amount
            debit_values["amount_residual"] = debit - amount
            credit_values["amount_residual"] = credit + amount
            result["debit_values"] = None if compared < 0 else debit_values
            result["credit_values"] = None if compared > 0 else credit_values
        return result
