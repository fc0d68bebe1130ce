"""The profit in Excel: cells are empty where the screen is blank; shares are those of sums."""

import io
import json

import openpyxl

from odoo import http
from odoo.tests import tagged

from tests.settlement.profit_case import ProfitCase

MEASURES = ("revenue", "ozon_costs", "profit", "margin")


@tagged("standard", "post_install", "-at_install")
class TestProfitInExcel(ProfitCase):
    def arrange(self):
        super().arrange()
        self.domain = [("account_id", "=", self.account.id)]
        self.admin.group_ids |= self.env.ref("base.group_allow_export")

    def rpc(self, model, method, *args, **kwargs):
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={
            "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
        }).json()
        self.assertNotIn("error", answer)
        return answer["result"]

    def sheet(self, path, query):
        """The rows of the spreadsheet that Odoo returns, as lists of values."""
        self.authenticate("admin", "admin")
        answer = self.url_open(path, {
            "data": json.dumps(query), "csrf_token": http.Request.csrf_token(self),
        })
        self.assertEqual(answer.status_code, 200, answer.text[:300])
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    def pivot(self, model, measures, domain):
        """The request that a pivot of products sends, with the figures that the server gave it.

        :param measures: list of aggregates
        """
        self.authenticate("admin", "admin")
        total, groups = self.rpc(model, "formatted_read_grouping_sets", domain, [
            [], ["product_id"],
        ], measures)
        return {
            "model": model, "title": "Прибыль", "measure_count": len(measures),
            "col_group_headers": [[{"title": "Всего", "width": len(measures), "height": 1,
                                    "is_bold": False}]],
            "measure_headers": [{"title": name, "is_bold": True} for name in measures],
            "rows": [
                {
                    "title": self.title(group),
                    "indent": int("product_id" in group),
                    "values": [
                        {"is_bold": group is total[0], "value": group[name]} for name in measures
                    ],
                } for group in (*total, *groups)
            ],
        }

    def title(self, group):
        """The text of a pivot's row."""
        if "product_id" not in group:
            return "Всего"
        return group["product_id"][1] if group["product_id"] else "Нет"

    def of_pivot(self, model, measures, domain):
        """{title of a row: its figures} of the exported pivot."""
        query = self.pivot(model, measures, domain)
        values = [cell["value"] for row in query["rows"] for cell in row["values"]]
        self.assertTrue([value for value in values if value is False], "nothing is blank")
        rows = self.sheet("/web/pivot/export_xlsx", query)
        return {row[0].strip(): row[1:] for row in rows[2:]}

    def of_list(self, fields, groupby=()):
        """The exported list: the rest of each row by the text of its first column.

        :return: {text of the first column: [figures, …]}
        """
        model = self.env["ozon.profit"]
        rows = self.sheet("/web/export/xlsx", {
            "model": "ozon.profit", "ids": False, "domain": self.domain, "import_compat": False,
            "groupby": list(groupby), "context": {"lang": "ru_RU"},
            "fields": [
                {"name": name, "label": name, "type": model._fields[name].type}
                for name in ("product_id", *fields)
            ],
        })
        found = {}
        for first, *values in rows[1:]:
            found.setdefault((first or "").strip(), []).append(values)
        return found

    def one(self, rows, beginning):
        """The values of the only row whose text begins like this."""
        [values] = [
            value for text, many in rows.items() if text.startswith(beginning) for value in many
        ]
        return values

    def test_a_blank_cell_of_the_pivot_is_empty(self):
        rows = self.of_pivot("ozon.profit", [
            "revenue:sum", "ozon_costs:sum", "profit:sum", "margin:avg",
        ], self.domain)
        [cup] = [figures for title, figures in rows.items() if "1001" in title]
        [plate] = [figures for title, figures in rows.items() if "1002" in title]
        self.assertEqual([round(figure, 2) for figure in cup], [950, -200, 400, 40])
        self.assertEqual(plate, [540 + 60, -60, None, None])
        self.assertEqual(
            (rows["Всего"][0], round(rows["Всего"][2] - cup[2], 2)), (1550, -115.5),
        )

    def test_a_blank_cell_of_the_analysis_is_empty_too(self):
        self.plate.with_company(self.company).standard_price = 0
        rows = self.of_pivot(
            "ozon.report.analysis", ["revenue:sum", "cost:sum", "fee_share:avg"], self.domain,
        )
        [plate] = [figures for title, figures in rows.items() if "1002" in title]
        self.assertEqual(plate[:2], [600, None])
        self.assertAlmostEqual(plate[2], 10)

    def test_groups_of_the_list_have_the_sums_and_shares_of_the_screen(self):
        fields = ("revenue", "profit", "margin", "profit_unit", "reason")
        rows = self.of_list(fields, ["product_id"])
        cup = self.one(rows, f"{self.cup.display_name} (")
        plate = self.one(rows, f"{self.plate.display_name} (")
        self.assertEqual([round(figure, 2) for figure in cup[:4]], [950, 400, 40, 40])
        self.assertEqual(plate, [600, None, None, None, None])

    def test_a_group_of_known_and_unknown_rows_has_the_margin_of_the_known(self):
        fields = ("quantity", "revenue", "profit", "margin", "profit_unit", "cost_unit")
        rows = self.of_list(fields, ["period:month", "product_id"])
        [[month]] = [many for text, many in rows.items() if "2026" in text]
        # The services without a product count in the profit, and have no revenue or units.
        profit = 400 - 115.5
        self.assertEqual([round(figure, 2) for figure in month], [
            12, 1550, profit, round(100 * profit / 1000, 2), round(profit / 10, 2), -40,
        ])
        self.assertEqual(self.one(rows, f"{self.cup.display_name} (")[:3], [10, 950, 400])
        self.assertEqual(self.one(rows, f"{self.plate.display_name} (")[2:], [None] * 4)

    def test_rows_of_the_list_are_blank_where_the_screen_is(self):
        rows = self.of_list(("revenue", "profit", "margin", "reason"))
        plate = self.one(rows, self.plate.display_name)
        self.assertEqual(plate[:3], [600, None, None])
        self.assertTrue(plate[3], "the reason stands beside it")
        self.assertEqual(self.one(rows, self.cup.display_name)[:3], [950, 400, 40])

    def test_other_models_are_exported_as_odoo_does(self):
        """Only our rows have blank figures: elsewhere nothing changes."""
        query = self.pivot("ozon.profit", ["profit:sum"], self.domain)
        rows = self.sheet("/web/pivot/export_xlsx", {**query, "model": "res.partner"})
        self.assertIn(False, [value for row in rows for value in row])
