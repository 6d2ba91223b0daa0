/* imports.c - dictionaries that people already have, beside the tables of the data folder. */
#include "mark/import.h"
#include "record/record.h"

dl_status dl_tables_import(const dl_import_ask *ask, dl_buf *findings, dl_import_count *count, dl_error *err)
{
    dl_tables *tables = NULL;
    *count = (dl_import_count){0};
    DL_TRY(dl_tables_open(dl_data_folder(ask->data), &tables, NULL, NULL, err));
    dl_status status = dl_import_files(tables, ask, findings, count, err);
    dl_tables_close(tables);
    return status;
}
