"""Settlements and compensations as files."""

from odoo.exceptions import UserError

from tests.fake_ozon.compensations import COMPENSATION, DECOMPENSATION
from tests.odoo.wizards.test_file_import import FileCase
from tests.settlement.common import DUE
from tests.settlement.models.compensation.test_compensations import CompensationCase


class TestSettlementFiles(FileCase, CompensationCase):
    def test_a_settlement_and_compensations_go_the_way_of_ozon_s_own(self):
        self.company.vat = "7712345671"
        told = self.settlement()
        told.add("Акт выполненных работ", "101", debit="120.50")
        good = told.as_xlsx()

        self.assertEqual(self.said(good)[0], "passed")
        settlement = self.env["ozon.settlement"].search([("account_id", "=", self.account.id)])
        self.assertEqual((settlement.state, settlement.closing_balance), ("loaded", -120.50))
        self.assertEqual(settlement.raw_attachment_id.raw, good)
        self.assertIn("Nothing was changed", self.said(good)[1])
        told.add("Акт об оказанных услугах", "102", debit="1")
        state, text = self.said(told.as_xlsx())
        self.assertEqual(state, "passed")
        self.assertIn("Акт об оказанных услугах 102 1.00 0.00", text)
        told.receiver = ("ООО", "7809876543", "1")
        self.assertIn("7809876543", self.said(told.as_xlsx())[1])

        with self.at(DUE):
            lost = self.lose().as_xlsx()
            self.assertIn("do not state their month", self.said(lost)[1])
            state, text = self.said(lost, month="2026-09-01")
        self.assertEqual(state, "passed", text)
        document = self.env["ozon.compensation"].search([("account_id", "=", self.account.id)])
        self.assertEqual(
            (document.kind, document.state, document.amount, document.brought_by_id),
            ("compensation", "to_review", 150.00, self.env.user), document.error_message,
        )  # fmt: skip
        self.assertEqual(document.file_attachment_id.raw, lost)
        with self.at(DUE):
            self.assertIn("Nothing was changed", self.said(lost, month="2026-09-01")[1])
            found = self.find().as_xlsx()
            self.assertEqual(self.said(found, month="2026-09-01")[0], "passed")
        self.assertFalse(self.ozon.asked(COMPENSATION) or self.ozon.asked(DECOMPENSATION))
        with self.assertRaises(UserError):
            self.env["ozon.file.import"].create({}).action_import()
