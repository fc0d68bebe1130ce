"""The database of a released version is upgraded to the current code without loss, and works."""

import pytest

from tests.fake_ozon import Seller, card, report, row, side
from tests.upgrade.conftest import served

pytestmark = pytest.mark.exhaustive

# Columns that an upgrade may rewrite.
RENEWED = {"write_date", "write_uid"}
# Columns whose contents have moved.
MOVED = {"ozon_exchange": {"report_id"}, "ozon_account": {"api_key_secret"}}
WITH_DATA = {
    "account_move", "account_move_line", "account_move_line_account_tax_rel", "ir_attachment",
    "ozon_account", "ozon_fee_tax", "ozon_product", "ozon_realization_report",
    "ozon_realization_report_line",
}  # fmt: skip


def test_nothing_is_lost(upgrade):
    database, before = upgrade
    after = database.contents()
    assert not WITH_DATA - {table for table, rows in before.items() if rows}, "a poor fixture"
    for table, rows in before.items():
        for row_id, values in rows.items():
            now = after[table][row_id]
            assert {
                column: (value, now[column])
                for column, value in values.items()
                if column not in RENEWED | MOVED.get(table, set()) and now[column] != value
            } == {}, f"{table} {row_id}"


def test_nothing_appears_in_the_books_by_itself(upgrade):
    database, before = upgrade
    after = database.contents()
    for table in ("account_move", "account_move_line", "ozon_realization_report"):
        assert after[table].keys() == before[table].keys()


def test_the_keys_go_where_they_went_and_nowhere_else(upgrade):
    database, before = upgrade
    accounts = database.query("SELECT api_key_secret, api_key_origin FROM ozon_account")
    assert len(accounts) == len(before["ozon_account"]) == 2
    assert all(account["api_key_secret"] for account in accounts)
    assert {account["api_key_origin"] for account in accounts} == {"http://127.0.0.1"}
    # The same keys, behind spaces that keep them out of the database's error messages.
    assert sorted(account["api_key_secret"].strip() for account in accounts) == sorted(
        account["api_key_secret"].strip() for account in before["ozon_account"].values()
    )


def test_what_referred_to_a_report_refers_to_its_document(upgrade):
    database, before = upgrade
    after = database.contents()
    reports = {row["document_id"]: row["id"] for row in after["ozon_realization_report"].values()}
    documents = {row["id"]: row["res_id"] for row in after["ozon_document"].values()}
    assert documents == reports
    assert len(documents) == len(before["ozon_realization_report"])
    for table in ("account_move", "stock_picking"):
        rows = database.query(
            f"SELECT ozon_report_id, ozon_document_id FROM {table}"
            " WHERE ozon_report_id IS NOT NULL OR ozon_document_id IS NOT NULL"
        )
        assert all(reports[row["ozon_document_id"]] == row["ozon_report_id"] for row in rows)
    asked_for = {row["id"]: row["report_id"] for row in before.get("ozon_exchange", {}).values()}
    for exchange, report_id in asked_for.items():
        document = after["ozon_exchange"][exchange]["document_id"]
        assert reports.get(document) == report_id


def test_the_app_has_the_oldest_menus(upgrade):
    """If a page is opened by its URL, the web client shows it in the menu with the lowest id."""
    database, _before = upgrade
    menus = database.query("""
        SELECT DISTINCT ON (menu.action) menu.action,
               split_part(menu.parent_path, '/', 1)::int AS app
          FROM ir_ui_menu menu
          JOIN ir_model_data data ON data.model = 'ir.ui.menu' AND data.res_id = menu.id
         WHERE data.module = 'ozon_connector' AND menu.action IS NOT NULL
      ORDER BY menu.action, menu.id
    """)
    [ours] = database.query("""
        SELECT res_id FROM ir_model_data WHERE module = 'ozon_connector' AND name = 'menu_ozon_app'
    """)
    assert len(menus) > 5
    assert {menu["app"] for menu in menus} == {ours["res_id"]}


# ------------------------------------------------------------------ life goes on

SELLER = Seller(
    cards=[card(11, 1001, name="Кружка"), card(12, 1002, name="Тарелка", more_skus=(2002,))],
    reports={
        (2026, 10): report(
            [row(sku=1001, sold=side(3)), row(sku=1002, sold=side(2), returned=side(1))], 2026, 10
        )
    },
)


@pytest.fixture(scope="module")
def odoo(upgrade, tmp_path_factory):
    """The upgraded database's external API; Ozon has the next month's report."""
    database, _before = upgrade
    with served(database, SELLER, tmp_path_factory.mktemp("odoo")) as server:
        yield server


@pytest.fixture(scope="module")
def month(odoo):
    """A report's values by its month."""

    def month(number, *fields):
        [values] = odoo(
            "ozon.realization.report", "search_read", [("period", "=", f"2026-{number:02}-01")],
            [*fields, "state", "error_message", "failed_checks"],
        )  # fmt: skip
        return values

    return month


