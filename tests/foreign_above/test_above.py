"""An addon that depends on ours cannot make documents of a month contradict themselves."""

from odoo.exceptions import UserError

from tests.foreign.common import ForeignCase


class TestForeignAbove(ForeignCase):
    def arrange(self):
        super().arrange()
        self.report = self.month(self.account_with_tax())
        self.assertEqual(self.report.state, "to_review", self.report.error_message)

    def refused(self, words):
        for confirm in (self.report.action_confirm, self.report.bill_id.action_post):
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                confirm()
            self.env.invalidate_all()
            self.assertEqual(set(self.report._documents().mapped("state")), {"draft"})
            self.assertEqual(set(self.report.picking_ids.mapped("state")), {"draft"})

    def test_a_month_is_booked_beside_it(self):
        self.foreign("nothing")
        self.report.action_confirm()
        for document in self.report._documents().filtered(lambda move: move.is_invoice()):
            self.assert_consistent(document)

    def test_a_line_that_it_adds_makes_the_bill_another_sum(self):
        self.foreign("add a line")
        self.refused("37.00")

    def test_prices_that_it_breaks_after_everybody_else(self):
        self.foreign("break prices")
        self.refused("contradicts itself")
