import re
import time
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo import Command, api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.ozon_api import errors
from odoo.addons.ozon_connector.ozon_api.answers.report_files import FAILED, SUCCESS
from odoo.addons.ozon_connector.ozon_api.files import (
    FileUnreadable,
    SettlementDoesNotTie,
    read_mutual_settlement,
)
from odoo.addons.ozon_connector.tools.messages import ozon_error_message
from odoo.addons.ozon_connector.tools.moments import moment_to_retry, month_name, utc_now
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.messages import file_error_message

# Ozon needs seconds, sometimes minutes, to create the file.
FIRST_LOOK = timedelta(seconds=1)
POLL = timedelta(seconds=3)
LONGEST_WAIT = timedelta(minutes=10)
# How often one run of the cron asks whether files are ready; the next run continues.
ROUNDS = 4
# How long Ozon is asked daily for the settlement of a month that is not proved.
LAST_DAYS = 60


class OtherAmount(NamedTuple):
    """What Ozon owes by a document other than services, by both readings of its VAT."""

    name: str
    without_vat: Decimal
    with_vat: Decimal


class OzonSettlement(models.Model):
    """Ozon's mutual settlement of a month: each of its documents with number, date and total.

    /v1/finance/mutual-settlement orders the file; /v1/report/info says when it is ready.
    """

    _name = "ozon.settlement"
    _description = "Ozon Mutual Settlement"
    _inherit = ["ozon.job", "ozon.facts.mixin"]
    _order = "period DESC, account_id, id"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="restrict", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    by_files = fields.Boolean(related="account_id.by_files")
    period = fields.Date(required=True, readonly=True, help="The first day of the month.")
    state = fields.Selection(
        [("waiting", "Waiting for Ozon"), ("ordered", "Ordered"), ("loaded", "Loaded")],
        "Status", default="waiting", required=True, readonly=True,
    )
    code = fields.Char(readonly=True)
    asked_on = fields.Date(readonly=True)
    ordered_at = fields.Datetime(readonly=True)
    loaded_at = fields.Datetime(readonly=True)
    next_attempt = fields.Datetime(readonly=True)
    failures = fields.Integer(readonly=True)
    error_message = fields.Text("Problem", readonly=True)
    contract = fields.Char(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    opening_balance = fields.Monetary(readonly=True, help="Above 0 is what Ozon owes.")
    closing_balance = fields.Monetary(readonly=True, help="Above 0 is what Ozon owes.")
    line_ids = fields.One2many("ozon.settlement.line", "settlement_id", readonly=True)
    # The section below the table, which is not part of the balance: [[name, without VAT, with VAT],
    # …], amounts as texts.
    other_accruals = fields.Json(readonly=True)
    raw_attachment_id = fields.Many2one("ir.attachment", "Ozon's File", readonly=True)

    _account_period_uniq = models.Constraint(
        "UNIQUE(account_id, period)", "The account already has the settlement of this month.",
    )

    @api.depends("account_id.name", "period")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for settlement in self:
            month = month_name(self.env, settlement.period)
            settlement.display_name = f"{month} · {settlement.account_id.name}"

    # Actions

    def action_load(self):
        """Order the file now, in the background; an order in progress continues."""
        self.check_access("read")
        self.sudo().filtered(lambda settlement: not settlement.code)._ask_again()
        return True

    def action_download_raw(self):
        """Download Ozon's file as it was received."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.raw_attachment_id.id}?download=true",
            "target": "download",
        }

    # Cron

    @api.model
    def _cron_load_settlements(self):
        """Order missing settlements that may prove acts, and continue with those on order."""
        now = utc_now()
        first = calendar.month_of((now - timedelta(days=LAST_DAYS)).date())
        unproved = self.env["ozon.service.act"].search([
            ("account_id.active", "=", True), ("account_id.auto_import", "=", True),
            ("period", ">=", first), ("state", "in", ("to_review", "posted")),
            ("proof", "in", ("missing", "different")),
        ])
        today = now.astimezone(calendar.MOSCOW).date()
        for account, acts in unproved.grouped("account_id").items():
            # The cron also runs while Ozon creates a file; missing ones are ordered once a day.
            self._ensure(account, set(acts.mapped("period"))).filtered(
                lambda settlement: settlement.asked_on != today
            )._ask_again()
        self._run_due()

    @api.model
    def _ensure(self, account, months):
        """The settlements of closed months; missing ones are created.

        :param months: iterable of first days
        """
        months = {month for month in months if month <= calendar.last_closed_month(utc_now())}
        known = self.search([("account_id", "=", account.id), ("period", "in", list(months))])
        return known | self.create([
            {"account_id": account.id, "period": month}
            for month in sorted(months - set(known.mapped("period")))
        ])

    @api.model
    def _ask_for(self, account, months):
        """Order the settlements of months, unless they are here or on order.

        :param months: iterable of first days
        """
        self._ensure(account, months).filtered(
            lambda settlement: settlement.state == "waiting" and not settlement.next_attempt
        )._ask_again()

    def _ask_again(self):
        """Order the files again, in the background."""
        self.write({
            "code": False, "failures": 0, "next_attempt": fields.Datetime.now(),
            "asked_on": utc_now().astimezone(calendar.MOSCOW).date(),
        })
        if self:
            self._trigger(fields.Datetime.now())

    @api.model
    def _trigger(self, moment):
        """:param moment: naive, in UTC"""
        cron = self.env.ref("ozon_connector_settlement.ir_cron_load_settlements")
        cron.sudo()._trigger(moment)

    @api.model
    def _run_due(self):
        """Order all files that are due, then fetch those that Ozon creates within a few seconds."""
        try:
            for _round in range(ROUNDS):
                self.search([
                    ("account_id.active", "=", True), ("next_attempt", "<=", fields.Datetime.now()),
                ])._run_jobs()
                pause = self._pause()
                if pause is None or pause > POLL:
                    break
                time.sleep(max(pause.total_seconds(), 0))
        finally:
            pause = self._pause()
            if pause is not None:
                self._trigger(fields.Datetime.now() + pause)

    @api.model
    def _pause(self):
        """:return: a timedelta until the next settlement is due; None if there is none"""
        following = self.search(
            [("account_id.active", "=", True), ("next_attempt", "!=", False)],
            order="next_attempt", limit=1,
        )
        return following.next_attempt - fields.Datetime.now() if following else None

    # Business: the steps

    def _job_step(self):
        """Order the file, or ask whether it is ready."""
        if not self or not self.next_attempt or self.next_attempt > fields.Datetime.now():
            return False
        settlement = self.with_env(self.account_id._for_bookkeeper().env)
        try:
            with settlement.account_id._client(patient=True) as client:
                if settlement.code:
                    settlement._look_for_file(client)
                else:
                    settlement._order_file(client)
        except errors.FileGone:
            settlement._ask_again()
        except errors.OzonError as error:
            settlement._note_error(error)
        except (FileUnreadable, SettlementDoesNotTie) as error:
            settlement._note_failure(file_error_message(settlement.env, error))
        except UserError as error:
            settlement._note_failure(str(error))
        else:
            settlement.account_id._note_accepted()
        return False

    def _job_conflict(self):
        self.next_attempt = fields.Datetime.now() + calendar.FIRST_PAUSE

    def _job_defect(self):
        self._note_failure(self.env._(
            "The connector failed on Ozon's settlement, so nothing of it is used. Please tell the "
            "administrator: the server's log says why. It is tried again tomorrow."
        ))

    def _order_file(self, client):
        now = fields.Datetime.now()
        self.write({
            "code": client.order_mutual_settlement(self.period.year, self.period.month),
            "ordered_at": now, "next_attempt": now + FIRST_LOOK,
            "state": "loaded" if self.state == "loaded" else "ordered",
        })

    def _look_for_file(self, client):
        info = client.report_info(self.code)
        if info.status == SUCCESS:
            self._take_over(client.report_file(info.file_url))
        elif info.status == FAILED:
            self._note_failure(self.env._(
                "Ozon could not create its settlement. It is ordered again tomorrow; the bills of "
                "services are not proved until then. Ozon's answer: «%s»", info.error or "—",
            ))
        elif fields.Datetime.now() - self.ordered_at > LONGEST_WAIT:
            self._note_failure(self.env._(
                "Ozon did not create its settlement within ten minutes. It is ordered again "
                "tomorrow; the bills of services are not proved until then."
            ))
        else:
            self.next_attempt = fields.Datetime.now() + POLL

    def _take_over(self, content):
        """Store the file and its contents, and compare the documents of the month with it.

        :param content: bytes of an XLSX
        :raises FileUnreadable, SettlementDoesNotTie, UserError: it cannot be used
        """
        self._keep_raw(content)
        with self.env.cr.savepoint():
            read = read_mutual_settlement(content)
            self._check_whose(read)
            currency = self.env["ozon.document.mixin"]._currency(read.currency)
            lines = self.env["ozon.settlement.line"]
            chosen = lines._chosen_kinds(self.account_id)
            self.line_ids.unlink()
            self.write({
                "state": "loaded", "code": False, "next_attempt": False, "failures": 0,
                "error_message": False, "loaded_at": fields.Datetime.now(),
                "contract": read.contract_number, "currency_id": currency.id,
                "opening_balance": float(read.opening), "closing_balance": float(read.closing),
                "other_accruals": [
                    [other.name, str(other.without_vat), str(other.with_vat)]
                    for other in read.other_accruals
                ],
                "line_ids": [
                    Command.create(lines._prepare_vals(row, sequence, chosen))
                    for sequence, row in enumerate(read.rows)
                ],
            })
        self._prove_documents()

    def _prove_documents(self):
        """Compare the documents that this settlement may prove."""
        for kind in self.env["ozon.proved.document.mixin"]._proved_kinds():
            kind._follow_settlement(self)

    @api.model
    def _take_file(self, account, month, attachment):
        """Import a file from a user.

        :param month: the first day of its month
        :param attachment: the `ir.attachment` of a readable file
        :return: (settlement, the result as text)
        :raises UserError: the file is of another company, or of a month that is not over
        """
        settlement = self._ensure(account, {month})
        if not settlement:
            raise UserError(self.env._("The month is not over yet. Nothing was imported."))
        settlement._lock()
        if settlement.raw_attachment_id.checksum == attachment.checksum:
            return settlement, self.env._("The same file is already loaded. Nothing was changed.")
        before = settlement._facts_of_rows()
        settlement._take_over(attachment.raw)
        changed = before and sorted(before ^ settlement._facts_of_rows())
        if not before:
            return settlement, self.env._("The settlement is loaded from the file.")
        if not changed:
            return settlement, self.env._("The file has the same rows as the stored settlement.")
        return settlement, self.env._(
            "The settlement was replaced by the file. These rows have changed: %s.",
            "; ".join(" ".join(row) for row in changed),
        )

    def _facts_of_rows(self):
        """:return: set of (name, number, debit, credit) of its rows, as texts"""
        return {
            (line.name or "", line.number or "", f"{line.debit:.2f}", f"{line.credit:.2f}")
            for line in self.line_ids
        }

    def _amounts_beside_services(self):
        """The settlement's compensations: from its rows, or else from the section below them.

        :return: list of `OtherAmount`
        """
        kopeck = self.currency_id.round
        rows = [
            (line.name, Decimal(str(kopeck(line.credit - line.debit))))
            for line in self.line_ids if line.kind == "compensation"
        ]
        return [OtherAmount(name, amount, amount) for name, amount in rows] or [
            OtherAmount(name, Decimal(without), Decimal(with_vat))
            for name, without, with_vat in self.other_accruals or ()
        ]

    def _check_whose(self, read):
        """:raises UserError: the settlement is of another month or company"""
        if calendar.month_of(read.period_start) != self.period:
            raise UserError(self.env._(
                "Instead of the settlement of %(asked)s, Ozon sent the settlement of %(start)s – "
                "%(stop)s, so it proves nothing. It is ordered again tomorrow.",
                asked=self.display_name, start=format_date(self.env, read.period_start),
                stop=format_date(self.env, read.period_stop),
            ))
        own = re.sub(r"\D", "", self.company_id.vat or "")
        named = {read.payer_inn, read.receiver_inn} - {""}
        if own and len(named) == 2 and own not in named:
            raise UserError(self.env._(
                "Ozon's settlement is between the INNs %(parties)s, but the INN of %(company)s is "
                "%(own)s, so it proves nothing. Check that the key belongs to this company's "
                "cabinet.",
                parties=", ".join(sorted(named)), company=self.company_id.name, own=own,
            ))

    def _keep_raw(self, content):
        if self.raw_attachment_id:
            self.raw_attachment_id.raw = content
        else:
            self.raw_attachment_id = self.env["ir.attachment"].create({
                "name": f"ozon-settlement-{self.period:%Y-%m}.xlsx", "raw": content,
                "res_model": self._name, "res_id": self.id,
            })

    # Business: failures

    def _note_error(self, error):
        failures = self.failures + 1
        if isinstance(error, errors.TemporaryError):
            moment = moment_to_retry(error, failures)
        else:
            # Usually the month is not closed yet.
            moment = self._next_morning()
        self.write({
            "error_message": ozon_error_message(self.env, error),
            "failures": failures, "next_attempt": moment,
        })
        self.account_id._note_refusal(error, tell=True)

    def _note_failure(self, message):
        self.write({
            "error_message": message, "code": False, "failures": self.failures + 1,
            "next_attempt": self._next_morning(),
        })

    def _next_morning(self):
        """:return: when to try again; False for a month so old that only a user may ask again"""
        now = utc_now()
        if self.period < calendar.month_of((now - timedelta(days=LAST_DAYS)).date()):
            return False
        return calendar.next_morning(now).replace(tzinfo=None)
