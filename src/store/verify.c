/* verify.c - every span of a store looked up in the text again, every text hashed again. */
#include "store/frames.h"
#include "table/table.h"

#include <stdlib.h>

typedef struct check {
    sqlite3 *db;
    const char *path;
    dl_buf *findings;
    dl_verified *count;
    dl_str text;
    uint32_t *points;   /* byte of every code point, then the end */
    uint32_t point_count, room;
    dl_str doc;
} check;

static dl_str column(sqlite3_stmt *s, int i)
{
    const char *p = (const char *)sqlite3_column_text(s, i);
    return (dl_str){p, p ? (size_t)sqlite3_column_bytes(s, i) : 0};
}

static void tell(check *c, const char *what, dl_str id, dl_str words)
{
    dl_buf_printf(c->findings, "%.*s: %s %.*s: \"%.*s\"\n", (int)c->doc.n, c->doc.p, what, (int)id.n, id.p ? id.p : "", (int)DL_MIN(words.n, 80u), words.p ? words.p : "");
    c->count->wrong++;
}

static bool index_text(check *c)
{
    c->point_count = 0;
    if (c->text.n + 1 > c->room) {
        uint32_t *grown = realloc(c->points, (c->text.n + 1) * sizeof *grown);
        if (!grown) return false;
        c->points = grown;
        c->room = (uint32_t)c->text.n + 1;
    }
    for (size_t at = 0; at < c->text.n;) {
        c->points[c->point_count++] = (uint32_t)at;
        dl_utf8_next(c->text, &at);
    }
    c->points[c->point_count] = (uint32_t)c->text.n;
    return true;
}

static bool stands(const check *c, int64_t start, int64_t end, dl_str quote, dl_str prefix, dl_str suffix)
{
    if (start < 0 || end < start || end > c->point_count) return false;
    size_t from = c->points[start], to = c->points[end];
    dl_str words = dl_str_part(c->text, from, to);
    return (dl_str_eq(words, quote) || (quote.n < words.n && dl_str_starts(words, quote))) && dl_str_ends(dl_str_part(c->text, 0, from), prefix) &&
           dl_str_starts(dl_str_part(c->text, to, c->text.n), suffix);
}

/* What has places in the text: an id, start, end, words, what stands before and after. */
static const char *const sources[] = {
    "SELECT s.event_id || ' ' || s.field, s.start, s.\"end\", s.quote, s.prefix, s.suffix FROM spans s JOIN events e ON e.event_id = s.event_id WHERE e.doc_id = ?",
    "SELECT event_id, start, \"end\", quote, NULL, NULL FROM events WHERE doc_id = ? AND quote IS NOT NULL",
    "SELECT a.event_id || ' ' || a.role, a.start, a.\"end\", a.text, NULL, NULL FROM event_actors a JOIN events e ON e.event_id = a.event_id WHERE e.doc_id = ? AND a.text IS NOT NULL",
    "SELECT q.event_id || ' ' || q.kind, q.start, q.\"end\", q.text, NULL, NULL FROM quantities q JOIN events e ON e.event_id = q.event_id WHERE e.doc_id = ? AND q.text IS NOT NULL",
    "SELECT 'place ' || position, start, \"end\", text, NULL, NULL FROM places WHERE doc_id = ? AND text IS NOT NULL",
    "SELECT 'claim ' || claim_id, start, \"end\", quote, NULL, NULL FROM claims WHERE doc_id = ? AND quote IS NOT NULL",
};

static dl_status check_spans(check *c, sqlite3_stmt *s, dl_error *err)
{
    int what;
    sqlite3_reset(s);
    sqlite3_bind_text(s, 1, c->doc.p, (int)c->doc.n, SQLITE_STATIC);
    while ((what = sqlite3_step(s)) == SQLITE_ROW) {
        c->count->spans++;
        if (!stands(c, sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2), column(s, 3), column(s, 4), column(s, 5))) tell(c, "the words do not stand there:", column(s, 0), column(s, 3));
    }
    sqlite3_reset(s);
    return what == SQLITE_DONE ? DL_OK : dl_fail(err, DL_IO, "The store %s cannot be read: %s.", c->path, sqlite3_errmsg(c->db));
}

static void check_hash(check *c, dl_str expected)
{
    dl_sha256 sha;
    uint8_t digest[32];
    char hex[65];
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, c->text);
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 32, hex);
    if (!dl_str_is(expected, hex)) tell(c, "the text is not what it was", (dl_str){0}, c->text);
}

static dl_status check_docs(check *c, sqlite3_stmt *docs, sqlite3_stmt *const spans[DL_COUNT(sources)], dl_error *err)
{
    int what;
    while ((what = sqlite3_step(docs)) == SQLITE_ROW) {
        c->count->documents++;
        c->doc = column(docs, 0);
        c->text = column(docs, 1);
        if (!dl_str_is(column(docs, 3), "full")) continue;
        if (!index_text(c)) return dl_fail(err, DL_NOMEM, "There is no memory for a text of the store.");
        check_hash(c, column(docs, 2));
        for (size_t i = 0; i < DL_COUNT(sources); i++) DL_TRY(check_spans(c, spans[i], err));
    }
    return what == SQLITE_DONE ? DL_OK : dl_fail(err, DL_IO, "The store %s cannot be read: %s.", c->path, sqlite3_errmsg(c->db));
}

static dl_status prepare(check *c, const char *sql, sqlite3_stmt **out, dl_error *err)
{
    return sqlite3_prepare_v2(c->db, sql, -1, out, NULL) == SQLITE_OK ? DL_OK : dl_fail(err, DL_FORMAT, "%s is not a store of this version: %s.", c->path, sqlite3_errmsg(c->db));
}

dl_status dl_store_verify(const char *store, dl_buf *findings, dl_verified *count, dl_error *err)
{
    check c = {.path = store, .findings = findings, .count = count};
    sqlite3_stmt *docs = NULL, *spans[DL_COUNT(sources)] = {0};
    *count = (dl_verified){0};
    dl_status status = sqlite3_open_v2(store, &c.db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK ? DL_OK : dl_fail(err, DL_IO, "There is no store %s that can be read.", store);
    if (status == DL_OK) status = prepare(&c, "SELECT doc_id, text, text_hash, text_kept FROM documents ORDER BY doc_id", &docs, err);
    for (size_t i = 0; i < DL_COUNT(sources) && status == DL_OK; i++) status = prepare(&c, sources[i], &spans[i], err);
    if (status == DL_OK) status = check_docs(&c, docs, spans, err);
    sqlite3_finalize(docs);
    for (size_t i = 0; i < DL_COUNT(sources); i++) sqlite3_finalize(spans[i]);
    free(c.points);
    sqlite3_close(c.db);
    return status;
}
