from collections import defaultdict

from odoo import api, fields, models
from odoo.addons.ozon_connector.ozon_api.answers.stocks import RESERVED, states_by_sku
from odoo.exceptions import UserError

from ...domain import stock_count as rules


class OzonStockCountTake(models.Model):
    """Takes Ozon's count of a day."""

    _inherit = "ozon.stock.count"

    @api.model
    def _take(self, account, client, day):
        """Ask Ozon for its stock, store it as the count of a day, and compare it.

        :raises errors.OzonError: Ozon does not return it
        :raises UserError: the answer has an unknown state
        """
        said = self._ask(account, client)
        last = self._latest(account)
        if rules.goes_on(last.date, day):
            count = last
            count.write({"date": day, "counted_at": fields.Datetime.now()})
        else:
            count = self.create({
                "account_id": account.id, "date": day, "counted_at": fields.Datetime.now(),
            })
        count.location_id = account.location_id
        count._write_down(said)
        count._compare()
        count._drop_empty_lines()
        return count

    @api.model
    def _ask(self, account, client):
        """:return: {SKU: {state: pieces}} of the goods at Ozon"""
        cards = self.env["ozon.product"].search_fetch([("account_id", "=", account.id)])
        skus = sorted({sku for card in cards for sku in (card.skus or card.sku or "").split()})
        rows = client.stock_states(skus)
        unknown = sorted({name for row in rows for name in row.unknown})
        if unknown:
            raise UserError(self.env._(
                "Ozon counts goods in an unknown state: %s. The count was not stored, because "
                "these goods would seem to be missing. The books do not depend on it. Please tell "
                "the authors of the Ozon connector.",
                ", ".join(unknown),
            ))
        said = states_by_sku(rows)
        for stock in client.fbo_stocks(skus):
            if stock.reserved:
                states = said.setdefault(stock.sku, {})
                states[RESERVED] = states.get(RESERVED, 0) + stock.reserved
        return said

    def _write_down(self, said):
        """Store Ozon's count; unchanged rows are not touched.

        :param said: {SKU: {state: pieces}}
        """
        names, found = {}, defaultdict(lambda: defaultdict(float))
        cards = self.env["ozon.card.goods"]
        goods = cards._goods_by_sku(self.account_id, said)
        by_state = defaultdict(lambda: defaultdict(float))
        for sku, states in said.items():
            for state, pieces in states.items():
                if sku in goods:
                    product, units = goods[sku]
                    by_state[state][product] += pieces * units
                else:
                    found[sku][state] += pieces
        for state, pieces in by_state.items():
            for product, quantity in cards._in_stock(self.company_id, pieces).items():
                found[product][state] += quantity
        lines = {line.product_id or line.sku: line for line in self.line_ids}
        if set(found) - set(lines):
            unknown = [key for key in found if isinstance(key, str)]
            names = {
                sku: card.display_name
                for sku, card in cards._cards_by_sku(self.account_id, unknown).items()
            }
        self._keep_states(lines, found, names)

    def _keep_states(self, lines, found, names):
        """Write the changed states of goods, all at once.

        :param lines: {product or SKU: line}
        :param found: {product or SKU: {state: units}}
        :param names: {SKU: name of its card}
        """
        new = [key for key, states in found.items() if states and key not in lines]
        lines = dict(lines) | dict(zip(new, self.env["ozon.stock.count.line"].create([
            {
                "count_id": self.id, "product_id": not isinstance(key, str) and key.id,
                "sku": isinstance(key, str) and key,
                "name": names.get(key, key) if isinstance(key, str) else key.display_name,
            }
            for key in new
        ]), strict=True))
        changed = {
            line: found.get(key, {}) for key, line in lines.items()
            if dict(found.get(key, {}))
            != {state.state_id.name: state.quantity for state in line.state_ids}
        }
        self.env["ozon.stock.count.line"].union(*changed).state_ids.unlink()
        ids = self.env["ozon.stock.state"]._ensure(self.company_id)
        self.env["ozon.stock.count.state"].create([
            {"line_id": line.id, "state_id": ids[name].id, "quantity": quantity}
            for line, states in changed.items() for name, quantity in states.items()
        ])

    def _drop_empty_lines(self):
        """Remove goods from the count that are no longer on either side."""
        self.line_ids.filtered(
            lambda line: not (
                line.state_ids or line.booked or line.unbooked or line.difference or line.scrap_id
            )
        ).unlink()
        self.product_count = len(self.line_ids)
