from . import ozon_withheld_document_mixin
from . import ozon_realization_report_withheld
