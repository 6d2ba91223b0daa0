/* export_store.c - a store in the layout of another data set: the table, its sidecar, and datapackage.json. */
#include "store/asker.h"
#include "store/event_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { TIMELINE_SLIDES = 100 };

/* A file that is written piece by piece and digested on the way; or, without one, the caller's sink. */
typedef struct output {
    FILE *file;
    const dl_sink *sink;   /* where a table without a folder goes; NULL: nowhere */
    char name[96];
    dl_buf buf;
    dl_sha256 sha;
    uint64_t bytes;
} output;

static dl_status open_output(output *o, const char *folder, const char *name, const dl_sink *sink, dl_error *err)
{
    char path[4096];
    *o = (output){.sink = sink};
    dl_sha256_init(&o->sha);
    snprintf(o->name, sizeof o->name, "%s", name);
    if (!folder) return DL_OK;
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (n < 0 || (size_t)n >= sizeof path) return dl_fail(err, DL_LIMIT, "The name of the folder is too long.");
    o->file = fopen(path, "wb");
    return o->file ? DL_OK : dl_fail(err, DL_IO, "%s cannot be written: %s.", path, strerror(errno));
}

static dl_status push(output *o, bool now, dl_error *err)
{
    if (o->buf.failed) return dl_fail(err, DL_NOMEM, "There is no memory for the output.");
    if ((o->buf.n < 65536 && !now) || o->buf.n == 0) return DL_OK;
    dl_sha256_add(&o->sha, dl_buf_str(&o->buf));
    o->bytes += o->buf.n;
    bool well = o->file ? fwrite(o->buf.p, 1, o->buf.n, o->file) == o->buf.n : !o->sink || o->sink->write(o->sink->context, o->buf.p, o->buf.n);
    o->buf.n = 0;
    return well ? DL_OK : dl_fail(err, DL_IO, "%s cannot be written.", o->file ? o->name : "The output");
}

static dl_status close_output(output *o, dl_status status, dl_error *err)
{
    if (o->file && fclose(o->file) != 0 && status == DL_OK) status = dl_fail(err, DL_IO, "%s cannot be written: %s.", o->name, strerror(errno));
    dl_buf_drop(&o->buf);
    return status;
}

typedef struct job {
    dl_asker asker;
    dl_event_reader reader;
    dl_codes *codes;
    dl_export export;
    output table, sidecar;
    const char *folder;
    dl_count *count;
    char coder[128];
} job;

static dl_status write_events(job *j, sqlite3_stmt *statement, dl_error *err)
{
    int what;
    while ((what = sqlite3_step(statement)) == SQLITE_ROW) {
        const dl_out_event *e = dl_event_read(&j->reader, statement);
        uint64_t before = j->export.events;
        dl_export_event(&j->export, e);
        if (j->export.events > before) j->count->reports += e->report_count;
        if (e->coder.n && !j->coder[0]) snprintf(j->coder, sizeof j->coder, "%.*s", (int)e->coder.n, e->coder.p);
        DL_TRY(push(&j->table, false, err));
        DL_TRY(push(&j->sidecar, false, err));
    }
    if (what != SQLITE_DONE) return dl_fail(err, DL_IO, "The store cannot be read: %s.", sqlite3_errmsg(j->asker.db));
    dl_export_end(&j->export);
    DL_TRY(push(&j->table, true, err));
    return push(&j->sidecar, true, err);
}

static void hex_of(output *o, char out[65])
{
    uint8_t digest[32];
    dl_sha256_done(&o->sha, digest);
    dl_hex(digest, 32, out);
}

static dl_status write_package(job *j, dl_error *err)
{
    char table_hash[65], sidecar_hash[65];
    output package;
    hex_of(&j->table, table_hash);
    hex_of(&j->sidecar, sidecar_hash);
    const dl_package_file table = {j->table.name, j->table.bytes, table_hash}, sidecar = {j->sidecar.name, j->sidecar.bytes, sidecar_hash};
    DL_TRY(open_output(&package, j->folder, "datapackage.json", NULL, err));
    dl_package_add(&j->export, &table, &sidecar, j->coder, &package.buf);
    return close_output(&package, push(&package, true, err), err);
}

