"""A bookkeeper's work in the browser, in Russian."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.browser.common import BrowserCase
from tests.fake_ozon import card, faults, report, row, side
from tests.odoo.models.document.test_correction import changed_example

SETTINGS = "/odoo/action-ozon_connector.res_config_settings_action"


@tagged("standard", "post_install", "-at_install")
class TestInTheBrowser(BrowserCase):
    def accounts(self):
        return self.env["ozon.account"].search([])

    def test_connecting_with_a_wrong_key_then_a_right_one_and_synchronising(self):
        products = self.env["product.product"].create(
            [
                {"name": "Кружка белая", "default_code": "K1"},
                {"name": "Кружка синяя", "default_code": "K1"},
            ]
        )
        self.seller.cards = [card(11, 501, name="Кружка", offer_id="K1"), card(12, 502)]
        # So that the job continues in the background.
        self.ozon.script("/v3/product/list", faults.rate_limited("150"))

        with mute_logger("odoo.http"):  # the refused key is logged as a warning
            self.start_tour(SETTINGS, "ozon_connect_yes", login="admin")

        cards = self.accounts().product_ids.sorted("ozon_product_id")
        self.assertEqual(cards.mapped("matched_by"), ["manual", False])
        self.assertEqual(cards[0].product_id, products[0])

    def test_replacing_the_key_of_a_synchronised_cabinet(self):
        account = self.connect(user_id=self.admin.id)
        account.action_sync_products()

        self.start_tour(f"/odoo/ozon-accounts/{account.id}", "ozon_replace_key", login="admin")

        self.assertFalse(account.sync_step)

    def test_answering_no_leaves_everything_untouched(self):
        self.seller.cards = [card(11, 501)]

        self.start_tour(SETTINGS, "ozon_connect_no", login="admin")

        self.assertEqual(self.accounts().state, "connected")
        self.assertFalse(self.accounts().product_ids)
        self.assertFalse(self.ozon.asked("/v3/product/list"))

    def test_reviewing_a_month_meeting_a_shortage_and_confirming(self):
        self.publish()
        account = self.connect(user_id=self.env.ref("base.user_admin").id)
        report = self.import_month(account)
        self.assertEqual(report.state, "to_review", report.error_message)

        with mute_logger("odoo.http"):  # the refused confirmation is logged as a warning
            self.start_tour("/odoo/ozon-reports", "ozon_review_month", login="admin")

        self.assertEqual((report.state, report.bill_id.state), ("posted", "posted"))
        self.assertEqual(report.open_balance, 2610.00)
        receipt = report.kopeck_receipt_ids
        self.assertEqual(receipt.amount_total, 0.29)
        self.assertEqual(str(receipt.picking_ids.date_done.date()), "2026-08-31")

    def test_receiving_very_many_products_without_documents(self):
        account = self.connect(user_id=self.admin.id)
        self.publish(report([row(sku=sku, sold=side(1)) for sku in range(7001, 7088)]))
        month = self.import_month(account)
        self.assertEqual((month.state, month.shortage_products), ("to_review", 87))

        self.start_tour("/odoo/ozon-reports", "ozon_receive_many", login="admin")

        self.assertFalse(month.shortage)
        self.assertEqual(month.kopeck_receipt_ids.amount_total, 0.87)

    def test_a_vendor_with_another_inn_than_the_report_is_told(self):
        self.publish()
        account = self.connect(user_id=self.admin.id)
        account.partner_id.vat = "7707083893"
        self.company.vat = "7712345671"
        self.import_month(account)

        self.start_tour("/odoo/ozon-reports", "ozon_other_vendor", login="admin")

    def test_correcting_a_booked_month_that_ozon_changed(self):
        self.publish()
        report = self.import_month(self.connect(user_id=self.admin.id))
        self.confirm(report)
        self.publish(changed_example())

        self.start_tour("/odoo/ozon-reports", "ozon_correct_month", login="admin")

        correction = report.correction_ids
        self.assertEqual((correction.state, correction.revenue), ("posted", -300.00))
        self.assertEqual(report.open_balance + correction.open_balance, 2340.00)

        self.start_tour("/odoo/ozon", "ozon_corrected_month", login="admin")


@tagged("standard", "post_install", "-at_install")
class TestOnAPhone(BrowserCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_choosing_among_candidates_by_one_tap(self):
        mugs = self.env["product.product"].create(
            [
                {"name": f"Кружка {colour}", "default_code": "K1", "barcode": barcode}
                for colour, barcode in (("белая", "4600000000017"), ("синяя", "4600000000024"))
            ]
        )
        self.env["product.product"].create(
            {"name": "Ложка", "default_code": "L-7", "ozon_code": "777"}
        )
        self.seller.cards = [
            card(11, 501, name="Кружка", offer_id="K1", barcodes=("4600000455655",)),
            card(12, 502, name="Ложка", offer_id="L-1"),
        ]
        account = self.connect(user_id=self.admin.id)
        account.action_sync_products()
        self.assertEqual(set(account.product_ids.mapped("match_state")), {"ambiguous"})

        self.start_tour("/odoo/ozon-products", "ozon_choose_on_a_phone", login="admin")

        first, second = account.product_ids.sorted("ozon_product_id")
        self.assertEqual((first.product_id, first.matched_by), (mugs[0], "manual"))
        self.assertEqual((second.product_id.default_code, second.match_state), ("L-1", "created"))
