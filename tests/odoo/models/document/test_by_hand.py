"""Manual changes to a month's documents: the month stays whole, or they are refused."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError

from tests.fake_ozon import published_example, report, row, side
from tests.odoo.models.document.test_correction import ChangedCase, changed_example
from tests.odoo.models.realization.test_confirmation import BooksCase


class ByHandCase(BooksCase):
    def arrange(self):
        super().arrange()
        self.publish()
        self.account = self.connect()
        self.month = self.import_month(self.account)

    def refused(self, reason):
        """Check that an action is refused for this reason and leaves nothing behind."""
        return self.assertRaisesRegex(UserError, reason)

    def delivery(self):
        return self.month.picking_ids.filtered(
            lambda picking: picking.location_dest_id.usage == "customer" and picking.state != "done"
        )

    def confirm_is_refused(self, reason):
        with self.refused(reason), self.env.cr.savepoint():
            self.month.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(self.month.state, "to_review")


class TestDocumentsLeftBehind(ByHandCase):
    """A document that others replaced must not come back, or the month would count twice."""

    def test_after_drafting_again(self):
        self.confirm(self.month)
        old = self.month._documents()
        self.month.action_reset()
        self.month.action_draft_again()
        self.month.action_confirm()
        for document in old:
            with self.subTest(document=document.name), self.refused("booked twice"):
                document.button_draft()

    def test_after_cancelling_the_draft_invoice(self):
        invoice = self.month.sale_invoice_id
        invoice.button_cancel()
        self.confirm(self.month)

        self.assertNotEqual(self.month.sale_invoice_id, invoice)
        self.assertEqual(self.month.open_balance, 2610.00)
        with self.refused("booked twice"):
            invoice.button_draft()

    def test_after_giving_the_month_up(self):
        self.month.bill_id.unlink()
        invoice = self.month.sale_invoice_id
        self.month.action_cancel()

        self.assertFalse(invoice.exists())
        self.assertFalse(self.month.picking_ids)

    def test_a_part_of_a_cancelled_month_does_not_come_back_alone(self):
        self.month.bill_id.button_cancel()
        with self.refused("follows its bill"):
            self.month.sale_invoice_id.button_draft()


class TestChangedDrafts(ByHandCase):
    def arrange(self):
        super().arrange()
        self.bring_goods(self.month)

    def test_in_another_currency_they_are_not_posted(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        for field in ("sale_invoice_id", "bill_id"):
            with self.subTest(document=field):
                self.month[field].currency_id = dollar
                self.confirm_is_refused("is in USD")
                self.month.action_draft_again()

    def test_of_another_partner_they_are_not_posted(self):
        other = self.env["res.partner"].create({"name": "Другой"})
        self.month.bill_id.partner_id = other
        self.confirm_is_refused("The netting would fail")

    def test_a_partner_changed_on_the_account_leaves_the_drafts_whole(self):
        ozon = self.account.partner_id
        self.account.partner_id = self.env["res.partner"].create({"name": "Другой"})
        self.month.action_confirm()
        self.assertEqual(self.month._documents().line_ids.partner_id, ozon)

    def test_changed_the_same_way_on_both_sides_they_are_not_posted(self):
        self.month.sale_invoice_id.invoice_line_ids[0].price_unit += 50
        self.month.sale_refund_id.invoice_line_ids[0].price_unit += 1000
        self.confirm_is_refused("adds up to")

    def test_with_other_units_they_are_not_posted(self):
        line = self.month.sale_invoice_id.invoice_line_ids[0]
        line.write({"quantity": 10, "price_unit": 200})
        self.confirm_is_refused("another number")

    def test_dated_in_another_month_they_are_not_posted(self):
        self.month.sale_invoice_id.invoice_date = "2026-10-20"
        self.confirm_is_refused("outside of the month")

    def test_another_tax_on_the_bill_is_explained(self):
        self.month.bill_id.invoice_line_ids[0].tax_ids = self.purchase_tax(22, False)
        self.confirm_is_refused("adds up to")

    def test_other_accounts_and_labels_are_kept(self):
        own = self.env["account.account"].create(
            {"code": "90.01.9", "name": "Выручка Ozon", "account_type": "income"}
        )
        self.month.sale_invoice_id.invoice_line_ids[0].write({"name": "Своё", "account_id": own.id})
        self.month.action_confirm()
        self.assertEqual(self.items(self.month.sale_invoice_id)["90.01.9"], -2000.00)

    def test_numbered_invoices_stay_when_sales_are_switched_off(self):
        self.month.action_confirm()
        invoice = self.month.sale_invoice_id
        self.account.post_sales = False
        self.month.action_reset()
        self.assertEqual(invoice.state, "draft")
        self.month.action_confirm()
        self.assertEqual((invoice.state, self.month.sale_invoice_id.id), ("cancel", False))


class TestTransfersByHand(ByHandCase):
    def test_a_typed_quantity_is_no_stock(self):
        self.delivery().action_confirm()
        self.delivery().move_ids.quantity = 30
        self.confirm_is_refused("missing 29")

    def test_a_quantity_typed_too_high_moves_what_the_report_says(self):
        self.bring({self.month.line_ids.product_id.id: 100}, self.account.location_id)
        self.delivery().action_confirm()
        self.delivery().move_ids.quantity = 35
        self.month.action_confirm()
        self.assertEqual(self.on_hand(self.account), 71.0)

    def test_planned_too_high_it_is_planned_anew(self):
        self.bring({self.month.line_ids.product_id.id: 100}, self.account.location_id)
        self.delivery().move_ids.product_uom_qty = 50
        self.month.action_confirm()
        self.assertEqual(self.on_hand(self.account), 71.0)

    def test_emptied_or_deleted_it_is_planned_anew(self):
        self.bring_goods(self.month)
        self.delivery().move_ids.product_uom_qty = 0
        (self.month.picking_ids - self.delivery()).unlink()
        self.month.action_confirm()
        self.assertEqual(self.on_hand(self.account), 0.0)

    def test_validated_by_hand_it_is_not_short_and_not_moved_twice(self):
        self.bring({self.month.line_ids.product_id.id: 40}, self.account.location_id)
        self.delivery().button_validate()
        self.month.invalidate_recordset()
        self.assertFalse(self.month.shortage)
        self.month.action_confirm()
        self.assertEqual(self.on_hand(self.account), 11.0)
        self.assertEqual(self.month.failed_checks, 0, self.month.checks)

    def test_validated_by_hand_it_is_undone_with_a_cancelled_bill(self):
        self.bring({self.month.line_ids.product_id.id: 40}, self.account.location_id)
        self.delivery().button_validate()
        self.month.bill_id.button_cancel()
        self.assertEqual(self.on_hand(self.account), 40.0)

    def test_validated_by_hand_it_is_undone_when_ozon_reports_less(self):
        self.account.import_from = "2026-09-01"
        self.bring({self.month.line_ids.product_id.id: 40}, self.account.location_id)
        self.delivery().button_validate()
        self.publish(changed_example())
        self.month.action_compare()
        self.month.action_fetch()
        self.assertEqual(self.month.state, "to_review", self.month.error_message)
        self.month.action_confirm()
        self.assertEqual(self.on_hand(self.account), 14.0)

    def test_returned_with_odoo_s_button_it_is_not_brought_back_twice(self):
        self.confirm(self.month)
        done = self.month.picking_ids.filtered(lambda one: one.location_dest_id.usage == "customer")
        wizard = self.env["stock.return.picking"].create({"picking_id": done.id})
        wizard.product_return_moves.quantity = 5
        returned = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        returned.location_dest_id = returned.move_ids.location_dest_id = self.account.location_id
        returned.button_validate()
        self.month.invalidate_recordset()
        checks = {check["name"]: check["state"] for check in self.month.checks}
        self.assertEqual(checks["stock"], "failed")

        self.month.action_reset()
        self.assertEqual(self.on_hand(self.account), 29.0)

    def test_another_location_is_planned_for(self):
        other = self.env["stock.location"].create({"name": "Другой", "usage": "internal"})
        self.bring({self.month.line_ids.product_id.id: 100}, self.account.location_id)
        self.account.location_id = other
        self.month.invalidate_recordset()
        self.assertEqual([line["missing"] for line in self.month.shortage], [29.0])
        self.bring({self.month.line_ids.product_id.id: 29}, other)
        self.month.action_confirm()
        quants = self.env["stock.quant"].search([("location_id", "=", other.id)])
        self.assertEqual(sum(quants.mapped("quantity")), 0.0)

    def test_which_report_it_belongs_to_cannot_be_changed_by_hand(self):
        administrator = self.env.ref("base.user_admin")
        administrator.company_ids = [Command.link(self.company.id)]
        for picking in self.month.picking_ids.with_user(administrator):
            with self.assertRaises(AccessError):
                picking.ozon_report_id = False

    def test_customers_at_a_transit_location_are_customers(self):
        self.month.bill_id.button_cancel()
        self.account.partner_id.with_company(self.company).property_stock_customer = self.env[
            "stock.location"
        ].create({"name": "FBO", "usage": "transit"})
        self.month.action_fetch()
        self.confirm(self.month)
        self.assertEqual(self.on_hand(self.account), 0.0)


class TestSettingsByHand(ByHandCase):
    def test_an_emptied_location_is_made_anew(self):
        self.account.location_id = False
        self.assertEqual(self.account.location_id.usage, "internal")

    def test_another_policy_after_deleting_the_bill(self):
        self.account.points_policy = "income"
        self.month.bill_id.unlink()
        self.month.action_fetch()
        self.assertEqual(self.month.state, "to_review", self.month.error_message)
        self.assertEqual((self.month.bill_total, self.month.sale_total), (290.00, 2900.00))

    def test_another_product_of_a_card_counts_when_drafted_again(self):
        right = self.env["product.product"].create({"name": "Правильный", "is_storable": True})
        self.account.product_ids.product_id = right
        self.month.action_draft_again()
        self.assertEqual(self.month.line_ids.product_id, right)
        self.assertEqual(self.month.sale_invoice_id.invoice_line_ids.product_id, right)

    def test_a_discount_for_early_payment_is_left_out(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2 % за 10 дней", "early_discount": True, "discount_days": 10,
                "discount_percentage": 2.0, "early_pay_discount_computation": "mixed",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100})],
            }
        )  # fmt: skip
        partner = self.account.partner_id.with_company(self.company)
        partner.property_payment_term_id = partner.property_supplier_payment_term_id = term
        self.month.action_draft_again()
        self.confirm(self.month)
        self.assertEqual(self.month.open_balance, 2610.00)

    def test_a_month_drafted_in_a_period_that_was_locked_since_is_booked_after_it(self):
        self.bring_goods(self.month)
        self.env.flush_all()
        with freeze_time("2026-10-07 03:00:00"):
            self.month.action_draft_again()
            self.env.flush_all()
        self.company.fiscalyear_lock_date = date(2026, 10, 31)
        with freeze_time("2026-11-15 09:00:00"):
            self.month.action_confirm()
            self.env.flush_all()
        self.assertEqual(self.month.state, "posted")
        checks = {check["name"]: check["state"] for check in self.month.checks}
        self.assertEqual(checks["dates"], "failed")


class TestAverageCost(BooksCase):
    """Goods that arrive after the month change neither the cost of its goods nor the stock."""

    def test_stock_account_and_stock_value_agree(self):
        product = self.perpetual("average", cost=0.0)
        self.publish(report([row(sku=1001, sold=side(10))]))
        account = self.connect()
        self.receive(product, 10, 10.0, account.location_id)
        self.receive(product, 10, 20.0, account.location_id)
        month = self.import_month(account)
        month.action_confirm()
        self.receive(product, 1, 20.0, account.location_id)

        booked = -self.items(month.sale_invoice_id)["41.01"]
        self.assertEqual(booked, 150.0)
        self.assertEqual(product.total_value, 10 * 10.0 + 11 * 20.0 - booked)


class TestCorrectionsByHand(ChangedCase):
    def test_a_correction_is_not_taken_back_from_under_a_later_one(self):
        first = self.correct()
        self.confirm(first)
        self.publish(report([row(sku=1001, sold=side(5))]))
        self.a_month_later()
        second = self.correct()
        self.confirm(second)

        for take_back in (first.action_reset, first.bill_id.button_cancel):
            with self.assertRaisesRegex(UserError, "has a correction"), self.env.cr.savepoint():
                take_back()
            self.env.invalidate_all()
        second.bill_id.button_cancel()
        self.a_month_later()
        self.assertTrue(self.month.changed)

    def test_a_report_that_was_reset_needs_no_correction(self):
        self.month.action_reset()
        self.assertFalse(self.month.changed)
        with self.assertRaisesRegex(UserError, "nothing to correct"):
            self.month.action_create_correction()
        self.a_month_later()
        self.assertEqual((self.month.state, self.month.revenue), ("to_review", 2500.00))
        self.assertFalse(self.month.changed)

    def test_a_correction_moves_the_product_that_was_booked(self):
        booked = self.month.line_ids.product_id
        other = self.env["product.product"].create({"name": "Другой", "is_storable": True})
        self.account.product_ids.product_id = other
        self.assertEqual(self.correct().line_ids.product_id, booked)

    def test_another_currency_is_told_and_not_corrected(self):
        self.env.ref("base.CNY").active = True
        self.publish(changed_example(currency_sys_name="CNY"))
        self.a_month_later()
        self.assertIn("two currencies", self.month.change_problem)
        with self.assertRaisesRegex(UserError, "nothing to correct"):
            self.month.action_create_correction()

    def test_another_currency_makes_drafts_anew(self):
        self.env["res.currency.rate"].create(
            {"currency_id": self.env.ref("base.CNY").id, "name": "2026-09-01",
             "company_id": self.company.id, "inverse_company_rate": 11.5}
        )  # fmt: skip
        self.month.action_reset()
        payload = published_example()
        payload["result"]["header"]["currency_sys_name"] = "CNY"
        self.publish(payload)
        self.a_month_later()
        self.assertEqual(self.month.currency_id.name, "CNY")
        self.assertEqual(self.month._documents().currency_id.name, "CNY")

    def test_a_new_number_with_the_same_figures_is_on_the_drafts(self):
        self.month.action_reset()
        self.publish(published_example())
        self.a_month_later()
        self.seller.reports[2026, 9]["result"]["header"].update(
            number="NEW-1", doc_date="2026-10-05"
        )
        self.a_month_later()
        self.assertEqual(self.month.bill_id.ref, "NEW-1")
        self.assertEqual(str(self.month.bill_id.invoice_date), "2026-10-05")
        self.assertEqual(str(self.month.bill_id.date), "2026-09-30")
