from odoo import models

from ...tools.report_schemes import ReportSchemes


class OzonRealizationReportSchemes(models.Model):
    """Goods of a report that their delivery scheme places outside the account's location.

    The report does not state schemes, but Ozon's accruals of the month do. Goods whose scheme they
    do not state stay in the account's location.
    """

    _inherit = "ozon.realization.report"

    def _units_elsewhere(self):
        account = self.account_id
        if not account._places_elsewhere():
            return super()._units_elsewhere()
        of_report = ReportSchemes(self)
        wanted = of_report.units(of_report.goods_by_row())
        # Places without units are included, so that anything moved there by mistake shows.
        wanted = {place: wanted.get(place, {}) for place in account._places_elsewhere()}
        return of_report.still_to_move(wanted) if self.corrected_report_id else wanted
