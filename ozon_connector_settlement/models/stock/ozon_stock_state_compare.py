from odoo import models


class OzonStockState(models.Model):
    """Compares the stored counts again when a person reads a state differently."""

    _inherit = "ozon.stock.state"

    def write(self, vals):
        """A new reading of a state recompares all counts of the company at once."""
        result = super().write(vals)
        if "reading" in vals:
            self.env["ozon.stock.count"].sudo().search([
                ("company_id", "in", self.company_id.ids),
            ])._compare()
        return result
