"""Entries say of which cabinet, month and kind they are; until now all were of realization."""


def migrate(cr, version):
    """Fill in what new entries say by themselves."""
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
