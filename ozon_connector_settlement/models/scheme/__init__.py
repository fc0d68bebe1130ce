from . import ozon_account_schemes
from . import ozon_realization_report_schemes
from . import ozon_realization_report_schemes_check
