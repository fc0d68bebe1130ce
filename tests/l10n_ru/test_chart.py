"""A company in Russia gets its chart of accounts in one call, complete and in both languages."""

from tests.l10n_ru.common import CHART, ChartCase

TYPES = {
    "002": "off_balance", "004": "off_balance", "01.01": "asset_fixed", "02.01": "asset_fixed",
    "04.01": "asset_non_current", "08.04": "asset_non_current", "10.01": "asset_current",
    "19.03": "asset_current", "19.04": "asset_current", "26": "expense", "41.01": "asset_current",
    "42.01": "asset_current", "44.01": "expense", "45.01": "asset_current", "50.01": "asset_cash",
    "51": "asset_cash", "52": "asset_cash", "57.01": "asset_current", "58.03": "asset_current",
    "60.01": "liability_payable", "60.02": "asset_prepayments", "60.21": "liability_payable",
    "62.01": "asset_receivable", "62.02": "liability_current", "66.01": "liability_current",
    "67.01": "liability_non_current", "68.01": "liability_current", "68.02": "liability_current",
    "68.04": "liability_current", "68.12": "liability_current", "68.90": "liability_current",
    "70": "liability_current", "71.01": "asset_current", "75.01": "asset_current",
    "76.02": "asset_receivable", "76.05": "liability_payable", "76.09": "asset_receivable",
    "76.AV": "asset_current", "76.VA": "liability_current", "80.01": "equity", "83": "equity",
    "84.01": "equity_unaffected", "90.01.1": "income", "90.02.1": "expense_direct_cost",
    "90.03": "expense", "90.07": "expense", "90.09": "income", "91.01": "income_other",
    "91.02": "expense_other", "94": "asset_current", "97.21": "asset_prepayments",
    "98.01": "liability_current", "99.01": "equity",
}  # fmt: skip
RECONCILED = {"57.01", "57.91", "57.92", "60.01", "60.02", "62.01", "62.02", "71.01", "76.09"}
JOURNALS = {
    # name in the template: type, account, English, Russian
    "sale": ("sale", "90.01.1", "Sales", "Продажи"),
    "purchase": ("purchase", "44.01", "Purchases", "Покупки"),
    "bank": ("bank", "51", "Bank", "Банк"),
    "cash": ("cash", "50.01", "Cash", "Касса"),
    "general": ("general", None, "Miscellaneous Operations", "Прочие операции"),
    "exch": ("general", None, "Exchange Differences", "Курсовые разницы"),
    "ru_ozon_netting": ("general", None, "Netting", "Взаимозачёты"),
    "ru_ozon_taxes": ("general", None, "Taxes", "Налоги"),
}
DEFAULTS = {
    "income_account_id": "90.01.1",
    "expense_account_id": "90.02.1",
    "account_stock_valuation_id": "41.01",
    "income_currency_exchange_account_id": "91.01",
    "expense_currency_exchange_account_id": "91.02",
    "default_cash_difference_income_account_id": "91.01",
    "default_cash_difference_expense_account_id": "91.02",
    "account_journal_suspense_account_id": "57.90",
    "transfer_account_id": "57.01",
}
TEXTS = {
    "account.account": "company_ids", "account.group": "company_id", "account.tax": "company_id",
    "account.tax.group": "company_id", "account.fiscal.position": "company_id",
    "account.journal": "company_id",
}  # fmt: skip


