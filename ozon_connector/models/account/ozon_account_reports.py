from odoo import api, models
from odoo.exceptions import UserError

from ...domain import calendar
from ...ozon_api import errors
from ...tools.messages import ozon_error_message
from ...tools.moments import utc_now
from ..common.ozon_task_mixin import FOR_PAGE
from ..document.ozon_document_base import OPEN_STATES


class OzonAccountReports(models.Model):
    """The monthly documents of a cabinet: which are due, and who asks for them."""

    _inherit = "ozon.account"

    # Actions

    def action_open_reports(self):
        """All realization reports of the account."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector.ozon_realization_report_action"
            ),
            "domain": [("account_id", "=", self.id)],
        }

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

    # Cron

    @api.model
    def _cron_import_reports(self):
        """Load the documents that are due, of every kind and account.

        Also compare the last two months with Ozon, which may have changed them.
        A fault of one account or month does not delay the others.
        """
        accounts = self._accounts_to_load()
        kinds = self.env["ozon.document"]._kinds()
        for kind in kinds:
            kind._mark_for_comparison(accounts)
        self.env["ozon.document"]._create_due(accounts)
        for kind in kinds:
            kind._run_due()

    # Business

    @api.model
    def _accounts_to_load(self):
        """The accounts whose documents are loaded automatically."""
        return self.search([
            ("state", "!=", "draft"), ("auto_import", "=", True), ("by_files", "=", False),
        ])

    def _create_reports(self, months):
        """The realization reports of the given months; missing ones are created.

        :return: all of them, oldest first
        """
        self.ensure_one()
        return self.env["ozon.realization.report"]._create_missing(self, months)
