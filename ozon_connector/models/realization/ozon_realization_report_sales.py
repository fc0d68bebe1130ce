from collections import defaultdict
from fractions import Fraction

from odoo import Command, models
from odoo.exceptions import UserError

from ...domain import calendar, settlement
from ...domain.settlement import Direction
from ...tools.company_invoices import invoice_text

FIELDS = {Direction.SALE: "sale_invoice_id", Direction.RETURN: "sale_refund_id"}


class OzonRealizationReportSales(models.Model):
    """The seller's income: an invoice for what was sold, a credit note for what came back."""

    _inherit = "ozon.realization.report"

    def _draft_sales(self, movements, figures):
        """Draft missing sales documents; remove drafts that the account does not want."""
        for direction, lines in self._sale_lines(movements, figures).items():
            document = self._current(self[FIELDS[direction]])
            if not self.account_id.post_sales or not lines:
                self._discard(document)
            elif not document:
                self[FIELDS[direction]] = self._create_sale(lines, direction)
            else:
                self._tie_again(document, abs(self._total(lines)))

    def _sale_lines(self, movements, figures):
        """:return: {direction: the `settlement.IncomeLine`s of its document}"""
        movements = self._in_product_units(movements)
        if self.account_id.company_sales != "split":
            movements = [
                (product, movement._replace(invoice=None)) for product, movement in movements
            ]
        lines = settlement.income_lines(movements, figures)
        return {
            direction: [line for line in lines if line.direction is direction]
            for direction in FIELDS
        }

    def _tie_sales_again(self, movements):
        figures = self._settle([movement for _product, movement in movements])
        for direction, lines in self._sale_lines(movements, figures).items():
            self._tie_again(self._current(self[FIELDS[direction]]), abs(self._total(lines)))

    def _create_sale(self, lines, direction):
        """:param lines: `settlement.IncomeLine` of one direction"""
        total = self._total(lines)
        # Odoo does not post negative totals, so a negative sale becomes a credit note.
        sign = -1 if total < 0 else 1
        refund = (direction is Direction.RETURN) != (sign < 0)
        document = self._create_entry({
            # Income belongs to the month of the report, whatever date Ozon gave the report.
            **self._prepare_entry_vals(
                "out_refund" if refund else "out_invoice", self._sale_journal(),
            ),
            "ozon_rate": self.env["ozon.posting.month"]._rate_of_sales(self, direction, total),
            "invoice_line_ids": [
                Command.create(vals) for vals in self._prepare_sale_lines_vals(lines, sign)
            ],
        }).with_env(self.env)
        self._tie(document, sign * total)
        return document

    def _total(self, lines):
        return sum((line.amount for line in lines), settlement.ZERO)

    def _prepare_sale_lines_vals(self, lines, sign):
        """Lines with real quantities, and prices that give the report's total."""
        # What each company bought stands together, behind what people bought.
        lines = sorted(lines, key=lambda line: line.invoice and line.invoice.number or "")
        products = self.env["product.product"].union(*(line.key for line in lines))
        taxes = self._line_taxes(lines, products)
        income_accounts = self._income_accounts(products)
        prices = self._untaxed_amounts(lines, taxes)
        self._check_cost_exact(lines)
        return [{
            # An amount without goods has no cost of sales.
            "product_id": line.key.id if line.quantity else False,
            "ozon_product_id": line.key.id,
            "name": "\n".join(filter(None, (
                line.key.display_name, line.invoice and invoice_text(self.env, line.invoice),
            ))),
            "product_uom_id": line.key._ozon_unit().id if line.quantity else False,
            "quantity": sign * float(line.quantity or 1),
            "price_unit": float(Fraction(price) / (line.quantity or 1)),
            "tax_ids": [Command.set(taxes[line].ids)],
            "account_id": income_accounts[line.key].id,
        } for line, price in zip(lines, prices, strict=True)]

    def _untaxed_amounts(self, lines, taxes):
        """The price × quantity of each line: its amount without the taxes on top."""
        places = defaultdict(list)
        for place, line in enumerate(lines):
            places[taxes[line]].append(place)
        amounts = {}
        for line_taxes, own in places.items():
            shares = settlement.spread(
                [lines[place].amount for place in own], self._price_share(line_taxes),
            )
            amounts.update(zip(own, shares, strict=True))
        return [amounts[place] for place in range(len(lines))]

    def _sale_journal(self):
        if not self.account_id.sale_journal_id:
            raise UserError(self.env._(
                "The account %s has no sales journal, so the income cannot be booked. Choose one "
                "on the account, or switch off «Book Sales» there.", self.account_id.name,
            ))
        return self.account_id.sale_journal_id

    def _line_taxes(self, lines, products):
        """:return: {line: its taxes}"""
        taxes = self._sale_taxes(products)
        return {
            line: self._at_old_rate(taxes[line.key]) if line.at_old_rate else taxes[line.key]
            for line in lines
        }

    def _sale_taxes(self, products):
        """The customer taxes of products, else the account's, mapped by Ozon's fiscal position.

        :return: {product: taxes}
        """
        position, mapped = self._fiscal_position(), {}
        result = {}
        for product in products:
            own = product.taxes_id._filter_taxes_by_company(self.company_id)
            taxes = own or self.account_id.sale_tax_ids
            if taxes not in mapped:
                mapped[taxes] = position.map_tax(taxes)
                self._check_taxes_are_shares(product, mapped[taxes])
            result[product] = mapped[taxes]
        return result

    def _check_taxes_are_shares(self, product, taxes):
        fixed = taxes.flatten_taxes_hierarchy().filtered(lambda tax: tax.amount_type == "fixed")
        if fixed:
            raise UserError(self.env._(
                "The product %(product)s has the sales tax %(tax)s, a fixed amount. The income "
                "was not booked, because Ozon's prices include taxes that are a share of them. "
                "Change the taxes of the product, then load the report again.",
                product=product.display_name, tax=fixed[0].display_name,
            ))

    def _income_accounts(self, products):
        """:return: {product: income account}, of the product, its category or the journal"""
        journal, position = self._sale_journal(), self._fiscal_position()
        result = {}
        for product in products:
            ledger_accounts = product.product_tmpl_id.get_product_accounts(fiscal_pos=position)
            result[product] = ledger_accounts["income"] or journal.default_account_id
            if not result[product]:
                raise UserError(self.env._(
                    "No income account for %(product)s, so the income cannot be booked. Choose "
                    "one on the product, on its category, or as the default of the journal "
                    "%(journal)s.",
                    product=product.display_name, journal=journal.display_name,
                ))
        return result

    def _check_sales_documents(self, movements, figures):
        """Refuse to post sales documents that no longer say what the report says."""
        if not self.account_id.post_sales:
            return
        for direction, lines in self._sale_lines(movements, figures).items():
            document = self._current(self[FIELDS[direction]])
            if not document:
                continue
            self._check_document(document)
            total = self._total(lines)
            self._check_sale_total(document, total if direction is Direction.SALE else -total)
            self._check_sale_units(document, lines)
            if calendar.month_of(document.invoice_date) != self.period:
                raise UserError(self.env._(
                    "%(document)s is dated %(day)s, outside of the month of the report, so nothing "
                    "was posted. Change the date back, or press «Draft Again» on the report.",
                    document=document.display_name, day=self._day(document.invoice_date),
                ))

    def _check_sale_total(self, document, total):
        """:param total: negative for a credit note"""
        if self._kopecks(document.amount_total_in_currency_signed) != total:
            raise UserError(self.env._(
                "%(document)s adds up to %(total)s, Ozon's report to %(income)s, so nothing was "
                "posted. Undo what was changed on it, or press «Draft Again» on the report.",
                document=document.display_name,
                total=self.currency_id.format(document.amount_total_in_currency_signed),
                income=self.currency_id.format(float(total)),
            ))

    def _check_sale_units(self, document, lines):
        units = defaultdict(float)
        for line in lines:
            units[line.key] += float(line.quantity)
        for line in document.invoice_line_ids.filtered("product_id"):
            units[line.product_id] -= line.product_uom_id._compute_quantity(
                abs(line.quantity), line.product_id._ozon_unit(), round=False,
            )
        for product, difference in units.items():
            if not product.uom_id.is_zero(difference):
                raise UserError(self.env._(
                    "%(document)s has another number of %(product)s than Ozon's report, so nothing "
                    "was posted. Undo what was changed on it, or press «Draft Again» on the "
                    "report.",
                    document=document.display_name, product=product.display_name,
                ))
