from odoo import fields, models


class StockPicking(models.Model):
    """A transfer of a document of Ozon: the goods that its month sold or took back."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "ozon.protected.mixin"]

    _ozon_document_paths = ("ozon_document_id",)

    ozon_document_id = fields.Many2one(
        "ozon.document", check_company=True, copy=False,
        index="btree_not_null", ondelete="set null", readonly=True, ozon_protected=True,
    )

    def action_open_ozon_report(self):
        """The document that the transfer belongs to."""
        self.ensure_one()
        self.check_access("read")
        return self.ozon_document_id.sudo()._record().with_env(self.env)._get_records_action()

    def _create_backorder_picking(self):
        # A backorder of a document's transfer belongs to the document as well.
        backorder = super()._create_backorder_picking()
        if self.ozon_document_id:
            backorder.sudo()._ozon_write({"ozon_document_id": self.ozon_document_id.id})
        return backorder
