from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SHOWN = 3


class OzonGoodsDocumentLots(models.AbstractModel):
    """Goods that are tracked by lot or serial number.

    Odoo chooses the lots of what leaves. Only a person can know which lots came back.
    """

    _inherit = "ozon.goods.document.base.mixin"

    def _check_lots(self):
        """A check for a planned transfer on which a person must enter lots before booking.

        :return: a list of one check for the first such transfer, or an empty one
        """
        if self.state != "to_review" or not self.account_id.post_stock:
            return []
        planned = self._planned_transfers()
        [[tracked]] = self.env["stock.move"]._read_group(
            [("picking_id", "in", planned.ids), ("product_id.tracking", "!=", "none")],
            [], ["picking_id:recordset"],
        )
        texts = {picking: self._waiting_text(picking) for picking in planned & tracked}
        return [
            {
                **self._check("lots", self.env._("Lot/Serial Numbers"), False, text),
                "res_model": picking._name, "res_id": picking.id,
            }
            for picking, text in texts.items() if text
        ][:1]

    def _waiting_text(self, picking):
        """:return: why a transfer waits for a person who enters lots; "" if it does not"""
        if not self._leaves(picking):
            return self._lots_text(picking) if self._without_lots(picking) else ""
        moves = self._beyond_lots(picking)
        return moves and self.env._(
            "%(location)s has no Lot/Serial Numbers for all of %(products)s, so Odoo cannot choose "
            "them for %(transfer)s, and the month is not booked. Bring the goods there, or enter "
            "the numbers on the transfer.",
            location=picking.location_id.display_name, transfer=picking.display_name,
            products=self._named_units(moves),
        ) or ""

    def _beyond_lots(self, picking):
        """The moves of an outgoing transfer for which Odoo finds too few lots in its place.

        Goods that come back earlier are in the place, too, with the lots that a person entered.
        """
        moves = self._without_lots(picking)
        if not moves:
            return moves
        place = picking.location_id
        units = dict.fromkeys(moves.product_id, 0.0)
        for product, quantity, reserved in self.env["stock.quant"].sudo()._read_group(
            [
                ("product_id", "in", moves.product_id.ids), ("location_id", "child_of", place.ids),
                ("lot_id", "!=", False), *self._fresh_domain(),
            ],
            ["product_id"], ["quantity:sum", "reserved_quantity:sum"],
        ):
            units[product] += quantity - reserved
        for line in self._planned_transfers().move_line_ids:
            comes = line.location_dest_id._child_of(place) and (line.lot_id or line.lot_name)
            if line.product_id in units and (comes or line in picking.move_line_ids):
                units[line.product_id] += line.quantity_product_uom
        return moves.filtered(lambda move: move.product_id.uom_id.compare(
            move.product_qty, units[move.product_id],
        ) > 0)

    def _without_lots(self, picking):
        """The moves of a transfer whose lots or serial numbers are not entered in full."""
        operation = picking.picking_type_id
        if not (operation.use_create_lots or operation.use_existing_lots):
            return picking.move_ids.browse()
        tracked = picking.move_ids.search([
            ("picking_id", "=", picking.id), ("product_id.tracking", "!=", "none"),
        ])
        return tracked.filtered(
            lambda move: move.product_uom.compare(
                sum(
                    line.product_uom_id._compute_quantity(
                        line.quantity, move.product_uom, round=False,
                    )
                    for line in move.move_line_ids if line.lot_id or line.lot_name
                ),
                move.product_uom_qty,
            )
        )

    def _lots_text(self, picking):
        moves = self._without_lots(picking)
        return self.env._(
            "Enter the Lot/Serial Numbers of what came back on the transfer %(transfer)s, in full: "
            "%(products)s",
            transfer=picking.display_name,
            products=self._named_units(moves),
        )

    @api.model
    def _named_units(self, moves):
        return ", ".join(
            f"{move.product_id.display_name} ({move.product_uom_qty:g})" for move in moves[:SHOWN]
        ) + ("…" if len(moves) > SHOWN else "")

    def _check_lots_entered(self, picking):
        """:raises UserError: lots are missing, so Odoo would not complete the transfer"""
        moves = self._without_lots(picking)
        if not moves:
            return
        if not self._leaves(picking):
            raise UserError(self.env._(
                "%(text)s. Then confirm again; nothing was booked.", text=self._lots_text(picking),
            ))
        raise UserError(self.env._(
            "Odoo found no Lot/Serial Numbers for all of %(products)s in %(location)s that may "
            "leave on %(day)s, so nothing was booked. Goods with numbers cannot go below zero: "
            "bring them there, or enter the numbers on the transfer.",
            products=", ".join(moves[:SHOWN].product_id.mapped("display_name")),
            location=picking.location_id.display_name,
            day=self._day(self._booking_moment().date()),
        ))

    def _fresh_domain(self):
        """The stock that may leave on the day of the transfers, where lots have expiry dates.

        Like `stock.quant._get_gather_domain` of Odoo's app for expiry dates.
        """
        if "removal_date" not in self.env["stock.quant"]._fields:
            return Domain.TRUE
        moment = self._booking_moment() if self._lead() else fields.Datetime.now()
        return (
            Domain("product_id.use_expiration_date", "=", False)
            | Domain("removal_date", "=", False) | Domain("removal_date", ">=", moment)
        )
