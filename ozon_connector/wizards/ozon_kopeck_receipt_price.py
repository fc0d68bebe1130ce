from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OzonKopeckReceiptPrice(models.TransientModel):
    """The price of a unit that came without documents: the smallest coin.

    More would be an expense that nothing proves. An administrator of Ozon may raise it, with a
    reason that stays in the messages of the order.
    """

    _inherit = "ozon.kopeck.receipt"

    price_raised = fields.Boolean(compute="_compute_price_raised")
    price_reason = fields.Text(
        "Reason for the Price",
        help="Why a unit is worth more than the smallest coin, and what proves it. It is kept in "
             "the messages of the order. Only administrators of Ozon may raise the price.",
    )

    @api.depends("line_ids.price_unit", "line_ids.currency_id")
    def _compute_price_raised(self):
        for receipt in self:
            receipt.price_raised = any(line._is_price_raised() for line in receipt.line_ids)

    def _check_price(self):
        """Refuse a raised price without the right or a reason; superuser mode may set any price."""
        if not self.price_raised or self.env.su:
            return
        raised = self.line_ids.filtered(lambda line: line._is_price_raised())
        if not self.env.user.has_group("ozon_connector.group_ozon_manager"):
            raise AccessError(self.env._(
                "Without documents a unit costs %(price)s at most, so nothing was received. These "
                "products cost more: %(products)s. Enter the smallest coin, or ask an "
                "administrator of Ozon to receive the goods and to give the reason.",
                price=self.currency_id.format(raised[0]._smallest_price()),
                products=raised.product_id._ozon_names(),
            ))
        if not (self.price_reason or "").strip():
            raise UserError(self.env._(
                "Without documents a unit costs %(price)s at most, so nothing was received. These "
                "products cost more: %(products)s. Enter the reason for the price; it is kept in "
                "the messages of the order.",
                price=self.currency_id.format(raised[0]._smallest_price()),
                products=raised.product_id._ozon_names(),
            ))

    def _receive(self):
        order = super()._receive()
        if self.price_raised and self.price_reason:
            order.message_post(body=self.env._(
                "The price was raised above the smallest coin. Reason: %s", self.price_reason,
            ))
        return order
