from odoo import fields, models

from ...domain.points import OVERUSE


class OzonAccount(models.Model):
    """How the account books points that neither the fee nor Ozon's services have used up."""

    _inherit = "ozon.account"

    book_points_acts = fields.Boolean(
        "Book Premium Acts", default=True,
        help="Drafts Ozon's premium act for points that are left over from a month, or a bill if "
             "more points were returned than earned. Switch it off if you book them in another "
             "way.",
    )
    premium_document = fields.Selection(
        [("invoice", "Customer invoice"), ("entry", "Journal entry")],
        "Premium Is Booked As", default="invoice", required=True,
        help="Ozon's premium act does not say how to book it: ask your auditor. A journal entry "
             "has no VAT.",
    )
    premium_account_id = fields.Many2one(
        "account.account", check_company=True,
        help="The income account of premiums.",
    )
    premium_tax_ids = fields.Many2many(
        "account.tax", "ozon_account_premium_tax_rel", string="Taxes of Premiums",
        check_company=True, context={"active_test": False},
        domain="[('type_tax_use', '=', 'sale'), ('company_id', 'parent_of', company_id)]",
        help="Empty: without VAT, as in Ozon's act. Some treat the premium as income with VAT.",
    )
    overuse_account_id = fields.Many2one(
        "account.account", "Points Overuse Account", check_company=True,
        help="The expense account of what Ozon takes for too many points. Empty: the account of "
             "the commission.",
    )

    def _points_account(self, kind):
        """The account for premiums or for points overuse; empty where none is chosen."""
        if kind != OVERUSE:
            return self.premium_account_id
        product = self.env.ref("ozon_connector.product_remuneration", raise_if_not_found=False)
        return (
            self.overuse_account_id or self.fee_account_id
            or product and product.with_company(
                self.company_id
            ).product_tmpl_id.get_product_accounts()["expense"]
            or self.purchase_journal_id.default_account_id
        )
