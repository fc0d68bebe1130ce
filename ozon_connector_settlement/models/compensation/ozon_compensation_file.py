import time
from datetime import timedelta

from odoo import fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.ozon_api import errors
from odoo.addons.ozon_connector.ozon_api.answers.report_files import FAILED, SUCCESS
from odoo.addons.ozon_connector.ozon_api.files import FileUnreadable, read_compensations
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.http import request

from ...domain import compensations as rules
from ...tools.compensation_messages import compensation_error_message, compensation_file_message
from ...tools.compensation_told import told_by_file, told_by_list, told_nothing

# Ozon needs seconds, sometimes minutes, to create a file.
POLL = timedelta(seconds=3)
LOOKS = 4  # in one background run; the next run continues
LONGEST_WAIT = timedelta(minutes=10)


class OzonCompensationFile(models.Model):
    """Orders Ozon's report of a month, or asks for the list of what it wrote off."""

    _inherit = "ozon.compensation"

    def _ask(self, client):
        """:return: `Told`"""
        if self.kind == rules.WRITTEN_OFF:
            return told_by_list(self, client.decommissioned_goods(
                self.period, calendar.last_day(self.period),
            ))
        info = self._wait_for_file(client)
        self.code = False
        if info.status == FAILED:
            return told_nothing(self.env._(
                "Ozon could not create its report, so nothing of it was booked. It is ordered "
                "again tomorrow. Ozon's answer: «%s»", info.error or "—",
            ))
        return self._read_file(client.report_file(info.file_url))

    def _read_file(self, content):
        """:return: `Told`; the file is kept even if it cannot be used"""
        self._keep_file(content)
        try:
            return told_by_file(self, read_compensations(content))
        except FileUnreadable as error:
            return told_nothing(compensation_file_message(self.env, error))
        except rules.CompensationDoesNotTie as error:
            return told_nothing(compensation_error_message(self.env, error))

    def _wait_for_file(self, client):
        """Order the report unless it is ordered already. In the background, wait for it a little.

        :return: `ozon_api.answers.ReportInfo` of a report that is ready or has failed
        :raises errors.ReportNotMade: Ozon needs more time
        """
        if not self.code:
            self._order_report(client)
        for look in range(LOOKS):
            try:
                info = client.report_info(self.code)
            except errors.FileGone:
                self._order_report(client)
                continue
            if info.status in (SUCCESS, FAILED):
                return info
            if request or look == LOOKS - 1:
                break
            time.sleep(POLL.total_seconds())
        raise errors.ReportNotMade("/v1/report/info", retry_after=POLL.total_seconds())

    def _order_report(self, client):
        ask = client.compensations if self.kind == rules.COMPENSATION else client.decompensations
        self.write({"code": ask(self.period), "ordered_at": fields.Datetime.now()})

    def _keep_file(self, content):
        """Keep the latest file, even if it cannot be used."""
        if self.file_attachment_id:
            self.file_attachment_id.raw = content
        else:
            self.file_attachment_id = self.env["ir.attachment"].create({
                "name": f"ozon-{self.kind}-{self.period:%Y-%m}.xlsx", "raw": content,
                "res_model": self._name, "res_id": self.id,
            })

    # When Ozon has no report

    def _note_ozon_error(self, error):
        """Ozon has no report for a month without compensations, or for one that is not closed."""
        since = self.ordered_at or fields.Datetime.now()
        waits_too_long = fields.Datetime.now() - since > LONGEST_WAIT
        if isinstance(error, errors.ReportNotMade) and not waits_too_long:
            return self._retry_at(utc_now() + POLL)
        if isinstance(error, errors.ReportNotReady):
            return self._note_no_report()
        return super()._note_ozon_error(error)

    def _note_no_report(self):
        """The accruals tell whether a report is still to come."""
        accrued = self._accrued_of_kind()
        unread = self.env["ozon.accrual.day"]._unread(
            self.account_id, self.period, calendar.last_day(self.period),
        )
        if accrued:
            self._note_failure(self.env._(
                "Ozon has accrued %(accrued)s for %(month)s, but its report is not available yet, "
                "so nothing is booked. It is requested again every morning.",
                accrued=self._money(accrued), month=self.month,
            ))
        elif unread:
            self._note_failure(self.env._(
                "Ozon has no report of this kind for %(month)s. Its accruals will show whether one "
                "is to come, but %(count)s days of them have not been read yet. The report is "
                "requested again after that.", month=self.month, count=unread,
            ))
        else:
            self.write({
                "state": "cancelled", "has_nothing": True, "error_message": False,
                "next_attempt": False, "failures": 0,
            })
            self._note_not_waiting()
