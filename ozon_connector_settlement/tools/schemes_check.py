"""Whether Ozon's accruals state the delivery scheme of all goods of a report."""

from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.domain.settlement import Direction

from .report_schemes import ReportSchemes

# How many goods a check names.
SHOWN = 3


class SchemesCheck:
    """The check of the places of one report's goods.

    :param report: an `ozon.realization.report`
    """

    def __init__(self, report):
        self.report = report
        self.env = report.env

    def verdict(self):
        """:return: (verdict, text) for `_check`"""
        report = self.report
        missing = self.env["ozon.accrual.day"]._unread(
            report.account_id, report.period, calendar.last_day(report.period),
        )
        if missing:
            return False, self.env._(
                "Ozon's accruals of %(count)s days of the month are not loaded, so the goods of "
                "these days count as goods of %(location)s. Press «Read Accruals Now» on the "
                "account before you confirm.",
                count=missing, location=report.account_id.location_id.display_name,
            )
        schemes = ReportSchemes(report)
        goods = schemes.goods_by_row()
        _shares, untold = schemes.divide(goods)
        if untold:
            return False, self.env._(
                "Ozon's postings do not add up to the report, so the rest counts as goods of "
                "%(location)s: %(goods)s. Compare the shipments in the seller cabinet, and "
                "transfer the goods that left from elsewhere.",
                location=report.account_id.location_id.display_name,
                goods=self._named_untold(untold, goods),
            )
        if report.state == "posted" and self._moved_elsewhere():
            return None, self.env._(
                "Ozon's postings have changed since the month was booked and now name other "
                "locations. Press «Reset to Draft» and «Confirm» to move the goods there.",
            )
        return True, self.env._(
            "Ozon's postings name all goods: %s", ", ".join(
                f"{place.display_name} {self._sold_in(units):g}"
                for place, units in report._place_units().items() if self._sold_in(units)
            ),
        )

    def _named_untold(self, untold, goods):
        names = {card: product.display_name for card, product, _units, _direction in goods}
        named = [
            self._untold_text(one, names.get(one.card) or self._name_of_card(one.card))
            for one in untold[:SHOWN]
        ]
        if len(untold) > SHOWN:
            named.append(self.env._("… and %s more", len(untold) - SHOWN))
        return "; ".join(named)

    def _name_of_card(self, card):
        """:param card: id of a card, or a SKU that no card has"""
        if isinstance(card, int):
            return self.env["ozon.product"].browse(card).display_name
        return self.env._("SKU %s", card)

    def _untold_text(self, one, name):
        figures = {"goods": name, "reported": one.reported, "told": self._told_text(one)}
        if one.direction is Direction.SALE:
            return self.env._("%(goods)s, sold: report %(reported)s, postings %(told)s", **figures)
        return self.env._("%(goods)s, returned: report %(reported)s, postings %(told)s", **figures)

    def _told_text(self, one):
        told = [f"{scheme or '?'} {units}" for scheme, units in one.told.items() if units]
        if one.untold:
            told.append(self.env._("%s without units", one.untold))
        return ", ".join(told) or "0"

    def _moved_elsewhere(self):
        """Whether done transfers have moved goods in other places than the accruals state."""
        report = self.report
        lacking = report._lacking_by_place(report._place_units(), report._done_moves())
        return any(
            any(moved.values()) for of_place in lacking.values() for moved in of_place.values()
        )

    def _sold_in(self, units):
        return sum(moved[Direction.SALE] for moved in units.values())
