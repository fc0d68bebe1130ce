from odoo import fields, models


class AccountMove(models.Model):
    """Remembers how a document was drafted, so that a report can show what was changed by hand.

    A person who reviews a draft may choose another account or tax; the total must stay. The month
    then shows this for as long as the document exists.
    """

    _inherit = "account.move"

    # The result of `tools.drafted_entries.drafted_sums` at that time.
    ozon_drafted = fields.Json(readonly=True, copy=False, ozon_protected=True)
