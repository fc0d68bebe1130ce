"""Profit by product: from the report, the accruals and the transfers of a booked month."""

from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo import Command
from odoo.addons.ozon_connector_settlement.models.profit.ozon_profit import (
    COLUMNS,
    PRODUCTS_OF_TABLE,
)
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount

from tests.settlement.common import LOGISTICS, MONTH, STORAGE, SettlementCase
from tests.settlement.month_case import MonthCase

D = Decimal
CRON = "ozon_connector_settlement.ir_cron_work_out_profit"
MORNING = "2026-10-08 04:00:00"
CLICKS, BACKWARD, SET_OFF, CORRECTION = 41, 2, 72, 57
PARTS = (
    "revenue", "points", "fee", "service", "reinvoiced", "advertising", "return_costs", "penalty",
    "financing", "insurance", "star", "unknown", "buyout", "compensation", "transfer", "correction",
)


class TestProfit(MonthCase):
    def arrange(self):
        super().arrange()
        # Advertising and returns name the product. The month's storage and logistics name none.
        self.plant_items(date(2026, 9, 10), {
            1001: [(CLICKS, "-30")], 1002: [(BACKWARD, "-12.34")],
        })
        self.plant(date(2026, 9, 12), (STORAGE, "-100.01"))
        self.account.sale_tax_ids = self.create_tax("sale", 22, included=True)
        self.account.fee_tax_ids = [Command.create({
            "valid_from": "2026-01-01",
            "tax_ids": [Command.set(self.create_tax("purchase", 22, included=True).ids)],
        })]

    def work_out(self, now=MORNING):
        with self.at(now):
            self.run_cron(CRON)
        found = self.month().profit_month_ids
        found.invalidate_recordset()
        return found

    def rows(self):
        """{(article, scheme): row} of September; no article for what belongs to no product."""
        self.env["ozon.profit"].invalidate_model()
        return {
            (row.product_id.default_code or "", row.scheme or ""): row
            for row in self.env["ozon.profit"].search([
                ("account_id", "=", self.account.id), ("period", "=", MONTH),
            ])
        }

    def total(self, *columns):
        return sum(
            D(str(row[column] or 0)) for row in self.rows().values() for column in columns
        )

    def booked(self):
        """The booked September, in which only one product has a cost."""
        self.ask()
        cup = self.env["product.product"].search([
            ("default_code", "=", "ART-1001"), ("company_id", "in", (False, self.company.id)),
        ])
        cup.with_company(self.company).standard_price = 40
        self.receive_payout()
        self.book()
        self.ask(MORNING)
        return self.work_out()

    def test_a_booked_month(self):
        month = self.booked()
        rows = self.rows()
        cup, clicks = rows["ART-1001", "FBO"], rows["ART-1001", ""]
        self.assertEqual((cup.quantity_sold, cup.revenue, cup.points, cup.fee, cup.cost), (
            10, 950, 50, -200, -400,
        ))
        self.assertEqual((clicks.advertising, clicks.quantity), (-30, 0))
        with self.subTest("it is without VAT, and the VAT is that of the documents"):
            report = self.env["ozon.realization.report"].search([("period", "=", MONTH)])
            acts = self.env["ozon.service.act"].search([("period", "=", MONTH)])
            tax = sum(
                D(str(entry.amount_tax)) for entry in acts.bill_id | report.bill_id
            ) - D(str(report.sale_invoice_id.amount_tax)) + D(str(report.sale_refund_id.amount_tax))
            self.assertEqual(self.total("vat"), tax)
            self.assertEqual(round(D(str(cup.vat)), 2), D("-171.31") + D("29.13"))
            self.assertEqual(round(D(str(cup.profit)), 2), D(950 + 50 - 200 - 400) - D("142.18"))
            self.assertEqual(cup.margin, 25.8)
            [[margin]] = self.env["ozon.profit"]._read_group(
                [("id", "in", [row.id for row in rows.values()])], [], ["margin:avg"],
            )
            known = [row for row in rows.values() if not row.reason]
            self.assertAlmostEqual(float(margin), sum(row.profit for row in known) / 10)
            self.assertAlmostEqual(cup.profit_unit, cup.profit / 10, places=2)
        with self.subTest("what is not known is blank, with its reason"):
            for plate in (rows["ART-1002", "FBO"], rows["ART-1002", ""]):
                self.assertEqual(plate.reason, "no_cost")
                self.assertEqual((plate.cost, plate.profit), (False, False))
                self.assertEqual(plate.read(["profit"])[0]["profit"], False)
                self.assertEqual(plate.export_data(["profit"])["datas"], [[""]])
            self.assertEqual(rows["ART-1002", "FBO"].unbacked, 600)
            [[profit]] = self.env["ozon.profit"]._read_group(
                [("id", "=", rows["ART-1002", "FBO"].id)], [], ["profit:sum"],
            )
            self.assertIs(profit, False)
        with self.subTest("the parts are the statement of the month"):
            self.assertEqual(self.month().state, "tied")
            self.assertEqual((month.reason, month.difference, month.blank_count), (False, 0, 2))
            self.assertEqual(self.total(*PARTS), D("1082.15"))
            self.assertEqual(D(str(month.parts_amount)), D("1082.15"))
            self.assertEqual(self.total(*PARTS), D(str(self.month().accrued)))
            self.assertEqual(
                [(row.kind, row.profit_amount) for row in self.month().profit_check_ids],
                [("sales", 1550), ("points", 50), ("fee", -260), ("services", -257.85)],
            )
        self.bars_lead_to_their_products(month)
        self.leads_to_its_sources(cup, rows["", ""])
        self.services_are_shared()
        self.it_is_for_its_company()

    def bars_lead_to_their_products(self, month):
        with self.subTest("bars lead from revenue to profit"):
            self.assertEqual(month.way[-1]["name"], "profit")
            for step in month.way:
                behind = self.env["ozon.profit"].search(
                    month.action_open_part(step["name"])["domain"]
                )
                total = sum(D(str(row[step["name"]])) for row in behind)
                amount = format_amount(self.env, float(total), month.currency_id)
                self.assertEqual(step["amount"], amount, step["name"])
            with self.assertRaisesRegex(UserError, "Choose a bar"):
                month.action_open_part("create_uid")

    def leads_to_its_sources(self, cup, rest):
        with self.subTest("a row leads to its accruals, report lines and month"):
            accruals = self.env["ozon.accrual"].search(cup.action_open_accruals()["domain"])
            self.assertEqual(accruals.product_id, cup.product_id)
            accruals = self.env["ozon.accrual"].search(rest.action_open_accruals()["domain"])
            self.assertEqual(sum(accruals.mapped("amount")), -215.51)
            lines = self.env["ozon.report.analysis"].search(cup.action_open_report()["domain"])
            self.assertEqual(sum(lines.mapped("revenue")), 950)
            self.assertEqual(cup.action_open_documents()["res_id"], self.month().id)
        with self.subTest("the best and the worst products are found"):
            action = self.env["ozon.profit"].with_context(
                allowed_company_ids=self.company.ids
            ).action_open_extremes()
            found = self.env["ozon.profit"].search(action["domain"])
            self.assertEqual(found.product_id, cup.product_id)

    def services_are_shared(self):
        with self.subTest("services without a product are shared by a chosen rule"):
            self.account.profit_sharing = "units"
            month = self.work_out("2026-10-08 05:00:00")
            rows = self.rows()
            # 10 and 2 of 12 units of 175.51 and 40.00.
            self.assertEqual(
                [(rows[key].shared, rows[key].sharing) for key in (
                    ("ART-1001", "FBO"), ("ART-1002", "FBO"),
                )], [(-179.59, "units"), (-35.92, "units")],
            )
            self.assertNotIn(("", ""), rows)
            self.assertEqual(self.total(*PARTS), D("1082.15"))
            self.assertEqual(month.difference, 0)

    def it_is_for_its_company(self):
        with self.subTest("nobody writes it, and another company does not see it"):
            row = self.rows()["ART-1001", "FBO"]
            user = self.env["res.users"].create({
                "name": "Бухгалтер", "login": "profit", "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set([self.env.ref("ozon_connector.group_ozon_user").id])],
            })
            own = row.with_user(user)
            self.assertEqual(own.revenue, 950)
            with self.assertRaises(AccessError):
                own.write({"revenue": 1})
            other = self.env["res.company"].create({"name": "Чужая"})
            user.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
            with self.assertRaises(AccessError):
                own.invalidate_recordset()
                own.read(["revenue"])

    def test_a_month_that_is_not_closed_has_figures_and_no_profit(self):
        with self.subTest("the month goes on"):
            self.ask("2026-09-20 04:00:00")
            month = self.work_out("2026-09-20 05:00:00")
            self.assertEqual(month.reason, "open")
            self.assertEqual({row.profit for row in self.rows().values()}, {False})
            self.assertEqual({row.service for row in self.rows().values()}, {False})
        with self.subTest("it is over, and its documents are drafts"):
            self.plant(date(2026, 9, 25), (SET_OFF, "-9"), (CORRECTION, "-3"))
            self.ask()
            month = self.work_out("2026-10-07 05:00:00")
            self.assertEqual((month.reason, month.difference), ("not_booked", 0))
            cup = self.rows()["ART-1001", "FBO"]
            self.assertEqual((cup.revenue, cup.profit, cup.reason), (950, False, "not_booked"))
        with self.subTest("a set-off moves money, a correction is a part of the profit"):
            self.assertEqual(self.total("correction"), D(-3))
            self.assertEqual(
                [(row.kind, row.statement_amount) for row in month.check_ids][-1],
                ("correction", -3),
            )
            self.assertEqual(self.total(*PARTS) - 9, D(str(self.month().accrued)))
        with self.subTest("the balance and the accruals differ: the class is named"):
            self.plant(date(2026, 9, 3), (LOGISTICS, "-1"))
            with self.at("2026-10-07 06:00:00"):
                self.env["ozon.accrual.feed"]._read_again(
                    self.account, date(2026, 9, 3), date(2026, 9, 3),
                )
                self.run_cron("ozon_connector_settlement.ir_cron_load_accruals")
            month = self.work_out("2026-10-07 06:30:00")
            self.assertEqual(
                [row.kind for row in month.check_ids if row.difference], ["services"],
            )
        with self.subTest("a day of accruals is missing"):
            self.env["ozon.accrual.day"].search([("date", "=", "2026-09-30")]).write({
                "state": "stopped", "changed_at": "2026-10-07 07:00:00",
            })
            month = self.work_out("2026-10-07 07:30:00")
            self.assertEqual(month.reason, "no_services")
            self.assertEqual({row.service for row in self.rows().values()}, {False})
            self.assertEqual({row.ozon_costs for row in self.rows().values()}, {False})

    def test_sales_that_are_not_invoiced_here_have_the_vat_of_their_products(self):
        self.account.post_sales = False
        self.ask()
        cups = self.env["ozon.realization.report"].search([("period", "=", MONTH)]).line_ids
        products, parts = self.env["ozon.profit.documents"]._vat(self.month())
        self.assertEqual(products[cups[0].product_id.id], D("-171.31"))
        self.assertEqual(parts["fee"], D("37.87"))


