from odoo import models

from ...domain import matching


class OzonProductAsCard(models.Model):
    """The card in the form that the rules of `domain.matching` take."""

    _inherit = "ozon.product"

    def _as_card(self):
        return matching.Card(
            id=self.id,
            codes=(*(self.skus or "").split(), self.ozon_product_id or ""),
            article=self.offer_id or "",
            name=self.name or "",
            barcodes=tuple(self._own_barcodes()),
        )

    def _own_barcodes(self):
        return {self.barcode or "", *(self.barcodes or "").split()} - {""}

    def _all_barcodes(self):
        return list(set().union(*(card._own_barcodes() for card in self)))
