"""A Russian company with the chart of `ozon_connector_l10n_ru`, set up as by its bookkeeper."""

from shared.russia import move_in, prepare_russia
from shared.servers import Failure

CHART = "ru_ozon"
# From this day VAT is 22 %, before it was 20 %. Law 425-ФЗ of 28.11.2025.
VAT_22 = "2026-01-01"
BEFORE = "2019-01-01"


def create_russian_company(odoo, name, inn):
    """Create a company in Russia, and make it the company of the user.

    Odoo gives it roubles and the chart automatically, because the addon of the chart is installed.

    :param odoo: a `shared.servers.Odoo`
    :return: the company's id
    """
    russia, _rouble = prepare_russia(odoo)
    # As in a database created in Russian; the codes of journals follow this language.
    odoo("ir.default", "set", "res.partner", "lang", "ru_RU")
    company = odoo("res.company", "create", {"name": name, "vat": inn, "country_id": russia})
    [values] = odoo("res.company", "read", [company], ["chart_template"])
    if values["chart_template"] != CHART:
        raise Failure("Odoo did not give the company the Russian chart of accounts")
    # The contact of a user who moves to a company with its own accounts belongs to no company.
    [user] = odoo("res.users", "read", [odoo.user], ["partner_id"])
    odoo("res.partner", "write", [user["partner_id"][0]], {"company_id": False})
    move_in(odoo, company)
    return company


def set_taxes_of_the_fee(odoo, company, account):
    """Ozon's fee has the VAT rate of its time; the company deducts it from 19.04."""
    taxes = {
        day: chart_record(odoo, company, f"purchase_{rate}_incl_services")
        for day, rate in ((BEFORE, 20), (VAT_22, 22))
    }
    rows = [
        (0, 0, {"valid_from": day, "tax_ids": [(6, 0, [tax])]}) for day, tax in taxes.items()
    ]
    odoo("ozon.account", "write", [account], {"fee_tax_ids": rows})


def set_accounts_of_movements(odoo, company, account):
    """Choose the counter-accounts of balance movements, and the account of premiums for points."""
    debt, income = (
        ledger_account(odoo, company, code) for code in ("76.09", "91.01")
    )  # fmt: skip
    odoo("ozon.account", "write", [account], {
        "premium_account_id": income,
        "service_rule_ids": [
            (0, 0, {"group": group, "valid_from": BEFORE, "ledger_account_id": of_group})
            for group, of_group in (("balance", debt), ("transfer", income))
        ],
    })  # fmt: skip


def ledger_account(odoo, company, code):
    """:return: the id of the company's account with this code"""
    [found] = odoo("account.account", "search", [
        ("code", "=", code), ("company_ids", "in", [company]),
    ])  # fmt: skip
    return found


def chart_record(odoo, company, name):
    """:return: the id of the company's record with this name in the chart"""
    [found] = odoo("ir.model.data", "search_read", [
        ("module", "=", "account"), ("name", "=", f"{company}_{CHART}_{name}"),
    ], ["res_id"])  # fmt: skip
    return found["res_id"]