static dl_status make_folder(const char *folder, dl_error *err)
{
    if (mkdir(folder, 0777) == 0 || errno == EEXIST) return DL_OK;
    return dl_fail(err, DL_IO, "The folder %s cannot be made: %s.", folder, strerror(errno));
}

static dl_status open_files(job *j, const dl_format *format, const dl_sink *sink, dl_error *err)
{
    char name[96];
    if (j->folder) DL_TRY(make_folder(j->folder, err));
    DL_TRY(open_output(&j->table, j->folder, format->file, sink, err));
    snprintf(name, sizeof name, "%s.provenance.jsonl", format->file);
    return j->folder ? open_output(&j->sidecar, j->folder, name, NULL, err) : DL_OK;
}

static dl_status prepare(job *j, const dl_format *format, sqlite3_stmt **out, dl_error *err)
{
    bool timeline = !strcmp(format->name, "timelinejs");
    dl_sql *sql = calloc(1, sizeof *sql);
    if (!sql) return dl_fail(err, DL_NOMEM, "There is no memory for the question.");
    dl_sql_add(sql, "SELECT ");
    dl_sql_add(sql, dl_event_columns);
    dl_status status = dl_sql_from(&j->asker, sql, false, err);
    uint32_t limit = j->asker.ask->limit;
    dl_sql_add(sql, timeline ? " ORDER BY e.n_reports DESC, e.rid" : dl_sql_order(&j->asker));
    if (timeline && (limit == 0 || limit > TIMELINE_SLIDES)) limit = TIMELINE_SLIDES;
    if (limit) {
        dl_sql_add(sql, " LIMIT ");
        dl_sql_number(sql, limit);
    }
    if (status == DL_OK) status = dl_sql_prepare(&j->asker, sql, out, err);
    dl_sql_drop(sql);
    free(sql);
    return status;
}

static dl_status run(job *j, const dl_format *format, const dl_sink *sink, dl_error *err)
{
    sqlite3_stmt *statement = NULL;
    DL_TRY(dl_codes_open(j->asker.ask->data, &j->codes, err));
    DL_TRY(dl_event_reader_open(&j->reader, j->asker.db, err));
    DL_TRY(open_files(j, format, sink, err));
    if (!dl_export_begin(&j->export, format, j->codes, &j->table.buf, j->folder ? &j->sidecar.buf : NULL))
        return dl_fail(err, DL_NOMEM, "There is no memory for the export.");
    dl_status status = prepare(j, format, &statement, err);
    if (status == DL_OK) status = write_events(j, statement, err);
    sqlite3_finalize(statement);
    if (status == DL_OK && j->folder) status = write_package(j, err);
    j->count->rows = j->export.rows;
    j->count->events = j->export.events;
    j->count->left_out = j->export.left_out;
    return status;
}

dl_status dl_store_export(const char *store, const char *to, const char *folder, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err)
{
    const dl_format *format = dl_format_find(to);
    if (!format) return dl_fail(err, DL_USAGE, "There is no layout \"%s\": plover, icews, gdelt, gdelt-mentions, polecat, ucdp-ged, ucdp-ged@19.1, phoenix, gexf, timelinejs.", to);
    job *j = calloc(1, sizeof *j);
    *count = (dl_count){0};
    if (!j) return dl_fail(err, DL_NOMEM, "There is no memory for the export.");
    j->folder = folder;
    j->count = count;
    dl_status status = dl_asker_open(&j->asker, store, ask, sink, err);
    if (status == DL_OK) status = run(j, format, sink, err);
    if (j->export.graph) dl_export_end(&j->export); /* frees it after a failure */
    status = close_output(&j->table, status, err);
    status = close_output(&j->sidecar, status, err);
    dl_event_reader_close(&j->reader);
    dl_codes_close(j->codes);
    dl_asker_close(&j->asker);
    free(j);
    return status;
}
