import logging
import time

from odoo import fields, models

from ...ozon_api import errors
from ...tools.messages import ozon_error_message
from ...tools.moments import moment_to_retry

_logger = logging.getLogger(__name__)

# A small catalogue fits into the request; the rest of a larger one goes to the background.
REQUEST_SECONDS = 2
# Products created between two commits: in the background, and while a person waits.
CREATE_STEP, CREATE_STEP_IN_REQUEST = 1000, 200
# Matching more cards than these takes longer than a request may.
MATCH_IN_REQUEST = 1000
# Far more than any seller has.
MOST_CARDS = 2_000_000


class OzonProductSync(models.AbstractModel):
    """The steps of synchronising the product cards of an account.

    First it downloads all cards page by page, archived ones last. Then it matches them all at once,
    so that the order of pages does not matter. Then it creates missing products in batches. The
    account stores how far this is (`sync_step`), so that it goes on from there even after a crash.
    """

    _name = "ozon.product.sync"
    _description = "Synchronisation of Ozon Product Cards"

    def _sync_in_request(self, account):
        """Do what a request may take; the rest goes to the background."""
        deadline = time.monotonic() + REQUEST_SECONDS
        try:
            while account.sync_step and time.monotonic() < deadline:
                if account.sync_step == "match" and len(account.product_ids) > MATCH_IN_REQUEST:
                    break
                self._sync_next(account, patient=False)
        except errors.OzonError as error:
            # The job itself plans when to go on.
            self._note_sync_error(account, error)
            return
        if account.sync_step:
            self.env.ref("ozon_connector.ir_cron_sync_products").sudo()._trigger()

    def _sync_next_or_stop(self, account, patient):
        stop = self._stop_requests(account)
        if stop:
            self._stop_sync(account, stop[0].create_uid)
        else:
            self._sync_next(account, patient)

    def _stop_requests(self, account):
        return self.env["ozon.sync.stop"].search([("account_id", "=", account.id)])

    def _stop_sync(self, account, user):
        self._stop_requests(account).unlink()
        account.write({"sync_step": False, "sync_message": self.env._(
            "Stopped by %s. What was done so far is kept; press «Synchronise Product Cards» to "
            "finish.",
            user.name,
        )})

    def _sync_next(self, account, patient):
        """One step of the job, to be followed by a commit."""
        match account.sync_step:
            case "ALL" | "ARCHIVED":
                self._sync_page(account, patient)
            case "match" if account.sync_preview_only:
                self.env["ozon.sync.preview"]._make(account)
                self._stop_requests(account).unlink()
                account.write({
                    "sync_step": False, "sync_preview_only": False, "sync_message": False,
                    "sync_previewed_at": fields.Datetime.now(),
                })
            case "match":
                self.env["ozon.sync.preview"]._forget(account)
                account.product_ids._match_products()
                if account.create_products:
                    missing = self.env["ozon.product"].search_count(self._missing_domain(account))
                    self._begin_sync_step(account, "create", total=missing)
                else:
                    self._finish_sync(account)
            case "create":
                limit = account._job_share(CREATE_STEP) if patient else CREATE_STEP_IN_REQUEST
                missing = self.env["ozon.product"].search(
                    self._missing_domain(account), limit=limit, order="id",
                )
                missing._create_products()
                account.sync_done += len(missing)
                if len(missing) < limit:
                    self._finish_sync(account)

    def _begin_sync_step(self, account, step, total=0):
        account.write({
            "sync_step": step, "sync_last_id": False, "sync_done": 0, "sync_total": total,
            "sync_message": False,
        })

    def _sync_page(self, account, patient):
        with account._client(patient=patient) as client:
            page = client.product_list(account.sync_step, account.sync_last_id or "")
            cards = client.product_cards(product_ids=[item.product_id for item in page.items])
        account._note_accepted()
        self.env["ozon.product"]._store_cards(account, cards)
        if page.items and page.last_id:
            self._note_page(account, page, cards)
        elif account.sync_step == "ALL":
            self._begin_sync_step(account, "ARCHIVED")
        else:
            self._begin_sync_step(account, "match")

    def _note_page(self, account, page, cards):
        """Store how far the download is.

        A server that repeats its cards, or always has new ones, would keep us busy for ever. So
        there is a limit: twice as many cards as the account has, and a fixed maximum.

        :raises errors.UnintelligibleAnswer: it sends no cards, or too many
        """
        done = account.sync_done + len(cards)
        known = self.env["ozon.product"].search_count([("account_id", "=", account.id)])
        if not cards or done > min(2 * known, MOST_CARDS):
            raise errors.UnintelligibleAnswer("/v3/product/list", field="last_id")
        account.write({"sync_last_id": page.last_id, "sync_done": done})

    def _missing_domain(self, account):
        """The cards for which a product is created. Archived cards get none."""
        return [
            ("account_id", "=", account.id), ("product_id", "=", False),
            ("match_state", "=", False), ("archived", "=", False),
        ]

    def _finish_sync(self, account):
        groups = self.env["ozon.product"]._read_group(
            [("account_id", "=", account.id)], ["match_state", "matched_by"], ["__count"],
        )

        def count(state, *ways):
            return sum(n for s, way, n in groups if s == state and (not ways or way in ways))

        missing = self.env["ozon.product"].search_count(self._missing_domain(account))
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
        self._stop_requests(account).unlink()
        account.write({
            "sync_step": False, "sync_date": fields.Datetime.now(), "sync_message": message,
        })
        self.env["ozon.document"]._go_on_with(account.product_ids)

    def _note_sync_error(self, account, error):
        """A temporary fault interrupts the job, and the cron continues it; any other fault ends it.

        An answer that we cannot read may have been damaged on its way, so the next daily run asks
        again.
        """
        _logger.info("Ozon account %s: synchronisation: %s", account.id, error)
        problem = ozon_error_message(self.env, error)
        if isinstance(error, errors.TemporaryError):
            account.sync_message = self.env._(
                "%s The synchronisation continues automatically from where it stopped.", problem,
            )
            self.env.ref("ozon_connector.ir_cron_sync_products").sudo()._trigger(
                moment_to_retry(error)
            )
            return
        if isinstance(error, errors.UnintelligibleAnswer):
            if error.field == "last_id":  # these marks lead nowhere
                self._begin_sync_step(account, "ALL")
            account.sync_message = self.env._(
                "%s The synchronisation continues automatically tomorrow.", problem,
            )
            return
        account.write({"sync_step": False, "sync_message": problem})
        account._note_refusal(error, tell=True)

    def _note_sync_cut_off(self, account):
        account.write({"sync_step": False, "sync_message": self.env._(
            "The server was reloaded twice while it was at the cards, since that took longer than "
            "the %s seconds that its configuration allows. What was done before is kept. Let the "
            "administrator raise «limit_time_real_cron» and «limit_time_cpu», then start it again.",
            account._job_seconds(),
        )})

    def _note_sync_defect(self, account):
        account.write({"sync_step": False, "sync_message": self.env._(
            "The connector failed while synchronising. What was done so far is kept. The server's "
            "log says why; please tell the administrator, then start it again."
        )})
