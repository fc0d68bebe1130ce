"""Nobody gets their own expense approved by receiving goods without documents."""

from odoo import Command
from odoo.tests import tagged

from tests.odoo.outside import OutsideCase

USER = "ozon_connector.group_ozon_user"


@tagged("standard", "post_install", "-at_install")
class TestExpenses(OutsideCase):
    def arrange(self):
        super().arrange()
        self.director = self.employee("Директор")
        self.keeper = self.employee("Кладовщик", parent_id=self.director.id)
        self.mug = self.product()

    def employee(self, name, **values):
        return self.env["hr.employee"].create(
            {"name": name, "company_id": self.company.id, **values}
        )

    def receive_over_api(self, employee, price=0.01, number="15"):
        line = {"product_id": self.mug.id, "quantity": 1000, "price_unit": price}
        [receipt_id] = self.call("ozon.kopeck.receipt", "create", [{
            "kind": "advance_report", "number": number, "date": "2026-08-31",
            "location_id": self.location.id, "employee_id": employee.id, "confirmed": True,
            "line_ids": [Command.create(line)],
        }])  # fmt: skip
        self.call("ozon.kopeck.receipt", "action_receive", [receipt_id])
        orders = self.env["purchase.order"].search([("ozon_receipt_number", "=", number)])
        return orders.ozon_expense_ids

    def test_a_million_for_oneself_is_refused(self):
        self.keeper.user_id = self.log_in("keeper", USER)
        self.assertFalse(self.receive_over_api(self.keeper, price=1000.0))
        self.assertIn("at most", self.refusal)
        self.assertFalse(self.receive_over_api(self.keeper))
        self.assertIn("your own expense", self.refusal)

    def test_not_even_by_a_director_or_an_administrator(self):
        self.director.user_id = self.log_in(
            "director", "ozon_connector.group_ozon_manager",
            "hr_expense.group_hr_expense_manager",
        )
        self.assertFalse(self.receive_over_api(self.director))
        self.assertIn("your own expense", self.refusal)

    def test_who_is_the_contact_of_an_employee_is_that_employee(self):
        user = self.log_in("keeper", USER, "hr_expense.group_hr_expense_user")
        self.keeper.work_contact_id = user.partner_id
        self.assertFalse(self.receive_over_api(self.keeper))
        self.assertIn("your own expense", self.refusal)

    def test_the_director_s_is_received_by_a_bookkeeper(self):
        self.log_in("bookkeeper", USER)
        expense = self.receive_over_api(self.director)
        self.assertEqual((expense.state, expense.total_amount), ("posted", 10.0))

    def test_another_s_is_received_by_who_may_approve_it(self):
        self.log_in("bookkeeper", USER)
        self.assertFalse(self.receive_over_api(self.keeper))
        self.assertIn("is not the director", self.refusal)

        self.keeper.expense_manager_id = self.log_in(
            "team", USER, "hr_expense.group_hr_expense_team_approver"
        )
        self.assertTrue(self.receive_over_api(self.keeper, number="16"), self.refusal)
        other = self.employee("Курьер", parent_id=self.director.id)
        self.assertFalse(self.receive_over_api(other, number="17"))

        self.log_in("approver", USER, "hr_expense.group_hr_expense_user")
        self.assertTrue(self.receive_over_api(other, number="18"), self.refusal)

    def test_the_limit_of_approval_counts_here_too(self):
        self.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 5})
        self.log_in("bookkeeper", USER)
        self.assertFalse(self.receive_over_api(self.director))
        self.assertIn("approve", self.refusal)
        self.assertFalse(self.env["hr.expense"].search([]).filtered("ozon_order_id"))

    def test_an_expense_of_an_order_is_not_taken_from_it(self):
        self.log_in("bookkeeper", USER, "hr_expense.group_hr_expense_manager")
        expense = self.receive_over_api(self.director)
        order = expense.ozon_order_id
        for command in (Command.unlink(expense.id), Command.clear(), Command.set([])):
            with self.subTest(command=command):
                self.call("purchase.order", "write", order.ids, {"ozon_expense_ids": [command]})
                self.assertEqual(expense.ozon_order_id, order)
