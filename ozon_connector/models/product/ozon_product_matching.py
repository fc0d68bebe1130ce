from collections import Counter, defaultdict

from psycopg2 import IntegrityError

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ...domain import matching

# How many products are created at once, to bound the memory.
CREATE_BATCH = 1000


class OzonProductMatching(models.Model):
    """Finds the product of each card, and creates products for cards without one."""

    _inherit = "ozon.product"

    def _match_products(self):
        """Find the product of each card without one; leave doubtful cases to a person.

        Rules: `domain.matching`. Cards must be of one account. A choice made by hand stays.
        """
        cards = self.filtered(
            lambda card: not card.product_id and card.match_state != "ignored"
            and not card._is_only_a_shared_name()
        )
        if not cards:
            return
        account = cards.account_id
        account.ensure_one()
        taken = self.search_fetch(
            [("account_id", "=", account.id), ("product_id", "!=", False)], ["product_id"],
        )
        matches = matching.match(
            [card._as_card() for card in cards],
            self._candidates(account, cards._all_barcodes()),
            taken.product_id.ids,
        )
        sets = cards.filtered(lambda card: matches[card.id] == matching.Match())._sets()
        doubts = {**cards._doubt_texts(matches), **cards._set_texts(sets)}
        for card in cards:
            match = matches[card.id]
            card._write_changed({
                "product_id": match.product_id or False,
                "match_state": (
                    "matched" if match.product_id
                    else "ambiguous" if match.ambiguous or card in sets else False
                ),
                "matched_by": match.matched_by and match.matched_by.value or False,
                "problem": doubts.get(card.id, False),
            })
        cards._ask_for_units()
        cards._give_codes()

    def _write_changed(self, vals):
        """Write only changes, so that a synchronisation without news writes nothing."""
        changed = {
            field: value for field, value in vals.items()
            if (self[field].id if field == "product_id" else self[field]) != value
        }
        if changed:
            # The rules found this product; it is not a person's choice.
            self.write({**changed, "matched_by": vals["matched_by"]})

    def _as_card(self):
        return matching.Card(
            id=self.id,
            codes=(*(self.skus or "").split(), self.ozon_product_id or ""),
            article=self.offer_id or "",
            name=self.name or "",
            barcodes=tuple(self._own_barcodes()),
        )

    def _own_barcodes(self):
        return {self.barcode or "", *(self.barcodes or "").split()} - {""}

    def _all_barcodes(self):
        return list(set().union(*(card._own_barcodes() for card in self)))

    @api.model
    def _candidates(self, account, barcodes):
        """The goods of the account's company, in the form that `domain.matching` takes.

        An archived product is a candidate only if no other product has its code, article or
        barcode, and never by its name.

        :param barcodes: the cards' barcodes; packages with other barcodes are left out
        """
        own = [("company_id", "in", [False, account.company_id.id])]
        rows = self._products_of(account).with_context(active_test=False).search_read(
            [*own, ("type", "=", "consu")],
            ["ozon_code", "default_code", "barcode", "name", "active"], load=None,
        )
        packages = defaultdict(list)
        for product, barcode in self.env["product.uom"].sudo()._read_group(
            [("barcode", "in", barcodes), ("product_id.active", "=", True)],
            ["product_id", "barcode"],
        ):
            packages[product.id].append(barcode)
        used = {(field, row[field]) for row in rows if row["active"]
                for field in ("ozon_code", "default_code", "barcode")}
        return [matching.Product(
            id=row["id"],
            code=row["ozon_code"] or "",
            article=row["default_code"] or "",
            name=row["active"] and row["name"] or "",
            barcode=row["barcode"] or "",
            packages=tuple(packages[row["id"]]) if row["id"] in packages else (),
        ) for row in rows if row["active"] or not used & {
            (field, row[field] or None) for field in ("ozon_code", "default_code", "barcode")
        }]

    @api.model
    def _products_of(self, account):
        """`product.product` in the account's company and its bookkeeper's language."""
        user = account.user_id or self.env.user
        products = self.env["product.product"].sudo().with_company(account.company_id)
        return products.with_context(lang=user.lang)

    def _create_products(self):
        """Create a product for each card, since the books have none."""
        if not self:
            return
        Product = self._products_of(self.account_id)
        new = self - self._leave_known_articles()
        taken, codes, taxes = new._taken_barcodes(), new._codes_in_use(), new._sale_taxes()
        free, unit = set(new.mapped("barcode")) - set(taken), new._unit_of_new_products(Product)
        vals = {
            card: {**card._prepare_product_vals(free, codes, taxes), **unit} for card in new
        }
        for cards in split_every(CREATE_BATCH, new.ids, self.browse):
            cards._create_products_from(vals, Product)
        for card in new.filtered(lambda card: card.product_id and card.barcode in taken):
            card.problem = taken[card.barcode]

    def _create_products_from(self, vals, Product):
        """Make the products of cards, all at once.

        If Odoo refuses a product, the others must still be created. So the set is halved until the
        refused card is found; that card is left to a person.

        :param vals: {card: values of its product}
        :param Product: `product.product` in the company and language of the account
        """
        try:
            with self.env.cr.savepoint():
                products = Product._ozon_create_products([vals[card] for card in self])
                products._ozon_predate_first_cost()
        except (UserError, IntegrityError) as error:
            if len(self) == 1:
                self.write({"match_state": "ambiguous", "problem": str(error)})
            else:
                half = len(self) // 2
                self[:half]._create_products_from(vals, Product)
                self[half:]._create_products_from(vals, Product)
            return
        for card, product in zip(self, products, strict=True):
            card.write({
                "product_id": product.id, "match_state": "created", "matched_by": False,
                "problem": False,
            })
            if not product._ozon_is_in_pieces():
                # The product was made for the card, so one unit of it is one unit of the card.
                card.write({"units": 1, "units_said": True})

    def _prepare_product_vals(self, free_barcodes, codes_in_use, taxes):
        vals = {
            "name": self.name or self.offer_id or self.sku or self.ozon_product_id,
            "default_code": self.offer_id,
            "barcode": self.barcode in free_barcodes and self.barcode,
            "ozon_code": self.sku not in codes_in_use and self.sku,
            "list_price": self.price,
            "is_storable": True,
        }
        if self.vat_known:
            tax = taxes.get(self.vat_rate, self.env["account.tax"])
            vals["taxes_id"] = [Command.set(tax.ids)]
        return vals

    def _leave_known_articles(self):
        """Leave a card to a person if its article is on a product of another card.

        A second product with the same article would cause doubt for ever.
        """
        articles = [article for article in self.mapped("offer_id") if article]
        products = self._products_of(self.account_id).with_context(active_test=False).search_fetch(
            [
                ("company_id", "in", [False, self.account_id.company_id.id]),
                ("default_code", "in", articles),
            ],
            ["default_code"],
        )
        used = set(products.mapped("default_code"))
        used |= {article for article, count in Counter(articles).items() if count > 1}
        known = self.filtered(lambda card: card.offer_id in used)
        known.write({
            "match_state": "ambiguous",
            "matched_by": False,
            "problem": self.env._("Another card has the product with this article."),
        })
        return known

    def _taken_barcodes(self):
        """The cards' barcodes that new products cannot get.

        :return: {barcode: why not, in words}
        """
        barcodes = [barcode for barcode in set(self.mapped("barcode")) if barcode]
        taken = {}
        for barcode, count in self._read_group(
            [("account_id", "in", self.account_id.ids), ("barcode", "in", barcodes)],
            ["barcode"], ["__count"],
        ):
            if count > 1:
                taken[barcode] = self.env._(
                    "Several cards have the barcode %s, so none of their new products has it.",
                    barcode,
                )
        for model in ("product.product", "product.uom"):
            for holder in self.env[model].sudo().with_context(active_test=False).search_fetch(
                [("barcode", "in", barcodes)], ["barcode"],
            ):
                product = holder if model == "product.product" else holder.product_id
                taken[holder.barcode] = self._taken_barcode_text(holder.barcode, product)
        return taken

    def _taken_barcode_text(self, barcode, product):
        if product.company_id and product.company_id not in self.company_id:
            return self.env._(
                "The barcode %s is on a product of another company, so the new product has none.",
                barcode,
            )
        return self.env._(
            "The barcode %(barcode)s is on %(product)s, so the new product has none. If the card "
            "is that product, choose it here.", barcode=barcode, product=product.display_name,
        )

    def _sale_taxes(self):
        """The company's percentage sales taxes by rate.

        Ozon's prices include VAT, so an included tax is preferred among several of a rate.
        """
        taxes = self.env["account.tax"].sudo().search([
            *self.env["account.tax"]._check_company_domain(self.account_id.company_id),
            ("type_tax_use", "=", "sale"), ("amount_type", "=", "percent"),
        ])
        by_rate = {}
        for tax in taxes.sorted(lambda tax: not tax.price_include):
            by_rate.setdefault(tax.amount, tax)
        return by_rate
