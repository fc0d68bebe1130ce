from odoo import models


class OzonDocumentMixin(models.AbstractModel):
    """The button of every document that opens «Set Up»."""

    _inherit = "ozon.document.mixin"

    def action_set_up(self):
        """The list of what booking needs, with the buttons that fix it."""
        self.ensure_one()
        self.check_access("read")
        return self.account_id.action_set_up()
