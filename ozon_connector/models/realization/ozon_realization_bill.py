from odoo import Command, models
from odoo.exceptions import UserError

from ...domain import settlement


class OzonRealizationBill(models.AbstractModel):
    """The vendor bill of a realization report: Ozon's commission, product by product."""

    _name = "ozon.realization.bill"
    _description = "Bill of a Realization Report"

    def _draft_bill(self, report, movements, figures):
        """Draft the bill, or its next lines. Its total is the commission payable.

        A negative commission becomes a vendor credit note, since Odoo posts no negative totals.
        """
        sign = -1 if figures.fee_payable < 0 else 1
        move_type = "in_refund" if sign < 0 else "in_invoice"
        bill = self.env["ozon.realization.detail"]._create_in_detail(
            report,
            report._prepare_entry_vals(move_type, report._purchase_journal()),
            self._prepare_bill_lines_vals(report, movements, figures, sign),
        )
        if bill:
            report._tie(bill, sign * figures.fee_payable)
            report.bill_id = bill

    def _prepare_bill_lines_vals(self, report, movements, figures, sign):
        """A line per product, and one for the points that lower the commission."""
        lines = settlement.fee_lines(movements, figures)
        vals_list = [{
            "name": self._bill_line_label(line),
            "ozon_product_id": line.key.id,
            "ozon_quantity_sold": line.sold,
            "ozon_quantity_returned": line.returned,
        } for line in lines]
        amounts = [line.amount for line in lines]
        if figures.points_used or not lines:
            vals_list.append({"name": self._points_label() if lines else self._empty_label()})
            amounts.append(-figures.points_used)
        taxes = self._bill_taxes(report)
        share = report._price_share(taxes)
        common = {
            "product_id": self._remuneration_product().id,
            "account_id": self._remuneration_account(report).id,
            "tax_ids": [Command.set(taxes.ids)],
            "quantity": 1,
        }
        prices = settlement.spread(amounts, share)
        return [{**common, **vals, "price_unit": sign * float(price)}
                for vals, price in zip(vals_list, prices, strict=True)]

    def _bill_line_label(self, line):
        return self.env._(
            "[%(article)s] %(name)s — sold %(sold)s, returned %(returned)s",
            article=line.key.default_code or line.key.ozon_code or "—", name=line.key.name,
            sold=line.sold, returned=line.returned,
        )

    def _points_label(self):
        return self.env._("Points for discounts that lower the commission")

    def _empty_label(self):
        return self.env._("No sales and no returns in this month")

    def _remuneration_product(self):
        product = self.env.ref("ozon_connector.product_remuneration", raise_if_not_found=False)
        if not product:
            raise UserError(self.env._(
                "The service product «Ozon commission» was deleted, so the bill cannot be made. "
                "Update the Ozon connector in Apps to get it back."
            ))
        return product

    def _remuneration_account(self, report):
        """The expense account: of the Ozon account, else of product, category or journal."""
        ledger_accounts = self._remuneration_product().product_tmpl_id.get_product_accounts()
        ledger_account = (
            report.account_id.fee_account_id
            or ledger_accounts["expense"]
            or report.account_id.purchase_journal_id.default_account_id
        )
        if not ledger_account:
            raise UserError(self.env._(
                "No expense account for Ozon's commission, so the bill cannot be made. Choose "
                "the Commission Account on the account %s.", report.account_id.name,
            ))
        return report._fiscal_position().map_account(ledger_account)

    def _bill_taxes(self, report):
        taxes = report.account_id._fee_taxes(report.period)
        return report._fiscal_position().map_tax(taxes)
