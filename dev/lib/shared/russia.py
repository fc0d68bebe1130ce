"""What every Russian company of the dev programs needs, wherever its accounts come from."""


def prepare_russia(odoo):
    """Activate the rouble as a currency for companies.

    :param odoo: a `shared.servers.Odoo`
    :return: ids of Russia and of the rouble
    """
    russia = odoo("res.country", "search", [("code", "=", "RU")])[0]
    rouble = odoo(
        "res.currency", "search", [("name", "=", "RUB")], context={"active_test": False}
    )[0]
    odoo("res.currency", "write", [rouble], {"active": True})
    # Odoo keeps prices of products in the currency of the database's first company.
    first = odoo("res.company", "search", [], order="id", limit=1)
    odoo("res.company", "write", first, {"currency_id": rouble})
    return russia, rouble


def move_in(odoo, company):
    """Make the company the user's, with a warehouse."""
    own = {"company_id": company, "company_ids": [(6, 0, [company])]}
    odoo("res.users", "write", [odoo.user], own)
    odoo("stock.warehouse", "create", {"name": "Основной склад", "code": "СКЛ"})
