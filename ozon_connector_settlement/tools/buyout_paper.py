"""The printout of goods that Ozon bought."""

from odoo.addons.ozon_connector.domain.texts import printable

from .document_paper import Column, DocumentPaper


class BuyoutPaper(DocumentPaper):
    """The rows of an `ozon.buyout`: what Ozon bought, at which price and VAT rate."""

    def _kind(self):
        return self.env._("Goods bought by Ozon")

    def _columns(self):
        return [
            Column(self.env._("No."), 4, True),
            Column(self.env._("Product name"), 24),
            Column(self.env._("Article"), 12),
            Column(self.env._("SKU"), 9),
            Column(self.env._("Posting"), 13),
            Column(self.env._("Seller's price"), 8, True),
            Column(self.env._("Deduction, %"), 6, True),
            Column(self.env._("Buy-out price"), 8, True),
            Column(self.env._("Qty"), 4, True),
            Column(self.env._("VAT, %"), 4, True),
            Column(self.env._("Amount with VAT"), 8, True),
        ]

    def _rows(self):
        return [
            [
                str(line.row_number), printable(line.name), printable(line.offer_id),
                printable(line.sku), printable(line.posting_number),
                self._number(line.seller_price), self._number(line.deduction),
                self._number(line.buyout_price), self._count(line.quantity),
                str(line._rate()), self._money(line.amount),
            ]
            for line in self.record.line_ids
        ]

    def _totals(self):
        buyout = self.record
        return [
            "", self.env._("Total"), *[""] * 6, self._count(buyout.units_total), "",
            self._money(buyout.amount),
        ]
