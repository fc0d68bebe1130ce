import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { OzonProgress } from "./progress";

/** How many rows of a large file are read. */
export class OzonFileProgress extends OzonProgress {
    static watched = ["ozon_working", "rows_file", "rows_done", "rows_total"];

    stateOf({ ozon_working: work, rows_file: file, rows_done: done, rows_total: total }) {
        const text = total
            ? _t("%(work)s. %(file)s: %(done)s of %(total)s rows read", {
                work, file, done, total,
            })
            : work;
        return { running: Boolean(work), done, total, text, message: "" };
    }
}

registry.category("fields").add("ozon_file_progress", {
    component: OzonFileProgress,
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "rows_file", type: "char" },
        { name: "rows_done", type: "integer" },
        { name: "rows_total", type: "integer" },
    ],
});
