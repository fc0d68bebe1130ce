"""Many products are moved in bulk and end up where Odoo's own way would have put them."""

from odoo import Command

from bench.run import differences
from bench.stored import rows
from tests.odoo.common import OzonCase


class GoodsCase(OzonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Полка", "location_id": cls.stock.id, "company_id": cls.company.id}
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def product(self, **values):
        return self.env["product.product"].create(
            {"name": "Кружка", "is_storable": True, "standard_price": 40, **values}
        )

    def in_stock(self, product, units, location=None, **place):
        self.env["stock.quant"].create(
            {"product_id": product.id, "location_id": (location or self.stock).id,
             "quantity": units, **place}
        )  # fmt: skip
        return product

    def assortment(self):
        """One product of each kind: simple ones, and those that need a choice."""
        lot_product = self.product(name="Партия", tracking="lot")
        lot = self.env["stock.lot"].create({"name": "П-1", "product_id": lot_product.id})
        reserved = self.in_stock(self.product(name="Занят"), 10)
        self.transfer([(reserved, 8)]).action_confirm()
        elsewhere = self.in_stock(self.product(name="На полке"), 4, self.shelf)
        spread = self.in_stock(self.product(name="Тут и там"), 2)
        self.in_stock(spread, 3, self.shelf)
        owner = self.env["res.partner"].create({"name": "Комитент"})
        owned = self.in_stock(self.product(name="Чужой"), 5, owner_id=owner.id)
        ordered = self.in_stock(self.product(name="С правилом"), 10)
        self.env["stock.warehouse.orderpoint"].create(
            {"product_id": ordered.id, "location_id": self.stock.id, "trigger": "auto",
             "product_min_qty": 9, "product_max_qty": 20}
        )  # fmt: skip
        average = self.env["product.category"].create(
            {"name": "Средняя", "property_cost_method": "average"}
        )
        fifo = self.env["product.category"].create(
            {"name": "ФИФО", "property_cost_method": "fifo"}
        )
        return [
            self.in_stock(self.product(name="Есть"), 10),
            self.in_stock(self.product(name="Мало"), 1),
            self.product(name="Нет"),
            self.in_stock(self.product(name="Минус"), -2),
            reserved,
            elsewhere,
            spread,
            owned,
            ordered,
            self.in_stock(self.product(name="Средняя", categ_id=average.id), 10),
            self.in_stock(self.product(name="ФИФО", categ_id=fifo.id), 10),
            self.in_stock(lot_product, 6, lot_id=lot.id),
            self.product(name="Без учёта", is_storable=False),
        ]

    def transfer(self, units, comes_back=False):
        source, destination = self.stock, self.customers
        if comes_back:
            source, destination = destination, source
        picking_type = self.warehouse.in_type_id if comes_back else self.warehouse.out_type_id
        common = {
            "location_id": source.id, "location_dest_id": destination.id,
            "company_id": self.company.id,
        }  # fmt: skip
        return self.env["stock.picking"].create(
            {
                **common,
                "picking_type_id": picking_type.id,
                "move_ids": [
                    Command.create({
                        **common, "product_id": product.id, "product_uom": product.uom_id.id,
                        "product_uom_qty": quantity,
                    })
                    for product, quantity in units
                ],
            }
        )  # fmt: skip

    def at_once(self, picking):
        quick = picking._ozon_in_bulk()
        quick.action_confirm()
        return quick

    def plain(self, picking):
        picking.action_confirm()
        return picking

    def move_in_full(self, picking):
        for move in picking.move_ids:
            if move.product_uom.compare(move.quantity, move.product_uom_qty):
                move.quantity = move.product_uom_qty

    def stored(self, products, picking):
        """The moves, their lines and the stock; products by their position in the assortment."""
        self.env.flush_all()
        numbers = {product.id: number for number, product in enumerate(products)}
        own = {"product_id", "move_id", "picking_id", "lot_id", "owner_id", "description_picking",
               "reference", "product_category_name", "product_category_id"}  # fmt: skip
        ids = picking.ids + picking.backorder_ids.ids

        def of(table, column, key):
            self.env.cr.execute(
                f"SELECT * FROM {table} WHERE {column} IN %s ORDER BY id", [tuple(key)]
            )
            found = [numbers[row["product_id"]] for row in self.env.cr.dictfetchall()]
            values = rows(self.env, table, column, key, own)
            named = [{"product": n, **row} for n, row in zip(found, values, strict=True)]
            return sorted(named, key=lambda row: (
                row["product"], row.get("location_id") or 0, row["quantity"] or 0,
            ))  # fmt: skip

        return {
            "stock_move": of("stock_move", "picking_id", ids),
            "stock_move_line": of("stock_move_line", "picking_id", ids),
            "stock_quant": of("stock_quant", "product_id", list(numbers)),
            "cost": [{"price": product.standard_price} for product in products],
        }

    def compare(self, quantity, steps, comes_back=False):
        """Take the same steps in bulk and in Odoo's own way, each with its own assortment."""
        outcomes = []
        for confirm, in_full in (
            (self.at_once, lambda picking: picking.move_ids._ozon_move_in_full()),
            (self.plain, self.move_in_full),
        ):
            products = self.assortment()
            picking = confirm(self.transfer([(p, quantity) for p in products], comes_back))
            if "in full" in steps:
                in_full(picking)
            if "done" in steps:
                picking.move_ids.picked = True
                picking._action_done()
            outcomes.append(self.stored(products, picking.with_env(self.env)))
        self.assertEqual(differences(*outcomes), [])
        return outcomes[0]


class TestSameAsPlain(GoodsCase):
    def test_reserving_what_is_there(self):
        stored = self.compare(5, ())
        states = {row["state"] for row in stored["stock_move"]}
        self.assertEqual(states, {"assigned", "partially_available", "confirmed"})

    def test_moving_what_is_there_and_leaving_the_rest_for_later(self):
        stored = self.compare(5, ("done",))
        self.assertIn("done", {row["state"] for row in stored["stock_move"]})

    def test_moving_all_of_it_where_stock_may_go_below_zero(self):
        # A person must choose the lot, so this test leaves out goods with lots.
        everything = self.assortment
        self.assortment = lambda: [p for p in everything() if p.tracking == "none"]
        stored = self.compare(5, ("in full", "done"))
        self.assertEqual({row["state"] for row in stored["stock_move"]}, {"done"})
        self.assertTrue([row for row in stored["stock_quant"] if row["quantity"] < 0])

    def test_goods_that_come_back(self):
        everything = self.assortment
        self.assortment = lambda: [p for p in everything() if p.tracking == "none"]
        self.compare(5, ("in full", "done"), comes_back=True)

    def test_a_product_twice_in_a_transfer(self):
        outcomes = []
        for confirm in (self.at_once, self.plain):
            product = self.in_stock(self.product(), 7)
            picking = self.transfer([(product, 5), (product, 5)])
            picking.move_ids[1].description_picking = "Вторая"
            picking = confirm(picking)
            picking.move_ids.picked = True
            picking._action_done()
            outcomes.append(self.stored([product], picking.with_env(self.env)))
        self.assertEqual(differences(*outcomes), [])

    def test_goods_are_pushed_on_from_where_they_come_back(self):
        route = self.env["stock.route"].create({"name": "На полку", "company_id": self.company.id})
        self.env["stock.rule"].create(
            {"name": "На полку", "action": "push", "route_id": route.id, "auto": "manual",
             "location_src_id": self.stock.id, "location_dest_id": self.shelf.id,
             "picking_type_id": self.warehouse.int_type_id.id, "company_id": self.company.id}
        )  # fmt: skip
        pushed = []
        for confirm in (self.at_once, self.plain):
            product = self.product(route_ids=[Command.link(route.id)])
            picking = confirm(self.transfer([(product, 5)], comes_back=True))
            picking.move_ids.picked = True
            picking._action_done()
            moves = self.env["stock.move"].search(
                [("product_id", "=", product.id), ("location_dest_id", "=", self.shelf.id)]
            )
            pushed.append(moves.mapped("product_uom_qty"))
        self.assertEqual(pushed, [[5.0], [5.0]])


class TestValueGivenByHand(GoodsCase):
    def test_it_counts_also_among_many(self):
        """A move keeps the value that a person has corrected when values are recomputed."""
        average = self.env["product.category"].create(
            {"name": "Средняя", "property_cost_method": "average"}
        )
        products = [self.product(categ_id=average.id) for _number in range(3)]
        picking = self.plain(self.transfer([(product, 5) for product in products], comes_back=True))
        picking.move_ids.picked = True
        picking._action_done()
        moves = picking.move_ids
        moves[1].value_manual = 777
        picking._ozon_in_bulk().move_ids._set_value()
        self.assertEqual(moves.mapped("value"), [200, 777, 200])
