import hashlib

from odoo import Command, api, fields, models
from odoo.addons.ozon_connector.domain.report_rows import SettlementError
from odoo.addons.ozon_connector.ozon_api.answers import read_accruals

from ...domain import accruals as rules
from ...tools.messages import accrual_error_message

MOST_EXPIRIES = 3


class OzonAccrualDay(models.Model):
    """What Ozon accrued to an account on a day, from /v1/finance/accrual/by-day.

    A day is read page by page. It is stored as a whole when its last page is here, or not at all.
    Ozon adds to past days, so they are read again; an empty answer removes nothing.
    """

    _name = "ozon.accrual.day"
    _description = "Ozon Accruals of a Day"
    _inherit = "ozon.facts.mixin"
    _order = "date DESC, account_id, id"
    _rec_name = "date"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="restrict", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    date = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [("waiting", "To Be Read"), ("loaded", "Loaded"), ("stopped", "Does Not Add Up")],
        "Status", default="waiting", required=True, readonly=True,
    )
    # The day is to be read, for the first time or again.
    due = fields.Boolean(default=True, readonly=True)
    problem = fields.Text(readonly=True)
    loaded_at = fields.Datetime("Read", readonly=True)
    # When the stored accruals last became different.
    changed_at = fields.Datetime("Changed", readonly=True)
    accrual_count = fields.Integer("Accruals", readonly=True)
    amount = fields.Monetary(readonly=True, help="Ozon's sign: below 0 is what Ozon takes.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    raw_attachment_ids = fields.Many2many(
        "ir.attachment", "ozon_accrual_day_raw_rel", string="Raw Answers", readonly=True,
    )
    # While the day is being read: the pages so far, and the mark of the next one.
    page_attachment_ids = fields.Many2many(
        "ir.attachment", "ozon_accrual_day_page_rel", readonly=True,
    )
    last_id = fields.Char(readonly=True)
    # How often its pages have expired before the day was complete.
    expired = fields.Integer(readonly=True)

    _account_date_uniq = models.Constraint(
        "UNIQUE(account_id, date)", "The account already has the accruals of this day.",
    )
    _due_idx = models.Index("(account_id, date) WHERE due")

    def action_open_accruals(self):
        """Open the accruals of the day."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_accrual_action"
            ),
            "domain": [("day_id", "=", self.id)],
        }

    # Business: reading

    @api.model
    def _ensure(self, account, first, last):
        """The days of an account from `first` to `last`; missing ones are created."""
        known = set(self.search([
            ("account_id", "=", account.id), ("date", ">=", first), ("date", "<=", last),
        ]).mapped("date"))
        days = (fields.Date.add(first, days=number) for number in range((last - first).days + 1))
        self.create([
            {"account_id": account.id, "date": day} for day in days if day not in known
        ])

    @api.model
    def _unread(self, account, first, last):
        """:return: how many of these days have no accruals, or some that do not add up"""
        read = self.sudo().search_count([
            ("account_id", "=", account.id), ("state", "=", "loaded"),
            ("date", ">=", first), ("date", "<=", last),
        ])
        return (last - first).days + 1 - read

    def _read_page(self, client):
        """Ask Ozon for the next page. With the last page the day is stored.

        :raises errors.OzonError: Ozon does not return the page
        """
        page = client.accruals_by_day(self.date, self.last_id or "")
        if page.last_id:
            self.write({
                "page_attachment_ids": [Command.link(self._keep(page.raw).id)],
                "last_id": page.last_id,
            })
            return
        earlier = [attachment.raw for attachment in self.page_attachment_ids.sorted("id")]
        accruals = [
            accrual for raw in earlier for accrual in read_accruals(raw).accruals
        ] + list(page.accruals)
        self._take_over(accruals, [*earlier, page.raw])
        self._begin_anew(due=False)

    def _begin_anew(self, due=True):
        """Forget the pages of a day: it is complete, or it cannot be completed."""
        self.page_attachment_ids.unlink()
        self.write({"last_id": False, "due": due, "expired": 0})

    def _begin_anew_after_expiry(self):
        """Start the day again: Ozon's mark of the next page expires after 15 minutes.

        :return: whether to try again at once; a day that keeps expiring waits until tomorrow
        """
        times = self.expired + 1
        self._begin_anew()
        self.expired = times
        return times < MOST_EXPIRIES

    def _keep(self, raw):
        return self.env["ir.attachment"].create({
            "name": f"ozon-accruals-{self.date}.json", "raw": raw,
            "mimetype": "application/json", "res_model": self._name, "res_id": self.id,
        })

    def _take_over(self, accruals, raws):
        """Replace what Ozon said about the day before.

        :param accruals: list of `ozon_api.answers.accruals.Accrual`, all of the day
        :param raws: the raw answers, one per page
        """
        now = fields.Datetime.now()
        if not accruals and self.accrual_count:
            self.loaded_at = now
            return
        same = self._is_same(raws)
        if self.state == "loaded" and same:
            self.loaded_at = now
            return
        # A day that did not add up and has not changed since changes nothing for waiting acts.
        changed_at = self.changed_at if self.state == "stopped" and same else now
        self._keep_raw(raws)
        try:
            self._check_whose(accruals)
            parts = [(accrual, rules.parts(accrual)) for accrual in accruals]
        except SettlementError as error:
            # Other days are still read; only the bills of this month wait.
            self.write({
                "state": "stopped", "loaded_at": now, "changed_at": changed_at,
                "problem": accrual_error_message(self.env, error),
            })
            return
        self._write_down(parts)
        self.write({
            "state": "loaded", "problem": False, "loaded_at": now, "changed_at": now,
            "accrual_count": len(accruals),
            "amount": float(sum(accrual.total for accrual in accruals)),
        })

    def _is_same(self, raws):
        kept = self.raw_attachment_ids.sorted("id").mapped("checksum")
        return kept == [hashlib.sha1(raw).hexdigest() for raw in raws]

    def _keep_raw(self, raws):
        old = self.raw_attachment_ids
        self.raw_attachment_ids = self.env["ir.attachment"].union(*map(self._keep, raws))
        old.unlink()

    def _check_whose(self, accruals):
        """Check that the accruals are of the requested day, each of them once.

        :raises rules.StrangeAccrual: an accrual is of another day, or came twice
        """
        seen = set()
        for accrual in accruals:
            if accrual.day != self.date:
                raise rules.StrangeAccrual(accrual.accrual_id, "date", str(accrual.day))
            if accrual.accrual_id in seen:
                raise rules.StrangeAccrual(accrual.accrual_id, "repeated", str(accrual.total))
            seen.add(accrual.accrual_id)

    def _write_down(self, parts):
        """:param parts: list of (accrual, its parts)"""
        self.env["ozon.accrual.goods"]._replace(self, [accrual for accrual, _found in parts])
        account, company = self.account_id, self.company_id
        types = self.env["ozon.accrual.type"]._ids_of(
            company, {part for _accrual, found in parts for part in found},
        )
        products = self.env["ozon.card.goods"]._products_by_sku(
            account, {part.sku for _accrual, found in parts for part in found if part.sku},
        )
        names = {accrual.currency for accrual, _found in parts}
        currencies = {
            name: self.env["ozon.document.mixin"]._currency(name).id for name in names
        }
        self.currency_id = min(currencies.values(), default=company.currency_id.id)
        self.env["ozon.accrual"]._replace(self, [
            (
                self.id, account.id, company.id, self.date, accrual.accrual_id,
                accrual.unit_number, accrual.category,
                types[part.type_id, part.type_name], part.sku,
                products.get(part.sku), part.quantity, part.amount,
                currencies[accrual.currency], accrual.delivery_schema or None,
            )
            for accrual, found in parts for part in found
        ])
