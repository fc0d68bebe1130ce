import { addTour } from "@ozon_connector/../tests/tours/tour";

// From the list of acts to a bill that differs, the decision, the booked bill and its accruals.
addTour("ozon_services", {
    steps: () => [
        {
            content: "The list says which act Ozon's settlement contradicts",
            trigger: ".o_list_view .o_data_row:contains('Расходится с Ozon') td[name='kind']",
            run: "click",
        },
        {
            content: "The act leads with the sums of both",
            trigger: ".o_form_view div[name='figures'] .o_field_widget[name='settlement_amount']:contains('380,00')",
        },
        {
            content: "What does not tie cannot be confirmed",
            trigger: ".o_form_view .o_statusbar_buttons:not(:has(button[name='action_confirm']))",
        },
        {
            trigger: "button[name='action_take_settlement']",
            run: "click",
        },
        {
            trigger: ".modal button.btn-primary",
            run: "click",
        },
        {
            content: "The difference is a line of its own",
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Разница по отчёту о взаиморасчётах'):contains('4,50')",
        },
        {
            trigger: "button[name='action_confirm']",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Проведено')",
        },
        {
            content: "A line leads to the accruals behind it",
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Логистика') button[name='action_open_accruals']",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('12345678-0001'):contains('75,00')",
        },
    ],
});
