"""The books of a database as comparable rows, without ids and creation times.

The numbers of transfers and purchase orders are left out, too, because they may have gaps in Odoo.
"""

import contextlib
import time
from collections import Counter

import psycopg2

from shared.servers import Failure

# One query per kind of record; each row of it is one record. Products are named by their article,
# entries by their report and type, so that two databases with equal books have equal rows.
QUERIES = {
    "accounts": """
        SELECT client_id, name, state, error_message, sync_step, sync_message FROM ozon_account
    """,
    "product cards": """
        SELECT a.client_id, c.ozon_product_id, c.sku, c.skus, c.offer_id, c.name, c.archived,
               c.match_state, c.matched_by, p.default_code, p.ozon_code
        FROM ozon_product c JOIN ozon_account a ON a.id = c.account_id
        LEFT JOIN product_product p ON p.id = c.product_id
    """,
    "products": """
        SELECT p.default_code, p.ozon_code, p.barcode, p.active, t.name->>'en_US', t.list_price,
               t.type, t.is_storable
        FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
    """,
    "reports": """
        SELECT a.client_id, r.period, r.correction_number, r.number, r.state, r.error_message,
               r.doc_date, r.date_from, r.date_to, r.revenue, r.points, r.base_fee, r.points_used,
               r.fee_payable, r.points_left, r.accrual, r.points_policy, r.points_cap,
               bill.name, sale.name, refund.name, netting.name,
               (SELECT count(*) FROM stock_picking WHERE ozon_report_id = r.id)
        FROM ozon_realization_report r JOIN ozon_account a ON a.id = r.account_id
        LEFT JOIN account_move bill ON bill.id = r.bill_id
        LEFT JOIN account_move sale ON sale.id = r.sale_invoice_id
        LEFT JOIN account_move refund ON refund.id = r.sale_refund_id
        LEFT JOIN account_move netting ON netting.id = r.netting_move_id
    """,
    "report lines": """
        SELECT a.client_id, r.period, l.row_number, l.direction, l.sku, l.offer_id, l.barcode,
               l.name, l.quantity, l.amount, l.revenue, l.points, l.base_fee, l.accrual,
               p.default_code
        FROM ozon_realization_report_line l JOIN ozon_realization_report r ON r.id = l.report_id
        JOIN ozon_account a ON a.id = r.account_id
        LEFT JOIN product_product p ON p.id = l.product_id
    """,
    "raw answers": """
        SELECT name, checksum, file_size FROM ir_attachment
        WHERE res_model = 'ozon.realization.report'
    """,
    "entries": """
        SELECT m.move_type, m.state, m.name, m.ref, m.date, m.invoice_date, m.amount_untaxed,
               m.amount_tax, m.amount_total, m.amount_residual, m.payment_state, m.auto_post,
               j.code, partner.name, r.period
        FROM account_move m JOIN account_journal j ON j.id = m.journal_id
        LEFT JOIN res_partner partner ON partner.id = m.partner_id
        LEFT JOIN ozon_realization_report r ON r.id = m.ozon_report_id
    """,
    "entry lines": """
        SELECT m.move_type, m.name, m.ref, m.date, l.display_type, l.name, l.quantity,
               l.price_unit, l.price_subtotal, l.price_total, l.debit, l.credit,
               l.amount_currency, l.amount_residual, l.reconciled, p.default_code,
               account.code_store
        FROM account_move_line l JOIN account_move m ON m.id = l.move_id
        LEFT JOIN account_account account ON account.id = l.account_id
        LEFT JOIN product_product p ON p.id = l.product_id
    """,
    "nettings": """
        SELECT amount, debit_amount_currency, credit_amount_currency, max_date
        FROM account_partial_reconcile
    """,
    "transfers": """
        SELECT p.state, t.code, CASE WHEN r.id IS NOT NULL THEN p.origin END, p.date_done,
               origin.complete_name, goal.complete_name,
               r.period
        FROM stock_picking p JOIN stock_picking_type t ON t.id = p.picking_type_id
        JOIN stock_location origin ON origin.id = p.location_id
        JOIN stock_location goal ON goal.id = p.location_dest_id
        LEFT JOIN ozon_realization_report r ON r.id = p.ozon_report_id
    """,
    "moves of goods": """
        SELECT m.state, p.default_code, m.product_uom_qty, m.quantity, m.picked, m.value,
               origin.complete_name, goal.complete_name, r.period
        FROM stock_move m JOIN product_product p ON p.id = m.product_id
        JOIN stock_location origin ON origin.id = m.location_id
        JOIN stock_location goal ON goal.id = m.location_dest_id
        LEFT JOIN stock_picking picking ON picking.id = m.picking_id
        LEFT JOIN ozon_realization_report r ON r.id = picking.ozon_report_id
    """,
    "stock": """
        SELECT l.complete_name, p.default_code, sum(q.quantity), sum(q.reserved_quantity)
        FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
        JOIN product_product p ON p.id = q.product_id GROUP BY 1, 2
    """,
    # Activities that are done stay in the database.
    "activities": """
        SELECT res_model, summary FROM mail_activity WHERE active AND res_model LIKE 'ozon.%'
    """,
}


def read_books(database):
    """Every record of the books: a Counter of (kind, value, value, …), all values as text."""
    books = Counter()
    for kind, query in QUERIES.items():
        for row in ask(database, query):
            books[kind, *map(str, row)] += 1
    return books


def difference(undisturbed, disturbed):
    """:return: (rows that the disturbed books lack, rows that they have too many of)"""
    return list((undisturbed - disturbed).elements()), list((disturbed - undisturbed).elements())


def ask(database, query, *arguments):
    """The rows of a query, or [] for a statement without rows. Commits, on its own connection.

    It waits while PostgreSQL is being restarted.
    """
    for _ in range(300):
        with contextlib.suppress(psycopg2.OperationalError, psycopg2.InterfaceError):
            return _ask(database, query, arguments)
        time.sleep(0.1)
    raise Failure("PostgreSQL does not answer")


def _ask(database, query, arguments):
    connection = psycopg2.connect(dbname=database, application_name="torture")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query, arguments or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()
