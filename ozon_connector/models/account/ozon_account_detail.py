from odoo import fields, models

# What a line of a report's documents stands for; a report keeps the choice made for its drafts.
DETAILS = [
    ("product", "By product"),
    ("category", "By product category"),
    ("tax", "One line per tax"),
]


class OzonAccountDetail(models.Model):
    """How detailed the documents of a realization report are."""

    _inherit = "ozon.account"

    document_detail = fields.Selection(
        DETAILS, "Detail of Documents", default="product", required=True,
        help="The lines of the bill, the invoice and the credit note of a realization report. The "
             "sums and the taxes are the same either way; the report keeps every row, and stock "
             "moves by product.",
    )
