import { runScheduledAction } from "./server";
import { addTour } from "./tour";

const PATIENCE = 60000; // milliseconds that printing may take
const LOOK = 200; // milliseconds between two checks whether the file has come

/** Wait until the browser has received the file at this address. */
async function downloaded(address) {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
        const [answer] = performance
            .getEntriesByType("resource")
            .filter((entry) => entry.name.includes(address) && entry.responseEnd);
        if (answer) {
            if (answer.responseStatus !== 200 || !answer.decodedBodySize) {
                throw new Error(`${address} answered ${answer.responseStatus}`);
            }
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    throw new Error(`${address} was not downloaded`);
}

// The report on paper.
addTour("ozon_print", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Сентябрь 2026') td[name='month']",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .dropdown-item:contains('Отчёт о реализации')",
            run: "click",
        },
        {
            content: "comes as a file",
            trigger: ".o_form_view",
            run: () => downloaded("/report/download"),
        },
        {
            content: "and no message of an error",
            trigger: "body:not(:has(.o_error_dialog)):not(:has(.o_notification_manager .bg-danger))",
        },
    ],
});

// Earlier months: the dialog shows their progress, and leads to them.
addTour("ozon_history", {
    steps: () => [
        {
            content: "The first months that are missing are proposed, by their names",
            trigger: ".modal .o_field_widget[name='month_from'] select:has(option:selected:contains('Июль 2026'))",
        },
        {
            trigger: ".modal .o_field_widget[name='month_to'] select",
            run: "select 2026-07-01",
        },
        {
            trigger: ".modal .o_field_widget[name='month_to'] select:has(option:selected:contains('Июль 2026'))",
        },
        {
            trigger: ".modal-footer button[name='action_import']",
            run: "click",
        },
        {
            trigger: ".modal .o_ozon_progress:contains('Загружено месяцев: 0 из 1')",
            run: () => runScheduledAction("ir_cron_import_reports"),
        },
        {
            content: "The end is told, without a click",
            trigger: ".modal .o_ozon_progress:contains('Загружено месяцев: 1 из 1')",
        },
        {
            trigger: ".modal-footer button[name='action_open_reports']",
            run: "click",
        },
        {
            content: "The list has the month that is asked for",
            trigger: ".o_list_view .o_data_row .badge:contains('К проверке')",
        },
    ],
});
