"""Ozon issues two documents of a kind for one month: all are kept, and nothing counts twice."""

from datetime import date

from odoo.exceptions import UserError

from tests.fake_ozon.transfer_document import OZON_INN, SELLER_INN, TransferDocument
from tests.settlement.models.settlement.test_typed_documents import TypedCase

HALF, END = date(2026, 9, 15), date(2026, 9, 30)


class TestSeveralPapers(TypedCase):
    """September: services of 75.50, and goods of 332.03 that Ozon bought."""

    def papers(self, document):
        document.invalidate_recordset()
        return [
            (one.number, one.doc_date, one.total, one.includes_earlier)
            for one in document.paper_ids
        ]

    def upd(self, number, total, day=END):
        return TransferDocument(number, day, rows=(total,))

    def test_two_parts_of_a_month_are_added_and_both_stay_visible(self):
        self.loaded()
        act = self.act()
        self.hand_over(act, self.upd("17", "30.20", HALF))
        self.assertEqual((act.proof, act.difference), ("different", -45.3))

        # The rest of the month is found by the missing amount; the first half need not be chosen
        # again.
        state, text = self.said(self.upd("21", "45.30").as_xml())
        self.assertEqual(state, "passed", text)
        self.assertEqual(
            self.papers(act), [("17", HALF, 30.2, False), ("21", END, 45.3, False)],
        )
        self.assertEqual(
            (act.number, act.doc_date, act.typed_total, act.proof, act.bill_id.ref),
            ("17, 21", END, 75.5, "proved", "17, 21"),
        )
        self.assertIn("17, 21", self.proof_of(act)[1])
        # The same files change nothing when imported again.
        for one in (self.upd("17", "30.20", HALF), self.upd("21", "45.30")):
            self.hand_over(act, one, role="adds")
        self.assertIn("Nothing was changed", self.said(self.upd("21", "45.30").as_xml())[1])
        self.assertEqual(len(self.papers(act)), 2)
        # A third document does not fit into a complete month.
        state, text = self.said(self.upd("25", "75.50").as_xml())
        self.assertEqual((state, act.number), ("failed", "17, 21"), text)
        self.assertIn("17, 21", text)

    def test_a_second_that_includes_the_first_counts_alone(self):
        self.loaded()
        act = self.act()
        self.enter(act, number="17", doc_date=str(HALF), total=30.2)
        state, text = self.said(self.upd("21", "75.50").as_xml())
        self.assertEqual(state, "passed", text)
        self.assertEqual(
            self.papers(act), [("17", HALF, 30.2, False), ("21", END, 75.5, True)],
        )
        self.assertEqual(
            (act.number, act.typed_total, act.proof, act.bill_id.amount_total),
            ("21", 75.5, "proved", 75.5),
        )

    def test_the_first_half_never_counts_twice(self):
        self.loaded()
        act = self.act()
        self.enter(act, number="17", doc_date=str(HALF), total=30.2)
        with self.assertRaisesRegex(UserError, "21 alone equals.*75.50"):
            self.enter(act, number="21", doc_date=str(END), total=75.5, role="adds")
        self.assertEqual((act.number, act.typed_total), ("17", 30.2))
        # The other way round: the whole month is here, and its first half arrives late.
        self.enter(act, number="21", doc_date=str(END), total=75.5)
        self.assertEqual(self.papers(act), [("21", END, 75.5, False)])
        with self.assertRaisesRegex(UserError, "21 alone equals"):
            self.enter(act, number="17", doc_date=str(HALF), total=30.2, role="adds")
        with self.assertRaisesRegex(UserError, "without all totals"):
            self.enter(act, number="17", doc_date=str(HALF), total=0, role="adds")
        self.assertEqual((self.papers(act), act.proof), ([("21", END, 75.5, False)], "proved"))

    def test_what_a_person_says_of_two_documents_shows_its_difference(self):
        self.loaded()
        act = self.act()
        self.enter(act, number="17", doc_date=str(HALF), total=30.2)
        self.enter(act, number="21", doc_date=str(END), total=45.2, role="adds")
        self.assertEqual((act.proof, act.difference, act.typed_total), ("different", -0.1, 75.4))
        # A mistake in one of them is corrected, and the other one stays.
        self.enter(act, number="21", doc_date=str(END), total=45.3, role="adds")
        self.assertEqual((act.proof, act.number, act.typed_total), ("proved", "17, 21", 75.5))
        self.enter(act, number="22", doc_date=str(END), total=76)
        self.assertEqual((self.papers(act), act.difference), ([("22", END, 76, False)], 0.5))

    def test_two_upd_of_bought_goods(self):
        buyout = self.loaded()
        sides = {"seller_inn": SELLER_INN, "buyer_inn": OZON_INN}
        self.hand_over(buyout, TransferDocument("900", HALF, rows=("300",), **sides))
        self.assertEqual(buyout.proof, "different")
        state, text = self.said(TransferDocument("901", END, rows=("32.03",), **sides).as_xml())
        self.assertEqual(state, "passed", text)
        buyout.invalidate_recordset()
        self.assertEqual(
            (buyout.number, buyout.typed_total, buyout.proof, buyout.invoice_id.ref),
            ("900, 901", 332.03, "proved", "900, 901"),
        )
        self.assertEqual(len(buyout.paper_ids), 2)
