from odoo import api, fields, models
from odoo.tools import SQL

from ...domain.accruals import SALE_REVENUE


class OzonStockMovement(models.Model):
    """A movement of goods of an account: by the books, or by what Ozon tells.

    Days are those of Moscow. Of Ozon's side is known what its accruals say of sales and returns.
    """

    _name = "ozon.stock.movement"
    _description = "Movement of Goods at Ozon"
    _auto = False
    _order = "date DESC, side, id"
    _rec_name = "reference"

    account_id = fields.Many2one("ozon.account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    date = fields.Date("Day", readonly=True)
    side = fields.Selection([("books", "Books"), ("ozon", "Ozon")], readonly=True)
    kind = fields.Selection(
        [("moved", "Moved"), ("sold", "Sold or returned")], readonly=True,
    )
    quantity = fields.Float(
        digits="Product Unit", readonly=True, help="Above 0 comes to the location.",
    )
    reference = fields.Char(readonly=True)

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._parts())

    @api.model
    def _parts(self):
        """:return: list of `SQL`, each with the columns of the model in the same order"""
        return [self._moves_of_books(), self._sales_of_ozon()]

    @api.model
    def _moves_of_books(self):
        return SQL(
            """
            SELECT line.id::bigint * 10 + side.place AS id, account.id AS account_id,
                   account.company_id, line.product_id,
                   (move.date AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Moscow')::date AS date,
                   'books' AS side, 'moved' AS kind,
                   side.sign * line.quantity_product_uom AS quantity, move.reference
              FROM ozon_account account
              JOIN stock_location home ON home.id = account.location_id
              JOIN stock_location place ON place.parent_path LIKE home.parent_path || '%%'
              CROSS JOIN (VALUES (1, -1), (2, 1)) AS side (place, sign)
              JOIN stock_move_line line ON place.id = CASE side.place
                       WHEN 1 THEN line.location_id ELSE line.location_dest_id END
              JOIN stock_move move ON move.id = line.move_id
              JOIN stock_location source ON source.id = line.location_id
              JOIN stock_location target ON target.id = line.location_dest_id
             WHERE line.state = 'done'
               AND (source.parent_path LIKE home.parent_path || '%%')
                   != (target.parent_path LIKE home.parent_path || '%%')
            """
        )

    @api.model
    def _sales_of_ozon(self):
        return SQL(
            """
            SELECT accrual.id::bigint * 10 + 3 AS id, accrual.account_id, accrual.company_id,
                   accrual.product_id, accrual.date, 'ozon' AS side, 'sold' AS kind,
                   -SIGN(accrual.amount) * accrual.quantity * COALESCE(card.units, 1) AS quantity,
                   accrual.unit_number AS reference
              FROM ozon_accrual accrual
              JOIN ozon_accrual_type type ON type.id = accrual.type_id AND type.name = %s
         LEFT JOIN ozon_product card
                   ON card.account_id = accrual.account_id AND card.sku = accrual.sku
             WHERE accrual.product_id IS NOT NULL AND accrual.quantity != 0
               AND LOWER(COALESCE(accrual.delivery_schema, 'fbo')) = 'fbo'
            """,
            SALE_REVENUE,
        )
