"""A Russian company with only the accounts and journals that dev/bench and dev/torture need.

They measure and disturb the connector alone, without the addon of the Russian chart.
"""

from shared.russia import move_in, prepare_russia

ACCOUNTS = [
    # code, name, type, reconcile
    ("19.04", "НДС по приобретённым услугам", "asset_current", False),
    ("41.01", "Товары на складах", "asset_current", False),
    ("44.02", "Коммерческие расходы", "expense", False),
    ("51", "Расчётные счета", "asset_cash", False),
    ("60.01", "Расчёты с поставщиками и подрядчиками", "liability_payable", True),
    ("62.01", "Расчёты с покупателями и заказчиками", "asset_receivable", True),
    ("68.02", "Налог на добавленную стоимость", "liability_current", False),
    ("90.01.1", "Выручка", "income", False),
    ("90.02.1", "Себестоимость продаж", "expense_direct_cost", False),
    ("91.02", "Прочие расходы", "expense", False),
]
JOURNALS = [
    # code, name, type, default account
    ("ПОК", "Покупки", "purchase", "44.02"),
    ("ПРОД", "Продажи", "sale", "90.01.1"),
    ("ПРОЧ", "Прочие операции", "general", None),
]


def create_russian_company(odoo, name, inn):
    """Create a Russian company in roubles with accounts and journals, as the user's company.

    :param odoo: a `shared.servers.Odoo`
    :return: the company's id
    """
    russia, rouble = prepare_russia(odoo)
    values = {
        "name": name, "vat": inn, "country_id": russia, "account_fiscal_country_id": russia,
        "currency_id": rouble,
    }  # fmt: skip
    # Otherwise Odoo would install the addon of the Russian chart.
    company = odoo("res.company", "create", values, context={"install_mode": True})
    move_in(odoo, company)
    accounts = _create_accounts(odoo)
    _set_defaults(odoo, company, accounts)
    return company


def _create_accounts(odoo):
    """Create the accounts and the journals.

    :return: {code: id of the account}
    """
    accounts = {
        code: odoo(
            "account.account",
            "create",
            {"code": code, "name": title, "account_type": kind, "reconcile": reconcile},
        )
        for code, title, kind, reconcile in ACCOUNTS
    }
    for code, title, kind, account in JOURNALS:
        odoo(
            "account.journal",
            "create",
            {
                "code": code,
                "name": title,
                "type": kind,
                "default_account_id": accounts.get(account, False),
            },
        )
    return accounts


def _set_defaults(odoo, company, accounts):
    for model, field, code in (
        ("res.partner", "property_account_payable_id", "60.01"),
        ("res.partner", "property_account_receivable_id", "62.01"),
        ("product.category", "property_account_expense_categ_id", "44.02"),
        ("product.category", "property_account_income_categ_id", "90.01.1"),
    ):
        odoo("ir.default", "set", model, field, accounts[code], False, company)
    odoo(
        "res.company",
        "write",
        [company],
        {"expense_account_id": accounts["44.02"], "income_account_id": accounts["90.01.1"]},
    )
