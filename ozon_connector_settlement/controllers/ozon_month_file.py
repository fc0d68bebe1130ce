from odoo import http
from odoo.addons.ozon_connector.controllers.ozon_report_file import spreadsheet_of


class OzonMonthFile(http.Controller):
    """A month as a file. The file is created from what the user may read, and is not stored."""

    @http.route(
        "/ozon/month/<int:month_id>/xlsx", type="http", auth="user", methods=["GET"], readonly=True,
    )
    def xlsx(self, month_id):
        """The month's reconciliation with Ozon as a spreadsheet.

        :raises werkzeug.exceptions.NotFound: the month does not exist, or the user may not read it
        """
        return spreadsheet_of("ozon.month", month_id)
