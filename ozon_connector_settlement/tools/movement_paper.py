"""The printout of what Ozon moved on its balance without a service."""

from odoo.addons.ozon_connector.domain.texts import printable

from .document_paper import Column, DocumentPaper


class MovementPaper(DocumentPaper):
    """The sum of an `ozon.balance.movement`: one type of accruals, in Ozon's sign."""

    def _kind(self):
        return self.record.type_id.title

    def _columns(self):
        return [
            Column(self.env._("Type of accruals"), 68),
            Column(self.env._("Accruals"), 12, True),
            Column(self.env._("Amount"), 20, True),
        ]

    def _rows(self):
        movement = self.record
        return [[
            printable(movement.type_id.title), self._count(movement.accrual_count),
            self._money(movement.amount),
        ]]

    def _totals(self):
        return [
            self.env._("Due from Ozon; below 0, due to Ozon"), "", self._money(self.record.amount),
        ]
