import { registry } from "@web/core/registry";
// From the table of products to one row, its accruals, and the bars of the month.
registry.category("web_tour.tours").add("ozon_profit", {
    steps: () => [
        {
            content: "Twelve months are more than the test knows, so the filter goes",
            trigger: ".o_pivot, .o_view_nocontent",
        },
        {
            trigger: ".o_searchview_facet .o_facet_remove",
            run: "click",
        },
        {
            content: "Four measures, products in rows",
            trigger: ".o_pivot table:contains('Прибыль'):contains('Рентабельность'):contains('Товар 1001')",
        },
        {
            content: "A product without a cost has no profit, and that is no zero",
            trigger: ".o_pivot tr:contains('Товар 1002'):not(:contains('540,00'))",
        },
        { trigger: ".o_switch_view.o_list", run: "click" },
        {
            content: "The reason stands in the row",
            trigger: ".o_list_view .o_data_row:contains('Товар 1002'):contains('Себестоимость неизвестна')",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Товар 1001') .o_data_cell[name='product_id']",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name='profit']:contains('400,00')",
        },
        {
            content: "The row leads to its accruals",
            trigger: ".o_form_view button[name='action_open_accruals']",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains('Товар 1001')" },
        { trigger: ".breadcrumb-item a:contains('Товар 1001')", run: "click" },
        {
            content: "and to the month, which is beside its statement",
            trigger: ".o_form_view button[name='action_open_documents']",
            run: "click",
        },
        { trigger: ".o_form_view .nav-link:contains('Прибыль')", run: "click" },
        {
            trigger: ".o_field_widget[name='profit_check_ids'] .o_data_row:contains('Продажи за вычетом возвратов'):contains('550,00')",
        },
    ],
});

// The menu draws the products with the highest and the lowest profit.
registry.category("web_tour.tours").add("ozon_profit_extremes", {
    steps: () => [
        { trigger: ".o_menu_sections button:contains('Отчётность')", run: "click" },
        { trigger: ".o-dropdown--menu a:contains('Лучшие и худшие товары')", run: "click" },
        { trigger: ".o_graph_view .o_graph_canvas_container canvas" },
    ],
});
