import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class OzonJob(models.AbstractModel):
    """Work that goes on in the background, one committed step at a time.

    All kinds of such work share one loop. A model defines what a step does, how to react when
    somebody else has changed the same records or when the program fails, and when the next run is
    due.
    """

    _name = "ozon.job"
    _description = "Ozon Work in Steps"

    # What a kind of work defines

    def _job_step(self):
        """Do one step completely or not at all. Do nothing for an empty recordset.

        :return: whether there may be a further step
        """
        raise NotImplementedError

    def _job_conflict(self):
        """Another transaction has changed the same records, so the last step was rolled back."""

    def _job_defect(self):
        """The program failed, and the last step was rolled back. Show this to a person."""
        raise NotImplementedError

    # The loop

    def _run_jobs(self):
        """Take every record as far as possible. A record that fails does not stop the others.

        The work stops when the scheduled action's time is over. The rest stays due, and the caller
        plans the next run.

        :return: the seconds that are left; 0 if records may be left over
        :raises Exception: the last defect of the program, raised after all records had their turn
        """
        cron = self.env["ir.cron"]
        time_left = cron._commit_progress(remaining=len(self))
        defect = None
        for job in self:
            try:
                while time_left and job._try_lock()._job_step():
                    time_left = cron._commit_progress()
            except OperationalError:
                self.env.cr.rollback()
                job._job_conflict()
            except Exception as error:  # told at the end, so that the other records go on
                self.env.cr.rollback()
                _logger.warning("Ozon: %s failed", job, exc_info=True)
                job._job_defect()
                defect = error
            time_left = cron._commit_progress(1)
            if not time_left:
                # Without this Odoo would continue the same job until it kills the worker for its
                # time.
                cron._commit_progress(remaining=0)
                break
        if defect:
            raise defect
        return time_left

    # Locks

    def _try_lock(self):
        """Lock those records that no other transaction is working on.

        :return: the locked records, read anew from the database
        """
        # A commit keeps the cache, and a person may have changed the records since.
        self.invalidate_recordset()
        return self.try_lock_for_update(allow_referencing=True)

    def _lock(self):
        """Keep everybody else from working on the records until the transaction ends.

        :raises UserError: somebody is working on one of them; waiting would end in a database error
        """
        for record in self:
            if not record._try_lock():
                raise UserError(self.env._(
                    "%s is being worked on at this moment. Nothing is done twice; "
                    "reload the page in a minute.", record.display_name,
                ))
