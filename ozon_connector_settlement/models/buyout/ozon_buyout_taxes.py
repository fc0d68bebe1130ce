from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError


class OzonBuyoutTaxes(models.Model):
    """The sales taxes for the rates that Ozon states, row by row."""

    _inherit = "ozon.buyout"

    def _line_taxes(self, lines):
        """The product's own taxes if they have Ozon's rate, else the company's tax of that rate.

        A rate of 0 needs no tax: companies without VAT have none.
        """
        found, usual = {}, self._usual_taxes(lines)
        for line in lines:
            taxes = usual[line.key]
            if self._rate_of(taxes) != line.vat:
                taxes = self._tax_of_rate(line)
            self._check_taxes_are_shares(line.key, taxes)
            found[line] = taxes
        return found

    def _usual_taxes(self, lines):
        """The taxes as for any sale, mapped by the fiscal position of Ozon.

        :return: {product: its customer taxes, or else the account's}
        """
        position, usual = self._fiscal_position(), {}
        for product in self.env["product.product"].union(*(line.key for line in lines)):
            own = product.taxes_id._filter_taxes_by_company(self.company_id)
            usual[product] = position.map_tax(own or self.account_id.sale_tax_ids)
        return usual

    def _rate_of(self, taxes):
        """:return: Decimal; the sum of the rates in per cent, None if one is not a percentage"""
        flat = taxes.flatten_taxes_hierarchy()
        if any(tax.amount_type != "percent" for tax in flat):
            return None
        return sum((Decimal(str(tax.amount)) for tax in flat), Decimal(0))

    def _tax_of_rate(self, line):
        """:param line: a `domain.buyouts.Line`
        :raises UserError: the company has no sales tax of the rate
        """
        company, taxes = self.company_id, self.env["account.tax"]
        found = taxes.search([
            *taxes._check_company_domain(company), ("type_tax_use", "=", "sale"),
            ("amount_type", "=", "percent"), ("amount", "=", float(line.vat)),
            ("country_id", "=", company.account_fiscal_country_id.id),
        ]).sorted(lambda tax: (not tax.price_include, tax.sequence, tax.id))[:1]
        if not found and line.vat:
            raise UserError(self.env._(
                "Ozon has bought %(product)s with %(rate)g %% VAT, and %(company)s has no sales "
                "tax of this rate, so the buy-outs of %(month)s were not drafted; the rest of the "
                "month is not affected. Create the tax under Invoicing ▸ Configuration ▸ Taxes, "
                "included in the price, or unarchive it, then press «Draft Now».",
                product=line.key.display_name, rate=line.vat, company=company.name,
                month=self.month,
            ))
        return found
