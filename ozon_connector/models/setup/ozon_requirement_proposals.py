from collections.abc import Callable
from typing import NamedTuple

from odoo import Command, api, models

from ...domain import calendar, vat
from ...tools.default_journals import default_journal
from ...tools.moments import utc_now

# Codes of the accounts that a Russian accountant expects; without them any will do.
EXPENSE_CODES = ("44",)
INCOME_CODES = ("90.01", "90.1", "9001")
CODES = {
    "payable": ("60.01", "liability_payable"),
    "receivable": ("62.01", "asset_receivable"),
    "expense_account": ("44.01", "expense"),
    "income_account": ("90.01", "income"),
}


class Proposal(NamedTuple):
    """Something that can be set up: what a person reads first, and what is then done."""

    name: str  # of the need in `ozon.requirement`
    value: str
    reason: str
    apply: Callable[[], object]
    model: str  # the model on which the user needs rights
    selected: bool = True


class OzonRequirementProposals(models.AbstractModel):
    """Proposals for what is missing. Nothing changes before a person has read them.

    Each is a method `_propose_<name>`, for a need of `ozon.requirement`; an addon adds its own in
    the same way.
    """

    _name = "ozon.requirement.proposals"
    _description = "Proposals for What Booking the Months of Ozon Needs"
    _inherit = "ozon.requirement"

    @api.model
    def _proposals(self, account):
        """What the user may set up for an account.

        :return: {name: `Proposal`}, in order
        """
        books = self.with_company(account.company_id)
        account = account.with_company(account.company_id)
        rows = {row["name"]: row for row in self._rows(account)}
        proposals = {}
        for name, row in rows.items():
            propose = getattr(books, f"_propose_{name}", None)
            if row["state"] == "passed" or not propose:
                continue
            proposal = propose(account)
            if proposal:
                proposals[name] = proposal
            if name == "chart" and proposal and row["state"] == "failed":
                # Everything else comes with the chart, or builds on it.
                break
        return proposals

    @api.model
    def _is_allowed(self, proposal):
        """Whether the user may do it."""
        if proposal.name == "chart":
            return self.env.is_system()
        return all(self.env[proposal.model].has_access(mode) for mode in ("create", "write"))

    @api.model
    def _propose_chart(self, account):
        company = account.company_id
        chart = self._chart_to_install(company)
        if not chart:
            return None
        return Proposal(
            "chart", chart["name"],
            self.env._("The chart of the company's country; the company has no entries yet")
            if chart["country_id"] else self.env._("Odoo has no chart for the company's country"),
            lambda: self._install_chart(company, chart["code"]),
            "res.company", selected=not self._has_ledger_accounts(company),
        )

    @api.model
    def _install_chart(self, company, code):
        """Install a chart, and keep the company's currency: Odoo's generic chart sets dollars."""
        currency = company.currency_id
        self.env["account.chart.template"].try_loading(code, company)
        company = self.env["res.company"].browse(company.id)
        if code == "generic_coa" and company.currency_id.id != currency.id:
            company.currency_id = currency.id

    @api.model
    def _propose_partner(self, account):
        partner = account.partner_id
        return Proposal(
            "partner", partner.display_name, self.env._("The contact is restored"),
            lambda: partner.write({"active": True}), "res.partner",
        )

    # Accounts

    @api.model
    def _propose_payable(self, account):
        return self._propose_term_account(account, "payable")

    @api.model
    def _propose_receivable(self, account):
        return self._propose_term_account(account, "receivable")

    @api.model
    def _propose_term_account(self, account, side):
        return self._propose_ledger_account(
            account, side,
            lambda found: self._use_term_account(account, f"property_account_{side}_id", found),
            "res.partner",
        )

    @api.model
    def _use_term_account(self, account, field, found):
        """Set the account on Ozon's contact, and on the company's own if that has none.

        A company buys goods that came without documents from itself.
        """
        own = account.company_id.partner_id
        partners = account.partner_id.commercial_partner_id | own.filtered(
            lambda partner: not partner[field]
        )
        partners.write({field: found.id})

    @api.model
    def _propose_expense_account(self, account):
        # The journal may be another proposal, which is applied first. Goods received for a kopeck
        # need the account as well.
        return self._propose_ledger_account(
            account, "expense_account",
            lambda found: account.purchase_journal_id.write({"default_account_id": found.id}),
            "account.journal", EXPENSE_CODES,
        )

    @api.model
    def _propose_income_account(self, account):
        # The journal may be another proposal, which is applied first.
        return self._propose_ledger_account(
            account, "income_account",
            lambda found: account.sale_journal_id.write({"default_account_id": found.id}),
            "account.journal", INCOME_CODES,
        )

    @api.model
    def _propose_ledger_account(self, account, name, use, used_by, codes=()):
        """Propose the company's account of the type, preferably with one of these codes, or a new
        one.

        :param use: what is done with the account, a callable
        :param used_by: the model that `use` changes
        """
        code, account_type = self._usual_ledger_account(name)
        found = self._ledger_accounts(account.company_id, account_type)
        first = sorted(found, key=lambda one: (
            not (one.code or "").startswith(codes or ("",)), one.code or "",
        ))
        if first:
            return Proposal(
                name, first[0].display_name, self._reason_of_ledger_account(name),
                lambda: use(first[0]), used_by,
            )
        if not self._has_ledger_accounts(account.company_id):
            return None
        vals = {
            "name": self._name_of_ledger_account(name), "account_type": account_type,
            "code": self._free_code(account.company_id, code),
            "company_ids": [Command.set(account.company_id.ids)],
            "reconcile": name in ("payable", "receivable"),
        }
        return Proposal(
            name, f"{vals['code']} {vals['name']}",
            self.env._("A new account: the company has none of this type"),
            lambda: use(self.env["account.account"].create(vals)), "account.account",
        )

    @api.model
    def _usual_ledger_account(self, name):
        """:return: code and type of the account that a new chart would have"""
        return CODES[name]

    @api.model
    def _free_code(self, company, code):
        ledger_accounts = self.env["account.account"].with_company(company)
        taken = ledger_accounts.with_context(active_test=False).search([
            *ledger_accounts._check_company_domain(company), ("code", "=", code),
        ], limit=1)
        return ledger_accounts._search_new_account_code(code) if taken else code

    @api.model
    def _reason_of_ledger_account(self, name):
        return {
            "payable": self.env._("The company's account of the type «Payable»"),
            "receivable": self.env._("The company's account of the type «Receivable»"),
            "expense_account": self.env._(
                "The company's account of selling costs, for all purchases that have no other"
            ),
            "income_account": self.env._(
                "The company's income account, for all products that have none of their own"
            ),
        }[name]

    @api.model
    def _name_of_ledger_account(self, name):
        return {
            "payable": self.env._("Settlements with Suppliers"),
            "receivable": self.env._("Settlements with Customers"),
            "expense_account": self.env._("Selling Costs"),
            "income_account": self.env._("Revenue"),
        }[name]

    # Journals

    @api.model
    def _propose_purchase_journal(self, account):
        return self._propose_journal(account, "purchase_journal", "purchase")

    @api.model
    def _propose_sale_journal(self, account):
        return self._propose_journal(account, "sale_journal", "sale")

    @api.model
    def _propose_netting_journal(self, account):
        return self._propose_journal(account, "netting_journal", "general")

    @api.model
    def _propose_journal(self, account, name, journal_type):
        """Propose the journal that a new account would get, or a new journal."""
        company = account.company_id
        found = default_journal(company, journal_type)
        if found:
            return Proposal(
                name, found.display_name, self.env._("The company's first journal of this type"),
                lambda: account.write({f"{name}_id": found.id}), "ozon.account",
            )
        if not self._has_ledger_accounts(company):
            return None
        return Proposal(
            name, self._name_of_journal(journal_type),
            self.env._("A new journal: the company has none of this type"),
            lambda: account.write({
                f"{name}_id": self._create_journal(company, journal_type).id,
            }),
            "account.journal",
        )

    @api.model
    def _propose_bank_journal(self, account):
        company = account.company_id
        if not self._has_ledger_accounts(company):
            return None
        return Proposal(
            "bank_journal", self._name_of_journal("bank"),
            self.env._("A new journal: the company has none of this type"),
            lambda: self._create_journal(company, "bank"), "account.journal",
        )

    @api.model
    def _create_journal(self, company, journal_type):
        return self.env["account.journal"].create({
            "name": self._name_of_journal(journal_type), "type": journal_type,
            "company_id": company.id,
        })

    @api.model
    def _name_of_journal(self, journal_type):
        return {
            "purchase": self.env._("Purchases"),
            "sale": self.env._("Sales"),
            "general": self.env._("Netting with Ozon"),
            "bank": self.env._("Bank"),
        }[journal_type]

    # Taxes

    @api.model
    def _propose_fee_taxes(self, account):
        """Propose the taxes of the commission, if the company books VAT on purchases."""
        taxes = self._fee_taxes_by_day(account)
        if not taxes:
            return self._keep(account, "fee_taxes", self.env._(
                "The company has no default purchase tax",
            ))
        return Proposal(
            "fee_taxes", ", ".join(tax.display_name for tax in taxes.values()),
            self.env._("Ozon's commission includes VAT; the company has a default purchase tax"),
            lambda: account.write({"fee_tax_ids": [
                Command.create({"valid_from": day, "tax_ids": [Command.set(tax.ids)]})
                for day, tax in taxes.items()
            ]}),
            "ozon.account",
        )

    @api.model
    def _fee_taxes_by_day(self, account):
        """:return: {day: the tax from then on}, oldest first; in Russia by the general rate"""
        company = account.company_id
        usual = company.account_purchase_tax_id
        if not usual or usual.amount_type != "percent":
            return {}
        first = account.import_from
        if company.account_fiscal_country_id.code != "RU":
            return {first: usual}
        last = max(first, calendar.last_closed_month(utc_now()))
        starts = sorted({first, *(
            day for day, _rate in vat.GENERAL_RATES if first < day <= calendar.last_day(last)
        )})
        found = {day: self._taxes(company, vat.general_rate(day))[:1] for day in starts}
        return {day: tax for day, tax in found.items() if tax}

    @api.model
    def _taxes(self, company, rate):
        """A company's percent taxes of a rate on purchases, those for services first."""
        taxes = self.env["account.tax"].with_context(active_test=False)
        found = taxes.search([
            *taxes._check_company_domain(company), ("type_tax_use", "=", "purchase"),
            ("amount_type", "=", "percent"), ("amount", "=", float(rate)),
        ])
        return found.sorted(lambda tax: (tax.tax_scope != "service", not tax.active))

    @api.model
    def _propose_goods_taxes(self, account):
        usual = account.company_id.account_sale_tax_id
        if not usual or usual.amount_type == "fixed":
            return self._keep(account, "goods_taxes", self.env._(
                "The company has no default sales tax",
            ))
        return Proposal(
            "goods_taxes", usual.display_name,
            self.env._("The company's default sales tax"),
            lambda: account.write({"sale_tax_ids": [Command.set(usual.ids)]}), "ozon.account",
        )

    @api.model
    def _keep(self, account, name, reason):
        return Proposal(
            name, self.env._("Without VAT"), reason, lambda: self._confirm(account, name),
            "ozon.account",
        )

    @api.model
    def _confirm(self, account, name):
        """Note that a person has confirmed it to be right as it is."""
        account.check_access("write")
        account.sudo().write({
            "confirmed_setup": sorted({*(account.confirmed_setup or []), name}),
        })

    # Goods, company

    @api.model
    def _propose_warehouse(self, account):
        company = account.company_id
        archived = self.env["stock.warehouse"].with_context(active_test=False).search([
            ("company_id", "=", company.id),
        ], limit=1)
        if archived:
            return Proposal(
                "warehouse", archived.display_name, self.env._("It is restored from the archive"),
                lambda: self._use_warehouse(account, archived), "stock.warehouse",
            )
        code = "".join(filter(str.isalnum, company.name))[:3].upper() or "WH"
        vals = {"name": company.name, "code": code, "company_id": company.id}
        return Proposal(
            "warehouse", company.name, self.env._("A new warehouse: the company has none"),
            lambda: self._use_warehouse(account, self.env["stock.warehouse"].create(vals)),
            "stock.warehouse",
        )

    @api.model
    def _use_warehouse(self, account, warehouse):
        warehouse.active = True
        if not account.location_id.location_id:
            account.location_id.sudo().location_id = warehouse.view_location_id

    @api.model
    def _propose_location(self, account):
        return Proposal(
            "location", self.env._("A new location in the warehouse"),
            self.env._("The one of the account is archived"),
            lambda: account.write({"location_id": False}), "ozon.account",
        )

    @api.model
    def _propose_inn(self, account):
        company, inn = account.company_id, account.seller_inn
        if company.vat or not inn:
            return None
        return Proposal(
            "inn", inn, self.env._("The INN of the seller cabinet"),
            lambda: company.write({"vat": inn}), "res.company",
        )
