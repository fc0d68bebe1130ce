"""docs/worked_example.rst: a real database has every amount of it in its books."""

from decimal import Decimal
from pathlib import Path

from docutils import nodes
from docutils.core import publish_doctree

from odoo import Command
from odoo.service.model import call_kw

from demo.company import set_taxes_of_the_fee
from shared.goods import bring_goods
from tests.fake_ozon.demo_seller import demo_seller
from tests.l10n_ru.common import CHART, decimal
from tests.odoo.common import OzonCase

DOCUMENT = Path(__file__).parents[2] / "docs" / "worked_example.rst"
MONTHS = ((2026, 8), (2026, 9), (2026, 10))
LAST_DAYS = ("2026-08-31", "2026-09-30", "2026-10-31")


def tables():
    """The document's tables by title, each a list of rows of texts."""
    tree = publish_doctree(DOCUMENT.read_text(encoding="utf-8"))
    return {
        table.next_node(nodes.title).astext(): [
            [cell.astext() for cell in row.findall(nodes.entry)]
            for row in table.next_node(nodes.tbody).findall(nodes.row)
        ]
        for table in tree.findall(nodes.table)
    }


def amount(text):
    """`−1 464.00` as a number; an empty text is 0."""
    return Decimal(text.replace(" ", "").replace("−", "-") or 0)


class BooksOfTheChart(OzonCase):
    """A company that got the Russian chart from Odoo, and its account with Ozon."""

    def arrange(self):
        super().arrange()
        self.tables = tables()

    @classmethod
    def create_company(cls, name):
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref("base.ru").id}
        )
        cls.env["account.chart.template"].try_loading(CHART, company, install_demo=False)
        return company

    def odoo(self, model, method, *arguments, **options):
        """Odoo's external API, in the form the demo uses."""
        return call_kw(self.env[model], method, list(arguments), options)

    def connect(self, **values):
        account = super().connect(**values)
        set_taxes_of_the_fee(self.odoo, self.company.id, account.id)
        return account

    def entry(self, move):
        """A document's amounts: {account code: (debit, credit)}; a storno is negative."""
        sums = {}
        for line in move.line_ids:
            debit, credit = sums.get(line.account_id.code, (0, 0))
            sums[line.account_id.code] = (
                debit + decimal(line.debit), credit + decimal(line.credit),
            )  # fmt: skip
        return {code: sides for code, sides in sums.items() if any(sides)}

    def balances(self, until):
        """{account code: balance}, debit is positive."""
        groups = self.env["account.move.line"]._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted"),
             ("date", "<=", until)],
            ["account_id"], ["balance:sum"],
        )  # fmt: skip
        found = {account.code: decimal(balance) for account, balance in groups}
        return {code: balance for code, balance in found.items() if balance}

    def written_entries(self, title):
        """{document: {account code: (debit, credit)}} of a table of the document."""
        found, document = {}, None
        for name, code, debit, credit in self.tables[title]:
            document = name or document
            found.setdefault(document, {})[code.split()[0]] = (amount(debit), amount(credit))
        return found

    def written_balances(self, title, column=1):
        """{account code: balance} of a column; rows without an account are totals, and left out."""
        found = {row[0].split()[0]: amount(row[column]) for row in self.tables[title]}
        return {name: balance for name, balance in found.items() if name[0].isdigit() and balance}


