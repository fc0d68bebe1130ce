import re

from odoo import api, models


class OzonRequirementGoods(models.AbstractModel):
    """The needs besides the books: warehouse, location, company data."""

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
