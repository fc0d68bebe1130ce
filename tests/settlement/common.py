"""An account whose accruals and settlements come from a local Ozon."""

from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from tests.fake_ozon.accrual_figures import Sold, item_fees, posting, seller_fee
from tests.fake_ozon.settlement_file import Settlement
from tests.odoo.common import OzonCase

LOGISTICS, COURIER, ACQUIRING, STORAGE, STARS, INSURANCE = 32, 29, 1, 42, 74, 76
MONTH = date(2026, 9, 1)
LAST = date(2026, 9, 30)
# The morning on which acts of September are due.
DUE = "2026-10-07 04:00:00"


class SettlementCase(OzonCase):
    """`self.account` books services from September 2026 on; `plant` gives Ozon accruals."""

    def arrange(self):
        super().arrange()
        self.numbers = iter(range(64_000_000_000, 65_000_000_000))
        self.account = self.connect(import_from=MONTH)
        self.seller.finance.polls = 0

    def sync(self, account=None):
        """Match the cards of an account, and create products for those that have none."""
        account = account or self.account
        account.action_sync_products()
        while account.sync_step:
            self.run_cron("ozon_connector.ir_cron_sync_products")

    def plant(self, day, *fees, unit="12345678-0001"):
        """Fees for the seller on a day: (type, amount), below 0 is what Ozon takes."""
        for fee in fees:
            self.seller.accruals(day).append(seller_fee(next(self.numbers), day, unit, *fee))

    def plant_posting(self, day, *products, unit="12345678-0001-1"):
        self.seller.accruals(day).append(posting(next(self.numbers), day, unit, *products))

    def plant_items(self, day, fees, unit="12345678"):
        self.seller.accruals(day).append(item_fees(next(self.numbers), day, unit, fees))

    def settlement(self, month=MONTH):
        """Ozon's settlement of a month; created if there is none."""
        return self.seller.finance.settlements.setdefault(
            (month.year, month.month), Settlement(month.year, month.month),
        )

    def load(self, now=DUE):
        """A day's work in the background: accruals, acts, settlements."""
        with freeze_time(now):
            self.run_cron("ozon_connector_settlement.ir_cron_load_accruals")
            self.run_cron("ozon_connector.ir_cron_import_reports")

    def prove(self, now=DUE):
        """Order settlements, fetch them when they are ready, and compare the acts."""
        with freeze_time(now, tick=True):
            self.run_cron("ozon_connector_settlement.ir_cron_load_settlements")
            self.run_cron("ozon_connector.ir_cron_import_reports")

    def act(self, kind="service", month=MONTH):
        acts = self.env["ozon.service.act"].search([
            ("account_id", "=", self.account.id), ("period", "=", month), ("kind", "=", kind),
            ("corrected_report_id", "=", False),
        ])
        self.assertLessEqual(len(acts), 1)
        return acts

    def sum_of_accruals(self, *groups):
        accruals = self.env["ozon.accrual"].search([("account_id", "=", self.account.id)])
        of_groups = accruals.filtered(lambda one: one.type_id.group in groups)
        return sum((Decimal(str(one.amount)) for one in of_groups), Decimal(0))


__all__ = ["SettlementCase", "Sold"]
