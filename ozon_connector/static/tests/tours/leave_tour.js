import { registry } from "@web/core/registry";

const REPORT = ".o_list_view .o_data_row:contains('Сентябрь 2026') td[name='month']";
const BACK = ".breadcrumb .o_back_button, .breadcrumb-item:last a";
const WORKING = ".o_form_view .o_ozon_progress";
// Moments after the page has opened, in milliseconds; it looks at the job every second.
const MOMENTS = [0, 950, 1000, 1050];
// Longer than the pause before the next look of a page that was left.
const LATER = 2500;

const wait = (milliseconds) => () => new Promise((done) => setTimeout(done, milliseconds));

// The button begins work that goes on in the background; a person leaves the page that watches it.
for (const button of ["action_fetch", "action_compare"]) {
    registry.category("web_tour.tours").add(`ozon_leave_${button}`, {
        steps: () => [
            { trigger: REPORT, run: "click" },
            { trigger: `.o_form_view button[name='${button}']`, run: "click" },
            ...MOMENTS.flatMap((moment) => [
                { trigger: WORKING, run: wait(moment) },
                { trigger: BACK, run: "click" },
                { trigger: REPORT, run: "click" },
            ]),
            { trigger: WORKING },
            { trigger: BACK, run: "click" },
            { trigger: ".o_list_view .o_data_row", run: wait(LATER) },
            {
                content: "Nothing has gone wrong in the pages that are gone",
                trigger: "body:not(:has(.o_error_dialog)) .o_list_view .o_data_row",
            },
        ],
    });
}
