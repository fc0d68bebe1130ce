from . import ozon_report_file
