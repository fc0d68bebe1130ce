import { addTour } from "@ozon_connector/../tests/tours/tour";

// From the goods that differ to the movements of both sides, and a draft write-off.
addTour("ozon_stock_count", {
    steps: () => [
        {
            content: "What differs comes first, with both figures",
            trigger: ".o_list_view .o_data_row:first:contains('Тарелка'):contains('4,00'):contains('3,00') td[name='name']",
            run: "click",
        },
        {
            content: "Ozon's count is shown by state",
            trigger: ".o_form_view .o_field_widget[name='state_ids'] .o_data_row:contains('Доступно к продаже')",
        },
        {
            trigger: "button[name='action_open_movements']",
            run: "click",
        },
        {
            content: "Both sides stand side by side",
            trigger: ".o_pivot:contains('Учёт')",
        },
        {
            trigger: ".o_back_button, .breadcrumb-item:last a",
            run: "click",
        },
        {
            trigger: "button[name='action_draft_scrap']:contains('Подготовить списание')",
            run: "click",
        },
        {
            content: "The write-off is a draft",
            trigger: ".o_form_view button[name='action_validate']",
        },
    ],
});

// A supply with the figures of its acts, and the draft of its transfer.
addTour("ozon_supply", {
    steps: () => [
        {
            content: "The list says which transfer waits",
            trigger: ".o_list_view .o_data_row:contains('2000000001'):contains('Проверить перемещение') td[name='name']",
            run: "click",
        },
        {
            content: "Declared, accepted, surplus, shortage and defective units",
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Кружка') td[name='shortage']:contains('2')",
        },
        {
            trigger: "button[name='action_open_transfer']",
            run: "click",
        },
        {
            content: "The transfer waits for a person",
            trigger: ".o_form_view .o_field_widget[name='move_ids'] .o_data_row:contains('10,00')",
        },
    ],
});
