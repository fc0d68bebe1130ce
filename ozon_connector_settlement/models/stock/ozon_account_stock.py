from odoo import fields, models
from odoo.exceptions import UserError


class OzonAccount(models.Model):
    """The goods of a cabinet that lie at Ozon."""

    _inherit = "ozon.account"

    count_stock = fields.Boolean(
        "Compare Goods with Ozon's Count", default=True,
        help="Every evening Ozon is asked what lies there, and it is compared with the account's "
             "location. Nothing is adjusted by itself.",
    )
    stock_feed_ids = fields.One2many("ozon.stock.feed", "account_id", readonly=True)
    stock_problem = fields.Text("Problem with Goods", related="stock_feed_ids.error_message")

    def action_count_stock(self):
        """Count the goods at Ozon now, in the background."""
        self.check_access("read")
        for account in self:
            if account.state == "draft":
                raise UserError(self.env._(
                    "The account %s is not connected to Ozon yet, so nothing can be counted. Enter "
                    "the Client-Id and the key and press «Connect».", account.name,
                ))
            if not account.count_stock:
                raise UserError(self.env._(
                    "The account %s does not compare its goods with Ozon's count, so nothing was "
                    "counted. Switch «Compare Goods with Ozon's Count» on first.", account.name,
                ))
        self.env["ozon.stock.feed"].sudo()._read_now(self.sudo())
        return True
