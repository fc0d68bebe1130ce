from datetime import timedelta

from odoo import api, fields, models

from .ozon_document_base import OPEN_STATES

# While other workers have everything that is due, check this often whether they still work on it.
LOOK_AGAIN = timedelta(minutes=1)


def turn(document):
    """The sort key of the queue: open documents first, then by failures, size and age."""
    is_open = document.state in OPEN_STATES
    # Before it is loaded, nobody knows how many rows it has.
    is_big = is_open and document.state != "waiting" and document._has_many_rows()
    return not is_open, document.failures, is_big, document.period, document.id


class OzonDocumentQueue(models.AbstractModel):
    """The documents that are due are a queue which any number of workers share.

    They may be on several servers. Only one of them works for a company at once, because the
    documents of a company share product cards, journals and goods.

    A worker takes a document as far as it gets in one run. If a document with many rows is not done
    by then, all shorter ones go first, so that no cabinet waits for a big one.
    """

    _inherit = "ozon.document.mixin"
    _job_queue = "ozon.document"

    @api.model
    def _run_due(self):
        """Do what is due, and what becomes due through it. Then plan the next run.

        :return: the seconds that are left
        """
        time_left, done = True, self.browse()
        try:
            # Documents that failed before must not delay the others again.
            while time_left and (due := self.search(self._due_domain()) - done):
                self.env["ozon.document"]._call_helpers(due.company_id)
                time_left = due.sorted(turn)._run_jobs()
                done |= due
        finally:
            # Unless the time is over, other workers have what is still due.
            self._plan_next_run(LOOK_AGAIN if time_left else timedelta())
        return time_left

    @api.model
    def _due_domain(self):
        return [
            ("account_id.active", "=", True),
            "|", ("compare_due", "=", True),
            "&", ("state", "in", OPEN_STATES), ("next_attempt", "<=", fields.Datetime.now()),
        ]

    @api.model
    def _plan_next_run(self, pause=timedelta()):
        """Wake the workers as soon as something is due.

        :param pause: the shortest wait for what is due already
        """
        now = fields.Datetime.now()
        next_document = self.search(
            [
                ("state", "in", OPEN_STATES), ("next_attempt", "!=", False),
                ("account_id.active", "=", True),
            ],
            order="next_attempt", limit=1,
        )
        if next_document:
            moment = next_document.next_attempt
            self._trigger(max(moment, now + pause) if pause else moment)
        to_compare = [("compare_due", "=", True), ("account_id.active", "=", True)]
        if self.search_count(to_compare, limit=1):
            self._trigger(now + pause)
        if not pause:
            due = self.search(self._due_domain())
            self.env["ozon.document"]._call_helpers(due.company_id)
