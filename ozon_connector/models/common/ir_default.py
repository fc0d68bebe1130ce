from odoo import SUPERUSER_ID, api, models

from ...tools.own_context import own


class IrDefault(models.Model):
    """User-defined defaults, which anybody may set for any field of Odoo."""

    _inherit = "ir.default"

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        defaults = self
        if own(self, "ozon_without_defaults"):
            # Otherwise the caller's defaults would change what we create for the books: a
            # transfer could begin as done, an invoice could repeat itself.
            defaults = self.with_user(SUPERUSER_ID)
        return super(IrDefault, defaults)._get_model_defaults(model_name, condition)
