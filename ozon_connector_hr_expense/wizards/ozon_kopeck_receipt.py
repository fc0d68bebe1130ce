from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OzonKopeckReceipt(models.TransientModel):
    """Goods without documents on an advance report: an expense of the director, not a bill."""

    _inherit = "ozon.kopeck.receipt"

    kind = fields.Selection(
        selection_add=[("advance_report", "Advance Report")],
        ondelete={"advance_report": "cascade"},
    )
    employee_id = fields.Many2one(
        "hr.employee", "Accountable Person", check_company=True,
        compute="_compute_employee_id", store=True, readonly=False, precompute=True,
        help="Who bought the goods and reports on the advance: the director, unless you choose "
             "somebody else.",
    )

    @api.depends("company_id")
    def _compute_employee_id(self):
        for receipt in self:
            # An unsaved form can name any company, whose director must not be revealed.
            own = receipt.company_id in self.env.user.company_ids
            receipt.employee_id = own and receipt._director()

    def _director(self):
        """The head of the company's employees; empty if there is no clear one.

        This is the only employee without a manager who manages others, or else the only one without
        a manager.
        """
        top = self.env["hr.employee"].sudo().search([
            ("company_id", "=", self.company_id.id), ("parent_id", "=", False),
        ])
        heads = top.filtered("child_ids") or top
        return heads if len(heads) == 1 else heads.browse()

    def _create_documents(self, order):
        if self.kind != "advance_report":
            return super()._create_documents(order)
        journal = self._journal()
        return order._ozon_create_expenses(self.employee_id, journal, {
            line.product_id: line._debit_account(journal) for line in self.line_ids
        })

    def _check_document(self):
        super()._check_document()
        if self.kind == "advance_report" and not self.employee_id:
            raise UserError(self.env._(
                "Choose the accountable person of the advance report: it is not clear who the "
                "director of %s is. You can also set the managers under Employees so that only one "
                "person has no manager. Nothing was received.", self.company_id.name,
            ))
        if self.kind == "advance_report":
            self._check_employee()

    def _check_employee(self):
        """Refuse users who may not approve the expense, because the receipt approves it."""
        user, employee = self.env.user, self.employee_id.sudo()
        if user == employee.user_id or user.partner_id == employee.work_contact_id:
            raise UserError(self.env._(
                "You are %s, and the receipt would approve your own expense, so nothing was "
                "received. Ask a colleague to receive the goods.", employee.name,
            ))
        approves = (
            user.has_group("hr_expense.group_hr_expense_user")
            or user == employee.expense_manager_id
        )
        if employee != self._director() and not approves:
            raise AccessError(self.env._(
                "%(employee)s is not the director, and the expense would be approved with the "
                "receipt. Nothing was received. Choose the director, or ask somebody who may "
                "approve expenses of %(employee)s (Expenses ▸ All Approver).",
                employee=employee.name,
            ))

    def _check_creditor(self, partner):
        if self.kind != "advance_report":
            return super()._check_creditor(partner)
        person = self.employee_id.sudo().work_contact_id
        if not person:
            raise UserError(self.env._(
                "%s has no contact, so the advance report cannot be booked. Choose the contact on "
                "the employee.", self.employee_id.name,
            ))
        return super()._check_creditor(person)
