"""*Set Up* installs the Russian chart, an addon, in one click.

This takes a separate server, because Odoo installs no addons within a test.
"""

import subprocess

import pytest

from odoo.tools import config

from tests.fake_ozon import Seller
from tests.upgrade.conftest import Database, served

pytestmark = pytest.mark.exhaustive

SELLER = Seller()
CHART = "ozon_connector_l10n_ru"


@pytest.fixture(scope="module")
def odoo(tmp_path_factory):
    """The external API of a database with the connector but without the chart."""
    database = Database("chart").create()
    dump = subprocess.run(
        ["pg_dump", "--no-owner", config["db_name"][0]], capture_output=True, check=True
    )
    database.restore(dump.stdout)
    with served(database, SELLER, tmp_path_factory.mktemp("chart")) as server:
        yield server
    subprocess.run(["dropdb", "--force", database.name], check=True)


def test_one_click_gives_a_russian_company_its_chart_and_the_next_all_the_rest(odoo):
    assert _state_of_the_chart(odoo) == "uninstalled"
    account = _connect_a_company_without_accounts(odoo)
    setup = odoo("ozon.setup", "create", {"account_id": account})
    assert _states(odoo, setup)["chart"] == "failed"
    assert _press(odoo, setup, "action_propose") == ["chart"]
    assert _state_of_the_chart(odoo) == "uninstalled"

    proposed = _press(odoo, setup, "action_apply")

    assert _state_of_the_chart(odoo) == "installed"
    assert _states(odoo, setup)["chart"] == "passed"
    # The chart has added accounts, journals and taxes; the rest is to be chosen.
    assert {"purchase_journal", "sale_journal", "netting_journal"} <= set(proposed)
    _press(odoo, setup, "action_apply")
    assert "failed" not in _states(odoo, setup).values()


def _connect_a_company_without_accounts(odoo):
    """Create and connect a company like an import does, so that Odoo installs nothing for it."""
    [russia] = odoo("res.country", "search", [("code", "=", "RU")])
    company = odoo(
        "res.company", "create", {"name": "ООО «Ромашка»", "country_id": russia},
        context={"install_mode": True},
    )  # fmt: skip
    [user] = odoo("res.users", "read", [odoo.user], ["partner_id"])
    odoo("res.partner", "write", [user["partner_id"][0]], {"company_id": False})
    odoo("res.users", "write", [odoo.user],
         {"company_id": company, "company_ids": [(6, 0, [company])]})  # fmt: skip
    account = odoo(
        "ozon.account", "create", {"client_id": SELLER.client_id, "api_key": SELLER.api_key}
    )
    odoo("ozon.account", "action_connect", [account])
    return account


def _state_of_the_chart(odoo):
    [addon] = odoo("ir.module.module", "search_read", [("name", "=", CHART)], ["state"])
    return addon["state"]


def _states(odoo, setup):
    [values] = odoo("ozon.setup", "read", [setup], ["checks"])
    return {row["name"]: row["state"] for row in values["checks"]}


def _press(odoo, setup, button):
    """:return: the names of the proposals after pressing"""
    odoo("ozon.setup", button, [setup])
    proposals = odoo(
        "ozon.setup.proposal", "search_read", [("setup_id", "=", setup)], ["name"]
    )
    return [proposal["name"] for proposal in proposals]
