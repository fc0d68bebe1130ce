from collections import Counter, defaultdict

from psycopg2 import IntegrityError

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..domain import matching

# Products made at once, in bounded memory.
CREATE_BATCH = 1000


class OzonProduct(models.Model):
    """Which product of the books a card is, and the products made for cards that have none."""

    _inherit = 'ozon.product'

    def _match_products(self):
        """Find the product of each card that has none; doubt is left to a person.

        Rules: `domain.matching`. Cards must be of one account. A choice made by hand stays.
        """
        cards = self.filtered(
            lambda card: not card.product_id and card.match_state != 'ignored'
            and not card._is_only_a_shared_name()
        )
        if not cards:
            return
        account = cards.account_id
        account.ensure_one()
        taken = self.search_fetch(
            [('account_id', '=', account.id), ('product_id', '!=', False)], ['product_id'],
        )
        matches = matching.match(
            [matching.Card(
                id=card.id,
                codes=(*(card.skus or '').split(), card.ozon_product_id or ''),
                article=card.offer_id or '',
                name=card.name or '',
            ) for card in cards],
            self._candidates(account),
            taken.product_id.ids,
        )
        by_result = defaultdict(self.browse)
        for card in cards:
            match = matches[card.id]
            if match.product_id:
                card.write({'product_id': match.product_id, 'match_state': 'matched',
                            'matched_by': match.matched_by.value})
            elif card.match_state != ('ambiguous' if match.ambiguous else False):
                by_result[match.ambiguous] |= card
        for ambiguous, cards_so in by_result.items():
            cards_so.write({
                'match_state': 'ambiguous' if ambiguous else False,
                'matched_by': False,
                'problem': False,
            })
        cards._give_codes()

    @api.model
    def _candidates(self, account):
        """The goods of the account's company, as `domain.matching` wants them.

        An archived product is one only if no other has its code or article, and never by name.
        """
        rows = self._products_of(account).with_context(active_test=False).search_read(
            [('company_id', 'in', [False, account.company_id.id]), ('type', '=', 'consu')],
            ['ozon_code', 'default_code', 'name', 'active'], load=None,
        )
        used = {(field, row[field]) for row in rows if row['active']
                for field in ('ozon_code', 'default_code')}
        return [matching.Product(
            id=row['id'],
            code=row['ozon_code'] or '',
            article=row['default_code'] or '',
            name=row['active'] and row['name'] or '',
        ) for row in rows if row['active'] or not used & {
            ('ozon_code', row['ozon_code'] or None), ('default_code', row['default_code'] or None),
        }]

    @api.model
    def _products_of(self, account):
        """Products as the account's company has them, in its bookkeeper's language."""
        user = account.user_id or self.env.user
        products = self.env['product.product'].sudo().with_company(account.company_id)
        return products.with_context(lang=user.lang)

    def _choose(self, product):
        """A person has chosen the cards' product, or none: no synchronisation changes that."""
        self.check_access('write')
        cards = self.sudo()
        cards.filtered(lambda card: card.product_id != product)._take_codes_back()
        cards.write({
            'product_id': product.id,
            'match_state': 'matched' if product else False,
            'matched_by': 'manual' if product else False,
            'problem': False,
        })
        cards._give_codes()
        self.env['ozon.realization.report'].sudo()._go_on_with(cards)
        return True

    def _give_codes(self):
        """Write the Ozon code to products that have none."""
        lacking = self.filtered(
            lambda card: card.sku and card.product_id and not card.product_id.sudo().ozon_code
        )
        used = lacking._codes_in_use()
        for card in lacking:
            if card.sku not in used:
                card.product_id.sudo().ozon_code = card.sku

    def _take_codes_back(self):
        """Remove the cards' codes from products that are not theirs any more."""
        for card in self:
            if card.product_id.ozon_code and card.product_id.ozon_code in (card.skus or '').split():
                card.product_id.ozon_code = False

    def _create_products(self):
        """Make a product for each card: there is none in the books."""
        if not self:
            return
        Product = self._products_of(self.account_id)
        new = self - self._leave_known_articles()
        barcodes, codes, taxes = new._free_barcodes(), new._codes_in_use(), new._sale_taxes()
        vals = {card: card._prepare_product_vals(barcodes, codes, taxes) for card in new}
        for cards in split_every(CREATE_BATCH, new.ids, self.browse):
            cards._create_products_from(vals, Product)

    def _create_products_from(self, vals, Product):
        """Make the products of cards, all at once.

        Where Odoo refuses one, the others are not to suffer for it: halves are tried until the card
        is found that it refuses, which is left to a person.

        :param vals: {card: values of its product}
        :param Product: `product.product` in the company and language of the account
        """
        try:
            with self.env.cr.savepoint():
                products = Product._ozon_create_at_once([vals[card] for card in self])
                products._ozon_predate_first_cost()
        except (UserError, IntegrityError) as error:
            if len(self) == 1:
                self.write({'match_state': 'ambiguous', 'problem': str(error)})
            else:
                half = len(self) // 2
                self[:half]._create_products_from(vals, Product)
                self[half:]._create_products_from(vals, Product)
            return
        for card, product in zip(self, products, strict=True):
            card.write({
                'product_id': product.id, 'match_state': 'created', 'matched_by': False,
                'problem': False,
            })

    def _prepare_product_vals(self, free_barcodes, codes_in_use, taxes):
        vals = {
            'name': self.name or self.offer_id or self.sku or self.ozon_product_id,
            'default_code': self.offer_id,
            'barcode': self.barcode in free_barcodes and self.barcode,
            'ozon_code': self.sku not in codes_in_use and self.sku,
            'list_price': self.price,
            'is_storable': True,
        }
        if self.vat_known:
            tax = taxes.get(self.vat_rate, self.env['account.tax'])
            vals['taxes_id'] = [Command.set(tax.ids)]
        return vals

    def _leave_known_articles(self):
        """The cards whose article a product has already, which another card has: left to a person.

        A second product with the article would be in doubt ever after.
        """
        articles = [article for article in self.mapped('offer_id') if article]
        products = self._products_of(self.account_id).with_context(active_test=False).search_fetch(
            [
                ('company_id', 'in', [False, self.account_id.company_id.id]),
                ('default_code', 'in', articles),
            ],
            ['default_code'],
        )
        used = set(products.mapped('default_code'))
        used |= {article for article, count in Counter(articles).items() if count > 1}
        known = self.filtered(lambda card: card.offer_id in used)
        known.write({
            'match_state': 'ambiguous',
            'matched_by': False,
            'problem': self.env._("Another card has the product with this article."),
        })
        return known

    def _codes_in_use(self):
        """The cards' codes that products of their company have."""
        products = self.env['product.product'].sudo().with_context(active_test=False).search_fetch(
            [
                ('ozon_code', 'in', self.mapped('sku')),
                ('company_id', 'in', [False, *self.company_id.ids]),
            ],
            ['ozon_code'],
        )
        return set(products.mapped('ozon_code'))

    def _free_barcodes(self):
        """The cards' barcodes that no product or packaging has, and only one of these cards."""
        counts = Counter(self.mapped('barcode'))
        taken = set()
        for model in ('product.product', 'product.uom'):
            taken.update(self.env[model].sudo().with_context(active_test=False).search_fetch(
                [('barcode', 'in', list(counts))], ['barcode'],
            ).mapped('barcode'))
        once = {barcode for barcode, count in counts.items() if barcode and count == 1}
        return once - taken

    def _sale_taxes(self):
        """The company's percentage sales taxes by rate.

        Ozon's prices include VAT, so of several taxes of a rate an included one is taken.
        """
        taxes = self.env['account.tax'].sudo().search([
            *self.env['account.tax']._check_company_domain(self.account_id.company_id),
            ('type_tax_use', '=', 'sale'), ('amount_type', '=', 'percent'),
        ])
        by_rate = {}
        for tax in taxes.sorted(lambda tax: not tax.price_include):
            by_rate.setdefault(tax.amount, tax)
        return by_rate
