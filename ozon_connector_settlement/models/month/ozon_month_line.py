from odoo import api, fields, models

from ...domain.statement import Reason

REASONS = [
    (Reason.NOT_LOADED.value, "Not loaded"),
    (Reason.DRAFT.value, "Still a draft"),
    (Reason.OTHER_MONTH.value, "In another month"),
    (Reason.EARLIER_MONTH.value, "Of another month"),
    (Reason.CORRECTION.value, "Correction of another month"),
    (Reason.AMOUNT.value, "Amount differs"),
    (Reason.NO_SOURCE.value, "Not in Ozon's balance"),
    (Reason.BUYOUT.value, "Buy-out outside the balance"),
    (Reason.ON_WAY.value, "Payout on its way"),
    (Reason.SET_OFF.value, "Set-off with another contract"),
    (Reason.LOAN.value, "Loan"),
    (Reason.PREMIUM.value, "Points beyond commission and services"),
    (Reason.UNKNOWN_KIND.value, "Unknown kind"),
    (Reason.TO_BOOK.value, "Not booked"),
    (Reason.BY_HAND.value, "Booked by hand"),
    (Reason.NO_OPENING.value, "No opening balance"),
    (Reason.EARLIER.value, "Difference of earlier months"),
    (Reason.UNEXPLAINED.value, "Unexplained"),
]
KINDS = [
    ("opening", "Opening Balance"),
    ("realization", "Realization Report"),
    ("sales", "Sales"),
    ("returns", "Returns"),
    ("points", "Points for Discounts"),
    ("fee", "Ozon's Commission"),
    ("all", "All Services"),
    ("service", "Ozon's Services"),
    ("reinvoiced", "Re-invoiced Services"),
    ("star", "Star Products"),
    ("insurance", "Insurance"),
    ("services", "Other Services"),
    ("unknown", "Services of Unknown Kind"),
    ("buyout", "Buy-outs"),
    ("buyout_before", "Buy-outs of Earlier Months, Not Paid Yet"),
    ("compensation", "Compensations"),
    ("transfer", "Transfers"),
    ("balance", "Balance Movements"),
    ("other", "Other Entries"),
    ("payout", "Payouts"),
    ("ozon", "Beyond Ozon's Own Figures"),
]


class OzonMonthLine(models.Model):
    """A part of a month's balance, according to Ozon and to the books."""

    _name = "ozon.month.line"
    _description = "Ozon Month Statement Line"
    _inherit = "ozon.facts.mixin"
    _order = "month_id, sequence, id"
    _rec_name = "label"

    month_id = fields.Many2one(
        "ozon.month", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="month_id.company_id", store=True)
    currency_id = fields.Many2one(related="month_id.currency_id")
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    name = fields.Char("Ozon's Name", readonly=True)
    label = fields.Char("What", compute="_compute_label")
    ozon_amount = fields.Monetary("By Ozon", readonly=True)
    booked_amount = fields.Monetary("In the Books", readonly=True)
    difference = fields.Monetary(readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    explanation = fields.Char(compute="_compute_explanation")
    document_id = fields.Many2one("ozon.document", readonly=True, ondelete="set null")
    move_id = fields.Many2one("account.move", "Journal Entry", readonly=True, ondelete="set null")
    payout_id = fields.Many2one("ozon.payout", readonly=True, ondelete="set null")

    @api.depends("kind", "name", "document_id", "move_id", "payout_id")
    @api.depends_context("lang")
    def _compute_label(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            of = line.payout_id or line.move_id
            # The page already shows the month and the account.
            document = line.document_id.sudo()
            parts = (kinds[line.kind], line.name or of.display_name or document.number)
            line.label = " · ".join(filter(None, parts))

    @api.depends("reason", "difference", "month_id.source")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            line.explanation = line.reason and (line._explain_settlement() or line._explain())

    # Actions

    def action_open(self):
        """Open what the row is about, or the place where its difference can be fixed."""
        self.ensure_one()
        self.check_access("read")
        return self._mend()

    # Business

    def _mend(self):
        month = self.month_id
        if self.payout_id:
            return self.payout_id._get_records_action()
        if self.document_id:
            return self.document_id.action_open()
        if self.move_id:
            return self.move_id._get_records_action()
        reason = Reason(self.reason) if self.reason else None
        if reason is Reason.NO_OPENING:
            return month.action_propose_opening()
        if reason is Reason.EARLIER:
            return month._month_before()._get_records_action()
        if month.source == "settlement":
            return month.action_open_settlement()
        if self.kind in ("services", "unknown", "compensation", "transfer", "balance"):
            return month._open_accruals(self.kind)
        return month.action_open_entries()

    def _explain_settlement(self):
        """The same for a month by the settlement; empty where nothing else is to be said."""
        if self.month_id.source == "settlement" and self.reason == Reason.UNKNOWN_KIND.value:
            return self.env._(
                "Ozon's settlement names a document of unknown kind. Choose its kind there.",
            )
        return ""

    def _explain(self):
        """One sentence: what differs, and what to do."""
        texts = {
            Reason.NOT_LOADED: self.env._(
                "Ozon's document is not loaded yet. Load it, or wait: it is loaded automatically.",
            ),
            Reason.DRAFT: self.env._("It is drafted and not posted. Review and confirm it."),
            Reason.OTHER_MONTH: self.env._(
                "It is posted with a date in another month, and counts there.",
            ),
            Reason.EARLIER_MONTH: self.env._(
                "A document of another month is dated in this month, so it is missing in its own.",
            ),
            Reason.CORRECTION: self.env._(
                "A correction of another month is dated in this month, so it is missing there.",
            ),
            Reason.AMOUNT: self.env._(
                "Ozon's balance and the document differ. Compare the document with Ozon.",
            ),
            Reason.NO_SOURCE: self.env._("Ozon's balance has no such amount. Check the entry."),
            Reason.BUYOUT: self.env._(
                "Ozon settles buy-outs apart from its balance. Match its payment with the invoice.",
            ),
            Reason.ON_WAY: self.env._(
                "Ozon has paid it out, but no bank line is matched with it yet.",
            ),
            Reason.SET_OFF: self.env._(
                "Ozon has set it off against another contract. Book it against that contract.",
            ),
            Reason.LOAN: self.env._("It belongs to a loan of Ozon. Book it on the loan's account."),
            Reason.PREMIUM: self.env._(
                "Points that neither the commission nor services have used. Ozon pays them by its "
                "premium act: book the act.",
            ),
            Reason.UNKNOWN_KIND: self.env._(
                "This type of accrual has no group yet. Choose its group.",
            ),
            Reason.TO_BOOK: self.env._("Ozon has accrued it, but it is not booked yet. Book it."),
            Reason.BY_HAND: self.env._(
                "It is booked by hand on Ozon's accounts, but Ozon's balance has no such amount.",
            ),
            Reason.NO_OPENING: self.env._(
                "The books begin without what Ozon owed before. Book the opening balance.",
            ),
            Reason.EARLIER: self.env._("It comes from the months before. Tie those first."),
            Reason.UNEXPLAINED: self.env._(
                "No known figure explains it. Compare it with the seller cabinet.",
            ),
        }
        return texts[Reason(self.reason)]
