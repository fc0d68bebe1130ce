from odoo import api, models, tools

from ...tools.default_journals import default_journal

# How many products a message names.
SHOWN = 3


class OzonRequirementBooks(models.AbstractModel):
    """The needs of the books: chart of accounts, accounts, journals, taxes."""

    _inherit = "ozon.requirement"

    # The chart

    @api.model
    def _need_chart(self, account, document):
        title, company = self.env._("Chart of accounts"), account.company_id
        install = [(self.env._("Install the Chart"), "action_apply")]
        if not self._has_ledger_accounts(company):
            buttons = install if self._chart_to_install(company) else [
                (self.env._("Settings"), "action_mend"),
            ]
            return self._row("chart", title, "failed", self.env._(
                "The company %s has no chart of accounts, so nothing can be booked. Install one.",
                company.name,
            ), buttons)
        better = not self._is_confirmed(account, "chart") and self._chart_to_install(company)
        if better:
            return self._row("chart", title, "confirm", self.env._(
                "The company's chart of accounts is of another country. While nothing is booked, "
                "«%s» can replace it.", better["name"],
            ), [*install, (self.env._("Keep It"), "action_keep")])
        return self._row("chart", title, "passed", self.env._("The company has its accounts"))

    @api.model
    def _has_ledger_accounts(self, company):
        ledger_accounts = self.env["account.account"].sudo()
        own = ledger_accounts._check_company_domain(company)
        return bool(ledger_accounts.search_count(own, limit=1))

    @api.model
    @tools.ormcache("self.env.lang")
    def _charts(self):
        """The charts that addons offer, cached: Odoo searches the code of all addons for them.

        :return: list of Odoo's template data, each with its `code`
        """
        charts = self.env["account.chart.template"].sudo()._get_chart_template_mapping()
        return [{**chart, "code": code} for code, chart in charts.items()]

    @api.model
    def _chart_to_install(self, company):
        """The template to propose: the country's, or the generic one if there are no accounts.

        Installing a chart deletes the company's accounts and entries, so a chart in use stays.

        :return: one of `_charts`; None if nothing is to be proposed
        """
        if company.parent_id or self.env["account.move"].sudo().search_count(
            [("company_id", "child_of", company.id)], limit=1,
        ):
            return None
        if self._has_ledger_accounts(company) and company.chart_template != "generic_coa":
            return None
        chart = next((
            one for one in self._charts()
            if company.country_id and one["country_id"] == company.country_id.id
        ), None)
        if not chart and not self._has_ledger_accounts(company):
            chart = next((one for one in self._charts() if one["code"] == "generic_coa"), None)
        return chart

    # The partner and its accounts

    @api.model
    def _need_partner(self, account, document):
        title, partner = self.env._("Ozon contact"), account.partner_id
        if partner.active:
            return self._row("partner", title, "passed", partner.display_name)
        return self._row("partner", title, "confirm", self.env._(
            "The contact %s, with which everything is booked, is archived. Choose another one on "
            "the account, or restore it.", partner.display_name,
        ), [(self.env._("Restore"), "action_apply"), (self.env._("Account"), "action_mend")])

    @api.model
    def _need_payable(self, account, document):
        return self._term_account(
            account, "payable", self.env._("Payable account"), self.env._(
                "No payable account for %s, so the bill cannot be made. Choose one on the contact, "
                "or create one of the type «Payable».", account.partner_id.display_name,
            ),
        )

    @api.model
    def _need_receivable(self, account, document):
        if not account.post_sales:
            return None
        return self._term_account(
            account, "receivable", self.env._("Receivable account"), self.env._(
                "No receivable account for %s, so the income cannot be booked. Choose one on the "
                "contact, or create one of the type «Receivable».",
                account.partner_id.display_name,
            ),
        )

    @api.model
    def _term_account(self, account, side, title, missing):
        """The account on which Odoo would book debts: the contact's, else the first of its type."""
        company, field = account.company_id, f"property_account_{side}_id"
        found = (
            account.partner_id.commercial_partner_id.with_company(company)[field]
            or company.partner_id.with_company(company)[field]
            or self._ledger_accounts(company, ("liability_payable", "asset_receivable")[
                side == "receivable"
            ])[:1]
        )
        mapped = self._fiscal_position(account).map_account(found)
        if self._usable(mapped):
            return self._row(side, title, "passed", mapped.display_name)
        return self._row(side, title, "failed", missing, [
            (self.env._("Contact"), "action_mend"),
        ])

    @api.model
    def _ledger_accounts(self, company, account_type):
        ledger_accounts = self.env["account.account"].with_company(company)
        return ledger_accounts.search([
            *ledger_accounts._check_company_domain(company), ("account_type", "=", account_type),
        ])

    # Journals

    @api.model
    def _need_purchase_journal(self, account, document):
        title = self.env._("Purchase journal")
        return self._journal(account, "purchase_journal", title, self.env._(
            "The account %s has no purchase journal, so its bill cannot be made. "
            "Choose one on the account.", account.name,
        ))

    @api.model
    def _need_sale_journal(self, account, document):
        if not account.post_sales:
            return None
        return self._journal(account, "sale_journal", self.env._("Sales journal"), self.env._(
            "The account %s has no sales journal, so the income cannot be booked. Choose one "
            "on the account, or switch off «Book Sales» there.", account.name,
        ))

    @api.model
    def _need_netting_journal(self, account, document):
        if not account.post_netting:
            return None
        return self._journal(account, "netting_journal", self.env._("Netting journal"), self.env._(
            "The account %s has no journal for the netting, so nothing was posted. Choose one "
            "on the account, or switch off «Offset Commission Against Sales» there.", account.name,
        ))

    @api.model
    def _journal(self, account, name, title, missing):
        journal = account[f"{name}_id"]
        if self._usable(journal):
            return self._row(name, title, "passed", journal.display_name)
        return self._row(name, title, "failed", missing, [(self.env._("Account"), "action_mend")])

    @api.model
    def _need_bank_journal(self, account, document):
        """The journal of Ozon's payments. Months can be booked without it."""
        title, journals = self.env._("Bank journal"), self.env["account.journal"]
        journal = journals.search([
            *journals._check_company_domain(account.company_id), ("type", "=", "bank"),
        ], limit=1)
        if journal:
            return self._row("bank_journal", title, "passed", journal.display_name)
        return self._row("bank_journal", title, "info", self.env._(
            "The company has no bank journal. Months are booked without it; what Ozon pays needs "
            "one."
        ), [(self.env._("Journals"), "action_mend")])

    @api.model
    def _journal_to_be(self, account, journal_type):
        """The account's journal, or the one that it would get by default."""
        journal = account[f"{journal_type}_journal_id"]
        return self._usable(journal) or default_journal(account.company_id, journal_type)

    # Accounts of the entries' lines

    @api.model
    def _need_service(self, account, document):
        product = self.env.ref("ozon_connector.product_remuneration", raise_if_not_found=False)
        if product:
            return None
        return self._row("service", self.env._("Service product"), "failed", self.env._(
            "The service product «Ozon commission» was deleted, so the bill cannot be made. "
            "Update the Ozon connector in Apps to get it back."
        ))

    @api.model
    def _need_expense_account(self, account, document):
        title = self.env._("Expense account of the commission")
        product = self.env.ref("ozon_connector.product_remuneration", raise_if_not_found=False)
        product = product or self.env["product.product"]
        found = (
            account.fee_account_id
            or product.product_tmpl_id.with_company(account.company_id).get_product_accounts()[
                "expense"
            ]
            or self._journal_to_be(account, "purchase").default_account_id
        )
        mapped = self._fiscal_position(account).map_account(found)
        if self._usable(mapped):
            return self._row("expense_account", title, "passed", mapped.display_name)
        return self._row("expense_account", title, "failed", self.env._(
            "No expense account for Ozon's commission, so the bill cannot be made. Choose "
            "the Commission Account on the account %s.", account.name,
        ), [(self.env._("Account"), "action_mend")])

    @api.model
    def _need_income_account(self, account, document):
        if not account.post_sales:
            return None
        title = self.env._("Income account of goods")
        products = self._products_without_income(account, document)
        journal = self._journal_to_be(account, "sale")
        if products is None:
            return self._row("income_account", title, "passed", self.env._(
                "Every product has one: its own, its category's or the journal's",
            ))
        named = products[:SHOWN].mapped("display_name") or [self.env._("new products")]
        if len(products) > SHOWN:
            named.append(self.env._("%s more", len(products) - SHOWN))
        return self._row("income_account", title, "failed", self.env._(
            "No income account for %(product)s, so the income cannot be booked. Choose "
            "one on the product, on its category, or as the default of the journal "
            "%(journal)s.",
            product=", ".join(named), journal=journal.display_name or "—",
        ), [
            (self.env._("Journal"), "action_mend") if journal
            else (self.env._("Account"), "action_mend"),
        ])

    @api.model
    def _products_without_income(self, account, document):
        """Products of the document, or of all cards, that have no income account.

        :return: None if there are none; empty if only future products would have none
        """
        company, journal = account.company_id, self._journal_to_be(account, "sale")
        default = self._usable(journal.default_account_id) or self._usable(
            company.income_account_id
        )
        if default and not document:
            return None  # an account may have very many cards
        position = self._fiscal_position(account)
        products = self._goods(account, document).with_company(company)
        own = _own_income_accounts(products)
        if default and own == self._usable(own):
            return None  # no need to look at each of very many products
        lacking = products.filtered(lambda product: not self._usable(
            product.product_tmpl_id.get_product_accounts(fiscal_pos=position)["income"]
            or journal.default_account_id
        ))
        return lacking if lacking or not (products or default) else None

    @api.model
    def _goods(self, account, document):
        """The products whose sales are booked: those of all cards of the account."""
        return account.product_ids.product_id

    # Taxes: going without VAT is allowed, but a person has to confirm it

    @api.model
    def _need_fee_taxes(self, account, document):
        title = self.env._("Taxes of the commission")
        if account.fee_tax_ids:
            latest = account.fee_tax_ids.sorted("valid_from")[-1]
            taxes = ", ".join(latest.tax_ids.mapped("display_name"))
            return self._row(
                "fee_taxes", title, "passed", taxes or self.env._("Without VAT"),
            )
        return self._without_tax(account, "fee_taxes", title, self.env._(
            "Ozon's commission is booked without VAT. Choose a tax, or say that this is right.",
        ))

    @api.model
    def _need_goods_taxes(self, account, document):
        if not account.post_sales:
            return None
        title = self.env._("Taxes of the goods")
        if account.sale_tax_ids:
            taxes = ", ".join(account.sale_tax_ids.mapped("display_name"))
            return self._row("goods_taxes", title, "passed", self.env._(
                "Goods without a tax of their own: %s", taxes,
            ))
        return self._without_tax(account, "goods_taxes", title, self.env._(
            "Goods that have no customer tax of their own are sold without VAT. Choose a tax, or "
            "say that this is right.",
        ))

    @api.model
    def _without_tax(self, account, name, title, question):
        if self._is_confirmed(account, name):
            return self._row(name, title, "passed", self.env._("Without VAT"))
        return self._row(name, title, "confirm", question, [
            (self.env._("Without VAT"), "action_keep"), (self.env._("Account"), "action_mend"),
        ])


def _own_income_accounts(products):
    """The income accounts of very many products and of their categories."""
    templates = products.product_tmpl_id.browse().with_context(active_test=False)
    groups = templates._read_group(
        [("product_variant_ids", "in", products.ids)],
        ["property_account_income_id", "categ_id"],
    )
    return products.env["account.account"].union(*(
        account | category.property_account_income_categ_id for account, category in groups
    ))
