"""The month that ties: Ozon's balance compared with the books, each difference with a reason."""

from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError

from tests.fake_ozon import Seller
from tests.fake_ozon.settlement_file import Settlement
from tests.settlement.common import LOGISTICS, MONTH
from tests.settlement.month_case import NOVEMBER, OCTOBER, MonthCase

D = Decimal
# One product: 950.00 paid and 50.00 points, fee 20 %. The other: 900.00 − 300.00, fee 10 %.
SALES, RETURNS, POINTS, FEE = D("1850"), D("-300"), D("50"), D("-260")
SERVICES, STAR = D("-75.50"), D("-40")


class TestComparedMonth(MonthCase):
    """Ozon's balance is compared with the books, which have nothing of it yet."""

    def arrange(self):
        super().arrange()
        self.ask()

    def test_a_month_of_which_nothing_is_booked_says_what_is_to_come(self):
        month = self.month()
        self.assertEqual(
            (month.opening_balance, month.accrued, month.paid, month.closing_balance),
            (0, 1224.5, -500, 724.5),
        )
        self.assertEqual((month.state, month.difference), ("to_review", 724.5))
        self.assertEqual(self.differences(), [
            ("sales", SALES, "draft"), ("returns", RETURNS, "draft"),
            ("points", POINTS, "draft"), ("fee", FEE, "draft"),
            ("service", SERVICES, "draft"), ("star", STAR, "draft"),
            ("payout", D("-500"), "on_way"),
        ])

    def test_a_document_that_is_dated_in_another_month_lacks_here_and_stands_there(self):
        self.receive_payout()
        act = self.act()
        act.bill_id.date = "2026-10-02"
        self.book()
        self.ask(NOVEMBER)

        self.assertEqual(self.differences(), [("service", SERVICES, "other_month")])
        self.assertIn(("service", -SERVICES, "earlier_month"), self.differences(OCTOBER))
        self.assertIn(("opening", SERVICES, "earlier"), self.differences(OCTOBER))
        self.assertEqual(self.month(OCTOBER).difference, 0)

    def test_both_sources_are_shown_where_they_disagree(self):
        settlement = Settlement(2026, 9)
        self.seller.finance.settlements[2026, 9] = settlement
        settlement.add("Акт выполненных работ", "1", debit="75.50")
        self.prove()
        self.ask("2026-10-08 04:00:00")

        month = self.month()
        self.assertTrue(month.sources_differ)
        self.assertEqual((month.settlement_closing, month.closing_balance), (-75.5, 724.5))


class TestBookedMonth(MonthCase):
    """Everything is booked after the first comparison, and the payout is in the bank."""

    def arrange(self):
        super().arrange()
        self.ask()
        self.receive_payout()
        self.book()

    def test_a_booked_month_ties(self):
        self.ask("2026-10-08 04:00:00")

        month = self.month()
        self.assertEqual(self.differences(), [])
        self.assertEqual((month.state, month.difference), ("tied", 0))
        self.assertEqual(str(month.tied_on), "2026-10-08")
        self.assertEqual(month.booked_closing, 724.5)
        self.assertEqual(sum(month.line_ids.mapped("ozon_amount")), 724.5)

    def test_it_is_compared_again_when_something_is_booked_or_taken_back(self):
        self.test_a_booked_month_ties()
        act = self.act()
        with self.at("2026-10-09 09:00:00"):
            act.action_reset()
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")

        month = self.month()
        self.assertEqual((month.state, month.difference), ("to_review", -75.5))
        self.assertEqual(self.differences(), [("service", SERVICES, "draft")])
        told = month.message_ids.filtered(lambda message: "tied and now differs" in message.body)
        self.assertEqual(len(told), 1)
        self.assertIn(self.account._responsible().partner_id, told.notified_partner_ids)

        with self.at("2026-10-09 10:00:00"):
            act.action_confirm()
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")
        self.assertEqual(self.month().state, "tied")

    def test_what_is_booked_by_hand_without_ozon_stands_alone(self):
        self.by_hand(-12.34)
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.differences(), [("other", D("12.34"), "by_hand")])
        self.assertEqual(self.month().state, "different")

    def test_a_kopeck_beyond_the_accruals_is_unexplained(self):
        self.seller.finance.outside_balance = (
            lambda accrual: accrual["total_amount"]["amount"] == "-40"
        )
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.differences(), [("services", D("40"), "unexplained")])

    def test_a_bill_with_another_amount_differs(self):
        self.plant(date(2026, 9, 29), (LOGISTICS, "-550"))
        self.load("2026-10-05 04:00:00")
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.differences(), [("service", D("-550"), "amount")])

    def test_a_payout_that_ozon_does_not_name_is_no_payout_of_ozon(self):
        line = self.receive_payout(33.33, "2026-09-29")
        receivable = self.account.partner_id.with_company(
            self.company
        ).property_account_receivable_id
        _liquidity, suspense, _others = line._seek_for_lines()
        suspense.account_id = receivable
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.differences(), [("payout", D("33.33"), "no_source")])


