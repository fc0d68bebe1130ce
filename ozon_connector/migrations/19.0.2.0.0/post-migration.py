"""Entries, transfers and requests refer to documents of all kinds, no longer only to reports."""


def migrate(cr, version):
    """Give every report its document, and let what refers to the report refer to the document."""
    _give_reports_documents(cr)
    _refer_to_documents(cr)
    # Documents of every kind may be late, or changed by Ozon.
    cr.execute("""
        UPDATE mail_activity_type
           SET res_model = NULL
         WHERE id IN (
                   SELECT res_id FROM ir_model_data
                    WHERE module = 'ozon_connector' AND model = 'mail.activity.type'
                      AND name IN ('mail_activity_report_late', 'mail_activity_report_changed')
               )
    """)
    _drop_selection_of_methods(cr)


def _give_reports_documents(cr):
    cr.execute("""
        INSERT INTO ozon_document (
            res_model, res_id, account_id, company_id, period,
            create_uid, create_date, write_uid, write_date
        )
        SELECT 'ozon.realization.report', id, account_id, company_id, period,
               create_uid, create_date, write_uid, write_date
          FROM ozon_realization_report
         WHERE document_id IS NULL
      ORDER BY id
    """)
    cr.execute("""
        UPDATE ozon_realization_report report
           SET document_id = document.id
          FROM ozon_document document
         WHERE document.res_model = 'ozon.realization.report' AND document.res_id = report.id
           AND report.document_id IS NULL
    """)


def _refer_to_documents(cr):
    for table in ("account_move", "stock_picking"):
        cr.execute(f"""
            UPDATE {table} record
               SET ozon_document_id = report.document_id
              FROM ozon_realization_report report
             WHERE report.id = record.ozon_report_id AND record.ozon_document_id IS NULL
        """)  # pylint: disable=sql-injection
    cr.execute("""
        SELECT 1 FROM information_schema.columns
         WHERE table_name = 'ozon_exchange' AND column_name = 'report_id'
    """)
    if cr.fetchone():
        cr.execute("""
            UPDATE ozon_exchange exchange
               SET document_id = report.document_id
              FROM ozon_realization_report report
             WHERE report.id = exchange.report_id
        """)


def _drop_selection_of_methods(cr):
    """The method of a task is no longer a Selection; each model names its own."""
    cr.execute("""
        WITH gone AS (
            DELETE FROM ir_model_fields_selection selection
                  USING ir_model_fields field
                  WHERE field.id = selection.field_id
                    AND field.model = 'ozon.task' AND field.name = 'method'
              RETURNING selection.id
        )
        DELETE FROM ir_model_data
              WHERE model = 'ir.model.fields.selection' AND res_id IN (SELECT id FROM gone)
    """)
