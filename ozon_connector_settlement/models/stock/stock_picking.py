from odoo import fields, models


class StockPicking(models.Model):
    """What Ozon took in or gave back, and a transfer was drafted for.

    Its status follows the transfer's. With these fields Odoo looks once for what depends on a
    transfer. Without them, it would ask the database at every change of every move of any transfer.
    """

    _inherit = "stock.picking"

    # Only who may read them has these fields, so that all others can read a whole transfer.
    ozon_supply_ids = fields.One2many(
        "ozon.supply", "picking_id", "Ozon Supplies", readonly=True,
        groups="ozon_connector.group_ozon_user",
    )
    ozon_removal_ids = fields.One2many(
        "ozon.removal", "picking_id", "Ozon Removals", readonly=True,
        groups="ozon_connector.group_ozon_user",
    )
