from odoo import fields, models


class StockPicking(models.Model):
    """A transfer that brings goods that a document lacks, and is dated before its sales."""

    _inherit = "stock.picking"

    ozon_shortage_of_id = fields.Many2one(
        "ozon.document", "Brings Goods Missing for", check_company=True, copy=False,
        index="btree_not_null", ondelete="set null", readonly=True, ozon_protected=True,
    )

    def _action_done(self):
        result = super()._action_done()
        # Odoo dates a done transfer today, but the document dates its sales at the month's end.
        for picking in self.sudo().filtered("ozon_shortage_of_id"):
            document = picking.ozon_shortage_of_id._record()
            if picking.state == "done" and document:
                document._for_books()._date_before_sales(picking)
        return result

    def _create_backorder_picking(self):
        # What is brought later serves the same sales.
        backorder = super()._create_backorder_picking()
        if self.ozon_shortage_of_id:
            backorder.sudo()._ozon_write({"ozon_shortage_of_id": self.ozon_shortage_of_id.id})
        return backorder