class TestChart(ChartCase):
    def test_odoo_finds_it_by_the_country(self):
        templates = self.env["account.chart.template"]
        russia = self.env.ref("base.ru")
        self.assertEqual(templates._guess_chart_template(russia), CHART)
        self.assertNotEqual(templates._guess_chart_template(self.env.ref("base.kz")), CHART)
        self.assertNotIn("ru", dict(templates._select_chart_template(russia)))

    def test_it_loads_without_a_word_from_odoo(self):
        company = self.create_company("ООО «Вторая»")
        with self.assertNoLogs(level="WARNING"):
            self.load_chart(company)
        self.assertEqual(company.chart_template, CHART)
        self.assertEqual(company.currency_id, self.env.ref("base.RUB"))
        self.assertTrue(company.account_storno)

    def test_the_accounts_are_of_the_right_kind(self):
        found = {account.code: account.account_type for account in self.accounts()}
        self.assertEqual({code: found.get(code) for code in TYPES}, TYPES)
        reconciled = set(self.accounts().filtered("reconcile").mapped("code"))
        self.assertLessEqual(RECONCILED, reconciled)
        self.assertFalse({"19.03", "41.01", "51", "57.90", "68.02", "90.01.1"} & reconciled)

    def test_odoo_adds_no_account_of_its_own(self):
        self.assertEqual(
            self.accounts().filtered(lambda account: account.code.startswith("99")).mapped("code"),
            ["99.01", "99.02", "99.09"],
        )
        self.assertEqual(self.company.get_unaffected_earnings_account().code, "84.01")

    def test_every_account_is_in_the_group_of_its_synthetic_account(self):
        for account in self.accounts():
            group = account.group_id
            self.assertTrue(group, account.code)
            expected = "00" if account.account_type == "off_balance" else account.code[:2]
            self.assertEqual(group.code_prefix_start[:2], expected, account.code)
            top = group
            while top.parent_id:
                top = top.parent_id
            self.assertEqual(len(top.code_prefix_start), 1, account.code)

    def test_the_journals(self):
        for name, (kind, code, english, russian) in JOURNALS.items():
            journal = self.record(name)
            self.assertEqual(
                (journal.type, journal.default_account_id.code or None, journal.name),
                (kind, code, english),
            )
            self.assertEqual(journal.with_context(lang="ru_RU").name, russian)

    def test_the_codes_of_journals_are_russian_in_a_russian_company(self):
        company = self.create_company("ООО «По-русски»")
        company.partner_id.lang = "ru_RU"
        self.load_chart(company)
        codes = {name: self.record(name, company).code for name in JOURNALS}
        self.assertEqual(
            list(codes.values()),
            ["ПРОД", "ПОК", "БАНК", "КАССА", "ПРОЧ", "КУРС", "ВЗАЧ", "НАЛОГ"],
        )

    def test_the_company_s_defaults(self):
        found = {field: self.company[field].code for field in DEFAULTS}
        self.assertEqual(found, DEFAULTS)
        partner = self.env["res.partner"].create({"name": "ООО «Партнёр»"})
        self.assertEqual(partner.property_account_payable_id.code, "60.01")
        self.assertEqual(partner.property_account_receivable_id.code, "62.01")
        self.assertEqual(self.company.account_sale_tax_id, self.record("ru_ozon_sale_22_incl"))
        self.assertEqual(
            self.company.account_purchase_tax_id, self.record("ru_ozon_purchase_22_top_goods")
        )

    def test_goods_cost_on_90_02_and_services_on_44(self):
        goods = self.env["product.template"].create({"name": "Кружка", "is_storable": True})
        service = self.env["product.template"].create(
            {
                "name": "Доставка",
                "type": "service",
                "categ_id": self.env.ref("product.product_category_services").id,
            }
        )
        self.assertEqual(goods.get_product_accounts()["expense"].code, "90.02.1")
        self.assertEqual(goods.get_product_accounts()["stock_valuation"].code, "41.01")
        self.assertEqual(goods.valuation, "real_time")
        self.assertEqual(goods.cost_method, "average")
        self.assertEqual(service.get_product_accounts()["expense"].code, "44.01")

    def test_a_further_bank_account_follows_51(self):
        journals = self.env["account.journal"].create(
            [{"name": name, "type": "bank"} for name in ("Т-Банк", "Ozon Банк")]
        )
        self.assertEqual(journals.default_account_id.mapped("code"), ["51.01", "51.02"])

    def test_everything_has_a_russian_name(self):
        for model, field in TEXTS.items():
            records = self.env[model].with_context(active_test=False).search(
                [(field, "in", self.company.ids)]
            )
            self.assertTrue(records, model)
            for record in records:
                english, russian = record.name, record.with_context(lang="ru_RU").name
                self.assertRegex(russian, "[а-яА-Я]", f"{model} {english}")
                self.assertNotRegex(english.replace("76.АВ", "").replace("76.ВА", "")
                                    .replace("76.ОТ", ""), "[а-яА-Я]")  # fmt: skip

    def test_loading_it_again_keeps_what_the_company_chose(self):
        self.company.write({"inventory_valuation": "periodic", "cost_method": "fifo"})
        services = self.env.ref("product.product_category_services")
        services.property_account_expense_categ_id = self.account("26")
        before = self.accounts()

        self.load_chart(self.company)

        self.assertEqual(self.accounts(), before)
        self.assertEqual(self.company.inventory_valuation, "periodic")
        self.assertEqual(self.company.cost_method, "fifo")
        self.assertEqual(services.property_account_expense_categ_id.code, "26")
        self.assertEqual(self.record("purchase").default_account_id.code, "44.01")


class TestSeveralCompanies(ChartCase):
    def test_a_company_with_the_generic_chart_keeps_it(self):
        other = self.create_company("Other Ltd", "base.us")
        self.load_chart(other, "generic_coa")
        domain = [("company_ids", "in", other.ids)]
        before = self.env["account.account"].sudo().search(domain)
        services = self.env.ref("product.product_category_services").with_company(other)
        expense = services.property_account_expense_categ_id

        self.load_chart(self.create_company("ООО «Третья»"))

        self.assertEqual(other.chart_template, "generic_coa")
        self.assertEqual(self.env["account.account"].sudo().search(domain), before)
        self.assertEqual(services.property_account_expense_categ_id, expense)
        self.assertNotEqual(expense, self.account("44.01"))

    def test_two_russian_companies_have_a_chart_each(self):
        second = self.create_company("ООО «Вторая»")
        self.load_chart(second)
        mine, theirs = (
            self.env["account.account"].sudo().search([("company_ids", "in", company.ids)])
            for company in (self.company, second)
        )
        self.assertEqual(len(mine), len(theirs))
        self.assertFalse(mine & theirs)

    def test_a_branch_uses_the_chart_of_its_company(self):
        branch = self.env["res.company"].create(
            {
                "name": "Филиал",
                "parent_id": self.company.id,
                "country_id": self.env.ref("base.ru").id,
            }
        )
        self.load_chart(branch)
        self.assertEqual(branch.chart_template, CHART)
        self.assertEqual(branch.income_account_id, self.account("90.01.1"))

    def test_the_generic_chart_of_a_company_without_entries_gives_way_when_asked(self):
        company = self.create_company("ООО «Начнём сначала»")
        self.load_chart(company, "generic_coa")
        self.load_chart(company)
        codes = self.env["account.account"].sudo().with_company(company).search(
            [("company_ids", "in", company.ids)]
        ).mapped("code")
        self.assertIn("90.01.1", codes)
        self.assertFalse([code for code in codes if code.startswith("1014")])
