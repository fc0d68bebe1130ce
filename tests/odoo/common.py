"""A Russian company in a real Odoo, connected to a local server that behaves like Ozon."""

from contextlib import nullcontext
from copy import deepcopy
from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.api import Environment
from odoo.models import BaseModel
from odoo.sql_db import db_connect
from odoo.tests import HttpCase, TransactionCase, tagged

from tests.fake_ozon import FakeOzon, Seller, published_example

ACCOUNTS = {
    "41.01": ("Товары на складах", "asset_current"),
    "44.02": ("Коммерческие расходы", "expense"),
    "60.01": ("Расчёты с поставщиками", "liability_payable"),
    "62.01": ("Расчёты с покупателями", "asset_receivable"),
    "68.02": ("НДС", "liability_current"),
    "90.01": ("Выручка", "income"),
    "90.02": ("Себестоимость продаж", "expense_direct_cost"),
}


def decimal(amount):
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def _copy(arrangement):
    """A deep copy, except for records and servers: the copy refers to the same ones."""
    with (
        patch.object(BaseModel, "__deepcopy__", _stay, create=True),
        patch.object(Environment, "__deepcopy__", _stay, create=True),
        patch.object(FakeOzon, "__deepcopy__", _stay, create=True),
    ):
        return deepcopy(arrangement)


def _stay(self, _memo):
    return self


