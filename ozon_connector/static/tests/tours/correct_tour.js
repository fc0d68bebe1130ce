import { addTour } from "./tour";

addTour("ozon_correct_month", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Сентябрь 2026') td[name='month']",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_compare']",
            run: "click",
        },
        {
            content: "Ozon's report now differs from what is posted; the books are as they were",
            trigger: ".o_form_view .alert:contains('расходится с учётом')",
        },
        {
            trigger: ".o_notebook .nav-link:contains('Расхождения')",
            run: "click",
        },
        {
            content: "Old, new and difference of the product",
            trigger:
                ".o_field_widget[name='difference_ids'] .o_data_row:contains('Товар 1001'):contains('29'):contains('26'):contains('-3'):contains('-300,00')",
        },
        {
            trigger: ".o_form_view button[name='action_create_correction']",
            run: "click",
        },
        {
            content: "A report of its own for the difference",
            trigger: ".o_form_view .oe_title:contains('корректировка 1')",
        },
        {
            trigger: ".o_field_widget[name='fee_payable']:contains('-30,00')",
        },
        {
            trigger: ".o_form_view button[name='action_confirm']",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value='posted']",
        },
        {
            content: "which leads to what it corrects",
            trigger: ".o_field_widget[name='corrected_report_id']:contains('Сентябрь 2026')",
        },
    ],
});

// The first page has the month as it is after its correction, not the correction alone.
addTour("ozon_corrected_month", {
    steps: () => [
        {
            trigger:
                ".o_kanban_record:contains('Сентябрь 2026'):contains('2 500,00'):contains('160,00'):contains('2 340,00')",
        },
    ],
});
