"""Goods without documents on an advance report of the director."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from tests.fake_ozon import report, row, side
from tests.odoo.kopeck import KopeckCase


class AdvanceReportCase(KopeckCase):
    def arrange(self):
        super().arrange()
        self.director = self.employee("Директор")
        self.employee("Кладовщик", parent_id=self.director.id)

    def employee(self, name, **values):
        return self.env["hr.employee"].create(
            {"name": name, "company_id": self.company.id, **values}
        )

    def bookkeeper(self):
        return self.env["res.users"].create(
            {
                "name": "Бухгалтер",
                "login": "bookkeeper",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("ozon_connector.group_ozon_user").ids)],
            }
        )


class TestAdvanceReport(AdvanceReportCase):
    def test_it_is_a_receipt_and_a_posted_expense_of_the_director(self):
        mug = self.product()

        order = self.receive({mug: 10}, kind="advance_report")

        self.assertEqual((self.in_stock(mug), order.picking_ids.state), (10, "done"))
        self.assertFalse(order.invoice_ids)
        self.assertEqual(order.invoice_status, "no")
        expense = order.ozon_expense_ids
        self.assertEqual((expense.employee_id, expense.total_amount), (self.director, 0.10))
        self.assertEqual((expense.state, str(expense.date)), ("posted", "2026-08-31"))
        self.assertEqual(expense.name, "Advance Report No. 15 of 08/31/2026")

    def test_its_payment_is_left_to_the_user(self):
        entry = self.receive(
            {self.product(): 10}, kind="advance_report"
        ).ozon_expense_ids.account_move_id

        self.assertEqual((entry.state, entry.payment_state), ("posted", "not_paid"))
        self.assertEqual(entry.partner_id, self.director.work_contact_id)
        self.assertEqual(str(entry.date), "2026-08-31")
        self.env["account.journal"].create(
            {"name": "Касса", "code": "КАС", "type": "cash", "company_id": self.company.id}
        )
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=entry.ids
        )
        self.assertEqual(register.create({}).amount, 0.10)

    def test_value_and_entries_by_cost_method_and_valuation(self):
        for cost in ("standard", "average", "fifo"):
            for valuation, debit in (("periodic", "44.02"), ("real_time", "41.01")):
                with self.subTest(cost=cost, valuation=valuation):
                    mug = self.product(cost=cost, valuation=valuation)
                    order = self.receive(
                        {mug: 10}, kind="advance_report", number=f"{cost} {valuation}"
                    )
                    self.assertEqual((mug.standard_price, mug.total_value), (0.01, 0.10))
                    entry = order.ozon_expense_ids.account_move_id
                    self.assertEqual(self.items(entry), {debit: 0.10, "60.01": -0.10})

    def test_goods_of_two_accounts_are_two_expenses_of_one_entry(self):
        order = self.receive(
            {self.product("А"): 10, self.product("Б", valuation="real_time"): 5},
            kind="advance_report",
        )

        self.assertEqual(order.ozon_expense_ids.mapped("total_amount"), [0.10, 0.05])
        entry = order.ozon_expense_ids.account_move_id
        self.assertEqual(self.items(entry), {"44.02": 0.10, "41.01": 0.05, "60.01": -0.15})

    def test_a_bookkeeper_without_rights_on_employees_and_expenses_makes_and_undoes_it(self):
        bookkeeper = self.bookkeeper()
        mug = self.product()
        own = self.env(user=bookkeeper)
        receipt = own["ozon.kopeck.receipt"].create(
            {
                "number": "15", "date": "2026-08-31", "location_id": self.location.id,
                "kind": "advance_report",
                "line_ids": [Command.create({"product_id": mug.id, "quantity": 10})],
            }
        )  # fmt: skip

        action = receipt.action_receive()

        order = self.env["purchase.order"].browse(action["res_id"])
        self.assertEqual(order.ozon_expense_ids.state, "posted")
        order.with_user(bookkeeper).action_ozon_undo_receipt()
        self.assertEqual(order.state, "cancel")

    def test_such_a_bookkeeper_fills_in_the_dialog_and_finds_the_entry(self):
        mug = self.product()
        mine = self.env["ozon.kopeck.receipt"].with_user(self.bookkeeper())
        with Form(mine) as form:
            form.kind = "advance_report"
            self.assertEqual(form.employee_id.name, "Директор")
            with form.line_ids.new() as line:
                line.product_id = mug
        order = self.env["purchase.order"].browse(form.record.action_receive()["res_id"])

        action = order.with_user(mine.env.user).action_open_ozon_expenses()

        entry = order.ozon_expense_ids.account_move_id
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", entry.id))
        self.assertEqual(order.action_open_ozon_expenses()["res_model"], "hr.expense")

    def test_the_other_kinds_are_bills_as_before(self):
        order = self.receive({self.product(): 10})

        self.assertEqual(order.invoice_ids.payment_state, "blocked")
        self.assertFalse(order.ozon_expense_ids)

    def test_a_report_s_shortage_is_gone_after_it(self):
        self.publish(report([row(sku=1, sold=side(12))]))
        imported = self.import_month()
        action = imported.action_kopeck_receipt()
        receipt = self.env["ozon.kopeck.receipt"].browse(action["res_id"])
        receipt.kind = "advance_report"

        receipt.action_receive()

        self.assertEqual(imported._shortage(), [])


class TestDirector(AdvanceReportCase):
    def proposed(self):
        return self.env["ozon.kopeck.receipt"].create({"kind": "advance_report"}).employee_id

    def test_the_head_of_those_who_have_a_manager_is_proposed(self):
        self.employee("Фрилансер")

        self.assertEqual(self.proposed(), self.director)

    def test_two_heads_leave_the_choice_to_the_user(self):
        self.employee("Курьер", parent_id=self.employee("Второй директор").id)
        self.assertFalse(self.proposed())

        order = self.receive(
            {self.product(): 1}, kind="advance_report", employee_id=self.director.id
        )

        self.assertEqual(order.ozon_expense_ids.employee_id, self.director)

    def test_a_missing_director_is_refused_with_the_reason(self):
        self.env["hr.employee"].search([("company_id", "=", self.company.id)]).active = False
        receipt = self.receipt({self.product(): 1}, kind="advance_report")

        with self.assertRaisesRegex(UserError, "accountable person of the advance report"):
            receipt.action_receive()
        self.assertFalse(self.env["purchase.order"].search([("ozon_receipt_kind", "!=", False)]))

    def test_a_director_without_a_payable_account_is_refused(self):
        receipt = self.receipt({self.product(): 1}, kind="advance_report")
        self.env["ir.default"].search(
            [("field_id.name", "=", "property_account_payable_id")]
        ).unlink()
        self.env.registry.clear_cache()
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, "payable account"):
            receipt.action_receive()

    def test_another_company_s_director_is_not_proposed_and_is_refused(self):
        other = self.create_company("ООО «Лютик»")
        stranger = self.employee("Чужой", company_id=other.id)

        with self.assertRaises(UserError):
            self.receipt({self.product(): 1}, kind="advance_report", employee_id=stranger.id)


class TestUndo(AdvanceReportCase):
    def test_the_goods_are_returned_and_the_expense_is_refused(self):
        mug = self.product()
        order = self.receive({mug: 10}, kind="advance_report")
        entry = order.ozon_expense_ids.account_move_id

        order.action_ozon_undo_receipt()

        self.assertEqual((order.state, entry.state), ("cancel", "cancel"))
        self.assertEqual(order.ozon_expense_ids.state, "refused")
        self.assertEqual((self.in_stock(mug), mug.total_value), (0, 0))

    def test_it_is_refused_when_the_director_was_paid(self):
        journal = self.env["account.journal"].create(
            {"name": "Касса", "code": "КАС", "type": "cash", "company_id": self.company.id}
        )
        order = self.receive({self.product(): 10}, kind="advance_report")
        entry = order.ozon_expense_ids.account_move_id
        journal.outbound_payment_method_line_ids.payment_account_id = self.goods_account
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=entry.ids
        ).create({"journal_id": journal.id})._create_payments()

        with self.assertRaisesRegex(UserError, "is paid"):
            order.action_ozon_undo_receipt()
        self.assertEqual(entry.state, "posted")

    def test_it_is_refused_in_a_locked_period(self):
        order = self.receive({self.product(): 10}, kind="advance_report")
        self.company.fiscalyear_lock_date = "2026-08-31"

        with self.assertRaisesRegex(UserError, "locked period"):
            order.action_ozon_undo_receipt()
