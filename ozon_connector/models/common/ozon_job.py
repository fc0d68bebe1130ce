import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class OzonJob(models.AbstractModel):
    """Work that goes on in the background, one committed step at a time.

    There is one loop for all kinds of such work. A model says what a step is, what is to be done
    when somebody else has changed the same records or when the program fails, and when the next
    run is due.
    """

    _name = "ozon.job"
    _description = "Ozon Work in Steps"

    # What a kind of work says of itself

    def _job_step(self):
        """Do one step, whole or not at all; nothing for an empty recordset.

        :return: whether there may be a further step
        """
        raise NotImplementedError

    def _job_conflict(self):
        """Another transaction has changed the same records, so the last step is undone."""

    def _job_defect(self):
        """The program failed, and the last step is undone. Say so where a person sees it."""
        raise NotImplementedError

    # The loop

    def _run_jobs(self):
        """Take every record as far as it goes. One that fails stops no other.

        The work stops when the time of the scheduled action is over. What is left stays due; who
        calls this plans the next run.

        :return: the seconds that are left; 0 if records may be left over
        :raises Exception: the last defect of the program, after all records had their turn
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
                # Odoo would go on in the same job until its worker is killed for taking too long.
                cron._commit_progress(remaining=0)
                break
        if defect:
            raise defect
        return time_left

    # Locks

    def _try_lock(self):
        """Lock the records, unless another transaction is at work on them.

        :return: the records that are locked now, as they are in the database
        """
        # A commit leaves the cache as it was; a person may have acted since.
        self.invalidate_recordset()
        return self.try_lock_for_update(allow_referencing=True)

    def _lock(self):
        """Keep everybody else from working on the records until the transaction ends.

        :raises UserError: somebody is at work on one; to wait would end in an error of the database
        """
        for record in self:
            if not record._try_lock():
                raise UserError(self.env._(
                    "%s is being worked on at this moment. Nothing is done twice; "
                    "reload the page in a minute.", record.display_name,
                ))
