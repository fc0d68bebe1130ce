"""Ozon changes a report: drafts are recreated, and a posted one gets a correction."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError

from tests.fake_ozon import faults, published_example, report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase

METHOD = "/v2/finance/realization"
ON_TIME = "2026-10-07 03:00:00"
A_MONTH_LATER = "2026-11-07 03:00:00"


def changed_example(**header):
    """The published example with two units less sold at 100, and one more returned."""
    rows = [
        row(sku=1001, sold=side(18)),
        row(sku=1001, sold=side(10, points="10")),
        row(sku=1001, returned=side(2)),
    ]
    return report(rows, **header)


class CorrectionCase(BooksCase):
    def arrange(self):
        super().arrange()
        self.days = 0
        self.publish()
        self.account = self.connect(import_from="2026-09-01")
        with freeze_time(ON_TIME):
            self.run_cron()
        self.month = self.account.report_ids
        self.assertEqual(self.month.state, "to_review", self.month.error_message)

    def a_month_later(self):
        """Run the scheduled action on the 7th of the next month; each further call a day later."""
        moment = fields.Datetime.to_datetime(A_MONTH_LATER) + timedelta(days=self.days)
        self.days += 1
        with freeze_time(moment):
            self.run_cron()
        self.env.invalidate_all()

    def correct(self):
        """The correction created by the button."""
        self.month.action_create_correction()
        return self.month.correction_ids.sorted("correction_number")[-1]

    def activities(self):
        return self.month.activity_search(["ozon_connector.mail_activity_report_changed"])


class TestDraft(CorrectionCase):
    def test_other_figures_make_the_documents_anew_and_say_so(self):
        self.month.bill_id.invoice_line_ids[0].name = "Моя подпись"
        old_bill = self.month.bill_id
        self.publish(changed_example())
        self.a_month_later()

        self.assertEqual(self.month.state, "to_review", self.month.error_message)
        self.assertEqual((self.month.revenue, self.month.sale_total), (2500.00, 2500.00))
        self.assertEqual(self.month.bill_total, self.month.fee_payable)
        self.assertFalse(old_bill.exists())
        self.assertEqual(
            sorted(self.month.picking_ids.move_ids.mapped("product_uom_qty")), [2.0, 28.0]
        )
        said = " ".join(self.month.message_ids.mapped("body"))
        self.assertIn("manual changes to them are lost", said)
        self.assertFalse(self.month.changed)

    def test_the_same_figures_keep_what_a_person_changed_and_say_so(self):
        self.month.bill_id.invoice_line_ids[0].name = "Моя подпись"
        bill = self.month.bill_id
        self.publish({**published_example(), "trace": "x"})
        self.seller.reports[2026, 9]["result"]["header"]["number"] = "2609-5555555"
        self.a_month_later()

        self.assertEqual(self.month.bill_id, bill)
        self.assertEqual(bill.invoice_line_ids[0].name, "Моя подпись")
        self.assertEqual(self.month.number, "2609-5555555")
        self.assertIn("were kept", " ".join(self.month.message_ids.mapped("body")))

    def test_the_same_report_changes_nothing(self):
        documents, messages = self.month._documents(), self.month.message_ids
        self.a_month_later()

        self.assertEqual((self.month._documents(), self.month.message_ids), (documents, messages))
        self.assertEqual(str(self.month.compared_at), A_MONTH_LATER)

    def test_rows_in_another_order_are_no_change(self):
        documents = self.month._documents()
        payload = published_example()
        payload["result"]["rows"].reverse()
        self.publish(payload)
        self.a_month_later()

        self.assertEqual(self.month._documents(), documents)

    def test_older_months_are_left_alone(self):
        self.publish(changed_example())
        with freeze_time("2026-12-07 03:00:00"):
            self.run_cron()
        self.env.invalidate_all()

        self.assertEqual(self.month.revenue, 2800.00)

    def test_an_unreachable_ozon_changes_nothing(self):
        self.ozon.always(METHOD, faults.rate_limited("150"))
        self.a_month_later()

        self.assertEqual((self.month.state, self.month.revenue), ("to_review", 2800.00))


class TestOnceADay(CorrectionCase):
    """Many runs on one morning, as in an agency, ask Ozon for a loaded report only once."""

    def asked(self, moment):
        """How often a run at this moment asks Ozon for the report."""
        before = len(self.ozon.asked(METHOD))
        with freeze_time(moment):
            self.run_cron()
        self.env.invalidate_all()
        return len(self.ozon.asked(METHOD)) - before

    def planned(self):
        """The next moment for the scheduled action, because something failed or is due."""
        cron = self.env.ref("ozon_connector.ir_cron_import_reports")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        return {str(moment) for moment in triggers.mapped("call_at")}

    def test_what_was_just_loaded_is_not_asked_for_again_before_the_next_day(self):
        moments = ("2026-10-07 03:05:00", "2026-10-07 04:00:00", "2026-10-08 03:00:00")
        self.assertEqual([self.asked(moment) for moment in moments], [0, 0, 1])

    def test_it_is_compared_once_a_day(self):
        moments = (
            "2026-11-07 03:00:00", "2026-11-07 03:30:00", "2026-11-07 04:00:00",
            "2026-11-08 03:00:00", "2026-11-08 15:00:00", "2026-11-09 03:00:00",
        )
        # Otherwise October's report would be requested as well.
        self.account.import_from = "2026-12-01"
        self.assertEqual([self.asked(moment) for moment in moments], [1, 0, 0, 1, 0, 1])

    def test_a_person_always_asks(self):
        self.account.import_from = "2026-12-01"
        before = len(self.ozon.asked(METHOD))
        with freeze_time("2026-11-07 03:00:00"):
            self.month.action_compare()
            self.month.action_compare()
        self.assertEqual(len(self.ozon.asked(METHOD)) - before, 2)
        # The scheduled action need not request what a person has just loaded.
        self.assertEqual(self.asked("2026-11-07 03:30:00"), 0)

    def test_after_a_fault_it_is_compared_again_after_growing_pauses(self):
        self.account.import_from = "2026-12-01"
        # Longer than the client may wait within a run.
        self.ozon.always(METHOD, faults.rate_limited("150"))
        moment = fields.Datetime.to_datetime(A_MONTH_LATER)
        for minutes in (5, 15, 45):
            self.assertEqual(self.asked(moment), 1)
            moment += timedelta(minutes=minutes)
            self.assertIn(str(moment), self.planned())
            self.assertEqual(self.asked(moment - timedelta(minutes=1)), 0)

        self.ozon.always(METHOD, None)
        self.assertEqual(self.asked(moment), 1)
        self.assertEqual(self.asked(moment + timedelta(hours=1)), 0)
        self.assertEqual(self.month.failures, 0)

    def test_after_a_refusal_it_is_compared_the_next_morning(self):
        self.account.import_from = "2026-12-01"
        self.ozon.always(METHOD, faults.OBSOLETE)

        self.assertEqual(self.asked("2026-11-07 03:00:00"), 1)
        self.assertIn("2026-11-08 03:00:00", self.planned())
        self.assertEqual(self.asked("2026-11-07 09:00:00"), 0)
        self.assertEqual(self.asked("2026-11-08 03:00:00"), 1)


class TestBooked(CorrectionCase):
    def arrange(self):
        super().arrange()
        self.confirm(self.month)
        self.booked = self.items(self.month._documents())

    def test_nothing_is_touched_and_the_responsible_person_is_told_once(self):
        self.publish(changed_example())
        self.a_month_later()
        self.a_month_later()

        self.assertTrue(self.month.changed)
        self.assertEqual((self.month.state, self.month.revenue), ("posted", 2800.00))
        self.assertEqual(self.items(self.month._documents()), self.booked)
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(self.activities().user_id, self.account.user_id)

    def test_old_new_and_difference_are_shown_by_product(self):
        self.publish(changed_example())
        self.a_month_later()

        [line] = self.month.difference_ids
        self.assertEqual((line.sku, line.offer_id), ("1001", "ART-1001"))
        self.assertEqual((line.old_quantity, line.new_quantity, line.quantity), (29, 26, -3))
        self.assertEqual((line.old_revenue, line.new_revenue, line.revenue), (2800, 2500, -300))
        self.assertEqual((line.old_base_fee, line.new_base_fee, line.base_fee), (290, 260, -30))
        self.assertEqual((line.old_accrual, line.new_accrual, line.accrual), (2610, 2340, -270))

    def test_a_change_that_ozon_takes_back_is_settled(self):
        self.publish(changed_example())
        self.a_month_later()
        self.publish()
        self.a_month_later()

        self.assertFalse(self.month.changed)
        self.assertFalse(self.month.difference_ids)
        self.assertFalse(self.activities())

    def test_a_changed_report_that_does_not_add_up_is_told_and_not_booked(self):
        broken = changed_example()
        broken["result"]["rows"][0]["delivery_commission"]["total"] += 1
        self.publish(broken)
        self.a_month_later()

        self.assertIn("does not add up", self.month.change_problem)
        self.assertEqual(len(self.activities()), 1)
        with self.assertRaisesRegex(UserError, "nothing to correct"):
            self.month.action_create_correction()

    def test_the_button_compares_at_once(self):
        self.publish(changed_example())
        self.month.action_compare()
        self.assertTrue(self.month.changed)


class ChangedCase(CorrectionCase):
    """A booked month that Ozon has changed since."""

    def arrange(self):
        super().arrange()
        self.confirm(self.month)
        self.publish(changed_example())
        self.a_month_later()


class TestCorrection(ChangedCase):

    def test_it_is_a_report_of_its_own_for_the_difference(self):
        correction = self.correct()

        self.assertEqual(correction.state, "to_review", correction.error_message)
        self.assertEqual((correction.period, correction.correction_number), (self.month.period, 1))
        self.assertEqual(
            [correction.revenue, correction.points, correction.base_fee, correction.fee_payable,
             correction.accrual],
            [-300.00, 0.00, -30.00, -30.00, -270.00],
        )  # fmt: skip
        self.assertEqual(
            {line.direction: line.quantity for line in correction.line_ids},
            {"sale": -2, "return": 1},
        )
        self.assertEqual(correction.bill_id.move_type, "in_refund")
        self.assertIn("correction 1", correction.bill_id.ref)
        # Fewer sales and more returns are both credit notes; there is no invoice.
        self.assertFalse(correction.sale_invoice_id)
        self.assertEqual(correction.sale_refund_id.amount_total, 300.00)
        self.assertFalse(self.month.changed)
        # The card of the account shows the month including its correction.
        self.assertEqual(self.account.last_report_id, self.month)
        self.assertEqual((self.account.last_revenue, self.account.last_accrual), (2500.00, 2340.00))

    def test_confirmed_the_books_are_those_of_the_new_report(self):
        correction = self.correct()
        self.confirm(correction)

        both = self.items(self.month._documents(), correction._documents())
        self.assertEqual(both, {"44.02": 160.00, "62.01": 2340.00, "90.01": -2500.00})
        self.assertEqual(self.on_hand(self.account), 3.0)
        self.assertEqual(correction.failed_checks, 0, correction.checks)
        self.a_month_later()
        self.assertFalse(self.month.changed)

    def test_points_that_the_cap_held_back_are_settled_for_the_whole_report(self):
        # Less is sold: the fee shrinks, and so does the part that points may pay.
        first = report([row(sku=1001, sold=side(10, points="9.80"))], month=9)
        second = report([row(sku=1001, sold=side(4, points="9.95"))], month=9)
        self.month.action_reset()
        self.publish(first)
        self.a_month_later()
        self.confirm(self.month)
        self.assertEqual(self.month.fee_payable, 2.00)
        self.publish(second)
        self.a_month_later()
        correction = self.correct()

        # There are 39.80 of points, but 99 % of 40.00 may be used: 0.40 must be paid.
        self.assertEqual(correction.fee_payable, -1.60)
        self.assertEqual(correction.points_left, 0.20)
        self.assertEqual(correction.bill_total, -1.60)

    def test_a_draft_correction_follows_further_changes(self):
        correction = self.correct()
        self.publish(report([row(sku=1001, sold=side(5))]))
        self.a_month_later()

        self.assertEqual(correction.state, "to_review", correction.error_message)
        self.assertEqual(correction.revenue, 500.00 - 2800.00)
        self.assertEqual(len(self.month.correction_ids), 1)
        self.assertFalse(self.month.changed)

    def test_a_draft_correction_of_a_change_taken_back_is_cancelled(self):
        correction = self.correct()
        self.publish()
        self.a_month_later()

        self.assertEqual((correction.state, correction.line_ids.ids), ("cancelled", []))
        self.assertFalse(self.env["account.move"].search([("ozon_report_id", "=", correction.id)]))

    def test_a_second_correction_starts_from_the_first(self):
        first = self.correct()
        self.confirm(first)
        self.publish()
        self.a_month_later()
        self.assertTrue(self.month.changed)
        second = self.correct()

        self.assertEqual((second.correction_number, second.revenue), (2, 300.00))
        self.confirm(second)
        both = self.items(*(one._documents() for one in self.month | first | second))
        self.assertEqual(both, {"44.02": 190.00, "62.01": 2610.00, "90.01": -2800.00})
        self.assertEqual(self.on_hand(self.account), 0.0)

    def test_a_corrected_report_is_not_taken_back_before_its_correction(self):
        correction = self.correct()
        with self.assertRaisesRegex(UserError, "has a correction"), self.env.cr.savepoint():
            self.month.action_reset()
        self.env.invalidate_all()
        correction.bill_id.button_cancel()
        self.assertEqual(correction.state, "cancelled")
        self.month.action_reset()
        self.assertEqual(self.month.state, "to_review")

    def test_a_cancelled_correction_does_not_come_back(self):
        correction = self.correct()
        correction.bill_id.button_cancel()
        with self.assertRaisesRegex(UserError, "cannot be loaded again"):
            correction.action_fetch()
        with self.assertRaisesRegex(UserError, "cannot be loaded again"):
            correction.bill_id.button_draft()

    def test_it_waits_for_ozon_like_any_report(self):
        self.ozon.always(METHOD, faults.rate_limited("150"))
        correction = self.correct()
        self.assertEqual(correction.state, "waiting")
        self.ozon.always(METHOD, None)

        with freeze_time("2026-11-08 12:00:00"):
            self.run_cron()
        self.env.invalidate_all()
        self.assertEqual((correction.state, correction.revenue), ("to_review", -300.00))
