"""The table of rights is also true with services."""

from decimal import Decimal

import pytest
from freezegun import freeze_time

from odoo import Command

from tests.fake_ozon import Compensations, FakeSupply, Supplied, buyout, removed
from tests.odoo.security import test_matrix
from tests.settlement.common import DUE, LOGISTICS, SettlementCase, Sold, date


class TestMatrix(test_matrix.TestMatrix):
    def arrange(self):
        super().arrange()
        self.fill()
        self.records |= self.records_of_services()

    def fill(self):
        """A month with each kind of document."""
        cabinet = SettlementCase
        self.numbers = iter(range(1, 9))
        for _record in range(2):
            cabinet.plant(self, date(2026, 9, 3), (LOGISTICS, "-75"))
        cabinet.plant_posting(self, date(2026, 9, 3), Sold(1001), Sold(1002))
        self.seller.finance.buyouts[date(2026, 9, 10)] = [
            buyout("0101-1", 1001, "100", "20", vat=0),
        ]
        cabinet.settlement(self).add("Акт выполненных работ", "1", debit="150")
        given = self.seller.finance.compensations[2026, 9] = Compensations()
        given.add(1001, "50")
        self.seller.finance.polls = 0
        cabinet.load(self, DUE)
        cabinet.prove(self, DUE)
        self.fill_goods()
        with freeze_time(DUE):
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")
            self.run_cron("ozon_connector_settlement.ir_cron_work_out_profit")
        self.month = self.env["ozon.month"].search([
            ("account_id", "=", self.account.id), ("period", "=", "2026-09-01"),
        ])
        self.payout = self.env["ozon.payout"]._note_payments(
            self.account, self.company.currency_id, {date(2026, 9, 10): [Decimal(700)]},
        )
        self.line = self.bank_line()

    def fill_goods(self):
        """A count of goods that differ, a supply and a removal."""
        self.seller.goods.opening = {1001: 500}
        self.seller.goods.supplies = [FakeSupply(1, [Supplied(1001, 1, 1)])]
        self.seller.goods.removed = [removed(1, 1001, day=date(2026, 10, 1))]
        with freeze_time(DUE):
            self.run_cron("ozon_connector_settlement.ir_cron_read_goods")

    def bank_line(self):
        """A bank line that may be the payout."""
        accounts = self.env["account.account"].create([
            {"code": code, "name": code, "account_type": kind,
             "company_ids": [Command.set(self.company.ids)]}
            for code, kind in (("51", "asset_cash"), ("76", "asset_current"))
        ])  # fmt: skip
        bank = self.env["account.journal"].create({
            "name": "Банк", "code": "BNK1", "type": "bank", "company_id": self.company.id,
            "default_account_id": accounts[0].id, "suspense_account_id": accounts[1].id,
        })
        return self.env["account.bank.statement.line"].create({
            "journal_id": bank.id, "date": "2026-09-11", "amount": 700,
            "payment_ref": "ИНН 7704217370",
        })

    def records_of_services(self):
        """A record of each model that the month brings: {model: record}."""
        act = self.env["ozon.service.act"].search([("account_id", "=", self.account.id)])
        settlement = act.settlement_line_ids.settlement_id
        bought = self.env["ozon.buyout"].search([("account_id", "=", self.account.id)])
        compensation = self.env["ozon.compensation"].search([
            ("account_id", "=", self.account.id), ("kind", "=", "compensation"),
        ])
        return {
            "ozon.buyout": bought,
            "ozon.buyout.line": bought.line_ids,
            "account.bank.statement.line": self.line,
            "ozon.month": self.month,
            "ozon.month.line": self.month.line_ids[:1],
            "ozon.profit": self.env["ozon.profit"].search(
                [("account_id", "=", self.account.id), ("product_id", "!=", False)], limit=1,
            ),
            "ozon.profit.check": self.month.profit_check_ids[:1],
            "ozon.profit.month": self.month.profit_month_ids,
            "ozon.payout": self.payout,
            "ozon.accrual": self.env["ozon.accrual"].search([], limit=1),
            "ozon.accrual.day": self.env["ozon.accrual.day"].search([], limit=1),
            "ozon.accrual.feed": self.account.accrual_feed_ids,
            "ozon.accrual.goods": self.env["ozon.accrual.goods"].search([], limit=1),
            "ozon.accrual.type": act.line_ids.type_id,
            "ozon.compensation": compensation,
            "ozon.compensation.line": compensation.line_ids,
            "ozon.compensation.type": compensation.line_ids.type_id,
            "ozon.service.act": act,
            "ozon.service.act.line": act.line_ids,
            "ozon.settlement": settlement,
            "ozon.settlement.line": settlement.line_ids,
        }

    def make(self, model):
        if model.startswith(("ozon.removal", "ozon.stock.", "ozon.supply")):
            return self.of_goods(model)
        if model in ("ozon.balance.movement", "ozon.points.act"):
            return self.of_september(model)
        act, a_type = self.records["ozon.service.act"], self.records["ozon.accrual.type"]
        new = {
            "ozon.accrual.tax": {"type_id": a_type.id, "valid_from": "2026-01-01"},
            "ozon.service.rule": {
                "account_id": self.account.id, "group": "star", "valid_from": "2026-01-01",
            },
            "ozon.typed.paper": {
                "document_id": act.document_id.id, "currency_id": act.currency_id.id,
                "number": "1", "doc_date": "2026-09-30",
            },
        }.get(model)  # fmt: skip
        return self.env[model].create(new) if new else super().make(model)

    def of_goods(self, model):
        """A record of goods at Ozon; a line of the count is one that differs."""
        domain = [("company_id", "=", self.company.id)]
        if model == "ozon.stock.count.line":
            domain += [("is_different", "=", True), ("product_id", "!=", False)]
        return self.env[model].search(domain, limit=1)

    def of_september(self, model):
        """A document for which Ozon has accrued nothing."""
        vals = {"account_id": self.account.id, "period": "2026-09-01"}
        if model == "ozon.balance.movement":
            vals["type_id"] = self.env["ozon.accrual.type"]._loan_of(self.company).id
        return self.env[model].create(vals)

    def dialog(self, model, user):
        if model == "ozon.typed.number":
            act = self.of_september("ozon.points.act")
            return self.env[model].with_user(user).create(
                {"document_id": act.document_id.id, "number": "1", "doc_date": "2026-09-30"}
            )
        if model == "ozon.payout.candidate":
            # Created by the payout's button.
            return self.env[model].with_user(user).sudo().create({
                "payout_id": self.payout.id, "res_model": self.line._name, "res_id": self.line.id,
            })
        if model == "ozon.month.opening":
            return self.env[model].with_user(user).create({
                "month_id": self.month.id, "counter_account_id": self.env["account.account"].search(
                    [("company_ids", "in", self.company.ids)], limit=1,
                ).id,
            })
        return super().dialog(model, user)


@pytest.mark.exhaustive
class TestPrivateMethods(test_matrix.TestPrivateMethods):
    """The private methods of services cannot be called either."""
