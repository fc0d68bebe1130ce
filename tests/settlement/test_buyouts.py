"""What Ozon buys in its own name becomes an invoice to Ozon, and the goods leave."""

from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError

from tests.fake_ozon import buyout, card, report, row, side
from tests.fake_ozon.buyouts import example
from tests.odoo.common import decimal

from .common import DUE
from .month_case import MonthCase

MONTH = date(2026, 9, 1)
DAY = date(2026, 9, 10)


class BuyoutCase(MonthCase):
    """September: besides what buyers bought, 2 + 1 units of one product and 1 of another."""

    def setUp(self):
        super().setUp()
        self.bought = [
            buyout("0101-1", 1001, "100", "20", 2), buyout("0102-1", 1001, "100", "20"),
            buyout("0103-1", 1002, "95", "3.13", vat=10),
        ]  # fmt: skip
        self.seller.finance.buyouts[DAY] = self.bought
        self.taxes = {
            rate: self.create_tax("sale", rate, included=True) for rate in (10, 22)
        }

    def buyout(self, period=MONTH):
        found = self.env["ozon.buyout"].search([
            ("account_id", "=", self.account.id), ("period", "=", period),
            ("corrected_report_id", "=", False),
        ])
        found.invalidate_recordset()
        return found

    def loaded(self, now=DUE):
        """The buy-outs, with enough goods in stock."""
        self.load(now)
        found = self.buyout()
        self.assertEqual(found.state, "to_review", found.error_message)
        self.bring_goods(found)
        return found

    def failed(self, document):
        document.invalidate_recordset()
        return {check["name"] for check in document.checks if check["state"] == "failed"}

    def balances(self):
        rows = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", self.company.id)],
            ["account_id"], ["balance:sum"],
        )
        return {account.code: decimal(balance) for account, balance in rows if balance}
