from odoo import models


class StockMove(models.Model):
    """Things that stock addons do; `foreign.does` chooses one of them."""

    _inherit = "stock.move"

    def _foreign_does(self, what):
        return self.env["ir.config_parameter"].sudo().get_param("foreign.does") == what

    def _foreign_note(self, what, products):
        """Note what was done with which products."""
        parameters = self.env["ir.config_parameter"].sudo()
        known = set((parameters.get_param(f"foreign.{what}") or "").split(",")) - {""}
        known |= {str(product) for product in products.ids}
        parameters.set_param(f"foreign.{what}", ",".join(sorted(known)))

    def _push_apply(self):
        if self._foreign_does("push"):
            self._foreign_note("pushed", self.product_id)
        return super()._push_apply()

    def _get_manual_value(self, quantity, at_date=None):
        value = super()._get_manual_value(quantity, at_date)
        if self._foreign_does("value"):
            return {**value, "value": 7.0 * quantity, "quantity": quantity}
        return value

    def _update_reserved_quantity(self, *args, **kwargs):
        if self._foreign_does("reserve"):
            self._foreign_note("reserved", self.product_id)
        return super()._update_reserved_quantity(*args, **kwargs)
