from odoo import fields, models


class OzonTypedPaper(models.Model):
    """One of Ozon's own documents for a month, with the number, date and total printed on it.

    Ozon may issue two of a kind in a month, and the second may include the first («1–15», then
    «1–31»). A person decides whether it does, or the figures prove it; it is never guessed.
    """

    _name = "ozon.typed.paper"
    _description = "Ozon Document Entered by Hand"
    _inherit = "ozon.facts.mixin"
    _order = "document_id, doc_date, id"
    _rec_name = "number"

    document_id = fields.Many2one(
        "ozon.document", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="document_id.company_id", store=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    number = fields.Char(required=True, readonly=True)
    doc_date = fields.Date("Date", required=True, readonly=True)
    total = fields.Monetary(
        "Total with VAT", readonly=True, help="Empty where only number and date were entered.",
    )
    includes_earlier = fields.Boolean(
        "Includes the Earlier Ones", readonly=True,
        help="Its total includes the totals of the earlier documents, so only this one counts.",
    )

    def _counted(self):
        """The documents whose totals add up to the month, without any that a later one includes."""
        papers = self.sorted(lambda paper: (paper.doc_date, paper.id))
        wholes = [place for place, paper in enumerate(papers) if paper.includes_earlier]
        return papers[wholes[-1]:] if wholes else papers
