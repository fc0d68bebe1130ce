import { addTour } from "./tour";

addTour("ozon_review_month", {
    steps: () => [
        {
            content: "The month waits in Purchase ▸ Ozon ▸ Intermediary Reports; the list says what keeps it",
            trigger:
                ".o_list_view .o_data_row:contains('Сентябрь 2026'):contains('Не хватает на складе товаров: 1') td[name='month']",
            run: "click",
        },
        {
            content: "The figures of Ozon's published example",
            trigger: ".o_field_widget[name='revenue']:contains('2 800,00')",
        },
        {
            content: "stand in the equation that adds up to what Ozon owes",
            trigger:
                ".o_form_view div[name='figures']:contains('−'):contains('+'):contains('=') .o_field_widget[name='fee_payable']:contains('190,00')",
        },
        {
            trigger: ".o_field_widget[name='accrual']:contains('2 610,00')",
        },
        {
            content: "Print and spreadsheet are in the header",
            trigger: ".o_statusbar_buttons:has(button:contains('PDF')):has(button:contains('Excel'))",
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
            content: "What is missing is told, and in which numbers",
            trigger: ".o_ozon_shortage_list tbody tr:contains('Товар 1001') td:last:contains('29')",
        },
        {
            content: "The alert names the check, and confirming is not what is offered first",
            trigger: ".o_form_view:has(.alert[name='failed_checks']:contains('Товара достаточно')) button[name='action_confirm']:not(.btn-primary)",
        },
        {
            content: "The report is Ozon's, by the INN of the vendor",
            trigger: ".o_ozon_report_checks details:has(li[data-check='vendor_inn'][data-state='passed'])",
        },
        {
            content: "The check says so as well",
            trigger: ".o_ozon_report_checks li[data-check='stock'][data-state='failed'] i[aria-label]",
        },
        {
            trigger: ".o_form_view button[name='action_confirm']",
            run: "click",
        },
        {
            content: "Nothing is booked meanwhile",
            trigger: ".modal:contains('не проведено'):contains('Товар 1001') footer button",
            run: "click",
        },
        {
            content: "The goods came without documents",
            trigger: ".o_form_view button[name='action_kopeck_receipt']",
            run: "click",
        },
        {
            content: "What is missing is filled in, in stock before the month begins",
            trigger: ".modal .o_field_widget[name='line_ids'] .o_data_row:contains('Товар 1001') td[name='quantity']:contains('29')",
        },
        {
            trigger: ".modal .o_field_widget[name='amount_total']:contains('0,29')",
        },
        {
            trigger: ".modal-footer button[name='action_receive']",
            run: "click",
        },
        {
            content: "Nothing is missing any more, without any other step",
            trigger: ".o_form_view:not(:has(.o_ozon_shortage_list)) .o_ozon_report_checks details:has(li[data-check='stock']) summary",
        },
        {
            trigger: ".o_form_view button[name='action_confirm']",
            run: "click",
        },
        {
            content: "Posted",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value='posted']",
        },
        {
            content: "Ozon owes what is accrued",
            trigger: ".o_field_widget[name='open_balance']:contains('2 610,00')",
        },
        {
            content: "What has passed is one line",
            trigger: ".o_ozon_report_checks details:has(li[data-check='balance']) summary",
            run: "click",
        },
        {
            content: "which opens",
            trigger: ".o_ozon_report_checks li[data-check='balance'][data-state='passed']",
        },
    ],
});
