from odoo import api, models


class OzonTaskBookings(models.Model):
    """The bookings in steps that a task has begun; the scheduled action of tasks continues them."""

    _inherit = "ozon.task"

    @api.model
    def _cron_run_tasks(self):
        try:
            time_left = super()._cron_run_tasks()
            if time_left:
                self.env["ozon.booking"]._run_due()
            return time_left
        finally:
            self.env["ozon.booking"]._plan_next_run()
