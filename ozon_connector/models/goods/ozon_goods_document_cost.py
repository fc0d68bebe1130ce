from collections import defaultdict

from odoo import Command, models

from ...domain.cost import HALF_KOPECK

# How many products a message names; the others are found in the analysis, without a margin.
SHOWN = 3


class OzonGoodsDocumentCost(models.AbstractModel):
    """The cost of a document's goods: exactly the value that leaves the stock is booked."""

    _name = "ozon.goods.document.cost.mixin"
    _description = "Cost of Goods of a Monthly Document"
    _inherit = "ozon.goods.document.base.mixin"

    def _settle_costs(self, moves):
        """Value moves that were just done.

        Goods that left are valued by the stock at that time, goods that came back by what they had
        cost.

        :param moves: done `stock.move`; no entry has been booked with their values yet
        """
        done = moves.filtered(lambda move: move.state == "done")
        done._ozon_stay_after_booked()
        returned = done.filtered(lambda move: move.is_in and not move.origin_returned_move_id)
        returned._ozon_keep_costs()
        done.product_id.with_company(self.company_id)._ozon_revalue(done)

    def _missing_costs(self, products):
        """:return: {product id: the cost that no move carries}"""
        walks = products._ozon_walks()
        return {product_id: walk.missing for product_id, walk in walks.items()}

    def _settle_undone_costs(self, undone, missing, followers):
        """Take back the value of moves that were undone.

        If the value of all other moves stays the same, the undone ones count as if they had never
        happened. If goods have left since, their booked cost would change; then the move and the
        one that undoes it both count, at the same value.

        Returned goods that were sold since leave once more, at the present cost; the last of them
        carry all the remaining value. The month books the difference when it is confirmed again.

        :param undone: `stock.move`, the undone ones and those that undid them
        :param missing: the result of `_missing_costs` before anything was undone
        :param followers: the result of `_ozon_followers` before anything was undone
        """
        products = undone.product_id.with_company(self.company_id)
        values = {move: move.value for move in undone if not move.origin_returned_move_id}
        undone.value = 0
        rules = products._ozon_cost_rules()
        booked = products.filtered(
            lambda product: product.id in rules and rules[product.id].perpetual
        )
        shifted = self._shifted(booked, undone, missing)
        counted = undone.filtered(lambda move: move.product_id in shifted)
        self._count_again(counted, values)
        still = self._shifted(shifted, undone, missing)
        leaving = counted.filtered(
            lambda move: move.product_id in still and move.is_out and move.origin_returned_move_id
        )
        leaving._ozon_stay_after_booked()
        products._ozon_revalue(leaving, followers)
        (products - products.browse(rules))._update_standard_price()

    def _moved_costs(self, direction):
        """What was sold or came back, minus what was taken back.

        :return: {product: (units in the product's unit, cost)}
        """
        costs = defaultdict(lambda: (0.0, 0.0))
        moves = self._done_moves()
        for move in moves.filtered(lambda move: not move.ozon_undone):
            origin = move.origin_returned_move_id
            counted, sign = (origin, -1) if origin in moves else (move, 1)
            if self._direction(counted) is direction:
                units, cost = costs[move.product_id]
                costs[move.product_id] = (
                    units + sign * self._units(move), cost + sign * move.value,
                )
        return costs

    def _book_back(self, moves, back):
        """Book back what Odoo booked for moves to or from a place with an account of its own.

        They are excluded from the valuation next, so Odoo would book nothing when they are undone.

        :param moves: done `stock.move` that are undone in full
        :param back: the moves that undo them
        """
        for entry, of_entry in moves.grouped("account_move_id").items():
            if not entry:
                continue
            lines = [vals for move in of_entry for vals in move._get_account_move_line_vals()]
            counter = self.env["account.move"].sudo().create({
                "journal_id": entry.journal_id.id,
                "date": entry.date,
                "line_ids": [
                    Command.create({**vals, "debit": vals["credit"], "credit": vals["debit"]})
                    for vals in lines
                ],
            })
            counter._post()
            back.filtered(
                lambda move, undone=of_entry: move.origin_returned_move_id in undone
            ).account_move_id = counter

    def _units(self, move):
        """The units that a done move has moved, in the product's unit."""
        return move.product_uom._compute_quantity(
            move.quantity, move.product_id.uom_id, rounding_method="HALF-UP",
        )

    def _shifted(self, products, undone, missing):
        """The products whose other moves would get another value than the booked one."""
        now = self._missing_costs(products)
        moves = undone.grouped("product_id")
        return products.filtered(
            lambda product: abs(now.get(product.id, 0.0)) > abs(missing.get(product.id, 0.0))
            + HALF_KOPECK * (len(moves.get(product, ())) + 2)
        )

    def _count_again(self, moves, values):
        """Count moves, and those that undid them, in the valuation at the same value."""
        moves._ozon_write({"ozon_undone": False})
        for move in moves:
            origin = move.origin_returned_move_id or move
            move.value = values[origin]
            if move != origin and move.is_in:
                move._ozon_write({
                    "ozon_cost_is_kept": True,
                    "ozon_unit_cost": values[origin] / self._units(move),
                })

    # The check

    def _check_cost_ties(self, goods, alike):
        """Per product: value in − value out = value left = balance of its stock account.

        :param alike: the result of `_ozon_alike` for the document's goods
        """
        title = self.env._("Cost of sales ties")
        walks = goods._ozon_walks(alike)
        different = goods._ozon_perpetual(alike)._ozon_booked_differently()
        closing, wrong = (
            {
                product_id: difference
                for product_id, (difference, is_closing) in different.items()
                if is_closing is wanted
            } for wanted in (True, False)
        )
        faults = list(filter(None, (
            self._forgotten_costs(walks), self._unknown_costs(walks), self._unbooked_costs(walks),
            self._differing_accounts(wrong),
        )))
        remarks = list(filter(None, (
            self._foreign_costs(walks), self._differences_to_close(closing),
        )))
        verdict = False if faults else None if remarks else True
        return self._check("cost_ties", title, verdict, " ".join(faults + remarks) or self.env._(
            "For every product, value received − value issued = value in stock: %s checked",
            sum(len(product_ids) for product_ids, *_rest in alike.values()),
        ))

    def _forgotten_costs(self, walks):
        """Costs that nobody set here: from the product's creation, or from another company.

        Odoo uses such a cost to value what was received earlier.
        """
        forgotten = {
            product_id: walk.forgotten_cost for product_id, walk in walks.items()
            if walk.forgotten_cost
        }
        return forgotten and self.env._(
            "Odoo does not know what was paid for %s: the product was created after the day of its "
            "first receipt, so Odoo uses its cost at creation; or its cost was entered in another "
            "company, and Odoo uses it in this one too. On the product, enter any other cost and "
            "save, then enter the right one and save again. If the month is booked, press «Reset "
            "to Draft» and confirm it again.",
            self._named_costs(forgotten, self.company_id.currency_id.format),
        )

    def _unknown_costs(self, walks):
        short = {
            product_id: -walk.stock.quantity for product_id, walk in walks.items() if walk.is_short
        }
        return short and self.env._(
            "Sold before it was bought: %s. What these units cost is not known, so it is in no "
            "entry. Enter their receipt and its bill; then press «Reset to Draft» and confirm the "
            "month again.",
            self._named_costs(short, lambda units: self.env._("%g units", units)),
        )

    def _unbooked_costs(self, walks):
        missing = {
            product_id: walk.missing for product_id, walk in walks.items()
            if not walk.is_backed and not walk.forgotten_cost and not walk.is_short
        }
        return missing and self.env._(
            "The cost of sales is understated (below 0: overstated): %s. The price of goods was "
            "known or changed after their sale was booked, or an earlier month was taken back "
            "since. Press «Reset to Draft» on the months that sold them, and confirm these again, "
            "the oldest first.",
            self._named_costs(missing, self.company_id.currency_id.format),
        )

    def _differing_accounts(self, different):
        return different and self.env._(
            "The stock account differs from the value of the goods: %s. A month of these goods "
            "that was taken back books the difference when you confirm it again. Otherwise look "
            "for entries that were changed or made by hand.",
            self._named_costs(different, self.company_id.currency_id.format),
        )

    def _differences_to_close(self, different):
        return different and self.env._(
            "The stock account differs from the value of what is left: %s. Goods were counted or "
            "scrapped, goods with a standard cost were bought at another price, or their cost was "
            "changed. Odoo's closing of the inventory valuation books the difference.",
            self._named_costs(different, self.company_id.currency_id.format),
        )

    def _foreign_costs(self, walks):
        """For periodically valued goods: foreign moves keep the value that Odoo gave them."""
        foreign = {
            product_id: walk.foreign for product_id, walk in walks.items()
            if abs(walk.foreign) > walk.tolerance
        }
        return foreign and self.env._(
            "Transfers outside the reports are undervalued (below 0: overvalued): %s. Receipts "
            "were entered, dated or priced later, and Odoo leaves the values of these transfers as "
            "they are. No entry is wrong: the closing counts what is left.",
            self._named_costs(foreign, self.company_id.currency_id.format),
        )

    def _named_costs(self, amounts, shown):
        """The products with the largest amounts.

        :param amounts: {product id: amount}
        :param shown: gives an amount as text
        """
        largest = sorted(amounts, key=lambda product_id: -abs(amounts[product_id]))
        products = self.env["product.product"].sudo().browse(largest[:SHOWN])
        names = [f"{product.display_name} ({shown(amounts[product.id])})" for product in products]
        if len(largest) > SHOWN:
            names.append(self.env._("… and %s more", len(largest) - SHOWN))
        return ", ".join(names)
