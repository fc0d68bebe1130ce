import { addTour } from "./tour";

/** Drag the file that the test serves at this address, as a browser does for a person. */
async function drag(type, element) {
    const answer = await fetch("/ozon_tour/report.xlsx");
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([await answer.blob()], "Документ 1.xlsx"));
    element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
}

addTour("ozon_drop_file", {
    steps: () => [
        {
            content: "A file is dragged over the empty list of reports",
            trigger: ".o_list_view:has(.o_ozon_upload) .o_list_renderer",
            run: ({ anchor }) => drag("dragenter", anchor),
        },
        {
            content: "and dropped",
            trigger: ".o_drop_area",
            run: ({ anchor }) => drag("drop", anchor),
        },
        {
            content: "It is recognised: which report, which month",
            trigger: ".modal .o_ozon_report_checks li[data-state='passed']:contains('Сентябрь 2026')",
            timeout: 60000,
        },
        {
            trigger: ".modal footer button[name='action_open_reports']",
            run: "click",
        },
        {
            content: "The month is in the list, as if Ozon had been asked",
            trigger: ".o_list_view .o_data_row:contains('Сентябрь 2026') td[name='month']",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='accrual']:contains('2 610,00')",
        },
        {
            trigger: ".o_form_view button[name='action_confirm']",
            run: "click",
        },
        {
            content: "Posted",
            timeout: 60000,
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value='posted']",
        },
    ],
});
