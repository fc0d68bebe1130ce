"""The chart comes with Invoicing alone, replaces nobody's accounts, and leaves the books when it goes.

Each database is named after the run that owns and drops it.
"""

import json
import os
import subprocess
import sys

import pytest

from odoo.tools import config

ADDON = "ozon_connector_l10n_ru"
# What an administrator does in Odoo's shell; each prints one line of JSON at the end.
CREATE_RUSSIAN_COMPANY = """
import json
russia = env.ref("base.ru")
company = env["res.company"].create({"name": "ООО «Ромашка»", "country_id": russia.id})
template = env["account.chart.template"]._guess_chart_template(russia)
env["account.chart.template"].try_loading(template, company, install_demo=False)
env.cr.commit()
print(json.dumps([template, env["res.company"].browse(company.id).chart_template]))
"""
ENTER_ACCOUNTS_BY_HAND = """
import json
company = env.company
russia = env.ref("base.ru").id
company.write({"country_id": russia, "account_fiscal_country_id": russia})
env["account.account"].create({"code": "90.01", "name": "Выручка", "account_type": "income"})
company.chart_template = False
env.cr.commit()
print(json.dumps(sorted(env["account.account"].search([]).ids)))
"""
WORK_IN_A_RUSSIAN_COMPANY = """
import json
russia = env.ref("base.ru").id
company = env["res.company"].with_context(install_mode=True).create({
    "name": "ООО «Ромашка»", "country_id": russia,
})
env.user.write({"company_ids": [(4, company.id)], "company_id": company.id})
env.cr.commit()
print(json.dumps(company.id))
"""
SHOW_ACCOUNTS = """
import json
accounts = env["account.account"].search([("company_ids", "in", env.company.ids)])
print(json.dumps([env.company.chart_template, sorted(accounts.ids)]))
"""
SHOW_CHART = """
import json
company = env["res.company"].search([("name", "=", "ООО «Ромашка»")])
accounts = env["account.account"].with_company(company).search([("company_ids", "in", company.ids)])
print(json.dumps({
    "chart": company.chart_template,
    "codes": accounts.filtered(lambda a: a.code in ("41.01", "60.01", "90.01.1")).mapped("code"),
    "valuation": "inventory_valuation" in company._fields and [
        company.inventory_valuation, company.cost_method, company.account_stock_valuation_id.code,
        company.account_stock_journal_id.code,
    ],
    "left": env["ir.model.data"].search_count([("module", "=", "ozon_connector_l10n_ru")]),
}))
"""


def odoo(command, database, *arguments, script=None):
    """Odoo's command line, without a complaint; the last line that a script prints."""
    done = subprocess.run(
        [sys.executable, "-m", "odoo", *command, "--config", config["config"],
         "--database", database, *arguments],
        input=script, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    complaints = [
        line
        for line in done.stderr.splitlines()
        if any(level in line for level in (" WARNING ", " ERROR ", " CRITICAL "))
    ]
    assert not complaints, complaints
    return json.loads(done.stdout.splitlines()[-1]) if script else None


def install(database, *addons):
    odoo(["server"], database, "--init", ",".join(addons), "--skip-auto-install", "--no-http",
         "--stop-after-init", "--log-level", "warn")  # fmt: skip


def shell(database, script):
    return odoo(["shell"], database, "--no-http", "--log-level", "warn", script=script)


def new_database(name, *options):
    name = f"{config['db_name'][0]}_{name}"
    subprocess.run(["dropdb", "--if-exists", name], check=True, capture_output=True)
    subprocess.run(["createdb", *options, name], check=True)
    return name


@pytest.fixture
def empty_database():
    return new_database("alone")


@pytest.fixture
def database():
    """A database with Invoicing and Inventory, and none of our addons."""
    return new_database("by_hand", "--template", os.environ["OZON_TEMPLATE"])


def test_it_needs_invoicing_only_and_inventory_may_come_later(empty_database):
    install(empty_database, ADDON)
    assert shell(empty_database, CREATE_RUSSIAN_COMPANY) == ["ru_ozon", "ru_ozon"]
    assert shell(empty_database, SHOW_CHART)["valuation"] is False

    install(empty_database, "stock_account")

    after = shell(empty_database, SHOW_CHART)
    assert after["valuation"] == ["real_time", "average", "41.01", "STJ"]

    odoo(["module", "uninstall"], empty_database, ADDON)

    after = shell(empty_database, SHOW_CHART)
    assert after["chart"] is False
    assert after["codes"] == ["41.01", "60.01", "90.01.1"]
    assert after["left"] == 0


def test_accounts_that_were_entered_by_hand_stay(database):
    """Odoo itself would delete them, as no entry is posted yet."""
    accounts = shell(database, ENTER_ACCOUNTS_BY_HAND)
    install(database, ADDON)
    assert shell(database, SHOW_ACCOUNTS) == [False, accounts]


def test_a_russian_company_that_has_no_accounts_gets_the_chart_by_itself(database):
    shell(database, WORK_IN_A_RUSSIAN_COMPANY)
    install(database, ADDON)
    chart, accounts = shell(database, SHOW_ACCOUNTS)
    assert chart == "ru_ozon"
    assert len(accounts) > 150
