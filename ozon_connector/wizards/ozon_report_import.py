from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import calendar
from ..models.ozon_realization_report import OPEN_STATES


class OzonReportImport(models.TransientModel):
    """Ask for the reports of chosen months; they are loaded in the background, one by one.

    A month that fails stops no other; the dialog shows how many are loaded.
    """

    _name = 'ozon.report.import'
    _description = 'Import of Ozon Reports'

    account_id = fields.Many2one(
        'ozon.account', required=True, domain="[('state', '!=', 'draft')]",
        default=lambda self: self.env['ozon.account'].search([('state', '!=', 'draft')], limit=1),
    )
    company_id = fields.Many2one(
        related='account_id.company_id', store=True, related_sudo=False,
    )
    month_from = fields.Date('From Month', required=True, default=lambda self: self._last_month())
    month_to = fields.Date('To Month', required=True, default=lambda self: self._last_month())

    # Those that were not booked when they were asked for.
    report_ids = fields.Many2many('ozon.realization.report', readonly=True)
    month_count = fields.Integer(compute='_compute_progress')
    loaded_count = fields.Integer(compute='_compute_progress')
    failed_count = fields.Integer(compute='_compute_progress')

    @api.depends('report_ids.state', 'report_ids.error_message')
    def _compute_progress(self):
        for dialog in self:
            open_reports = dialog.report_ids.filtered(lambda report: report.state in OPEN_STATES)
            dialog.month_count = len(dialog.report_ids)
            dialog.loaded_count = dialog.month_count - len(open_reports)
            dialog.failed_count = len(open_reports.filtered('error_message'))

    @api.model
    def _last_month(self):
        return calendar.last_closed_month(self.env['ozon.account']._utc_now())

    def action_import(self):
        """Make the reports of the months and start loading those that are not booked yet.

        :return: the same dialog, which shows the progress now; the list if nothing is to be done
        """
        self.ensure_one()
        first, last = calendar.month_of(self.month_from), calendar.month_of(self.month_to)
        self._check_months(first, last)
        reports = self.account_id.sudo()._create_reports(calendar.months(first, last))
        open_reports = reports.filtered(lambda report: report.state not in ('to_review', 'posted'))
        # What somebody else is at work on goes on without this.
        idle = open_reports.try_lock_for_update(allow_referencing=True)
        idle._reopen()
        # What failed before is asked for anew, so that the progress does not count it as failed.
        idle.error_message = False
        idle._retry_at(self.env['ozon.account']._utc_now())
        if not open_reports:
            return self._open_reports(reports)
        return self._watch(open_reports)

    def action_open_reports(self):
        self.ensure_one()
        return self._open_reports(self.report_ids)

    def _watch(self, reports):
        """:return: the dialog, which shows how far the reports are"""
        self.report_ids = reports
        view = self.env.ref('ozon_connector.ozon_report_import_view_form_progress')
        return self._get_records_action(
            name=self.env._("Import Reports"), target='new', views=[(view.id, 'form')],
        )

    def _open_reports(self, reports):
        return reports._get_records_action(
            name=self.env._("Intermediary Reports"), views=[(False, 'list'), (False, 'form')],
            domain=[('id', 'in', reports.ids)],
        )

    def _check_months(self, first, last):
        if first > last:
            raise UserError(self.env._(
                "The first month is after the last one, so nothing was loaded. Swap them."
            ))
        if first < calendar.FIRST_MONTH:
            raise UserError(self.env._(
                "Ozon has no reports of this kind before August 2023. Nothing was loaded. "
                "Choose a later first month."
            ))
        if last > self._last_month():
            raise UserError(self.env._(
                "The last month is not over yet, so Ozon has no report of it. Nothing was loaded. "
                "Choose an earlier last month."
            ))
