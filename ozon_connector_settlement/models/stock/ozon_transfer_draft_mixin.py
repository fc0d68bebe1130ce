from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.transfer_drafts import transfer_vals


class OzonTransferDraftMixin(models.AbstractModel):
    """Goods that went to Ozon or came back, and the transfer that is drafted for them once.

    `line_ids` are the goods, each with `sku`, `product_id` and `units`. A model defines which of
    them have moved, and drafts the transfer (`_draft`).
    """

    _name = "ozon.transfer.draft.mixin"
    _description = "Goods of Ozon with a Drafted Transfer"
    _inherit = "ozon.facts.mixin"

    drafted = fields.Boolean("Transfer Drafted Once", readonly=True, copy=False)
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", readonly=True, copy=False, ondelete="set null",
        index="btree_not_null",
    )
    transfer_gone = fields.Boolean(compute="_compute_transfer_gone")

    @api.depends("drafted", "picking_id.state")
    def _compute_transfer_gone(self):
        for record in self:
            record.transfer_gone = record.drafted and record._lacks_transfer()

    # What each model defines

    def _draft(self):
        """Draft the transfer.

        :raises UserError: nothing moved, a card has no product, or there is nowhere to go
        """
        raise NotImplementedError

    # Actions

    def action_open_transfer(self):
        """Open the transfer of the goods."""
        self.ensure_one()
        self.check_access("read")
        return self.picking_id._get_records_action(name=self.env._("Transfer"))

    def action_draft_transfer(self):
        """Draft the transfer after a person has checked a problem.

        :return: the draft's form
        """
        self.ensure_one()
        self.check_access("read")
        record = self.sudo()
        record._lock_row()
        if record._lacks_transfer():
            record._draft()
        return record.picking_id.with_env(self.env)._get_records_action(
            name=self.env._("Transfer"),
        )

    # Business

    def _lacks_transfer(self):
        return self.picking_id.state in (False, "cancel")

    def _lock_row(self):
        """:raises UserError: another transaction is drafting the transfer"""
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._(
                "%s is being worked on at this moment, so nothing was drafted twice. Reload the "
                "page in a minute.", self.display_name,
            ))

    def _transfer_vals(self, source, destination, lines, origin, moment):
        """:param lines: list of (line, units of its card)"""
        units = {}
        for line, quantity in lines:
            product = line.product_id
            known = units.get(product, (0, None))[0]
            units[product] = (known + quantity * line.units, product._ozon_unit())
        return transfer_vals(self.account_id, source, destination, units, origin, moment)
