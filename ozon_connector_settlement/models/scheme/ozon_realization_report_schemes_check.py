from odoo import models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.domain.settlement import Direction

# How many goods a check names.
SHOWN = 3


class OzonRealizationReportSchemesCheck(models.Model):
    """Whether Ozon's accruals state the delivery scheme of all goods of a report."""

    _inherit = "ozon.realization.report"

    def _check_places(self):
        checks = super()._check_places()
        account = self.account_id
        if not account.post_stock or not account._places_elsewhere():
            return checks
        passed, text = self._where_goods_are()
        return [*checks, self._check("places", self.env._("Where the goods are"), passed, text)]

    def _where_goods_are(self):
        """:return: (verdict, text) for `_check`"""
        missing = self._days_not_read()
        if missing:
            return False, self.env._(
                "Ozon's accruals of %(count)s days of the month are not loaded, so the goods of "
                "these days count as goods of %(location)s. Press «Read Accruals Now» on the "
                "account before you confirm.",
                count=missing, location=self.account_id.location_id.display_name,
            )
        goods = self._goods_by_row(self._versions())
        _shares, untold = self._divide(goods)
        if untold:
            return False, self.env._(
                "Ozon's postings do not add up to the report, so the rest counts as goods of "
                "%(location)s: %(goods)s. Compare the shipments in the seller cabinet, and "
                "transfer the goods that left from elsewhere.",
                location=self.account_id.location_id.display_name,
                goods=self._named_untold(untold, goods),
            )
        if self.state == "posted" and self._moved_elsewhere():
            return None, self.env._(
                "Ozon's postings have changed since the month was booked and now name other "
                "locations. Press «Reset to Draft» and «Confirm» to move the goods there.",
            )
        return True, self.env._(
            "Ozon's postings name all goods: %s", ", ".join(
                f"{place.display_name} {self._sold_in(units):g}"
                for place, units in self._place_units().items() if self._sold_in(units)
            ),
        )

    def _days_not_read(self):
        last = calendar.last_day(self.period)
        loaded = self.env["ozon.accrual.day"].sudo().search_count([
            ("account_id", "=", self.account_id.id), ("state", "=", "loaded"),
            ("date", ">=", self.period), ("date", "<=", last),
        ])
        return last.day - loaded

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
        lacking = self._lacking_by_place(self._place_units(), self._done_moves())
        return any(
            any(moved.values()) for of_place in lacking.values() for moved in of_place.values()
        )

    def _sold_in(self, units):
        return sum(moved[Direction.SALE] for moved in units.values())
