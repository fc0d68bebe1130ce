"""Ozon's payouts are found in the bank and settle what it owes, oldest first."""

from datetime import date
from decimal import Decimal

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from tests.settlement.common import SettlementCase

DAY = date(2026, 9, 10)
INN = "7704217370"
OPEN, TO_CHOOSE, MATCHED = "open", "to_choose", "matched"


class PayoutCase(SettlementCase):
    """A bank, and invoices by which Ozon owes 600 for August and 1,000 for September."""

    def arrange(self):
        super().arrange()
        self.ozon_partner = self.account.partner_id
        self.bank = self.make_bank(self.company)
        self.older = self.invoice("2026-08-31", 600)
        self.newer = self.invoice("2026-09-30", 1000)

    def make_bank(self, company, currency=None, code="B1"):
        env = self.env(context={**self.env.context, "allowed_company_ids": company.ids})
        accounts = {
            number: env["account.account"].create({
                "code": f"{number}.{code}", "name": number, "account_type": kind,
                "reconcile": number == "57", "company_ids": [Command.set(company.ids)],
            })
            for number, kind in (
                ("51", "asset_cash"), ("57", "asset_current"), ("76", "asset_current"),
            )
        }  # fmt: skip
        journal = env["account.journal"].create({
            "name": code, "code": code, "type": "bank", "company_id": company.id,
            "default_account_id": accounts["51"].id, "suspense_account_id": accounts["76"].id,
            "currency_id": currency and currency.id,
        })
        methods = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
        methods.payment_account_id = accounts["57"]
        return journal.with_env(self.env)

    def invoice(self, day, amount, account=None, move_type="out_invoice", **vals):
        """An entry by which Ozon owes, as a report creates it."""
        account = account or self.account
        invoice = self.env["account.move"].with_company(account.company_id).create({
            "move_type": move_type, "partner_id": account.partner_id.id, "invoice_date": day,
            "date": day, "invoice_date_due": day, "company_id": account.company_id.id,
            "invoice_line_ids": [
                Command.create({"name": "Продажи", "price_unit": amount, "tax_ids": False}),
            ],
            **vals,
        })
        invoice.action_post()
        invoice._ozon_write({
            "ozon_account_id": account.id, "ozon_period": invoice.date.replace(day=1),
            "ozon_kind": "realization",
        })
        return invoice

    def line(self, amount, day="2026-09-11", text=f"Выплата, ИНН {INN}", journal=None, **vals):
        return self.env["account.bank.statement.line"].create({
            "journal_id": (journal or self.bank).id, "date": day, "payment_ref": text,
            "amount": amount, **vals,
        })

    def told(self, *amounts, day=DAY, account=None, currency=None):
        """Let Ozon state that it paid these amounts on a day."""
        account = account or self.account
        self.env["ozon.payout"]._note_payments(
            account, currency or account.company_id.currency_id,
            {day: [Decimal(amount) for amount in amounts]},
        )
        return self.env["ozon.payout"].search(
            [("account_id", "=", account.id), ("date", "=", day)], order="number, id",
        )

    def match(self):
        self.env["ozon.payout"]._match(self.account)
        self.env.invalidate_all()

    def matched(self, amount, **line):
        """A payout with its bank line."""
        payout = self.told(amount)
        line = self.line(float(amount), **line)
        self.match()
        self.assertEqual((payout.state, payout.statement_line_id), (MATCHED, line))
        return payout

    def owed(self, *invoices):
        self.env.invalidate_all()
        return [invoice.amount_residual for invoice in invoices or (self.older, self.newer)]

    def choose(self, payout, found):
        """Press the button of one of the displayed candidates."""
        action = payout.action_choose()
        shown = self.env["ozon.payout.candidate"].search(action["domain"])
        [one] = shown.filtered(
            lambda one: (one.res_model, one.res_id) == (found._name, found.id)
        )
        one.action_take()
        self.env.invalidate_all()
        return shown


