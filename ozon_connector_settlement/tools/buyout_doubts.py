"""What a person has to decide about a month of buy-outs, and what only Ozon can fix."""

from collections import defaultdict

# How many rows a check names.
SHOWN = 20


class BuyoutDoubts:
    """The doubts about one month of buy-outs.

    :param buyout: an `ozon.buyout`
    """

    def __init__(self, buyout):
        self.buyout = buyout
        self.env = buyout.env

    def texts(self):
        """:return: list of texts about what a person has to decide"""
        return list(filter(None, (
            self._odd_text(), self._repeated_text(), self._in_other_months_text(),
        )))

    def _odd_text(self):
        buyout = self.buyout
        odd = (buyout.doubts or {}).get("odd")
        if not odd or not odd["count"]:
            return ""
        rows = "; ".join(
            self.env._(
                "row %(row)s, %(goods)s, posting %(posting)s: Ozon states %(amount)s, price less "
                "deduction gives %(expected)s, Ozon's buy-out price gives %(bought_at)s",
                row=row, goods=goods, posting=posting, amount=buyout._money(amount),
                expected=buyout._money(expected), bought_at=buyout._money(bought_at),
            ) for row, posting, goods, amount, expected, bought_at in odd["rows"]
        )
        return self.env._(
            "In %(count)s rows Ozon's amount does not match the other figures: %(rows)s.",
            count=odd["count"], rows=rows,
        )

    def _repeated_text(self):
        repeated = (self.buyout.doubts or {}).get("repeated")
        if not repeated or not repeated["count"]:
            return ""
        rows = "; ".join(
            self.env._(
                "rows %(rows)s, %(goods)s, posting %(posting)s",
                rows=", ".join(map(str, numbers)), goods=goods, posting=posting,
            ) for numbers, posting, goods in repeated["rows"]
        )
        return self.env._(
            "Ozon may have sent the same row twice. These rows are equal, and all are counted: %s.",
            rows,
        )

    def _in_other_months_text(self):
        """The same goods of a posting that are in the buy-outs of an earlier month."""
        others = self._lines_elsewhere()
        if not others:
            return ""
        return self.env._(
            "An earlier month already has the same goods of the same posting: %s.",
            "; ".join(
                self.env._(
                    "%(goods)s, posting %(posting)s in %(month)s",
                    goods=line.offer_id or line.sku or line.name, posting=line.posting_number,
                    month=line.buyout_id.month,
                ) for line in others[:SHOWN]
            ),
        )

    def _lines_elsewhere(self):
        """:return: `ozon.buyout.line` of earlier months with the same postings and goods"""
        buyout = self.buyout
        lines = buyout.line_ids
        if not lines:
            return lines
        own = {(line.posting_number, line._goods_key()) for line in lines}
        return lines.search([
            ("buyout_id.account_id", "=", buyout.account_id.id),
            ("buyout_id.state", "!=", "cancelled"),
            ("buyout_id.period", "<", buyout.period),
            ("posting_number", "in", list({posting for posting, _goods in own})),
        ]).filtered(lambda line: (line.posting_number, line._goods_key()) in own)

    def counted_as_sold(self):
        """The postings for which Ozon has also accrued a sale, so the realization report has them.

        :return: list of (posting, SKU, amount of the sale)
        """
        buyout = self.buyout
        postings = list(set(buyout.line_ids.mapped("posting_number")))
        rows = postings and self.env["ozon.accrual"].sudo()._read_group(
            [
                ("account_id", "=", buyout.account_id.id), ("unit_number", "in", postings),
                ("type_id.group", "=", "sale"),
            ],
            ["unit_number", "sku"], ["amount:sum"],
        )
        sums = defaultdict(float)
        for posting, sku, amount in rows or ():
            sums[posting, sku] += amount
        bought = {(line.posting_number, line.sku) for line in buyout.line_ids if line.quantity}
        return [
            (posting, sku, amount) for (posting, sku), amount in sorted(sums.items())
            if (posting, sku) in bought and not buyout.currency_id.is_zero(amount)
        ]

    def twice_text(self, found):
        """:param found: as from `counted_as_sold`"""
        return "; ".join(
            self.env._(
                "posting %(posting)s, SKU %(sku)s: a sale of %(amount)s", posting=posting, sku=sku,
                amount=self.buyout._money(amount),
            ) for posting, sku, amount in found[:SHOWN]
        )
