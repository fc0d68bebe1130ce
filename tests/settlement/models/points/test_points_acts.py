"""Points that neither the fee nor Ozon's services use up, or of which too many came back."""

from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError

from tests.fake_ozon import report, row, side
from tests.settlement.common import DUE, LOGISTICS, SettlementCase
from tests.settlement.month_case import MonthCase

D = Decimal
ACT, PREMIUM, OVERUSE = (
    "Акт выполненных работ", "Акт о премии за расчеты баллами",
    "Вознаграждение за перерасход баллов",
)
DAYS = [f"2026-10-{day:02} 04:00:00" for day in range(8, 15)]


class PointsCase(MonthCase):
    def arrange(self):
        SettlementCase.arrange(self)
        self.publish(report(self.rows(), 2026, 9))
        self.plant_report(self.seller.reports[2026, 9], date(2026, 9, 9))
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75.50"))
        self.days = iter(DAYS)
        self.income = self.ledger_account("91.79", "income_other")

    def ask(self, now=DUE):
        # The first run loads the report. The act is only created after that.
        self.load(now)
        super().ask(now)

    def next_day(self):
        self.ask(next(self.days))

    def points_act(self, correction=0):
        return self.env["ozon.points.act"].search([
            ("account_id", "=", self.account.id), ("correction_number", "=", correction),
        ])

    def report(self):
        return self.env["ozon.realization.report"].search([("account_id", "=", self.account.id)])

    def check_of(self, record, name):
        record.invalidate_recordset(["checks"])
        return next((check for check in record.checks if check["name"] == name), None)

    def owed(self):
        """What Ozon owes by the books."""
        return self.month().booked_closing


class PremiumCase(PointsCase):
    """10 sold at 100 with 60 points each, a fee of 20 %: 600 points, of which 198 pay the fee."""

    def rows(self):
        return [row(sku=1001, price="100", ratio="0.20", sold=side(10, points="60"))]

    def prove_services(self):
        """Points have paid 50.50 of the services."""
        self.settlement().add(ACT, "17", debit="25")
        self.settlement().add(PREMIUM, "848264", credit="351.50")
        self.prove()


class TestPremium(PremiumCase):
    def test_the_premium_waits_for_its_account_and_follows_what_services_use(self):
        self.ask()
        act = self.points_act()
        self.assertEqual((act.kind, act.amount, act.state), ("premium", 402, "ready"))
        self.assertIn("premium", act.setup_problem)
        self.assertEqual(self.act().state, "to_review")
        self.assertIn(("points", D("402"), "premium"), self.differences())
        told = self.check_of(self.report(), "points")
        self.assertEqual(told["state"], "info")
        self.assertIn("402.00", told["text"])
        self.assertIn("Premium", told["text"])

        with self.at(DAYS[0]):
            self.account.premium_account_id = self.income
        self.next_day()
        self.assertEqual((act.state, act.move_id.move_type), ("to_review", "out_invoice"))
        self.assertEqual(self.check_of(act, "services")["state"], "info")
        first = act.move_id

        self.prove_services()
        self.next_day()
        self.assertEqual((self.act().proof, self.act().points_used), ("points", 50.5))
        self.assertFalse(first.exists())
        self.assertEqual((act.amount, act.points_on_services, act.proof), (351.5, -50.5, "proved"))
        self.assertEqual((act.number, act.move_id.ref), ("848264", "848264"))
        self.assertEqual((act.move_id.date, act.move_id.amount_tax), (date(2026, 9, 30), 0))
        self.assertEqual(
            {check["state"] for check in act.checks if check["name"] != "number"}, {"passed"},
        )

        self.book()
        act.action_confirm()
        self.assertEqual(act.move_id.ozon_kind, "other")
        self.assertEqual(act.move_id.invoice_line_ids.account_id, self.income)
        self.next_day()
        self.assertEqual((self.month().state, self.differences()), ("tied", []))
        self.assertEqual(self.owed(), 400 + 600 - 200 - 75.5)
        act.action_reset()
        self.assertEqual((act.state, act.move_id.state), ("to_review", "draft"))
        act.action_confirm()
        self.next_day()
        self.assertEqual(self.month().state, "tied")

    def test_the_ways_to_book_it_are_settings(self):
        self.account.premium_account_id = self.income
        self.account.premium_tax_ids = self.create_tax("sale", 22, included=True)
        self.ask()
        act = self.points_act()
        self.assertEqual((act.move_id.amount_total, act.move_id.amount_tax), (402, 72.49))
        self.account.premium_document = "entry"
        act.action_draft_again()
        self.assertEqual(
            sorted((line.account_id.code, line.balance) for line in act.move_id.line_ids),
            [("62.01", 402), ("91.79", -402)],
        )
        act.action_confirm()
        self.assertEqual((act.state, act.move_id.ozon_kind), ("posted", "other"))

    def test_points_that_are_income_leave_nothing_over(self):
        self.account.points_policy = "income"
        self.ask()
        self.assertFalse(self.points_act())
        self.assertFalse(self.check_of(self.report(), "points"))

    def test_switched_off_the_month_alone_names_it(self):
        self.account.book_points_acts = False
        self.ask()
        self.assertFalse(self.points_act())
        self.assertIn(("points", D("402"), "premium"), self.differences())


