import json

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.addons.web.controllers import export, pivot

from ..models.texts_as_texts import as_text, as_texts


class WriterOfTexts:
    """Mixed into Odoo's writers of spreadsheets: what begins with an equals sign stays a text.

    Products, lines of documents and moves of goods are called what Ozon calls its goods.
    """

    def write(self, row, column, cell_value, style=None):
        if isinstance(cell_value, str) and cell_value.lstrip('{').startswith('='):
            return self.worksheet.write_string(row, column, cell_value, style)
        return super().write(row, column, cell_value, style)


class XlsxWriter(WriterOfTexts, export.ExportXlsxWriter):
    """The rows of a list."""


class GroupXlsxWriter(WriterOfTexts, export.GroupExportXlsxWriter):
    """The groups of a list, under headings that are texts of its records."""


class ExcelExport(export.ExcelExport):

    def from_data(self, fields, columns_headers, rows):
        with XlsxWriter(fields, columns_headers, len(rows)) as writer:
            for place, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    writer.write_cell(place, column, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        with GroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value


class CSVExport(export.CSVExport):

    def from_data(self, fields, columns_headers, rows):
        # Odoo minds =, + and -, but not @.
        return super().from_data(fields, columns_headers, as_texts(rows))


class TableExporter(pivot.TableExporter):

    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if table:
            # The columns of a pivot table may be products.
            headings = [heading for row in table['col_group_headers'] for heading in row]
            for heading in (*headings, *table['measure_headers'], *table['rows']):
                heading['title'] = as_text(heading['title'])
        return super().export_xlsx(json.dumps(table), **kw)
