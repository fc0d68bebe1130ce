from odoo import api, fields, models


class OzonFileProgress(models.TransientModel):
    """How far the background is with a large file, for the page that waits for it.

    It cannot be a field of the dialog: the background writes the dialog in the transaction of its
    work, which nobody sees before its end.
    """

    _name = "ozon.file.progress"
    _description = "Progress of an Ozon File"
    _inherit = "ozon.facts.mixin"

    # The id of the dialog, not a link to it: it may still be unknown to other transactions.
    dialog = fields.Integer(required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    name = fields.Char("File", required=True, readonly=True)
    rows_done = fields.Integer("Rows Read", readonly=True)
    rows_total = fields.Integer("Rows in Total", readonly=True)

    @api.model
    def _note(self, dialog, vals):
        """Write down how far a dialog is, for everybody to see at once.

        :param dialog: a committed `ozon.file.import`
        """
        with self.env.registry.cursor() as cr:
            progress = self.with_env(self.env(cr=cr, su=True))
            known = progress.search([("dialog", "=", dialog.id)], limit=1)
            if known:
                known.write(vals)
            else:
                progress.create({
                    "dialog": dialog.id, "company_id": dialog.company_id.id, **vals,
                })
