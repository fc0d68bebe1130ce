from . import ozon_settlement
from . import ozon_settlement_line
from . import ozon_typed_document_mixin
from . import ozon_typed_paper
from . import ozon_proved_document_mixin
