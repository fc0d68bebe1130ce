from odoo import models
from odoo.exceptions import UserError


class OzonProductSetAccept(models.Model):
    """Lets a person confirm that cards are the proposed sets."""

    _inherit = "ozon.product"

    def action_accept_set(self):
        """Take over the proposed product and units."""
        self.check_access("write")
        for card in self:
            product, units = card.set_product_id, card.set_units
            if not units:
                raise UserError(self.env._(
                    "Nothing is proposed for the card %s any more, so nothing was changed. Choose "
                    "its product, and enter how many units of it the card is.", card.display_name,
                ))
            if card.product_id != product:
                card.product_id = product
            card.units = units
        return True
