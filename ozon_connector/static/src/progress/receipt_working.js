import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

import { OzonWorking } from "./working";

/**
 * A large 1-kopeck receipt. If it is for a report, its dialog closes at the end, like the dialog of
 * a small receipt, which is not done in the background.
 */
export class OzonReceiptWorking extends OzonWorking {
    static watched = [...OzonWorking.watched, "report_id", "order_id"];

    setup() {
        super.setup();
        this.action = useService("action");
    }

    stateOf(values) {
        const isReceived = Boolean(values.report_id && values.order_id);
        return { ...super.stateOf(values), isReceived };
    }

    async reload(record) {
        if (!this.state.isReceived || !this.env.inDialog) {
            return super.reload(record);
        }
        await this.action.doAction({ type: "ir.actions.act_window_close" });
        return false;
    }
}

registry.category("fields").add("ozon_receipt_working", {
    component: OzonReceiptWorking,
    supportedTypes: ["char"],
});
