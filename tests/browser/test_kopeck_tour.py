"""Goods without documents, received from the menu, in Russian."""

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.odoo.kopeck import KopeckCase


@tagged("standard", "post_install", "-at_install")
class TestKopeckReceipt(BrowserCase, KopeckCase):
    def test_receiving_three_mugs_and_undoing_it(self):
        mug = self.product("Кружка белая")

        self.start_tour("/odoo/action-purchase.purchase_rfq", "ozon_kopeck_receipt", login="admin")

        order = self.env["purchase.order"].search([("ozon_receipt_kind", "!=", False)])
        self.assertEqual((order.partner_ref[:6], order.state), ("УПД № ", "cancel"))
        self.assertEqual(order.picking_ids.mapped("state"), ["done", "done"])
        self.assertEqual(order.invoice_ids.state, "cancel")
        self.assertEqual(self.in_stock(mug), 0)
