from odoo import api, fields, models
from odoo.tools import SQL

from ...domain import compensations, removals, supplies
from ...domain.schemes import SELLERS


class OzonStockMovement(models.Model):
    """A movement of an account's goods, by the books or by Ozon.

    Days are days in Moscow. Ozon's side consists of sales and returns in its accruals, accepted
    supplies, removals, and compensation documents, which have a month but no day. Sets and kits are
    counted as the goods in stock.
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
        [
            ("moved", "Moved"), ("sold", "Sold or returned"), ("supplied", "Supplied"),
            ("removed", "Removed"), ("lost", "Lost or found"),
        ],
        readonly=True,
    )
    quantity = fields.Float(
        digits="Product Unit", readonly=True, help="Above 0 comes to the location.",
    )
    reference = fields.Char(readonly=True)

    @property
    def _table_query(self):
        of_ozon = SQL(" UNION ALL ").join(self._parts_of_ozon())
        return SQL("%s UNION ALL %s", self._moves_of_books(), self._as_in_stock(of_ozon))

    @api.model
    def _as_in_stock(self, of_ozon):
        """Convert Ozon's movements to the goods in stock: components of kits, dozens.

        :param of_ozon: `SQL` of movements in units of the cards' products
        """
        kept = self.env["ozon.card.goods"]._kept_otherwise()
        if not kept:
            return of_ozon
        return SQL(
            """
            SELECT moved.id * 10000 + COALESCE(kept.place, 0) * 10 + 9 AS id, moved.account_id,
                   moved.company_id, COALESCE(kept.in_stock, moved.product_id) AS product_id,
                   moved.date, moved.side, moved.kind,
                   moved.quantity * COALESCE(kept.units, 1) AS quantity, moved.reference
              FROM (%s) moved
         LEFT JOIN (VALUES %s) AS kept (place, company_id, product_id, in_stock, units)
                   ON kept.company_id = moved.company_id AND kept.product_id = moved.product_id
            """,
            of_ozon, SQL(", ").join(
                SQL("(%s, %s, %s, %s, %s::numeric)", place % 1000, *row)
                for place, row in enumerate(kept)
            ),
        )

    @api.model
    def _parts_of_ozon(self):
        """:return: list of `SQL`, each with the columns of the model in the same order"""
        return [
            self._sales_of_ozon(), self._supplies_of_ozon(),
            self._removals_of_ozon(), self._losses_of_ozon(), self._removed_losses_of_ozon(),
        ]

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
            SELECT goods.id::bigint * 10 + 3 AS id, goods.account_id, goods.company_id,
                   card.product_id, goods.date, 'ozon' AS side, 'sold' AS kind,
                   goods.units * card.units * CASE goods.direction WHEN 'sale' THEN -1 ELSE 1 END
                       AS quantity,
                   goods.sku AS reference
              FROM ozon_accrual_goods goods
              JOIN (
                       SELECT DISTINCT ON (account_id, one_sku) account_id, one_sku, product_id,
                              units
                         FROM ozon_product,
                              unnest(string_to_array(concat_ws(' ', sku, skus), ' ')) one_sku
                        WHERE product_id IS NOT NULL AND match_state IS DISTINCT FROM 'ambiguous'
                     ORDER BY account_id, one_sku, id
                   ) card
                   ON card.account_id = goods.account_id AND card.one_sku = goods.sku
             WHERE goods.units != 0 AND LOWER(COALESCE(goods.scheme, '')) NOT IN %s
            """,
            SELLERS,
        )

    @api.model
    def _supplies_of_ozon(self):
        return SQL(
            """
            SELECT line.id::bigint * 10 + 4 AS id, supply.account_id, supply.company_id,
                   line.product_id,
                   (supply.accepted_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Moscow')::date
                       AS date,
                   'ozon' AS side, 'supplied' AS kind,
                   line.units * CASE account.supply_reading
                       WHEN %s THEN line.accepted
                       ELSE line.accepted + line.surplus + line.defect END AS quantity,
                   supply.name AS reference
              FROM ozon_supply_line line
              JOIN ozon_supply supply ON supply.id = line.supply_id
              JOIN ozon_account account ON account.id = supply.account_id
             WHERE line.product_id IS NOT NULL AND supply.ozon_state = 'COMPLETED'
            """,
            supplies.WITHIN,
        )

    @api.model
    def _removals_of_ozon(self):
        return SQL(
            """
            SELECT line.id::bigint * 10 + 5 AS id, removal.account_id, removal.company_id,
                   line.product_id, COALESCE(removal.received_on, removal.date) AS date,
                   'ozon' AS side, 'removed' AS kind, -line.units * line.quantity AS quantity,
                   removal.name AS reference
              FROM ozon_removal_line line
              JOIN ozon_removal removal ON removal.id = line.removal_id
             WHERE line.product_id IS NOT NULL AND line.outcome = %s
            """,
            removals.RECEIVED,
        )

    @api.model
    def _losses_of_ozon(self):
        return SQL(
            """
            SELECT line.id::bigint * 10 + 6 AS id, document.account_id, document.company_id,
                   line.product_id,
                   (document.period + INTERVAL '1 month' - INTERVAL '1 day')::date AS date,
                   'ozon' AS side, 'lost' AS kind,
                   line.units * line.quantity * CASE line.goods WHEN %s THEN -1 ELSE 1 END
                       AS quantity,
                   document.number AS reference
              FROM ozon_compensation_line line
              JOIN ozon_compensation document ON document.id = line.compensation_id
             WHERE line.product_id IS NOT NULL AND line.goods IN %s
               AND document.state != 'cancelled'
            """,
            compensations.LEAVE, (compensations.LEAVE, compensations.RETURN),
        )

    @api.model
    def _removed_losses_of_ozon(self):
        """Losses of removals that no document of Ozon contains."""
        return SQL(
            """
            SELECT line.id::bigint * 10 + 7 AS id, removal.account_id, removal.company_id,
                   line.product_id, COALESCE(line.lost_on, removal.date) AS date,
                   'ozon' AS side, 'lost' AS kind, -line.units * line.quantity AS quantity,
                   removal.name AS reference
              FROM ozon_removal_line line
              JOIN ozon_removal removal ON removal.id = line.removal_id
             WHERE line.product_id IS NOT NULL AND line.compensation_line_id IS NULL
               AND line.outcome IN %s
            """,
            tuple(sorted(removals.GONE)),
        )
