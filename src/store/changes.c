/* changes.c - what has changed in a store since a day: reports added and withdrawn, events that changed, events whose id leads elsewhere now. */
#include "store/frames.h"
#include "store/rows.h"

static const char sql[] =
    "SELECT * FROM (SELECT added AS at, 'added' AS change, 'report' AS what, doc_id AS id, title AS detail FROM documents WHERE added >= ?1"
    " UNION ALL SELECT at, 'withdrawn', 'report', doc_id, reason FROM withdrawn WHERE at >= ?1"
    " UNION ALL SELECT changed, 'changed', 'event', group_id, n_reports || CASE n_reports WHEN 1 THEN ' report' ELSE ' reports' END FROM event_groups WHERE changed >= ?1"
    " UNION ALL SELECT at, CASE WHEN now_in IS NULL THEN 'withdrawn' ELSE 'joined' END, 'event', group_id, now_in FROM retired_groups WHERE at >= ?1"
    " UNION ALL SELECT at, 'corrected', 'event', event_id, field FROM corrections WHERE at >= ?1) ORDER BY at, what DESC, change, id";

static dl_status answer(sqlite3 *db, const char *since, const dl_ask *ask, dl_out_stream *stream, dl_count *count, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    dl_rows_form form;
    DL_TRY(dl_rows_form_of(ask->format, &form, err));
    dl_status status = sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_bind_text(s, 1, since, -1, SQLITE_STATIC) == SQLITE_OK
                           ? DL_OK : dl_fail(err, DL_FORMAT, "The store does not answer as one of this version does: %s.", sqlite3_errmsg(db));
    if (status == DL_OK) status = dl_rows_write(s, form, ask->width, stream, &count->rows, NULL, NULL, err);
    sqlite3_finalize(s);
    return status == DL_OK ? dl_stream_push(stream, true, err) : status;
}

dl_status dl_store_changes(const char *store, const char *since, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err)
{
    sqlite3 *db = NULL;
    dl_out_stream stream;
    *count = (dl_count){0};
    if (dl_day_from_text(dl_str_c(since)) == DL_DAY_UNKNOWN) return dl_fail(err, DL_USAGE, "\"%s\" is no day; days are written as 2026-11-01, with a time as 2026-11-01T12:00:00Z.", since);
    dl_stream_open(&stream, sink);
    dl_status status = sqlite3_open_v2(store, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK ? DL_OK : dl_fail(err, DL_IO, "There is no store %s that can be read.", store);
    if (status == DL_OK) status = answer(db, since, ask, &stream, count, err);
    sqlite3_close(db);
    dl_stream_close(&stream);
    return status;
}
