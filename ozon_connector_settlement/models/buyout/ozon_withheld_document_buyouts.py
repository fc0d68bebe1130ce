from odoo import models


class OzonWithheldDocumentMixin(models.AbstractModel):
    """Nothing is withheld from what Ozon settles apart from its balance."""

    _inherit = "ozon.withheld.document.mixin"

    def _owed_by_ozon(self):
        owed = super()._owed_by_ozon()
        if self.account_id.buyouts_settled == "balance":
            return owed
        return owed.filtered(lambda move: move.ozon_kind != "buyout")
