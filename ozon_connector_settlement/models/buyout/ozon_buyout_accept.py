from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain import buyouts
from ...tools.buyout_doubts import BuyoutDoubts

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
        return BuyoutDoubts(self).texts()

    # Business: nothing is counted twice with the realization report

    def _check_decided(self):
        """:raises UserError: the rows wait for a decision, or would be counted twice"""
        doubts = BuyoutDoubts(self)
        found = doubts.counted_as_sold()
        if found:
            raise UserError(self.env._(
                "Ozon has accrued a sale to a buyer for goods that it says it bought: %(rows)s. "
                "They are in the realization report as well, so %(buyout)s was not posted: income "
                "and goods would be counted twice. Ask Ozon's support which one is right, then "
                "press «Compare with Ozon».",
                rows=doubts.twice_text(found), buyout=self.display_name,
            ))
        if self.to_accept:
            raise UserError(self.env._(
                "%(doubts)s %(buyout)s was not posted, because nobody has decided yet. Compare the "
                "rows with the document in the seller cabinet; if Ozon's amounts are right, press "
                "«Accept Ozon's Rows».",
                doubts=" ".join(self._doubt_texts()), buyout=self.display_name,
            ))
