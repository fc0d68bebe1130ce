from odoo import fields, models


class AccountMoveLine(models.Model):
    """Marks the other side of an entry with Ozon. It may be a debt, too, as of another contract.
    """

    _inherit = "account.move.line"

    # It does not count in what Ozon owes, whatever its ledger account is.
    ozon_is_counter = fields.Boolean(readonly=True, copy=False, ozon_protected=True)
