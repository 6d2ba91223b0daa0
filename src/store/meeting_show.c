/* meeting_show.c - a meeting for people: what all reports tell of it in one card, each party's last answer, and how it came to that. */
#include "store/asker.h"

static const char head_sql[] =
    "SELECT 'meeting ' || id || ': ' || n_reports || CASE n_reports WHEN 1 THEN ' report' ELSE ' reports' END, coalesce(place, 'place not known') || coalesce(', ' || country, ''),"
    " coalesce(date || CASE WHEN enddate > date THEN ' to ' || enddate ELSE '' END, 'day not known'), host || coalesce(' (' || host_code || ')', ''), invited || ' invited' FROM ask_meetings WHERE id = ?";
static const char last_sql[] =
    "SELECT party, coalesce(code, '') || coalesce('.' || sector, '') AS code, answer AS \"last answer\", told AS \"told on\", (SELECT count(DISTINCT doc) FROM ask_answers b WHERE b.meeting = a.meeting"
    " AND b.party = a.party) AS reports FROM ask_answers a WHERE meeting = ?1 AND NOT EXISTS (SELECT 1 FROM ask_answers b WHERE b.meeting = a.meeting AND b.party = a.party"
    " AND (b.told > a.told OR (b.told = a.told AND b.record > a.record))) ORDER BY party";
static const char history_sql[] =
    "SELECT told AS \"told on\", party, answer, day AS \"for the day\", publisher, words FROM ask_answers WHERE meeting = ?1 ORDER BY told, doc, record, party LIMIT 200";

static dl_status prepare(dl_asker *a, const char *sql, const char *id, sqlite3_stmt **out, dl_error *err)
{
    if (sqlite3_prepare_v2(a->db, sql, -1, out, NULL) == SQLITE_OK && sqlite3_bind_text(*out, 1, id, -1, SQLITE_STATIC) == SQLITE_OK) return DL_OK;
    return dl_fail(err, DL_FORMAT, "The store does not answer as one of this version does: %s.", sqlite3_errmsg(a->db));
}

static dl_status table(dl_asker *a, const char *sql, const char *id, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    uint64_t rows;
    DL_BUF_LIT(&a->stream.buf, "\n");
    DL_TRY(prepare(a, sql, id, &s, err));
    dl_status status = dl_rows_write(s, DL_ROWS_TABLE, a->ask->width, &a->stream, &rows, NULL, NULL, err);
    sqlite3_finalize(s);
    return status;
}

dl_status dl_meeting_show(dl_asker *a, const char *id, bool *found, dl_error *err)
{
    static const char *const names[] = {NULL, "where", "when", "host", "how many"};
    sqlite3_stmt *s = NULL;
    DL_TRY(prepare(a, head_sql, id, &s, err));
    *found = sqlite3_step(s) == SQLITE_ROW;
    for (int i = 0; *found && i < 5; i++) {
        const char *words = (const char *)sqlite3_column_text(s, i);
        if (!words) continue;
        if (names[i]) dl_buf_printf(&a->stream.buf, "  %-11s%s\n", names[i], words);
        else dl_buf_printf(&a->stream.buf, "%s\n\n", words);
    }
    sqlite3_finalize(s);
    if (!*found) return DL_OK;
    DL_TRY(table(a, last_sql, id, err));
    DL_TRY(table(a, history_sql, id, err));
    return dl_stream_push(&a->stream, true, err);
}
