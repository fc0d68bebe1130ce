from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain import calendar
from ...tools.moments import utc_now


class OzonRequirementDocuments(models.AbstractModel):
    """What documents need of the books: the rates of their currencies, accounts of their goods."""

    _inherit = "ozon.requirement"

    @api.model
    def _goods(self, account, document):
        return document._setup_products() if document else super()._goods(account, document)

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
