from typing import NamedTuple

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..domain import calendar, settlement
from ..domain.settlement import Direction

# A message names so many products of a shortage; the report's page has them all.
SHOWN = 10


class Shortage(NamedTuple):
    """A product that a report would drive below zero. Quantities are in the product's unit."""

    product: models.BaseModel
    needed: float  # sold − returned
    available: float  # in the account's location, not reserved by other transfers
    missing: float  # needed − available


class OzonRealizationReport(models.Model):
    """The goods of a report: what leaves the account's location, and what comes back to it."""

    _inherit = 'ozon.realization.report'

    def action_transfer_goods(self):
        """Prepare a transfer of what is missing, from the stock of the warehouse.

        :return: the draft transfer's form
        """
        self.ensure_one()
        self.check_access('read')
        report = self.sudo()._for_books()
        shortage = report._shortage()
        if not shortage:
            raise UserError(self.env._("Nothing is missing for %s.", self.display_name))
        warehouse = report._warehouse()
        source, destination = warehouse.lot_stock_id, report.account_id.location_id
        if source == destination:
            raise UserError(self.env._(
                "The goods of the account %s are the stock of the warehouse itself, so there is "
                "nowhere to transfer them from. Receive them there.", report.account_id.name,
            ))
        transfer = self.env['stock.picking'].sudo().create({
            'picking_type_id': warehouse.int_type_id.id,
            'location_id': source.id,
            'location_dest_id': destination.id,
            'company_id': self.company_id.id,
            'origin': report._reference(),
            'move_ids': [
                Command.create({
                    'product_id': line.product.id,
                    'product_uom': line.product.uom_id.id,
                    'product_uom_qty': line.missing,
                    'location_id': source.id,
                    'location_dest_id': destination.id,
                    'company_id': self.company_id.id,
                })
                for line in shortage
            ],
        })
        return transfer.with_env(self.env)._get_records_action(name=self.env._("Transfer"))

    def _shortage(self):
        """What confirming the report would drive below zero, as things stand now.

        :return: a list of `Shortage`; empty if there is enough, or nothing is to be confirmed
        """
        self.ensure_one()
        if self.state != 'to_review' or not self.account_id.post_stock:
            return []
        return self._shortage_now()

    def _shortage_now(self):
        needed = self._needed_units()
        available = self._available_units(needed)
        return [
            Shortage(product, units, available[product], units - available[product])
            for product, units in needed.items()
            if product.uom_id.compare(units, available[product]) > 0
        ]

    def _needed_units(self):
        """:return: {storable product: units yet to leave − units yet to come back}, if above 0"""
        remaining = self._lacking_units(settlement.units(self._movements()), self._done_moves())
        net = {
            product: moved[Direction.SALE] - moved[Direction.RETURN]
            for product, moved in remaining.items() if product.is_storable
        }
        return {product: units for product, units in net.items() if units > 0}

    def _available_units(self, products):
        """:return: {product: units in the account's location that other transfers leave free}"""
        location = self.account_id.location_id
        products = self.env['product.product'].union(*products)
        units = dict.fromkeys(products, 0.0)
        for product, quantity, reserved in self.env['stock.quant'].sudo()._read_group(
            [('product_id', 'in', products.ids), ('location_id', 'child_of', location.ids)],
            ['product_id'], ['quantity:sum', 'reserved_quantity:sum'],
        ):
            units[product] += quantity - reserved
        for product, reserved in self.env['stock.move.line'].sudo()._read_group(
            [
                ('picking_id', 'in', self.picking_ids.ids), ('product_id', 'in', products.ids),
                ('state', 'not in', ('draft', 'done', 'cancel')),
                ('location_id', 'child_of', location.ids),
            ],
            ['product_id'], ['quantity_product_uom:sum'],
        ):
            units[product] += reserved
        return units

    # Transfers: planned with the drafts, made with the confirmation, undone by a reset

    def _planned_transfers(self):
        return self.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))

    def _moves(self):
        """All moves of the report's goods, with returns made by Odoo's own Return button."""
        moves = self.picking_ids.move_ids
        return (moves | moves.returned_move_ids).filtered(lambda move: move.state != 'cancel')

    def _done_moves(self):
        return self._moves().filtered(lambda move: move.state == 'done')

    def _effective_moves(self, returned):
        """The moves of goods that were sold, or came back, as far as no reset has undone them."""
        direction = Direction.RETURN if returned else Direction.SALE
        return self._moves().filtered(
            lambda move: not move.origin_returned_move_id and not move.ozon_undone
            and self._direction(move) is direction
        )

    @api.model
    def _direction(self, move):
        """What comes into the company's stock was returned, what leaves it was sold."""
        return Direction.RETURN if move.location_dest_id.usage == 'internal' else Direction.SALE

    def _plan_transfers(self, movements):
        """Plan a receipt of what came back and a delivery of what was sold, as far as they lack.

        Without the account's «Move Goods» nothing is moved, and what was planned is removed.
        What moves more than the report says, or elsewhere, is planned anew.
        """
        if not self.account_id.post_stock:
            self._remove_planned_transfers()
            return
        units = settlement.units(movements)
        self._remove_planned_transfers(self._stale_transfers())
        for make_room in (self._remove_planned_transfers, self._undo_transfers):
            if not self._moves_too_much(units):
                break
            make_room()
        lacking = self._lacking_units(units, self._moves())
        for direction in (Direction.RETURN, Direction.SALE):  # what came back can be sold again
            quantities = {product: moved[direction] for product, moved in lacking.items()
                          if moved[direction]}
            if quantities:
                self._create_transfer(quantities, direction)

    def _stale_transfers(self):
        """Planned transfers that are empty, or move the goods of another location."""
        location = self.account_id.location_id

        def fits(move):
            places = move.location_id | move.location_dest_id
            return move.product_uom_qty and any(
                place.parent_path.startswith(location.parent_path) for place in places
            )

        return self._planned_transfers().filtered(
            lambda picking: not picking.move_ids or not all(map(fits, picking.move_ids))
        )

    def _moves_too_much(self, units):
        lacking = self._lacking_units(units, self._moves())
        return any(min(moved.values()) < 0 for moved in lacking.values())

    def _remove_planned_transfers(self, transfers=None):
        transfers = self._planned_transfers() if transfers is None else transfers
        if transfers:
            # Odoo refuses to touch a transfer that was planned for a day of a locked period.
            transfers.scheduled_date = fields.Datetime.now()
            transfers.unlink()

    def _lacking_units(self, units, moves):
        """What of the report's units these moves do not move; below 0 if they move more.

        :param units: {product: {direction: units}}, with services among the products
        :return: the same without services
        """
        lacking = {
            product: dict(moved) for product, moved in units.items() if product.type == 'consu'
        }
        for move in moves:
            origin = move.origin_returned_move_id
            # A move that takes another back opens again what that one had moved.
            counted, sign = (origin, -1) if origin in moves else (move, 1)
            moved = lacking.setdefault(move.product_id, dict.fromkeys(Direction, 0))
            quantity = move.quantity if move.state == 'done' else move.product_uom_qty
            moved[self._direction(counted)] -= sign * quantity
        return lacking

    def _create_transfer(self, units, direction):
        """:param units: {product: units}"""
        location = self.account_id.location_id
        customers = self.account_id.partner_id.with_company(self.company_id).property_stock_customer
        source, destination = (
            (location, customers) if direction is Direction.SALE else (customers, location)
        )
        return self.env['stock.picking']._ozon_create({
            'picking_type_id': self._picking_type(direction).id,
            'location_id': source.id,
            'location_dest_id': destination.id,
            'company_id': self.company_id.id,
            'origin': self._reference(),
            'ozon_report_id': self.id,
            'move_ids': [
                Command.create({
                    'product_id': product.id,
                    'product_uom': product.uom_id.id,
                    'product_uom_qty': quantity,
                    'location_id': source.id,
                    'location_dest_id': destination.id,
                    'company_id': self.company_id.id,
                })
                for product, quantity in units.items()
            ],
        })

    def _picking_type(self, direction):
        warehouse = self._warehouse()
        return warehouse.out_type_id if direction is Direction.SALE else warehouse.in_type_id

    def _warehouse(self):
        warehouse = self.account_id._warehouse()
        if not warehouse:
            raise UserError(self.env._(
                "The company %s has no warehouse, so the goods cannot be moved. Make one under "
                "Inventory ▸ Configuration ▸ Warehouses, or switch off «Move Goods» on the "
                "account.",
                self.company_id.name,
            ))
        return warehouse

    def _make_transfers(self):
        """Move the goods, first those that came back; dated within the month of the report."""
        if not self.account_id.post_stock:
            return
        if not self.account_id.allow_negative_stock:
            shortage = self._shortage_now()
            if shortage:
                raise UserError(self._shortage_message(shortage))
        planned = self._planned_transfers().with_context(ozon_at_once=True)
        for picking in planned.sorted(self._leaves):
            # Odoo refuses to touch a transfer that was planned for a day of a locked period.
            picking.scheduled_date = self._booking_moment()
            # What a person typed is no reservation: it could take what is not there.
            free = picking.move_ids.filtered(lambda move: move.product_id.tracking == 'none')
            free.move_line_ids.unlink()
            picking.action_confirm()
            picking.action_assign()
            if self._leaves(picking) and not self.account_id.allow_negative_stock:
                self._check_reserved(picking)
            self._make_transfer(picking)

    def _leaves(self, picking):
        return self._direction(picking) is Direction.SALE

    def _check_reserved(self, picking):
        short = picking.move_ids.filtered(
            lambda move: move.product_id.is_storable
            and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
        )
        if short:
            raise UserError(self._shortage_message([
                Shortage(
                    move.product_id, move.product_uom_qty, move.quantity,
                    move.product_uom_qty - move.quantity,
                ) for move in short
            ]))

    def _shortage_message(self, shortage):
        lines = [
            self.env._(
                "%(product)s: needed %(needed)g, available %(available)g, missing %(missing)g",
                product=line.product.display_name, needed=line.needed,
                available=line.available, missing=line.missing,
            )
            for line in shortage[:SHOWN]
        ]
        if len(shortage) > SHOWN:
            lines.append(self.env._("… and %s more", len(shortage) - SHOWN))
        return '\n'.join([
            self.env._(
                "%(location)s has not enough goods for %(report)s, so nothing was posted: the "
                "stock would go below zero.",
                location=self.account_id.location_id.display_name, report=self.display_name,
            ),
            *lines,
            self.env._(
                "Bring the goods there by a transfer, receive goods without documents for 1 kopeck "
                "(both from the report's page), or allow negative stock on the account."
            ),
        ])

    def _make_transfer(self, picking):
        """Make a confirmed transfer in full."""
        picking.move_ids._ozon_move_in_full()
        picking.move_ids.picked = True
        moment = self._booking_moment()
        picking._sanity_check()
        picking.with_context(force_period_date=moment.date())._action_done()
        self._date_back(picking, moment)

    def _date_back(self, picking, moment):
        """Odoo dates moves today; the goods left in the month in which they were sold.

        Not so where every move is valued: an average cost would change with hindsight, while its
        entries stay. There the invoice books the cost, in the month.
        """
        periodic = picking.move_ids.filtered(lambda move: move.product_id.valuation != 'real_time')
        periodic.date = moment
        picking.date_done = max(picking.move_ids.mapped('date'), default=moment)

    def _booking_moment(self):
        """The end of the accounting day of the bill, in Moscow; never in the future.

        A transfer may have been made by hand, and the bill be deleted since: then the day is the
        last of the month, as a bill's would be.
        """
        day = self.bill_id.date or self.date_to or calendar.last_day(self.period)
        end = calendar.end_of_day(day).replace(tzinfo=None)
        return min(end, fields.Datetime.now())

    def _undo_transfers(self):
        """Bring back what was delivered, and send back what came; remove what is still planned."""
        self._remove_planned_transfers()
        done = self.picking_ids.filtered(
            lambda picking: picking.state == 'done' and not picking.move_ids.origin_returned_move_id
        )
        for picking in done.sorted(self._leaves, reverse=True):
            units = {
                move: move.quantity - sum(
                    returned.quantity for returned in move.returned_move_ids
                    if returned.state == 'done'
                )
                for move in picking.move_ids if move.state == 'done'
            }
            units = {move: left for move, left in units.items() if left > 0}
            if units:
                self._undo_transfer(picking, units)

    def _undo_transfer(self, picking, units):
        """:param units: {move: units of it to take back}"""
        comes_back = self._leaves(picking)
        opposite = self.env['stock.picking']._ozon_create(
            self._prepare_opposite_vals(picking, units, comes_back)
        ).with_context(ozon_at_once=True)
        opposite.action_confirm()
        opposite.action_assign()
        self._take_same_lots(opposite.move_ids)
        if not comes_back and not self.account_id.allow_negative_stock:
            self._check_still_there(opposite)
        # Neither counts in the valuation: the goods cost what they did before, also by FIFO.
        whole = self.env['stock.move'].union(*(
            move for move, left in units.items()
            if not move.product_uom.compare(left, move.quantity)
        ))
        undone = whole | opposite.move_ids.filtered(
            lambda move: move.origin_returned_move_id in whole
        )
        undone._ozon_write({'ozon_undone': True})
        moment = picking.date_done
        self._make_transfer(opposite)
        self._date_back(opposite, moment)
        undone.value = 0
        whole.product_id._update_standard_price()

    def _prepare_opposite_vals(self, picking, units, comes_back):
        direction = Direction.RETURN if comes_back else Direction.SALE
        return {
            'picking_type_id': self._picking_type(direction).id,
            'location_id': picking.location_dest_id.id,
            'location_dest_id': picking.location_id.id,
            'company_id': self.company_id.id,
            'origin': self.env._("Return of %s", picking.name),
            'return_id': picking.id,
            'ozon_report_id': self.id,
            'move_ids': [
                Command.create({
                    'product_id': move.product_id.id,
                    'product_uom': move.product_uom.id,
                    'product_uom_qty': left,
                    'location_id': move.location_dest_id.id,
                    'location_dest_id': move.location_id.id,
                    'company_id': self.company_id.id,
                    'origin_returned_move_id': move.id,
                })
                for move, left in units.items()
            ],
        }

    def _take_same_lots(self, moves):
        """Goods tracked by lots go back with the lots that they came with."""
        for move in moves.filtered(lambda move: move.product_id.tracking != 'none'):
            move.move_line_ids.unlink()
            move.move_line_ids = [
                Command.create({
                    'product_id': line.product_id.id,
                    'product_uom_id': line.product_uom_id.id,
                    'quantity': line.quantity,
                    'lot_id': line.lot_id.id,
                    'location_id': line.location_dest_id.id,
                    'location_dest_id': line.location_id.id,
                    'picking_id': move.picking_id.id,
                })
                for line in move.origin_returned_move_id.move_line_ids
            ]

    def _check_still_there(self, picking):
        gone = picking.move_ids.filtered(
            lambda move: move.product_id.is_storable
            and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
        )
        if gone:
            raise UserError(self.env._(
                "Goods that came back by %(report)s have left %(location)s since: %(product)s. "
                "Nothing was taken back, because the stock would go below zero. Bring the goods "
                "there first, or allow negative stock on the account.",
                report=self.display_name, location=self.account_id.location_id.display_name,
                product=gone[0].product_id.display_name,
            ))
