import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { fileUploadListView } from "@account/views/file_upload_list/file_upload_list_view";
import { FileUploadListRenderer } from "@account/views/file_upload_list/file_upload_list_renderer";

/** A list on which files from Ozon's cabinet are dropped. */
export class OzonFileListRenderer extends FileUploadListRenderer {
    setup() {
        super.setup();
        this.dropZoneTitle = _t("Drop reports from Ozon's cabinet here");
    }
}

export const ozonFileListView = {
    ...fileUploadListView,
    Renderer: OzonFileListRenderer,
    buttonTemplate: "ozon_connector.FileListButtons",
};

registry.category("views").add("ozon_file_list", ozonFileListView);
