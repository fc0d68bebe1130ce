from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

# More digits than any unit has: differences beyond them come from floats.
NOISE_DIGITS = 9


class OzonGoodsDocumentQuantities(models.AbstractModel):
    """Refuses quantities of goods that Odoo cannot keep exactly."""

    _inherit = "ozon.goods.document.base.mixin"

    @api.model
    def _without_noise(self, quantity):
        return round(quantity, NOISE_DIGITS)

    def _check_exact(self, units):
        """Refuse quantities that Odoo cannot keep in the product's unit: 31 pieces in dozens.

        :param units: {product id: quantity}, in `product._ozon_unit`
        :raises UserError: a quantity would be rounded, and the stock would be wrong
        """
        products = self.env["product.product"].browse(units)
        kits = products._ozon_kits(self.company_id)
        for product, quantity in zip(products, units.values(), strict=True):
            unit = product._ozon_unit()
            # For a kit Odoo moves the components, counted in units of its bill of materials.
            kept_in = kits[product].product_uom_id if product in kits else product.uom_id
            kept = unit._compute_quantity(quantity, kept_in, rounding_method="HALF-UP")
            back = kept_in._compute_quantity(kept, unit, round=False)
            if float_compare(back, quantity, precision_digits=NOISE_DIGITS - 3):
                raise UserError(self.env._(
                    "%(quantity)g %(unit)s of %(product)s cannot be expressed exactly in "
                    "%(product_unit)s with Odoo's decimal accuracy, so %(report)s was not booked: "
                    "the stock would be off by the rounding. Keep the product in %(unit)s, or set "
                    "more digits under Settings ▸ Technical ▸ Decimal Accuracy ▸ Product Unit.",
                    quantity=quantity, unit=unit.name, product=product.display_name,
                    product_unit=kept_in.name, report=self.display_name,
                ))

    def _check_cost_exact(self, lines):
        """Do the same for invoice lines, which Odoo converts to book the cost of sales.

        :param lines: `settlement.IncomeLine`
        """
        for line in lines:
            product = line.key.with_company(self.company_id)
            if product.is_storable and product.valuation == "real_time":
                self._check_exact({product.id: float(line.quantity)})
