from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.check_lists import checks_vals
from ...tools.moments import utc_now

# In these states a document still has to be drafted or booked with the settings.
SETUP_STATES = ("loaded", "to_match", "ready", "to_review")


class OzonDocumentSetup(models.AbstractModel):
    """Checks beforehand what a document needs to be drafted and booked.

    Ozon's figures are loaded in any case. A document that lacks a setting waits for it, and always
    shows what is missing at this moment.
    """

    _name = "ozon.document.booking.mixin"
    _description = "Booking of a Monthly Document"
    _inherit = "ozon.document.entries.mixin"

    # Names of `ozon.requirement`: what drafting needs, and what confirming needs besides.
    _needed_to_draft = ("chart", "payable", "purchase_journal", "rates")
    _needed_to_book = ()

    # True if its drafts were not created because something was missing.
    waits_for_setup = fields.Boolean(readonly=True, copy=False)
    # A list of rows from `ozon.requirement`.
    missing_setup = fields.Json(compute="_compute_missing_setup")
    setup_problem = fields.Text("Missing for Booking", compute="_compute_missing_setup")
    setup_summary = fields.Text(compute="_compute_missing_setup")
    problem = fields.Text("Today's Problem", compute="_compute_problem")
    retry_helps = fields.Boolean(compute="_compute_retry_helps")

    @api.depends(
        "state", "account_id.company_id", "account_id.fee_account_id", "account_id.location_id",
        "account_id.netting_journal_id", "account_id.partner_id", "account_id.post_netting",
        "account_id.post_sales", "account_id.post_stock",
        "account_id.purchase_journal_id.default_account_id",
        "account_id.sale_journal_id.default_account_id",
    )
    @api.depends_context("lang")
    def _compute_missing_setup(self):
        for document in self:
            missing = document.sudo()._missing_setup()
            document.missing_setup = missing
            document.setup_problem = "\n".join(row["text"] for row in missing)
            document.setup_summary = self.env["ozon.requirement"]._summary(missing)

    @api.depends("error_message", "setup_problem", "waits_for_setup")
    @api.depends_context("lang")
    def _compute_problem(self):
        """Why the document does not go on. It names only what is missing now."""
        for document in self:
            if not document.waits_for_setup:
                document.problem = document.error_message
            elif document.setup_problem:
                document.problem = False  # `setup_problem` says it already
            else:
                document.problem = self.env._(
                    "What was missing for the drafts is there now. Press «Draft Now»."
                )

    @api.depends("account_id.state", "setup_problem", "state")
    def _compute_retry_helps(self):
        for document in self:
            key_refused = document.state == "waiting" and document.account_id.state == "error"
            document.retry_helps = not (key_refused or document.setup_problem)

    @api.depends("missing_setup")
    def _compute_checks(self):
        result = super()._compute_checks()
        for document in self:
            rows = [
                {**row, "buttons": [
                    {"label": self.env._("Set Up"), "method": "action_set_up", "args": []},
                ]}
                for row in document.missing_setup or []
            ]
            if rows:
                document.update(checks_vals([*rows, *(document.checks or [])]))
        return result

    # What a kind defines

    def _setup_products(self):
        """The products whose income is booked."""
        return self.env["product.product"]

    # Actions

    def action_open_key(self):
        """The dialog in which a refused key is replaced."""
        self.ensure_one()
        return self.account_id.action_open_keys()

    # Business

    @api.model
    def _setup_states(self):
        return SETUP_STATES

    def _missing_setup(self):
        """What is missing to draft and book the document, as things stand now.

        :return: rows from `ozon.requirement`
        """
        self.ensure_one()
        if self.state not in SETUP_STATES:
            return []
        return self.env["ozon.requirement"]._missing(self.account_id, self, self._needed_now())

    def _needed_now(self):
        """:return: the names of what its next steps need; a drafted document needs less"""
        if self.state == "to_review" and self._current(self._lead()):
            return self._needed_to_book
        return (*self._needed_to_draft, *self._needed_to_book)

    def _check_setup(self):
        """Refuse to begin something that could not be finished.

        :raises UserError: something is missing; the message names all of it
        """
        for document in self:
            missing = document.sudo()._missing_setup()
            if missing:
                raise UserError(self.env["ozon.requirement"]._message(missing))

    def _stops_for_setup(self):
        """Note what is missing for drafting. A document that waits for settings is not late.

        :return: whether drafting has to wait
        """
        missing = self._missing_setup()
        if not any(row["name"] in self._needed_to_draft for row in missing):
            return False
        self.write({
            "error_message": self.env["ozon.requirement"]._message(missing),
            "failures": 0,
            "next_attempt": False,
            "waits_for_setup": True,
        })
        self._tell_if_late()
        return True

    @api.model
    def _resume(self, accounts):
        """Continue the accounts' documents whose missing settings have been filled in."""
        waiting = self.search([
            ("account_id", "in", accounts.ids), ("state", "=", "ready"),
            ("waits_for_setup", "=", True),
        ])
        waiting.filtered(lambda document: not document._missing_setup())._retry_at(
            utc_now()
        )

    def _note_progress(self):
        result = super()._note_progress()
        self._forget_setup()
        return result

    def _note_failure(self, message):
        self._forget_setup()
        return super()._note_failure(message)

    def _forget_setup(self):
        self.filtered("waits_for_setup").waits_for_setup = False
