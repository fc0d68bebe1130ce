from odoo import api, fields, models
from odoo.addons.ozon_connector.tools.texts_as_texts import TextsAsTexts

from ...domain import removals as rules


class OzonRemoval(TextsAsTexts, models.Model):
    """Goods that were taken out of Ozon's warehouses.

    For goods that the seller has received, a transfer back to the warehouse is drafted. Lost or
    destroyed goods leave the stock by the document of compensations or written-off goods that names
    them. If none does, a write-off is drafted, and a document that arrives later leaves out what
    was written off. So no loss leaves the stock twice.
    """

    _name = "ozon.removal"
    _description = "Ozon Removal of Goods"
    _inherit = "ozon.transfer.draft.mixin"
    _order = "date DESC, id DESC"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="restrict", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    name = fields.Char("Number", required=True, readonly=True)
    source = fields.Selection(
        [("stock", "From stock"), ("supply", "From a supply")], "Taken", required=True,
        readonly=True,
    )
    date = fields.Date("Ordered", readonly=True)
    received_on = fields.Date("Received", readonly=True)
    line_ids = fields.One2many("ozon.removal.line", "removal_id", "Goods", readonly=True)
    problem = fields.Text(readonly=True)
    state = fields.Selection(
        [
            ("under_way", "Under Way"),
            ("problem", "To Review"),
            ("drafted", "Transfer to Validate"),
            ("waiting", "Write-off to Come"),
            ("to_write_off", "Write-off to Validate"),
            ("done", "Done"),
        ],
        "Status", compute="_compute_state", store=True, index=True,
    )

    _account_name_uniq = models.Constraint(
        "UNIQUE(account_id, source, name)", "The account already has this removal.",
    )

    @api.depends(
        "problem", "drafted", "picking_id.state", "line_ids.outcome",
        "line_ids.compensation_line_id.compensation_id.state", "line_ids.scrap_ids.state",
    )
    def _compute_state(self):
        for removal in self:
            outcomes = set(removal.line_ids.mapped("outcome"))
            left = removal.line_ids.filtered(lambda line: line._is_in_stock_still())
            if removal.problem or (removal.drafted and removal._lacks_transfer()):
                # A draft that a person has deleted or cancelled is not created again.
                removal.state = "problem"
            elif not outcomes.isdisjoint(rules.OPEN):
                removal.state = "under_way"
            elif removal.picking_id and removal.picking_id.state != "done":
                removal.state = "drafted"
            elif left.scrap_ids:
                removal.state = "to_write_off"
            elif left:
                removal.state = "waiting"
            else:
                removal.state = "done"
