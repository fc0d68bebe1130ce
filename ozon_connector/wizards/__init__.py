from . import ozon_report_import
