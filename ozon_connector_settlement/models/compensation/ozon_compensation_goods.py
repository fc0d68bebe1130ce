from odoo import models
from odoo.addons.ozon_connector.domain.settlement import Direction
from odoo.exceptions import UserError

from ...domain import compensations as rules


class OzonCompensationGoods(models.Model):
    """Which goods leave or return to the account's location, and where they go."""

    _inherit = "ozon.compensation"

    def _match(self, patient):
        """Take over the decision for each type, and match the products of goods that move."""
        for a_type, lines in self.line_ids.grouped("type_id").items():
            lines.goods = a_type.goods
        moves_goods = self.account_id.post_stock
        if moves_goods and not all(self.line_ids.mapped("goods")):
            self.state = "to_match"
        elif moves_goods and self._lines_of_goods():
            self._match_goods(patient, self._booked_products())
        else:
            self.state = "ready"

    def _lines_of_goods(self):
        return self.line_ids.filtered(lambda line: line.goods in (rules.LEAVE, rules.RETURN))

    def _booked_products(self):
        """:return: for a correction, {`_goods_key`: (product, units)} as they were booked"""
        return {
            line._goods_key(): (line.product_id, line.units)
            for line in self._booked_documents().line_ids if line.product_id
        }

    def _product_units(self):
        units = {}
        for line in self._lines_of_goods().filtered("product_id"):
            quantity = line._product_quantity()
            found = rules.moved(line.goods, quantity)
            if found:
                direction, count = found
                moved = units.setdefault(line.product_id.id, dict.fromkeys(Direction, 0))
                moved[direction] += count
        # The document also has units of removals that were written off; they have left already.
        for product, count in self.env["ozon.removal.line"]._units_written_off(self.line_ids):
            moved = units.get(product.id, {Direction.SALE: 0})
            moved[Direction.SALE] = max(0, moved[Direction.SALE] - count)
        return {
            product_id: {
                direction: count if isinstance(count, int) else float(count)
                for direction, count in moved.items()
            }
            for product_id, moved in units.items()
        }

    def _goods_outside(self):
        """Where losses go: the account's own location, else the company's first loss location."""
        own = self.account_id.loss_location_id
        location = own or self.env["stock.location"].search([
            ("usage", "=", "inventory"), ("company_id", "=", self.company_id.id),
        ], order="id", limit=1)
        if not location:
            raise UserError(self.env._(
                "The company %(company)s has no location for losses, so the goods were not moved. "
                "Create one of the type «Inventory Loss» and choose it as Location of Losses on "
                "the account %(account)s.",
                company=self.company_id.name, account=self.account_id.name,
            ))
        return location

    def _settle_costs(self, moves):
        # Odoo itself values moves to a location with an account of its own: that value stays.
        return super()._settle_costs(moves.filtered(lambda move: not move.account_move_id))
