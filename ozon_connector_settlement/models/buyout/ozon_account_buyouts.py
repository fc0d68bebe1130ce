from odoo import fields, models


class OzonAccount(models.Model):
    """Whether the account books goods that Ozon buys in its own name, and how Ozon pays them."""

    _inherit = "ozon.account"

    book_buyouts = fields.Boolean(
        "Book Buy-outs", default=True,
        help="Drafts an invoice and a transfer for the goods that Ozon buys in its own name. "
             "Requires «Book Sales». Switch it off if you book buy-outs in another way.",
    )
    buyout_journal_id = fields.Many2one(
        "account.journal", "Buy-out Journal", check_company=True,
        domain="[('type', '=', 'sale')]",
        help="The journal of the invoices for what Ozon buys. Empty: the sales journal.",
    )
    buyouts_settled = fields.Selection(
        [("apart", "Apart from its balance"), ("balance", "In its balance")],
        "Ozon Settles Buy-outs", default="apart", required=True,
        help="Ozon does not say whether its balance includes buy-outs. Apart: until Ozon pays a "
             "buy-out, the books exceed Ozon's balance by its amount; the month shows the amount "
             "and still ties, and payouts and services are not set off against it. In its "
             "balance: Ozon's balance must contain the buy-outs.",
    )

    # Business

    def _books_buyouts(self):
        """:return: the accounts whose buy-outs are booked"""
        return self.filtered(lambda account: account.book_buyouts and account.post_sales)

    def _create_reports(self, months):
        months = list(months)
        reports = super()._create_reports(months)
        if self._books_buyouts() and months:
            self.env["ozon.buyout"].sudo()._create_missing(self, months)
        return reports
