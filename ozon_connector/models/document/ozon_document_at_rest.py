from odoo import api, models
from odoo.exceptions import UserError

from .ozon_document_base import UNDER_WAY


class OzonDocumentAtRest(models.AbstractModel):
    """Keeps everybody else away from a document that is being booked, or taken back, in steps."""

    _inherit = "ozon.document.entries.mixin"

    def _compute_ozon_working(self):
        result = super()._compute_ozon_working()
        for document in self:
            if document.state in UNDER_WAY:
                document.ozon_working = document._booking_progress()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_at_rest(self):
        self._check_at_rest()

    def _check_at_rest(self):
        """:raises UserError: one of the documents is under way; nobody else may touch it then"""
        for document in self.filtered(lambda document: document.state in UNDER_WAY):
            raise UserError(self.env._(
                "%(report)s is being processed in the background: %(work)s. No part of it can be "
                "changed until it is fully booked or fully taken back, so nothing was changed now. "
                "Wait until it is done; the report shows how far it is.",
                report=document.display_name, work=document._booking_progress(),
            ))

    def _booking_progress(self):
        """How far a document is, in words."""
        document = self.sudo()
        entries = document._current(document._documents())
        transfers = document.document_id.picking_ids.filtered(
            lambda picking: picking.state != "cancel"
            and not picking.move_ids.origin_returned_move_id
        )
        # Transfers that were undone are among them, too.
        planned = transfers.filtered(lambda picking: picking.state != "done")
        moved = (transfers - planned).filtered(lambda picking: not any(
            back.state == "done" for back in picking.move_ids.returned_move_ids
        ))
        done = len(entries.filtered(lambda move: move.state == "posted")) + len(moved)
        if document.state == "taking_back":
            return self.env._("The month is being taken back: still %s to undo", done)
        return self.env._(
            "The month is being booked: %(done)s of %(total)s",
            done=done, total=len(entries) + len(planned) + len(moved),
        )
