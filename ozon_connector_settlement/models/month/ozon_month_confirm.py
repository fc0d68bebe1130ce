from odoo import api, fields, models
from odoo.addons.ozon_connector.models.common.ozon_task_mixin import ROWS_IN_PAGE
from odoo.addons.ozon_connector.models.document.ozon_document_base import UNDER_WAY
from odoo.exceptions import RedirectWarning, UserError


class OzonMonthConfirm(models.Model):
    """Books everything of a month that is ready, one document after the other.

    Each document is booked completely or not at all, with the rights of the user who confirmed the
    month. Documents that are not ready stay unchanged and are listed.
    """

    _inherit = "ozon.month"

    confirm_user_id = fields.Many2one("res.users", "Confirmed By", readonly=True)
    # Ids of `ozon.document` that are still to be booked.
    confirm_left = fields.Json(readonly=True)
    confirm_total = fields.Integer(readonly=True)
    confirm_problems = fields.Text("Not Booked", readonly=True)
    # A document with many rows, which is booked in steps; the others wait until it is done.
    confirm_step_id = fields.Many2one("ozon.document", readonly=True)
    has_unready = fields.Boolean(
        compute="_compute_has_unready",
        help="A document of the month cannot be booked yet, or none is left to book.",
    )

    @api.depends("state")
    def _compute_has_unready(self):
        for month in self:
            # Looking at the documents takes time, and only these states can be confirmed.
            asked = month.state in ("to_review", "different")
            ready, waiting = month._ready_documents() if asked else ([], [])
            month.has_unready = bool(waiting) or not ready

    def _compute_ozon_working(self):
        result = super()._compute_ozon_working()
        for month in self.filtered("confirm_user_id"):
            month.ozon_working = self.env._(
                "The month is being booked: %(done)s of %(total)s",
                done=month.confirm_total - len(month.confirm_left or ()),
                total=month.confirm_total,
            )
        return result

    # Actions

    def action_confirm(self):
        """Book all documents of the month that are ready, and list the others.

        :raises UserError: no document is ready
        """
        self.check_access("read")
        for month in self:
            month._confirm_ready()
        return True

    def _confirm_ready(self):
        self._lock()
        ready, waiting = self._ready_documents()
        if not ready:
            raise UserError(self.env._(
                "No document of %(month)s can be booked now, so nothing was changed.\n"
                "%(waiting)s", month=self.display_name, waiting="\n".join(waiting),
            ))
        rows = sum(document._row_count() for document in ready)
        self.sudo().write({
            "confirm_user_id": self.env.uid, "confirm_total": len(ready),
            "confirm_left": [document.document_id.id for document in ready],
            "confirm_problems": "\n".join(waiting),
        })
        if self._is_for_page() and (rows > ROWS_IN_PAGE or len(ready) > 1):
            self._trigger()
            return
        while self.sudo()._confirm_next():
            pass

    def _ready_documents(self):
        """:return: (list of the documents to book, texts of those that are not ready)"""
        ready, waiting = [], []
        for document in self._documents_of_month():
            record = document._record()
            if record.state in ("posted", "cancelled"):
                continue
            problem = _why_not_ready(record.sudo())
            if problem:
                waiting.append(f"{record.display_name}: {problem}")
            else:
                ready.append(record)
        # The report first, because services are netted with what Ozon owes by it.
        return sorted(ready, key=lambda one: (one._entry_kind != "realization", one.id)), waiting

    # Business: the steps

    def _confirm_next(self):
        """Book the next document.

        :return: whether to continue at once: there are more, and none is being booked in steps
        """
        left = list(self.confirm_left or ())
        document = self.env["ozon.document"].browse(left[:1]).exists()
        if self.confirm_step_id and self.confirm_step_id == document:
            if self._waits_for_steps():
                return False
            record = document._record()
            if record.state != "posted":
                self._note_not_booked(record, record.error_message or "")
        elif document:
            self._confirm_one(document)
            self.confirm_step_id = document
            if self._waits_for_steps():
                return False
        self.confirm_step_id = False
        self.confirm_left = left[1:]
        if left[1:]:
            return True
        user, problems = self.confirm_user_id, self.confirm_problems
        self.write({"confirm_user_id": False, "confirm_left": False})
        self._compare()
        user._bus_send("simple_notification", {
            "title": self.display_name, "sticky": bool(problems),
            "type": "warning" if problems else "success",
            "message": problems or self.env._("The month is booked."),
        })
        return False

    def _waits_for_steps(self):
        """Whether the next document is being booked in steps; when done, it resumes the month."""
        return self.confirm_step_id and self.confirm_step_id._record().state in UNDER_WAY

    def _note_not_booked(self, record, reason):
        self.confirm_problems = "\n".join(filter(None, (
            self.confirm_problems, f"{record.sudo().display_name}: {reason}",
        )))

    def _confirm_one(self, document):
        """Book a document completely or not at all, with the rights of the user who asked."""
        user = self.confirm_user_id
        record = document._record().with_user(user).with_context(
            allowed_company_ids=self.company_id.ids, lang=user.lang,
        )
        if not record or record.state != "to_review":
            return
        try:
            with self.env.cr.savepoint():
                record.action_confirm()
        except (UserError, RedirectWarning) as error:
            self._note_not_booked(record, error.args[0])


def _why_not_ready(record):
    """:return: the reason as text; empty for a document that can be booked"""
    env = record.env
    if record.state in UNDER_WAY:
        return record._booking_progress()
    if record.state != "to_review":
        return record.error_message or env._("Ozon's figures are not drafted yet")
    failed = [check for check in record.checks if check["state"] == "failed"]
    if failed:
        return failed[0]["text"] or failed[0]["title"]
    missing = record._missing_setup()
    return missing[0]["text"] if missing else ""
