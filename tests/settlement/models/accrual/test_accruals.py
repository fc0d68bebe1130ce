"""Ozon's accruals are read day by day, and none is lost, doubled or invented."""

from datetime import date
from decimal import Decimal

from tests.fake_ozon.faults import rate_limited
from tests.fake_ozon.finance import ACCRUALS, TYPES
from tests.settlement.common import DUE, LOGISTICS, MONTH, STORAGE, SettlementCase

DAY = date(2026, 9, 29)
AFTER = "2026-10-01 04:00:00"
NEXT = "2026-10-02 04:00:00"


class TestReading(SettlementCase):
    def arrange(self):
        super().arrange()
        self.plant(DAY, (LOGISTICS, "-75"), (STORAGE, "-25.10"))

    def read(self, now=AFTER):
        self.load(now)
        return self.day()

    def day(self, day=DAY):
        return self.env["ozon.accrual.day"].search([
            ("account_id", "=", self.account.id), ("date", "=", day),
        ])

    def amounts(self, day=DAY):
        return sorted(self.env["ozon.accrual"].search([("day_id", "=", self.day(day).id)]).mapped(
            "amount"
        ))

    def requests(self, method=ACCRUALS):
        return [one.body for one in self.ozon.requests if one.path == method]

    def test_every_day_from_the_first_month_on_is_read_once(self):
        self.read()
        asked = [body["date"] for body in self.requests()]
        self.assertEqual(asked, [f"2026-09-{number:02}" for number in range(1, 31)])
        self.assertEqual(self.amounts(), [-75, -25.1])
        self.assertEqual(self.day().state, "loaded")
        self.assertEqual(self.day().raw_attachment_ids.mapped("mimetype"), ["application/json"])

    def test_a_quiet_day_costs_one_request_for_each_open_day(self):
        self.read()
        self.ozon.requests.clear()
        self.read(NEXT)
        self.assertEqual(len(self.requests()), 7)
        self.assertEqual(len(self.requests(TYPES)), 1)
        self.read(NEXT)
        self.assertEqual(len(self.requests()), 7, "the same day again asks for nothing")

    def test_a_day_that_grew_is_replaced(self):
        self.read()
        self.plant(DAY, (STORAGE, "-1"))
        self.read(NEXT)
        self.assertEqual(self.amounts(), [-75, -25.1, -1])

    def test_an_empty_answer_takes_nothing_away(self):
        self.read()
        self.seller.accruals(DAY).clear()
        self.read(NEXT)
        self.assertEqual(self.amounts(), [-75, -25.1])

    def test_many_pages_are_one_day(self):
        for number in range(10):
            self.plant(DAY, (LOGISTICS, f"-{number}.01"))
        for marks_last_page in (False, True):
            with self.subTest(marks_last_page=marks_last_page):
                self.seller.finance.page_size = 5
                self.seller.finance.marks_last_page = marks_last_page
                self.account.accrual_feed_ids.unlink()
                self.read()
                self.assertEqual(len(self.amounts()), 12)
                self.assertFalse(self.day().page_attachment_ids)

    def test_a_page_whose_mark_has_died_begins_the_day_anew(self):
        for number in range(10):
            self.plant(DAY, (LOGISTICS, f"-{number}.01"))
        self.seller.finance.page_size = 4
        moments = iter([0, 0, 5000, 5000, *[6000] * 90])
        self.seller.finance.clock = lambda: next(moments)
        self.read()
        self.assertEqual(len(self.amounts()), 12)

    def test_a_day_that_does_not_add_up_stops_its_month_and_no_other_day(self):
        self.seller.accruals(DAY)[0]["total_amount"]["amount"] = "-76"
        self.plant(date(2026, 9, 30), (LOGISTICS, "-5"))
        day = self.read()
        self.assertEqual(day.state, "stopped")
        self.assertIn(str(self.seller.accruals(DAY)[0]["accrual_id"]), day.problem)
        self.assertEqual(self.amounts(), [])
        self.assertEqual(self.amounts(date(2026, 9, 30)), [-5])
        self.load(DUE)
        act = self.act()
        self.assertEqual((act.state, bool(act.bill_id)), ("waiting", False))
        self.assertTrue(act.error_message)
        self.seller.accruals(DAY)[0]["total_amount"]["amount"] = "-75"
        self.load("2026-10-08 04:00:00")
        self.assertEqual((act.state, act.amount), ("to_review", 105.10))

    def test_a_day_that_does_not_add_up_is_not_read_again_and_again(self):
        """Otherwise the waiting act and the reading of its days would trigger each other."""
        self.seller.accruals(DAY)[0]["total_amount"]["amount"] = "-76"
        self.load(DUE)
        self.assertEqual(self.act().state, "waiting")
        self.ozon.requests.clear()
        for minute in range(1, 4):
            self.load(f"2026-10-07 04:0{minute}:00")
        self.assertLessEqual(len(self.requests()), 7)
        months = self.env.ref("ozon_connector_settlement.ir_cron_load_months")
        self.assertFalse(self.env["ir.cron.trigger"].search([
            ("call_at", "<=", DUE), ("cron_id", "!=", months.id),
        ]))

    def test_an_accrual_that_comes_twice_is_not_booked_twice(self):
        self.seller.accruals(DAY).append(self.seller.accruals(DAY)[0])
        self.assertEqual(self.read().state, "stopped")

    def test_trouble_of_ozon_passes(self):
        self.ozon.script(ACCRUALS, *[rate_limited()] * 3)
        self.read()
        feed = self.account.accrual_feed_ids
        self.read("2026-10-01 05:00:00")
        self.assertEqual((feed.error_message, self.day().state), (False, "loaded"))

    def test_one_account_s_trouble_is_its_own(self):
        other = type(self.seller)(client_id="777777", api_key=f"{self.seller.api_key[:-1]}8")
        self.serve(self.seller, other)
        cabinet = self.connect(other, import_from=MONTH)
        other.refusal = "Company is blocked, please contact support"
        self.read()
        self.assertEqual(self.day().state, "loaded")
        self.assertTrue(cabinet.accrual_feed_ids.error_message)

    def test_a_type_that_nobody_knows_appears_and_waits_for_a_person(self):
        self.seller.finance.types.append({"id": 999, "name": "Teleport", "description": "Телепорт"})
        self.plant(DAY, (999, "-7.77"), (1234, "-1.23"))
        self.load(DUE)
        unknown = self.act("unknown")
        self.assertEqual((unknown.state, unknown.accrued), ("to_match", -9.0))
        states = dict(unknown._fields["state"]._description_selection(self.env))
        self.assertEqual(states["to_match"], "Choice needed")
        self.assertEqual(sorted(unknown.line_ids.type_id.mapped("name")), ["1234", "Teleport"])
        own = self.act()
        self.assertEqual((own.state, own.amount), ("to_review", 100.10))
        own.action_confirm()

        unknown.line_ids.type_id.group = "service"
        self.load("2026-10-07 05:00:00")
        self.assertEqual(unknown.state, "cancelled")
        self.assertTrue(own.changed, "what is booked is not changed, but told")
        own.action_create_correction()
        correction = own.correction_ids
        self.assertEqual((correction.state, correction.amount), ("to_review", 9.0))
        correction.action_confirm()
        self.assertFalse(own.changed)

    def test_a_day_that_grew_after_booking_is_told_and_corrected(self):
        self.load(DUE)
        act = self.act()
        act.action_confirm()
        self.plant(date(2026, 9, 30), (STORAGE, "-4.90"))
        self.load("2026-10-07 09:00:00")
        self.env["ozon.accrual.feed"]._load_now(self.account)
        self.load("2026-10-07 09:30:00")
        self.assertEqual((act.changed, act.amount), (True, 100.10))
        act.action_create_correction()
        self.assertEqual(act.correction_ids.bill_id.amount_total, 4.90)

    def test_a_draft_follows_a_day_that_grew(self):
        self.load(DUE)
        self.plant(date(2026, 9, 30), (STORAGE, "-4.90"))
        self.load("2026-10-07 09:00:00")
        self.env["ozon.accrual.feed"]._load_now(self.account)
        self.load("2026-10-07 09:30:00")
        self.assertEqual(self.act().amount, 105.0)
        self.assertEqual(self.act().bill_id.amount_total, 105.0)

    def test_nothing_accrued_is_no_bill(self):
        self.seller.finance.days.clear()
        self.load(DUE)
        self.assertEqual(self.act().state, "cancelled")
        self.assertFalse(self.act().bill_id)

    def test_a_month_that_gives_back_is_a_refund(self):
        self.plant(DAY, (LOGISTICS, "200.10"))
        self.load(DUE)
        act = self.act()
        self.assertEqual((act.amount, act.bill_id.move_type), (-100.0, "in_refund"))
        self.assertEqual(act.bill_id.amount_total, 100.0)
        act.action_confirm()
        self.assertEqual(act.bill_id.state, "posted")

    def test_a_missing_right_is_named_when_connecting(self):
        for role in self.seller.roles:
            role["methods"].remove(ACCRUALS)
        self.account.action_connect()
        self.assertIn("loading accruals", self.account.missing_rights)

    def test_who_books_services_in_another_way_is_not_asked_for(self):
        self.account.book_services = False
        self.load(DUE)
        self.assertEqual(self.requests(), [])
        self.assertFalse(self.act())

    def test_accruals_lead_to_their_products(self):
        product = self.env["product.product"].create({"name": "Кружка", "default_code": "ART-1001"})
        self.env["ozon.product"].create({
            "account_id": self.account.id, "sku": "1001", "name": "Кружка",
            "product_id": product.id, "match_state": "matched",
        })
        self.plant_items(DAY, {1001: [(LOGISTICS, "-3")], 1002: [(LOGISTICS, "-4")]})
        self.read()
        by_product = {
            accrual.sku: accrual.product_id
            for accrual in self.env["ozon.accrual"].search([("sku", "!=", False)])
        }
        self.assertEqual(by_product, {"1001": product, "1002": product.browse()})

    def test_an_addon_that_extends_accruals_has_its_say(self):
        self.read()
        before = self.amounts()
        registry_class = type(self.env["ozon.accrual"])
        self.assertFalse(self.env["ozon.accrual"]._is_extended())
        self.patch(registry_class, "_is_extended", lambda self: True)
        self.plant(DAY, (STORAGE, "-1"))
        self.read(NEXT)
        self.assertEqual(self.amounts(), sorted([*before, -1]))

    def test_sums_are_whole_kopecks(self):
        self.read()
        self.env.cr.execute("SELECT sum(amount)::text FROM ozon_accrual")
        self.assertEqual(Decimal(self.env.cr.fetchone()[0]), Decimal("-100.10"))
