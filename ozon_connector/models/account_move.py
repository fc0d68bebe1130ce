from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _name = 'account.move'
    _inherit = ['account.move', 'ozon.protected.mixin']

    ozon_report_id = fields.Many2one(
        'ozon.realization.report', check_company=True, copy=False,
        index='btree_not_null', ondelete='restrict', readonly=True, ozon_protected=True,
    )

    # Price × quantity of all lines when the total was made that of the report.
    ozon_price_total = fields.Float(readonly=True, copy=False, ozon_protected=True)

    _ozon_bill_uniq = models.UniqueIndex(
        "(ozon_report_id) WHERE ozon_report_id IS NOT NULL AND state != 'cancel'"
        " AND move_type IN ('in_invoice', 'in_refund')",
        "The Ozon report has another bill already.",
    )

    def _get_invoice_currency_rate_date(self):
        # All documents of a report are converted at one rate, that of the month's last day.
        return self.ozon_report_id.sudo().date_to or super()._get_invoice_currency_rate_date()

    def _post(self, soft=True):
        self._check_ozon_documents_replaced()
        self._check_ozon_bills()
        bills = self._ozon_bills()
        followers = self._ozon_followers()
        alone = followers.filtered(
            lambda move: move.ozon_report_id.state != 'posted'
            and move.ozon_report_id.bill_id not in bills
        )
        if alone:
            raise UserError(self.env._(
                "%(document)s is posted together with the bill of %(report)s, so that the month is "
                "booked as a whole or not at all. Confirm the report, or post its bill.",
                document=alone[0].display_name, report=alone[0].ozon_report_id.display_name,
            ))
        # What is posted along with its bill is posted by the report, after the goods were moved.
        led = followers.filtered(lambda move: move.ozon_report_id.bill_id in bills)
        to_post = self - led
        if all(move.ozon_report_id and move.is_invoice() for move in to_post):
            to_post = to_post._ozon_ready_to_post()
        posted = super(AccountMove, to_post)._post(soft).with_env(self.env)
        (bills & posted).ozon_report_id._follow_posted_bill()
        return posted | led.filtered(lambda move: move.state == 'posted')

    def action_post(self):
        report = self._ozon_report_of_long_bill()
        if report.state == 'to_review' and report._leave_to_background(
            'action_confirm', len(report.line_ids)
        ):
            return report._get_records_action()
        return super().action_post()

    def button_draft(self):
        # What follows is done for the user, whatever the rights on reports.
        self.check_access('write')
        report = self._ozon_report_of_long_bill()
        if report.state == 'posted' and report._leave_to_background(
            'action_reset', len(report.line_ids)
        ):
            return report._get_records_action()
        self._check_ozon_documents_replaced()
        self._check_ozon_followers_stay()
        bills = self._ozon_bills()
        bills.ozon_report_id._follow_reset_bill()
        led = self._ozon_followers().filtered(lambda move: move.ozon_report_id.bill_id in bills)
        result = super(AccountMove, self - led).button_draft()
        for report in bills.ozon_report_id:
            report._for_books()._tie_bill_again()
        return result

    def button_cancel(self):
        self.check_access('write')
        self._check_ozon_followers_stay()
        bills = self._ozon_bills().filtered(lambda bill: bill.ozon_report_id.bill_id == bill)
        bills.ozon_report_id._check_no_later_corrections()
        result = super().button_cancel()
        bills.ozon_report_id._follow_cancelled_bill()
        return result

    @api.ondelete(at_uninstall=False)
    def _forget_ozon_document(self):
        # Its report can draft a new one from the lines that it has.
        for report in self.ozon_report_id.sudo():
            if report.state == 'to_review' and self & report._documents():
                report.state = 'ready'

    def action_open_ozon_report(self):
        self.ensure_one()
        return self.ozon_report_id._get_records_action()

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.ozon_report_id:
            # A product returned as often as it was sold has a line of 0.00: it is not empty.
            alerts.pop('account_remove_empty_lines', None)
        return alerts

    def _ozon_prices(self):
        return sum(line.price_unit * line.quantity for line in self.invoice_line_ids)

    def _ozon_bills(self):
        return self.sudo().filtered(
            lambda move: move.ozon_report_id and move.is_purchase_document()
        )

    def _ozon_report_of_long_bill(self):
        """The report, if this is its bill alone: the report's button does all of the work.

        Who may not see reports waits for it; nobody could show how far it is.
        """
        report = self._ozon_bills().ozon_report_id.with_env(self.env)
        return report._filtered_access('read').filtered(lambda report: report.bill_id == self)

    def _ozon_followers(self):
        """What follows the bill of a report: sales documents and netting, as far as it has them."""
        return self.sudo().filtered(
            lambda move: move.ozon_report_id and move in move.ozon_report_id._followers()
        )

    def _check_ozon_bills(self):
        """A bill that says another sum than its report is not posted."""
        for bill in self._ozon_bills():
            report = bill.ozon_report_id
            report._check_document(bill)
            report._for_books()._tie_bill_again()
            if report.currency_id.compare_amounts(report.bill_total, report.fee_payable):
                raise UserError(self.env._(
                    "The bill adds up to %(total)s, the fee payable of Ozon's report is %(fee)s, "
                    "so it was not posted. Undo what was changed on the bill, or delete the draft "
                    "and load the report again.",
                    total=report.currency_id.format(report.bill_total),
                    fee=report.currency_id.format(report.fee_payable),
                ))

    def _check_ozon_documents_replaced(self):
        """A document that a report has left behind does not come back: it would count twice."""
        for move in self.sudo().filtered('ozon_report_id'):
            report = move.ozon_report_id
            if move not in report._documents():
                raise UserError(self.env._(
                    "%(document)s is not a document of %(report)s any more: others took its place, "
                    "or the month is to be loaded anew. With this one the month would be booked "
                    "twice. Leave it cancelled, or delete it.",
                    document=move.display_name, report=report.display_name,
                ))

    def _check_ozon_followers_stay(self):
        """A part of a booked month is not taken back without the rest."""
        for move in self._ozon_followers():
            report = move.ozon_report_id
            if report.state in ('posted', 'cancelled') and report.bill_id not in self:
                raise UserError(self.env._(
                    "%(document)s is a part of %(report)s, and goes with its bill. Alone, the "
                    "month would be booked in part. Press «Reset to Draft» on the report.",
                    document=move.display_name, report=report.display_name,
                ))
