import logging
import os
import uuid
from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

_logger = logging.getLogger(__name__)

# Identifies this start of the program. A reloaded server has another one, even in the same process.
START = uuid.uuid4().hex
# A step that was cut off this often is made smaller; if it cannot be, a person is told.
CUTS_TO_SHRINK = 2


def worker():
    """:return: a text that identifies this process of Odoo since it was last reloaded"""
    return f"{os.getpid()}-{START}"


class OzonJob(models.AbstractModel):
    """Work that goes on in the background, one committed step at a time.

    All kinds of such work share one loop. A model defines what a step does, how to react when
    somebody else has changed the same records or when the program fails, and when the next run is
    due.

    A server that works longer than its limits allow is reloaded by Odoo, and the step that it was
    at is rolled back. So each record says which worker is at it, and since when. Another worker
    that finds this mark, when it is as old as these limits, knows that a step was cut off. A
    younger mark means that the server was stopped for another reason.
    """

    _name = "ozon.job"
    _description = "Ozon Work in Steps"

    # The name of a queue that several workers share; only one of them works for a company at once.
    _job_queue = None

    job_worker = fields.Char("Worked On By", readonly=True, copy=False)
    job_since = fields.Datetime("Worked On Since", readonly=True, copy=False)
    job_cuts = fields.Integer("Times Cut Off", readonly=True, copy=False)

    # What a kind of work defines

    def _job_step(self):
        """Do one step completely or not at all. Do nothing for an empty recordset.

        :return: whether there may be a further step; or, instead of True, how much was done, in the
            units that a person counts
        """
        raise NotImplementedError

    def _job_conflict(self):
        """Another transaction has changed the same records, so the last step was rolled back."""

    def _job_defect(self):
        """The program failed, and the last step was rolled back. Show this to a person."""
        raise NotImplementedError

    @api.model
    def _due_domain(self):
        """The records that have work to do; all of them, unless a kind of work says otherwise."""
        return []

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
            with job._job_alone() as alone:
                error = job._work() if alone else None
            defect = error or defect
            time_left = cron._commit_progress(1)
            if not time_left:
                # Without this Odoo would continue the same job until it kills the worker for
                # exceeding its time.
                cron._commit_progress(remaining=0)
                break
        if defect:
            raise defect
        return time_left

    def _work(self):
        """Take the record as far as possible.

        :return: the defect of the program that ended it, if there was one
        """
        commit = self.env["ir.cron"]._commit_progress
        try:
            if not self._try_lock().filtered_domain(self._due_domain()):
                # Another worker has done it in the meantime.
                return None
            self._job_mark()
            time_left, done = commit(), True
            while time_left and (done := self._try_lock()._job_step()):
                time_left = commit(done if type(done) is int else 1)
            self.exists()._try_lock()._job_unmark(ended=not done)
        except OperationalError:
            self.env.cr.rollback()
            self._job_conflict()
            self.exists()._try_lock()._job_unmark(ended=False)
        except Exception as error:  # told at the end, so that the other records go on
            self.env.cr.rollback()
            _logger.warning("Ozon: %s failed", self, exc_info=True)
            self._job_defect()
            self.exists()._try_lock()._job_unmark(ended=True)
            return error
        return None

    # Steps that were cut off

    def _job_mark(self):
        """Note who works on the record, and whether somebody was cut off at it."""
        now = fields.Datetime.now()
        for job in self:
            gone = job.job_worker and job.job_worker != worker()
            if gone and job.job_since and now - job.job_since >= self._job_time():
                job.job_cuts += 1
            job.write({"job_worker": worker(), "job_since": now})

    def _job_unmark(self, ended):
        """Note that nobody works on the record any more.

        :param ended: whether its work is done or waits; otherwise it goes on in steps of this size
        """
        for job in self:
            if job.job_worker == worker():
                job.write({
                    "job_worker": False, "job_since": False,
                    "job_cuts": 0 if ended else job.job_cuts,
                })

    def _job_was_cut(self):
        """Whether the present step is too much for the time that Odoo gives it."""
        return self.job_cuts >= CUTS_TO_SHRINK

    @api.model
    def _job_seconds(self):
        """How long Odoo lets a scheduled action run before it reloads the server."""
        limit = config["limit_time_real_cron"]
        return config["limit_time_real"] if limit in (-1, None) else limit

    @api.model
    def _job_time(self):
        """The shortest time after which Odoo's limits can end a step.

        The limit of CPU time counts as well; CPU time never runs faster than the clock.

        :return: timedelta; `timedelta.max` if nothing limits a step
        """
        limits = [limit for limit in (self._job_seconds(), config["limit_time_cpu"]) if limit > 0]
        return timedelta(seconds=min(limits)) if limits else timedelta.max

    def _job_share(self, usual):
        """How much a step does at once: less, the more often it was cut off.

        :param usual: how much it does if it was never cut off
        """
        return max(usual >> 2 * max(self.job_cuts - 1, 0), 1)

    # Locks

    @contextmanager
    def _job_alone(self):
        """Keep other workers from all work of the same queue and company until this is over.

        The lock lasts over commits, and ends with the worker that has it.

        :return: a context manager that gives whether nobody else is at it; if not, leave it to them
        """
        if not self._job_queue:
            yield True
            return
        cr, key = self.env.cr, [self._job_queue, self.exists().company_id.id or 0]
        cr.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", key)
        [alone] = cr.fetchone()
        # Only a new transaction sees what others have committed up to now.
        self.env["ir.cron"]._commit_progress()
        try:
            yield alone
        except BaseException:
            cr.rollback()
            raise
        finally:
            if alone:
                cr.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", key)

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
