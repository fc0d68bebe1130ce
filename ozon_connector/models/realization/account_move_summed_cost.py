from odoo import models

from ...tools.summed_entry import SummedEntry


class AccountMove(models.Model):
    """The cost of sales of a document whose lines sum up goods.

    Odoo books it line by line, by the product of the line. A sum has no product, so here the cost
    of the goods that the report has moved is booked product by product.
    """

    _inherit = "account.move"

    def _stock_account_prepare_realtime_out_lines_vals(self):
        vals_list = super()._stock_account_prepare_realtime_out_lines_vals()
        for document in self:
            if document.ozon_summary and document.is_sale_document():
                vals_list += SummedEntry(document).cost_vals()
        return vals_list
