from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..ozon_api.answers.products import PAGE_SIZE
from ..ozon_api.files.recognition import CATALOGUE


class OzonFileImportCatalogue(models.TransientModel):
    """Takes over the catalogue of a cabinet without a key; its cards are handled like Ozon's."""

    _inherit = "ozon.file.import"

    def _takers(self):
        return {
            **super()._takers(),
            CATALOGUE: (self.env._("Catalogue of goods"), self._take_catalogue),
        }

    @api.model
    def _for_kind(self, accounts, kind):
        """A catalogue names no owner; it belongs to a cabinet whose cards come only from files."""
        accounts = super()._for_kind(accounts, kind)
        return kind == CATALOGUE and accounts.filtered("by_files") or accounts

    def _take_catalogue(self, account, found, attachment):
        """Store the cards at once; matching and creating then go on as after a download."""
        if not account.by_files:
            raise UserError(self.env._(
                "The cards of %s come from Ozon itself, so nothing was imported from the file. "
                "Press «Synchronise Product Cards» on the account.", account.name,
            ))
        account = account._for_bookkeeper()
        self._check_articles(account)
        if not account._try_lock():
            raise UserError(self.env._(
                "The product cards are being synchronised at this moment, so nothing was "
                "imported. Wait until it is done, and press «Import Again»."
            ))
        cards = found.report.cards
        for page in split_every(PAGE_SIZE, cards):
            account.env["ozon.product"]._store_cards(account, page)
        sync = account.env["ozon.product.sync"]
        sync._begin_sync_step(account, "match")
        sync._sync_in_request(account)
        self.env["ozon.exchange"]._note_file(
            account, False, attachment.name, attachment.file_size, self.env.user,
        )
        told = account.sync_message or self.env._("Matching goes on in the background.")
        return account, self.env._(
            "%(count)s cards are loaded. %(rest)s", count=len(cards), rest=told,
        )

    @api.model
    def _check_articles(self, account):
        """:raises UserError: a product in stock has nothing by which its card could be found"""
        in_stock = account.env["product.product"]._ozon_in_stock(account.company_id)
        offending = in_stock._ozon_without_article()
        if offending:
            raise UserError(self.env._(
                "These products are in stock and have neither an internal reference nor an Ozon "
                "code, so that a second product would be made for each: %s. Nothing was imported. "
                "Enter one on the products and press «Import Again».",
                ", ".join(offending[:5].mapped("display_name")),
            ))
