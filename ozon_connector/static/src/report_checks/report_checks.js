import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const STATES = {
    passed: { icon: "fa-check-circle text-success", label: _t("Passed") },
    failed: { icon: "fa-times-circle text-danger", label: _t("Failed") },
    info: { icon: "fa-info-circle text-info", label: _t("For your information") },
};

/**
 * The checks of a report: a list of {name, state, title, text}, those that failed first.
 * With res_model and res_id, the text leads to the record on which a person mends it.
 */
export class OzonReportChecks extends Component {
    static template = "ozon_connector.ReportChecks";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    open(check) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: check.res_model,
            res_id: check.res_id,
            views: [[false, "form"]],
        });
    }

    get checks() {
        const checks = this.props.record.data[this.props.name] || [];
        const failed = checks.filter((check) => check.state === "failed");
        const others = checks.filter((check) => check.state !== "failed");
        return [...failed, ...others].map((check) => ({ ...check, ...STATES[check.state] }));
    }
}

registry.category("fields").add("ozon_report_checks", {
    component: OzonReportChecks,
    supportedTypes: ["json"],
});
