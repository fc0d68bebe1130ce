from . import export
from . import ozon_report_file
