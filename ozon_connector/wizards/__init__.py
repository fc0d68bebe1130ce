from . import ozon_connect
from . import ozon_report_import
