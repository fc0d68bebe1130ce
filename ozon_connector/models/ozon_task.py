import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.http import request

_logger = logging.getLogger(__name__)

# So long a page may be frozen; what takes longer goes on in the background.
PAGE_SECONDS = 2
# Odoo starts the scheduled action again while there are more.
TASKS_AT_ONCE = 100


class OzonTask(models.Model):
    """What a person asked for with a button, and would wait for too long in front of the page.

    It is done in the background with this person's rights, whole or not at all. The task is there
    as long as it is not done, and goes away with what it changed.
    """

    _name = 'ozon.task'
    _description = 'Ozon Work in the Background'
    _order = 'id'

    res_model = fields.Char('Model', required=True, readonly=True)
    res_id = fields.Many2oneReference(
        'Record', model_field='res_model', required=True, readonly=True,
    )
    method = fields.Selection(
        [
            ('action_confirm', "The month is being booked"),
            ('action_reset', "The month is being taken back"),
            ('action_draft_again', "The documents are being drafted again"),
            ('action_compare', "The report is being compared with Ozon's"),
            ('action_receive', "The goods are being received"),
            ('action_ozon_undo_receipt', "The receipt is being undone"),
        ],
        'Work', required=True, readonly=True,
    )
    user_id = fields.Many2one('res.users', required=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')

    _record_uniq = models.UniqueIndex(
        '(res_model, res_id)', "Something is done with this record already; wait for its end.",
    )

    @api.model
    def _is_for_page(self):
        """Whether somebody waits for a button in the browser; programs wait for the result."""
        return bool(request) and request.httprequest.path.startswith('/web/dataset/call_button')

    @api.model
    def _plan(self, records, method):
        """Have a button's work done as soon as possible, in place of the request."""
        records._note_task_problem(False)
        planned = self.sudo()._of(records)
        self.sudo().create([
            {
                'res_model': record._name, 'res_id': record.id, 'method': method,
                'user_id': self.env.uid, 'company_id': record.company_id.id,
            }
            for record in records.filtered(lambda record: record.id not in planned)
        ])
        self.env.ref('ozon_connector.ir_cron_run_tasks').sudo()._trigger()

    @api.model
    def _of(self, records):
        """:return: {id of a record: its task}, for records of one model"""
        tasks = self.search([('res_model', '=', records._name), ('res_id', 'in', records.ids)])
        return {task.res_id: task for task in tasks}

    # Cron

    @api.model
    def _cron_run_tasks(self):
        """Do every task, each in a transaction of its own; one that fails stops no other."""
        cron = self.env['ir.cron']
        tasks = self.search([], limit=TASKS_AT_ONCE)
        time_left = cron._commit_progress(remaining=self.search_count([]))
        defect = None
        for task in tasks:
            try:
                task.try_lock_for_update()._run()
            except OperationalError:
                # Somebody changed the same records; nothing is lost, the next run does it.
                self.env.cr.rollback()
                self.env.ref('ozon_connector.ir_cron_run_tasks')._trigger()
            except Exception as error:  # a defect of ours, told at the end
                self.env.cr.rollback()
                _logger.warning("Ozon task %s failed", task.id, exc_info=True)
                task._note_defect()
                defect = error
            time_left = cron._commit_progress(1)
            if not time_left:
                break
        if defect:
            raise defect

    def _run(self):
        for task in self:
            record = task._record()
            method, user = task.method, task.user_id
            task.unlink()
            if not record:
                continue
            if not user.active:
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
                told = {'type': 'danger', 'sticky': True, 'message': error.args[0]}
            else:
                told = self._told_by(action) or {
                    'type': 'success', 'message': record.env._("Done in the background."),
                }
            user._bus_send('simple_notification', {
                'title': record.sudo().display_name, **told,
            })

    @api.model
    def _told_by(self, action):
        """What a button would have shown at once, if it shows a notification."""
        if isinstance(action, dict) and action.get('tag') == 'display_notification':
            return {key: action['params'][key] for key in ('type', 'message')}
        return None

    def _record(self):
        """The record, seen by the person who asked; empty if it is there no more."""
        records = self.env[self.res_model].with_user(self.user_id).with_context(
            allowed_company_ids=self.company_id.ids, lang=self.user_id.lang,
        )
        return records.browse(self.res_id).exists()

    def _note_defect(self):
        record = self._record()
        message = record.env._(
            "The connector failed, and nothing was changed. The server's log says why; please "
            "tell the administrator."
        )
        record.sudo()._note_task_problem(message)
        self.unlink()
