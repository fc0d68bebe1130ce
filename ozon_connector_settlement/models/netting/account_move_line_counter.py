from odoo import fields, models


class AccountMoveLine(models.Model):
    """The other side of an entry with Ozon, which may be a debt as well, for example a contract's.
    """

    _inherit = "account.move.line"

    # It is no part of what Ozon owes, whatever ledger account it stands on.
    ozon_is_counter = fields.Boolean(readonly=True, copy=False, ozon_protected=True)