class TestDraftOfPremium(PremiumCase):
    """The premium has its account, and its draft waits for a person."""

    def arrange(self):
        super().arrange()
        self.account.premium_account_id = self.income
        self.ask()

    def test_what_is_booked_gets_a_correction_when_services_are_proved_later(self):
        act = self.points_act()
        act.action_confirm()
        self.book()
        dialog = self.env["ozon.typed.number"].with_context(
            **act.action_enter_number()["context"]
        ).create({"number": " 848264 ", "doc_date": "2026-10-05"})
        dialog.action_save()
        self.assertEqual((act.number, act.move_id.ref, act.is_typed), ("848264", "848264", True))
        self.assertEqual(str(act.doc_date), "2026-10-05")

        self.act().action_reset()
        self.prove_services()
        self.next_day()
        self.assertTrue(act.changed)
        self.assertEqual((act.move_id.state, act.amount), ("posted", 402))
        self.assertEqual((act.number, str(act.doc_date)), ("848264", "2026-10-05"))
        act.action_create_correction()
        correction = self.points_act(1)
        self.assertEqual(
            (correction.amount, correction.move_id.move_type, correction.move_id.amount_total),
            (-50.5, "out_refund", 50.5), correction.error_message,
        )
        self.book()
        correction.action_confirm()
        self.next_day()
        self.assertEqual((self.month().state, self.differences()), ("tied", []))
        self.assertEqual(self.owed(), 400 + 600 - 200 - 75.5)

    def test_another_sum_of_ozon_waits_for_a_person(self):
        self.settlement().add(ACT, "17", debit="75.50")
        self.settlement().add("Премия по баллам", "9", credit="400")
        self.prove()
        self.next_day()
        act = self.points_act()
        self.assertEqual((act.proof, act.settlement_amount, act.difference), ("different", 400, -2))
        with self.assertRaisesRegex(UserError, "Take Ozon's Total"):
            act.action_confirm()
        act.action_take_settlement()
        self.assertEqual((act.amount, act.taken_difference), (400, -2))
        self.assertEqual(act.move_id.amount_total, 400)
        act.action_confirm()
        self.book()
        self.next_day()
        self.assertEqual(self.differences(), [("points", D("2"), "premium")])


class TestOveruse(PointsCase):
    """Sold in August with 99 points, which paid the fee of 100; now it is returned."""

    def rows(self):
        return [row(sku=1001, price="100", ratio="1.00", returned=side(1, points="99"))]

    def test_the_report_says_what_will_come_and_the_month_holds_it(self):
        self.ask()
        told = self.check_of(self.report(), "points")
        self.assertIn("99.00", told["text"])
        self.assertIn("перерасход", told["text"])
        act = self.points_act()
        self.assertEqual((act.kind, act.amount, act.state), ("overuse", -99, "to_review"))
        self.assertIn(("points", D("-99"), "draft"), self.differences())
        self.book()
        self.next_day()
        # Without this act Ozon would owe 99.00 by the report, less its services.
        self.assertEqual(self.owed(), 99 - 75.5)

        self.settlement().add(OVERUSE, "П-1", debit="99")
        self.settlement().add(ACT, "17", debit="75.50")
        self.prove()
        self.next_day()
        self.assertEqual((act.proof, act.number), ("proved", "П-1"))
        bill = act.move_id
        self.assertEqual((bill.move_type, bill.amount_total, bill.ref), ("in_invoice", 99, "П-1"))
        self.assertEqual(
            bill.invoice_line_ids.tax_ids, self.account._fee_taxes(date(2026, 9, 1)),
        )
        act.action_confirm()
        self.next_day()
        self.assertEqual((self.month().state, self.differences()), ("tied", []))
        self.assertEqual(self.owed(), -75.5)
        act.action_reset()
        act.action_confirm()
        self.next_day()
        self.assertEqual(self.month().state, "tied")
