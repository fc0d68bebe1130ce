from . import account_move_line_counter
from . import ozon_withheld_document_mixin
from . import ozon_entry_document_mixin
from . import ozon_realization_report_withheld
