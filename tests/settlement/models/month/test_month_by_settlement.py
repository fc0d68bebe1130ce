"""If the key cannot read a month's balance, Ozon's mutual settlement replaces it."""

from datetime import date
from decimal import Decimal as D

from odoo.tests import new_test_user

from tests.fake_ozon.faults import rate_limited
from tests.fake_ozon.seller import ALL_METHODS
from tests.odoo.wizards.test_file_import import FileCase
from tests.settlement.common import MONTH
from tests.settlement.month_case import MonthCase

BALANCE = "/v1/finance/balance"


class BySettlementCase(MonthCase):
    """The key has every right except for the balance."""

    def arrange(self):
        super().arrange()
        methods = [method for method in ALL_METHODS if method != BALANCE]
        self.seller.roles = [{"name": "Без баланса", "methods": methods}]

    def tell(self, realization=("1550", "210"), paid=("500",)):
        """Publish Ozon's settlement of the month: revenue, and the commission after points."""
        told = self.settlement()
        credit, debit = realization
        told.add("Отчет о реализации", "501", credit=credit, debit=debit)
        told.add("Акт выполненных работ", "502", debit="75.50")
        told.add("Акт об оказанных услугах", "503", debit="40")
        for place, amount in enumerate(paid):
            told.add(
                "Фактическая оплата селлеров", str(600 + place), date(2026, 9, 23), debit=amount,
            )
        return told

    def match_by_hand(self, line):
        """Reconcile a bank line with Ozon's account, as a bookkeeper would."""
        receivable = self.account.partner_id.with_company(
            self.company
        ).property_account_receivable_id
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = receivable

    def ask(self, now="2026-10-07 04:00:00"):
        super().ask(now)
        self.prove(now)
        with self.at(now):
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")


class TestMonthBySettlement(BySettlementCase):
    """Ozon has published its settlement, and nothing is booked."""

    def arrange(self):
        super().arrange()
        self.tell()
        self.ask()

    def test_its_documents_tie_with_the_books(self):
        month = self.month()
        self.assertEqual((month.source, bool(month.fetched_at)), ("settlement", False))
        self.assertIn("may not use this part of Ozon", month.error_message)
        self.assertEqual(
            (month.opening_balance, month.accrued, month.paid, month.closing_balance),
            (0, 1224.50, -500, 724.50),
        )  # fmt: skip
        self.assertEqual(self.differences(), [
            ("realization", D("1340.00"), "draft"),
            ("service", D("-75.50"), "draft"),
            ("star", D("-40.00"), "draft"),
            ("payout", D("-500.00"), "on_way"),
        ])

        self.book()
        self.receive_payout()
        self.ask("2026-10-08 04:00:00")
        self.assertEqual(self.differences(), [])
        self.assertEqual((self.month().state, self.month().booked_closing), ("tied", 724.50))

    def test_the_balance_counts_as_soon_as_it_is_here(self):
        self.seller.roles = [{"name": "Все", "methods": list(ALL_METHODS)}]
        self.ask("2026-10-08 04:00:00")

        month = self.month()
        self.assertEqual(month.source, "balance")
        self.assertIn("sales", month.line_ids.mapped("kind"))
        self.assertNotIn("realization", month.line_ids.mapped("kind"))
        self.assertFalse(month.error_message)

    def test_the_profit_of_the_month_ties_with_it(self):
        self.book()
        self.receive_payout()
        self.ask("2026-10-08 04:00:00")
        self.run_cron("ozon_connector_settlement.ir_cron_work_out_profit")

        profit = self.env["ozon.profit.month"].search([("month_id", "=", self.month().id)])
        self.assertEqual(
            [(check.kind, check.difference) for check in profit.check_ids], [("documents", 0)],
        )

    def test_it_is_printed_and_read_like_any_month(self):
        self.assertTrue(self.month()._xlsx().startswith(b"PK"))
        self.assertIn(self.month(), self.env["ozon.month"].search([("source", "!=", False)]))