class TestTold(PayoutCase):
    def test_the_same_again_changes_nothing(self):
        payouts = self.told("700", "700", "-50")
        self.assertEqual(sorted(payouts.mapped("amount")), [-50, 700, 700])
        self.assertEqual(set(payouts.mapped("period")), {date(2026, 9, 1)})
        self.assertEqual(sorted(payouts.mapped("number")), [1, 1, 2])
        self.assertEqual(self.told("-50", "700", "700"), payouts)

    def test_what_is_not_named_any_more_goes(self):
        self.told("700", "700", "5")
        self.assertEqual(self.told("700").mapped("amount"), [700])
        self.assertFalse(self.told())

    def test_other_days_stay(self):
        self.told("700")
        self.told("5", day=date(2026, 9, 17))
        self.assertEqual(len(self.told("700")), 1)
        self.assertEqual(len(self.told("5", day=date(2026, 9, 17))), 1)

    def test_what_is_booked_stays_and_is_told_once(self):
        payout = self.matched("700")
        for _time in range(2):
            self.assertEqual(self.told(), payout)
        self.assertTrue(payout.is_gone)
        self.assertIn("no longer names", payout.error_message)
        self.assertEqual(len(payout.activity_ids), 1)
        self.assertEqual(self.told("700"), payout)
        self.assertFalse(payout.error_message)

    def test_of_two_alike_the_booked_one_stays(self):
        one, two = self.told("700", "700")
        one._take(self.line(700), "person")
        self.assertEqual(self.told("700"), one)
        self.assertFalse(two.exists() or one.is_gone)
        self.assertEqual(self.told("700", "700").mapped("number"), [1, 2])


class TestMatch(PayoutCase):
    def test_one_line_settles_what_is_owed_the_oldest_first(self):
        payout = self.matched("700")
        self.assertEqual(self.owed(), [0, 900])
        self.assertEqual(payout.matched_by, "system")
        line = payout.statement_line_id
        self.assertEqual((line.partner_id, line.is_reconciled), (self.ozon_partner, True))
        entry = line.move_id
        self.assertEqual(payout.move_id, entry)
        self.assertEqual(
            (entry.ozon_account_id, entry.ozon_period, entry.ozon_kind),
            (self.account, date(2026, 9, 1), "payout"),
        )
        self.assertEqual(sorted(entry.line_ids.mapped("account_id.code")), ["51.B1", "62.01"])

    def test_nothing_in_the_bank_waits(self):
        payout = self.told("700")
        self.line(699.99)
        self.line(700, day="2026-09-18")
        self.line(700, day="2026-09-08")
        self.line(-700)
        self.line(700, text="Выплата, ИНН 770421737")
        self.match()
        self.assertEqual((payout.state, payout.move_id.id), (OPEN, False))
        self.line(700, day="2026-09-17", text='ООО "ИНТЕРНЕТ РЕШЕНИЯ"')
        self.match()
        self.assertEqual(payout.state, MATCHED)

    def test_the_partner_counts_more_than_the_text(self):
        payout = self.told("700")
        buyer = self.env["res.partner"].create({"name": "Покупатель"})
        self.line(700, partner_id=buyer.id)
        self.match()
        self.assertEqual(payout.state, OPEN)
        self.line(700, text="Без слов", partner_id=self.ozon_partner.id)
        self.match()
        self.assertEqual(payout.state, MATCHED)

    def test_the_inn_of_another_payer_is_a_setting(self):
        payout = self.told("700")
        self.line(700, text="Перевод от 9703077050")
        self.match()
        self.assertEqual(payout.state, OPEN)
        self.account.payer_inn = f"{INN}, 9703077050"
        self.match()
        self.assertEqual(payout.state, MATCHED)

    def test_the_journal_is_a_setting(self):
        other = self.make_bank(self.company, code="B2")
        self.account.payout_journal_id = other
        payout = self.told("700")
        self.line(700)
        self.match()
        self.assertEqual(payout.state, OPEN)
        self.line(700, journal=other)
        self.match()
        self.assertEqual(payout.state, MATCHED)

    def test_several_lines_wait_for_a_person(self):
        payout = self.told("700")
        first, second = self.line(700), self.line(700, day="2026-09-15")
        self.match()
        self.assertEqual((payout.state, self.owed()), (TO_CHOOSE, [600, 1000]))
        shown = self.choose(payout, second)
        self.assertEqual(shown.mapped("date"), [first.date, second.date])
        self.assertEqual(
            (payout.state, payout.matched_by, payout.statement_line_id),
            (MATCHED, "person", second),
        )
        self.assertEqual(self.owed(), [0, 900])

    def test_what_was_shown_may_be_gone_when_it_is_taken(self):
        payout = self.told("700")
        first, second = self.line(700), self.line(700, day="2026-09-15")
        shown = self.env["ozon.payout.candidate"].search(payout.action_choose()["domain"])
        self.told("700", day=date(2026, 9, 9))._take(second, "person")
        with self.assertRaisesRegex(UserError, "Press «Choose» again"):
            shown.filtered(lambda one: one.res_id == second.id).action_take()
        shown.filtered(lambda one: one.res_id == first.id).action_take()
        self.assertEqual(payout.statement_line_id, first)

    def test_equal_payouts_pair_in_the_order_of_their_days(self):
        one, two = self.told("700"), self.told("700", day=date(2026, 9, 14))
        late = self.line(700, day="2026-09-16")
        self.match()
        self.assertEqual((one.state, two.state), (TO_CHOOSE, TO_CHOOSE))
        early = self.line(700, day="2026-09-11")
        self.match()
        self.assertEqual((one.statement_line_id, two.statement_line_id), (early, late))

    def test_documents_that_come_later_are_settled_then(self):
        payout = self.matched("2000")
        self.assertEqual(self.owed(), [0, 0])
        later = self.invoice("2026-10-31", 1500)
        self.match()
        self.assertEqual(self.owed(later), [1100])
        self.assertTrue(all(
            item.reconciled for item in payout.move_id.line_ids
            if item.account_id.account_type == "asset_receivable"
        ))

    def test_what_odoo_refuses_is_told_on_the_payout(self):
        payout, line = self.told("700"), self.line(700)
        # This stands for a lock of the period, which Odoo does not accept while a line is open.
        owed = self.older.line_ids.account_id.filtered(
            lambda account: account.account_type == "asset_receivable"
        )
        owed.active = False
        self.match()
        self.assertEqual((payout.state, line.is_reconciled), (OPEN, False))
        self.assertIn("Odoo refused", payout.error_message)
        owed.active = True
        payout.action_match()
        self.assertEqual((payout.state, payout.error_message), (MATCHED, False))

    def test_a_settlement_that_odoo_refuses_is_told_and_tried_again(self):
        payout = self.matched("2000")
        later = self.invoice("2026-10-31", 1500)
        # Odoo reconciles nothing on an account that does not allow reconciliation.
        self.allow_reconciliation(False)
        self.match()
        self.assertEqual((payout.state, self.owed(later)), (MATCHED, [1500]))
        self.assertIn("nothing was changed in the books", payout.error_message)
        self.allow_reconciliation(True)
        self.match()
        self.assertEqual((payout.error_message, self.owed(later)), (False, [1100]))

    def allow_reconciliation(self, allowed):
        """Change the account of what Ozon owes; Odoo itself refuses this if it has items."""
        self.env.cr.execute(
            "UPDATE account_account SET reconcile = %s WHERE id IN %s",
            [allowed, tuple(self.older.line_ids.account_id.ids)],
        )
        self.env.invalidate_all()


