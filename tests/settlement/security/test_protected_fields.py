"""The fields that services add are protected in the same way."""

from datetime import date

from freezegun import freeze_time

from tests.fake_ozon.accrual_figures import seller_fee
from tests.odoo.security import test_protected_fields

from ..common import DUE, LOGISTICS


class TestProtectedFields(test_protected_fields.TestProtectedFields):
    def book_more(self):
        day = date(2026, 9, 3)
        self.account.import_from = day.replace(day=1)
        self.seller.accruals(day).append(seller_fee(1, day, "12345678-0001", LOGISTICS, "-75"))
        with freeze_time(DUE):
            self.run_cron("ozon_connector_settlement.ir_cron_load_accruals")
            self.run_cron("ozon_connector.ir_cron_import_reports")

    def tried(self):
        return [
            (model, field) for model, field in self.kept()
            if field._module == "ozon_connector_settlement"
        ]

    # The ways are the same, and are tested without services already.
    test_the_ways_are_ways = None