class TestRows(BySettlementCase):
    """Ozon's documents are loaded; each test publishes rows of its own."""

    def arrange(self):
        super().arrange()
        self.load()

    def test_a_row_is_one_payout_or_several(self):
        self.tell(paid=("300", "450"))
        self.ask()
        self.book()
        self.receive_payout(300)
        self.ask("2026-10-08 04:00:00")
        self.assertEqual(self.differences(), [("payout", D("-450.00"), "on_way")])
        self.assertEqual(self.month().line_ids[-1].payout_id.amount, 450)

        # The other row consists of two payouts, which a person has matched in the bank.
        for amount in (200, 250):
            self.match_by_hand(self.receive_payout(amount))
        self.ask("2026-10-09 04:00:00")
        self.assertEqual((self.differences(), self.month().state), ([], "tied"))

    def test_a_row_that_no_document_states_is_named(self):
        told = self.tell()
        told.add("Неведомый документ", "701", debit="12.34")
        told.add("Акт о премии за баллы", "702", credit="5")
        told.add("Взаимозачёт требований между Договорами", "703", debit="317.12")
        self.ask()
        self.book()
        self.receive_payout()
        self.ask("2026-10-08 04:00:00")

        self.assertEqual(self.differences(), [
            ("points", D("5.00"), "premium"), ("unknown", D("-12.34"), "unknown_kind"),
            ("balance", D("-317.12"), "set_off"),
        ])
        unknown = self.month().line_ids.filtered(lambda line: line.kind == "unknown")
        self.assertIn("Неведомый документ", unknown.name)
        self.assertIn("Choose its kind there", unknown.explanation)
        opened = unknown.action_open()
        self.assertEqual(opened["res_model"], "ozon.settlement")
        self.by_hand(-12.34)
        self.by_hand(5)
        self.by_hand(-317.12)
        self.ask("2026-10-09 04:00:00")
        self.assertEqual((self.differences(), self.month().state), ([], "tied"))

    def test_a_kind_that_a_person_chooses_counts_at_once(self):
        self.tell().add("Неведомый документ", "701", debit="12.34")
        self.ask()
        bookkeeper = new_test_user(
            self.env, "bookkeeper", "ozon_connector.group_ozon_user",
            company_ids=self.company.ids, company_id=self.company.id,
        )
        row = self.month().settlement_id.line_ids.filtered(lambda line: line.kind == "other")
        row.with_user(bookkeeper).kind = "insurance"

        self.assertIn(("insurance", D("-12.34"), "to_book"), self.differences())


class TestWhatItReplaces(BySettlementCase):
    """Months, settings and balances for which nothing is loaded yet."""

    def test_a_month_before_the_first_one_stays_unknown(self):
        """Its settlement is requested only because it may prove an act of the following month."""
        self.settlement(date(2026, 8, 1)).add("Акт выполненных работ", "401", debit="12")
        with self.at("2026-10-07 04:00:00"):
            settlements = self.env["ozon.settlement"]
            settlements._ask_for(self.account, [date(2026, 8, 1)])
        self.prove("2026-10-07 04:00:00")

        found = settlements.search([("period", "=", "2026-08-01")])
        self.assertEqual(found.state, "loaded")
        self.assertFalse(self.month(date(2026, 8, 1)))

    def test_it_ties_with_either_way_of_points_and_bills(self):
        for name, value in (("points_policy", "income"), ("service_bills", "in_one")):
            with self.subTest(name), self.env.cr.savepoint() as before:
                self.account[name] = value
                self.seller.finance.settlements.clear()
                self.tell()
                self.ask()
                self.book()
                self.receive_payout()
                self.ask("2026-10-08 04:00:00")
                self.assertEqual((self.differences(), self.month().state), ([], "tied"))
                before.rollback()
                self.env.invalidate_all()

    def test_nothing_stands_in_for_a_balance_that_only_comes_later(self):
        """Otherwise the settlement's rows become payouts, but the balance has the exact days."""
        self.seller.roles = [{"name": "Все", "methods": list(ALL_METHODS)}]
        self.tell()
        self.ozon.always(BALANCE, rate_limited("3600"))
        self.ask()
        self.assertFalse(self.month().source)
        self.assertFalse(self.env["ozon.payout"].search([]))

        self.ozon.always(BALANCE, None)
        self.ask("2026-10-08 04:00:00")
        self.assertEqual(self.month().source, "balance")


class TestMonthByFile(FileCase, MonthCase):
    def test_a_cabinet_without_a_key_has_its_month_from_the_file(self):
        self.company.vat = "7712345671"
        account = self.by_files(name="По файлам", import_from=MONTH)
        told = self.settlement()
        told.add("Акт выполненных работ", "502", debit="75.50")
        state, text = self.said(told.as_xlsx(), account_id=account.id)
        self.assertEqual(state, "passed", text)

        month = self.month(account=account)
        self.assertEqual(
            [(line.kind, line.ozon_amount, line.reason) for line in month.line_ids],
            [("opening", 0, False), ("service", -75.5, "to_book")],
        )
        self.assertIn("Акт выполненных работ", month.line_ids[-1].name)
