from odoo import models
from odoo.exceptions import UserError

from ...domain import currencies

# Odoo does not say which currency is the base of its rates. A currency without a rate is taken for
# the base if the conversion is plausible: less than FAR_AWAY times off for the company's own
# currency, less than NEAR times for another one.
FAR_AWAY = 20
NEAR = 3


class OzonDocumentCurrency(models.AbstractModel):
    """The currency of a document, and the rates by which Odoo converts it into the company's.

    Odoo divides the rate of one currency by the other's, and silently takes 1 for a currency
    without a rate. That is right only for the base currency, to which all rates refer.
    """

    _inherit = "ozon.document.entries.mixin"

    def _currency(self, name):
        """The currency that Ozon names, even if it is not active.

        :raises UserError: Odoo does not have it
        """
        code = currencies.code_of(name)
        if not code:
            raise UserError(self.env._(
                "Ozon's report does not say which currency it is in, so it was not booked. "
                "Try again later, or ask Ozon's support."
            ))
        Currency = self.env["res.currency"].sudo().with_context(active_test=False)
        currency = Currency.search([("name", "=", code)], limit=1)
        if currency:
            return currency
        if not currencies.is_code(code):
            raise UserError(self.env._(
                "Ozon's report is in the currency «%s», which is not a currency code. It was not "
                "booked. Look in the seller cabinet which currency the report is in, do not create "
                "a currency of this name, and tell the authors of the Ozon connector.", name,
            ))
        raise UserError(self.env._(
            "Ozon's report is in the currency «%s», which Odoo does not have. It was not booked. "
            "Look in the seller cabinet which currency the report is in. If Odoo has it under "
            "another code, do not create it a second time, and tell the authors of the Ozon "
            "connector. Otherwise create it with its rate, then load the report again.", name,
        ))

    def _check_currency_rate(self):
        """Refuse to go on without the rates, since Odoo would silently convert 1 to 1.

        :raises UserError: the report's currency or the company's lacks a rate
        """
        own, company = self.currency_id, self.company_id.currency_id
        if own == company:
            return
        rates = self._visible_rates()
        lacking = [currency for currency in (own, company) if not self._has_rate(currency, rates)]
        if len(lacking) == 1 and self._is_base(lacking[0], (own + company - lacking[0]), rates):
            return
        if lacking:
            raise UserError(self.env._(
                "There is no rate of %(currency)s on or before %(day)s, so the report, which is in "
                "%(own)s, cannot be booked in %(company_currency)s. Enter the rate under Invoicing "
                "▸ Configuration ▸ Currencies, then load the report again. If all the other rates "
                "are counted in %(currency)s, its rate is 1.",
                currency=lacking[0].name, day=self._day(self._booking_day()), own=own.name,
                company_currency=company.name,
            ))

    def _activate_currency(self):
        """Switch on the document's currency once somebody has entered its rate."""
        if not self.currency_id.active:
            self.currency_id.sudo().active = True

    def _visible_rates(self):
        """The rates that hold for the company.

        :return: {currency: [day of its first rate, least rate, greatest rate]}
        """
        groups = self.env["res.currency.rate"].sudo()._read_group(
            [("company_id", "in", [False, self.company_id.root_id.id])],
            ["currency_id"], ["name:min", "rate:min", "rate:max"],
        )
        return {currency: figures for currency, *figures in groups}

    def _has_rate(self, currency, rates):
        return currency in rates and rates[currency][0] <= self._booking_day()

    def _is_base(self, currency, other, rates):
        """Whether a currency without a rate is the base, to which the other rates refer.

        :param other: the currency whose rate is known
        :param rates: the result of `_visible_rates`
        """
        declared = [one for one, (_day, least, most) in rates.items() if least == most == 1]
        if declared or currency in rates:
            return currency in declared
        company = self.company_id.currency_id
        rate = self.currency_id._get_conversion_rate(
            self.currency_id, company, self.company_id, self._booking_day(),
        )
        deviation = currencies.deviation(rate, self.currency_id.name, company.name)
        if currency == company and self._rate_in_use(other).company_id:
            # Odoo shows and reads the rates of a company as rates against its own currency.
            return deviation is None or deviation < FAR_AWAY
        return deviation is not None and deviation < NEAR

    def _rate_in_use(self, currency):
        """The rate that Odoo uses on the day of booking."""
        return self.env["res.currency.rate"].sudo().search(
            [
                ("currency_id", "=", currency.id), ("name", "<=", self._booking_day()),
                ("company_id", "in", [False, self.company_id.root_id.id]),
            ],
            order="company_id.id, name DESC", limit=1,
        )
