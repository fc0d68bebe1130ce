from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet_of(model, record_id):
    """Answer a request with a record as a spreadsheet.

    :param model: the name of a model with `_xlsx` and `_file_name`
    :param record_id: the id of the record, from the URL
    :raises werkzeug.exceptions.NotFound: there is no such record, or the user may not see it
    """
    # A user who tries ids must not learn whether a record exists.
    records = request.env[model]
    if not records.has_access("read"):
        raise request.not_found()
    record = records.search([("id", "=", record_id)])
    if not record:
        raise request.not_found()
    return request.make_response(record._xlsx(), headers=[
        ("Content-Type", XLSX),
        ("Content-Disposition", content_disposition(f"{record._file_name()}.xlsx")),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "private, no-store"),
    ])


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
        return spreadsheet_of("ozon.realization.report", report_id)
