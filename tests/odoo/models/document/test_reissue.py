"""Ozon issues a report again, with the same figures under another number and date."""

from tests.fake_ozon import published_example
from tests.odoo.models.document.test_correction import ChangedCase, CorrectionCase, changed_example

NEW = {"number": "2609-NEW", "doc_date": "2026-10-15"}


class ReissueCase(CorrectionCase):
    def reissue(self, **header):
        self.seller.reports[2026, 9]["result"]["header"].update(header or NEW)
        self.a_month_later()

    def said(self, report):
        return " ".join(report.message_ids.mapped("body"))


class TestDrafts(ReissueCase):
    def test_the_new_number_and_date_are_taken_over_and_told(self):
        self.reissue()
        documents = self.month._documents()
        self.assertEqual(set(documents.mapped("ref")), {"2609-NEW"})
        self.assertEqual(str(self.month.bill_id.invoice_date), "2026-10-15")
        self.assertEqual(str(self.month.bill_id.date), "2026-09-30")
        self.assertIn("as No. 2609-NEW of 10/15/2026", self.said(self.month))
        self.assertIn("It was No. 2609-4187733 of 10/03/2026 before", self.said(self.month))
        self.bring_goods(self.month)
        self.assertFalse(self.month.attention)

    def test_so_of_a_report_that_has_no_documents_yet(self):
        self.month.bill_id.unlink()
        self.assertEqual(self.month.state, "ready")
        self.reissue()
        self.assertEqual(self.month.number, "2609-NEW")
        self.assertIn("as No. 2609-NEW", self.said(self.month))

    def test_so_where_the_figures_changed_as_well(self):
        self.publish(changed_example(**NEW))
        self.a_month_later()
        self.assertIn("as No. 2609-NEW", self.said(self.month))
        self.assertEqual(self.month.bill_id.ref, "2609-NEW")

    def test_a_reference_of_a_person_s_own_stays(self):
        self.month.bill_id.ref = "Моя"
        self.reissue()
        self.assertEqual(self.month.bill_id.ref, "Моя")


class TestPosted(ReissueCase):
    def arrange(self):
        super().arrange()
        self.confirm(self.month)

    def test_it_is_told_once_and_the_books_stay(self):
        self.reissue()
        self.assertIn("as No. 2609-NEW of 10/15/2026", self.month.attention)
        self.assertIn("booked as No. 2609-4187733", self.month.attention)
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(self.said(self.month).count("2609-NEW"), 1)
        self.assertEqual((self.month.number, self.month.bill_id.ref), ("2609-4187733",) * 2)

        self.activities().action_feedback()
        messages = self.month.message_ids
        self.a_month_later()
        self.assertFalse(self.activities())
        self.assertEqual(self.month.message_ids, messages)
        self.assertIn("2609-NEW", self.month.attention)

    def test_a_date_alone_is_told_too(self):
        self.reissue(doc_date="2026-10-20")
        self.assertIn("of 10/20/2026", self.month.attention)

    def test_written_on_the_bill_it_is_settled(self):
        self.reissue()
        self.month.bill_id.ref = "2609-NEW"
        self.a_month_later()
        self.assertFalse(self.month.attention)
        self.assertEqual(self.month.number, "2609-NEW")
        self.assertFalse(self.activities())

    def test_taken_back_the_documents_carry_the_new_number(self):
        self.reissue()
        self.month.action_reset()
        self.assertFalse(self.month.attention)
        self.month.action_compare()
        self.month.action_confirm()
        self.assertEqual(self.month.bill_id.ref, "2609-NEW")
        self.a_month_later()
        self.assertFalse(self.month.attention)

    def test_ozon_s_old_number_come_back_settles_it(self):
        self.reissue()
        self.publish(published_example())
        self.a_month_later()
        self.assertFalse(self.month.attention)


class TestCorrections(ChangedCase, ReissueCase):
    def test_a_draft_one_takes_it_over(self):
        correction = self.correct()
        self.reissue()
        self.assertIn("2609-NEW", correction.bill_id.ref)
        self.assertIn("as No. 2609-NEW", self.said(correction))
        self.assertFalse(self.month.attention)

    def test_for_a_posted_one_it_is_told_on_the_report(self):
        correction = self.correct()
        self.confirm(correction)
        self.reissue()
        self.assertIn("2609-NEW", self.month.attention)
        self.assertEqual(correction.number, "2609-4187733")
