from odoo import Command, models


def use_storage_locations(env):
    """Switch on Odoo's «Storage Locations»; without it nobody can move goods to a location."""
    employees = env.ref("base.group_user").sudo()
    storage_locations = env.ref("stock.group_stock_multi_locations")
    if storage_locations not in employees.all_implied_ids:
        employees.implied_ids = [Command.link(storage_locations.id)]
        env["stock.warehouse"].sudo().search(
            [("int_type_id", "!=", False)]
        ).int_type_id.active = True


class OzonAccountLocation(models.Model):
    """Where the goods of a cabinet are: its location and its warehouse."""

    _inherit = "ozon.account"

    def _ensure_location(self):
        """Create a location for each account without one, in its company's warehouse."""
        lacking = self.filtered(lambda account: not account.location_id)
        if lacking:
            use_storage_locations(self.env)
        for account in lacking:
            others = self.sudo().with_context(active_test=False).search_count([
                ("company_id", "=", account.company_id.id), ("id", "!=", account.id),
            ], limit=1)
            account.sudo().location_id = self.env["stock.location"].sudo().create({
                # An account that works by files may have no Client-Id.
                "name": f"Ozon {account.client_id or account.name}" if others else "Ozon",
                "usage": "internal",
                "location_id": account._warehouse().view_location_id.id,
                "company_id": account.company_id.id,
            })

    def _warehouse(self):
        """The warehouse of the goods on Ozon; empty for a company that has none."""
        self.ensure_one()
        return self.location_id.warehouse_id or self.env["stock.warehouse"].sudo().search(
            [("company_id", "=", self.company_id.id)], limit=1,
        )
