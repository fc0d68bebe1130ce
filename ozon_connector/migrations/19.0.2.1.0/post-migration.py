"""Fill in what is stored since this version."""


def migrate(cr, version):
    """Entries store their cabinet, month and kind, reports the INN of their payer."""
    # Until now all entries came from realization reports.
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
    cr.execute("""
        UPDATE ozon_realization_report
           SET payer_inn = substring(payer FROM 'ИНН (\\d+)(, КПП \\d+)?$')
         WHERE payer_inn IS NULL
    """)
