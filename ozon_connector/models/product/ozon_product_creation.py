from collections import Counter
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

# How many products are created at once, to bound the memory.
CREATE_BATCH = 1000


class OzonProductCreation(models.AbstractModel):
    """Creates products for cards without one; the cards are always of one account.

    A card whose article or barcode the books, or another new card, have already is left to a
    person, who chooses the product or creates one.
    """

    _name = "ozon.product.creation"
    _description = "Products for Cards of Ozon"

    # Doubts

    @api.model
    def _doubts(self, cards, holders):
        """Why products may not be created for cards without asking.

        :param holders: the result of `_barcodes_in_use`
        :return: {card id: text}
        """
        if not cards:
            return {}
        articles, shared = self._articles_in_use(cards), self._shared_barcodes(cards)
        texts = {}
        for card in cards:
            holder = holders.get(card.barcode)
            if card.offer_id in articles:
                texts[card.id] = self.env._("Another card has the product with this article.")
            elif holder and (not holder.company_id or holder.company_id == card.company_id):
                texts[card.id] = self.env._(
                    "The barcode %(barcode)s is on %(product)s, so a new product cannot have it. "
                    "Choose the product, or create one without the barcode.",
                    barcode=card.barcode, product=holder.display_name,
                )
            elif card.barcode in shared:
                texts[card.id] = self.env._(
                    "Several cards have the barcode %s, and only one product can have it. Choose "
                    "the product of each card, or create one.", card.barcode,
                )
        return texts

    @api.model
    def _articles_in_use(self, cards):
        """The cards' articles that a product, or several of the cards, have.

        A second product with the same article would cause doubt for ever.
        """
        articles = [article for article in cards.mapped("offer_id") if article]
        account = cards.account_id
        books = self.env["ozon.product.books"]._products_of(account)
        products = books.with_context(active_test=False).search_fetch(
            [
                ("company_id", "in", [False, account.company_id.id]),
                ("default_code", "in", articles),
            ],
            ["default_code"],
        )
        several = {article for article, count in Counter(articles).items() if count > 1}
        return set(products.mapped("default_code")) | several

    @api.model
    def _shared_barcodes(self, cards):
        """The cards' barcodes that several cards of the account have."""
        barcodes = [barcode for barcode in set(cards.mapped("barcode")) if barcode]
        return {barcode for barcode, _count in cards._read_group(
            [("account_id", "in", cards.account_id.ids), ("barcode", "in", barcodes)],
            ["barcode"], ["__count"], having=[("__count", ">", 1)],
        )}

    @api.model
    def _barcodes_in_use(self, cards):
        """The products that have a barcode of the cards, themselves or on a package.

        :return: {barcode: product}
        """
        barcodes = [barcode for barcode in set(cards.mapped("barcode")) if barcode]
        holders = {}
        for model in ("product.uom", "product.product"):
            for holder in self.env[model].sudo().with_context(active_test=False).search_fetch(
                [("barcode", "in", barcodes)], ["barcode"],
            ):
                product = holder if model == "product.product" else holder.product_id
                holders[holder.barcode] = product
        return holders

    # New products

    def init(self):
        """Create the table in which workers claim the articles and codes of new products."""
        super().init()
        # Not an ORM table, because nobody reads it: PostgreSQL alone compares what is written.
        self.env.cr.execute("""
            CREATE TABLE IF NOT EXISTS ozon_product_claim (
                word varchar PRIMARY KEY, claimed_at timestamp NOT NULL
            )
        """)

    @api.autovacuum
    def _gc_claims(self):
        # No transaction lasts a day.
        self.env.cr.execute(
            "DELETE FROM ozon_product_claim WHERE claimed_at < %s",
            [fields.Datetime.now() - timedelta(days=1)],
        )

    @api.model
    def _claim(self, cards):
        """Keep two workers from creating products for the same goods at the same time.

        Neither would see the product of the other, because a transaction does not see what is
        committed after it began.

        :raises OperationalError: somebody has just created one; a new transaction sees it
        """
        words = {
            f"{field}:{word}" for card in cards for field in ("offer_id", "sku", "barcode")
            if (word := card[field])
        }
        # In sorted order, so that two workers with several words in common do not wait for each
        # other. A worker that creates products in several batches claims all words before the
        # first.
        self.env.cr.execute(
            "INSERT INTO ozon_product_claim (word, claimed_at) "
            "SELECT word, %s FROM unnest(%s::varchar[]) AS word "
            "ON CONFLICT (word) DO UPDATE SET claimed_at = excluded.claimed_at",
            [fields.Datetime.now(), sorted(words)], log_exceptions=False,
        )

    @api.model
    def _create_for(self, cards, holders):
        """Create a product for each card, without barcodes that other products have.

        :param holders: the result of `_barcodes_in_use`
        """
        if not cards:
            return
        self._claim(cards)
        Product = self.env["ozon.product.books"]._products_of(cards.account_id)
        problems = self._problems_of_barcodes(cards, holders)
        codes, taxes = cards._codes_in_use(), self._sale_taxes(cards.account_id.company_id)
        free = set(cards.mapped("barcode")) - set(problems)
        unit = cards._unit_of_new_products(Product)
        vals = {
            card: {**self._prepare_product_vals(card, free, codes, taxes), **unit}
            for card in cards
        }
        for some in split_every(CREATE_BATCH, cards.ids, cards.browse):
            self._create_from(some, vals, Product)
        for card in cards.filtered(lambda card: card.product_id and card.barcode in problems):
            card.problem = problems[card.barcode]

    @api.model
    def _problems_of_barcodes(self, cards, holders):
        """The cards' barcodes that new products cannot get: {barcode: why not, in words}."""
        problems = {}
        for barcode, count in Counter(cards.mapped("barcode")).items():
            if barcode and count > 1:
                problems[barcode] = self.env._(
                    "Several cards have the barcode %s, so none of their new products has it.",
                    barcode,
                )
        for barcode in holders.keys() & set(cards.mapped("barcode")):
            product = holders[barcode]
            if product.company_id and product.company_id not in cards.company_id:
                problems[barcode] = self.env._(
                    "The barcode %s is on a product of another company, so the new product has "
                    "none.", barcode,
                )
            else:
                problems[barcode] = self.env._(
                    "The barcode %(barcode)s is on %(product)s, so the new product has none. If "
                    "the card is that product, choose it here.",
                    barcode=barcode, product=product.display_name,
                )
        return problems

    @api.model
    def _create_from(self, cards, vals, Product):
        """Create the products of cards, all at once.

        If Odoo refuses a product, the others must still be created. So the set is halved until the
        refused card is found; that card is left to a person.

        :param vals: {card: values of its product}
        :param Product: `product.product` in the company and language of the account
        """
        try:
            with self.env.cr.savepoint():
                products = Product._ozon_create_products([vals[card] for card in cards])
                products._ozon_predate_first_cost()
        except (UserError, IntegrityError) as error:
            if len(cards) == 1:
                cards.write({"match_state": "ambiguous", "problem": str(error)})
            else:
                half = len(cards) // 2
                self._create_from(cards[:half], vals, Product)
                self._create_from(cards[half:], vals, Product)
            return
        cards.write({"match_state": "created", "problem": False})
        for card, product in zip(cards, products, strict=True):
            card.write({"product_id": product.id, "matched_by": False})
            if not product._ozon_is_in_pieces():
                # The product was created for the card, so one unit of it is one unit of the card.
                card.write({"units": 1, "units_said": True})

    @api.model
    def _prepare_product_vals(self, card, free_barcodes, codes_in_use, taxes):
        vals = {
            "name": card.name or card.offer_id or card.sku or card.ozon_product_id,
            "default_code": card.offer_id,
            "barcode": card.barcode in free_barcodes and card.barcode,
            "ozon_code": card.sku not in codes_in_use and card.sku,
            "list_price": card.price,
            "is_storable": True,
        }
        if card.vat_known:
            tax = taxes.get(card.vat_rate, self.env["account.tax"])
            vals["taxes_id"] = [Command.set(tax.ids)]
        return vals

    @api.model
    def _sale_taxes(self, company):
        """The company's percentage sales taxes: {rate: tax}.

        Ozon's prices include VAT, so among several taxes of a rate an included one is preferred.
        """
        taxes = self.env["account.tax"].sudo().search([
            *self.env["account.tax"]._check_company_domain(company),
            ("type_tax_use", "=", "sale"), ("amount_type", "=", "percent"),
        ])
        by_rate = {}
        for tax in taxes.sorted(lambda tax: not tax.price_include):
            by_rate.setdefault(tax.amount, tax)
        return by_rate
