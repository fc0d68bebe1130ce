import logging
import time
from decimal import Decimal

from psycopg2 import IntegrityError, OperationalError

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..domain import calendar, settlement
from ..ozon_api import errors
from .ozon_messages import ozon_error_message, settlement_error_message
from .ozon_task import PAGE_SECONDS
from .ozon_task_mixin import ROWS_IN_PAGE
from .texts_as_texts import TextsAsTexts

_logger = logging.getLogger(__name__)

# What a report in one of these states still needs is done without a person.
OPEN_STATES = ('waiting', 'loaded', 'ready')
# A program that asks for reports waits about this long at most; what is left goes on in the
# background.
REQUEST_SECONDS = 20


class OzonRealizationReport(TextsAsTexts, models.Model):
    """A month of a seller cabinet: Ozon's report, and the documents that book it.

    It moves in steps, each of which can fail, be repeated, and leaves the report whole:
    waiting → loaded (Ozon's figures are here) → to_match (a person must choose products) or
    ready → to_review (the bill is drafted) → posted.
    """

    _name = 'ozon.realization.report'
    _description = 'Ozon Intermediary Report'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'ozon.task.mixin']
    _check_company_auto = True
    _order = 'period DESC, account_id, id'

    account_id = fields.Many2one(
        'ozon.account', required=True, readonly=True, ondelete='restrict', index=True,
    )
    company_id = fields.Many2one(related='account_id.company_id', store=True, index=True)
    period = fields.Date(required=True, readonly=True, help="The first day of the month.")
    month = fields.Char(compute='_compute_month')
    state = fields.Selection(
        [
            ('waiting', "Waiting for Ozon"),
            ('loaded', "Loaded"),
            ('to_match', "Products to choose"),
            ('ready', "Ready"),
            ('to_review', "To review"),
            ('posted', "Posted"),
            ('cancelled', "Cancelled"),
        ],
        default='waiting', required=True, readonly=True, copy=False, tracking=True, index=True,
        group_expand='_group_expand_state',
    )
    error_message = fields.Text('Problem', readonly=True, copy=False)
    next_attempt = fields.Datetime(readonly=True, copy=False)
    failures = fields.Integer('Consecutive Failures', readonly=True, copy=False)

    number = fields.Char('Report Number', readonly=True)
    doc_date = fields.Date('Report Date', readonly=True)
    date_from = fields.Date('From', readonly=True)
    date_to = fields.Date('To', readonly=True)
    contract = fields.Char(readonly=True)
    payer = fields.Char(readonly=True)
    receiver = fields.Char(readonly=True)
    receiver_inn = fields.Char('INN of the Receiver', readonly=True)
    # The company's until the report names its own, so that lists can be added up.
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', store=True, precompute=True,
    )
    raw_attachment_id = fields.Many2one('ir.attachment', 'Raw Answer', readonly=True, copy=False)
    line_ids = fields.One2many('ozon.realization.report.line', 'report_id', 'Goods', readonly=True)

    revenue = fields.Monetary(
        readonly=True, aggregator='sum',
        help="What buyers paid and the payouts of partners' loyalty programmes, sold − returned.",
    )
    points = fields.Monetary('Points for Discounts', readonly=True)
    base_fee = fields.Monetary(readonly=True, help="Ozon's remuneration before points.")
    points_used = fields.Monetary(
        readonly=True, help="Points that lower the fee on the bill.",
    )
    fee_payable = fields.Monetary(readonly=True, help="What the bill adds up to.")
    points_left = fields.Monetary(
        readonly=True,
        help="Points beyond the fee: they pay other services of Ozon or come as a premium.",
    )
    accrual = fields.Monetary(
        'To Be Accrued', readonly=True, help="What Ozon owes for the month by its report.",
    )

    # The rules under which the documents were drafted; the account may have others by now.
    points_policy = fields.Selection(
        [('discount', "Lower the fee"), ('income', "Are income")],
        'Policy for Points', readonly=True, copy=False,
    )
    points_cap = fields.Float('Points Cap (%)', digits=(5, 2), readonly=True, copy=False)

    bill_id = fields.Many2one(
        'account.move', readonly=True, copy=False, check_company=True, ondelete='set null',
        index='btree_not_null',
    )
    bill_total = fields.Monetary(compute='_compute_totals')
    sale_invoice_id = fields.Many2one(
        'account.move', 'Sales Invoice', readonly=True, copy=False, check_company=True,
        ondelete='set null', index='btree_not_null',
    )
    sale_refund_id = fields.Many2one(
        'account.move', 'Credit Note', readonly=True, copy=False, check_company=True,
        ondelete='set null', index='btree_not_null',
    )
    sale_total = fields.Monetary(
        'Sales', compute='_compute_totals', help="Invoice less credit note.",
    )
    netting_move_id = fields.Many2one(
        'account.move', 'Netting', readonly=True, copy=False, check_company=True,
        ondelete='set null', index='btree_not_null',
    )
    netting_total = fields.Monetary(
        'Netted', compute='_compute_totals',
        help="What Ozon withholds for its remuneration from what it owes.",
    )
    open_balance = fields.Monetary(
        compute='_compute_totals',
        help="What Ozon still owes by the documents of this report.",
    )
    picking_ids = fields.One2many(
        'stock.picking', 'ozon_report_id', 'Transfers', readonly=True, copy=False,
    )
    picking_count = fields.Integer(compute='_compute_picking_count')

    _account_period_correction_uniq = models.UniqueIndex(
        '(account_id, period, correction_number)',
        "This month of the account is here already.",
    )

    @api.depends('period', 'correction_number')
    @api.depends_context('lang')
    def _compute_month(self):
        for report in self:
            month = format_date(self.env, report.period, date_format='LLLL y')
            month = month[:1].upper() + month[1:]
            if report.correction_number:
                # In a list it must not look like the month twice.
                month = self.env._(
                    "%(month)s · correction %(number)s",
                    month=month, number=report.correction_number,
                )
            report.month = month

    @api.depends('account_id')
    def _compute_currency_id(self):
        for report in self:
            report.currency_id = report.currency_id or report.account_id.company_id.currency_id

    @api.depends('month', 'account_id.name', 'number')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for report in self:
            number = self.env._("No. %s", report.number) if report.number else ''
            report.display_name = ' · '.join(
                filter(None, (report.month, number, report.account_id.name))
            )

    @api.depends(
        'bill_id.state', 'sale_invoice_id.state', 'sale_refund_id.state',
        'bill_id.amount_total', 'sale_invoice_id.amount_total', 'sale_refund_id.amount_total',
        'bill_id.line_ids.amount_residual_currency',
        'sale_invoice_id.line_ids.amount_residual_currency',
        'sale_refund_id.line_ids.amount_residual_currency',
        'netting_move_id.line_ids.amount_currency',
    )
    def _compute_totals(self):
        for report in self:
            sales = self._current(report.sale_invoice_id | report.sale_refund_id)
            documents = (sales | report.bill_id).filtered(lambda move: move.state == 'posted')
            report.bill_total = -report.bill_id.amount_total_in_currency_signed
            report.sale_total = sum(sales.mapped('amount_total_in_currency_signed'))
            report.netting_total = sum(
                line.amount_currency for line in report.netting_move_id.line_ids
                if line.account_id.account_type == 'liability_payable'
            )
            report.open_balance = sum(
                line.amount_residual_currency for line in documents.line_ids
                if line.account_id.account_type in ('asset_receivable', 'liability_payable')
            )

    @api.depends('picking_ids')
    def _compute_picking_count(self):
        for report in self:
            report.picking_count = len(report.picking_ids)

    @api.depends('state', 'next_attempt')
    def _compute_ozon_working(self):
        result = super()._compute_ozon_working()
        now = fields.Datetime.now()
        for report in self:
            due = report.next_attempt and report.next_attempt <= now
            if report.state in OPEN_STATES and due and not report.ozon_working:
                report.ozon_working = self.env._("The report is being loaded")
        return result

    @api.model
    def _group_expand_state(self, states, domain):
        """The states that there are, in their order."""
        return [state for state, _label in self._fields['state'].selection if state in states]

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_billed(self):
        if self.env['account.move'].sudo().search_count([('ozon_report_id', 'in', self.ids)]):
            raise UserError(self.env._(
                "The report has a bill, which would lose its origin. Delete the draft bill first; "
                "a posted one must stay, and its report with it."
            ))
        for report in self.sudo():
            report._for_books()._undo_transfers()

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = super().get_empty_list_help(help_message)
        return self.env['ozon.account']._with_next_step(help_message)

    # Actions

    def action_fetch(self):
        """Go on with the report from where it stands, in this request."""
        self.check_access('read')
        reports = self.sudo()
        reports._reopen()
        return reports.filtered(lambda report: report.state in OPEN_STATES)._run_in_request()

    def action_confirm(self):
        """Book the month: post the bill and the sales documents, move the goods, net.

        :raises UserError: something is in the way; nothing was booked then
        """
        self.check_access('read')
        self._lock()
        for report in self:
            if report.state != 'to_review':
                raise UserError(self.env._(
                    "%s has no draft bill to confirm. Load the report first; if its bill is "
                    "posted already, there is nothing to do.", report.display_name,
                ))
        if self._leave_to_background('action_confirm', len(self.line_ids)):
            return True
        for report in self:
            report.bill_id.action_post()
        return True

    def action_draft_again(self):
        """Replace the drafts by new ones, made with the settings as they are now."""
        self.check_access('read')
        self._lock()
        for report in self:
            if report.state not in ('to_review', 'ready'):
                raise UserError(self.env._(
                    "%s has no drafts to replace.", report.display_name,
                ))
        if self._leave_to_background('action_draft_again', len(self.line_ids)):
            return True
        for report in self:
            try:
                report.sudo()._for_books()._draft_again()
            except errors.OzonError as error:
                raise UserError(ozon_error_message(self.env, error)) from None
            except settlement.SettlementError as error:
                raise UserError(settlement_error_message(self.env, error)) from None
        return True

    def action_reset(self):
        """Take back what was booked, as far as Odoo's lock dates allow.

        The documents return to draft, the netting is undone, the goods return.
        """
        self.check_access('read')
        self._lock()
        for report in self:
            if report.state != 'posted':
                raise UserError(self.env._(
                    "%s is not posted, so there is nothing to take back.", report.display_name,
                ))
        if self._leave_to_background('action_reset', len(self.line_ids)):
            return True
        for report in self:
            report.bill_id.button_draft()
        return True

    def action_cancel(self):
        """Stop asking for a report, for a month that Ozon has none of."""
        self.check_access('read')
        self._lock()
        if self._current(self.bill_id):
            raise UserError(self.env._(
                "The report has a bill. Cancel the bill; the report follows it."
            ))
        for report in self.sudo():
            report._for_books()._undo_transfers()
            report._remove_documents()
        self.sudo().write({'state': 'cancelled', 'error_message': False, 'next_attempt': False})
        self.sudo().activity_feedback(['ozon_connector.mail_activity_report_late'])
        return True

    def action_download_raw(self):
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_url',
            'url': f'/web/content/{self.raw_attachment_id.id}?download=true',
            'target': 'download',
        }

    def action_open_bill(self):
        self.ensure_one()
        self.check_access('read')
        return self.bill_id._get_records_action(name=self.env._("Vendor Bill"))

    def action_open_sales(self):
        self.ensure_one()
        self.check_access('read')
        sales = self.sale_invoice_id | self.sale_refund_id
        return sales._get_records_action(name=self.env._("Sales and Returns"))

    def action_open_netting(self):
        self.ensure_one()
        self.check_access('read')
        return self.netting_move_id._get_records_action(name=self.env._("Netting"))

    def action_open_transfers(self):
        self.ensure_one()
        self.check_access('read')
        return self.picking_ids._get_records_action(name=self.env._("Transfers"))

    # Business: who runs the steps, and when

    @api.model
    def _create_once(self, account, months):
        """New reports; two who ask for the same month at once get one report."""
        now = fields.Datetime.now()
        try:
            with self.env.cr.savepoint():
                return self.create([
                    {'account_id': account.id, 'period': month, 'next_attempt': now}
                    for month in months
                ])
        except IntegrityError as error:
            raise UserError(self.env._(
                "Somebody else has just started to import the same month. "
                "Nothing was loaded twice. Reload the page to see the report."
            )) from error

    def _run_in_request(self):
        """Take reports as far as they go without waiting for Ozon; what is left is done later.

        :return: a notification for the web client
        """
        for_page = self.env['ozon.task']._is_for_page()
        deadline = time.monotonic() + (PAGE_SECONDS if for_page else REQUEST_SECONDS)
        for report in self:
            report._lock()
            if time.monotonic() > deadline:
                report._retry_at(self.env['ozon.account']._utc_now())
                continue
            while report._next_step(patient=False):
                if for_page and len(report.line_ids) > ROWS_IN_PAGE:
                    report._retry_at(self.env['ozon.account']._utc_now())
                    break
        return self._run_notification()

    @api.model
    def _run_in_background(self):
        """Take every report whose time has come as far as it goes, a committed step at a time.

        :return: whether there is time left; otherwise a job of its own is planned for what is left
        """
        cron = self.env['ir.cron']
        domain = [
            ('state', 'in', OPEN_STATES), ('next_attempt', '<=', fields.Datetime.now()),
            ('account_id.active', '=', True),
        ]
        # Those that failed before are not to keep the others waiting once more.
        due = self.search(domain, order='period, id').sorted('failures')
        time_left = cron._commit_progress(remaining=len(due))
        defect = None
        for report in due:
            try:
                while report._try_lock().filtered_domain(domain)._next_step(patient=True):
                    cron._commit_progress()
            except OperationalError:
                # Somebody changed the same records; nothing is lost, the next run does it.
                self.env.cr.rollback()
                report._retry_at(self.env['ozon.account']._utc_now() + calendar.FIRST_PAUSE)
            except Exception as error:  # a defect of ours, told at the end
                self.env.cr.rollback()
                _logger.warning("Ozon report %s failed", report.id, exc_info=True)
                report._note_defect()
                defect = error
            time_left = cron._commit_progress(1)
            if not time_left:
                # Odoo would go on in the same job until its worker is killed for taking too long.
                cron._commit_progress(remaining=0)
                break
        self._plan_next_run()
        if defect:
            raise defect
        return bool(time_left)

    def _lock(self):
        """Keep everybody else from working on the reports until the transaction ends.

        :raises UserError: somebody is at work on one; to wait would end in an error of the database
        """
        for report in self:
            if not report._try_lock():
                raise UserError(self.env._(
                    "%s is being worked on at this moment. Nothing is done twice; "
                    "reload the page in a minute.", report.display_name,
                ))

    def _try_lock(self):
        """The report as it is in the database now, unless another transaction is at work on it."""
        # A commit leaves the cache as it was; a person may have acted since.
        self.invalidate_recordset()
        return self.try_lock_for_update(allow_referencing=True)

    @api.model
    def _plan_next_run(self):
        next_report = self.search(
            [
                ('state', 'in', OPEN_STATES), ('next_attempt', '!=', False),
                ('account_id.active', '=', True),
            ],
            order='next_attempt', limit=1,
        )
        if next_report:
            self.env.ref('ozon_connector.ir_cron_import_reports')._trigger(next_report.next_attempt)

    def _retry_at(self, moment):
        """Plan the next attempt."""
        if not self:
            return
        moment = moment.replace(tzinfo=None)
        self.write({'next_attempt': moment})
        self.env.ref('ozon_connector.ir_cron_import_reports').sudo()._trigger(moment)

    def _reopen(self):
        """A person asks again: a cancelled report starts anew, products are looked for anew."""
        # The cancelled documents stay in the books as they are.
        cancelled = self.filtered(lambda report: report.state == 'cancelled')
        to_match = self.filtered(lambda report: report.state == 'to_match')
        (cancelled | to_match)._lock()
        cancelled._check_not_a_correction()
        cancelled._forget_documents()
        cancelled.state = 'waiting'
        to_match.write({'state': 'loaded'})

    def _go_on_with(self, cards):
        """Products were chosen for cards: reports that waited for them go on by themselves."""
        waiting = self.search([
            ('state', '=', 'to_match'), ('account_id', 'in', cards.account_id.ids),
        ])
        if waiting:
            waiting.state = 'loaded'
            waiting._retry_at(self.env['ozon.account']._utc_now())

    def _run_notification(self):
        notify = self.env['ozon.account']._notification
        failed = self.filtered('error_message')
        if failed:
            return notify('danger', '\n'.join(
                f"{report.display_name}: {report.error_message}" for report in failed
            ))
        unfinished = self.filtered(lambda report: report.state in OPEN_STATES)
        if unfinished:
            return notify('info', self.env._(
                "Still loading in the background: %s month(s).", len(unfinished),
            ))
        if not self:
            return notify('info', self.env._("There is nothing left to load."))
        if self.filtered(lambda report: report.state == 'to_match'):
            return notify('warning', self.env._(
                "Loaded. Some goods could be several products: please choose in «Product "
                "Matching»; the bill is drafted then."
            ))
        return notify('success', self.env._("Loaded. Please review the draft bills and post them."))

    # Business: the steps

    def _next_step(self, patient):
        """One step forward, whole or not at all; nothing for an empty recordset.

        :return: whether the report moved on, so that there may be a further step
        """
        report = self._for_books()
        try:
            match report.state:
                case 'waiting':
                    report._load(patient)
                case 'loaded':
                    report._match(patient)
                case 'ready':
                    report._draft_documents()
                case _:
                    return False
        except errors.OzonError as error:
            report._note_ozon_error(error)
            return False
        except settlement.SettlementError as error:
            report._note_failure(settlement_error_message(report.env, error))
            return False
        except UserError as error:
            report._note_failure(str(error))
            return False
        report._note_progress()
        return True

    def _for_books(self):
        """What is written down is in the account's company and in its bookkeeper's language."""
        return self.with_env(self.account_id._for_bookkeeper().env)

    def _load(self, patient):
        """Ask Ozon for the report (/v2/finance/realization) and write down what it says."""
        with self.account_id._client(patient=patient, report=self) as client:
            answer = client.realization(self.period.year, self.period.month)
        self.account_id._note_accepted()
        # Outside of the savepoint: the raw answer stays even if nothing can be made of it.
        self._keep_raw(answer.raw)
        with self.env.cr.savepoint():
            self._store(answer)

    def _store(self, answer):
        header = answer.header
        self._check_period(header)
        movements = settlement.movements(answer.rows)
        # Here already, so that Ozon is asked anew for a report that names no goods.
        self.env['ozon.product']._check_named(movements)
        if self.corrected_report_id:
            movements = settlement.correction(movements, self._booked_movements())
        figures = self._settle(movements)
        nothing_to_correct = self.corrected_report_id and not movements
        self.line_ids.unlink()
        self.write({
            **self._prepare_header_vals(header),
            'line_ids': [
                Command.create(self._prepare_line_vals(movement)) for movement in movements
            ],
            'state': 'cancelled' if nothing_to_correct else 'loaded',
            'odd_units': self._prepare_odd_units(answer.rows),
            **self._prepare_figures_vals(figures),
        })

    def _prepare_header_vals(self, header):
        return {
            'number': header.number,
            'doc_date': header.doc_date or calendar.last_day(self.period),
            'date_from': header.start_date or self.period,
            'date_to': header.stop_date or calendar.last_day(self.period),
            'contract': self._contract(header),
            'payer': self._party(header.payer_name, header.payer_inn, header.payer_kpp),
            'receiver': self._party(
                header.receiver_name, header.receiver_inn, header.receiver_kpp,
            ),
            'receiver_inn': header.receiver_inn,
            'currency_id': self._currency(header.currency).id,
        }

    def _match(self, patient):
        """Give every line its product, through the product cards of the account."""
        with self.env.cr.savepoint():
            with self.account_id._client(patient=patient, report=self) as client:
                cards = self.env['ozon.product']._for_goods(self.account_id, self.line_ids, client)
            unmatched = self.env['ozon.product'].union(*cards.values()).filtered(
                lambda card: not card.product_id
            )
            unmatched._match_products()
            unmatched.filtered(lambda card: not card.match_state)._create_products()
            unmatched._reconsider_ignored(self)
            booked = self._booked_products()
            by_product = self.line_ids.grouped(
                # A correction takes the product that was booked, whatever the card says by now.
                lambda line: booked.get(line._goods_key()) or cards[line.id].product_id
            )
            for product, lines in by_product.items():
                lines.product_id = product
            missing = self.line_ids.filtered(lambda line: not line.product_id)
            self.state = 'to_match' if missing else 'ready'

    def _settle(self, movements):
        """The figures of movements; of a correction, what it changes in those of its report."""
        rules = self.corrected_report_id or (self.points_policy and self) or self.account_id
        booked = self._booked_movements()

        def settle(movements):
            return settlement.settle(
                movements,
                settlement.PointsPolicy(rules.points_policy),
                Decimal(str(rules.points_cap)) / 100,
            )

        # The cap of the points makes figures of parts no parts of the figures.
        return settle(booked + movements) - settle(booked) if booked else settle(movements)

    def _check_period(self, header):
        for day in (header.start_date, header.stop_date):
            if day and calendar.month_of(day) != self.period:
                raise UserError(self.env._(
                    "Ozon was asked for %(asked)s and sent a report of another period, %(start)s – "
                    "%(stop)s. It was not booked, because the month would be wrong. Try again "
                    "later, or ask Ozon's support.",
                    asked=self.month,
                    start=self._day(header.start_date), stop=self._day(header.stop_date),
                ))

    def _currency(self, name):
        """The report's currency; one that the company did not use so far is switched on."""
        Currency = self.env['res.currency'].sudo().with_context(active_test=False)
        if not name:
            raise UserError(self.env._(
                "Ozon's report does not say which currency it is in, so it was not booked. "
                "Try again later, or ask Ozon's support."
            ))
        currency = Currency.search([('name', '=', name.upper())], limit=1)
        if not currency:
            raise UserError(self.env._(
                "Ozon's report is in the currency «%s», which Odoo does not know. It was not "
                "booked. Create this currency with its rate, then load the report again.", name,
            ))
        if not currency.active:
            currency.active = True
        return currency

    @api.model
    def _day(self, day):
        return format_date(self.env, day) if day else '…'

    @api.model
    def _contract(self, header):
        day = header.contract_date and self._day(header.contract_date)
        return ' '.join(filter(None, (header.contract_number, day)))

    @api.model
    def _party(self, name, inn, kpp):
        return ', '.join(filter(None, (name, inn and f"ИНН {inn}", kpp and f"КПП {kpp}")))

    @api.model
    def _prepare_line_vals(self, movement):
        return {
            'row_number': movement.row_number,
            'direction': movement.direction.value,
            'sku': movement.sku,
            'offer_id': movement.offer_id,
            'barcode': movement.barcode,
            'name': movement.name,
            'quantity': movement.quantity,
            **{field: float(getattr(movement, field))
               for field in ('amount', 'revenue', 'points', 'base_fee', 'accrual')},
        }

    @api.model
    def _prepare_figures_vals(self, figures):
        return {field: float(getattr(figures, field)) for field in (
            'revenue', 'points', 'base_fee', 'points_used', 'fee_payable', 'points_left', 'accrual',
        )}

    def _movements(self):
        """The lines as `domain.settlement.Movement`, each with its line's product."""
        def decimal(amount):
            return Decimal(str(amount)).quantize(settlement.KOPECK)

        return [(line.product_id, settlement.Movement(
            row_number=line.row_number,
            direction=settlement.Direction(line.direction),
            sku=line.sku or '',
            offer_id=line.offer_id or '',
            barcode=line.barcode or '',
            name=line.name or '',
            quantity=line.quantity,
            amount=decimal(line.amount),
            revenue=decimal(line.revenue),
            points=decimal(line.points),
            base_fee=decimal(line.base_fee),
            accrual=decimal(line.accrual),
        )) for line in self.line_ids]

    # Business: failures

    def _note_task_problem(self, message):
        self.sudo().error_message = message

    def _keep_raw(self, raw):
        """Keep Ozon's answer as it came, in place of an earlier one."""
        name = f"ozon-realization-{self.period:%Y-%m}.json"
        if self.raw_attachment_id:
            self.raw_attachment_id.raw = raw
        else:
            self.raw_attachment_id = self.env['ir.attachment'].create({
                'name': name,
                'raw': raw,
                'mimetype': 'application/json',
                'res_model': self._name,
                'res_id': self.id,
            })

    def _note_ozon_error(self, error):
        """Ozon did not give the report: say why, and when it is tried again."""
        account = self.account_id
        message = ozon_error_message(self.env, error)
        if getattr(error, 'raw', None):
            self._keep_raw(error.raw)
        if isinstance(error, errors.TemporaryError) and self.env['ozon.task']._is_for_page():
            # The background has the patience that nobody has in front of a page.
            self._retry_at(account._utc_now())
            return
        if isinstance(error, errors.TemporaryError):
            failures = self.failures + 1
            self.write({'error_message': message, 'failures': failures})
            self._retry_at(account._after_pause(error, failures))
            self._tell_if_late()
        else:
            self._note_failure(message)
        account._note_refusal(error, tell=True)

    def _note_progress(self):
        """Nothing stands in the way of the report any more."""
        self.write({'error_message': False, 'failures': 0})
        self.activity_feedback(['ozon_connector.mail_activity_report_late'])

    def _note_failure(self, message):
        """Something that waiting a minute does not cure: tried again in the morning, or by hand."""
        self.write({'error_message': message, 'failures': 0})
        self._retry_at(calendar.next_morning(self.env['ozon.account']._utc_now()))
        self._tell_if_late()

    def _note_defect(self):
        self._note_failure(self.env._(
            "The connector failed on this report, and nothing was booked. The server's log says "
            "why. It is tried again tomorrow; please tell the administrator."
        ))

    def _tell_if_late(self):
        """From the 12th on, one activity for the responsible person, however often it is tried."""
        late = calendar.is_late(self.period, self.env['ozon.account']._utc_now())
        if late and not self.activity_search(['ozon_connector.mail_activity_report_late']):
            self.account_id._tell_responsible(
                'ozon_connector.mail_activity_report_late', note=self.error_message, record=self,
            )
