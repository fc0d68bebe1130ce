"""Accruals of a month become bills of services."""

from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError

from tests.settlement.common import (
    ACQUIRING,
    INSURANCE,
    LOGISTICS,
    STARS,
    STORAGE,
    SettlementCase,
    Sold,
)


class TestServiceActs(SettlementCase):
    def arrange(self):
        super().arrange()
        self.plant_posting(date(2026, 9, 3), Sold(
            1001, paid="1142.1", points="1354.48", partners="11.42", fee="-1304.16",
            services=((LOGISTICS, "-75"), (29, "-9.99")),
        ))
        self.plant(date(2026, 9, 10), (STORAGE, "-300.50"), (ACQUIRING, "-20"))
        self.plant(date(2026, 9, 30), (STARS, "-40"), (INSURANCE, "-5.05"), (LOGISTICS, "10"))

    def test_each_document_of_ozon_becomes_a_draft_bill(self):
        self.load()
        acts = self.env["ozon.service.act"].search([("account_id", "=", self.account.id)])
        self.assertEqual(
            {act.kind: (act.state, act.amount) for act in acts},
            {
                "service": ("to_review", 365.50), "reinvoiced": ("to_review", 29.99),
                "star": ("to_review", 40.0), "insurance": ("to_review", 5.05),
            },
            acts.mapped("error_message"),
        )
        for act in acts:
            self.assertEqual(act.bill_id.state, "draft")
            self.assertEqual(act.bill_id.amount_total, act.amount)
            self.assertEqual(act.bill_id.date, date(2026, 9, 30))
        self.assertEqual(
            sum(Decimal(str(act.accrued)) for act in acts),
            self.sum_of_accruals("service", "reinvoiced", "star", "insurance"),
        )

    def test_the_bill_has_a_line_for_each_type_with_the_accruals_behind_it(self):
        self.load()
        act = self.act()
        labels = act.bill_id.invoice_line_ids.mapped("name")
        self.assertEqual(len(labels), 2)
        line = act.bill_id.invoice_line_ids.filtered(lambda one: "Логистика" in one.name)
        self.assertEqual(line.price_unit, 65.0)
        accruals = self.env["ozon.accrual"].search(
            line.ozon_act_line_id.action_open_accruals()["domain"]
        )
        self.assertEqual(sorted(accruals.mapped("amount")), [-75.0, 10.0])

    def test_confirming_reset_and_confirming_books_the_same(self):
        self.load()
        act = self.act()
        act.action_confirm()
        self.assertEqual((act.state, act.bill_id.state), ("posted", "posted"))
        booked = self.balances()
        act.action_reset()
        self.assertEqual(act.bill_id.state, "draft")
        act.action_confirm()
        self.assertEqual(self.balances(), booked)
        self.assertEqual(act.bill_id.ozon_kind, "service")
        self.assertEqual(act.bill_id.ozon_account_id, self.account)

    def test_an_account_with_bills_of_services_alone_cannot_be_deleted(self):
        self.load()
        self.account.report_ids.unlink()
        self.assertTrue(self.act().bill_id)
        with self.assertRaisesRegex(UserError, "Archive the account"):
            self.account.unlink()

    def test_another_way_of_billing_bills_no_month_twice(self):
        self.load()
        self.act().action_confirm()
        self.account.service_bills = "in_one"
        self.env["ozon.accrual.feed"]._load_now(self.account)
        self.load("2026-10-08 04:00:00")
        acts = self.env["ozon.service.act"].search([
            ("account_id", "=", self.account.id), ("state", "!=", "cancelled"),
        ])
        self.assertEqual(
            sorted(acts.mapped("kind")), ["insurance", "reinvoiced", "service", "star"],
        )
        self.assertFalse(any(acts.mapped("changed")))
        self.assertEqual(sum(acts.mapped("amount")), 440.54)

    def test_a_group_is_booked_by_its_rule_and_points_with_it(self):
        vat = self.create_tax("purchase", 22, included=True)
        travel = self.env["account.account"].create({
            "code": "44.09", "name": "Логистика", "account_type": "expense",
            "company_ids": self.company.ids,
        })
        self.account.service_rule_ids.create({
            "account_id": self.account.id, "group": "service", "valid_from": "2026-01-01",
            "tax_ids": vat.ids, "ledger_account_id": travel.id,
        })
        self.load()
        lines = self.act().bill_id.invoice_line_ids
        self.assertEqual(lines.account_id, travel)
        self.assertEqual(lines.tax_ids, vat)
        self.assertEqual(self.account._taxes_of_group("service", date(2026, 9, 1)), vat)
        self.assertFalse(self.act("insurance").bill_id.invoice_line_ids.tax_ids)

    def test_a_correction_is_of_the_kind_that_it_corrects(self):
        self.load()
        star = self.act("star")
        star.action_confirm()
        self.plant(date(2026, 9, 29), (STARS, "-2"))
        self.env["ozon.accrual.feed"]._read_again(
            self.account, date(2026, 9, 29), date(2026, 9, 29),
        )
        self.load("2026-10-08 04:00:00")
        self.assertTrue(star.changed)
        star.action_create_correction()
        correction = star.correction_ids
        self.assertEqual(
            (correction.kind, correction.amount, correction.state), ("star", 2, "to_review"),
        )

    def balances(self):
        rows = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", self.company.id)],
            ["account_id"], ["balance:sum"],
        )
        return {account.code: balance for account, balance in rows}
