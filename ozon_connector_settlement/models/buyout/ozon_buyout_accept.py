from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain import buyouts

# How many rows a check names; the document stores no more.
SHOWN = 20


class OzonBuyoutAccept(models.Model):
    """What a person decides before Ozon's amounts are booked, and what only Ozon can fix.

    A decision applies to the rows the person has seen; other rows need a new one.
    """

    _inherit = "ozon.buyout"

    # {'odd': {'count': …, 'rows': [[row, posting, goods, amount, expected, bought at], …]},
    #  'repeated': {'count': …, 'rows': [[[row, …], posting, goods], …]}}
    # Only Ozon's own answer has them: the lines of a correction are differences.
    doubts = fields.Json(readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_at = fields.Datetime("Accepted On", readonly=True, copy=False)
    to_accept = fields.Boolean(compute="_compute_to_accept")

    @api.depends("accepted_by_id", "doubts", "line_ids.posting_number")
    def _compute_to_accept(self):
        for buyout in self:
            waits = not buyout.accepted_by_id and buyout.sudo()._doubt_texts()
            buyout.to_accept = bool(waits)

    # Actions

    def action_accept(self):
        """Accept the rows as Ozon states them, although some are unusual."""
        self.check_access("read")
        for buyout in self:
            if not buyout.to_accept or buyout.state not in ("to_match", "ready", "to_review"):
                raise UserError(self.env._(
                    "No row of %s needs a decision, so nothing was changed.", buyout.display_name,
                ))
        for buyout in self.sudo():
            in_books = buyout._for_books()
            texts = in_books._doubt_texts()
            buyout.write({"accepted_by_id": self.env.uid, "accepted_at": fields.Datetime.now()})
            in_books.message_post(body=in_books.env._(
                "%(user)s has accepted the rows as Ozon states them. %(doubts)s",
                user=self.env.user.name, doubts=" ".join(texts),
            ))
        return True

    # Business

    def _prepare_accept_vals(self, answer, rows):
        """:param answer: Ozon's answer
        :param rows: the rows that the document stores; in a correction, the differences
        """
        said = buyouts.of_changes(answer.rows, rows) if self.corrected_report_id else answer.rows
        odd, repeated = buyouts.odd_rows(said), buyouts.repeated_rows(said)
        return {
            "doubts": {
                "odd": {"count": len(odd), "rows": [
                    [one.row_number, one.posting_number, one.goods, float(one.amount),
                     float(one.expected), float(one.bought_at)]
                    for one in odd[:SHOWN]
                ]},
                "repeated": {"count": len(repeated), "rows": [
                    [list(one.row_numbers), one.posting_number, one.goods]
                    for one in repeated[:SHOWN]
                ]},
            },
            "accepted_by_id": False,
            "accepted_at": False,
        }

    def _keep_drafts(self, answer):
        result = super()._keep_drafts(answer)
        vals = self._prepare_accept_vals(answer, self.line_ids._as_rows())
        if vals["doubts"] != self.doubts:
            # The amounts are the same, but the figures that check them have changed.
            self.write(vals)
        return result

    def _doubt_texts(self):
        """:return: list of texts about what a person has to decide"""
        return list(filter(None, (
            self._odd_text(), self._repeated_text(), self._in_other_months_text(),
        )))

    def _odd_text(self):
        odd = (self.doubts or {}).get("odd")
        if not odd or not odd["count"]:
            return ""
        rows = "; ".join(
            self.env._(
                "row %(row)s, %(goods)s, posting %(posting)s: Ozon states %(amount)s, price less "
                "deduction gives %(expected)s, Ozon's buy-out price gives %(bought_at)s",
                row=row, goods=goods, posting=posting, amount=self._money(amount),
                expected=self._money(expected), bought_at=self._money(bought_at),
            ) for row, posting, goods, amount, expected, bought_at in odd["rows"]
        )
        return self.env._(
            "In %(count)s rows Ozon's amount does not match the other figures: %(rows)s.",
            count=odd["count"], rows=rows,
        )

    def _repeated_text(self):
        repeated = (self.doubts or {}).get("repeated")
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
        lines = self.line_ids
        if not lines:
            return lines
        own = {(line.posting_number, line._goods_key()) for line in lines}
        return lines.search([
            ("buyout_id.account_id", "=", self.account_id.id),
            ("buyout_id.state", "!=", "cancelled"),
            ("buyout_id.period", "<", self.period),
            ("posting_number", "in", list({posting for posting, _goods in own})),
        ]).filtered(lambda line: (line.posting_number, line._goods_key()) in own)

    # Business: nothing is counted twice with the realization report

    def _counted_as_sold(self):
        """The postings for which Ozon has also accrued a sale, so the realization report has them.

        :return: list of (posting, SKU, amount of the sale)
        """
        postings = list(set(self.line_ids.mapped("posting_number")))
        rows = postings and self.env["ozon.accrual"].sudo()._read_group(
            [
                ("account_id", "=", self.account_id.id), ("unit_number", "in", postings),
                ("type_id.group", "=", "sale"),
            ],
            ["unit_number", "sku"], ["amount:sum"],
        )
        sums = defaultdict(float)
        for posting, sku, amount in rows or ():
            sums[posting, sku] += amount
        bought = {(line.posting_number, line.sku) for line in self.line_ids if line.quantity}
        return [
            (posting, sku, amount) for (posting, sku), amount in sorted(sums.items())
            if (posting, sku) in bought and not self.currency_id.is_zero(amount)
        ]

    def _twice_text(self, found):
        """:param found: as from `_counted_as_sold`"""
        return "; ".join(
            self.env._(
                "posting %(posting)s, SKU %(sku)s: a sale of %(amount)s", posting=posting, sku=sku,
                amount=self._money(amount),
            ) for posting, sku, amount in found[:SHOWN]
        )

    def _check_decided(self):
        """:raises UserError: the rows wait for a decision, or would be counted twice"""
        found = self._counted_as_sold()
        if found:
            raise UserError(self.env._(
                "Ozon has accrued a sale to a buyer for goods that it says it bought: %(rows)s. "
                "They are in the realization report as well, so %(buyout)s was not posted: income "
                "and goods would be counted twice. Ask Ozon's support which one is right, then "
                "press «Compare with Ozon».",
                rows=self._twice_text(found), buyout=self.display_name,
            ))
        if self.to_accept:
            raise UserError(self.env._(
                "%(doubts)s %(buyout)s was not posted, because nobody has decided yet. Compare the "
                "rows with the document in the seller cabinet; if Ozon's amounts are right, press "
                "«Accept Ozon's Rows».",
                doubts=" ".join(self._doubt_texts()), buyout=self.display_name,
            ))
