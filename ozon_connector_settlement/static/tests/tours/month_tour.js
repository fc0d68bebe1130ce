import { registry } from "@web/core/registry";
// From the app's first page to a month with differences, their documents, and its booking.
// From the app's first page to a month that is to be reviewed, its differences, and its booking.
registry.category("web_tour.tours").add("ozon_month", {
    steps: () => [
        { trigger: ".o_navbar_apps_menu button", run: "click" },
        { trigger: "[data-menu-xmlid='ozon_connector.menu_ozon_app']", run: "click" },
        {
            content: "The desk says what Ozon owes",
            trigger: ".o_ozon_desk .o_ozon_owes:contains('724,50')",
        },
        {
            content: "and what is to do",
            trigger: ".o_ozon_tasks li:contains('Сентябрь 2026') button",
        },
        {
            trigger: ".o_ozon_tile[data-state='to_review']:contains('Сентябрь 2026')",
            run: "click",
        },
        {
            content: "Every difference has its reason",
            trigger: ".o_field_widget[name='different_line_ids'] .o_data_row:contains('Черновик')",
        },
        {
            content: "A row leads to its document",
            trigger: ".o_field_widget[name='different_line_ids'] .o_data_row:contains('Звёздные товары') button[name='action_open']",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name='accrued']:contains('40,00')",
        },
        { trigger: ".breadcrumb-item a:contains('Сентябрь 2026')", run: "click" },
        { trigger: ".o_form_view:has(.o_field_widget[name='different_line_ids']) button[name='action_confirm']", run: "click" },
        {
            content: "It is booked in the background",
            trigger: ".o_form_view .alert:contains('проводится')",
        },
    ],
});

// A month that ties says so, with its statement.
registry.category("web_tour.tours").add("ozon_month_tied", {
    steps: () => [
        {
            trigger: ".o_ozon_tile[data-state='tied']:contains('Сентябрь 2026')",
            run: "click",
        },
        { trigger: ".o_form_view .alert-success:contains('Всё сходится')" },
        {
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Начальное сальдо')",
        },
    ],
});