class TestMonth(MonthCase):
    """Each test has settings, accruals or cabinets of its own."""

    def test_points_that_are_income_tie_as_well(self):
        self.account.points_policy = "income"
        self.ask()
        self.receive_payout()
        self.book()
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.differences(), [])
        self.assertEqual(self.month().state, "tied")

    def test_one_bill_for_all_services_ties_as_well(self):
        self.account.service_bills = "in_one"
        self.ask()
        self.receive_payout()
        self.book()
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.differences(), [])
        self.assertEqual(self.month().state, "tied")

    def test_a_compensation_is_named_and_an_entry_by_hand_settles_it(self):
        self.plant(date(2026, 9, 20), (10, "610"))
        self.ask()
        self.receive_payout()
        self.book()
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.differences(), [("compensation", D("610"), "not_loaded")])
        # The user does not want Ozon's report, and books it in another way.
        self.env["ozon.compensation"].search([("state", "=", "waiting")]).action_cancel()
        self.ask("2026-10-08 05:00:00")
        self.assertEqual(self.differences(), [("compensation", D("610"), "to_book")])
        [line] = self.month().line_ids.filtered("reason")
        self.assertEqual(line.name, "Компенсация")
        self.assertEqual(line.action_open()["res_model"], "ozon.accrual")

        entry = self.by_hand(610)
        self.ask("2026-10-09 04:00:00")
        self.assertEqual(self.differences(), [])
        held = self.month().line_ids.filtered(lambda line: line.kind == "compensation")
        self.assertEqual(held.move_id, entry)

    def test_a_set_off_is_named_by_its_type(self):
        self.plant(date(2026, 9, 28), (72, "-317.12"))
        self.ask()

        self.assertIn(("balance", D("-317.12"), "set_off"), self.differences())

    def test_accruals_that_are_added_to_old_days_are_read_again(self):
        self.ask("2026-10-20 04:00:00")
        self.plant(date(2026, 9, 2), (10, "12"))
        self.ask("2026-10-21 04:00:00")
        self.assertIn(("services", D("12"), "unexplained"), self.differences())
        self.ask("2026-10-21 04:10:00")
        self.assertIn(("compensation", D("12"), "not_loaded"), self.differences())

    def test_a_shifted_balance_has_no_opening_entry_and_gets_one(self):
        self.seller.finance.opening_balance = D("1000")
        self.ask()
        self.receive_payout()
        self.book()
        self.ask("2026-10-08 04:00:00")
        self.assertEqual(self.differences(), [("opening", D("1000"), "no_opening")])

        counter = self.ledger_account("80.77", "equity")
        [line] = self.month().line_ids.filtered("reason")
        action = line.action_open()
        opening = self.env[action["res_model"]].with_context(**action["context"]).create(
            {"counter_account_id": counter.id}
        )
        self.assertEqual((opening.amount, str(opening.date)), (1000, "2026-08-31"))
        opening.action_book()

        self.assertEqual(self.month().state, "tied")
        entry = self.env["account.move"].search([("ozon_kind", "=", "opening")])
        self.assertEqual(
            (entry.ozon_account_id, str(entry.ozon_period)), (self.account, "2026-09-01"),
        )
        with self.assertRaisesRegex(UserError, "nothing to book"):
            self.env[action["res_model"]].with_context(**action["context"]).create(
                {"counter_account_id": counter.id}
            ).action_book()

        # It can be taken back like any entry.
        with self.at("2026-10-08 10:00:00"):
            entry.button_draft()
            entry.button_cancel()
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")
        self.assertEqual(self.differences(), [("opening", D("1000"), "no_opening")])

    def test_the_next_month_carries_the_difference_on(self):
        self.plant(date(2026, 9, 20), (10, "610"))
        self.plant(date(2026, 10, 5), (LOGISTICS, "-10"))
        self.ask(NOVEMBER)
        self.receive_payout()
        self.book()
        self.book(OCTOBER)
        self.ask("2026-11-08 04:00:00")

        self.assertEqual(self.differences(), [("compensation", D("610"), "not_loaded")])
        self.assertIn(("opening", D("610"), "earlier"), self.differences(OCTOBER))
        self.env["ozon.compensation"].search([("state", "=", "waiting")]).action_cancel()
        self.by_hand(610)
        self.ask("2026-11-09 04:00:00")
        self.assertEqual(self.month().state, "tied")
        self.assertNotIn("earlier", [reason for *_row, reason in self.differences(OCTOBER)])

    def test_the_running_month_is_open(self):
        self.plant(date(2026, 10, 2), (LOGISTICS, "-10"))
        self.ask()

        october = self.month(OCTOBER)
        self.assertEqual((october.state, str(october.until)), ("open", "2026-10-06"))
        self.assertEqual(october.closing_balance, 714.5)

    def test_two_cabinets_of_one_partner_do_not_mix(self):
        other = self.serve_second_cabinet()
        self.ask()
        self.receive_payout()
        self.book()
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.month().state, "tied")
        self.assertEqual(self.month(account=other).booked_closing, 0)

    def serve_second_cabinet(self):
        seller = Seller(client_id="654321")
        self.ozon.sellers.append(seller)
        return self.connect(seller, import_from=MONTH)


