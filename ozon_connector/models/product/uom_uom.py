from odoo import api, models


class UomUom(models.Model):
    """What a piece is: Ozon counts its cards in pieces."""

    _inherit = "uom.uom"

    @api.model
    def _ozon_units(self):
        """Odoo's unit for pieces, cached, since it is needed for each product."""
        _model, piece_id = self.env["ir.model.data"]._xmlid_to_res_model_res_id(
            "uom.product_uom_unit", raise_if_not_found=True,
        )
        return self.browse(piece_id)

    def _ozon_is_piece(self):
        piece = self._ozon_units()
        return self == piece or (
            self._has_common_reference(piece) and self.factor == piece.factor
        )

    def _ozon_piece(self):
        """The unit in which Ozon's pieces of a product can be counted.

        :return: the unit itself if it is a piece, or if it has nothing to do with pieces (kg); the
            piece if it is a number of pieces (dozens)
        """
        piece = self._ozon_units()
        if not self or self._ozon_is_piece() or not self._has_common_reference(piece):
            return self
        return piece
