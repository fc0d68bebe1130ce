from odoo import fields, models

from ...ozon_api import addresses, errors
from ...ozon_api import client as ozon_client
from ...tools.api_address import api_url
from ...tools.messages import ozon_error_message
from ...tools.rate_limiter import RateLimiter
from ..common.ozon_task_mixin import FOR_PAGE, PAGE_SECONDS

# By default Odoo kills a worker 120 seconds after it was last idle, and a job may begin up to 69
# seconds after that moment. A call must end before the worker is killed. Otherwise its outcome
# would never be noted, and every run would begin with the same call.
CALL_SECONDS = 45


class OzonAccountKey(models.Model):
    """The key of a cabinet: whether Ozon accepts it, what it allows, and requests made with it."""

    _inherit = "ozon.account"

    by_files = fields.Boolean(
        help="The account has no API key. Ozon is never asked; reports come as files from the "
             "seller cabinet, which are dropped on the list of reports. Product cards are made "
             "from the rows of the reports, or from the file of the catalogue.",
    )

    _client_id_with_key = models.Constraint(
        "CHECK(by_files IS TRUE OR client_id IS NOT NULL)",
        "The Client-Id is missing, and without it Ozon cannot be asked, so nothing was saved. "
        "Enter it, or choose «By Files» if the account has no API key.",
    )

    # Actions

    def action_open_keys(self):
        """The dialog in which the keys are replaced."""
        self.ensure_one()
        self.check_access("write")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("ozon_connector.ozon_connect_action"),
            "context": {"default_account_id": self.id},
        }

    # Business: the way to Ozon

    def _client(self, patient=False, document=None, seconds=None):
        """A client of this cabinet.

        :param patient: wait and retry, for background jobs; nothing may sleep in a web request
        :param document: the document that the requests are for, for the log of exchanges
        :param seconds: how long a call may take; by default as long as its caller can wait
        :raises errors.OzonError: the account works without a key, or its key cannot be sent, or
            must not be sent to this address
        """
        self.ensure_one()
        if self.by_files:
            raise errors.WithoutKey()
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT api_key_secret, api_key_origin FROM ozon_account WHERE id = %s", [self.id],
        )
        [key, key_origin] = self.env.cr.fetchone()
        url = api_url(self.env)
        if key and addresses.origin(url) != key_origin:
            # A changed address could steal the key, so a person must enter the key again.
            raise errors.KeyForAnotherAddress(detail=addresses.origin(url))
        if not seconds:
            for_page = not patient and self.env.context.get(FOR_PAGE)
            seconds = PAGE_SECONDS if for_page else CALL_SECONDS
        limiter = RateLimiter(self.env.cr.dbname, self.client_id)
        return ozon_client.OzonClient(
            self.client_id, key or "", url, patient=patient, time_limit=seconds,
            observer=self.env["ozon.exchange"]._observer(self, document), limiter=limiter,
        )

    # Business: what is known of the key

    def _needed_methods(self):
        """:return: {method of Ozon: what it is needed for}"""
        return {
            "/v3/product/list": self.env._("synchronising product cards"),
            "/v3/product/info/list": self.env._("reading the details of product cards"),
        }

    def _note_accepted(self):
        """Note that the key works, and clear its problems."""
        if self.state == "connected" and not self.error_message:
            return
        self.write({"state": "connected", "error_message": False})
        self.activity_feedback(["ozon_connector.mail_activity_key_refused"])

    def _note_refusal(self, error, tell=False):
        """Note why Ozon refuses the key. Do nothing if the error has another reason.

        A key that lacks one right still works for everything else, so it is not refused.

        :param tell: plan one activity for the responsible person, however often this happens
        """
        if not isinstance(error, errors.CredentialsError) or isinstance(error, errors.MissingRole):
            return
        self.write({"state": "error", "error_message": ozon_error_message(self.env, error)})
        activity = "ozon_connector.mail_activity_key_refused"
        if tell and not self.activity_search([activity]):
            self._tell_responsible(activity, note=self.error_message)
