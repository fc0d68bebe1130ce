from odoo import fields, models


class OzonAccount(models.Model):
    """How the account books compensations, and where lost goods go."""

    _inherit = "ozon.account"

    compensation_account_id = fields.Many2one(
        "account.account", check_company=True,
        domain="[('internal_group', 'in', ('income', 'expense'))]",
        help="The income account of what Ozon pays for lost goods, without VAT.",
    )
    loss_location_id = fields.Many2one(
        "stock.location", "Location of Losses", check_company=True,
        domain="[('usage', '=', 'inventory')]",
        help="Where goods go that Ozon lost or wrote off. Empty: Odoo's location for scrap. If it "
             "has a valuation account, the cost of perpetually valued goods is booked there.",
    )

    def _create_reports(self, months):
        months = list(months)
        reports = super()._create_reports(months)
        if self.book_services and months:
            documents = self.env["ozon.compensation"].sudo()
            documents._create_missing(self, months)
            documents._trigger(fields.Datetime.now())
        return reports
