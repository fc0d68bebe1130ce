from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...ozon_api import errors
from ...tools.messages import ozon_error_message
from ..common.ozon_task_mixin import FOR_PAGE

# Creating is given up when its steps, made smaller each time, were cut off this often.
CUTS_TO_STOP = 4
# The cards that an older preview has downloaded may have changed.
PREVIEW_LASTS = timedelta(hours=1)


class OzonAccount(models.Model):
    """The synchronisation of product cards: a job that can stop after each of its steps.

    `ozon.product.sync` does the steps.
    """

    _name = "ozon.account"
    _inherit = ["ozon.account", "ozon.job"]

    sync_step = fields.Selection(
        [
            ("ALL", "Downloading cards"),
            ("ARCHIVED", "Downloading archived cards"),
            ("match", "Matching"),
            ("create", "Creating products"),
        ],
        "Synchronisation", readonly=True, copy=False,
    )
    # Ozon's mark of the next page.
    sync_last_id = fields.Char("Next Page", readonly=True, copy=False)
    sync_done = fields.Integer("Cards Done", readonly=True, copy=False)
    # 0 while it is not known yet.
    sync_total = fields.Integer("Cards in Total", readonly=True, copy=False)
    sync_date = fields.Datetime("Last Synchronisation", readonly=True, copy=False)
    sync_message = fields.Text("Result of the Synchronisation", readonly=True, copy=False)
    sync_preview_only = fields.Boolean("Only a Preview", readonly=True, copy=False)
    sync_previewed_at = fields.Datetime("Previewed On", readonly=True, copy=False)
    create_products = fields.Boolean(
        "Create Missing Products", default=True,
        help="A product is created for each card that fits none. Off: cards are only matched. "
             "The others stay without a product; one that a report needs waits for a person.",
    )
    product_ids = fields.One2many("ozon.product", "account_id", "Product Cards")

    # Actions

    def action_sync_products(self):
        """Match Ozon's product cards with our products, and create the products that are missing.

        With «Create Missing Products» off, it only matches. The first time a person starts it from
        the page, it only shows what it would do.

        :return: an action: the products that stop it from starting, or the account with its
            progress
        """
        first = not self.sync_date and not self.sync_previewed_at
        return self._start_sync(preview=first and bool(self.env.context.get(FOR_PAGE)))

    def action_stop_sync(self):
        """Stop after the current step. Its work stays, and no card is left half matched."""
        self.ensure_one()
        self.check_access("read")
        account = self.sudo()
        if account._try_lock():
            account.env["ozon.product.sync"]._stop_sync(account, self.env.user)
        else:
            self.env["ozon.sync.stop"].sudo().create({"account_id": account.id})
        return True

    def _start_sync(self, preview=False):
        """Begin the job, or go on with one that was interrupted, as far as a request may.

        :param preview: only show what it would do
        :return: what `action_sync_products` returns
        """
        self.ensure_one()
        self.check_access("read")
        if self.by_files:
            raise UserError(ozon_error_message(self.env, errors.WithoutKey()))
        if self.state == "draft":
            raise UserError(self.env._(
                "The account is not connected to Ozon yet, so there are no cards to synchronise. "
                "Enter the Client-Id and the key and press «Connect»."
            ))
        account = self.sudo()._for_bookkeeper()
        sync = account.env["ozon.product.sync"]
        in_stock = account.env["product.product"]._ozon_in_stock(account.company_id)
        offending = in_stock._ozon_without_article()
        if offending:
            return offending._ozon_give_articles(account)
        if not account._try_lock():
            raise UserError(self.env._(
                "The product cards are being synchronised at this moment. Wait until it is done."
            ))
        if not account.sync_step:
            sync._stop_requests(account).unlink()
            # A preview of a short time ago has downloaded the cards already.
            downloaded = not preview and account.sync_previewed_at and (
                account.sync_previewed_at > fields.Datetime.now() - PREVIEW_LASTS
            )
            sync._begin_sync_step(account, "match" if downloaded else "ALL")
        account.sync_preview_only = preview
        sync._sync_in_request(account)
        return self._get_records_action(name=self.env._("Ozon Account"), target="current")

    # Business

    def _has_figures(self):
        return super()._has_figures() or bool(self.product_ids)

    # Cron

    @api.model
    def _cron_sync_products(self):
        """Continue every synchronisation under way, committing after each step."""
        # An account by files has no connection; only the steps after the download run for it.
        under_way = [
            ("sync_step", "!=", False), "|", ("state", "!=", "draft"), ("by_files", "=", True),
        ]
        try:
            self.search(under_way)._run_jobs()
        finally:
            due = self.search(under_way)
            if due.filtered(lambda account: not account.sync_message):
                self.env.ref("ozon_connector.ir_cron_sync_products")._trigger()

    def _job_step(self):
        if not self.sync_step:
            return False
        account, step, before = self._for_bookkeeper(), self.sync_step, self.sync_done
        sync = account.env["ozon.product.sync"]
        if self._job_was_cut() and (self.sync_step == "match" or self.job_cuts >= CUTS_TO_STOP):
            sync._note_sync_cut_off(account)
            return False
        try:
            with self.env.cr.savepoint():
                sync._sync_next_or_stop(account, patient=True)
        except errors.OzonError as error:
            sync._note_sync_error(account, error)
            return False
        if account.sync_step and account.sync_message:
            account.sync_message = False
        if account.job_cuts and account.sync_step != step:
            account.job_cuts = 0
        # Steps other than downloading and creating count as one.
        return max(account.sync_done - before, 1)

    def _job_defect(self):
        account = self._for_bookkeeper()
        account.env["ozon.product.sync"]._note_sync_defect(account)
