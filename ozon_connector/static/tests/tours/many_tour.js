import { runScheduledAction } from "./server";
import { addTour } from "./tour";

// Very many products came without documents: receiving them does not freeze the page.
addTour("ozon_receive_many", {
    steps: () => [
        {
            content: "The list says what is in the way of the month",
            trigger:
                ".o_list_view .o_data_row:contains('Не хватает на складе товаров: 87') td[name='month']",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_kopeck_receipt']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='amount_total']:contains('0,87')",
        },
        {
            trigger: ".modal-footer button[name='action_receive']",
            run: "click",
        },
        {
            content: "The goods are being received in the background",
            trigger: ".modal .o_ozon_progress",
            run: () => runScheduledAction("ir_cron_run_tasks"),
        },
        {
            content: "The dialog closes by itself, and the month lacks nothing any more",
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(.o_ozon_shortage_list))",
        },
        {
            trigger: ".o_form_view button[name='action_confirm'].btn-primary",
        },
    ],
});
