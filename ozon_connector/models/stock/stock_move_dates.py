from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ...tools.many_products import id_array

# Longer than Odoo lets any work last.
LONGEST_TRANSACTION = timedelta(minutes=20)


class StockMove(models.Model):
    """Keeps costs right when moves of goods get another date."""

    _inherit = "stock.move"

    def write(self, vals):
        """Revalue what follows a move that is dated into the past, if it is valued periodically."""
        valued = self.browse()
        if "date" in vals and "state" not in vals:
            valued = self._ozon_dated_anew(fields.Datetime.to_datetime(vals["date"]))
        products = [
            moves.product_id.with_company(company)._ozon_moved_by_reports()
            for company, moves in valued.grouped("company_id").items()
        ]
        followers = [goods._ozon_followers() for goods in products]
        result = super().write(vals)
        for goods, theirs in zip(products, followers, strict=True):
            goods._ozon_revalue_periodic(theirs)
        return result

    def _ozon_dated_anew(self, date):
        """The moves done earlier that a person, or a receipt of ours, gives another date.

        Moves that this transaction does are left out: Odoo gives them their date twice, perhaps a
        second later, and values them next. Asking about them would write all of them in between.

        :param date: a naive moment in UTC
        """
        begin = max(
            self.env.cr.now().replace(microsecond=0), fields.Datetime.now() - LONGEST_TRANSACTION,
        )
        return self.filtered(
            lambda move: (move.is_in or move.is_out) and move.date != date
            and not (date and move.date and min(date, move.date) >= begin)
        )

    def _ozon_stay_after_booked(self, only_outgoing=False):
        """Date moves of perpetually valued goods after all valued moves of the same goods.

        An earlier date would change the booked cost of goods that left since. Odoo sorts by the
        second and then by creation, and transfers are planned long before they are done.

        :param only_outgoing: whether only moves that left count
        """
        rules = self.product_id.with_company(self.company_id)._ozon_cost_rules()
        perpetual = self.filtered(
            lambda move: move.product_id.id in rules and rules[move.product_id.id].perpetual
        )
        last = perpetual._ozon_last_valued(only_outgoing)
        for move in perpetual:
            date, move_id = last.get(move.product_id.id, (move.date, move.id))
            if (date, move_id) > (move.date, move.id):
                move.date = date + timedelta(seconds=move.id < move_id)

    def _ozon_last_valued(self, only_outgoing):
        """:return: {product id: (date, id) of its last valued move other than these}"""
        self.flush_model()
        return {
            product_id: (date, move_id)
            for product_id, date, move_id in self.env.execute_query(SQL(
                """
                SELECT DISTINCT ON (product_id) product_id, date, id FROM stock_move
                WHERE product_id = ANY(%(products)s) AND company_id = ANY(%(companies)s)
                    AND state = 'done' AND (is_out OR is_in AND NOT %(only_outgoing)s)
                    AND NOT id = ANY(%(moves)s)
                ORDER BY product_id, date DESC, id DESC
                """,
                products=id_array(self.product_id.ids), companies=self.company_id.ids,
                only_outgoing=only_outgoing, moves=id_array(self.ids),
            ))
        }
