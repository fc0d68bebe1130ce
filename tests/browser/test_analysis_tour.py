"""The screens on which a bookkeeper compares many months, in Russian."""

from datetime import date

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.fake_ozon import report, row, side


def month_of_last_quarter(today):
    """The first month of the quarter before this one: (year, month)."""
    months = today.year * 12 + today.month - 1
    year, place = divmod(months - months % 3 - 3, 12)
    return year, place + 1


@tagged("standard", "post_install", "-at_install")
class TestManyMonths(BrowserCase):
    def arrange(self):
        super().arrange()
        year, month = month_of_last_quarter(date.today())
        rows = [
            row(sku=1001, sold=side(20, points="10"), returned=side(5)),
            row(sku=1002, price="1000", ratio="0.4", sold=side(10)),
        ]
        self.publish(report(rows, year, month), year, month)
        self.month = self.import_month(self.connect(user_id=self.admin.id), year, month)
        self.assertEqual(self.month.state, "to_review", self.month.error_message)

    def test_sums_by_product(self):
        # Names on Ozon are this long.
        product = self.env["product.product"].with_context(lang="ru_RU").search([
            ("default_code", "=", "ART-1002"), ("company_id", "in", (False, self.company.id)),
        ])
        product.name = f"{product.name}{' с очень длинным названием' * 6}"
        self.start_tour("/odoo/ozon-analysis", "ozon_analysis", login="admin")

    def test_the_reports_by_state(self):
        self.start_tour("/odoo/ozon-reports", "ozon_reports_by_state", login="admin")
