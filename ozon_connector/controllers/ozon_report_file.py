from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OzonReportFile(http.Controller):
    """A report as a file. The file is made from what the user may read and is not stored."""

    @http.route(
        "/ozon/report/<int:report_id>/xlsx", type="http", auth="user", methods=["GET"],
        readonly=True,
    )
    def xlsx(self, report_id):
        """The report as a spreadsheet.

        :raises werkzeug.exceptions.NotFound: there is no such report, or the user may not see it
        """
        # Whoever tries numbers must not learn whether a report exists.
        reports = request.env["ozon.realization.report"]
        if not reports.has_access("read"):
            raise request.not_found()
        report = reports.search([("id", "=", report_id)])
        if not report:
            raise request.not_found()
        return request.make_response(report._xlsx(), headers=[
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{report._file_name()}.xlsx")),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "private, no-store"),
        ])
