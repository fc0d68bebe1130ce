from odoo import fields, models


class OzonAccount(models.Model):
    """Whether the account books what Ozon moves on its balance without a service."""

    _inherit = "ozon.account"

    book_movements = fields.Boolean(
        "Book Balance Movements", default=True,
        help="Drafts an entry for each type and month of set-offs, transfers from buyers, loans "
             "and the like, against the account of the type or of its group. Switch it off if you "
             "book them in another way.",
    )
