from odoo import fields, models


class AccountMove(models.Model):
    """What a document notes that has few lines for many; see `tools.summed_entry`."""

    _inherit = "account.move"

    # {"lines": how many lines it sums up, "amounts": {id of a journal item: [ids of its taxes,
    # amount in the document's currency, balance, base of the tax]}}. Empty for a document that sums
    # up nothing.
    ozon_summary = fields.Json(readonly=True, copy=False, ozon_protected=True)

    def _ozon_line_count(self):
        """In how many lines the amounts of the document were rounded."""
        return max(len(self.invoice_line_ids), (self.ozon_summary or {}).get("lines", 0))
