from odoo import fields, models


class AccountMoveLine(models.Model):
    """The other side of an entry with Ozon, which may be a debt as well, such as one of a contract.
    """

    _inherit = "account.move.line"

    # It is no part of what Ozon owes, whatever its ledger account.
    ozon_is_counter = fields.Boolean(readonly=True, copy=False, ozon_protected=True)
