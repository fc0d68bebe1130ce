"""The data of a seller after some months with a version of the addon. Read by `odoo shell`.

It has a posted month, one to review, one with a cancelled bill, one with a product to choose, and
one that Ozon has not closed; cards matched in each way; taxes of the commission; a key. It uses
only features of the first released version, so that later ones can be filled in the same way.
"""

# ruff: noqa: F821 - `env` is the shell's

from odoo import Command

from tests.fake_ozon import FakeOzon, Seller, card, published_example, report, row, side

# The dump must contain the whole database, without files.
env["ir.config_parameter"].set_param("ir_attachment.location", "db")
env["ir.attachment"].force_storage()
env["ir.attachment"].search([("url", "=like", "/web/assets/%")]).unlink()

rouble = env.ref("base.RUB")
rouble.active = True
russia = env.ref("base.ru")
company = env["res.company"].create(
    {
        "name": "ООО «Домашний уют»",
        "vat": "7712345671",
        "country_id": russia.id,
        "account_fiscal_country_id": russia.id,
        "currency_id": rouble.id,
    }
)
admin = env.ref("base.user_admin")
admin.write({"company_id": company.id, "company_ids": [Command.set(company.ids)]})
env = env(user=admin, context={"allowed_company_ids": company.ids, "lang": "en_US"})
env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1) or env[
    "stock.warehouse"
].create({"name": "Склад", "code": "СКЛ", "company_id": company.id})

accounts = {
    code: env["account.account"].create(
        {"code": code, "name": name, "account_type": kind, "reconcile": code in ("60.01", "62.01")}
    )
    for code, name, kind in (
        ("41.01", "Товары на складах", "asset_current"),
        ("44.02", "Коммерческие расходы", "expense"),
        ("60.01", "Расчёты с поставщиками", "liability_payable"),
        ("62.01", "Расчёты с покупателями", "asset_receivable"),
        ("68.02", "НДС", "liability_current"),
        ("90.01", "Выручка", "income"),
    )
}
for code, kind, account in (
    ("ПОК", "purchase", "44.02"), ("ПРОД", "sale", "90.01"), ("ПРОЧ", "general", None),
):  # fmt: skip
    env["account.journal"].create(
        {
            "name": code,
            "code": code,
            "type": kind,
            "default_account_id": account and accounts[account].id,
        }
    )
for field, code in (
    ("property_account_payable_id", "60.01"), ("property_account_receivable_id", "62.01"),
):  # fmt: skip
    env["ir.default"].set("res.partner", field, accounts[code].id, company_id=company.id)
group = env["account.tax.group"].create({"name": "НДС", "country_id": russia.id})
vat = env["account.tax"].create(
    {
        "name": "НДС 22 % в т. ч.",
        "amount": 22,
        "type_tax_use": "purchase",
        "price_include_override": "tax_included",
        "country_id": russia.id,
        "tax_group_id": group.id,
    }
)

cards = [
    card(11, 1001, name="Кружка"),
    card(12, 1002, name="Тарелка", more_skus=(2002,)),
    card(13, 1003, name="Салатник", archived=True),
    card(14, 1004, name="Ваза"),
    card(15, 1005, name="Сахарница"),
]
seller = Seller(
    cards=cards,
    reports={
        (2026, 6): published_example(2026, 6),
        (2026, 7): published_example(2026, 7),
        (2026, 8): report(
            [
                row(sku=1001, price="199.99", ratio="0.37", sold=side(7, points="3.33")),
                row(sku=1002, price="50.55", ratio="0.21", sold=side(3), returned=side(1)),
            ],
            2026, 8,
        ),
        (2026, 9): report([row(sku=1005, sold=side(2)), row(sku=1001, sold=side(1))], 2026, 9),
    },
)  # fmt: skip
goods = env["product.product"].create(
    [
        {"name": "Кружка", "default_code": "ART-1001", "is_storable": True},
        {"name": "Ваза керамическая", "default_code": "ВАЗА", "is_storable": True},
        # Two products fit one card, so a person has to choose.
        {"name": "Сахарница", "default_code": "С-1", "is_storable": True},
        {"name": "Сахарница", "default_code": "С-2", "is_storable": True},
    ]
)

with FakeOzon(seller) as ozon:
    env["ir.config_parameter"].set_param("ozon_connector.api_url", ozon.url)
    account = env["ozon.account"].create(
        {
            "client_id": seller.client_id,
            "api_key": seller.api_key,
            "import_from": "2026-06-01",
            "fee_account_id": accounts["44.02"].id,
            "fee_tax_ids": [
                Command.create({"valid_from": "2025-01-01", "tax_ids": []}),
                Command.create({"valid_from": "2026-08-01", "tax_ids": [Command.set(vat.ids)]}),
            ],
        }
    )
    # Later versions move goods, which this data does not have.
    if "allow_negative_stock" in account._fields:
        account.allow_negative_stock = True
    account.action_connect()
    account.action_sync_products()
    env["ozon.product"].search([("offer_id", "=", "ART-1004")]).product_id = goods[1]

    def import_month(number):
        month = env["ozon.realization.report"].sudo().create(
            {"account_id": account.id, "period": f"2026-{number:02}-01"}
        )
        month.action_fetch()
        return month

    posted, cancelled, to_review, to_match, waiting = map(import_month, range(6, 11))
    posted.bill_id.action_post()
    cancelled.bill_id.button_cancel()
    other = env["ozon.account"].create({"client_id": "777", "api_key": f"{seller.api_key}-other"})
    env.cr.commit()

assert account.state == "connected", account.error_message
states = [report.state for report in (posted, cancelled, to_review, to_match, waiting)]
assert states == ["posted", "cancelled", "to_review", "to_match", "waiting"], (
    states, to_match.error_message, posted.error_message,
)  # fmt: skip
ways = set(env["ozon.product"].search([]).mapped(lambda card: (card.match_state, card.matched_by)))
assert {("matched", "article"), ("matched", "manual"), ("created", False)} <= ways, ways
assert waiting.error_message
print("filled")
