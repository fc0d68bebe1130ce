import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { OzonProgress } from "./progress";

/** The progress of the synchronisation of product cards. */
export class OzonSyncProgress extends OzonProgress {
    static watched = ["sync_step", "sync_done", "sync_total", "sync_message"];

    stateOf({ sync_step: step, sync_done: done, sync_total: total, sync_message: message }) {
        const label = Object.fromEntries(this.props.record.fields.sync_step.selection)[step] || "";
        const text = total
            ? _t("%(step)s: %(done)s of %(total)s", { step: label, done, total })
            : _t("%(step)s: %(done)s", { step: label, done });
        return { running: Boolean(step), done, total, text, message };
    }
}

registry.category("fields").add("ozon_sync_progress", {
    component: OzonSyncProgress,
    supportedTypes: ["selection"],
    fieldDependencies: [
        { name: "sync_done", type: "integer" },
        { name: "sync_total", type: "integer" },
        { name: "sync_message", type: "text" },
    ],
});
