import { clickOnBar, draws, fits, isBlank } from "@ozon_connector/../tests/tours/page";
import { addTour } from "@ozon_connector/../tests/tours/tour";

const PIVOT = ".o_pivot table";
const LIST = ".o_list_view .o_list_renderer table";
const CUP = "tr:contains('Товар 1001')";
const PLATE = "tr:contains('Товар 1002')";
const [REVENUE, , PROFIT, MARGIN] = [2, 3, 4, 5].map((place) => `td:nth-child(${place})`);
const NO_COST = "Себестоимость неизвестна";

/** Steps back to the page before. */
const back = (trigger) => [
    { trigger: ".o_breadcrumb .o_back_button a", run: "click" },
    { trigger },
];

// The filter shows the last twelve months. The test does not know them, so it removes the filter.
const withoutFilter = [
    { trigger: ".o_searchview_facet .o_facet_remove", run: "click" },
    { trigger: ".o_searchview:not(:has(.o_searchview_facet))" },
];

// From the table of products to a cell's rows, their accruals and documents, and to the months.
addTour("ozon_profit", {
    steps: () => [
        { trigger: ".o_pivot, .o_view_nocontent" },
        ...withoutFilter,
        {
            content: "Four measures, products in rows",
            trigger: `${PIVOT}:contains('Прибыль'):contains('Рентабельность'):contains('Товар 1001')`,
        },
        fits(PIVOT),
        {
            content: "The product with the highest profit is the first below the total",
            trigger: `.o_pivot tbody tr:nth-child(2):contains('Товар 1001') ${PROFIT}:contains('400,00')`,
        },
        { trigger: `.o_pivot ${PLATE} ${REVENUE}:contains('600,00')` },
        isBlank(`.o_pivot ${PLATE} ${PROFIT}`),
        isBlank(`.o_pivot ${PLATE} ${MARGIN}`),
        {
            content: "The blank cell leads to its rows, and these to the reason",
            trigger: `.o_pivot ${PLATE} ${PROFIT}`,
            run: "click",
        },
        { trigger: `.o_list_view .o_data_row:contains('Товар 1002') td[name='reason']:contains('${NO_COST}')` },
        isBlank(`.o_list_view .o_data_row:contains('600,00') td[name='profit']`),
        isBlank(`.o_list_view .o_data_row:contains('600,00') td[name='margin']`),
        fits(LIST),
        {
            trigger: ".o_list_view .o_data_row:contains('600,00') td[name='product_id']",
            run: "click",
        },
        { trigger: `.o_form_view .alert:contains('${NO_COST}')` },
        ...back(LIST),
        ...back(PIVOT),
        {
            content: "A cell with a figure leads to its rows, too",
            trigger: `.o_pivot ${CUP} ${REVENUE}`,
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Товар 1001') td[name='product_id']",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name='profit']:contains('400,00')" },
        {
            content: "The row leads to its accruals",
            trigger: ".o_form_view button[name='action_open_accruals']",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains('Товар 1001')" },
        ...back(".o_form_view button[name='action_open_report']"),
        {
            content: "to the lines of the report",
            trigger: ".o_form_view button[name='action_open_report']",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains('Товар 1001') td[name='accrual']" },
        ...back(".o_form_view button[name='action_open_documents']"),
        {
            content: "and to the month, where the profit is compared with the statement",
            trigger: ".o_form_view button[name='action_open_documents']",
            run: "click",
        },
        { trigger: ".o_form_view .nav-link:contains('Прибыль')", run: "click" },
        {
            trigger: ".o_field_widget[name='profit_check_ids'] .o_data_row:contains('Продажи за вычетом возвратов'):contains('550,00')",
        },
        {
            content: "The month leads to each document",
            trigger: ".o_form_view .nav-link[name='statement']",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Звёздные товары') button[name='action_open']",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name='accrued']:contains('40,00')" },
    ],
});

// The twelve months' bars, and the rows of one of them.
addTour("ozon_profit_bars", {
    steps: () => [
        { trigger: ".o_pivot, .o_view_nocontent" },
        ...withoutFilter,
        { trigger: ".o_switch_view.o_graph", run: "click" },
        // The services without a product count, the product without a cost does not.
        draws([285]),
        clickOnBar(),
        { trigger: ".o_list_view .o_data_row:contains('Товар 1001')" },
        fits(LIST),
    ],
});

// The menu draws the products with the highest and the lowest profit.
addTour("ozon_profit_extremes", {
    steps: () => [
        { trigger: ".o_menu_sections button:contains('Отчётность')", run: "click" },
        { trigger: ".o-dropdown--menu a:contains('Лучшие и худшие товары')", run: "click" },
        draws([400]),
        clickOnBar(),
        {
            content: "The bar is of a product, and leads to its rows",
            trigger: ".o_list_view:not(:contains('Товар 1002')) .o_data_row:contains('Товар 1001')",
        },
    ],
});

// The way from a month's revenue to its profit.
addTour("ozon_profit_way", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains('Октябрь 2026') td[name='month_id']", run: "click" },
        {
            content: "A month that is not over has no bars, and says why",
            trigger: ".o_form_view:not(:contains('undefined')):not(:has(.o_ozon_profit_way)) .alert:contains('Месяц не закончился')",
        },
        ...back(".o_list_view"),
        { trigger: ".o_list_view .o_data_row:contains('Сентябрь 2026') td[name='month_id']", run: "click" },
        {
            content: "The bars begin with revenue and end with the profit",
            trigger: ".o_ozon_profit_way tr:first-child:contains('Выручка'):contains('950,00')",
        },
        {
            trigger: ".o_ozon_profit_way tr:last-child:contains('Прибыль'):contains('284,50') .bg-info",
            run({ anchor }) {
                if (anchor.getBoundingClientRect().width < 10) {
                    throw new Error("The bar of the profit is not drawn");
                }
            },
        },
        {
            content: "A bar leads to its products",
            trigger: ".o_ozon_profit_way tr:first-child button:contains('Выручка')",
            run: "click",
        },
        { trigger: `${PIVOT}:contains('Выручка'):contains('950,00'):not(:contains('Прибыль'))` },
        ...back(".o_ozon_profit_way"),
        { trigger: ".o_form_view button[name='action_open_products']", run: "click" },
        fits(PIVOT),
    ],
});
