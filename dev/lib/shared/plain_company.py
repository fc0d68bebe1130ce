"""A Russian company with just the accounts and journals that dev/bench and dev/torture book on.

They measure and disturb the connector alone, without the addon of the Russian chart.
"""

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
    """Make a Russian company in roubles, with accounts and journals, the company of the user.

    :param odoo: a `shared.servers.Odoo`
    :return: the company's id
    """
    russia = odoo("res.country", "search", [("code", "=", "RU")])[0]
    rouble = odoo(
        "res.currency", "search", [("name", "=", "RUB")], context={"active_test": False}
    )[0]
    odoo("res.currency", "write", [rouble], {"active": True})
    # Odoo has the prices of products in the currency of the database's first company.
    first = odoo("res.company", "search", [], order="id", limit=1)
    odoo("res.company", "write", first, {"currency_id": rouble})
    company = odoo(
        "res.company",
        "create",
        {
            "name": name,
            "vat": inn,
            "country_id": russia,
            "account_fiscal_country_id": russia,
            "currency_id": rouble,
        },
        # Without it Odoo would install the addon of the Russian chart.
        context={"install_mode": True},
    )
    own = {"company_id": company, "company_ids": [(6, 0, [company])]}
    odoo("res.users", "write", [odoo.user], own)
    odoo("stock.warehouse", "create", {"name": "Основной склад", "code": "СКЛ"})
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
    _set_defaults(odoo, company, accounts)
    return company


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
