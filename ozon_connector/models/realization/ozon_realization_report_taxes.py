from odoo import models


class OzonRealizationReportTaxes(models.Model):
    """At which taxes the goods of a report are sold."""

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