@pytest.fixture(scope="module")
def the_next_month(odoo, month):
    """October, imported and confirmed."""
    waiting = month(10)
    assert waiting["state"] == "waiting"
    odoo("ozon.realization.report", "action_fetch", [waiting["id"]])
    drafted = month(10, "bill_total", "fee_payable", "account_id")
    assert (drafted["state"], drafted["error_message"]) == ("to_review", False)
    assert drafted["bill_total"] == drafted["fee_payable"] > 0

    [account] = odoo("ozon.account", "read", [drafted["account_id"][0]],
                     ["location_id", "netting_journal_id", "sale_journal_id"])  # fmt: skip
    assert account["location_id"] and account["netting_journal_id"] and account["sale_journal_id"]
    odoo("ozon.account", "write", [account["id"]], {"allow_negative_stock": True})
    odoo("ozon.realization.report", "action_confirm", [drafted["id"]])


def test_the_next_month_is_imported_and_confirmed(the_next_month, month):
    posted = month(10, "open_balance", "accrual", "points_left")
    assert (posted["state"], posted["failed_checks"]) == ("posted", 0)
    assert posted["open_balance"] == pytest.approx(posted["accrual"] - posted["points_left"])


def test_a_month_that_was_drafted_before_is_confirmed(the_next_month, odoo, month):
    drafted = month(8)
    assert drafted["state"] == "to_review"
    odoo("ozon.realization.report", "action_confirm", [drafted["id"]])
    assert month(8)["state"] == "posted"


def test_a_month_that_was_posted_before_is_taken_back_and_booked_again(the_next_month, odoo, month):
    posted = month(6)
    assert posted["state"] == "posted"
    odoo("ozon.realization.report", "action_reset", [posted["id"]])
    assert month(6)["state"] == "to_review"
    odoo("ozon.realization.report", "action_confirm", [posted["id"]])
    assert month(6)["state"] == "posted"


def test_a_month_that_waited_for_a_choice_goes_on(the_next_month, odoo, month):
    waiting = month(9, "unmatched_line_ids")
    assert waiting["state"] == "to_match"
    [card_id] = odoo("ozon.product", "search", [("sku", "=", "1005"), ("product_id", "=", False)])
    [product, _other] = odoo("product.product", "search", [("name", "=", "Сахарница")])
    odoo("ozon.product", "write", [card_id], {"product_id": product})
    odoo("ozon.realization.report", "action_fetch", [waiting["id"]])
    assert (month(9)["state"], month(9)["error_message"]) == ("to_review", False)
    odoo("ozon.realization.report", "action_confirm", [waiting["id"]])
    assert month(9)["state"] == "posted"


def test_no_month_is_billed_twice(upgrade, odoo):
    database, _before = upgrade
    bills = database.query(
        "SELECT ozon_report_id, count(*) FROM account_move WHERE move_type = 'in_invoice'"
        " AND state = 'posted' AND ozon_report_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    )
    assert bills == []


# ------------------------------------------------------------------ and without the addon

KEPT = {
    "account_move": "id, name, state, move_type, amount_total, amount_residual, partner_id, date",
    "account_move_line": "id, move_id, account_id, product_id, balance, amount_residual, quantity",
    "account_partial_reconcile": "id, debit_move_id, credit_move_id, amount",
    "stock_picking": "id, name, state, partner_id, location_id, location_dest_id",
    "stock_move": "id, picking_id, product_id, quantity, state, location_id, location_dest_id",
    "product_product": "id, product_tmpl_id, default_code, active",
    "stock_location": "id, complete_name, active",
}


def test_uninstalled_it_leaves_every_document(upgrade, the_next_month, odoo):
    """Uninstall like an administrator; errors in the log would show when Odoo ends."""
    database, _before = upgrade

    def documents():
        return {
            table: _rows(database.query(f"SELECT {columns} FROM {table}"))
            for table, columns in KEPT.items()
        }

    before = documents()
    kinds = {(move["move_type"], move["state"]) for move in before["account_move"].values()}
    assert {
        ("in_invoice", "posted"), ("in_invoice", "cancel"), ("out_invoice", "posted"),
        ("out_refund", "posted"), ("entry", "posted"),
    } <= kinds  # fmt: skip
    assert {transfer["state"] for transfer in before["stock_picking"].values()} >= {"done"}

    [addon] = odoo("ir.module.module", "search", [("name", "=", "ozon_connector")])
    odoo("ir.module.module", "button_immediate_uninstall", [addon])

    assert documents() == before
    assert database.query(
        "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'ozon%%'"
    ) == []  # fmt: skip
    assert database.query("SELECT 1 FROM ir_model_data WHERE module = 'ozon_connector'") == []
    assert database.query("SELECT 1 FROM ir_attachment WHERE res_model LIKE 'ozon.%%'") == []
    assert database.query("SELECT 1 FROM ir_config_parameter WHERE key LIKE 'ozon%%'") == []


def _rows(rows):
    return {row["id"]: row for row in rows}
