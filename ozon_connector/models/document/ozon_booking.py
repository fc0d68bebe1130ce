from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

from ...domain import calendar, settlement
from ...tools.memory import give_back
from ...tools.messages import settlement_error_message
from ...tools.moments import utc_now
from ...tools.notifications import notification
from ...tools.own_context import own, with_own
from ...tools.parts import do_one
from .account_move import BOOKKEEPERS

# The fields of an account that decide which parts of a month are booked.
RULES = {"location_id", "post_netting", "post_sales", "post_stock"}


class OzonBooking(models.Model):
    """A document of many rows that is being booked, or taken back, in steps, each committed.

    In one transaction it could exceed the 120 s after which Odoo reloads a server, and would then
    start again for ever. Its entries and transfers themselves show what is done already. So
    whenever a step is killed, the next one is the first that is not done.

    It ends with all of it booked or all of it taken back. If a step is refused, the booking turns
    round: what was done is undone in the same way, and the reason is shown at the end. Until then
    the document is in one of the states `UNDER_WAY`, and nobody else may change any part of it
    (`ozon.protected.mixin`). Within a step the document has the state that it would have if all
    were done in one transaction; nobody else sees that.
    """

    _name = "ozon.booking"
    _description = "Booking of an Ozon Document in Steps"
    _inherit = ["ozon.job", "ozon.facts.mixin"]
    _order = "id"

    document_id = fields.Many2one(
        "ozon.document", required=True, readonly=True, ondelete="restrict",
    )
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Asked By", readonly=True, ondelete="set null")
    # Set when it was turned round; it is turned once.
    refusal = fields.Text("Why It Is Being Undone", readonly=True)
    next_attempt = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _document_uniq = models.UniqueIndex(
        "(document_id)", "This document is being booked or taken back already.",
    )

    # Buttons call these

    @api.model
    def _begin(self, documents, state):
        """Leave documents of many rows to the background.

        :param documents: of one kind
        :param state: the new state of the documents, one of `UNDER_WAY`
        :return: a notification for the web client; None without documents
        :raises UserError, AccessError: something is in the way; nothing was changed then
        """
        for document in documents:
            self._check_rights(document)
            if state == "booking":
                self._check_can_book(document.sudo()._for_books())
            else:
                self._check_can_take_back(document.sudo()._for_books())
            self.sudo().create({
                "document_id": document.document_id.id, "user_id": self.env.uid,
            })._go(state)
        return notification("info", self.env._(
            "The month is processed in the background, step by step. It cannot be changed until "
            "this is done."
        )) if documents else None

    @api.model
    def _takes_over(self, document, method):
        """Whether the work of a button of Odoo on a leading entry is left to the background.

        :param document: a document, or an empty recordset
        :param method: the button of the document that does the same; this function presses it
        """
        if document._leave_to_background(method, document._row_count()):
            return True
        if document._has_many_rows():
            getattr(document, method)()
        return document._has_many_rows()

    @api.model
    def _retry(self, documents):
        """Go on at once, not only in the morning: a person has removed what was in the way."""
        waiting = self.search([("document_id", "in", documents.document_id.ids)])
        waiting._go_on_at(fields.Datetime.now())

    # What is refused

    @api.model
    def _check_rules_stay(self, accounts, vals):
        """:raises UserError: a document of the accounts is under way, and this changes its booking

        :param vals: values for `write`
        """
        if not RULES.isdisjoint(vals):
            under_way = self.sudo().search([("document_id.account_id", "in", accounts.ids)])
            for documents in under_way.document_id._records():
                documents._check_at_rest()

    @api.model
    def _check_rights(self, document):
        """:raises AccessError: the user may not post the entries, which the steps will do"""
        lead = document._current(document._lead())
        lead.check_access("write")
        if lead and not self.env.su and not self.env.user.has_group(BOOKKEEPERS):
            raise AccessError(self.env._(
                "To book %(report)s or take it back, you need the right to post entries: "
                "«%(right)s». Nothing was changed. Ask somebody who keeps the books.",
                report=document.display_name, right=self.env.ref(BOOKKEEPERS).sudo().full_name,
            ))

    @api.model
    def _check_can_book(self, document):
        """Refuse what some step would refuse, as far as that is known now."""
        document._check_base_is_booked()
        lead = document._current(document._lead())
        lead._check_ozon_documents_replaced()
        if lead:
            document._check_lead()
        try:
            document._check_can_book(ahead=True)
        except settlement.SettlementError as error:
            raise UserError(settlement_error_message(document.env, error)) from None

    @api.model
    def _check_once(self, document):
        """Call `document._check_can_book`, unless an earlier step has done so."""
        if not own(document, "ozon_checked"):
            document._check_can_book()

    @api.model
    def _check_can_take_back(self, document):
        document._check_no_later_corrections()
        document._check_not_reversed()
        posted = document._documents().filtered(lambda move: move.state == "posted")
        posted._check_draftable()
        posted._check_fiscal_lock_dates()

    # The job

    @api.model
    def _run_due(self):
        """Do the steps that are due."""
        self.search([("next_attempt", "<=", fields.Datetime.now())])._run_jobs()

    @api.model
    def _plan_next_run(self):
        following = self.search([], order="next_attempt", limit=1)
        if following:
            self._trigger(following.next_attempt)

    @api.model
    def _trigger(self, moment):
        self.env.ref("ozon_connector.ir_cron_run_tasks").sudo()._trigger(moment)

    def _go_on_at(self, moment):
        """:param moment: naive, in UTC"""
        if self:
            self.next_attempt = moment
            self._trigger(moment)

    def _job_step(self):
        if not self or self.next_attempt > fields.Datetime.now():
            return False
        give_back()
        document = self._document()._try_lock()
        if not document:
            self._job_conflict()
            return False
        if self._job_was_cut():
            return self._note_cut_off(document)
        self.job_cuts = 0
        work = self._book_part if document.state == "booking" else self._take_back_part
        try:
            with self.env.cr.savepoint():
                return work(document)
        except settlement.SettlementError as error:
            return self._turn_round(settlement_error_message(document.env, error))
        except (UserError, RedirectWarning) as error:
            return self._turn_round(error.args[0])

    def _job_conflict(self):
        # Somebody changed the same records. Nothing is lost: the next run does it.
        self._go_on_at(fields.Datetime.now() + calendar.FIRST_PAUSE)

    def _job_defect(self):
        self._turn_round(self.env._(
            "The connector failed at a step. The server's log says why; please tell the "
            "administrator."
        ))

    # Business: the steps

    def _document(self):
        """The document in the name of the person who asked, unless they have lost the right since.

        :return: a record of the document's kind
        """
        user, document = self.user_id, self.document_id._record()
        if user.active and user.has_group(BOOKKEEPERS):
            document = document.with_user(user)
        return document.sudo()._for_books()

    def _book_part(self, document):
        """:return: whether there may be a further step"""
        # It was checked as a whole when the button was pressed, and nobody can have changed it
        # since. But what was taken back in part must be completed again.
        document = with_own(document, ozon_checked=not self.refusal)
        lead, document.state = document._lead(), "to_review"
        if lead.state == "cancel":
            raise UserError(document.env._(
                "%s was cancelled in the meantime.", lead.display_name,
            ))
        if lead.state == "draft":
            if not do_one(document._prepare_to_book()):
                # As Odoo's own *Confirm* does: see `_confirm_now`.
                lead = with_own(lead, ozon_in_steps=True).with_context(validate_analytic=True)
                lead.action_post()
            return self._stay(document, "booking")
        document.state = "posted"
        return self._stay(document, "booking") if do_one(document._book()) else self._end(document)

    def _take_back_part(self, document):
        """:return: whether there may be a further step"""
        document.state = "to_review"
        if do_one(document._take_back()):
            return self._stay(document, "taking_back")
        lead = document._lead()
        if lead.state == "posted":
            with_own(lead, ozon_in_steps=True).button_draft()
        return self._end(document)

    def _stay(self, document, state):
        """The step is done, and further ones follow."""
        self.env.flush_all()
        document.write({"state": state, "error_message": self.refusal})
        return True

    def _end(self, document):
        """All of it is booked, or all of it is taken back."""
        user, refusal = self.user_id, self.refusal
        document._note_progress()
        document.error_message = refusal
        done = {
            "posted": document.env._("The month is booked."),
            "to_review": document.env._("The month is taken back."),
        }
        user._bus_send("simple_notification", {
            "title": document.display_name, "sticky": bool(refusal),
            "type": "danger" if refusal else "success",
            "message": refusal or done[document.state],
        })
        self.unlink()
        return False

    def _go(self, state, refusal=False):
        """Begin, or turn round.

        :param state: one of `UNDER_WAY`
        :param refusal: why it is turned round
        """
        self.document_id._record().write({"state": state, "error_message": refusal})
        self.refusal = refusal
        self._go_on_at(fields.Datetime.now())

    # Business: steps that cannot be done

    def _turn_round(self, message):
        """Undo what was done; if that is refused as well, wait for somebody to make it possible.

        :return: whether there may be a further step at once
        """
        document = self.document_id._record()
        if not self.refusal:
            self._go("taking_back" if document.state == "booking" else "booking", message)
            return True
        document.error_message = self.env._(
            "%(reason)s\nUndoing what was done has been refused as well: %(message)s\nThe month is "
            "partly booked. Resolve this; then it continues automatically by tomorrow morning, or "
            "at once with «Try Again».",
            reason=self.refusal, message=message,
        )
        self._go_on_at(calendar.next_morning(utc_now()).replace(tzinfo=None))
        self.user_id._bus_send("simple_notification", {
            "title": document.display_name, "sticky": True, "type": "danger",
            "message": document.error_message,
        })
        return False

    def _note_cut_off(self, document):
        """A step takes longer than Odoo allows.

        :return: whether there may be a further step at once
        """
        self.job_cuts = 0
        return self._turn_round(document.env._(
            "The server was reloaded twice while it worked on %(rows)s rows, since a step took "
            "longer than the %(seconds)s seconds that its configuration allows. Choose a shorter "
            "«Detail of Documents» on the account, or let the administrator raise "
            "«limit_time_real_cron» and «limit_time_cpu»; then press the button again.",
            rows=document._row_count(), seconds=self._job_seconds(),
        ))
