from odoo import fields, models

from ...tools.texts_as_texts import TextsAsTexts


class OzonPosting(TextsAsTexts, models.Model):
    """Goods of an order that were sold in a month, or came back in it."""

    _name = "ozon.posting"
    _description = "Ozon Order"
    _inherit = "ozon.facts.mixin"
    _check_company_auto = True
    # By the id of the month: by the month's own order the database would sort all lines by names.
    _order = "month_id.id DESC, ordered_on, name, id"

    month_id = fields.Many2one(
        "ozon.posting.month", required=True, readonly=True, ondelete="cascade", index=True,
    )
    account_id = fields.Many2one(related="month_id.account_id", store=True)
    company_id = fields.Many2one(related="month_id.company_id", store=True)
    period = fields.Date("First Day of the Month", related="month_id.period", store=True)
    name = fields.Char("Shipment", readonly=True, index=True)
    ordered_on = fields.Date(readonly=True)
    direction = fields.Selection([("sale", "Sold"), ("return", "Returned")], readonly=True)
    goods_key = fields.Char("Key of the Goods", readonly=True)
    offer_id = fields.Char("Article", readonly=True)
    goods = fields.Char("Name on Ozon", readonly=True)
    quantity = fields.Integer(readonly=True)
    invoice_number = fields.Char("Invoice to the Buyer", readonly=True)
    invoice_date = fields.Date("Date of the Invoice", readonly=True)
    buyer = fields.Char("Company That Bought", readonly=True)
    buyer_inn = fields.Char("INN of the Buyer", readonly=True)
