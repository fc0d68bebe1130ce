from odoo import fields, models


class OzonAccount(models.Model):
    """Whether the account books what Ozon moves on its balance without a service."""

    _inherit = "ozon.account"

    book_movements = fields.Boolean(
        "Book Balance Movements", default=True,
        help="Set-off, transfers from buyers, loans and the like become an entry for each type and "
             "month, against the account of the type or of its group. Off: they are booked in some "
             "other way.",
    )
