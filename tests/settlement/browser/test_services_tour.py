"""A bookkeeper decides about a bill of services that Ozon's settlement contradicts."""

from datetime import date

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.settlement.common import LOGISTICS, STORAGE, SettlementCase


@tagged("standard", "post_install", "-at_install")
class TestServicesTour(BrowserCase, SettlementCase):
    def test_from_the_list_to_the_booked_bill_and_its_accruals(self):
        self.account.user_id = self.admin
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75"))
        self.plant(date(2026, 9, 10), (STORAGE, "-300.50"))
        self.settlement().add("Акт выполненных работ", "3648135", debit="380")
        self.load()
        self.prove()

        self.start_tour("/odoo/ozon-services", "ozon_services", login="admin")

        self.assertEqual(self.act().bill_id.state, "posted")
        self.assertEqual(self.act().bill_id.amount_total, 380.0)
