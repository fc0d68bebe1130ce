import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { OzonProgress } from "./progress";

/** How many of the asked months are loaded. */
export class OzonImportProgress extends OzonProgress {
    static watched = ["month_count", "loaded_count", "failed_count"];

    stateOf({ month_count: total, loaded_count: done, failed_count: failed }) {
        return {
            running: done + failed < total,
            done: done + failed,
            total,
            text: _t("Months loaded: %(done)s of %(total)s", { done, total }),
            message: failed ? _t("Not loaded yet: %s. The list says why.", failed) : "",
        };
    }
}

registry.category("fields").add("ozon_import_progress", {
    component: OzonImportProgress,
    supportedTypes: ["integer"],
    fieldDependencies: [
        { name: "month_count", type: "integer" },
        { name: "failed_count", type: "integer" },
    ],
});
