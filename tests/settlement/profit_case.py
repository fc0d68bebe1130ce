"""A booked September, in which the cost of one of two products is not known."""

from tests.browser.common import BrowserCase
from tests.settlement.common import DUE
from tests.settlement.models.profit.test_profit import CRON
from tests.settlement.month_case import MonthCase


class ProfitCase(BrowserCase, MonthCase):
    """A cup with a profit of 400 of 1000, and a plate with revenue and without a profit."""

    def arrange(self):
        super().arrange()
        self.account.user_id = self.admin
        self.ask()
        self.cup, self.plate = (
            self.env["product.product"].with_context(lang="ru_RU").search([
                ("default_code", "=", article), ("company_id", "in", (False, self.company.id)),
            ]) for article in ("ART-1001", "ART-1002")
        )
        self.cup.with_company(self.company).standard_price = 40
        # Names on Ozon are this long.
        self.plate.name = f"{self.plate.name}{' с очень длинным названием' * 6}"
        self.book()
        with self.at(DUE):
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")
            self.run_cron(CRON)
        self.assertEqual(self.month().profit_month_ids.blank_count, 1)
