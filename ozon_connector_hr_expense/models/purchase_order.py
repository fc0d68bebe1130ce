from odoo import Command, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    """Goods without documents that a director reports as bought with the company's money."""

    _inherit = "purchase.order"

    ozon_expense_ids = fields.One2many(
        "hr.expense", "ozon_order_id", "Expenses of the Receipt", readonly=True,
    )

    def action_open_ozon_expenses(self):
        """Open the expenses, or their entry if the user may not see the expenses of others."""
        self.ensure_one()
        self.check_access("read")
        expenses = self.sudo().ozon_expense_ids.sudo(self.env.su)
        if not expenses.has_access("read"):
            expenses = expenses.sudo().account_move_id.sudo(self.env.su)
        return expenses._get_records_action(name=self.env._("Advance Report"))

    def _ozon_create_expenses(self, employee, journal, ledger_accounts):
        """Create posted expenses of an employee for the goods, one for each debited ledger account.

        The user pays the employee, because the money was given out as an advance.

        :param ledger_accounts: {product: the account that the expense debits}
        :return: `hr.expense`
        """
        self.ensure_one()
        product = self._ozon_expense_category()
        by_ledger_account = self.order_line.grouped(
            lambda line: ledger_accounts[line.product_id]
        )
        expenses = self.env["hr.expense"]._ozon_create([{
            "name": self.partner_ref,
            "employee_id": employee.id,
            "company_id": self.company_id.id,
            "product_id": product.id,
            "date": self.ozon_receipt_date,
            "payment_mode": "own_account",
            "currency_id": self.currency_id.id,
            "quantity": 1,
            "total_amount_currency": sum(lines.mapped("price_subtotal")),
            "tax_ids": [Command.clear()],
            "account_id": ledger_account.id,
            "ozon_order_id": self.id,
        } for ledger_account, lines in by_ledger_account.items()])
        # The checks of Odoo's own *Approve*, except the rights of the user.
        for expense in expenses.with_context(validate_analytic=True):
            expense._validate_distribution(
                account=expense.account_id.id, product=expense.product_id.id,
                business_domain="expense", company_id=expense.company_id.id,
            )
        expenses._do_approve(check=False)
        self.env["hr.expense.post.wizard"].with_context(
            active_ids=expenses.ids, company_paid_move_ids=[],
        ).create({
            "accounting_date": self.ozon_receipt_date,
            "employee_journal_id": journal.id,
        }).action_post_entry()
        # Without a bill, recompute the value of the goods here, now that they have their date.
        self.picking_ids.move_ids._set_value()
        return expenses

    def _ozon_expense_category(self):
        category = self.env.ref(
            "ozon_connector_hr_expense.product_goods_without_documents", raise_if_not_found=False,
        )
        if not category:
            raise UserError(self.env._(
                "The expense category «Goods without documents» was deleted, so the advance report "
                "cannot be created. Update the Ozon connector in Apps to restore the category."
            ))
        return category

    def _ozon_entries(self):
        return super()._ozon_entries() | self.ozon_expense_ids.account_move_id.filtered(
            lambda move: move.state == "posted"
        )

    def _ozon_undo_documents(self):
        if self.ozon_receipt_kind != "advance_report":
            return super()._ozon_undo_documents()
        expenses = self.ozon_expense_ids
        # Cancelling an entry detaches its expenses, which are then refused.
        self._ozon_cancel_moves(expenses.account_move_id)
        return expenses._do_refuse(self.env._("The receipt %s was undone.", self.name))