# Odoo gives test classes outside of addons no tags, and its network guard requires `standard`.
@tagged("standard", "post_install", "-at_install")
class OzonCase(TransactionCase):
    """`self.ozon` is the server, `self.seller` its seller, `self.account` the connected account.

    `arrange` runs once for all tests of a class, because a month takes seconds to load and book.
    Each test begins with the database, the server and the attributes as `arrange` left them,
    whatever the previous test did to them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.create_company("ООО «Ромашка»")
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
                "lang": "en_US",
            }
        )
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids, "lang": "en_US"}
        )

    def setUp(self):
        # Before Odoo's own set-up, which begins the savepoint that is rolled back after this test.
        if "arrangement" not in vars(type(self)):
            type(self).arrangement = self._arrange_class()
        super().setUp()
        self.forget_requests()
        attributes, played = _copy(self.arrangement)
        vars(self).update(attributes)
        self.ozon.restore(played)

    @classmethod
    def _arrange_class(cls):
        """:return: attributes of each test, and the state of the server"""
        example = cls("arrange")
        # What `arrange` begins ends with the class, not with one test.
        example.addCleanup = cls.addClassCleanup
        before = set(vars(example))
        with cls.env.cr.savepoint():
            example.arrange()
        # Bring about the state that a commit would leave.
        cls.env.cr.precommit.run()
        cls.env.cr.postcommit.clear()
        cls.env.invalidate_all()
        attributes = {name: value for name, value in vars(example).items() if name not in before}
        return attributes, example.ozon.played()

    def arrange(self):
        """The common setup of all tests of the class. Classes extend it like `setUp`."""
        self.forget_requests()
        self.seller = Seller()
        self.serve(self.seller)

    def forget_requests(self):
        """Reset the count of requests per second, which is not part of a test's transaction."""
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute("DELETE FROM ozon_request_place")

    def serve(self, *sellers):
        """Start an Ozon with these sellers, instead of the previous one."""
        self.ozon = FakeOzon(*sellers).start()
        self.addCleanup(self.ozon.stop)
        self.env["ir.config_parameter"].set_param("ozon_connector.api_url", self.ozon.url)

    @classmethod
    def create_company(cls, name):
        """A Russian company with the accounts and journals of the demo, but no chart template."""
        cls.env.ref("base.RUB").active = True
        company = cls.env["res.company"].create(
            {
                "name": name,
                "country_id": cls.env.ref("base.ru").id,
                "account_fiscal_country_id": cls.env.ref("base.ru").id,
                "currency_id": cls.env.ref("base.RUB").id,
            }
        )
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        accounts = {
            code: env["account.account"].create(
                {
                    "code": code,
                    "name": title,
                    "account_type": kind,
                    "reconcile": code in ("60.01", "62.01"),
                    "company_ids": [Command.set(company.ids)],
                }
            )
            for code, (title, kind) in ACCOUNTS.items()
        }
        for code, kind, account in (
            ("ПОК", "purchase", "44.02"), ("ПРОД", "sale", "90.01"), ("ПРОЧ", "general", None),
        ):  # fmt: skip
            env["account.journal"].create(
                {
                    "name": code,
                    "code": code,
                    "type": kind,
                    "company_id": company.id,
                    "default_account_id": account and accounts[account].id,
                }
            )
        for field, code in (
            ("property_account_payable_id", "60.01"),
            ("property_account_receivable_id", "62.01"),
        ):
            env["ir.default"].set("res.partner", field, accounts[code].id, company_id=company.id)
        return company

    def connect(self, seller=None, company=None, **values):
        """A connected account of a seller."""
        seller = seller or self.seller
        account = self.env["ozon.account"].create(
            {
                "client_id": seller.client_id,
                "api_key": seller.api_key,
                "company_id": (company or self.company).id,
                **values,
            }
        )
        account.action_connect()
        self.assertEqual(account.state, "connected", account.error_message)
        return account

    def publish(self, payload=None, year=2026, month=9):
        """Ozon closes the month with this report."""
        self.seller.reports[year, month] = payload or published_example(year, month)

    def import_month(self, account=None, year=2026, month=9):
        """Load the report of a month, like the button of the report."""
        account = account or self.connect()
        period = f"{year}-{month:02}-01"
        reports = account.env["ozon.realization.report"]
        report = reports.search(
            [("account_id", "=", account.id), ("period", "=", period)]
        ) or reports.create({"account_id": account.id, "period": period})
        report.action_fetch()
        return report

    def bring_goods(self, *reports):
        """Add the goods that the reports lack to the stock of the account's location."""
        for report in reports:
            lacking = report._shortage()
            self.bring(
                {line.product.id: line.available + line.missing for line in lacking},
                report.account_id.location_id,
            )
            report.invalidate_recordset(["shortage"])

    def bring(self, units, location):
        """Add units to the stock of a location: {product id: units}."""
        quants = self.env["stock.quant"].with_company(location.company_id)
        quants.with_context(inventory_mode=True).create(
            [
                {"product_id": product, "location_id": location.id, "inventory_quantity": quantity}
                for product, quantity in units.items()
            ]
        ).action_apply_inventory()
        self.env.invalidate_all()

    def confirm(self, report):
        """Confirm a report, with enough goods in stock."""
        self.bring_goods(report)
        report.action_confirm()

    def run_cron(self, xmlid="ozon_connector.ir_cron_import_reports"):
        """Run the scheduled action like Odoo's scheduler, with its commits."""
        # A test over HTTP is in the registry's test mode already.
        over_http = isinstance(self, HttpCase)
        with nullcontext() if over_http else self.enter_registry_test_mode():
            result = self.env.ref(xmlid).method_direct_trigger()
        self.assertNotIsInstance(result, dict, result)

    @classmethod
    def purchase_tax(cls, percent, included):
        """A purchase tax on top of the price, or included in it."""
        return cls.create_tax("purchase", percent, included)

    @classmethod
    def create_tax(cls, use, percent, included):
        company = cls.company
        group = cls.env["account.tax.group"].search([("company_id", "=", company.id)], limit=1)
        if not group:
            group = cls.env["account.tax.group"].create(
                {"name": "НДС", "company_id": company.id, "country_id": company.country_id.id}
            )
        vat_account = cls.env["account.account"].search(
            [("code", "=", "68.02"), ("company_ids", "in", company.ids)]
        )
        repartition = [
            Command.create({"repartition_type": "base", "factor_percent": 100}),
            Command.create(
                {
                    "repartition_type": "tax",
                    "factor_percent": 100,
                    "account_id": vat_account.id,
                }
            ),
        ]
        return cls.env["account.tax"].create(
            {
                "name": f"НДС {percent} % {'в т. ч.' if included else 'сверху'} ({use})",
                "amount": percent,
                "type_tax_use": use,
                "price_include_override": "tax_included" if included else "tax_excluded",
                "company_id": company.id,
                "country_id": company.country_id.id,
                "tax_group_id": group.id,
                "invoice_repartition_line_ids": repartition,
                "refund_repartition_line_ids": repartition,
            }
        )
