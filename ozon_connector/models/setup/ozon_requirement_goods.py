import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain import calendar
from ...tools.moments import utc_now


class OzonRequirementGoods(models.AbstractModel):
    """The needs besides the books: warehouse, location, currency rates, company data."""

    _inherit = "ozon.requirement"

    @api.model
    def _need_warehouse(self, account, document):
        if not account.post_stock:
            return None
        title, warehouse = self.env._("Warehouse"), account._warehouse()
        if self._usable(warehouse):
            return self._row("warehouse", title, "passed", warehouse.display_name)
        return self._row("warehouse", title, "failed", self.env._(
            "The company %s has no warehouse, so the goods cannot be moved. Make one under "
            "Inventory ▸ Configuration ▸ Warehouses, or switch off «Move Goods» on the "
            "account.", account.company_id.name,
        ), [(self.env._("Warehouses"), "action_mend")])

    @api.model
    def _need_location(self, account, document):
        if not account.post_stock:
            return None
        title, location = self.env._("Location of the goods at Ozon"), account.location_id
        if not location:
            return self._row("location", title, "passed", self.env._(
                "It is created with the first month",
            ))
        if self._usable(location):
            return self._row("location", title, "passed", location.display_name)
        return self._row("location", title, "failed", self.env._(
            "The location %(location)s of the account %(account)s is archived, so the goods cannot "
            "be moved. Choose another one on the account, or empty the field to have one made.",
            location=location.display_name, account=account.name,
        ), [(self.env._("Account"), "action_mend")])

    @api.model
    def _need_rates(self, account, document):
        """Without a rate Odoo would silently convert 1 to 1."""
        company, title = account.company_id, self.env._("Rates of currencies")
        lacking = self._lacking_rates(account, document)
        rubles = self.env.ref("base.RUB")
        last = calendar.last_day(calendar.last_closed_month(utc_now()))
        if not (lacking or document or company.currency_id == rubles
                or self._is_confirmed(account, "rates")
                or self._has_rate(company, rubles, last)):
            return self._row("rates", title, "confirm", self.env._(
                "The company keeps its books in %s. If your contract with Ozon is in rubles, "
                "their rate is needed.", company.currency_id.name,
            ), [(self.env._("Currencies"), "action_mend"), (self.env._("Keep It"), "action_keep")])
        if not lacking:
            return self._row("rates", title, "passed", self.env._(
                "All rates for the loaded reports are available",
            ))
        return self._row("rates", title, "failed", "\n".join(lacking), [
            (self.env._("Currencies"), "action_mend"),
        ])

    @api.model
    def _lacking_rates(self, account, document):
        """The rates that open reports lack, each named once.

        :return: a list of texts
        """
        documents = [document] if document else [
            one for kind in self.env["ozon.document"]._kinds() for one in kind.search([
                ("account_id", "=", account._origin.id), ("state", "in", kind._setup_states()),
                ("currency_id", "!=", account.company_id.currency_id.id),
            ])
        ]
        texts = {}
        for one in documents:
            try:
                one._check_currency_rate()
            except UserError as error:
                texts[str(error)] = True
        return list(texts)

    @api.model
    def _has_rate(self, company, currency, day):
        return bool(self.env["res.currency.rate"].sudo().search_count([
            ("currency_id", "=", currency.id),
            ("company_id", "in", [False, company.root_id.id]),
            ("name", "<=", fields.Date.to_string(day)),
        ], limit=1))

    @api.model
    def _need_inn(self, account, document):
        title, company = self.env._("INN of the company"), account.company_id
        own = re.sub(r"\D", "", company.vat or "")
        if account.inn_warning:
            return self._row("inn", title, "confirm", account.inn_warning, [
                (self.env._("Company"), "action_mend"),
            ])
        if own:
            return self._row("inn", title, "passed", own)
        return self._row("inn", title, "confirm", self.env._(
            "The company %s has no INN, so nobody can tell whether Ozon's reports are its own. "
            "Enter it on the company.", company.name,
        ), [(self.env._("Company"), "action_mend")])
