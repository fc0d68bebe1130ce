from odoo import fields, models


class OzonAccount(models.Model):
    """Whether the account books goods that Ozon buys in its own name, and how Ozon pays them."""

    _inherit = "ozon.account"

    book_buyouts = fields.Boolean(
        "Book Buy-outs", default=True,
        help="What Ozon buys in its own name becomes a draft invoice and a transfer of the goods. "
             "It needs «Book Sales». Off: it is booked in some other way.",
    )
    buyout_journal_id = fields.Many2one(
        "account.journal", "Buy-out Journal", check_company=True,
        domain="[('type', '=', 'sale')]",
        help="The journal of the invoices for what Ozon buys. Empty: the sales journal.",
    )
    buyouts_settled = fields.Selection(
        [("apart", "Apart from its balance"), ("balance", "In its balance")],
        "Ozon Settles Buy-outs", default="apart", required=True,
        help="Ozon does not say where it pays what it buys. Apart: the books hold more than Ozon's "
             "balance until it is paid; the month shows how much and ties all the same, and no "
             "payout or service of the balance is set off against it. In its balance: the balance "
             "has to have it.",
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
