"""How an invoice to a company that bought goods is named."""

from odoo.tools import format_date


def invoice_text(env, invoice):
    """A company that bought, with its invoice (УПД), for a line of the seller's invoice.

    :param invoice: a `domain.settlement.CompanyInvoice`
    """
    number = env._("УПД No. %s", invoice.number)
    if invoice.day:
        number = env._(
            "УПД No. %(number)s of %(day)s", number=invoice.number,
            day=format_date(env, invoice.day),
        )
    inn = invoice.inn and env._("INN %s", invoice.inn)
    return ", ".join(filter(None, (invoice.buyer, inn, number)))
