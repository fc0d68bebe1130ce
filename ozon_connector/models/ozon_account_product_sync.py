import logging
import time

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..ozon_api import errors
from .ozon_messages import ozon_error_message
from .ozon_realization_report import REQUEST_SECONDS

_logger = logging.getLogger(__name__)

# Products made between two commits.
CREATE_STEP = 500


class OzonAccount(models.Model):
    """The synchronisation of product cards: a job in steps that can stop after each of them.

    First all cards are downloaded, page by page, those in the archive last; then they are matched,
    all at once, so that the outcome does not depend on the order of pages; then what is missing
    is created in batches. Where the job stands is kept on the account.
    """

    _inherit = 'ozon.account'

    sync_step = fields.Selection(
        [
            ('ALL', "Downloading cards"),
            ('ARCHIVED', "Downloading archived cards"),
            ('match', "Matching"),
            ('create', "Creating products"),
        ],
        'Synchronisation', readonly=True, copy=False,
    )
    sync_last_id = fields.Char(readonly=True, copy=False)  # Ozon's mark of the next page
    sync_date = fields.Datetime('Last Synchronisation', readonly=True, copy=False)
    sync_message = fields.Text('Result of the Synchronisation', readonly=True, copy=False)
    product_ids = fields.One2many('ozon.product', 'account_id', 'Product Cards')

    # Actions

    def action_sync_products(self):
        """Match Ozon's product cards with the products of the books; make those that are missing.

        What is not done within a few seconds goes on in the background.
        """
        self.ensure_one()
        self.check_access('read')
        if self.state == 'draft':
            raise UserError(self.env._(
                "The account is not connected to Ozon yet, so there are no cards to synchronise. "
                "Enter the Client-Id and the key and press Connect."
            ))
        account = self.sudo()
        if not account.sync_step:
            account.write({'sync_step': 'ALL', 'sync_last_id': False, 'sync_message': False})
        deadline = time.monotonic() + REQUEST_SECONDS
        try:
            while account.sync_step and time.monotonic() < deadline:
                account._sync_next(patient=False)
        except errors.TemporaryError as error:
            account._continue_sync_later(error)
        except errors.OzonError as error:
            account._stop_sync(error)
            return self._notification('danger', account.sync_message)
        if account.sync_step:
            self.env.ref('ozon_connector.ir_cron_sync_products').sudo()._trigger()
            return self._notification('info', account.sync_message or self.env._(
                "The synchronisation of product cards goes on in the background."
            ))
        return self._notification('success', account.sync_message)

    # Cron

    @api.model
    def _cron_sync_products(self):
        """Go on with every synchronisation under way, a committed step at a time."""
        accounts = self.search([('sync_step', '!=', False), ('state', '!=', 'draft')])
        progress = self.env['ir.cron']._commit_progress
        time_left = progress(remaining=len(accounts))
        for account in accounts:
            if not account.try_lock_for_update(allow_referencing=True).sync_step:
                continue
            try:
                while account.sync_step and time_left:
                    account._sync_next(patient=True)
                    time_left = progress()
                    account.try_lock_for_update(allow_referencing=True)
            except errors.OzonError as error:
                self.env.cr.rollback()
                if isinstance(error, errors.TemporaryError):
                    account._continue_sync_later(error)
                else:
                    account._stop_sync(error)
            time_left = progress(0 if account.sync_step else 1)
            if not time_left:
                break

    # Business

    def _sync_next(self, patient):
        """One step of the job, to be followed by a commit."""
        match self.sync_step:
            case 'ALL' | 'ARCHIVED':
                self._sync_page(patient)
            case 'match':
                self.product_ids._match_products()
                self.sync_step = 'create'
            case 'create':
                missing = self.product_ids.filtered(
                    lambda card: not card.match_state and not card.archived
                )
                missing[:CREATE_STEP]._create_products()
                if len(missing) <= CREATE_STEP:
                    self._finish_sync()

    def _sync_page(self, patient):
        with self._client(patient=patient) as client:
            page = client.product_list(self.sync_step, self.sync_last_id or '')
            cards = client.product_cards(product_ids=[item.product_id for item in page.items])
        self._note_accepted()
        self.env['ozon.product']._store_cards(self, cards)
        if page.items and page.last_id == self.sync_last_id:
            # Ozon would send this page for ever.
            raise errors.UnintelligibleAnswer('/v3/product/list', field='last_id')
        if page.items and page.last_id:
            self.sync_last_id = page.last_id
        else:
            self.write({
                'sync_step': 'ARCHIVED' if self.sync_step == 'ALL' else 'match',
                'sync_last_id': False,
            })

    def _finish_sync(self):
        counts = dict(self.env['ozon.product']._read_group(
            [('account_id', '=', self.id)], ['match_state'], ['__count'],
        ))
        self.write({
            'sync_step': False,
            'sync_date': fields.Datetime.now(),
            'sync_message': self.env._(
                "Cards: %(matched)s matched, %(created)s products created, %(ambiguous)s to be "
                "reviewed, %(ignored)s ignored, %(left)s in Ozon's archive left alone.",
                matched=counts.get('matched', 0), created=counts.get('created', 0),
                ambiguous=counts.get('ambiguous', 0), ignored=counts.get('ignored', 0),
                left=counts.get(False, 0),
            ),
        })

    def _continue_sync_later(self, error):
        _logger.info("Ozon account %s: synchronisation is interrupted: %s", self.id, error)
        self.sync_message = self.env._(
            "%(problem)s The synchronisation goes on from where it is by itself.",
            problem=ozon_error_message(self.env, error),
        )

    def _stop_sync(self, error):
        self._note_refusal(error)
        self.write({'sync_step': False, 'sync_last_id': False, 'sync_message': self.error_message})
        if self.state == 'error':
            self._tell_key_refused()
