"""A bookkeeper whose account has no key drops the report's file and confirms the month."""

import base64

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.fake_ozon import published_example, realization_file


@tagged("standard", "post_install", "-at_install")
class TestFileTour(BrowserCase):
    def test_a_file_is_dropped_and_the_month_is_posted(self):
        account = self.env["ozon.account"].create({
            "by_files": True, "company_id": self.company.id,
            "allow_negative_stock": True, "user_id": self.admin.id,
        })  # fmt: skip
        self.env["ir.attachment"].create({
            "name": "report.xlsx", "url": "/ozon_tour/report.xlsx", "public": True,
            "datas": base64.b64encode(realization_file(published_example())),
        })  # fmt: skip

        self.start_tour("/odoo/ozon-reports", "ozon_drop_file", login="admin")

        month = account.report_ids
        self.assertEqual((month.state, month.brought_by_id), ("posted", self.admin))
        self.assertEqual(month.open_balance, 2610.00)
        self.assertFalse(self.ozon.requests)
