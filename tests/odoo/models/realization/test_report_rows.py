"""The conditions on Ozon's rows for a month to be booked, and the messages about them."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.ozon_connector.ozon_api import errors
from odoo.addons.ozon_connector.tools.messages import ozon_error_message
from odoo.tests import tagged

from tests.fake_ozon import Answer, published_example, report, row, side, to_json
from tests.odoo.common import OzonCase

REALIZATION = "/v2/finance/realization"
SIDE = ("delivery_commission", "return_commission")


@tagged("standard", "post_install", "-at_install")
class TestRows(OzonCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()

    def load(self, payload):
        """A month with this answer of Ozon, byte by byte."""
        self.ozon.always(REALIZATION, Answer(body=json.dumps(payload, default=float).encode()))
        return self.import_month(self.account)

    def check(self, month, name="rows"):
        [check] = [check for check in month.checks if check["name"] == name]
        return check

    # Repeated rows

    def test_a_row_sent_twice_stops_the_month_and_both_are_named(self):
        payload = published_example()
        payload["result"]["rows"].append(payload["result"]["rows"][1])
        month = self.load(payload)
        self.assertEqual((month.state, len(month.line_ids)), ("waiting", 0))
        for words in ("number 2", "place 2 (ART-1001)", "place 4 (ART-1001)", "not booked"):
            self.assertIn(words, month.error_message)
        self.assertFalse(month.bill_id)
        self.assertTrue(month.raw_attachment_id, "a person can look at what Ozon sent")

    def test_a_month_whose_row_came_twice_is_loaded_once_ozon_sends_it_once(self):
        payload = published_example()
        good = json.loads(to_json(payload))
        payload["result"]["rows"] += payload["result"]["rows"][:3]
        month = self.load(payload)
        self.assertEqual(month.state, "waiting")
        self.assertEqual(self.load(good).state, "to_review")
        self.assertEqual((month.revenue, month.accrual), (2800, 2610))

    def test_equal_rows_with_numbers_of_their_own_are_booked_both(self):
        month = self.load(report([row(sku=1, sold=side(1)), row(sku=1, sold=side(1))]))
        self.assertEqual((month.state, month.revenue), ("to_review", 200))

    def test_a_booked_month_that_comes_with_a_row_twice_is_no_change_of_its_figures(self):
        month = self.load(published_example())
        self.confirm(month)
        payload = published_example()
        payload["result"]["rows"].append(payload["result"]["rows"][0])
        self.ozon.always(REALIZATION, Answer(json=payload))
        month.action_compare()
        self.assertFalse(month.difference_ids)
        self.assertIn("number 1", month.change_problem)

    # Units and money

    def test_units_that_do_not_go_with_the_money_are_a_failed_check(self):
        payload = published_example()
        payload["result"]["rows"][0]["delivery_commission"]["quantity"] = 5
        month = self.load(payload)
        self.assertEqual(month.state, "to_review")
        check = self.check(month)
        self.assertEqual(check["state"], "failed")
        self.assertIn("row 1, ART-1001: 5 × ", check["text"])
        self.assertNotIn("row 2", check["text"])
        self.assertTrue(month.failed_checks)

    def test_money_without_units_is_a_failed_check(self):
        payload = published_example()
        payload["result"]["rows"][1]["delivery_commission"]["quantity"] = 0
        self.assertEqual(self.check(self.load(payload))["state"], "failed")

    def test_many_odd_rows_are_counted_and_the_first_are_named(self):
        payload = report([row(sku=sku, sold=side(2)) for sku in range(1, 61)])
        for one in payload["result"]["rows"]:
            one["delivery_commission"]["quantity"] = 9
        check = self.check(self.load(payload))
        self.assertIn("In 60 rows", check["text"])
        self.assertIn("row 20, ", check["text"])
        self.assertNotIn("row 21, ", check["text"])

    def test_a_published_month_passes(self):
        month = self.load(published_example())
        self.assertEqual(self.check(month)["state"], "passed")

    def test_a_month_of_an_earlier_version_is_not_judged(self):
        month = self.load(published_example())
        month.odd_units = False
        self.assertEqual(self.check(month)["state"], "passed")

    # Rows without contents, and unreadable rows

    def test_a_row_without_sold_and_returned_goods_holds_nothing_up(self):
        for absent in (None, {}, {"quantity": 0, "amount": 0, "total": 0}):
            with self.subTest(absent=absent):
                payload = report([row(sku=95001, sold=side(1)), row(sku=95001)])
                payload["result"]["rows"][1].update(dict.fromkeys(SIDE, absent))
                month = self.load(payload)
                self.assertEqual((month.state, len(month.line_ids)), ("to_review", 1))
                self.assertEqual(month.revenue, 100)

    def test_a_row_that_cannot_be_read_is_named_as_people_count_with_what_is_wrong(self):
        payload = published_example()
        payload["result"]["rows"][1]["delivery_commission"]["quantity"] = -10
        month = self.load(payload)
        self.assertIn(
            "In row 2 of the report, «delivery_commission.quantity» is negative.",
            month.error_message,
        )

    def test_a_row_of_another_list_is_named_as_people_count_too(self):
        error = errors.UnintelligibleAnswer(
            "/v1/finance/cash-flow-statement/list", status=200,
            field="details[0].payments[1].payment", detail="is missing",
        )
        self.assertIn(
            "In the answer, «details, row 1, payments, row 2, payment» is missing.",
            ozon_error_message(self.env, error),
        )

    # Fees before May 2024

    def test_the_bill_of_an_old_month_is_the_fee_under_which_its_rows_tie(self):
        for number, (fees, fee) in enumerate((
            ({"standard_fee": 10, "commission": 7, "total": 93}, 7),
            ({"standard_fee": 10, "commission": 7, "total": 83}, 17),
            ({"standard_fee": 0, "commission": 7, "total": 93}, 7),
        ), start=2):
            with self.subTest(fees=fees):
                payload = report([row(sku=1, sold=side(1))], 2024, number)
                payload["result"]["rows"][0]["delivery_commission"].update(fees)
                self.publish(payload, 2024, number)
                month = self.import_month(self.account, 2024, number)
                self.assertEqual((month.base_fee, month.fee_payable), (fee, fee))
                self.assertEqual(month.bill_id.amount_total, fee)
                self.assertEqual(month.accrual, 100 - fee)
                self.assertEqual(self.check(month, "rows")["state"], "passed")

    def test_a_row_of_an_old_month_that_ties_under_neither_stops_it(self):
        payload = report([row(sku=1, sold=side(1))])
        payload["result"]["rows"][0]["delivery_commission"].update(
            {"standard_fee": 10, "commission": 7, "total": 90}
        )
        month = self.load(payload)
        self.assertEqual(month.state, "waiting")
        self.assertIn("Row 1", month.error_message)


# Damaged texts: spaces of all kinds, zero-width characters, texts that spreadsheets take for
# formulas, characters that no database stores, and anything else.
PIECES = st.sampled_from([
    " ", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}", "\t", "\n", "\x00", "\x85", "\u2028",
    "\ufeff", "\u202e", "\ud83d", "=", "+", "-", "@", "{=", "'", "http://", "external:", "ART",
    "я", "\N{GRINNING FACE}", "0", "ё", "e\u0301",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=6).map("".join) | st.text(
    min_size=245, max_size=260
)


@tagged("standard", "post_install", "-at_install")
class TestComparison(OzonCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()

    @settings(
        max_examples=max(10, settings().max_examples // 40), deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True, database=None,
    )
    @given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.booleans()), min_size=1, max_size=6))
    def test_the_same_answer_is_never_a_change(self, goods):
        self.compare_with_itself(goods)

    def test_an_article_that_ends_in_a_space_is_no_change(self):
        self.compare_with_itself([("ART-7 ", " Кружка ", "x ", False)])

    def test_a_month_that_an_earlier_version_stored_is_no_change(self):
        goods = [("=5X", "-50 %", "b", False), ("", "+7 дней", "", False), ("@a", "n", "", False)]
        month = self.compare_with_itself(goods)
        for line in month.line_ids:
            line.write({
                "offer_id": line.offer_id and line.offer_id.removeprefix("'"),
                "name": line.name and line.name.removeprefix("'"),
            })
        month.action_compare()
        self.assertFalse(month.changed or month.change_problem or month.difference_ids)

    def compare_with_itself(self, goods):
        rows = [
            row(sku=place if has_sku else 0, sold=side(place), offer_id=offer_id,
                name=name or "Товар", barcode=barcode)
            for place, (offer_id, name, barcode, has_sku) in enumerate(goods, start=1)
        ]  # fmt: skip
        with self.env.cr.savepoint() as point:
            body = json.dumps(report(rows), default=float).encode()
            self.ozon.always(REALIZATION, Answer(body=body))
            month = self.import_month(self.account)
            if month.error_message and "names no product" in month.error_message:
                point.rollback()
                return month
            self.assertIn(month.state, ("to_review", "to_match"), month.error_message)
            self.env.flush_all()
            self.env.invalidate_all()
            month.action_compare()
            self.assertFalse(month.changed or month.change_problem or month.difference_ids)
            movements = [movement for _product, movement in month.line_ids._movements()]
            self.assertEqual(sum(m.quantity for m in movements), sum(range(1, len(goods) + 1)))
            if self._testMethodName == "test_the_same_answer_is_never_a_change":
                point.rollback()
                self.env.invalidate_all()
        return month
