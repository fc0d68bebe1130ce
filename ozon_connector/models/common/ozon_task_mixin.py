from odoo import fields, models

# With more rows, a button's work takes longer than the two seconds a page may freeze.
ROWS_IN_PAGE = 50
# Our buttons send this in their context. It means that a person waits in front of the page. A
# program that calls the same method waits for the result.
FOR_PAGE = "ozon_for_page"
# How long a page may be frozen; longer work continues in the background.
PAGE_SECONDS = 2


class OzonTaskMixin(models.AbstractModel):
    """Buttons whose work goes to the background when a person would have to wait for it."""

    _name = "ozon.task.mixin"
    _description = "Record with Work in the Background"
    _inherit = "ozon.task.work.mixin"

    ozon_working = fields.Char("Work under Way", compute="_compute_ozon_working")

    def _compute_ozon_working(self):
        tasks = self.env["ozon.task"].sudo()._of(self)
        labels = self._task_labels()
        for record in self:
            record.ozon_working = record.id in tasks and labels[tasks[record.id].method][0]

    def _is_for_page(self):
        """Whether a person waits for this call in front of a page."""
        return bool(self.env.context.get(FOR_PAGE))

    def _leave_to_background(self, method, rows):
        """Plan a button's work for later if a person would wait for it in front of a frozen page.

        :param method: the button's method, one of `_task_labels`
        :param rows: how many rows the work goes through
        :return: whether it was left to the background
        """
        if rows <= ROWS_IN_PAGE or not self._is_for_page():
            return False
        self.env["ozon.task"]._plan(self, method)
        return True
