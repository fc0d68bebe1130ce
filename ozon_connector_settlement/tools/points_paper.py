"""The printout of a premium for points, or of points overuse."""

from ..domain.points import OVERUSE
from .document_paper import Column, DocumentPaper


class PointsPaper(DocumentPaper):
    """How the amount of an `ozon.points.act` comes about: points of a month, and their use."""

    def _kind(self):
        if self.record.kind == OVERUSE:
            return self.env._("Points overuse")
        return self.env._("Premium for points")

    def _columns(self):
        return [Column(self.env._("Figure"), 80), Column(self.env._("Amount"), 20, True)]

    def _rows(self):
        act = self.record
        figures = ("points", "points_on_fee", "points_on_services", "taken_difference")
        labels = act.fields_get(figures, ["string"])
        return [
            [labels[name]["string"], self._money(act[name])] for name in figures if act[name]
        ]

    def _totals(self):
        return [self.env._("Due from Ozon; below 0, due to Ozon"), self._money(self.record.amount)]
