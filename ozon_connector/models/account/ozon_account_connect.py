from odoo import api, fields, models

from ...ozon_api import errors
from ...tools.messages import ozon_error_message
from ...tools.notifications import notification
from .ozon_account import KEY_WARNING_DAYS


class OzonAccountConnect(models.Model):
    """Who asks whether a key is right: a person, and the scheduled action before it expires."""

    _inherit = "ozon.account"

    # Actions

    def action_connect(self):
        """Ask Ozon whether the key is right; keep its roles and expiry, and the seller's name.

        :return: a notification for the web client; `state` and `error_message` tell a script
        """
        self.ensure_one()
        self.check_access("write")
        # Checked before Ozon is asked, so that Ozon's answer can be stored even if it comes late.
        self._check_idle()
        account = self.sudo()._for_bookkeeper()
        try:
            account.env["ozon.key.check"]._check_keys(account)
        except errors.OzonError as error:
            message = ozon_error_message(account.env, error)
            account.error_message = message
            account._note_refusal(error)
            return notification("danger", message)
        warnings = self._connection_warnings()
        return notification("warning" if warnings else "success", " ".join([
            self.env._("Ozon accepts the key. The account is connected."), *warnings,
        ]))

    def _connection_warnings(self):
        """:return: list of texts; what a person should know who has just connected"""
        return [text for text in (self.missing_rights, self.inn_warning) if text]

    # Cron

    @api.model
    def _cron_check_keys(self):
        """Tell the responsible person 14 and 3 days before a key expires."""
        now = fields.Datetime.now()
        for account in self.search([("state", "!=", "draft"), ("key_expires_at", "!=", False)]):
            left = (account.key_expires_at - now).days
            due = [days for days in KEY_WARNING_DAYS if left < days]
            if due and account.key_warning_days != min(due):
                account = account._for_bookkeeper()
                account.env["ozon.key.check"]._warn_of_expiry(account, min(due))
