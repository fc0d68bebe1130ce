"""A company that is new to Ozon books its first month, using only the buttons of *Set Up*.

The charts of Russia and Kazakhstan are installed beforehand, because Odoo installs no addons within
a test. Odoo has no chart for Belarus.
"""

from odoo import Command
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.tests import tagged

from domain import calendar
from tests.browser.common import BrowserCase
from tests.fake_ozon import card, report, row, side

SETTINGS = "/odoo/action-ozon_connector.res_config_settings_action"
OVERVIEW = "/odoo/ozon"
# There is no payable account, no income account, and no journal.
OWN_ACCOUNTS = [
    ("41.01", "Товары", "asset_current"),
    ("44.01", "Расходы на продажу", "expense"),
    ("62.01", "Покупатели", "asset_receivable"),
    ("90.02", "Себестоимость", "expense_direct_cost"),
]
RECONCILED = {"asset_receivable"}
# How many roubles one unit of the company's currency buys.
ROUBLES_PER_BELARUSIAN = 26.5


@tagged("standard", "post_install", "-at_install")
class TestOutOfTheBox(BrowserCase):
    def new_company(self, country, currency):
        """Create a company with only a country and a currency, and make it the user's company."""
        currency = self.env.ref(f"base.{currency}")
        currency.active = True
        company = self.env["res.company"].create(
            {"name": "ООО «Новое»", "country_id": self.env.ref(f"base.{country}").id,
             "currency_id": currency.id}
        )  # fmt: skip
        self.assertFalse(company.chart_template)
        self.admin.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        return company

    def check_out_of_the_box(self, company, lang, url=SETTINGS, tour="ozon_out_of_the_box",
                             currency=None):  # fmt: skip
        self.admin.lang = lang
        last = calendar.last_closed_month(utc_now())
        rows = [
            row(sku=1001, sold=side(20)), row(sku=1001, sold=side(10, points="10")),
            row(sku=1001, returned=side(1)),
        ]  # fmt: skip
        currency = currency or company.currency_id.name
        self.publish(
            report(rows, last.year, last.month, currency_sys_name=currency), last.year, last.month
        )
        self.seller.cards = [card(12, 502)]

        self.start_tour(url, tour, login="admin")

        [month] = self.env["ozon.realization.report"].search([("company_id", "=", company.id)])
        self.assertEqual((month.state, month.bill_id.state), ("posted", "posted"))
        self.assertEqual(month.currency_id.name, currency)
        self.assertFalse([check for check in month.checks if check["state"] == "failed"])

    def accounts(self, company):
        return self.env["account.account"].search([("company_ids", "in", company.ids)])

    def test_a_russian_company_in_english(self):
        company = self.new_company("ru", "RUB")
        self.check_out_of_the_box(company, "en_US")
        self.assertEqual(company.chart_template, "ru_ozon")

    def test_a_russian_company_in_russian(self):
        company = self.new_company("ru", "RUB")
        self.check_out_of_the_box(company, "ru_RU")
        self.assertEqual(company.chart_template, "ru_ozon")

    def test_the_first_month_as_the_readme_tells_it(self):
        company = self.new_company("ru", "RUB")
        self.check_out_of_the_box(company, "en_US", OVERVIEW, "ozon_first_month")
        self.assertEqual(company.chart_template, "ru_ozon")

    def test_a_company_in_kazakhstan(self):
        company = self.new_company("kz", "KZT")
        self.check_out_of_the_box(company, "ru_RU", OVERVIEW, "ozon_new_chart")
        self.assertEqual(company.chart_template, "kz")

    def test_a_company_in_belarus_with_a_contract_in_roubles(self):
        company = self.new_company("by", "BYN")
        rouble = self.env.ref("base.RUB")
        rouble.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": rouble.id, "company_id": company.id, "name": "2023-01-01",
             "company_rate": ROUBLES_PER_BELARUSIAN}
        )  # fmt: skip
        self.check_out_of_the_box(company, "en_US", OVERVIEW, "ozon_new_chart", currency="RUB")
        self.assertEqual(company.chart_template, "generic_coa")
        self.assertEqual(company.currency_id.name, "BYN")

    def test_a_company_that_keeps_the_generic_chart(self):
        company = self.new_company("ru", "RUB")
        self.env["account.chart.template"].try_loading("generic_coa", company)
        company.currency_id = self.env.ref("base.RUB")
        before = self.accounts(company)

        self.check_out_of_the_box(company, "ru_RU", OVERVIEW, "ozon_generic_chart")

        self.assertEqual(company.chart_template, "generic_coa")
        self.assertEqual(self.accounts(company), before)

    def test_a_company_with_accounts_of_its_own_that_lacks_some(self):
        company = self.new_company("ru", "RUB")
        own = self.env["account.account"].create(
            [{"code": code, "name": name, "account_type": kind, "reconcile": kind in RECONCILED,
              "company_ids": [Command.set(company.ids)]} for code, name, kind in OWN_ACCOUNTS]
        )  # fmt: skip

        self.check_out_of_the_box(company, "en_US", OVERVIEW, "ozon_own_chart")

        self.assertFalse(company.chart_template)
        new = self.accounts(company) - own
        self.assertEqual(
            set(new.mapped("account_type")) & {"liability_payable", "income", "asset_receivable"},
            {"liability_payable", "income"},
        )
