from odoo import api, fields, models
from odoo.exceptions import UserError


class OzonPointsActNumber(models.TransientModel):
    """Number and date of Ozon's act of points, as a person reads them in the seller cabinet."""

    _name = "ozon.points.act.number"
    _description = "Number of an Ozon Points Act"

    act_id = fields.Many2one("ozon.points.act", required=True, readonly=True, ondelete="cascade")
    number = fields.Char(
        required=True, compute="_compute_number", store=True, readonly=False, precompute=True,
    )
    doc_date = fields.Date(
        "Date", required=True, compute="_compute_number", store=True, readonly=False,
        precompute=True,
    )

    @api.depends("act_id")
    def _compute_number(self):
        for dialog in self:
            dialog.number = dialog.act_id.number
            dialog.doc_date = dialog.act_id.doc_date

    # Actions

    def action_save(self):
        """Write number and date on the act and on its entry, and note who has entered them."""
        self.ensure_one()
        self.check_access("read")
        act = self.act_id
        act.check_access("read")
        number = (self.number or "").strip()
        if not number or act.state in ("waiting", "cancelled"):
            raise UserError(self.env._(
                "%s has no sum yet, or the number is empty, so nothing was saved. Load the act "
                "first, and enter what stands on Ozon's document.", act.display_name,
            ))
        in_books = act.sudo()._for_books()
        in_books._note_number(number, self.doc_date)
        in_books.message_post(body=in_books.env._(
            "%(user)s has entered the number of Ozon's act: %(title)s.",
            user=self.env.user.name, title=in_books._title(number, self.doc_date),
        ))
        return True
