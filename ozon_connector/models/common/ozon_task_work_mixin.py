from odoo import models


class OzonTaskWorkMixin(models.AbstractModel):
    """What a task has to know about the record that it works on."""

    _name = "ozon.task.work.mixin"
    _description = "Record That Tasks Work On"

    def _task_labels(self):
        """The work of this model's buttons that may be left to the background.

        :return: {method of the button: (text to show while it is under way, text when it is done)}
        """
        raise NotImplementedError

    def _note_task_problem(self, message):
        """Show why the background did not do the work.

        :param message: False when the work is tried again
        """
        raise NotImplementedError