class TestOneMonth(BooksOfTheChart):
    def book(self):
        """Ozon's published example: 30 units bought and sold, one came back."""
        self.publish()
        account = self.connect()
        report = self.import_month(account)
        product = account.product_ids.product_id
        # The product existed before its goods: Odoo ignores receipts older than this record.
        self.env["product.value"].search([("product_id", "=", product.id)]).unlink()
        vendor = self.env["res.partner"].create({"name": "ООО «Оптовик»"})
        order = self.env["purchase.order"].create(
            {
                "partner_id": vendor.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_qty": 30, "price_unit": 40})
                ],
            }
        )
        order.button_confirm()
        order.picking_ids.location_dest_id = account.location_id
        order.picking_ids.move_ids.location_dest_id = account.location_id
        order.picking_ids.button_validate()
        order.picking_ids.move_ids.date = "2026-09-01"
        order.action_create_invoice()
        order.invoice_ids.write({"invoice_date": "2026-09-01", "date": "2026-09-01"})
        order.invoice_ids.action_post()
        report.action_confirm()
        self.assertEqual(report.state, "posted", report.error_message)
        return order.invoice_ids, report

    def test_the_entries_of_the_month(self):
        bill, report = self.book()
        self.assertEqual(
            {
                "Goods bought": self.entry(bill),
                "Ozon's commission": self.entry(report.bill_id),
                "Sales": self.entry(report.sale_invoice_id),
                "Returns": self.entry(report.sale_refund_id),
                "Netting": self.entry(report.netting_move_id),
            },
            self.written_entries("Entries of the month"),
        )

    def test_the_balances_at_its_end(self):
        self.book()
        balances = self.balances("2026-09-30")
        self.assertEqual(balances, self.written_balances("Balances at the month's end"))
        self.assertEqual(sum(balances.values()), 0)

    def test_periodic_valuation_ends_with_the_same_balances(self):
        self.company.inventory_valuation = "periodic"
        bill, _report = self.book()
        self.company.action_close_stock_valuation(at_date="2026-09-30", auto_post=True)
        closing = self.env["account.move"].search(
            [("journal_id", "=", self.company.account_stock_journal_id.id)]
        )
        self.assertEqual(
            {"Goods bought": self.entry(bill), "Stock closing": self.entry(closing)},
            self.written_entries("Entries of periodic valuation"),
        )
        self.assertEqual(
            self.balances("2026-09-30"), self.written_balances("Balances at the month's end")
        )


class TestMonthsOfTheDemo(BooksOfTheChart):
    def arrange(self):
        super().arrange()
        self.serve(demo_seller(self.seller.client_id, self.seller.api_key, list(MONTHS)))
        account = self.connect()
        account.action_sync_products()
        for report in [self.import_month(account, *month) for month in MONTHS]:
            # Everything is one transaction, so PostgreSQL has no statistics of it yet.
            self.env.cr.execute("ANALYZE")
            bring_goods(self.odoo, report.id)
            self.env.cr.execute("ANALYZE")
            report.action_confirm()
            self.assertEqual(report.state, "posted", report.error_message)

    def test_they_are_what_an_accountant_expects(self):
        self.check_the_statements()
        self.check_the_sums_of_the_document()
        self.check_that_41_is_what_is_in_stock()

    def check_the_statements(self):
        for column, day in enumerate(LAST_DAYS, 1):
            balances = self.balances(day)
            results = {code for code in balances if code[0] == "9" or code[:2] == "44"}
            self.assertEqual(
                {code: balances[code] for code in balances.keys() - results},
                self.written_balances("Balance sheet", column),
            )
            # Income has a credit balance, and is positive in the statement.
            profit = -sum(balances[code] for code in results)
            self.assertEqual(
                sum(balance for balance in balances.values() if balance > 0)
                - sum(balances[code] for code in results if balances[code] > 0),
                self.written("Balance sheet", "Assets", column),
            )
            self.assertEqual(profit, self.written("Balance sheet", "Profit since August", column))
            self.assertEqual(
                {code: -balances[code] for code in results},
                {
                    code: sum(self.written_balances("Profit and loss", month).get(code, 0)
                              for month in range(1, column + 1))
                    for code in results
                },
            )  # fmt: skip

    def check_the_sums_of_the_document(self):
        for column in (1, 2, 3):
            parts = self.written_balances("Profit and loss", column)
            self.assertEqual(
                sum(parts.values()), self.written("Profit and loss", "Profit of the month", column)
            )

    def check_that_41_is_what_is_in_stock(self):
        products = self.env["product.product"].search([("is_storable", "=", True)])
        groups = self.env["account.move.line"]._read_group(
            [("account_id.code", "=", "41.01"), ("parent_state", "=", "posted"),
             ("company_id", "=", self.company.id)],
            ["product_id"], ["balance:sum"],
        )  # fmt: skip
        booked = {product: decimal(balance) for product, balance in groups}
        self.assertEqual(
            {product: decimal(product.total_value) for product in products if product.total_value},
            {product: balance for product, balance in booked.items() if balance},
        )

    def written(self, title, name, column):
        [row] = [row for row in self.tables[title] if row[0] == name]
        return amount(row[column])
