"""What Ozon said about services, months and the rest is protected in the same way."""

import pytest

from tests.odoo.security import test_facts

from . import test_access


@pytest.mark.exhaustive
class TestFacts(test_facts.TestFacts):
    # The same months as in the tests of rights.
    bank_line = test_access.TestMatrix.bank_line
    fill_goods = test_access.TestMatrix.fill_goods
    for_people = {
        **test_facts.FOR_PEOPLE,
        "ozon.accrual.tax": {"type_id", "valid_from", "tax_ids"},
        "ozon.accrual.type": {
            "group", "account_id", "partner_id", "tax_ids", "analytic_distribution",
            "profit_part",
        },
        "ozon.buyout": {"number"},
        "ozon.compensation.type": {"goods"},
        "ozon.settlement.line": {"kind"},
        "ozon.stock.state": {"reading"},
        "ozon.service.rule": {
            "account_id", "group", "valid_from", "ledger_account_id", "partner_id", "tax_ids",
        },
    }

    def arrange(self):
        super().arrange()
        test_access.TestMatrix.fill(self)

    def models(self):
        return [
            model for model in super().models()
            if model._original_module == "ozon_connector_settlement"
        ]

    # Tested without services already.
    test_a_new_account_brings_none_either = None
    test_a_default_of_one_s_own_does_not_count = None