class TestPage(SettlementCase):
    """How the page opens for a seller with few products, and for one with very many."""

    def arrange(self):
        super().arrange()
        self.month = self.env["ozon.month"]._ensure(self.account, [MONTH])
        self.profit_month = self.env["ozon.profit.month"].create({"month_id": self.month.id})

    def live(self, count):
        """Store the profit of this number of products: 1, 2, 3 …"""
        products = self.env["product.product"].create([
            {"name": f"Товар {number}"} for number in range(1, count + 1)
        ])
        profit_month = self.profit_month
        same = {
            "profit_month_id": profit_month.id, "account_id": self.account.id,
            "company_id": self.company.id, "currency_id": self.company.currency_id.id,
            "period": MONTH,
        }
        rows = (
            {**same, "product_id": product.id, "profit": number}
            for number, product in enumerate(products, 1)
        )
        self.env["ozon.profit"]._replace(
            profit_month, [[row.get(column) for column in COLUMNS] for row in rows],
        )
        return products

    def pages(self):
        """:return: (action of the menu, action of the month's button)"""
        profit = self.env["ozon.profit"].with_context(allowed_company_ids=self.company.ids)
        with freeze_time(MORNING):
            return profit.action_open(), self.profit_month.action_open_products()

    def test_few_products_are_the_rows_of_a_table(self):
        self.live(3)
        for action in self.pages():
            self.assertEqual(action["views"][0][1], "pivot")
            self.assertEqual(action["context"]["pivot_row_groupby"], ["product_id"])

    def test_very_many_products_come_in_pages_of_a_list(self):
        """Thousands of rows in one table keep server and browser busy for many seconds."""
        products = self.live(PRODUCTS_OF_TABLE + 1)
        for action in self.pages():
            self.assertEqual(action["views"][0][1], "list")
            self.assertEqual(action["context"]["search_default_group_product"], 1)
            # A person who switches to the table sees months first.
            self.assertEqual(action["context"]["pivot_row_groupby"], ["period:month"])
        page = self.env["ozon.profit"].web_read_group(
            [("account_id", "=", self.account.id)], ["product_id"], ["profit:sum"], limit=80,
        )
        self.assertEqual(page["length"], PRODUCTS_OF_TABLE + 1)
        self.assertEqual(
            [group["product_id"][0] for group in page["groups"]], products[:-81:-1].ids,
        )
