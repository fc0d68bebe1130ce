"""The report says why a month cannot be booked, and has the button that fixes it."""

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.fake_ozon import report, row, side


@tagged("standard", "post_install", "-at_install")
class TestSetUp(BrowserCase):
    def test_a_month_that_lacks_a_journal_and_gets_it(self):
        self.publish()
        account = self.connect(user_id=self.admin.id)
        account.purchase_journal_id = False
        self.import_month(account)

        self.start_tour("/odoo/ozon-reports", "ozon_missing_journal", login="admin")

    def test_many_missing_goods_where_negative_stock_is_allowed(self):
        self.admin.lang = "en_US"
        self.publish(report([row(sku=sku, sold=side(sku)) for sku in range(1, 13)]))
        account = self.connect(user_id=self.admin.id, allow_negative_stock=True)
        self.assertEqual(self.import_month(account).state, "to_review")

        self.start_tour("/odoo/ozon-reports", "ozon_many_missing", login="admin")
