"""The printout of what Ozon compensates, takes back or writes off."""

from odoo.addons.ozon_connector.domain.texts import printable

from .document_paper import Column, DocumentPaper


class CompensationPaper(DocumentPaper):
    """The rows of an `ozon.compensation`, by type and product."""

    def _kind(self):
        kinds = {
            "compensation": self.env._("Compensation of goods"),
            "decompensation": self.env._("Compensation taken back"),
            "written_off": self.env._("Goods written off without compensation"),
        }
        return kinds[self.record.kind]

    def _columns(self):
        return [
            Column(self.env._("No."), 4, True),
            Column(self.env._("Type"), 18),
            Column(self.env._("Product name"), 21),
            Column(self.env._("Article"), 11),
            Column(self.env._("SKU"), 9),
            Column(self.env._("Qty"), 5, True),
            Column(self.env._("Actual value"), 12, True),
            Column(self.env._("Reduced by"), 11, True),
            Column(self.env._("Amount without VAT"), 9, True),
        ]

    def _rows(self):
        return [
            [
                str(line.row_number), printable(line.type_id.title),
                printable(line.name), printable(line.offer_id),
                printable(line.sku), self._count(line.quantity), self._money(line.total),
                self._money(line.reduced), self._money(line.amount),
            ]
            for line in self.record.line_ids
        ]

    def _totals(self):
        document = self.record
        units = sum(document.line_ids.mapped("quantity"))
        sums = [
            self._money(sum(map(document._kopecks, document.line_ids.mapped(field))))
            for field in ("total", "reduced")
        ]
        return [
            "", self.env._("Total"), *[""] * 3, self._count(units), *sums,
            self._money(document.amount),
        ]
