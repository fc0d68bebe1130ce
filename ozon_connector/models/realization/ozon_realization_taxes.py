from odoo import models
from odoo.exceptions import UserError

from ...domain import vat
from ...tools.general_rate import is_general


class OzonRealizationTaxes(models.AbstractModel):
    """The taxes with which the goods of a realization report are sold.

    Returned goods keep the VAT rate at which they were sold. The report names no month of sale. Its
    orders do (`ozon.realization.orders`); where they cannot tell, a person has to choose: by row of
    the report, and for a part of a row on the draft credit note.
    """

    _name = "ozon.realization.taxes"
    _description = "Taxes of a Realization Report"

    def _sale_taxes(self, report, products):
        """The customer taxes of products, else the account's, mapped by Ozon's fiscal position.

        :return: {product: taxes}
        """
        position, mapped = report._fiscal_position(), {}
        result = {}
        for product in products:
            own = product.taxes_id._filter_taxes_by_company(report.company_id)
            taxes = own or report.account_id.sale_tax_ids
            if taxes not in mapped:
                mapped[taxes] = position.map_tax(taxes)
                report._check_taxes_are_shares(product, mapped[taxes])
            result[product] = mapped[taxes]
        return result

    def _at_old_rate(self, report, taxes):
        """Taxes with VAT at the general rate before the present one; other rates stay.

        :raises UserError: there is no such tax
        """
        change = vat.last_change(report.period)
        general = taxes.filtered(lambda tax: change and is_general(tax, report.period))
        old = taxes.browse()
        for tax in general:
            old |= self._old_tax(report, tax, float(change[1]))
        return taxes - general | old

    def _old_tax(self, report, tax, rate):
        found = self.env["account.tax"].search([
            *self.env["account.tax"]._check_company_domain(report.company_id),
            ("type_tax_use", "=", tax.type_tax_use), ("amount_type", "=", "percent"),
            ("amount", "=", rate), ("country_id", "=", tax.country_id.id),
        ]).filtered(lambda other: other.price_include == tax.price_include)[:1]
        if not found:
            raise UserError(self.env._(
                "Goods of %(report)s came back at %(rate)g %% VAT, but there is no sales tax of "
                "this rate, so the credit note was not drafted. Create it under Invoicing ▸ "
                "Configuration ▸ Taxes, with the same «Included in Price» as %(tax)s.",
                rate=rate, tax=tax.display_name, report=report.display_name,
            ))
        return found
