"""A Russian company that has nothing yet books its first month, with the buttons of *Set Up* only.

Here the Russian chart is installed already: inside of a test Odoo installs no addon.
"""

from odoo import Command
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.tests import tagged

from domain import calendar
from tests.browser.common import BrowserCase
from tests.fake_ozon import card

SETTINGS = "/odoo/action-ozon_connector.res_config_settings_action"


@tagged("standard", "post_install", "-at_install")
class TestOutOfTheBox(BrowserCase):
    def check_out_of_the_box(self, country, currency, lang):
        currency = self.env.ref(currency)
        currency.active = True
        company = self.env["res.company"].create(
            {"name": "ООО «Новое»", "country_id": self.env.ref(country).id,
             "currency_id": currency.id}
        )  # fmt: skip
        self.assertFalse(company.chart_template)
        self.admin.write({
            "company_ids": [Command.set(company.ids)], "company_id": company.id, "lang": lang,
        })  # fmt: skip
        last = calendar.last_closed_month(utc_now())
        self.publish(year=last.year, month=last.month)
        self.seller.cards = [card(12, 502)]

        self.start_tour(SETTINGS, "ozon_out_of_the_box", login="admin", timeout=180)

        [month] = self.env["ozon.realization.report"].search([("company_id", "=", company.id)])
        self.assertEqual((month.state, month.bill_id.state), ("posted", "posted"))
        self.assertFalse([check for check in month.checks if check["state"] == "failed"])

    def test_a_russian_company_in_english(self):
        self.check_out_of_the_box("base.ru", "base.RUB", "en_US")

    def test_a_russian_company_in_russian(self):
        self.check_out_of_the_box("base.ru", "base.RUB", "ru_RU")
