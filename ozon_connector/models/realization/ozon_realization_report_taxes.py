from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.fields import Domain

from ...domain import vat
from ...tools.many_products import products_of_lines


class OzonRealizationReportTaxes(models.Model):
    """The taxes with which the goods of a report are sold, and whether its documents have them."""

    _inherit = "ozon.realization.report"

    def _sale_taxes(self, products):
        """The customer taxes of products, else the account's, mapped by Ozon's fiscal position.

        :return: {product: taxes}
        """
        position, mapped = self._fiscal_position(), {}
        result = {}
        for product in products:
            own = product.taxes_id._filter_taxes_by_company(self.company_id)
            taxes = own or self.account_id.sale_tax_ids
            if taxes not in mapped:
                mapped[taxes] = position.map_tax(taxes)
                self._check_taxes_are_shares(product, mapped[taxes])
            result[product] = mapped[taxes]
        return result

    # What the sales documents have, asked of the database: they may have a line for each product

    def _lines_of_sales(self):
        """:return: the domain of the lines of the invoice and the credit note"""
        return self._lines_of(self.sale_invoice_id | self.sale_refund_id)

    def _lines_of(self, documents):
        return Domain("move_id", "in", documents.ids) & Domain("display_type", "=", "product")

    def _taxes_of_lines(self, domain):
        """
        :param domain: a domain of `account.move.line`
        :return: {`account.move`: `account.tax`}
        """
        lines = self.env["account.move.line"].with_context(active_test=False)
        taxes = defaultdict(self.env["account.tax"].browse)
        for move, tax in lines._read_group(domain, ["move_id", "tax_ids"]):
            taxes[move] |= tax
        return taxes

    def _sold_without_tax(self, untaxed):
        """
        :param untaxed: the domain of the lines without a tax
        :return: the products of these lines
        """
        [[count, products]] = self.env["account.move.line"]._read_group(
            untaxed, [], ["__count", "ozon_product_id:recordset"],
        )
        if not count or not self._sums_up():
            return products
        goods = products_of_lines(self)
        taxes = self._sale_taxes(goods)
        return goods.filtered(lambda product: not taxes[product])

    def _outdated_taxes(self, taxes):
        """Taxes of the invoice at the general rate of another year; returns keep their old one.

        In a correction, a decrease of returns is among the sales.

        :param taxes: the result of `_taxes_of_lines` for all lines of the sales documents
        """
        returned = self.corrected_report_id and products_of_lines(
            self, Domain("at_old_rate", "=", True),
        )
        if returned:
            # A line without a product sums up many, perhaps also such returns.
            taxes = self._taxes_of_lines(
                self._lines_of(self.sale_invoice_id) & Domain("ozon_product_id", "!=", False)
                & Domain("ozon_product_id", "not in", returned.ids)
            )
        return taxes[self.sale_invoice_id].flatten_taxes_hierarchy().filtered(
            lambda tax: tax.country_code == "RU" and tax.amount_type == "percent"
            and vat.is_of_another_time(Decimal(str(tax.amount)), self.period)
        )
