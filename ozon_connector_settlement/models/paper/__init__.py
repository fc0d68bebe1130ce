from . import ozon_printed_document_mixin
