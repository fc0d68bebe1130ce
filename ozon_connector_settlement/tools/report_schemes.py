"""The places of a report's goods by delivery scheme, as Ozon's accruals of the month state it."""

from collections import defaultdict
from fractions import Fraction

from odoo.addons.ozon_connector.domain.settlement import Direction

from ..domain import schemes


class ReportSchemes:
    """The schemes of one report. Goods whose scheme the accruals do not state have none.

    :param report: an `ozon.realization.report`
    """

    def __init__(self, report):
        self.report = report
        self.env = report.env

    def goods_by_row(self):
        """:return: {(card, product, units of it, direction): quantity of the card}, above 0"""
        lines = self._versions().line_ids
        cards = self.env["ozon.card.goods"]._cards_by_sku(
            self.report.account_id, set(lines.filtered("sku").mapped("sku")),
        )
        goods = defaultdict(int)
        for line in lines.filtered("product_id"):
            key = cards.get(line.sku) or line._goods_key()
            goods[key, line.product_id, line.units, Direction(line.direction)] += line.quantity
        return {key: quantity for key, quantity in goods.items() if quantity > 0}

    def _versions(self):
        """The report, or for a correction all versions of its month up to it."""
        report, base = self.report, self.report.corrected_report_id
        return report | base | base._open_corrections().filtered(
            lambda one: one.correction_number < report.correction_number
        )

    def _told_by_card(self):
        """:return: list of (card, `domain.schemes.Moved`)"""
        report = self.report
        told = self.env["ozon.accrual.goods"].sudo()._told(report.account_id, report.period)
        skus = {one.sku for one in told}
        cards = self.env["ozon.card.goods"]._cards_by_sku(report.account_id, skus)
        return [(cards.get(one.sku) or one.sku, one) for one in told]

    def divide(self, goods):
        """Divide goods between Ozon and the seller.

        :param goods: as from `goods_by_row`
        :return: as from `domain.schemes.divide`
        """
        return schemes.divide([
            schemes.Row(card, direction, quantity)
            for (card, _product, _units, direction), quantity in goods.items()
        ], self._told_by_card())

    def units(self, goods):
        """The units of goods by place.

        :param goods: as from `goods_by_row`
        :return: {place: {product id: {direction: units}}}, without goods whose scheme is unknown
        """
        shares, _open = self.divide(goods)
        units = defaultdict(lambda: defaultdict(lambda: dict.fromkeys(Direction, Fraction())))
        for (_card, product, factor, direction), share in zip(goods, shares, strict=True):
            for keeper, count in share.items():
                place = self.report.account_id._place_of(keeper, direction)
                if count:
                    units[place][product.id][direction] += count * Fraction(str(factor))
        return {
            place: {product_id: _numbers(moved) for product_id, moved in of_place.items()}
            for place, of_place in units.items()
        }

    def still_to_move(self, wanted):
        """What a correction still has to move in each place, after the earlier versions.

        :param wanted: as from `units`, for all versions together
        :return: {place: {product id: {direction: units}}} of this version
        """
        report = self.report
        moves, result = report._product_units(), {}
        earlier = self._versions() - report
        places = [report.account_id.location_id, *wanted]
        for place, of_place in wanted.items():
            before = _moved_in(earlier, place, places)
            found = {
                product_id: schemes.of_correction(
                    of_place.get(product_id, _nothing()), before.get(product_id, _nothing()), moved,
                ) for product_id, moved in moves.items()
            }
            result[place] = {
                product_id: moved for product_id, moved in found.items() if any(moved.values())
            }
        return result


def _moved_in(reports, place, places):
    """:return: {product id: {direction: units}} that the reports have moved in a place"""
    total = defaultdict(_nothing)
    for report in reports:
        moves = report._by_place(report._done_moves(), places)[place]
        for product_id, moved in report._moved_units(report._product_units(), moves).items():
            for direction, quantity in moved.items():
                total[product_id][direction] = report._without_noise(
                    total[product_id][direction] + quantity
                )
    return total


def _nothing():
    return dict.fromkeys(Direction, 0)


def _numbers(moved):
    return {
        direction: int(quantity) if quantity.denominator == 1 else float(quantity)
        for direction, quantity in moved.items()
    }
