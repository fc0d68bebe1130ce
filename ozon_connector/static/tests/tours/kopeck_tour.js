import { addTour } from "./tour";

addTour("ozon_kopeck_receipt", {
    steps: () => [
        {
            content: "Purchase ▸ Ozon",
            trigger: ".o_menu_sections button:contains('Ozon')",
            run: "click",
        },
        {
            content: "▸ 1-kopeck receipts",
            trigger: ".dropdown-menu .dropdown-item:contains('Поступления по 1 копейке')",
            run: "click",
        },
        {
            content: "A new one",
            // The list before has such a button too, so the page must be the right one.
            trigger: ".o_control_panel:contains('Поступления по 1 копейке') button:contains('Новое')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='number'] input",
            run: "edit 15",
        },
        {
            trigger: ".modal .o_field_widget[name='date'] input, .modal .o_field_widget[name='date'] button",
        },
        {
            content: "Three mugs",
            trigger: ".modal .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row div[name='product_id'] input",
            run: "edit Кружка",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains('Кружка белая')",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row div[name='quantity'] input",
            run: "edit 3",
        },
        {
            content: "at a kopeck, which a click elsewhere adds up",
            trigger: ".modal .o_form_view p",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='amount_total']:contains('0,03')",
        },
        {
            trigger: ".modal-footer button:contains('Оформить поступление')",
            run: "click",
        },
        {
            content: "The order says what it is",
            trigger: ".o_form_view .alert-info:contains('Счёт не оплачивается')",
        },
        {
            content: "and is undone as a whole",
            trigger: "button[name='action_ozon_undo_receipt']",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value='cancel']",
        },
    ],
});