class TestByHand(PayoutCase):
    def test_a_line_reconciled_before_counts_and_nothing_is_booked(self):
        payout, line = self.told("700"), self.line(700, partner_id=self.ozon_partner.id)
        _bank, suspense, _others = line._seek_for_lines()
        owed = self.newer.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        suspense.account_id = owed.account_id
        (suspense | owed).reconcile()
        self.match()
        self.assertEqual((payout.state, payout.matched_by), (MATCHED, "before"))
        self.assertEqual(self.owed(), [600, 300])
        self.assertEqual(line.move_id.ozon_kind, "payout")
        # Undoing it on the payout keeps the reconciliation that the user made.
        payout.action_undo()
        self.assertEqual((payout.state, line.move_id.ozon_kind), (OPEN, False))
        self.assertEqual(self.owed(), [600, 300])
        self.match()
        self.assertEqual(payout.state, TO_CHOOSE)

    def test_a_line_reconciled_with_another_s_item_is_no_payout(self):
        payout, line = self.told("700"), self.line(700)
        _bank, suspense, _others = line._seek_for_lines()
        buyer = self.env["res.partner"].create({"name": "Покупатель"})
        suspense.write({
            "partner_id": buyer.id, "account_id": buyer.property_account_receivable_id.id,
        })
        self.match()
        self.assertEqual(payout.state, OPEN)

    def test_a_line_that_pays_another_s_invoice_is_no_payout(self):
        payout, line = self.told("700"), self.line(700)
        _bank, suspense, _others = line._seek_for_lines()
        buyer = self.env["res.partner"].create({"name": "Покупатель"})
        invoice = self.invoice("2026-09-01", 700, partner_id=buyer.id)
        suspense.account_id = buyer.property_account_receivable_id
        (suspense | invoice.line_ids.filtered(
            lambda item: item.account_id == suspense.account_id
        )).reconcile()
        self.match()
        self.assertEqual((payout.state, line.partner_id.id), (OPEN, False))

    def pay(self, amount=700, day="2026-09-11", payment_type="inbound"):
        payment = self.env["account.payment"].create({
            "payment_type": payment_type, "partner_type": "customer", "date": day,
            "partner_id": self.ozon_partner.id, "amount": amount, "journal_id": self.bank.id,
        })
        payment.action_post()
        return payment

    def test_a_payment_entered_by_hand_is_the_payout(self):
        payout, payment = self.told("700"), self.pay()
        self.match()
        self.assertEqual(
            (payout.state, payout.payment_id, payout.matched_by), (MATCHED, payment, "system"),
        )
        self.assertEqual(self.owed(), [0, 900])
        payout.action_undo()
        self.assertEqual((payout.state, payment.state), (OPEN, "in_process"))
        self.assertEqual(self.owed(), [600, 1000])

    def test_a_payment_and_a_line_wait_for_a_person(self):
        payout, payment, line = self.told("700"), self.pay(), self.line(700)
        self.match()
        self.assertEqual(payout.state, TO_CHOOSE)
        self.choose(payout, payment)
        self.match()
        # The amount left in the bank is this payment.
        self.assertEqual(payout.statement_line_id, line)
        self.assertTrue(payment.is_matched and line.is_reconciled)
        self.assertEqual(self.owed(), [0, 900])

    def test_a_payment_taken_back_in_odoo_opens_the_payout(self):
        payout, payment = self.told("700"), self.pay()
        self.match()
        payment.action_draft()
        self.assertEqual((payout.state, payout.payment_id.id), (OPEN, False))
        payment.action_post()
        self.match()
        self.assertEqual(payout.payment_id, payment)
        payment.action_draft()
        payment.unlink()
        self.match()
        self.assertEqual(payout.state, OPEN)


