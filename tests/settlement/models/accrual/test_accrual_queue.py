"""Accruals that are due are a queue, which several scheduled actions and servers work on."""

from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.sql_db import db_connect

from tests.fake_ozon import Seller
from tests.settlement.common import LOGISTICS, MONTH, SettlementCase

DAY, AFTER = date(2026, 9, 10), "2026-09-12 02:00:00"
HELPERS = [f"ozon_connector.ir_cron_help_{number}" for number in (1, 2, 3)]


class TestSharing(SettlementCase):
    def setUp(self):
        super().setUp()
        own = self.seller
        self.seller = Seller(client_id="900001")
        self.seller.finance.polls = 0
        self.plant(DAY, (LOGISTICS, "-12"))
        neighbour, self.seller = self.seller, own
        self.ozon.sellers.append(neighbour)
        self.plant(DAY, (LOGISTICS, "-75"))
        self.neighbour = self.connect(
            neighbour, self.create_company("ООО «Сосед»"), import_from=MONTH,
        )
        with freeze_time(AFTER):
            self.env["ozon.accrual.feed"]._load_now(self.account | self.neighbour)
        self.env["ir.cron.trigger"].search([]).unlink()

    def run_at(self, xmlid, moment=AFTER):
        with freeze_time(moment):
            self.run_cron(xmlid)
        self.env.invalidate_all()

    def read(self):
        """:return: [amount read for the own cabinet, amount read for the neighbour's]"""
        return [
            sum(self.env["ozon.accrual"].search([("account_id", "=", account.id)]).mapped("amount"))
            for account in (self.account, self.neighbour)
        ]

    def called(self, xmlid):
        """The moments for which a scheduled action is called."""
        return self.env["ir.cron.trigger"].search([
            ("cron_id", "=", self.env.ref(xmlid).id)
        ]).mapped("call_at")

    def test_any_of_the_helpers_reads_them(self):
        self.run_at(HELPERS[2])
        self.assertEqual(self.read(), [-75, -12])

    def test_a_helper_is_called_for_the_other_company(self):
        self.run_at("ozon_connector_settlement.ir_cron_load_accruals")
        self.assertEqual(self.read(), [-75, -12])
        self.assertEqual([len(self.called(helper)) for helper in HELPERS], [1, 0, 0])

    def test_a_company_that_another_worker_is_at_is_left_to_it(self):
        other = db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(other.close)
        key = self.company.id
        other.execute("SELECT pg_advisory_lock(hashtext('ozon.accrual.feed'), %s)", [key])
        self.run_at("ozon_connector_settlement.ir_cron_load_accruals")
        self.assertEqual(self.read(), [0, -12])
        # The next run is in a minute. A run at once would repeat while the other worker works, and
        # a run tomorrow would be too late.
        asked = min(self.called("ozon_connector_settlement.ir_cron_load_accruals"))
        waited = (asked - fields.Datetime.to_datetime(AFTER)).total_seconds()
        self.assertEqual(waited, 60)

        other.execute("SELECT pg_advisory_unlock_all()")
        self.run_at("ozon_connector_settlement.ir_cron_load_accruals", "2026-09-12 02:01:00")
        self.assertEqual(self.read(), [-75, -12])
