# Part of the Ozon connector. See LICENSE for full copyright and licensing details.
"""The Russian chart: accounts of Order 94н of the Ministry of Finance, VAT of the Tax Code.

The accounts, groups, taxes and fiscal positions are in `data/template`, in English and Russian.
"""

import logging

from odoo import models
from odoo.addons.account.models.chart_template import template

_logger = logging.getLogger(__name__)

# Not `ru`, which Odoo may use for its own chart. Odoo reads the country from the first part.
CODE = "ru_ozon"


class AccountChartTemplate(models.AbstractModel):
    """The chart as Odoo loads it; its data is in `data/template`."""

    _inherit = "account.chart.template"

    @template(CODE)
    def _get_ru_ozon_template_data(self):
        return {
            "name": self.env._("Trading Company"),
            "property_account_receivable_id": "ru_ozon_62_01",
            "property_account_payable_id": "ru_ozon_60_01",
            # Odoo pads shorter codes with zeros; 51 must stay 51.
            "code_digits": "2",
        }

    @template(CODE, "res.company")
    def _get_ru_ozon_res_company(self):
        return {
            self.env.company.id: {
                "account_fiscal_country_id": "base.ru",
                "account_storno": True,
                "anglo_saxon_accounting": True,
                # Odoo counts from here: the next bank account is 51.01.
                "bank_account_code_prefix": "51.00",
                "cash_account_code_prefix": "50.01",
                "transfer_account_code_prefix": "57.01",
                "account_default_pos_receivable_account_id": "ru_ozon_62_r",
                "income_currency_exchange_account_id": "ru_ozon_91_01",
                "expense_currency_exchange_account_id": "ru_ozon_91_02",
                "account_journal_suspense_account_id": "ru_ozon_57_90",
                "account_journal_early_pay_discount_loss_account_id": "ru_ozon_91_02",
                "account_journal_early_pay_discount_gain_account_id": "ru_ozon_91_01",
                "default_cash_difference_income_account_id": "ru_ozon_91_01",
                "default_cash_difference_expense_account_id": "ru_ozon_91_02",
                "transfer_account_id": "ru_ozon_57_01",
                "account_sale_tax_id": "ru_ozon_sale_22_incl",
                "account_purchase_tax_id": "ru_ozon_purchase_22_top_goods",
                "income_account_id": "ru_ozon_90_01_1",
                # Odoo books the cost of sales on the expense account of the goods.
                "expense_account_id": "ru_ozon_90_02_1",
                "account_stock_journal_id": "inventory_valuation",
                "account_stock_valuation_id": "ru_ozon_41_01",
                **self._ru_ozon_stock_valuation(),
            },
        }

    @template(CODE, "account.account")
    def _get_ru_ozon_account_account(self):
        return {"ru_ozon_41_01": {"account_stock_variation_id": "ru_ozon_90_02_1"}}

    @template(CODE, "account.journal")
    def _get_ru_ozon_account_journal(self):
        return {
            "sale": {"name": self.env._("Sales"), "code": self.env._("INV")},
            "purchase": {"name": self.env._("Purchases"), "code": self.env._("BILL")},
            "bank": {
                "name": self.env._("Bank"),
                "code": self.env._("BNK1"),
                "default_account_id": "ru_ozon_51",
            },
            "cash": {
                "name": self.env._("Cash"),
                "type": "cash",
                "code": self.env._("CSH1"),
                "default_account_id": "ru_ozon_50_01",
                "show_on_dashboard": True,
                "sequence": 8,
            },
            "general": {
                "name": self.env._("Miscellaneous Operations"),
                "code": self.env._("MISC"),
            },
            "exch": {"name": self.env._("Exchange Differences"), "code": self.env._("EXCH")},
            "ru_ozon_netting": {
                "name": self.env._("Netting"),
                "type": "general",
                "code": self.env._("NET"),
                "show_on_dashboard": False,
                "sequence": 10,
            },
            "ru_ozon_taxes": {
                "name": self.env._("Taxes"),
                "type": "general",
                "code": self.env._("TAX"),
                "show_on_dashboard": False,
                "sequence": 11,
            },
        }

    def _ru_ozon_stock_valuation(self):
        """The valuation of goods: Dr 41 with the vendor bill, Dr 90.02 Cr 41 with each sale.

        ФСБУ 5/2019 allows the average cost, but not a standard price.
        """
        return {"inventory_valuation": "real_time", "cost_method": "average"}

    def try_loading(self, template_code, company, install_demo=False, force_create=True):
        """Do not change a company with accounts, unless a user asks for the chart.

        When an addon with a chart is installed, Odoo loads the chart into the current company if
        that company has no chart from an addon. This would delete accounts entered by hand.
        """
        by_itself = hasattr(self.env.registry, "_auto_install_template")
        if template_code == CODE and by_itself and self._has_accounts(company):
            _logger.info(
                "%s has accounts of its own; the Russian chart is not loaded.", company.display_name
            )
            return None
        return super().try_loading(template_code, company, install_demo, force_create)

    def _has_accounts(self, company):
        accounts = self.env["account.account"].sudo().with_context(active_test=False)
        return bool(accounts.search_count([("company_ids", "in", company.ids)], limit=1))

    def _post_load_data(self, template_code, company, template_data):
        """Set the expense accounts: services on 44.01, goods on 90.02.1. Odoo has one for both."""
        # Odoo leaves this value out when it reloads the chart.
        first_time = template_data.get("property_account_receivable_id")
        result = super()._post_load_data(template_code, company, template_data)
        company = company or self.env.company
        if template_code != CODE or company.parent_id:
            return result
        selling_costs = self.ref("ru_ozon_44_01", raise_if_not_found=False)
        if purchases := self.ref("purchase", raise_if_not_found=False):
            purchases.default_account_id = selling_costs
        if first_time:
            for xmlid in ("product.product_category_services", "product.product_category_expenses"):
                if category := self.env.ref(xmlid, raise_if_not_found=False):
                    category.with_company(company).property_account_expense_categ_id = selling_costs
        # If stock valuation is installed later, it calls only this method to complete the chart.
        came_later = not self.env.context.get("chart_template_load")
        if came_later and "inventory_valuation" in company._fields:
            company.write(self._ru_ozon_stock_valuation())
        return result

    def _create_outstanding_accounts(self, company, bank_prefix, code_digits):
        """Keep the accounts of the chart: Odoo would overwrite their names and codes."""
        if self.ref("account_journal_payment_debit_account_id", raise_if_not_found=False):
            return None
        return super()._create_outstanding_accounts(company, bank_prefix, code_digits)
