from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AccountMove(models.Model):
    _inherit = 'account.move'

    ozon_report_id = fields.Many2one(
        'ozon.realization.report', 'Ozon Report', check_company=True, copy=False,
        index='btree_not_null', ondelete='restrict', readonly=True,
    )

    _ozon_bill_uniq = models.UniqueIndex(
        "(ozon_report_id) WHERE ozon_report_id IS NOT NULL AND state != 'cancel'"
        " AND move_type IN ('in_invoice', 'in_refund')",
        "The Ozon report has another bill already.",
    )

    def write(self, vals):
        if 'ozon_report_id' in vals and not self.env.su:
            raise AccessError(self.env._(
                "Which report of Ozon a bill is made from cannot be changed by hand: "
                "the month could be booked twice or not at all."
            ))
        return super().write(vals)

    def _post(self, soft=True):
        self._check_ozon_bills()
        posted = super()._post(soft)
        posted._set_ozon_report_state('posted')
        return posted

    def button_draft(self):
        self._check_ozon_bills_replaced()
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

    def _ozon_bills(self):
        return self.sudo().filtered(
            lambda move: move.ozon_report_id and move.is_purchase_document()
        )

    def _check_ozon_bills(self):
        """A bill that says another sum than its report is not posted, nor a month's second one."""
        self._check_ozon_bills_replaced()
        for bill in self._ozon_bills():
            report = bill.ozon_report_id
            if report.currency_id.compare_amounts(report.bill_total, report.fee_payable):
                raise UserError(self.env._(
                    "The bill adds up to %(total)s, the fee payable of Ozon's report is %(fee)s, "
                    "so it was not posted. Undo what was changed on the bill, or delete the draft "
                    "and load the report again.",
                    total=report.currency_id.format(report.bill_total),
                    fee=report.currency_id.format(report.fee_payable),
                ))

    def _check_ozon_bills_replaced(self):
        for bill in self._ozon_bills():
            current = bill.ozon_report_id.bill_id
            if current != bill:
                raise UserError(self.env._(
                    "The report %(report)s has another bill, %(bill)s. With this one the month "
                    "would be booked twice. Leave this bill cancelled.",
                    report=bill.ozon_report_id.display_name, bill=current.display_name,
                ))

    def _set_ozon_report_state(self, state):
        """The report follows its bill, whichever way the bill was posted or taken back."""
        reports = self.ozon_report_id.sudo().filtered(lambda report: report.bill_id in self)
        if reports:
            reports.write({'state': state})
