"""The chart only needs Invoicing, replaces no accounts, and leaves the books when it is removed.

Each database is named after the run that owns and drops it.
"""

import json
import os
import subprocess
import sys

import pytest

from odoo.tools import config

pytestmark = pytest.mark.exhaustive

ADDON = "ozon_connector_l10n_ru"
# What an administrator does in Odoo's shell; each script prints one line of JSON at the end.
CREATE_RUSSIAN_COMPANY = """
import json
russia = env.ref("base.ru")
company = env["res.company"].create({"name": "ООО «Ромашка»", "country_id": russia.id})
template = env["account.chart.template"]._guess_chart_template(russia)
env["account.chart.template"].try_loading(template, company, install_demo=False)
env.cr.commit()
print(json.dumps([template, env["res.company"].browse(company.id).chart_template]))
"""
SHOW_CHART = """
import json
company = env["res.company"].search([("name", "=", "ООО «Ромашка»")])
company = company.with_company(company)
accounts = company.env["account.account"].search([("company_ids", "in", company.ids)])
print(json.dumps({
    "chart": company.chart_template,
    "codes": accounts.filtered(lambda a: a.code in ("41.01", "60.01", "90.01.1")).mapped("code"),
    "valuation": [
        company.inventory_valuation, company.cost_method, company.account_stock_valuation_id.code,
        company.account_stock_journal_id.code,
    ],
    "left": env["ir.model.data"].search_count([("module", "=", "ozon_connector_l10n_ru")]),
}))
"""
# The addon is activated in Apps by a user who works in a company in Russia.
ACTIVATE = """
import json
company = env["res.company"].with_context(install_mode=True).create({
    "name": "ООО «Ромашка»", "country_id": env.ref("base.ru").id,
})
env.user.write({"company_ids": [(4, company.id)], "company_id": company.id})
by_hand = env["account.account"].with_company(company).create([
    {"code": code, "name": "Выручка", "account_type": "income", "company_ids": company.ids}
    for code in %(codes)s
])
env.cr.commit()
env.ref("base.module_ozon_connector_l10n_ru").button_immediate_install()
env = env(context={"allowed_company_ids": company.ids})
accounts = env["account.account"].search([("company_ids", "in", company.ids)])
company = env["res.company"].browse(company.id)
print(json.dumps([company.chart_template, accounts.mapped("code")]))
"""


def odoo(command, database, *arguments, script=None):
    """Run Odoo's command line without complaints; return the last line that a script prints."""
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
    """A database with Invoicing and Inventory, without our addons."""
    return new_database("by_hand", "--template", os.environ["OZON_TEMPLATE"])


def test_it_needs_invoicing_only_and_inventory_may_come_later(empty_database):
    install(empty_database, ADDON)
    assert shell(empty_database, CREATE_RUSSIAN_COMPANY) == ["ru_ozon", "ru_ozon"]
    install(empty_database, "stock_account")
    odoo(["module", "uninstall"], empty_database, ADDON)

    assert shell(empty_database, SHOW_CHART) == {
        "chart": False,
        "codes": ["41.01", "60.01", "90.01.1"],
        "valuation": ["real_time", "average", "41.01", "STJ"],
        "left": 0,
    }


def test_a_company_without_accounts_gets_the_chart_when_it_is_activated(database):
    chart, codes = shell(database, ACTIVATE % {"codes": []})
    assert chart == "ru_ozon"
    assert len(codes) > 150


def test_accounts_that_were_entered_by_hand_stay(database):
    """Odoo itself would delete them, because no entry has been posted yet."""
    chart, codes = shell(database, ACTIVATE % {"codes": ["90.01", "90.01.7"]})
    assert chart is False
    assert codes == ["90.01", "90.01.7"]
