"""Odoo's export to Excel, for our rows with figures that are blank while they are unknown."""

import json

from odoo import http
from odoo.addons.web.controllers.export import ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter
from odoo.http import request


class OzonPivotExport(TableExporter):
    """The table of a pivot: a blank cell of the screen is empty in Excel, too."""

    @http.route()
    def export_xlsx(self, data, **kw):
        """Write the table of a pivot, without the value of its blank cells.

        :param data: the table as JSON, as text or as an uploaded file
        :return: the response with the file
        """
        text = data if isinstance(data, str) else data.read()
        table = json.loads(text)
        if table and _has_shares(table.get("model")):
            for row in table["rows"]:
                for cell in row["values"]:
                    if cell["value"] is False:
                        cell["value"] = ""
            text = json.dumps(table)
        return super().export_xlsx(text, **kw)


class OzonListExport(ExcelExport):
    """A grouped list: the groups have the sums and shares of the screen.

    Odoo itself adds up the exported cells: it counts a blank cell as 0, and adds shares.
    """

    def from_group_data(self, fields, columns_headers, groups):
        """Write a grouped list, with the figures of the database for our models.

        :param groups: Odoo's tree of the groups, whose figures are replaced
        :return: the bytes of the file
        """
        # Another addon may export without Odoo's own request.
        asked = json.loads(request.params.get("data") or "{}")
        if _has_shares(asked.get("model")):
            model = request.env[asked["model"]].with_context(**asked.get("context", {}))
            _set_figures(groups, (), model._figures_of_groups(
                [("id", "in", asked["ids"])] if asked["ids"] else asked["domain"],
                asked["groupby"], [field["name"] for field in fields],
            ))
        return super().from_group_data(fields, columns_headers, groups)


def _has_shares(model):
    """:return: whether it is one of our models with blank figures"""
    return model in request.env and isinstance(
        request.env[model], request.env.registry["ozon.shares.mixin"],
    )


def _set_figures(group, path, figures):
    """Set the figures of a group and of those in it, before Odoo adds them up itself."""
    group.aggregated_values = figures.get(path, {})
    for value, child in group.children.items():
        _set_figures(child, (*path, value), figures)
