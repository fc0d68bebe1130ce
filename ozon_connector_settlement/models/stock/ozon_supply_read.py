from odoo import Command, api, fields, models
from odoo.addons.ozon_connector.ozon_api.answers import supplies as ozon

from ...domain import supplies as rules
from .ozon_supply import OZON_STATES

KNOWN = dict(OZON_STATES)


class OzonSupplyRead(models.Model):
    """Finds the supplies that have changed at Ozon, and reads their acts."""

    _inherit = "ozon.supply"

    @api.model
    def _find_changed(self, account, client):
        """Mark the supplies to be read: those that have changed at Ozon, and those that still may.

        Ozon returns the last changed supply first, so a page without news ends the search.
        """
        mark = ""
        while True:
            page = client.supply_order_ids(mark)
            orders = client.supply_orders(page.ids)
            if not self._note_orders(account, orders) or not page.mark:
                return
            mark = page.mark

    @api.model
    def _note_orders(self, account, orders):
        """:return: whether older orders may have news, too"""
        known = {
            supply.supply_id: supply for supply in self.search([("account_id", "=", account.id)])
        }
        new, news = [], False
        for order in orders:
            moment = order.changed_at and order.changed_at.replace(tzinfo=None)
            if account.import_from and moment and moment.date() < account.import_from:
                continue
            for supply in order.supplies:
                if supply.state not in KNOWN:
                    # The supply is still on its way.
                    continue
                vals = self._prepare_vals(order, supply, moment)
                record = known.get(supply.supply_id)
                if not record:
                    new.append({"account_id": account.id, "due": True, **vals})
                    news = True
                elif record._is_stale(vals):
                    news = news or record.changed_at != moment
                    record.write({**vals, "due": True})
        self.create(new)
        return news

    @api.model
    def _prepare_vals(self, order, supply, moment):
        arrived = supply.arrived_at and supply.arrived_at.replace(tzinfo=None)
        number = order.number or order.order_id
        return {
            "name": number if len(order.supplies) == 1 else f"{number}-{supply.supply_id}",
            "supply_id": supply.supply_id, "order_id": order.order_id,
            "bundle_id": supply.bundle_id, "warehouse": supply.warehouse,
            "ozon_state": supply.state, "changed_at": moment,
            "accepted_at": arrived or moment,
        }

    def _is_stale(self, vals):
        """Whether Ozon has changed the supply, or may still change it without a new date."""
        return (
            self.changed_at != vals["changed_at"] or self.ozon_state != vals["ozon_state"]
            or not (self.ozon_state in ozon.ENDED or self.agreed or self.drafted)
        )

    @api.model
    def _read_next(self, account, client):
        """Read the acts of a supply that is due.

        :return: whether there was one
        """
        supply = self.search(
            [("account_id", "=", account.id), ("due", "=", True)], order="read_at NULLS FIRST, id",
            limit=1,
        )
        if not supply:
            return False
        # If it fails, it is due again tomorrow, after the other supplies.
        supply.read_at = fields.Datetime.now()
        if supply.ozon_state not in ozon.ENDED:
            supply._read_acts(client)
        supply.due = False
        return True

    def _read_acts(self, client):
        acts = {one.supply_id: one for one in client.supply_acts(self.order_id)}.get(self.supply_id)
        goods = client.act_goods(self.supply_id) if acts and acts.acts else ()
        declared = client.declared_goods(self.bundle_id) if self.bundle_id else ()
        accepted = [
            act.created_at for act in (acts.acts if acts else ())
            if act.type == ozon.ACCEPTANCE and act.created_at
        ]
        old = {line.sku: line._counted() for line in self.line_ids}
        had_acts = self.has_acts
        self.write({
            "agreed": bool(acts and acts.agreed), "has_acts": bool(goods),
            **({"accepted_at": min(accepted).replace(tzinfo=None)} if accepted else {}),
        })
        found = rules.counted(declared, goods)
        if self.drafted and not goods and not had_acts:
            # A person accepted it as declared, and there is still no act that differs.
            return
        if found != old:
            self._keep_lines(found, [*declared, *goods])
        self._follow_acts(old)

    def _keep_lines(self, found, rows):
        """:param found: {SKU: `domain.supplies.Counted`}"""
        words = {row.sku: (row.offer_id, row.name) for row in rows}
        products = self.env["ozon.card.goods"]._goods_by_sku(self.account_id, found)
        self.line_ids = [Command.clear(), *(
            Command.create({
                "sku": sku, "offer_id": words[sku][0], "name": words[sku][1],
                "product_id": products.get(sku, (self.env["product.product"], 0))[0].id,
                "units": products.get(sku, (None, 1))[1], **counted._asdict(),
            })
            for sku, counted in found.items()
        )]
