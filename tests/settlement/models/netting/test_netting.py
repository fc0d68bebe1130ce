"""Ozon withholds services from what it owes, whichever is booked first."""

from datetime import date

from tests.settlement.common import LOGISTICS, STARS, SettlementCase


class NettingCase(SettlementCase):
    """The published example: Ozon owes 2,800.00 for sales and takes a fee of 190.00."""

    def arrange(self):
        super().arrange()
        self.publish()
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75"), (STARS, "-40"))
        self.load()
        self.report = self.env["ozon.realization.report"].search([
            ("account_id", "=", self.account.id), ("period", "=", "2026-09-01"),
        ])
        self.bring_goods(self.report)

    def owed(self):
        """The balances of accounts 62 and 60, and the open amounts of both."""
        self.env.flush_all()
        lines = self.env["account.move.line"].search([
            ("parent_state", "=", "posted"), ("company_id", "=", self.company.id),
            ("account_id.code", "in", ("60.01", "62.01")),
        ])
        by_code = lines.grouped(lambda line: line.account_id.code)
        return tuple(
            round(sum(by_code.get(code, lines.browse()).mapped("balance")), 2)
            for code in ("60.01", "62.01")
        )

    def documents(self):
        return self.report, self.act(), self.act("star")


class TestNetting(NettingCase):
    def test_in_whatever_order_the_month_is_booked_the_same_is_owed(self):
        for order in (0, 1, 2), (2, 0, 1), (1, 2, 0):
            with self.subTest(order=order):
                for place in order:
                    self.documents()[place].action_confirm()
                self.assertEqual(self.owed(), (0, 2495.0))
                for document in self.documents():
                    document.action_reset()
                self.assertEqual(self.owed(), (0, 0))

    def test_a_report_that_is_taken_back_and_booked_again_is_netted_again(self):
        for document in self.documents():
            document.action_confirm()
        self.report.action_reset()
        self.assertEqual(self.owed(), (-115.0, 0))
        self.assertEqual(self.act().state, "posted")
        self.report.action_confirm()
        self.assertEqual(self.owed(), (0, 2495.0))
        failed = [
            check for document in self.documents() for check in document.checks
            if check["state"] == "failed"
        ]
        self.assertEqual(failed, [])

    def test_services_alone_wait_for_what_ozon_owes(self):
        self.act().action_confirm()
        self.assertEqual(self.owed(), (-75.0, 0))
        self.assertFalse(self.act().netting_move_id)

    def test_switched_off_both_stay_open(self):
        self.account.post_netting = False
        for document in self.documents():
            document.action_confirm()
        self.assertEqual(self.owed(), (-305.0, 2800.0))

    def test_every_entry_says_of_which_cabinet_month_and_kind_it_is(self):
        for document in self.documents():
            document.action_confirm()
        entries = self.env["account.move"].search([("ozon_account_id", "=", self.account.id)])
        self.assertEqual(set(entries.mapped("ozon_period")), {date(2026, 9, 1)})
        kinds = sorted(entries.mapped("ozon_kind"))
        self.assertEqual(
            kinds, ["netting"] * 3 + ["realization"] * 3 + ["service"] * 2,
        )
