import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...ozon_api import errors
from ...tools.messages import ozon_error_message
from ..common.ozon_task_mixin import FOR_PAGE

_logger = logging.getLogger(__name__)

# A small catalogue fits into the request; the rest of a larger one goes to the background.
REQUEST_SECONDS = 2
# Products created between two commits: in the background, and while a person waits.
CREATE_STEP, CREATE_STEP_IN_REQUEST = 1000, 200
# Matching more cards than these takes longer than a request may.
MATCH_IN_REQUEST = 1000
# Creating is given up when its steps, made smaller each time, were cut off this often.
CUTS_TO_STOP = 4
# The cards that an older preview has downloaded may have changed.
PREVIEW_LASTS = timedelta(hours=1)
# Far more than any seller has.
MOST_CARDS = 2_000_000


class OzonAccount(models.Model):
    """The synchronisation of product cards: a job in steps that can stop after each of them.

    First it downloads all cards page by page, archived ones last. Then it matches them all at once,
    so that the order of pages does not matter. Then it creates missing products in batches. The
    account stores how far the job is, so that it goes on from there even after a crash.
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
            account._stop_sync(self.env.user)
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
        in_stock = account.env["product.product"]._ozon_in_stock(account.company_id)
        offending = in_stock._ozon_without_article()
        if offending:
            return offending._ozon_give_articles(account)
        if not account._try_lock():
            raise UserError(self.env._(
                "The product cards are being synchronised at this moment. Wait until it is done."
            ))
        if not account.sync_step:
            account._stop_requests().unlink()
            # A preview of a short time ago has downloaded the cards already.
            downloaded = not preview and account.sync_previewed_at and (
                account.sync_previewed_at > fields.Datetime.now() - PREVIEW_LASTS
            )
            account._begin_sync_step("match" if downloaded else "ALL")
        account.sync_preview_only = preview
        account._sync_in_request()
        return self._get_records_action(name=self.env._("Ozon Account"), target="current")

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
        if self._job_was_cut() and (self.sync_step == "match" or self.job_cuts >= CUTS_TO_STOP):
            account._note_sync_cut_off()
            return False
        try:
            with self.env.cr.savepoint():
                account._sync_next_or_stop(patient=True)
        except errors.OzonError as error:
            account._note_sync_error(error)
            return False
        if account.sync_step and account.sync_message:
            account.sync_message = False
        if account.job_cuts and account.sync_step != step:
            account.job_cuts = 0
        # Steps other than downloading and creating count as one.
        return max(account.sync_done - before, 1)

    def _job_defect(self):
        self._for_bookkeeper()._note_sync_defect()

    # Business

    def _sync_in_request(self):
        deadline = time.monotonic() + REQUEST_SECONDS
        try:
            while self.sync_step and time.monotonic() < deadline:
                if self.sync_step == "match" and len(self.product_ids) > MATCH_IN_REQUEST:
                    break
                self._sync_next(patient=False)
        except errors.OzonError as error:
            # The job itself plans when to go on.
            self._note_sync_error(error)
            return
        if self.sync_step:
            self.env.ref("ozon_connector.ir_cron_sync_products").sudo()._trigger()

    def _sync_next_or_stop(self, patient):
        stop = self._stop_requests()
        if stop:
            self._stop_sync(stop[0].create_uid)
        else:
            self._sync_next(patient)

    def _stop_requests(self):
        return self.env["ozon.sync.stop"].search([("account_id", "=", self.id)])

    def _stop_sync(self, user):
        self._stop_requests().unlink()
        self.write({"sync_step": False, "sync_message": self.env._(
            "Stopped by %s. What was done so far is kept; press «Synchronise Product Cards» to "
            "finish.",
            user.name,
        )})

    def _sync_next(self, patient):
        """One step of the job, to be followed by a commit."""
        match self.sync_step:
            case "ALL" | "ARCHIVED":
                self._sync_page(patient)
            case "match" if self.sync_preview_only:
                self.env["ozon.sync.preview"]._make(self)
                self._stop_requests().unlink()
                self.write({
                    "sync_step": False, "sync_preview_only": False, "sync_message": False,
                    "sync_previewed_at": fields.Datetime.now(),
                })
            case "match":
                self.env["ozon.sync.preview"]._forget(self)
                self.product_ids._match_products()
                if self.create_products:
                    missing = self.env["ozon.product"].search_count(self._missing_domain())
                    self._begin_sync_step("create", total=missing)
                else:
                    self._finish_sync()
            case "create":
                limit = self._job_share(CREATE_STEP) if patient else CREATE_STEP_IN_REQUEST
                missing = self.env["ozon.product"].search(
                    self._missing_domain(), limit=limit, order="id",
                )
                missing._create_products()
                self.sync_done += len(missing)
                if len(missing) < limit:
                    self._finish_sync()

    def _begin_sync_step(self, step, total=0):
        self.write({
            "sync_step": step, "sync_last_id": False, "sync_done": 0, "sync_total": total,
            "sync_message": False,
        })

    def _sync_page(self, patient):
        with self._client(patient=patient) as client:
            page = client.product_list(self.sync_step, self.sync_last_id or "")
            cards = client.product_cards(product_ids=[item.product_id for item in page.items])
        self._note_accepted()
        self.env["ozon.product"]._store_cards(self, cards)
        if page.items and page.last_id:
            self._note_page(page, cards)
        elif self.sync_step == "ALL":
            self._begin_sync_step("ARCHIVED")
        else:
            self._begin_sync_step("match")

    def _note_page(self, page, cards):
        """Store how far the download is.

        A server that repeats its cards, or always has new ones, would keep us busy for ever. So
        there is a limit: twice as many cards as the account has, and a fixed maximum.

        :raises errors.UnintelligibleAnswer: it sends no cards, or too many
        """
        done = self.sync_done + len(cards)
        known = self.env["ozon.product"].search_count([("account_id", "=", self.id)])
        if not cards or done > min(2 * known, MOST_CARDS):
            raise errors.UnintelligibleAnswer("/v3/product/list", field="last_id")
        self.write({"sync_last_id": page.last_id, "sync_done": done})

    def _missing_domain(self):
        """The cards for which a product is created. Archived cards get none."""
        return [
            ("account_id", "=", self.id), ("product_id", "=", False),
            ("match_state", "=", False), ("archived", "=", False),
        ]

    def _finish_sync(self):
        groups = self.env["ozon.product"]._read_group(
            [("account_id", "=", self.id)], ["match_state", "matched_by"], ["__count"],
        )

        def count(state, *ways):
            return sum(n for s, way, n in groups if s == state and (not ways or way in ways))

        missing = self.env["ozon.product"].search_count(self._missing_domain())
        message = self.env._(
            "Cards matched by code: %(code)s, by article: %(article)s, by barcode: "
            "%(barcode)s, by name: %(name)s, by hand: %(manual)s. Products created: "
            "%(created)s. To review: %(ambiguous)s. Skipped: %(ignored)s ignored, "
            "%(archived)s in Ozon's archive.",
            code=count("matched", "ozon_code"), article=count("matched", "article"),
            barcode=count("matched", "barcode"), name=count("matched", "name"),
            manual=count("matched", "manual"),
            created=count("created"), ambiguous=count("ambiguous"),
            ignored=count("ignored"), archived=count(False) - missing,
        )
        if missing:
            message += " " + self.env._(
                "Left without a product, since the account creates none: %s.", missing,
            )
        self._stop_requests().unlink()
        self.write({
            "sync_step": False, "sync_date": fields.Datetime.now(), "sync_message": message,
        })
        self.env["ozon.document"]._go_on_with(self.product_ids)

    def _note_sync_error(self, error):
        """A temporary fault interrupts the job, and the cron continues it; any other fault ends it.

        An answer that we cannot read may have been damaged on its way, so the next daily run asks
        again.
        """
        _logger.info("Ozon account %s: synchronisation: %s", self.id, error)
        problem = ozon_error_message(self.env, error)
        if isinstance(error, errors.TemporaryError):
            self.sync_message = self.env._(
                "%s The synchronisation continues automatically from where it stopped.", problem,
            )
            self.env.ref("ozon_connector.ir_cron_sync_products").sudo()._trigger(
                self._after_pause(error)
            )
            return
        if isinstance(error, errors.UnintelligibleAnswer):
            if error.field == "last_id":  # these marks lead nowhere
                self._begin_sync_step("ALL")
            self.sync_message = self.env._(
                "%s The synchronisation continues automatically tomorrow.", problem,
            )
            return
        self.write({"sync_step": False, "sync_message": problem})
        self._note_refusal(error, tell=True)

    def _note_sync_cut_off(self):
        self.write({"sync_step": False, "sync_message": self.env._(
            "The server was reloaded twice while it was at the cards, since that took longer than "
            "the %s seconds that its configuration allows. What was done before is kept. Let the "
            "administrator raise «limit_time_real_cron» and «limit_time_cpu», then start it again.",
            self._job_seconds(),
        )})

    def _note_sync_defect(self):
        self.write({"sync_step": False, "sync_message": self.env._(
            "The connector failed while synchronising. What was done so far is kept. The server's "
            "log says why; please tell the administrator, then start it again."
        )})
