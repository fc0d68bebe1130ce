from decimal import Decimal

from odoo import Command, models
from odoo.exceptions import UserError

from ..domain import settlement

# A large amount, so that the share of taxes in it is known to many digits.
PROBE = 1_000_000.0


class OzonRealizationReport(models.Model):
    """The vendor bill of a report: Ozon's remuneration, product by product."""

    _inherit = 'ozon.realization.report'

    def _draft_bill(self):
        """Draft the bill from the report's lines, so that its total is the fee payable.

        A negative fee becomes a vendor credit note: Odoo does not post negative totals.
        """
        movements = self._movements()
        figures = self._settle([movement for _product, movement in movements])
        sign = -1 if figures.fee_payable < 0 else 1
        self._check_currency_rate()
        with self.env.cr.savepoint():
            bill = self.env['account.move'].create(
                self._prepare_bill_vals(movements, figures, sign)
            )
            self._tie_bill(bill, sign * figures.fee_payable)
            self.write({
                'bill_id': bill.id,
                'state': 'to_review',
                'next_attempt': False,
                **self._prepare_figures_vals(figures),
            })

    def _prepare_bill_vals(self, movements, figures, sign):
        account = self.account_id
        if not account.purchase_journal_id:
            raise UserError(self.env._(
                "The account %s has no purchase journal, so its bill cannot be made. "
                "Choose one on the account.", account.name,
            ))
        return {
            'move_type': 'in_refund' if sign < 0 else 'in_invoice',
            'company_id': self.company_id.id,
            'journal_id': account.purchase_journal_id.id,
            'partner_id': account.partner_id.id,
            'currency_id': self.currency_id.id,
            'ref': self.number or f"Ozon {self.period:%Y-%m}",
            'invoice_date': self.doc_date,
            'date': self.date_to,
            'ozon_report_id': self.id,
            'invoice_line_ids': [
                Command.create(vals)
                for vals in self._prepare_bill_lines_vals(movements, figures, sign)
            ],
        }

    def _prepare_bill_lines_vals(self, movements, figures, sign):
        """A line per product, and one for the points that lower the fee."""
        lines = settlement.fee_lines(movements, figures)
        vals_list = [{
            'name': self._bill_line_label(line),
            'ozon_product_id': line.key.id,
            'ozon_quantity_sold': line.sold,
            'ozon_quantity_returned': line.returned,
        } for line in lines]
        amounts = [line.amount for line in lines]
        if figures.points_used or not lines:
            vals_list.append({'name': self._points_label() if lines else self._empty_label()})
            amounts.append(-figures.points_used)
        taxes = self._bill_taxes()
        common = {
            'product_id': self._remuneration_product().id,
            'account_id': self._remuneration_account().id,
            'tax_ids': [Command.set(taxes.ids)],
            'quantity': 1,
        }
        prices = settlement.spread(amounts, self._price_share(taxes))
        return [{**common, **vals, 'price_unit': sign * float(price)}
                for vals, price in zip(vals_list, prices, strict=True)]

    def _bill_line_label(self, line):
        return self.env._(
            "[%(article)s] %(name)s — sold %(sold)s, returned %(returned)s",
            article=line.key.default_code or line.key.ozon_code or '—', name=line.key.name,
            sold=line.sold, returned=line.returned,
        )

    def _points_label(self):
        return self.env._("Points for discounts that lower the fee")

    def _empty_label(self):
        return self.env._("No sales and no returns in this month")

    def _remuneration_product(self):
        product = self.env.ref('ozon_connector.product_remuneration', raise_if_not_found=False)
        if not product:
            raise UserError(self.env._(
                "The service product «Ozon remuneration» was deleted, so the bill cannot be made. "
                "Update the Ozon connector in Apps to get it back."
            ))
        return product

    def _remuneration_account(self):
        """The expense account: of the Ozon account, else of product, category or journal."""
        product_accounts = self._remuneration_product().product_tmpl_id.get_product_accounts()
        account = (
            self.account_id.fee_account_id
            or product_accounts['expense']
            or self.account_id.purchase_journal_id.default_account_id
        )
        if not account:
            raise UserError(self.env._(
                "No expense account for Ozon's remuneration, so the bill cannot be made. Choose "
                "the Remuneration Account on the account %s.", self.account_id.name,
            ))
        return account

    def _bill_taxes(self):
        taxes = self.account_id._fee_taxes(self.period)
        position = self.env['account.fiscal.position'].with_company(self.company_id)
        return position._get_fiscal_position(self.account_id.partner_id).map_tax(taxes)

    def _price_share(self, taxes):
        """The share of a tax-included amount that is a bill line's price with these taxes.

        1 without taxes or with included ones, 1/1.22 with an excluded tax of 22 %.
        """
        if all(tax.price_include for tax in taxes):
            return Decimal(1)
        AccountTax = self.env['account.tax']
        base_line = AccountTax._prepare_base_line_for_taxes_computation(
            {}, tax_ids=taxes, price_unit=PROBE, quantity=1.0, currency_id=self.currency_id,
            special_mode='total_included',
        )
        AccountTax._add_tax_details_in_base_line(base_line, self.company_id, 'round_globally')
        details = base_line['tax_details']
        price = details['raw_total_excluded_currency'] + sum(
            data['raw_tax_amount_currency'] for data in details['taxes_data']
            if data['tax'].price_include
        )
        return Decimal(str(price)) / Decimal(str(PROBE))

    def _tie_bill(self, bill, total):
        """Make the bill's total what the report says, to the kopeck.

        With a tax on top not every total can be reached from prices in whole kopecks (0.03 with
        20 %: 0.02 makes 0.02, 0.03 makes 0.04), and tax rounded line by line drifts. The report's
        total is given, so the tax is what is left of it after the untaxed amount.

        :raises settlement.PlanDoesNotTie: the difference is more than rounding explains
        """
        def missing():
            return total - Decimal(str(bill.amount_total)).quantize(settlement.KOPECK)

        lines = bill.invoice_line_ids
        rounding = settlement.KOPECK * (len(lines) + 1) * len(lines.tax_ids)
        if abs(missing()) > rounding:
            settlement.check_sum("total of the bill", total, total - missing())
        for _attempt in range(2):
            tax_lines = bill.line_ids.filtered('tax_repartition_line_id')
            if not missing():
                break
            if tax_lines:
                tax_line = max(tax_lines, key=lambda line: abs(line.amount_currency))
                tax_line.amount_currency += bill.direction_sign * float(missing())
            else:
                # A tax that rounds to zero has no line; the amount that lacks it makes it appear.
                lines[-1].price_unit += float(missing())
        settlement.check_sum("total of the bill", total, total - missing())

    def _check_currency_rate(self):
        """Without a rate Odoo would count 1 for 1, silently."""
        if self.currency_id == self.company_id.currency_id:
            return
        rates = self.env['res.currency.rate'].sudo().search_count([
            ('currency_id', '=', self.currency_id.id),
            ('company_id', 'in', [False, self.company_id.root_id.id]),
            ('name', '<=', self.date_to),
        ], limit=1)
        if not rates:
            raise UserError(self.env._(
                "There is no rate of %(currency)s on or before %(day)s, so the report cannot be "
                "booked in %(company_currency)s. Enter the rate under Invoicing ▸ Configuration ▸ "
                "Currencies, then load the report again.",
                currency=self.currency_id.name, day=self._day(self.date_to),
                company_currency=self.company_id.currency_id.name,
            ))
