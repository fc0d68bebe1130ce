"""How hostile colleagues, or chance, could change service bills and their proofs."""

from datetime import date

from odoo import Command
from odoo.exceptions import UserError

from tests.odoo.outside import OutsideCase
from tests.settlement.common import DUE, LAST, LOGISTICS, SettlementCase

OCTOBER, DUE_OF_OCTOBER = date(2026, 10, 1), "2026-11-07 04:00:00"


class TestDrafts(OutsideCase, SettlementCase):
    """A buyer may draft vendor bills in Odoo; a bookkeeper posts those that pass the checks."""

    def arrange(self):
        super().arrange()
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75"))
        self.load()
        self.bill = self.act().bill_id

    def setUp(self):
        super().setUp()
        self.log_in("buyer", "purchase.group_purchase_user")

    def rewrite(self, **vals):
        self.call("account.move", "write", self.bill.ids, vals)
        self.assertIsNone(self.refusal)

    def failed(self):
        return {check["name"] for check in self.act().checks if check["state"] == "failed"}

    def test_a_bill_of_somebody_else_is_not_posted(self):
        self.rewrite(partner_id=self.env["res.partner"].create({"name": "Кум"}).id)
        with self.assertRaisesRegex(UserError, "would not go to Ozon"):
            self.act().action_confirm()
        self.assertEqual(self.bill.state, "draft")

    def test_another_month_fails_a_check(self):
        self.assertEqual(self.failed(), set())
        self.rewrite(invoice_date="2026-11-20", date="2026-11-20")
        self.assertEqual(self.failed(), {"dates"})

    def test_other_lines_of_the_same_total_fail_a_check(self):
        line = self.bill.invoice_line_ids
        self.rewrite(invoice_line_ids=[
            Command.update(line.id, {"price_unit": 1075}),
            Command.create({"name": "Скидка", "price_unit": -1000, "tax_ids": []}),
        ])
        self.assertEqual(self.bill.amount_total, 75)
        self.assertEqual(self.failed(), {"bill"})

    def test_another_tax_in_the_same_total_fails_a_check(self):
        tax = self.purchase_tax(22, True)
        self.rewrite(invoice_line_ids=[
            Command.update(self.bill.invoice_line_ids.id, {"tax_ids": [Command.set(tax.ids)]}),
        ])
        self.assertEqual(self.bill.amount_total, 75)
        self.assertEqual(self.failed(), {"bill"})


class TestProofs(SettlementCase):
    def test_a_fee_that_is_the_same_every_month_is_proved_by_its_own_document(self):
        """The settlement of September names 75.00; this does not prove October's 75.00."""
        for day in date(2026, 9, 3), date(2026, 10, 3):
            self.plant(day, (LOGISTICS, "-75"))
        self.load(DUE_OF_OCTOBER)
        september, october = self.act(), self.act(month=OCTOBER)
        lines = self.env["ozon.settlement"].search([
            ("account_id", "=", self.account.id), ("period", "=", "2026-09-01"),
        ])
        lines.write({"currency_id": self.company.currency_id.id, "line_ids": [Command.create({
            "name": "Акт выполненных работ", "kind": "service", "number": "9",
            "date": LAST, "debit": 75,
        })]})
        for act, proof in ((october, "missing"), (september, "proved"), (october, "missing")):
            act.action_compare()
            self.assertEqual(act.proof, proof)

    def test_a_decision_is_for_the_total_that_a_person_has_seen(self):
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75"))
        self.settlement().add("Акт выполненных работ", "1", debit="80")
        self.load()
        self.prove()
        act = self.act()
        act.action_take_settlement()
        self.assertEqual((act.amount, act.takes_settlement), (80, True))
        act.action_compare()
        self.assertEqual((act.amount, act.takes_settlement), (80, True))

        act.settlement_line_ids.sudo().debit = 1_000_000
        act.action_compare()

        self.assertEqual((act.amount, act.takes_settlement, act.proof), (75, False, "different"))

    def test_accruals_of_two_cabinets_are_not_mixed(self):
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75"))
        self.load(DUE)
        self.assertFalse(self.account.report_ids.line_ids or self.account.product_ids)
        self.account.report_ids.unlink()
        with self.assertRaisesRegex(UserError, "would mix"):
            self.account.client_id = "999"
