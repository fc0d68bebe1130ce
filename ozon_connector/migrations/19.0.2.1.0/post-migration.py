"""Entries store their cabinet, month and kind; until now all came from realization reports."""


def migrate(cr, version):
    """Fill in what is computed for new entries."""
    cr.execute("""
        UPDATE account_move move
           SET ozon_account_id = document.account_id,
               ozon_period = document.period,
               ozon_kind = CASE move.move_type WHEN 'entry' THEN 'netting' ELSE 'realization' END
          FROM ozon_document document
         WHERE document.id = move.ozon_document_id
           AND document.res_model = 'ozon.realization.report'
           AND move.ozon_kind IS NULL
    """)
