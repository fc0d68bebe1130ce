from odoo import api, models

from ...domain.settlement import Direction


class OzonGoodsDocumentPlaces(models.AbstractModel):
    """Where the goods of a document are: in the account's location, and perhaps elsewhere, too.

    A place is a `stock.location` that goods leave from, or come back to.
    """

    _inherit = "ozon.goods.document.base.mixin"

    # What a kind defines

    def _units_elsewhere(self):
        """What leaves from, or comes back to, other places than the account's location.

        :return: {place: {product id: {Direction: units}}}, a part of `_product_units`
        """
        return {}

    def _check_places(self):
        """:return: list of checks of where the goods are, each from `_check`"""
        return []

    # Business

    def _place_units(self):
        """What leaves and what comes back, by place: {place: {product id: {Direction: units}}}.

        Goods are in the account's location, which is the first place, unless they are elsewhere.
        """
        here, units = self.account_id.location_id, self._product_units()
        elsewhere = self._units_elsewhere()
        if not elsewhere:
            return {here: units}
        rest = {product_id: dict(moved) for product_id, moved in units.items()}
        for of_place in elsewhere.values():
            for product_id, moved in of_place.items():
                for direction, quantity in moved.items():
                    rest[product_id][direction] = self._without_noise(
                        rest[product_id][direction] - quantity
                    )
        return {here: rest, **elsewhere}

    def _lacking_by_place(self, units, moves, facts=None):
        """The units of each place that these moves do not cover; below 0 if they move more.

        :param units: the result of `_place_units`
        :param facts: what `_ozon_facts` has returned for their products, if it is known; the facts
            of other moved products are added
        :return: {place: the result of `_lacking_units`}
        """
        by_place = self._by_place(moves, list(units))
        return {
            place: self._lacking_units(of_place, by_place[place], facts)
            for place, of_place in units.items()
        }

    @api.model
    def _by_place(self, moves, places):
        """:return: {place: the moves whose goods are there}"""
        if len(places) == 1:
            return {places[0]: moves}
        return {
            place: moves.filtered(lambda move, place=place: self._place_of(move, places) == place)
            for place in places
        }

    @api.model
    def _place_of(self, move, places):
        """The place of a move. A move that takes another one back has the place of that move.

        A location within a place, which a person may choose, counts as that place. Goods that moved
        at a location that is in none of the places count in the first one.
        """
        counted = move.origin_returned_move_id or move
        inside = [place for place in places if self._own_side(counted)._child_of(place)]
        return max(inside, key=lambda place: len(place.parent_path), default=places[0])

    @api.model
    def _own_side(self, moved):
        """The company's side of a move or transfer of a document.

        :return: `stock.location`
        """
        leaves = self._direction(moved) is Direction.SALE
        return moved.location_id if leaves else moved.location_dest_id
