import logging

from odoo import models
from odoo.tools import format_date

from ...ozon_api import errors

_logger = logging.getLogger(__name__)

# Keys are not checked in the background, because somebody waits to correct them.
KEY_SECONDS = 10


class OzonKeyCheck(models.AbstractModel):
    """Asks Ozon what it says about the key of an account, and writes it down."""

    _name = "ozon.key.check"
    _description = "Check of a Key for Ozon"

    def _check_keys(self, account):
        """Ask Ozon whether the keys are right, and write down what it says about them.

        :raises errors.OzonError: Ozon refuses them, or cannot be asked
        """
        with account._client(seconds=KEY_SECONDS) as client:
            key = client.roles()
            seller = self._ask_seller(account, client)
        self._note_connected(account, key, seller)

    def _ask_seller(self, account, client):
        """The seller's name and INN; None if the key may not ask, since it can still connect."""
        try:
            return client.seller_info()
        except errors.OzonError as error:
            _logger.info("Ozon account %s: no seller info: %s", account.id, error)
            return None

    def _warn_of_expiry(self, account, days):
        """Tell the responsible person that the key expires.

        :param days: how many days before its expiry this warning belongs to
        """
        account.key_warning_days = days
        day = account.key_expires_at.date()
        note = self.env._(
            "The API key expires on %s. After that no reports are loaded. Make a new key in "
            "the seller cabinet, Settings ▸ API keys, and enter it under «Manage API Key».",
            format_date(self.env, day),
        )
        account._tell_responsible("ozon_connector.mail_activity_key_expiring", note, day=day)

    def _note_connected(self, account, key, seller):
        account._note_accepted()
        account.activity_feedback(["ozon_connector.mail_activity_key_expiring"])
        account.write({
            "key_expires_at": key.expires_at and key.expires_at.replace(tzinfo=None),
            "key_warning_days": 0,
            "missing_rights": _missing_rights(account, key),
            "roles": ", ".join(role.name for role in key.roles),
            "seller_name": seller and (seller.legal_name or seller.name),
            "seller_inn": seller and seller.inn,
        })
        if account.name == "Ozon" and account.seller_name:
            account.name = f"Ozon: {account.seller_name}"


def _missing_rights(account, key):
    """What the key may not do, in words; False if it may do everything that is needed."""
    parts = account._needed_methods()
    missing = [part for method, part in parts.items() if not key.allows(method)]
    if not missing:
        return False
    return account.env._(
        "The key lacks rights, so these parts will not work: %s. Make a key of the type "
        "«Admin» or «Admin read only».", "; ".join(missing),
    )
