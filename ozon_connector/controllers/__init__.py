from . import excel
from . import ozon_report_file
