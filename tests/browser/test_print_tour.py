"""A printed report, and old months, in Russian."""

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.fake_ozon import published_example


@tagged("standard", "post_install", "-at_install")
class TestPaperAndHistory(BrowserCase):
    def test_a_report_is_printed(self):
        self.publish()
        self.import_month(self.connect(user_id=self.admin.id))

        self.start_tour("/odoo/ozon-reports", "ozon_print", login="admin")

    def test_earlier_months_are_asked_for_and_watched(self):
        account = self.connect(
            user_id=self.admin.id, import_from="2026-07-01", auto_import=False
        )
        self.publish(published_example(2026, 7), 2026, 7)

        self.start_tour(
            "/odoo/action-ozon_connector.ozon_report_import_action", "ozon_history", login="admin"
        )

        self.assertEqual(account.report_ids.state, "to_review")
        self.assertTrue(account.report_ids.bill_id)
