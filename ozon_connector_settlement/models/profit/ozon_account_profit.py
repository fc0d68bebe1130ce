from odoo import fields, models

from .ozon_profit import SHARING_RULES


class OzonAccount(models.Model):
    """How the account shares services that belong to no product among its products."""

    _inherit = "ozon.account"

    profit_sharing = fields.Selection(
        SHARING_RULES, "Share Services without a Product", default="none", required=True,
        help="Ozon accrues storage, subscriptions and others without naming a product. They are "
             "shared in proportion to a figure of each product, less returns. By revenue: buyers' "
             "payments and points. By units: units sold. By volume: units sold times the volume of "
             "the product. Not at all: they stay in a row of their own.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "profit_sharing" in vals:
            self.env["ozon.profit.month"].sudo()._begin_anew(self)
        return result
