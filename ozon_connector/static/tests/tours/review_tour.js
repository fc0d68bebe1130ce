import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ozon_review_month", {
    steps: () => [
        {
            content: "The month waits in Purchase ▸ Ozon ▸ Intermediary Reports",
            trigger: ".o_list_view .o_data_row:contains('Сентябрь 2026') td[name='month']",
            run: "click",
        },
        {
            content: "The figures of Ozon's published example",
            trigger: ".o_field_widget[name='revenue']:contains('2 800,00')",
        },
        {
            trigger: ".o_field_widget[name='fee_payable']:contains('190,00')",
        },
        {
            trigger: ".o_field_widget[name='accrual']:contains('2 610,00')",
        },
        {
            content: "The bill behind it",
            trigger: "button[name='action_open_bill']",
            run: "click",
        },
        {
            content: "names the product and its units",
            trigger:
                ".o_field_widget[name='invoice_line_ids'] .o_data_row:contains('продано 30, возвращено 1') td[name='ozon_quantity_sold']:contains('30')",
        },
        {
            content: "and leads back",
            trigger: "button[name='action_open_ozon_report']",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_confirm']",
            run: "click",
        },
        {
            content: "Posted",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value='posted']",
        },
    ],
});
