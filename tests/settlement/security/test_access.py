"""The table of rights holds with services, too."""

from tests.odoo.security import test_matrix
from tests.settlement.common import DUE, LOGISTICS, SettlementCase, date


class TestMatrix(test_matrix.TestMatrix):
    def setUp(self):
        super().setUp()
        cabinet = SettlementCase
        self.numbers = iter(range(1, 9))
        for _record in range(2):
            cabinet.plant(self, date(2026, 9, 3), (LOGISTICS, "-75"))
        cabinet.settlement(self).add("Акт выполненных работ", "1", debit="150")
        self.seller.finance.polls = 0
        cabinet.load(self, DUE)
        cabinet.prove(self, DUE)

    def make(self, model):
        act = self.env["ozon.service.act"].search([("account_id", "=", self.account.id)])
        settlement = act.settlement_line_ids.settlement_id
        a_type = act.line_ids.type_id
        made = {
            "ozon.accrual": self.env["ozon.accrual"].search([], limit=1),
            "ozon.accrual.day": self.env["ozon.accrual.day"].search([], limit=1),
            "ozon.accrual.feed": self.account.accrual_feed_ids,
            "ozon.accrual.type": a_type,
            "ozon.service.act": act,
            "ozon.service.act.line": act.line_ids,
            "ozon.settlement": settlement,
            "ozon.settlement.line": settlement.line_ids,
        }.get(model)
        if made is not None:
            return made
        if model == "ozon.accrual.tax":
            return self.env[model].create({"type_id": a_type.id, "valid_from": "2026-01-01"})
        if model == "ozon.service.rule":
            return self.env[model].create({
                "account_id": self.account.id, "group": "star", "valid_from": "2026-01-01",
            })
        return super().make(model)


class TestPrivateMethods(test_matrix.TestPrivateMethods):
    """None of the settlement's own methods is reachable either."""
