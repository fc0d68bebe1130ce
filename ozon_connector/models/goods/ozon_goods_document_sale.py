from collections import defaultdict
from fractions import Fraction

from odoo import Command, models
from odoo.exceptions import UserError

from ...domain import settlement
from ...tools.many_products import compare_units, union


class OzonGoodsDocumentSale(models.AbstractModel):
    """Invoice lines for goods: with their taxes they add up to exactly Ozon's amounts."""

    _inherit = "ozon.goods.document.mixin"

    # What a kind defines

    def _line_taxes(self, lines):
        """The sales taxes of lines.

        :param lines: as for `_prepare_sale_lines_vals`
        :return: {line: taxes}
        :raises UserError: there is no fitting tax
        """
        raise NotImplementedError

    # Business

    def _sale_entries(self):
        """The invoices and credit notes to Ozon among its entries."""
        return self._documents().filtered(lambda move: move.is_sale_document())

    def _total(self, lines):
        return sum((line.amount for line in lines), settlement.ZERO)

    def _create_sale(self, total, lines_of):
        """Draft an invoice to Ozon; if the total is below 0, a credit note.

        Odoo posts no entry with a total below 0.

        :param total: Decimal with the taxes
        :param lines_of: a function that takes the sign, 1 for an invoice and -1 for a credit note,
            and returns the values of the lines
        """
        sign = -1 if total < 0 else 1
        sale = self._create_entry({
            **self._prepare_entry_vals(
                "out_refund" if sign < 0 else "out_invoice", self._sale_journal(),
            ),
            "invoice_line_ids": [Command.create(vals) for vals in lines_of(sign)],
        })
        self._tie(sale, sign * total)
        return sale

    def _prepare_sale_lines_vals(self, lines, sign):
        """Lines with real quantities, and prices that give the document's total.

        :param lines: objects with the product as `key`, its units as `quantity` (0 for money
            without goods) and what they bring as `amount`, a Decimal that includes the taxes
        :param sign: 1 for an invoice of these lines, -1 for a credit note
        """
        products = self.env["product.product"].union(*(line.key for line in lines))
        taxes = self._line_taxes(lines)
        income_accounts = self._income_accounts(products)
        prices = self._untaxed_amounts(lines, taxes)
        self._check_cost_exact(lines)
        return [{
            # An amount without goods has no cost of sales.
            "product_id": line.key.id if line.quantity else False,
            "ozon_product_id": line.key.id,
            "name": self._sale_label(line),
            "product_uom_id": line.key._ozon_unit().id if line.quantity else False,
            "quantity": sign * float(line.quantity or 1),
            "price_unit": float(Fraction(price) / (line.quantity or 1)),
            "tax_ids": [Command.set(taxes[line].ids)],
            "account_id": income_accounts[line.key].id,
        } for line, price in zip(lines, prices, strict=True)]

    def _sale_label(self, line):
        """:param line: one of the lines for `_prepare_sale_lines_vals`"""
        return line.key.display_name

    def _untaxed_amounts(self, lines, taxes):
        """The price × quantity of each line: its amount less the taxes that prices exclude."""
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

    def _check_sale_units(self, document, lines):
        """Refuse to post an invoice of these lines with other units.

        :param lines: as for `_prepare_sale_lines_vals`
        """
        # In a correction some goods may be more and others less.
        sign = -1 if self._total(lines) < 0 else 1
        units = defaultdict(float)
        for line in lines:
            units[line.key] += float(line.quantity)
        booked = self.env["account.move.line"]._read_group(
            [("move_id", "=", document.id), ("display_type", "=", "product"),
             ("product_id", "!=", False)],
            ["product_id", "product_uom_id"], ["quantity:sum"],
        )
        facts = union(self.env, {product for product, *_rest in booked})._ozon_facts()
        for product, unit, quantity in booked:
            own = facts[product.id].unit
            if unit != own:
                quantity = unit._compute_quantity(quantity, own, round=False)
            units[product] -= sign * quantity
        for product, difference in units.items():
            if compare_units(self.env, difference, 0):
                raise UserError(self.env._(
                    "%(document)s has another number of %(product)s than Ozon's report, so nothing "
                    "was posted. Undo what was changed on it, or press «Recreate Drafts» on the "
                    "report.",
                    document=document.display_name, product=product.display_name,
                ))