class TestTakenBack(PayoutCase):
    def test_undo_puts_the_line_back(self):
        payout = self.matched("700")
        line = payout.statement_line_id
        payout.action_undo()
        self.assertEqual((payout.state, payout.statement_line_id.id), (OPEN, False))
        self.assertEqual(self.owed(), [600, 1000])
        self.assertEqual((line.is_reconciled, line.move_id.ozon_account_id.id), (False, False))
        # A wrong match is not repeated automatically, only by a person.
        self.match()
        self.assertEqual(payout.state, TO_CHOOSE)
        payout.action_match()
        self.assertEqual(payout.statement_line_id, line)

    def test_undone_in_odoo_it_is_open_again(self):
        payout = self.matched("700")
        payout.statement_line_id.action_undo_reconciliation()
        self.assertEqual((payout.state, self.owed()), (OPEN, [600, 1000]))

    def test_a_deleted_line_opens_it_again(self):
        payout = self.matched("700")
        payout.statement_line_id.unlink()
        self.assertEqual((payout.state, self.owed()), (OPEN, [600, 1000]))
        again = self.line(700)
        self.match()
        self.assertEqual(payout.statement_line_id, again)

    def test_a_deleted_entry_opens_it_again(self):
        payout = self.matched("700")
        payout.move_id.with_context(force_delete=True).unlink()
        self.env.invalidate_all()
        self.assertEqual((payout.state, payout.statement_line_id.id), (OPEN, False))

    def test_a_booked_payout_is_not_deleted(self):
        payout = self.matched("700")
        with self.assertRaisesRegex(UserError, "Press «Undo»"):
            payout.unlink()
        with self.assertRaisesRegex(UserError, "already booked"):
            payout.action_create_payment()


