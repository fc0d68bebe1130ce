"""The journals that a new account books in, until a person chooses others."""

# A chart of accounts may bring a journal for netting; ozon_connector_l10n_ru's does.
NETTING_OF_CHART = "ru_ozon_netting"


def default_journal(company, journal_type):
    """The company's first journal of a type, except Odoo's journal of exchange differences.

    :param journal_type: `purchase`, `sale` or `general`
    :return: `account.journal`; empty if there is none
    """
    journals = company.env["account.journal"]
    of_chart = journal_type == "general" and company.env.ref(
        f"account.{company.root_id.id}_{NETTING_OF_CHART}", raise_if_not_found=False
    )
    return of_chart or journals.search([
        *journals._check_company_domain(company), ("type", "=", journal_type),
        ("id", "!=", company.currency_exchange_journal_id.id),
    ], limit=1)
