import logging
from collections import Counter, defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..domain import matching
from ..ozon_api import errors

_logger = logging.getLogger(__name__)

# Products made at once: a short transaction, yet set-based.
CREATE_BATCH = 100


class OzonProduct(models.Model):
    """A product card of a seller cabinet and the product of the books that it stands for."""

    _name = 'ozon.product'
    _description = 'Ozon Product Card'
    _check_company_auto = True
    _order = 'account_id, name, id'

    account_id = fields.Many2one('ozon.account', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='account_id.company_id', store=True)
    # Ids of Ozon are 64 bits wide, wider than an Integer.
    ozon_product_id = fields.Char('Ozon Product ID', readonly=True, index='btree_not_null')
    sku = fields.Char('SKU', readonly=True, index='btree_not_null')
    skus = fields.Char(
        'All SKUs', readonly=True,
        help="Old cards have a SKU for each way of delivery; separated by spaces.",
    )
    offer_id = fields.Char('Article', readonly=True)
    barcode = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    price = fields.Float(digits='Product Price', readonly=True)
    vat_rate = fields.Float('VAT (%)', readonly=True)
    vat_known = fields.Boolean('VAT Known', readonly=True)
    archived = fields.Boolean('In the Archive', readonly=True)
    product_id = fields.Many2one(
        'product.product', 'Product', check_company=True, index='btree_not_null',
        ondelete='set null',
    )
    match_state = fields.Selection(
        [
            ('matched', "Matched"),
            ('created', "Created"),
            ('ambiguous', "To review"),
            ('ignored', "Not ours"),
        ],
        readonly=True, index=True,
    )
    problem = fields.Char(readonly=True)  # why no product could be created
    matched_by = fields.Selection(
        [
            ('ozon_code', "Ozon code"),
            ('article', "Article"),
            ('name', "Name"),
            ('manual', "By hand"),
        ],
        readonly=True,
    )

    _ozon_product_id_uniq = models.UniqueIndex(
        '(account_id, ozon_product_id) WHERE ozon_product_id IS NOT NULL',
        "This card of the account exists already.",
    )

    @api.depends('offer_id', 'name', 'sku')
    def _compute_display_name(self):
        for card in self:
            card.display_name = f"[{card.offer_id or card.sku}] {card.name or ''}"

    def write(self, vals):
        if 'product_id' not in vals or 'matched_by' in vals:
            return super().write(vals)
        # A person has chosen: no synchronisation changes that any more.
        chosen = bool(vals['product_id'])
        result = super().write({
            **vals,
            'match_state': 'matched' if chosen else False,
            'matched_by': 'manual' if chosen else False,
            'problem': False,
        })
        self._give_codes()
        self.env['ozon.realization.report'].sudo()._go_on_with(self)
        return result

    # Actions

    def action_ignore(self):
        """Mark the cards as not ours: no synchronisation matches or creates them."""
        self.write({'product_id': False, 'match_state': 'ignored', 'matched_by': 'manual'})

    # Business: cards as Ozon sends them

    @api.model
    def _store_cards(self, account, cards):
        """Keep cards of Ozon (`ozon_api.payloads.ProductCard`); only what differs is written."""
        known_by_id, known_by_sku = {}, {}
        for known in self.search_fetch([
            ('account_id', '=', account.id),
            ('ozon_product_id', 'in', [False, *(card.product_id for card in cards)]),
        ]):
            if known.ozon_product_id:
                known_by_id[known.ozon_product_id] = known
            else:  # made from a report, where Ozon gives no product id
                known_by_sku.update(dict.fromkeys((known.skus or '').split(), known))
        new = {}
        for card in cards:
            vals = self._prepare_card_vals(card)
            known = known_by_id.get(card.product_id) or next(
                (known_by_sku[sku] for sku in card.skus if sku in known_by_sku), None
            )
            if known is None:
                new[card.product_id] = {'account_id': account.id, **vals}
                continue
            changed = {field: value for field, value in vals.items() if known[field] != value}
            if changed:
                known.write(changed)
        return self.create(list(new.values()))

    @api.model
    def _prepare_card_vals(self, card):
        return {
            'ozon_product_id': card.product_id,
            'sku': card.sku or next(iter(card.skus), False),
            'skus': ' '.join(card.skus) or False,
            'offer_id': card.offer_id or False,
            'barcode': next(iter(card.barcodes), False),
            'name': card.name or False,
            'price': float(card.price or 0),
            'vat_rate': float((card.vat or 0) * 100),
            'vat_known': card.vat is not None,
            'archived': card.archived,
        }

    @api.model
    def _for_goods(self, account, goods, client):
        """The cards of the goods that a report names; unknown ones are asked for, or made.

        :param goods: report lines of one account, with `sku`, `offer_id`, `barcode` and `name`
        :param client: `OzonClient`, asked for the unknown SKUs only
        :return: the card of each line, by the line's id
        """
        cards = self._index(account)
        unknown = {line.sku for line in goods if line.sku and ('sku', line.sku) not in cards}
        if unknown:
            self._store_cards(account, self._ask_for(unknown, client))
            cards = self._index(account)
        missing = {}
        for line in goods:
            key = self._key_of(line)
            if key not in cards:
                # Ozon does not know the card any more: the report's own words must do.
                missing.setdefault(key, {
                    'account_id': account.id,
                    'sku': line.sku,
                    'skus': line.sku,
                    'offer_id': line.offer_id,
                    'barcode': line.barcode,
                    'name': line.name or line.offer_id or line.sku,
                })
        created = self.create(list(missing.values()))
        cards.update(zip(missing, created, strict=True))
        return {line.id: cards[self._key_of(line)] for line in goods}

    @api.model
    def _ask_for(self, skus, client):
        try:
            return client.product_cards(skus=sorted(skus))
        except (errors.MissingRole, errors.MethodSwitchedOff, errors.RequestRejected) as error:
            # A key for reports only: the report itself names its goods well enough.
            _logger.info("Ozon gives no product cards: %s", error)
            return []

    @api.model
    def _key_of(self, line):
        if line.sku:
            return 'sku', line.sku
        return ('offer_id', line.offer_id) if line.offer_id else ('name', line.name)

    @api.model
    def _index(self, account):
        index = {}
        for card in self.search_fetch([('account_id', '=', account.id)]):
            index.setdefault(('name', card.name), card)
            index.setdefault(('offer_id', card.offer_id), card)
            index.update({('sku', sku): card for sku in (card.skus or '').split()})
        return index

    # Business: matching with the products of the books

    def _match_products(self):
        """Find the product of each card that has none; doubt is left to a person.

        Rules: `domain.matching`. Cards must be of one account. A choice made by hand stays.
        """
        cards = self.filtered(lambda card: not card.product_id and card.match_state != 'ignored')
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
        by_result[True].match_state = 'ambiguous'
        by_result[False].match_state = False
        cards._give_codes()

    @api.model
    def _candidates(self, account):
        """The products of the account's company, as `domain.matching` wants them."""
        rows = self._products_of(account).search_read(
            [('company_id', 'in', [False, account.company_id.id]), ('type', '!=', 'combo')],
            ['ozon_code', 'default_code', 'name'], load=None,
        )
        return [matching.Product(
            id=row['id'], code=row['ozon_code'] or '', article=row['default_code'] or '',
            name=row['name'] or '',
        ) for row in rows]

    @api.model
    def _products_of(self, account):
        """Products as the account's company has them, in its bookkeeper's language."""
        user = account.user_id or self.env.user
        products = self.env['product.product'].sudo().with_company(account.company_id)
        return products.with_context(lang=user.lang)

    def _give_codes(self):
        """Write the Ozon code to products that have none."""
        lacking = self.filtered(
            lambda card: card.sku and card.product_id and not card.product_id.sudo().ozon_code
        )
        used = self._codes_in_use(lacking)
        for card in lacking:
            if card.sku not in used:
                card.product_id.sudo().ozon_code = card.sku

    def _create_products(self):
        """Make a product for each card: there is none in the books."""
        if not self:
            return
        Product = self._products_of(self.account_id)
        barcodes, codes, taxes = self._free_barcodes(), self._codes_in_use(self), self._sale_taxes()
        for cards in split_every(CREATE_BATCH, self.ids, self.browse):
            vals_list = [card._prepare_product_vals(barcodes, codes, taxes) for card in cards]
            try:
                with self.env.cr.savepoint():
                    products = Product.create(vals_list)
            except UserError:
                # One of them is the reason; the others are not to suffer for it.
                products = cards._create_products_one_by_one(Product, vals_list)
            for card, product in zip(cards, products, strict=True):
                if product:
                    card.write({
                        'product_id': product.id, 'match_state': 'created',
                        'matched_by': False, 'problem': False,
                    })

    def _create_products_one_by_one(self, Product, vals_list):
        """:return: the product of each card; none for one that Odoo refuses, left to a person"""
        products = []
        for card, vals in zip(self, vals_list, strict=True):
            try:
                with self.env.cr.savepoint():
                    products.append(Product.create(vals))
            except UserError as error:
                card.write({'match_state': 'ambiguous', 'problem': str(error)})
                products.append(Product)
        return products

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

    @api.model
    def _codes_in_use(self, cards):
        products = self.env['product.product'].sudo().with_context(active_test=False).search_fetch(
            [('ozon_code', 'in', cards.mapped('sku'))], ['ozon_code'],
        )
        return set(products.mapped('ozon_code'))

    def _free_barcodes(self):
        """The cards' barcodes that no product has, and that only one of these cards has."""
        counts = Counter(self.mapped('barcode'))
        products = self.env['product.product'].sudo().with_context(active_test=False).search_fetch(
            [('barcode', 'in', list(counts))], ['barcode'],
        )
        once = {barcode for barcode, count in counts.items() if barcode and count == 1}
        return once - set(products.mapped('barcode'))

    def _sale_taxes(self):
        """The company's percentage sales taxes by rate; the first of several."""
        taxes = self.env['account.tax'].sudo().search([
            *self.env['account.tax']._check_company_domain(self.account_id.company_id),
            ('type_tax_use', '=', 'sale'), ('amount_type', '=', 'percent'),
        ])
        return {tax.amount: tax for tax in reversed(taxes)}
