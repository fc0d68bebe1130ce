from odoo import api, fields, models
from odoo.exceptions import UserError

from ..ozon_api import errors
from ..tools.client_id import with_tidy_client_id
from ..tools.messages import ozon_error_message


class OzonConnect(models.TransientModel):
    """The dialog in which a seller cabinet is connected, or its keys are replaced.

    The web client does not save it, but calls `connect` with what was typed. So after a refusal
    nothing is stored, and the dialog stays open as it is.

    It reads an account with the user's own rights, because an unsaved dialog can name an account of
    another company.
    """

    _name = "ozon.connect"
    _description = "Connection of an Ozon Seller Cabinet"

    account_id = fields.Many2one("ozon.account", ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, compute="_compute_from_account", store=True, readonly=False,
        precompute=True, compute_sudo=False,
    )
    client_id = fields.Char(
        "Client-Id", required=True, compute="_compute_from_account", store=True, readonly=False,
        precompute=True, compute_sudo=False,
    )
    # Whether Ozon has accepted the key.
    is_connected = fields.Boolean(readonly=True)
    # Typed here, and never stored here.
    api_key = fields.Char("API Key", compute="_compute_api_key", inverse="_inverse_api_key")
    api_key_hint = fields.Char(related="account_id.api_key_hint", related_sudo=False)
    auto_import = fields.Boolean(
        "Load Reports Automatically", compute="_compute_from_account", store=True, readonly=False,
        precompute=True, compute_sudo=False,
    )
    missing_rights = fields.Text(related="account_id.missing_rights", related_sudo=False)
    inn_warning = fields.Char(related="account_id.inn_warning", related_sudo=False)
    missing_count = fields.Integer(related="account_id.missing_count", related_sudo=False)
    seller_name = fields.Char(related="account_id.seller_name", related_sudo=False)
    seller_inn = fields.Char(related="account_id.seller_inn", related_sudo=False)
    sync_date = fields.Datetime(related="account_id.sync_date", related_sudo=False)
    # Whether the product cards can be synchronised, as the program has found it.
    sync_condition = fields.Text("Condition for Synchronising", compute="_compute_sync_condition")
    sync_allowed = fields.Boolean("Can Be Synchronised", compute="_compute_sync_condition")

    @api.depends("account_id")
    def _compute_from_account(self):
        for dialog in self:
            account = dialog.account_id
            dialog.company_id = account.company_id or self.env.company
            dialog.client_id = account.client_id
            # On for a new connection. An existing one keeps its choice.
            dialog.auto_import = account.auto_import if account else True

    @api.depends("account_id")
    def _compute_sync_condition(self):
        for dialog in self:
            account = dialog.account_id
            account.check_access("read")
            products = self.env["product.product"]._ozon_in_stock(account.company_id)
            in_stock, lacking = len(products), len(products.sudo()._ozon_without_article())
            dialog.sync_allowed = not lacking
            if lacking:
                dialog.sync_condition = self.env._(
                    "First give these products an article (internal reference) or an Ozon code: "
                    "%(lacking)s of %(in_stock)s in stock have neither, so a card of Ozon could "
                    "become a second product.", lacking=lacking, in_stock=in_stock,
                )
            elif in_stock:
                dialog.sync_condition = self.env._(
                    "All products in stock (%s) have an article or an Ozon code, so the cards "
                    "can be synchronised.", in_stock,
                )
            else:
                dialog.sync_condition = self.env._(
                    "There are no goods in stock yet, so the cards can be synchronised."
                )

    def _compute_api_key(self):
        self.api_key = False

    def _inverse_api_key(self):
        """Store nothing, and forget the key: only `connect` hands it to the account."""
        self.invalidate_recordset(["api_key"])

    @api.model
    def connect(self, vals):
        """Ask Ozon about the keys, and store them on the account if it accepts them.

        :param vals: values of the dialog: `client_id` and `api_key`, or `account_id` and perhaps a
            new `api_key`; also `auto_import` and `company_id`
        :return: an action: the question about product cards
        :raises UserError: Ozon refuses the keys, or cannot be asked; nothing is stored then
        """
        dialog = self.create({name: vals[name] for name in vals.keys() - {"api_key"}})
        dialog._connect(vals.get("api_key"))
        return dialog.action_save()

    def action_save(self):
        """The question about product cards, once `connect` has checked the keys.

        :raises UserError: a web client of an earlier version has only saved the record
        """
        self._check_is_connected()
        return self._get_records_action(
            name=self.env._("Product Cards"), target="new",
            views=[(self.env.ref("ozon_connector.ozon_connect_view_form_question").id, "form")],
        )

    def action_sync(self):
        """Synchronise the product cards of the account that was connected."""
        self._check_is_connected()
        return self.account_id.action_sync_products()

    def action_set_up(self):
        """The list of what booking its months still needs."""
        self._check_is_connected()
        return self.account_id.action_set_up()

    def _check_is_connected(self):
        """:raises UserError: nobody has called `connect`, so there is no account to go on with"""
        self.ensure_one()
        self.check_access("read")
        if not self.is_connected:
            raise UserError(self.env._(
                "Ozon was not asked, and no key was stored. Reload the page of the browser, open "
                "this dialog again and enter the key."
            ))

    def _connect(self, key):
        """Ask Ozon about the keys and store them on the account, creating it if necessary.

        :raises UserError: Ozon refuses them, or cannot be asked
        """
        vals = with_tidy_client_id({"client_id": self.client_id})
        account = self.account_id or self.env["ozon.account"].with_context(
            active_test=False
        ).search([
            ("client_id", "=", vals["client_id"]), ("company_id", "=", self.company_id.id),
        ])
        vals["active"] = True
        if self.account_id or not account:
            # A connected cabinet keeps its choice.
            vals["auto_import"] = self.auto_import
        if key:
            vals["api_key"] = key
        if account:
            account.write(vals)
        else:
            account = account.create({**vals, "company_id": self.company_id.id})
        try:
            in_books = account.sudo()._for_bookkeeper()
            in_books.env["ozon.key.check"]._check_keys(in_books)
        except errors.OzonError as error:
            raise UserError(ozon_error_message(self.env, error)) from None
        self.write({"account_id": account.id, "is_connected": True})
