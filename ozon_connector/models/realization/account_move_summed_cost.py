from odoo import models


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
                vals_list += document._ozon_summed_cost_vals()
        return vals_list

    def _ozon_summed_cost_vals(self):
        """:return: values of journal items, two for each perpetually valued product"""
        document = self.with_company(self.company_id)
        report = document.ozon_report_id
        # Returned goods go back into stock, whichever type the document has because of its total.
        sign = -1 if self == report.sale_refund_id else 1
        costs, vals_list = report._costs_of_entry(self), []
        for product, (units, cost) in costs.items():
            product = product.with_company(self.company_id)
            if not product.is_storable or product.valuation != "real_time":
                continue
            accounts = product.product_tmpl_id.get_product_accounts(
                fiscal_pos=document.fiscal_position_id,
            )
            expense = accounts["expense"] or document.journal_id.default_account_id
            cost = document.company_currency_id.round(cost)
            if not accounts["stock_valuation"] or not expense or not cost:
                continue
            common = {
                "name": product.display_name[:64],
                "move_id": self.id,
                "partner_id": document.commercial_partner_id.id,
                "product_id": product.id,
                "product_uom_id": product.uom_id.id,
                "quantity": units,
                "display_type": "cogs",
                "tax_ids": [],
            }
            price = cost / units if units else cost
            vals_list += [
                {**common, "price_unit": price, "amount_currency": -sign * cost,
                 "account_id": accounts["stock_valuation"].id},
                {**common, "price_unit": -price, "amount_currency": sign * cost,
                 "account_id": expense.id},
            ]
        return vals_list