class TestUnknownType(MonthCase):
    """Ozon takes 11.00 for something that nobody knows."""

    def arrange(self):
        super().arrange()
        self.plant(date(2026, 9, 20), (999, "-11"))
        self.ask()

    def test_a_type_that_nobody_knows_is_one(self):
        self.assertIn(("unknown", D("-11"), "unknown_kind"), self.differences())

    def test_everything_that_is_ready_is_booked_and_the_rest_is_named(self):
        self.receive_payout()
        reports = self.env["ozon.realization.report"].search([])
        self.bring_goods(reports)

        self.month().action_confirm()

        self.assertEqual(reports.state, "posted")
        self.assertEqual((self.act().state, self.act("star").state), ("posted", "posted"))
        self.assertEqual(self.act("unknown").state, "to_match")
        self.assertIn("Unknown", self.month().confirm_problems)


class TestAsking(MonthCase):
    METHOD = "/v1/finance/balance"

    def test_a_quiet_day_asks_once_for_the_running_month(self):
        self.ask()
        self.receive_payout()
        self.book()
        self.ask("2026-10-08 04:00:00")
        self.assertEqual(self.month().state, "tied")

        before = len(self.ozon.asked(self.METHOD))
        self.ask("2026-10-09 04:00:00")
        self.assertEqual(len(self.ozon.asked(self.METHOD)) - before, 1)

    def test_a_month_that_ozon_refuses_is_asked_for_in_pieces(self):
        self.seller.finance.longest_period = 28
        self.ask()

        month = self.month()
        self.assertEqual((month.closing_balance, month.error_message), (724.5, False))
        self.assertEqual((month.pieces, self.month(OCTOBER).pieces), (2, 1))

    def test_payouts_get_their_days(self):
        self.seller.finance.payouts[date(2026, 9, 2)] = D("20.01")
        self.ask()

        payouts = self.env["ozon.payout"].search([("account_id", "=", self.account.id)])
        self.assertEqual(
            sorted((str(payout.date), payout.amount) for payout in payouts),
            [("2026-09-02", 20.01), ("2026-09-23", 500)],
        )
        before = len(self.ozon.asked(self.METHOD))
        self.ask("2026-10-08 04:00:00")
        # Requests for September, which does not tie, and for October.
        self.assertEqual(len(self.ozon.asked(self.METHOD)) - before, 2)

    def test_a_payout_says_which_week_it_is_for(self):
        # The accruals from 7 to 13 September: the report's sales, less its fee.
        self.seller.finance.payouts[date(2026, 9, 30)] = D("1340")
        self.ask()

        payout = self.env["ozon.payout"].search([("date", "=", "2026-09-30")])
        self.assertEqual(
            (str(payout.week_from), str(payout.week_to)), ("2026-09-07", "2026-09-13"),
        )
        other = self.env["ozon.payout"].search([("date", "=", "2026-09-23")])
        self.assertFalse(other.week_from)

    def test_a_key_without_the_right_says_so(self):
        self.seller.roles = [
            {**role, "methods": [one for one in role["methods"] if one != self.METHOD]}
            for role in self.seller.roles
        ] if isinstance(self.seller.roles[0], dict) else self.seller.roles
        self.seller.refusal = "Api-Key is missing a required role for the method"
        self.ask()

        month = self.month()
        self.assertFalse(month.fetched_at)
        self.assertTrue(month.error_message)
        self.assertEqual(month.state, "open")


class TestConfirm(MonthCase):
    def arrange(self):
        super().arrange()
        self.ask()

    def test_what_cannot_be_booked_stays_as_it_is(self):
        self.month().action_confirm()

        self.assertEqual(self.act().state, "posted")
        report = self.env["ozon.realization.report"].search([])
        self.assertEqual((report.state, report.bill_id.state), ("to_review", "draft"))
        self.assertTrue(self.month().confirm_problems)

    def test_for_a_page_it_goes_on_in_the_background(self):
        self.bring_goods(self.env["ozon.realization.report"].search([]))
        month = self.month()
        month.with_context(ozon_for_page=True).action_confirm()
        self.assertIn("0 of 3", month.ozon_working)
        self.assertEqual(self.act().state, "to_review")

        self.run_cron("ozon_connector_settlement.ir_cron_load_months")
        self.assertEqual(self.act().state, "posted")
        self.assertFalse(self.month().ozon_working)

    def test_nothing_to_book_says_so(self):
        self.book()
        with self.assertRaisesRegex(UserError, "can be booked now"):
            self.month().action_confirm()