class TestPaymentMade(PayoutCase):
    def test_without_statements_a_payment_is_made(self):
        payout = self.told("700")
        self.match()
        payout.action_create_payment()
        payment = payout.payment_id
        self.assertEqual(
            (payment.amount, payment.payment_type, payment.date, payment.journal_id),
            (700, "inbound", DAY, self.bank),
        )
        self.assertEqual((payout.state, payout.matched_by), (MATCHED, "person"))
        self.assertEqual(self.owed(), [0, 900])
        self.assertEqual(payment.move_id.ozon_kind, "payout")
        payout.action_undo()
        self.assertEqual((payout.state, payment.state), (OPEN, "canceled"))
        self.assertEqual(self.owed(), [600, 1000])

    def test_a_line_that_comes_later_is_the_payment_and_nothing_else(self):
        payout = self.told("700")
        payout.action_create_payment()
        line = self.line(700)
        self.match()
        self.assertEqual((payout.statement_line_id, line.is_reconciled), (line, True))
        self.assertTrue(payout.payment_id.is_matched)
        self.assertEqual(self.owed(), [0, 900])
        # It is not the payout of the following week either.
        other = self.told("700", day=date(2026, 9, 12))
        self.match()
        self.assertEqual(other.state, OPEN)
        # After undoing, the line is free for the payout.
        payout.action_undo()
        self.assertFalse(line.is_reconciled)
        self.assertEqual(payout._candidates()[0].key, line.id)

    def test_with_a_line_that_may_be_it_no_payment_is_made(self):
        payout = self.told("700")
        self.line(700)
        with self.assertRaisesRegex(UserError, "no payment was created"):
            payout.action_create_payment()
        self.assertEqual(self.owed(), [600, 1000])

    def test_without_a_bank_it_says_what_to_do(self):
        self.bank.active = False
        payout = self.told("700")
        with self.assertRaisesRegex(UserError, "Bank Journal"):
            payout.action_create_payment()
        with self.assertRaisesRegex(UserError, "Create Payment"):
            payout.action_choose()

    def test_money_back_is_a_payment_to_ozon(self):
        refund = self.invoice("2026-09-30", 80, move_type="out_refund")
        payout = self.told("-50")
        payout.action_create_payment()
        self.assertEqual(payout.payment_id.payment_type, "outbound")
        self.assertEqual(self.owed(refund), [30])


class TestMore(PayoutCase):
    def test_money_back_is_a_line_below_zero(self):
        refund = self.invoice("2026-09-30", 80, move_type="out_refund")
        self.matched("-50")
        self.assertEqual(self.owed(self.older, self.newer, refund), [600, 1000, 30])

    def test_another_company_s_lines_are_never_taken(self):
        other = self.create_company("ООО «Другая»")
        self.env.user.company_ids = [Command.link(other.id)]
        payout = self.told("700")
        self.env["account.bank.statement.line"].with_company(other).create({
            "journal_id": self.make_bank(other).id, "date": "2026-09-11", "amount": 700,
            "payment_ref": f"ИНН {INN}",
        })
        self.match()
        self.assertEqual(payout.state, OPEN)

    def test_two_cabinets_of_one_partner_settle_their_own(self):
        other = self.account.copy({"client_id": "77", "name": "Второй"})
        theirs = self.invoice("2026-08-01", 500, account=other)
        self.matched("700")
        self.assertEqual(self.owed(self.older, self.newer, theirs), [0, 900, 500])
        payout = self.told("300", account=other)
        line = self.line(300)
        self.match()
        self.assertEqual((payout.statement_line_id, self.owed(theirs)), (line, [200]))
        self.assertEqual(line.move_id.ozon_account_id, other)

    def test_equal_payouts_of_two_cabinets_wait(self):
        other = self.account.copy({"client_id": "77", "name": "Второй"})
        one, two = self.told("700"), self.told("700", account=other)
        self.line(700)
        self.line(700, day="2026-09-12")
        self.match()
        self.assertEqual((one.state, two.state), (TO_CHOOSE, TO_CHOOSE))

    def test_a_currency_has_its_own_lines(self):
        yuan = self.env.ref("base.CNY")
        yuan.active = True
        self.env["res.currency.rate"].create({
            "name": "2026-01-01", "currency_id": yuan.id, "company_id": self.company.id,
            "inverse_company_rate": 12,
        })
        invoice = self.invoice("2026-09-05", 900, currency_id=yuan.id)
        payout = self.told("700", currency=yuan)
        self.line(700)
        self.match()
        self.assertEqual(payout.state, OPEN)
        line = self.line(700, journal=self.make_bank(self.company, yuan, "B3"))
        self.match()
        self.assertEqual((payout.statement_line_id, self.owed(invoice)), (line, [200]))
        self.assertEqual(self.owed(), [600, 1000])

    def test_the_account_has_its_settings(self):
        with Form(self.account) as form:
            form.payout_journal_id = self.bank
            form.payout_days_after = 14
        payout = self.told("700")
        self.line(700, day="2026-09-24")
        self.match()
        self.assertEqual(payout.state, MATCHED)
        self.assertIn("700", payout.display_name)
        self.assertEqual(payout.action_open_entry()["res_id"], payout.move_id.id)
