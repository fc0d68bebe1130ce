"""The printout of Ozon's services of a month."""

from odoo.addons.ozon_connector.domain.texts import printable

from .document_paper import Column, DocumentPaper


class ServicePaper(DocumentPaper):
    """The lines of an `ozon.service.act`, which its bill adds up, by accrual type."""

    def _kind(self):
        return dict(self.record._fields["kind"]._description_selection(self.env))[self.record.kind]

    def _columns(self):
        return [
            Column(self.env._("No."), 5, True),
            Column(self.env._("Service"), 65),
            Column(self.env._("Accruals"), 12, True),
            Column(self.env._("Amount"), 18, True),
        ]

    def _rows(self):
        return [
            [
                str(place), printable(line.name), self._count(line.accrual_count),
                self._money(-line.amount),
            ]
            for place, line in enumerate(self.record.line_ids, start=1)
        ]

    def _totals(self):
        act = self.record
        count = sum(act.line_ids.mapped("accrual_count"))
        return ["", self.env._("Total"), self._count(count), self._money(act.amount)]
