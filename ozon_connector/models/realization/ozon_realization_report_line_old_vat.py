from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain import vat


class OzonRealizationReportLine(models.Model):
    """Lets a person choose the VAT rate at which the goods of a row come back."""

    _inherit = "ozon.realization.report.line"

    at_old_rate = fields.Boolean(
        "Sold at the Earlier VAT", readonly=True,
        help="The goods came back at the general rate of VAT before the present one.",
    )
    rate_known = fields.Boolean(
        "VAT Is Known", readonly=True,
        help="Its order, or a person, has said at which rate of VAT it was sold.",
    )
    rate_is_open = fields.Boolean(compute="_compute_rate_is_open")

    @api.depends("direction", "report_id.period", "report_id.state")
    def _compute_rate_is_open(self):
        for line in self:
            report = line.report_id
            line.rate_is_open = bool(
                line.direction == "return" and report.state == "to_review"
                and vat.last_change(report.period)
            )

    def action_take_old_rate(self):
        """Note that the goods were sold before the rate of VAT changed, and draft anew."""
        return self._take_rate(at_old_rate=True)

    def action_take_present_rate(self):
        """Note that the goods were sold after the rate of VAT changed, and draft anew."""
        return self._take_rate(at_old_rate=False)

    def _take_rate(self, at_old_rate):
        self.check_access("read")
        closed = self.filtered(lambda line: not line.rate_is_open)
        if closed:
            raise UserError(self.env._(
                "The rate of row %(row)s of %(report)s cannot be chosen, so nothing was changed. "
                "It can be chosen only for returned goods, in a month after a rate change, while "
                "the documents are drafts. Press «Reset to Draft» first if it is booked.",
                row=closed[0].row_number, report=closed[0].report_id.display_name,
            ))
        self.sudo().write({"at_old_rate": at_old_rate, "rate_known": True})
        return self.report_id.action_draft_again()
