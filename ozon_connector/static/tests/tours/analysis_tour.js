import { fits } from "@ozon_connector/../tests/tours/page";
import { addTour } from "./tour";

const openFilters = { trigger: ".o_searchview_dropdown_toggler", run: "click" };

// Sums by product, the most returned products, and the reports by state.
addTour("ozon_analysis", {
    steps: () => [
        {
            content: "150 of 1 500 and 4 000 of 10 000: the share of the sums, not the mean of the shares",
            trigger: ".o_pivot table:contains('Товар 1001'):contains('Товар 1002'):contains('Вознаграждение, %'):contains('36,09')",
        },
        {
            content: "Products are in rows, the highest revenue first, and months in no column",
            trigger: ".o_pivot tbody tr:nth-child(2):contains('Товар 1002'):contains('000,00') td:nth-child(5):last-child",
        },
        { trigger: ".o_pivot tbody tr:nth-child(3):contains('Товар 1001')" },
        fits(".o_pivot table"),
        openFilters,
        { trigger: ".o_filter_menu .o_menu_item:contains('Прошлый квартал')", run: "click" },
        { trigger: ".o_pivot table:contains('Товар 1002')" },
        { trigger: ".o_filter_menu .o_menu_item:contains('Возвраты > 10')", run: "click" },
        { trigger: ".o_pivot:not(:contains('Товар 1002')) table:contains('Товар 1001')" },
        { trigger: ".o_switch_view.o_graph", run: "click" },
        {
            content: "The second page has the months",
            trigger: ".o_graph_renderer canvas",
            run({ anchor }) {
                const { datasets } = window.Chart.getChart(anchor).data;
                // The chart draws a line of one month as a point between two empty places.
                const months = datasets[0].data.filter((figure) => figure);
                if (datasets.length !== 1 || months.join() !== "1300") {
                    throw new Error(`The chart shows ${months.join()}`);
                }
            },
        },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_list_renderer:contains('ART-1001')" },
        fits(".o_list_renderer table"),
    ],
});

addTour("ozon_reports_by_state", {
    steps: () => [
        { trigger: ".o_switch_view.o_graph", run: "click" },
        { trigger: ".o_graph_renderer canvas" },
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        { trigger: ".o_kanban_group:contains('К проверке') .o_kanban_record", run: "click" },
        { trigger: ".o_form_view .alert:contains('Не пройдено проверок')" },
        { trigger: ".o_form_view .o_field_widget[name='revenue']" },
    ],
});
