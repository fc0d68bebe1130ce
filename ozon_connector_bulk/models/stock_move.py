from collections import defaultdict

from odoo import models
from odoo.addons.ozon_connector.tools.own_context import own, with_own
from odoo.addons.stock_account.models.stock_move import VALUATION_DICT

from ..tools.say import GOODS, nobody_else


class StockMove(models.Model):
    """Confirms, reserves and values the moves of many products at once.

    Odoo works move by move: it looks for reordering and push rules, reads, locks and reserves
    stock, and looks for a value that a person gave the move. Here all of this is read for all moves
    together. Odoo still reserves goods that need a choice, for example among lots or packages. The
    stored result is the same.
    """

    _inherit = "stock.move"

    def _trigger_scheduler(self):
        if not self._ozon_is_at_once():
            return super()._trigger_scheduler()
        # Odoo looks for the reordering rule of each move; most goods have none.
        groups = self.env["stock.warehouse.orderpoint"]._read_group(
            [("product_id", "in", self.product_id.ids), ("trigger", "=", "auto")], ["product_id"],
        )
        ordered = {product for [product] in groups}
        moves = self.filtered(lambda move: move.product_id in ordered)
        return super(StockMove, moves)._trigger_scheduler()

    def _push_apply(self):
        if self._ozon_is_at_once() and not self.move_dest_ids:
            # Odoo looks for the push rule of each move; few places have any.
            pushed = self.env["stock.rule"].sudo().search_count([
                ("action", "in", ("push", "pull_push")),
                ("location_src_id", "parent_of", self.location_dest_id.ids),
            ], limit=1)
            if not pushed:
                return self.browse()
        return super()._push_apply()

    def _set_value(self, correction_quantity=None):
        if self and self._ozon_is_at_once():
            # Odoo looks for the value that a person gave each move; hardly any move has one.
            valued = self.env["product.value"].sudo().search([("move_id", "in", self.ids)]).move_id
            self = with_own(self, ozon_valued_by_hand=set(valued.ids))
        return super()._set_value(correction_quantity)

    def _get_manual_value(self, quantity, at_date=None):
        valued = own(self, "ozon_valued_by_hand")
        if valued is not None and self.id not in valued:
            return {**VALUATION_DICT}
        return super()._get_manual_value(quantity, at_date)

    def _action_assign(self, force_qty=False):
        if force_qty or not self._ozon_is_at_once():
            return super()._action_assign(force_qty=force_qty)
        if own(self, "ozon_enters_later"):
            # The next step enters which goods are taken back. Odoo would reserve other ones.
            return None
        plain = self.filtered(lambda move: move._ozon_is_plain())
        reserved = plain._ozon_reserve() if plain else plain
        return super(StockMove, self - reserved)._action_assign()

    def _ozon_is_at_once(self):
        """Whether the moves belong to one of our steps that handles all of them at once."""
        return bool(own(self, "ozon_at_once")) and nobody_else(self.env, GOODS)

    def _ozon_is_plain(self):
        """Whether the move waits for a reservation that needs no further choice."""
        return (
            self.state in ("confirmed", "waiting", "partially_available")
            and not self.picked
            and not self.move_line_ids
            and not self.move_orig_ids
            and self.procure_method == "make_to_stock"
            and self.product_id.tracking == "none"
            and not self._should_bypass_reservation()
            and self.product_uom.compare(self.product_uom_qty, 0) > 0
        )

    def _ozon_reserve(self):
        """Reserve as many goods of plain moves as are available.

        :return: the moves that are finished; the others have several places to choose from
        """
        stock = self.env["stock.quant"]._ozon_known(self.product_id, self.location_id)
        moves = self._ozon_with_one_place(stock.env.context["quants_cache"])
        lines_vals, assigned, short = [], self.browse(), self.browse()
        for move in moves.with_env(stock.env):
            move = move.with_company(move.company_id)
            unit = move.product_id.uom_id
            needed = move.product_uom._compute_quantity(
                move.product_uom_qty, unit, rounding_method="HALF-UP",
            )
            line_vals, taken = move._update_reserved_quantity_vals(needed, move.location_id)
            lines_vals += line_vals
            if not unit.is_zero(taken):
                if unit.compare(needed, taken):
                    short += move
                else:
                    assigned += move
        lines = stock.env["stock.move.line"].create(lines_vals).with_env(self.env)
        short.with_env(self.env).write({"state": "partially_available"})
        assigned.with_env(self.env).write({"state": "assigned"})
        if not self.env.context.get("bypass_entire_pack"):
            moves.picking_id._check_entire_pack()
        lines._apply_putaway_strategy()
        return moves

    def _ozon_move_in_full(self):
        if not nobody_else(self.env, GOODS):
            return super()._ozon_move_in_full()
        bare = self.filtered(
            lambda move: move.product_id.tracking == "none" and not move.move_line_ids
            and move.product_uom.compare(move.product_uom_qty, 0) > 0
        )
        quants = self.env["stock.quant"]
        quants._ozon_create_missing(
            (move.product_id, move.location_id) for move in bare
            if not move._should_bypass_reservation()
        )
        stock = quants._ozon_known(bare.product_id, bare.location_id)
        lines = stock.env["stock.move.line"].create([
            {**move._prepare_move_line_vals(quantity=0), "quantity": move.product_uom_qty}
            for move in bare
        ])
        lines.with_env(self.env)._apply_putaway_strategy()
        super(StockMove, self - bare)._ozon_move_in_full()

    def _ozon_with_one_place(self, stock_by_place):
        """Moves whose product no other move has, and whose stock is directly in their location.

        :param stock_by_place: {(product id, location id, lot, package, owner): stock}
        """
        moves, places = defaultdict(self.browse), defaultdict(set)
        for move in self:
            moves[move.product_id.id] += move
        for product_id, *place in stock_by_place:
            places[product_id].add(tuple(place))
        return self.browse().union(*(
            move for product_id, move in moves.items()
            if len(move) == 1
            and places[product_id] <= {(move.location_id.id, False, False, False)}
        ))
