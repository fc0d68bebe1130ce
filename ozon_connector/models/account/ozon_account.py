import re
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import sql

from ...domain import calendar, settlement
from ...ozon_api import credentials, errors
from ...tools.api_address import api_origin
from ...tools.client_id import with_tidy_client_id
from ...tools.default_journals import default_journal
from ...tools.messages import ozon_error_message
from ...tools.moments import utc_now
from ...tools.own_context import without_defaults

KEY_WARNING_DAYS = (14, 3)  # before the key expires
# Spaces before a stored key. When a row violates a constraint, PostgreSQL quotes the first 64 bytes
# of each value in its error, and Odoo logs the error. The code that reads a key drops the spaces.
KEY_INDENT = 64


class OzonAccount(models.Model):
    """A seller cabinet of Ozon: how to reach it and how its reports are booked."""

    _name = "ozon.account"
    _description = "Ozon Account"
    _inherit = ["mail.thread", "mail.activity.mixin", "ozon.facts.mixin"]
    _check_company_auto = True
    _order = "company_id, name, id"

    name = fields.Char(required=True, default="Ozon")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company,
    )
    client_id = fields.Char("Client-Id", copy=False)
    # Write-only: the key lives in a column that no field reads, see `_inverse_api_key`.
    api_key = fields.Char(
        "API Key", compute="_compute_api_key", inverse="_inverse_api_key", copy=False,
        groups="ozon_connector.group_ozon_manager",
        help="Shown once in the seller cabinet. It cannot be read back here; enter a new one "
             "to replace it. The database keeps it unencrypted, as Odoo keeps the secrets of "
             "payment providers and mail servers: whoever has a backup has the key.",
    )
    api_key_hint = fields.Char("Key Ends In", readonly=True, copy=False)
    auto_import = fields.Boolean(
        "Load Reports Automatically", default=True,
        help="On the 7th of each month the report of the month before becomes a draft vendor bill.",
    )
    state = fields.Selection(
        [("draft", "Not connected"), ("connected", "Connected"), ("error", "Key refused")],
        "Status", default="draft", required=True, readonly=True, copy=False, tracking=True,
    )
    error_message = fields.Text(readonly=True, copy=False)
    key_expires_at = fields.Datetime("Key Expires On", readonly=True, copy=False)
    key_state = fields.Selection(
        [("valid", "Valid"), ("expiring", "Expires soon"), ("expired", "Expired")],
        "Key", compute="_compute_key_state",
    )
    # The last warning that was given: how many days before the expiry.
    key_warning_days = fields.Integer("Expiry Warning (Days)", readonly=True, copy=False)
    roles = fields.Char("Key Roles", readonly=True, copy=False)
    missing_rights = fields.Text(readonly=True, copy=False)
    seller_name = fields.Char("Seller", readonly=True, copy=False)
    seller_inn = fields.Char("Seller INN", readonly=True, copy=False)
    inn_warning = fields.Char("INN Warning", compute="_compute_inn_warning")
    user_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self._default_user_id(),
        help="Notified when a report is late or the key is refused.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Ozon Contact", required=True, check_company=True,
        default=lambda self: self.env.ref("ozon_connector.partner_ozon", raise_if_not_found=False),
        help="The vendor of the bills: your party to the contract.",
    )
    purchase_journal_id = fields.Many2one(
        "account.journal", check_company=True,
        compute="_compute_journals", store=True, readonly=False, precompute=True,
        compute_sudo=False,
        domain="[('type', '=', 'purchase')]",
        help="The journal of the bills for Ozon's commission.",
    )
    fee_account_id = fields.Many2one(
        "account.account", "Commission Account", check_company=True,
        help="The expense account of Ozon's commission. Empty: the account of the "
             "product «Ozon commission», of its category or of the purchase journal.",
    )
    fee_tax_ids = fields.One2many("ozon.fee.tax", "account_id", "Commission Taxes")
    points_policy = fields.Selection(
        [("discount", "Lower the commission"), ("income", "Are income")],
        "Points for Discounts", default="discount", required=True,
        help="«Баллы за скидки»: either they lower the commission on the bill, or they are added "
             "to the sales revenue and the bill carries the full commission.",
    )
    points_cap = fields.Float(
        "Points Cap (%)", default=float(settlement.POINTS_CAP * 100), digits=(5, 2),
        help="The share of the commission that points may pay, by Ozon's offer.",
    )
    import_from = fields.Date(
        required=True,
        default=lambda self: calendar.last_closed_month(utc_now()),
        help="The first month whose report is loaded automatically.",
    )
    sale_journal_id = fields.Many2one(
        "account.journal", "Sales Journal", check_company=True,
        compute="_compute_journals", store=True, readonly=False, precompute=True,
        compute_sudo=False,
        domain="[('type', '=', 'sale')]",
        help="The journal of the invoices for what was sold and the credit notes for returns.",
    )
    sale_tax_ids = fields.Many2many(
        "account.tax", string="Sales Taxes", check_company=True,
        domain="[('type_tax_use', '=', 'sale')]",
        help="The taxes of goods that have no customer taxes of their own. Empty: without VAT.",
    )
    company_sales = fields.Selection(
        [
            ("none", "Are not shown"),
            ("show", "Are shown with their buyers"),
            ("split", "Are lines of their own on the invoice"),
        ],
        "Sales to Companies", default="show", required=True,
        help="What companies bought is in Ozon's report. Its orders name the company and its "
             "invoice (УПД). The sums are the same either way.",
    )
    rate_days = fields.Selection(
        [("month", "The month's last day"), ("order", "The day of each order")],
        "Rates of Sales", default="month", required=True,
        help="For a company that keeps its books in another currency than Ozon: the days whose "
             "rates convert the sales. The other documents of a month take its last day.",
    )
    netting_journal_id = fields.Many2one(
        "account.journal", check_company=True,
        compute="_compute_journals", store=True, readonly=False, precompute=True,
        compute_sudo=False,
        domain="[('type', '=', 'general')]",
        help="The journal of the entries by which Ozon withholds its commission.",
    )
    location_id = fields.Many2one(
        "stock.location", check_company=True, domain="[('usage', '=', 'internal')]",
        help="The goods that Ozon has for sale. Reports write off what was sold from here and "
             "bring back what was returned; goods come here by ordinary transfers. Empty: a "
             "location of the account's own is made.",
    )
    allow_negative_stock = fields.Boolean(
        help="Reports write off goods that the location does not have, so that its stock goes "
             "below zero. Off: such a report is not confirmed before the goods are there.",
    )
    post_sales = fields.Boolean(
        "Book Sales", default=True,
        help="Confirming a report posts the sales invoice and the credit note for returns. Off: "
             "the income is booked in some other way.",
    )
    post_stock = fields.Boolean(
        "Move Goods", default=True,
        help="Confirming a report writes off what was sold and brings back what was returned. Off: "
             "stock is not touched.",
    )
    post_netting = fields.Boolean(
        "Offset Commission Against Sales", default=True,
        help="Confirming a report books that Ozon withholds its commission from what it owes. "
             "Off: bill and sales stay open in full.",
    )

    _points_cap_share = models.Constraint(
        "CHECK(points_cap BETWEEN 0 AND 100)",
        "The cap of the points is a share of the commission, from 0 to 100 %.",
    )
    _client_id_company_uniq = models.Constraint(
        "UNIQUE(client_id, company_id)",
        "This seller cabinet (Client-Id) is connected to the company already.",
    )

    def init(self):
        """Add the columns of the key, which no field shows."""
        super().init()
        # Not an ORM column: nothing that reads, exports, groups or logs fields can show it.
        if not sql.column_exists(self.env.cr, self._table, "api_key_secret"):
            self.env.cr.execute("ALTER TABLE ozon_account ADD COLUMN api_key_secret varchar")
        self.env.cr.execute(
            "UPDATE ozon_account SET api_key_secret = repeat(' ', %s) || api_key_secret "
            "WHERE api_key_secret NOT LIKE repeat(' ', %s) || '%%'", [KEY_INDENT, KEY_INDENT],
        )
        # The address the key was entered for. Not an ORM column either: only a new key sets it.
        if not sql.column_exists(self.env.cr, self._table, "api_key_origin"):
            self.env.cr.execute("ALTER TABLE ozon_account ADD COLUMN api_key_origin varchar")
            # A key from before this column was entered for the address in use today.
            self.env.cr.execute(
                "UPDATE ozon_account SET api_key_origin = %s", [api_origin(self.env)],
            )

    @api.model
    def _default_user_id(self):
        # A script may connect an account as Odoo's own inactive user, who reads no activities.
        return self.env.user if self.env.user.active else self._administrator(self.env.company)

    @api.depends("company_id")
    def _compute_journals(self):
        for account in self:
            for field, journal_type in (
                ("purchase_journal_id", "purchase"), ("sale_journal_id", "sale"),
                ("netting_journal_id", "general"),
            ):
                if account[field].company_id != account.company_id:
                    account[field] = default_journal(account.company_id, journal_type)

    @api.depends("key_expires_at")
    def _compute_key_state(self):
        now = fields.Datetime.now()
        soon = now + timedelta(days=max(KEY_WARNING_DAYS))
        for account in self:
            end = account.key_expires_at
            account.key_state = end and (
                "expired" if end <= now else "expiring" if end <= soon else "valid"
            )

    @api.depends("seller_inn", "company_id.vat")
    def _compute_inn_warning(self):
        for account in self:
            if not self.env.su and account.company_id not in self.env.user.company_ids:
                # An unsaved form can name any company, so the INN is shown only to those who may
                # see it.
                account.inn_warning = False
                continue
            own = re.sub(r"\D", "", account.company_id.vat or "")
            account.inn_warning = own and account.seller_inn and own != account.seller_inn and (
                self.env._(
                    "The cabinet belongs to INN %(seller)s, this company has INN %(own)s. Reports "
                    "of another company would be booked here. Check the cabinet and the company.",
                    seller=account.seller_inn, own=own,
                )
            )

    def _compute_api_key(self):
        self.api_key = False

    def _inverse_api_key(self):
        entered_for = api_origin(self.env)
        for account in self:
            if not account.api_key:
                continue  # an empty field keeps the old key
            key = account.api_key.strip()
            if not credentials.can_be_sent(key):
                # The database cannot store some characters, and its error would quote the key.
                raise ValidationError(ozon_error_message(self.env, errors.InvalidApiKey()))
            # The last characters of a short key would give too much of it away.
            tells = len(key) >= credentials.SHORTEST_KEY
            account.sudo().api_key_hint = key[-4:] if tells else False
            # Written together with other columns, a violated constraint would quote the key.
            account.flush_recordset()
            # Odoo logs and profiles every `execute`, but not this method of the database driver.
            self.env.cr.executemany(
                "UPDATE ozon_account SET api_key_secret = %s WHERE id = %s",
                [(" " * KEY_INDENT + key, account.id)],
            )
            # This runs last, because Odoo's log quotes the last statement when there is an error.
            self.env.cr.execute(
                "UPDATE ozon_account SET api_key_origin = %s "
                "WHERE id = %s AND api_key_secret IS NOT NULL",
                [entered_for, account.id],
            )
        self.invalidate_recordset(["api_key"])

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create([with_tidy_client_id(vals) for vals in vals_list])
        accounts._ensure_location()
        return accounts

    def write(self, vals):
        """Write values of a cabinet; `import_from` becomes the first day of its month.

        :raises UserError: the synchronisation is at work on the account, or figures of another
            cabinet or company would be mixed with those that are here
        """
        if vals.get("import_from"):
            first_day = fields.Date.to_date(vals["import_from"])
            vals = {**vals, "import_from": calendar.month_of(first_day)}
        vals = with_tidy_client_id(vals)
        self._check_idle()
        self._check_cabinet_stays(vals)
        result = super().write(vals)
        if "location_id" in vals:
            self._ensure_location()
        return result

    def _check_idle(self):
        """Refuse to change an account in the middle of its synchronisation.

        Its steps follow each other so closely that waiting would end in a database error.
        """
        if not self.env.su and self.try_lock_for_update(allow_referencing=True) != self:
            raise UserError(self.env._(
                "Somebody else, or the synchronisation of its product cards, is at work on the "
                "account at this moment, so nothing was changed. Try again in a minute."
            ))

    def _check_cabinet_stays(self, vals):
        """Do not mix figures of cabinets or companies. Entering a first Client-Id is allowed."""
        for field in ("client_id", "company_id"):
            for account in self.sudo():
                kept = account._fields[field].convert_to_write(account[field], account)
                if field in vals and kept and vals[field] != kept and account._has_figures():
                    raise UserError(self.env._(
                        "%s has reports or product cards already. Data of another cabinet or "
                        "company would mix with them. Create another account instead.",
                        account.name,
                    ))

    def _has_figures(self):
        """Whether figures of the cabinet are stored already."""
        return False

    # Business: who is told, and in which language

    def _responsible(self):
        """The responsible person, or an Ozon administrator if that person has left."""
        return self.user_id if self.user_id.active else self._administrator(self.company_id)

    @api.model
    def _administrator(self, company):
        managers = self.env.ref("ozon_connector.group_ozon_manager").sudo().all_user_ids
        own = managers.filtered(lambda user: company in user.company_ids)
        return (own.filtered("active") or managers.filtered("active") or self.env.user)[:1]

    def _tell_responsible(self, activity, note, day=None, record=None):
        """Plan an activity on the account or one of its records. The plain text is escaped."""
        (record or self).activity_schedule(
            activity, day, note=Markup("<p>%s</p>") % note, user_id=self._responsible().id,
        )

    def _for_bookkeeper(self):
        """The account in its own company and in its bookkeeper's language, for what is stored."""
        lang = self._responsible().lang
        return without_defaults(self.with_company(self.company_id)).with_context(lang=lang)

    # Business: how it is booked

    def _fee_taxes(self, month):
        """The taxes of Ozon's commission in a month; empty means without VAT."""
        self.ensure_one()
        valid = self.fee_tax_ids.filtered(lambda row: row.valid_from <= calendar.last_day(month))
        return valid.sorted("valid_from")[-1:].tax_ids
