from odoo import api, models
from odoo.exceptions import UserError

from ..domain import calendar
from ..models.common.ozon_task_mixin import FOR_PAGE
from ..models.document.ozon_document_base import OPEN_STATES
from ..ozon_api import errors
from ..tools.messages import ozon_error_message
from ..tools.moments import utc_now


class OzonAccount(models.Model):
    """The buttons of an account that open a dialog."""

    _inherit = "ozon.account"

    def action_import_reports(self):
        """Load the reports of all closed months from `import_from` on that are not loaded yet.

        Whatever takes longer than a few seconds continues in the background.
        """
        self.ensure_one()
        self.check_access("read")
        if self.by_files:
            raise UserError(ozon_error_message(self.env, errors.WithoutKey()))
        if self.state == "draft":
            raise UserError(self.env._(
                "The account is not connected to Ozon yet, so nothing can be loaded. "
                "Enter the Client-Id and the key and press «Connect»."
            ))
        account = self.sudo()
        reports = account._create_reports(
            calendar.months(account.import_from, calendar.last_closed_month(utc_now()))
        )
        reports = reports.filtered(lambda report: report.state in OPEN_STATES)
        notification = reports._run_in_request()
        under_way = reports.filtered("ozon_working")
        if under_way and self.env.context.get(FOR_PAGE):
            dialog = self.env["ozon.report.import"].create({"account_id": self.id})
            return dialog._watch(under_way.document_id)
        return notification

    def action_set_up(self):
        """The list of what booking needs, with the buttons that fix it.

        It opens with proposals for what is missing and, before the first month, for what is open.
        Proposals change nothing.
        """
        self.ensure_one()
        self.check_access("read")
        setup = self.env["ozon.setup"].create({"account_id": self.id})
        if setup.can_propose and (setup.missing_count or not self.report_ids):
            setup._show_proposals()
        return setup._get_records_action(name=self.env._("Set Up"))

    @api.model
    def action_set_up_next(self):
        """Set up the first account that lacks something."""
        accounts = self.search(["|", ("state", "=", "connected"), ("by_files", "=", True)])
        account = accounts.filtered(lambda account: account.next_step == "set_up")[:1]
        return account.action_set_up() if account else False
