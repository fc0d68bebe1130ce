import itertools

from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ...domain.settlement import Direction
from ...tools.moments import noon_of
from ...tools.own_context import own, with_own
from .ozon_goods_document_moves import periodic

# Nobody looks through a longer transfer. A step has ample time to plan a transfer of this length,
# to do it together with the receipt of the same goods, or to undo both.
PRODUCTS_IN_TRANSFER = 1_000


class OzonGoodsDocumentStock(models.AbstractModel):
    """The goods of a document: what leaves, and what comes back."""

    _inherit = "ozon.goods.document.mixin"

    # Transfers: planned with the drafts, done when the report is confirmed, undone by a reset

    def _plan_transfers(self, at_most=None):
        """Plan the missing transfers of each place: of what came back and of what was sold.

        Very many goods get several transfers.
        If «Move Goods» is off on the account, remove what was planned. Replace planned transfers
        that move too much or at another place.

        :param at_most: how many are planned now; by default all
        :return: whether none is missing any more
        """
        if not self.account_id.post_stock:
            self._remove_planned_transfers()
            return True
        units = self._place_units()
        self._remove_planned_transfers(self._stale_transfers(units))
        for make_room in (self._remove_planned_transfers, self._undo_transfers):
            if not self._moves_too_much(units):
                break
            make_room()
        lacking = self._lacking_by_place(units, self._moves())
        # Divided alike, because the receipt and the delivery of the same goods are done together.
        parts = list(split_every(
            PRODUCTS_IN_TRANSFER, dict.fromkeys(itertools.chain.from_iterable(lacking.values())),
        ))
        missing = [
            (quantities, direction, place)
            for direction in (Direction.RETURN, Direction.SALE)  # returned goods can be sold again
            for place, of_place in lacking.items()
            for part in parts
            if (quantities := {
                product_id: of_place[product_id][direction] for product_id in part
                if product_id in of_place and of_place[product_id][direction]
            })
        ]
        for quantities, direction, place in missing[:at_most]:
            self._create_transfer(quantities, direction, place)
        return at_most is None or len(missing) <= at_most

    def _stale_transfers(self, places):
        """Planned transfers that are empty or use another location.

        :param places: iterable of the places where the document's goods are
        """
        def fits(move):
            return move.product_uom_qty and any(
                self._own_side(move)._child_of(place) for place in places
            )

        planned = self._planned_transfers()
        # All fields of 20,000 moves would fill the memory.
        planned.move_ids.fetch(["product_uom_qty", "location_id", "location_dest_id"])
        return planned.filtered(
            lambda picking: not picking.move_ids or not all(map(fits, picking.move_ids))
        )

    def _moves_too_much(self, units):
        lacking = self._lacking_by_place(units, self._moves())
        return any(
            min(moved.values()) < 0 for of_place in lacking.values() for moved in of_place.values()
        )

    def _remove_planned_transfers(self, transfers=None):
        transfers = self._planned_transfers() if transfers is None else transfers
        if transfers:
            # Odoo refuses to touch a transfer that was planned for a day of a locked period.
            transfers.scheduled_date = fields.Datetime.now()
            transfers.unlink()

    def _create_transfer(self, units, direction, place):
        """
        :param units: {product id: units}, in the unit of `product._ozon_unit`
        :param place: where they leave from or come back to
        """
        self._check_exact(units)
        outside = self._goods_outside()
        source, destination = (
            (place, outside) if direction is Direction.SALE else (outside, place)
        )
        return self.env["stock.picking"]._ozon_create({
            "picking_type_id": self._picking_type(direction, place).id,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": self.company_id.id,
            "origin": self._reference(),
            "ozon_document_id": self.document_id.id,
            "move_ids": [
                Command.create({
                    "product_id": product.id,
                    "product_uom": product._ozon_unit().id,
                    "product_uom_qty": quantity,
                    "location_id": source.id,
                    "location_dest_id": destination.id,
                    "company_id": self.company_id.id,
                })
                for product, quantity in zip(
                    self.env["product.product"].browse(units), units.values(), strict=True,
                )
            ],
        })

    def _check_can_book(self, ahead=False):
        result = super()._check_can_book(ahead)
        self._plan_transfers()
        if ahead and self.account_id.post_stock:
            self._check_no_shortage()
            for picking in self._planned_transfers():
                if not self._leaves(picking):
                    self._check_lots_entered(picking)
        return result

    def _check_no_shortage(self):
        if not self.account_id.allow_negative_stock:
            shortage = self._shortage_now()
            if shortage:
                raise UserError(self._shortage_message(shortage))

    def _make_transfers(self):
        """Move the goods, returned ones first, with a date within the month of the document.

        Transfers of the same goods are one part of the work: the cost of goods follows from all
        their moves.
        """
        if not self.account_id.post_stock:
            return
        # If it was checked before, reserving the goods shows what others have taken since.
        if not own(self, "ozon_checked"):
            self._check_no_shortage()
        for transfers in self._planned_transfers()._ozon_parts(self._has_many_rows()):
            self._make_together(transfers)
            yield

    def _make_together(self, transfers):
        planned = with_own(transfers._ozon_in_bulk(), ozon_values_later=True)
        for picking in planned.sorted(self._leaves):
            # Odoo refuses to touch a transfer that was planned for a day of a locked period.
            picking.scheduled_date = self._booking_moment()
            # A quantity typed by a person is no reservation; it could take goods that are not
            # there.
            free = picking.move_ids.filtered(lambda move: move.product_id.tracking == "none")
            free.move_line_ids.unlink()
            picking.action_confirm()
            picking.action_assign()
            if self._leaves(picking) and not self.account_id.allow_negative_stock:
                self._check_reserved(picking)
            self._check_lots_entered(picking)
            self._make_transfer(picking)
        # The moves of kits have become moves of their components by now.
        self._settle_costs(planned.move_ids)

    def _make_transfer(self, picking):
        """Make a confirmed transfer in full."""
        picking.move_ids._ozon_move_in_full()
        picking.move_ids.picked = True
        moment = self._booking_moment()
        picking._sanity_check()
        picking.with_context(force_period_date=moment.date())._action_done()
        self._date_back(picking, moment)

    def _date_before_sales(self, picking):
        """Give a done transfer that brought missing goods a date before the document's transfers.

        If Odoo would refuse that day because its period is locked, the transfer stays dated today.
        Perpetually valued goods stay dated today as well, like their sales.
        """
        moment = self._booking_moment()
        # Before the document's transfers, which are of the last second of the day in Moscow.
        noon = min(noon_of(moment.date()), moment)
        if noon < picking.date_done and not self._is_locked(noon.date()):
            self._date_back(picking, noon)

    def _is_locked(self, day):
        """Whether Odoo refuses to date transfers on this day."""
        return bool(self.company_id._get_lock_date_violations(
            day, fiscalyear=True, sale=False, purchase=False, tax=False, hard=True,
        ))

    def _date_back(self, picking, moment):
        """Date moves into the month in which the goods were sold; Odoo dates them today.

        Do not date back perpetually valued goods: their average cost would change afterwards, while
        the entries stay. Their cost is booked by the invoice, within the month.
        """
        at_closing = periodic(picking.move_ids)
        # Odoo sets all dates with the transfer's, so the dates of the month are written afterwards.
        picking.date_done = max((picking.move_ids - at_closing).mapped("date"), default=moment)
        at_closing.date = moment
