from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

# Odoo starts the scheduled action again while there are more.
TASKS_AT_ONCE = 100


class OzonTask(models.Model):
    """A button's work that takes too long to wait for in front of the page.

    The background does it with the rights of the person who pressed the button, completely or not
    at all. The task is deleted in the same transaction as its work.
    """

    _name = "ozon.task"
    _description = "Ozon Work in the Background"
    _inherit = ["ozon.job", "ozon.facts.mixin"]
    _order = "id"

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True,
    )
    # A method that the model names in `_task_labels`.
    method = fields.Char("Work", required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")

    _record_uniq = models.UniqueIndex(
        "(res_model, res_id)", "Something is done with this record already; wait for its end.",
    )

    @api.model
    def _plan(self, records, method):
        """Plan a button's work for as soon as possible, outside of the request.

        :param records: of a model with `ozon.task.mixin`
        :param method: the button's method, one of the model's `_task_labels`
        """
        assert method in records._task_labels()
        records._note_task_problem(False)
        planned = self.sudo()._of(records)
        self.sudo().create([
            {
                "res_model": record._name, "res_id": record.id, "method": method,
                "user_id": self.env.uid, "company_id": record.company_id.id,
            }
            for record in records.filtered(lambda record: record.id not in planned)
        ])
        self._trigger()

    @api.model
    def _of(self, records):
        """:return: {id of a record: its task}, for records of one model"""
        tasks = self.search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
        return {task.res_id: task for task in tasks}

    @api.model
    def _trigger(self):
        self.env.ref("ozon_connector.ir_cron_run_tasks").sudo()._trigger()

    # Cron

    @api.model
    def _cron_run_tasks(self):
        """Do every task in a transaction of its own. One that fails does not stop the others.

        :return: the seconds that are left for other work; 0 if tasks may be left over
        """
        try:
            return self.search([], limit=TASKS_AT_ONCE)._run_jobs()
        finally:
            if self.search_count([], limit=1):
                self._trigger()

    def _job_step(self):
        """Do the task, then delete it, whether it was done or refused."""
        for task in self:
            record = task._record()
            method, user, was_cut = task.method, task.user_id, task._job_was_cut()
            task.unlink()
            if not record:
                continue
            if was_cut:
                self._tell_cut_off(record, method, user)
                continue
            # Odoo's own user is never active.
            if not user.active and not user._is_superuser():
                record.sudo()._note_task_problem(record.env._(
                    "%s asked for this and has been archived since, so it was not done. Press the "
                    "button again if it is right.", user.name,
                ))
                continue
            try:
                with self.env.cr.savepoint():
                    action = getattr(record, method)()
            except (UserError, RedirectWarning) as error:
                record.sudo()._note_task_problem(error.args[0])
                told = {"type": "danger", "sticky": True, "message": error.args[0]}
            else:
                told = self._told_by(action) or self._told_when_done(record.sudo(), method)
            if told:
                user._bus_send("simple_notification", {
                    "title": record.sudo().display_name, **told,
                })
        return False

    @api.model
    def _tell_cut_off(self, record, method, user):
        """Report work that takes longer than Odoo allows: repeated, it would be cut off again."""
        message = record.env._(
            "«%(work)s» was stopped: it took longer than the %(seconds)s seconds that the server's "
            "configuration allows, and the server was reloaded twice. Nothing was changed. Choose "
            "a shorter «Detail of Documents» on the account, or let the administrator raise "
            "«limit_time_real_cron» and «limit_time_cpu»; then press the button again.",
            work=record._task_labels()[method][0], seconds=self._job_seconds(),
        )
        record.sudo()._note_task_problem(message)
        user._bus_send("simple_notification", {
            "title": record.sudo().display_name, "type": "danger", "sticky": True,
            "message": message,
        })

    def _job_defect(self):
        record = self._record()
        message = record.env._(
            "The connector failed, and nothing was changed. The server's log says why; please "
            "tell the administrator."
        )
        record.sudo()._note_task_problem(message)
        self.unlink()

    # Business

    @api.model
    def _told_by(self, action):
        """The text that the button would have shown at once, if it shows a notification."""
        if isinstance(action, dict) and action.get("tag") == "display_notification":
            return {key: action["params"][key] for key in ("type", "message")}
        return None

    @api.model
    def _told_when_done(self, record, method):
        """The notification about work that has ended; None while steps that it began still run."""
        # The work has changed what this field is computed from.
        record.invalidate_recordset(["ozon_working"])
        if record.ozon_working:
            return None
        return {"type": "success", "message": record._task_labels()[method][1]}

    def _record(self):
        """The record as the person who asked sees it; empty if it was deleted."""
        records = self.env[self.res_model].with_user(self.user_id).with_context(
            allowed_company_ids=self.company_id.ids, lang=self.user_id.lang,
        )
        return records.browse(self.res_id).exists()
