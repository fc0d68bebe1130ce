"""Companies in Russia, with the chart of accounts of `ozon_connector_l10n_ru`."""

from decimal import Decimal

from odoo import Command
from odoo.tests import TransactionCase, tagged

CHART = "ru_ozon"


def decimal(amount):
    return Decimal(str(amount)).quantize(Decimal("0.01"))


# Odoo gives test classes outside of addons no tags, and its network guard requires `standard`.
@tagged("standard", "post_install", "-at_install")
class ChartCase(TransactionCase):
    """`self.company` has the chart, and is the company of the user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.create_company("ООО «Ромашка»")
        cls.load_chart(cls.company)
        cls.enter(cls.company)

    @classmethod
    def create_company(cls, name, country="base.ru"):
        """A company as a person creates it: a name and a country."""
        return cls.env["res.company"].create({"name": name, "country_id": cls.env.ref(country).id})

    @classmethod
    def load_chart(cls, company, chart=CHART):
        cls.env["account.chart.template"].try_loading(chart, company, install_demo=False)

    @classmethod
    def enter(cls, company):
        """Work in this company from now on."""
        cls.env.user.write({"company_ids": [Command.link(company.id)], "company_id": company.id})
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": company.ids, "lang": "en_US"}
        )
        cls.company = company.with_env(cls.env)

    def record(self, xmlid, company=None):
        """A record of a company's chart by its name in the template."""
        return self.env.ref(f"account.{(company or self.company).id}_{xmlid}")

    def account(self, code):
        return self.env["account.account"].search(
            [("code", "=", code), ("company_ids", "in", self.company.ids)]
        )

    def accounts(self):
        return self.env["account.account"].search([("company_ids", "in", self.company.ids)])

    def post(self, move_type, price, taxes, product=None, date="2026-09-30"):
        """A posted document of one line."""
        partner = self.env["res.partner"].create({"name": "ООО «Партнёр»"})
        line = {"name": "Строка", "quantity": 1, "price_unit": price,
                "tax_ids": [Command.set(taxes.ids)]}  # fmt: skip
        if product:
            line["product_id"] = product.id
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": date,
                "date": date,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        move.action_post()
        return move

    def entries(self, moves):
        """What was posted: {account code: balance}; debit is positive."""
        balances = {}
        for line in moves.line_ids:
            code = line.account_id.code
            balances[code] = balances.get(code, Decimal(0)) + decimal(line.balance)
        return {code: balance for code, balance in balances.items() if balance}
