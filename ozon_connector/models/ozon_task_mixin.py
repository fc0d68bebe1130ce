from odoo import fields, models

# With more rows a button's work takes longer than the two seconds that a page may be frozen.
ROWS_IN_PAGE = 100


class OzonTaskMixin(models.AbstractModel):
    """Buttons whose work is left to the background where a person would wait for it."""

    _name = 'ozon.task.mixin'
    _description = 'Record with Work in the Background'

    ozon_working = fields.Char('Work under Way', compute='_compute_ozon_working')

    def _compute_ozon_working(self):
        tasks = self.env['ozon.task'].sudo()._of(self)
        labels = dict(
            self.env['ozon.task']._fields['method']._description_selection(self.env)
        )
        for record in self:
            record.ozon_working = record.id in tasks and labels[tasks[record.id].method]

    def _leave_to_background(self, method, rows):
        """Plan a button's work if somebody would wait for it in front of a frozen page.

        :param rows: how many rows the work goes through
        :return: whether it was left to the background
        """
        Task = self.env['ozon.task']
        if rows <= ROWS_IN_PAGE or not Task._is_for_page():
            return False
        Task._plan(self, method)
        return True

    def _note_task_problem(self, message):
        """Show why work in the background was not done.

        :param message: False when it is tried anew
        """
        raise NotImplementedError
