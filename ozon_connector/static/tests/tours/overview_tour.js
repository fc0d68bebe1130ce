import { addTour } from "./tour";

// From the first page to the month that waits, its history, its bill and back.
addTour("ozon_overview", {
    steps: () => [
        {
            content: "The card of the account has the last month and its four numbers",
            trigger:
                ".o_kanban_record:contains('Сентябрь 2026'):contains('2 800,00'):contains('190,00'):contains('100,00'):contains('2 610,00')",
        },
        {
            trigger: ".o_kanban_record:contains('К проверке') a[name='action_open_reports_to_review']:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Сентябрь 2026') td[name='month']",
            run: "click",
        },
        {
            content: "The report leads with the numbers and the checks",
            trigger: ".o_form_view div[name='figures'] .o_field_widget[name='points_used']:contains('100,00')",
        },
        {
            trigger: ".o_form_view .o_ozon_report_checks li",
        },
        {
            content: "Its history says what happened to it",
            trigger: ".o-mail-Chatter .o-mail-Message:contains('К проверке')",
        },
        {
            trigger: "button[name='action_open_bill']",
            run: "click",
        },
        {
            content: "The bill shows the report behind it",
            trigger: ".o_notebook .nav-link:contains('Отчёт Ozon')",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='ozon_accrual']:contains('2 610,00')",
        },
        {
            trigger: ".o_field_widget[name='ozon_line_ids'] .o_data_row:contains('ART-1001')",
        },
        {
            content: "and leads back to it",
            trigger: ".tab-pane.active .o_field_widget[name='ozon_report_id'] a",
            run: "click",
        },
        {
            trigger: ".o_form_view div[name='figures'] .o_field_widget[name='revenue']:contains('2 800,00')",
        },
    ],
});

// An empty list says what to do next, and has the button for it.
addTour("ozon_first_step", {
    steps: () => [
        {
            trigger: ".o_nocontent_help:contains('Отчётов Ozon') a.btn:contains('Подключить Ozon')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='client_id'] input",
        },
        {
            trigger: ".modal-header .btn-close",
            run: "click",
        },
        {
            content: "Nothing was in the way of leaving it",
            trigger: "body:not(:has(.modal)) .o_list_view",
        },
    ],
});

// If nothing is synchronised yet, synchronising is offered, and runs from the button.
addTour("ozon_second_step", {
    steps: () => [
        {
            trigger: ".o_nocontent_help a.btn:contains('Синхронизировать карточки')",
            run: "click",
        },
        {
            content: "The account opens with what would be done",
            trigger: ".o_form_view div[name='sync_preview'] button[name='action_sync_products']",
            run: "click",
        },
        {
            content: "The job can be watched",
            trigger: ".o_form_view .o_field_widget[name='sync_message'], .o_form_view .o_field_widget[name='sync_date']",
        },
    ],
});

// The three figures of every month in one graph, and also in the table of the reports.
addTour("ozon_figures", {
    steps: () => [
        { trigger: ".o_graph_renderer canvas" },
        { trigger: ".o_menu_sections button:contains('Месяцы')", run: "click" },
        { trigger: ".dropdown-menu .dropdown-item:contains('Отчёты посредника')", run: "click" },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        {
            trigger: ".o_pivot table:contains('2 800,00'):contains('190,00'):contains('100,00'):contains('2 610,00')",
        },
        {
            trigger: ".o_pivot th:contains('К начислению')",
        },
    ],
});
