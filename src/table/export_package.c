/* export_package.c - datapackage.json: the files, their digests, their columns, after Frictionless Data Package 1. */
#include "table/export.h"

static void field(dl_json *j, const char *name, const char *type)
{
    dl_json_open(j, '{');
    dl_json_field(j, "name", dl_str_c(name));
    dl_json_field(j, "type", dl_str_c(type));
    dl_json_close(j, '}');
}

static void flag(dl_json *j, const char *key, bool value)
{
    dl_json_key(j, key);
    dl_buf_add(j->out, value ? DL_LIT("true") : DL_LIT("false"));
    j->more = true;
}

static void file_of(dl_json *j, const dl_package_file *f)
{
    dl_json_field(j, "path", dl_str_c(f->name));
    dl_json_key(j, "bytes");
    dl_json_int(j, (int64_t)f->bytes);
    dl_buf hash = {0};
    dl_buf_printf(&hash, "sha256:%s", f->sha256);
    dl_json_field(j, "hash", dl_buf_str(&hash));
    j->out->failed |= hash.failed;
    dl_buf_drop(&hash);
    dl_json_field(j, "encoding", DL_LIT("utf-8"));
}

static void dialect(dl_json *j, const dl_format *f)
{
    dl_json_key(j, "dialect");
    dl_json_open(j, '{');
    dl_json_field(j, "delimiter", f->separator == ',' ? DL_LIT(",") : DL_LIT("\t"));
    flag(j, "header", f->header);
    if (f->quoted) dl_json_field(j, "quoteChar", DL_LIT("\""));
    dl_json_close(j, '}');
}

static void schema(dl_json *j, const dl_format *f)
{
    dl_json_key(j, "schema");
    dl_json_open(j, '{');
    dl_json_key(j, "fields");
    dl_json_open(j, '[');
    for (uint32_t i = 0; i < f->column_count; i++) field(j, f->columns[i].name, f->columns[i].type);
    dl_json_close(j, ']');
    dl_json_key(j, "missingValues");
    dl_json_open(j, '[');
    dl_json_str(j, (dl_str){0});
    if (!strcmp(f->name, "polecat")) dl_json_str(j, DL_LIT("None"));
    dl_json_close(j, ']');
    dl_json_close(j, '}');
}

static void table_resource(dl_json *j, const dl_export *x, const dl_package_file *table)
{
    const dl_format *f = x->format;
    dl_buf name = {0};
    for (const char *p = f->name; *p; p++) dl_buf_char(&name, *p == '@' ? '-' : *p);
    dl_json_open(j, '{');
    dl_json_field(j, "name", dl_buf_str(&name));
    dl_json_field(j, "title", dl_str_c(f->version));
    file_of(j, table);
    if (f->separator) {
        dl_json_field(j, "profile", DL_LIT("tabular-data-resource"));
        dl_json_field(j, "format", f->separator == ',' ? DL_LIT("csv") : DL_LIT("tsv"));
        dialect(j, f);
    }
    if (f->column_count) schema(j, f);
    dl_json_key(j, "rows");
    dl_json_int(j, (int64_t)x->rows);
    dl_json_close(j, '}');
    dl_buf_drop(&name);
}

void dl_package_add(const dl_export *x, const dl_package_file *table, const dl_package_file *sidecar, const char *coder, dl_buf *out)
{
    dl_json json = {.out = out}, *j = &json;
    dl_json_open(j, '{');
    dl_json_field(j, "profile", DL_LIT("data-package"));
    dl_json_field(j, "name", DL_LIT("dateline-export"));
    dl_json_field(j, "version", DL_LIT(DATELINE_VERSION));
    dl_json_field(j, "description", DL_LIT("Machine-coded events from news reports. One event may have many reports; the sidecar names them, with the words each rests on."));
    dl_json_field(j, "coder", dl_str_c(coder));
    dl_json_key(j, "events");
    dl_json_int(j, (int64_t)x->events);
    dl_json_key(j, "left_out");
    dl_json_int(j, (int64_t)x->left_out);
    dl_json_key(j, "resources");
    dl_json_open(j, '[');
    table_resource(j, x, table);
    dl_json_open(j, '{');
    dl_json_field(j, "name", DL_LIT("provenance"));
    dl_json_field(j, "title", DL_LIT("Where each row comes from: event, reports, words, source, rule"));
    file_of(j, sidecar);
    dl_json_field(j, "format", DL_LIT("jsonl"));
    dl_json_close(j, '}');
    dl_json_close(j, ']');
    dl_json_close(j, '}');
    dl_buf_char(out, '\n');
}
