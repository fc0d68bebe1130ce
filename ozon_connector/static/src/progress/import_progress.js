import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { OzonProgress } from "./progress";

/** How many of the requested months are loaded, and how many have drafted documents. */
export class OzonImportProgress extends OzonProgress {
    static watched = [
        "month_count", "loaded_count", "drafted_count", "running_count",
    ];

    stateOf({
        month_count: total, loaded_count: done, drafted_count: drafted, running_count: running,
    }) {
        return {
            running: running > 0,
            done: total - running,
            total,
            text: _t("Months loaded: %(done)s of %(total)s, documents drafted: %(drafted)s", {
                done, total, drafted,
            }),
            message: "",
        };
    }
}

registry.category("fields").add("ozon_import_progress", {
    component: OzonImportProgress,
    supportedTypes: ["integer"],
    fieldDependencies: [
        { name: "month_count", type: "integer" },
        { name: "drafted_count", type: "integer" },
        { name: "running_count", type: "integer" },
    ],
});
