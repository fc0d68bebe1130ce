from odoo import models


class OzonDocumentMixin(models.AbstractModel):
    """A monthly document of Ozon; each kind of document inherits this model.

    It has four layers. Each calls only those below it:

    * `ozon.document.base.mixin`: the month, its state, its figures and its problems;
    * `ozon.document.entries.mixin`: the journal entries, their totals and their currency;
    * `ozon.document.booking.mixin`: how they are drafted, confirmed and taken back;
    * this one: how Ozon's answers are loaded, compared and corrected.

    A kind of document defines:

    * `_ask`: which method of Ozon gives it;
    * `_store`: what is kept of the answer;
    * `_draft`: which entries and transfers it becomes;
    * `_book` and `_take_back`: what follows its first entry (`ozon_document_booking`);
    * `_checks`: what has to tie;
    * `_difference`: how Ozon's present answer differs (`ozon_document_change`).
    """

    _name = "ozon.document.mixin"
    _description = "Monthly Document of Ozon"
    _inherit = "ozon.document.booking.mixin"
