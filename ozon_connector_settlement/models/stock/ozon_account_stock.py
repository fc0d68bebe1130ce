from odoo import fields, models
from odoo.exceptions import UserError

from ...domain import supplies as rules


class OzonAccount(models.Model):
    """The goods of an account that are at Ozon."""

    _inherit = "ozon.account"

    count_stock = fields.Boolean(
        "Compare Goods with Ozon's Count", default=True,
        help="Every evening Ozon's count of goods is compared with the account's location. Nothing "
             "is adjusted automatically.",
    )
    draft_supplies = fields.Boolean(
        "Draft Transfers of Supplies", default=True,
        help="Drafts the transfer from the warehouse to the account's location when both sides "
             "have agreed to the acts of a supply. A person validates it.",
    )
    supply_reading = fields.Selection(
        [
            (rules.BESIDE, "Accepted units do not include surplus and defective units"),
            (rules.WITHIN, "Accepted units include everything that arrived"),
        ],
        "Acts of Supplies", default=rules.BESIDE, required=True,
        help="Ozon does not say whether its act of acceptance counts surplus and defective units. "
             "A supply whose figures do not add up by this reading waits for a person.",
    )
    draft_removals = fields.Boolean(
        "Draft Transfers of Removals", default=True,
        help="Drafts a transfer for goods that the seller has received back from Ozon's "
             "warehouses. Lost and destroyed goods leave the stock by Ozon's compensation "
             "documents; if none of them has the goods, a write-off is drafted.",
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

    # Business

    def _needed_methods(self):
        methods = super()._needed_methods()
        if self.count_stock:
            methods |= {
                "/v1/analytics/stocks": self.env._("counting the goods at Ozon"),
                "/v1/product/info/stocks-by-warehouse/fbo": self.env._("counting reserved goods"),
            }
        if self.draft_supplies:
            methods |= {
                "/v3/supply-order/list": self.env._("the list of supplies"),
                "/v3/supply-order/get": self.env._("reading supplies"),
                "/v1/supply-order/bundle": self.env._("the declared goods of supplies"),
                "/v1/supply-order/act/summary/get": self.env._("the acts of supplies"),
                "/v1/supply-order/act/product/get": self.env._("the goods in acts of supplies"),
            }
        if self.draft_removals:
            methods |= {
                "/v1/removal/from-stock/list": self.env._("removals from stock"),
                "/v1/removal/from-supply/list": self.env._("removals from supplies"),
            }
        return methods
