from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    ozon_report_id = fields.Many2one(
        'ozon.realization.report', 'Ozon Report', check_company=True, copy=False,
        index='btree_not_null', ondelete='restrict', readonly=True,
    )

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._set_ozon_report_state('posted')
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._set_ozon_report_state('to_review')
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._set_ozon_report_state('cancelled')
        return result

    @api.ondelete(at_uninstall=False)
    def _forget_ozon_bill(self):
        # Its report can draft a new bill from the lines that it has.
        self._set_ozon_report_state('ready')

    def action_open_ozon_report(self):
        self.ensure_one()
        return self.ozon_report_id._get_records_action()

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.ozon_report_id:
            # A product returned as often as it was sold has a line of 0.00: it is not empty.
            alerts.pop('account_remove_empty_lines', None)
        return alerts

    def _set_ozon_report_state(self, state):
        """The report follows its bill, whichever way the bill was posted or taken back."""
        reports = self.ozon_report_id.sudo().filtered(lambda report: report.bill_id in self)
        if reports:
            reports.write({'state': state})
