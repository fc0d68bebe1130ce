from odoo import fields, models

# With more rows a button's work takes longer than the two seconds that a page may be frozen.
ROWS_IN_PAGE = 100
# The buttons of our pages send this in their context. It says that a person waits in front of the
# page; a program that calls the same method waits for the result.
FOR_PAGE = "ozon_for_page"


class OzonTaskMixin(models.AbstractModel):
    """Buttons whose work is left to the background where a person would wait for it."""

    _name = "ozon.task.mixin"
    _description = "Record with Work in the Background"

    ozon_working = fields.Char("Work under Way", compute="_compute_ozon_working")

    def _compute_ozon_working(self):
        tasks = self.env["ozon.task"].sudo()._of(self)
        labels = self._task_labels()
        for record in self:
            record.ozon_working = record.id in tasks and labels[tasks[record.id].method]

    def _task_labels(self):
        """The work of this model's buttons that may be left to the background.

        :return: {method of the button: what is under way meanwhile}
        """
        raise NotImplementedError

    def _note_task_problem(self, message):
        """Show why work in the background was not done.

        :param message: False when it is tried anew
        """
        raise NotImplementedError

    def _is_for_page(self):
        """Whether a person waits in front of a page for what is called."""
        return bool(self.env.context.get(FOR_PAGE))

    def _leave_to_background(self, method, rows):
        """Plan a button's work if a person would wait for it in front of a frozen page.

        :param method: the button's method, one of `_task_labels`
        :param rows: how many rows the work goes through
        :return: whether it was left to the background
        """
        if rows <= ROWS_IN_PAGE or not self._is_for_page():
            return False
        self.env["ozon.task"]._plan(self, method)
        return True
