"""A month in which Ozon's balance, its documents and the bank tie, for tests to disturb."""

from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo import Command

from tests.fake_ozon import report, row, side
from tests.fake_ozon.accrual_figures import Sold

from .common import DUE, LOGISTICS, MONTH, STARS, SettlementCase

PARTNERS = ("bank_coinvestment", "stars", "pick_up_point_coinvestment")
OCTOBER = date(2026, 10, 1)
# The morning on which documents of October are due.
NOVEMBER = "2026-11-07 04:00:00"


class MonthCase(SettlementCase):
    """September: 10 sold at 100 with 5 points each, 2 came back; two services; one payout."""

    def arrange(self):
        super().arrange()
        rows = [
            row(sku=1001, price="100", ratio="0.20", sold=side(10, points="5")),
            row(sku=1002, price="300", ratio="0.10", sold=side(3), returned=side(1)),
        ]
        self.publish(report(rows, 2026, 9))
        self.plant_report(self.seller.reports[2026, 9], date(2026, 9, 9))
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75.50"), (STARS, "-40"))
        self.seller.finance.payouts[date(2026, 9, 23)] = Decimal("500")

    def plant_report(self, payload, day):
        """The accruals of a realization report's rows, all on one day."""
        for planted in payload["result"]["rows"]:
            for key, sign in (("delivery_commission", 1), ("return_commission", -1)):
                if planted[key]:
                    self.plant_posting(day, self.sold(planted, planted[key], sign))

    def sold(self, planted, of_row, sign):
        return Sold(
            sku=planted["item"]["sku"], quantity=of_row["quantity"],
            paid=sign * Decimal(of_row["amount"]), points=sign * Decimal(of_row["bonus"]),
            partners=sign * sum(Decimal(of_row.get(name) or 0) for name in PARTNERS),
            fee=-sign * Decimal(of_row["standard_fee"]),
        )

    def ask(self, now=DUE):
        """Run the morning's comparison of the months."""
        self.load(now)
        with self.at(now):
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")

    def at(self, now):
        return freeze_time(now)

    def month(self, period=MONTH, account=None):
        month = self.env["ozon.month"].search([
            ("account_id", "=", (account or self.account).id), ("period", "=", period),
        ])
        month.invalidate_recordset()
        return month

    def book(self, period=MONTH):
        """Confirm the documents of a month, with enough goods in stock."""
        reports = self.env["ozon.realization.report"].search([
            ("account_id", "=", self.account.id), ("period", "=", period),
        ])
        self.bring_goods(reports)
        for document in (*reports, *self.env["ozon.service.act"].search([
            ("account_id", "=", self.account.id), ("period", "=", period),
            ("state", "=", "to_review"),
        ])):
            if document.state == "to_review":
                document.action_confirm()

    def receive_payout(self, amount=500, day="2026-09-24"):
        """Create the payout's line in the bank."""
        return self.env["account.bank.statement.line"].create({
            "journal_id": self.bank().id, "date": day, "amount": amount,
            "payment_ref": "Оплата по договору", "partner_id": self.account.partner_id.id,
        })

    def ledger_account(self, code, kind):
        ledger_accounts = self.env["account.account"].with_company(self.company)
        return ledger_accounts.search(
            [("code", "=", code), ("company_ids", "in", self.company.ids)], limit=1,
        ) or ledger_accounts.create({
            "code": code, "name": code, "account_type": kind,
            "company_ids": [Command.set(self.company.ids)],
        })

    def bank(self):
        journals = self.env["account.journal"]
        of_company = [("type", "=", "bank"), ("company_id", "=", self.company.id)]
        return journals.search(of_company, limit=1) or journals.create({
            "name": "Банк", "code": "БАНК", "type": "bank", "company_id": self.company.id,
            "default_account_id": self.ledger_account("51.77", "asset_cash").id,
            "suspense_account_id": self.ledger_account("57.77", "asset_current").id,
        })

    def by_hand(self, amount, day="2026-09-30"):
        """A manual entry on Ozon's receivable account; above 0, Ozon owes more."""
        partner = self.account.partner_id
        receivable = partner.with_company(self.company).property_account_receivable_id
        other = self.ledger_account("91.77", "income_other")
        entry = self.env["account.move"].create({
            "journal_id": self.account.netting_journal_id.id, "date": day,
            "line_ids": [
                Command.create({
                    "account_id": ledger_account.id, "partner_id": partner.id,
                    "balance": sign * amount, "name": "Вручную",
                })
                for ledger_account, sign in ((receivable, 1), (other, -1))
            ],
        })
        entry.action_post()
        return entry

    def differences(self, period=MONTH):
        return [
            (line.kind, Decimal(str(line.difference)).quantize(Decimal("0.01")), line.reason)
            for line in self.month(period).line_ids if line.reason
        ]
