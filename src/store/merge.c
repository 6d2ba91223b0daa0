/* merge.c - stores joined, and one number for all that a store holds. A report of another store goes the same way as one from a feed: its rows are
 * read out and added, once; what is derived is made anew afterwards. So neither the order of the stores nor how reports were spread over them shows. */
#include "store/keep.h"

#include <stdlib.h>

/* ## Another store, read */

static dl_status open_shard(const char *path, sqlite3 **out, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    bool well = sqlite3_open_v2(path, out, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    if (!well) return dl_fail(err, DL_IO, "The store %s cannot be opened.", path);
    sqlite3_busy_timeout(*out, 120000);
    well = sqlite3_prepare_v2(*out, "SELECT 1 FROM meta WHERE key = 'frames' AND value = '" DL_FRAMES_VERSION "'", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    sqlite3_finalize(s);
    return well ? DL_OK : dl_fail(err, DL_FORMAT, "%s is not a store of this version.", path);
}

static dl_status unreadable(sqlite3 *db, const char *path, dl_error *err)
{
    return dl_fail(err, DL_IO, "The store %s cannot be read: %s.", path, sqlite3_errmsg(db));
}

static dl_cell cell_of(sqlite3_stmt *s, int column)
{
    switch (sqlite3_column_type(s, column)) {
    case SQLITE_INTEGER: return (dl_cell){.kind = DL_CELL_NUMBER, .number = sqlite3_column_int64(s, column)};
    case SQLITE_FLOAT: return (dl_cell){.kind = DL_CELL_REAL, .real = sqlite3_column_double(s, column)};
    case SQLITE_NULL: return (dl_cell){0};
    default: return (dl_cell){.kind = DL_CELL_TEXT, .text = dl_keep_column(s, column)};
    }
}

/* ## Joining */

typedef struct shard {
    const char *path;
    sqlite3 *db;
    sqlite3_stmt *frames[DL_FRAMES_OF_DOC];
} shard;

static dl_status prepare_shard(shard *h, dl_error *err)
{
    dl_buf sql = {0};
    dl_status status = DL_OK;
    for (int i = 0; i < DL_FRAMES_OF_DOC && status == DL_OK; i++) {
        sql.n = 0;
        dl_buf_printf(&sql, "SELECT %s FROM %s WHERE %s ORDER BY %s", dl_frames[i].columns, dl_frames[i].name, dl_frames[i].of_doc, dl_frames[i].order);
        if (sql.failed) status = dl_fail(err, DL_NOMEM, "There is no memory for the store.");
        else if (sqlite3_prepare_v2(h->db, sql.p, -1, &h->frames[i], NULL) != SQLITE_OK) status = unreadable(h->db, h->path, err);
    }
    dl_buf_drop(&sql);
    return status;
}

/* The rows of a report as dl_store_rows gave them: its id is the store's to choose, its groups are to be found anew. */
static dl_status read_rows(shard *h, dl_str doc, dl_buf *out, dl_error *err)
{
    for (int i = 0; i < DL_FRAMES_OF_DOC; i++) {
        sqlite3_stmt *s = h->frames[i];
        int what, columns = sqlite3_column_count(s);
        sqlite3_reset(s);
        dl_keep_bind(s, 1, doc);
        while ((what = sqlite3_step(s)) == SQLITE_ROW) {
            dl_bag_row(out, i);
            for (int k = 0; k < columns; k++) {
                const char *name = sqlite3_column_name(s, k);
                dl_cell cell = cell_of(s, k);
                if (!strcmp(name, "doc_id")) cell = (dl_cell){.kind = DL_CELL_DOC};
                if (!strcmp(name, "group_id")) cell = (dl_cell){0};
                dl_bag_add(out, &cell);
            }
        }
        if (what != SQLITE_DONE) return unreadable(h->db, h->path, err);
        sqlite3_reset(s);
    }
    return out->failed ? dl_fail(err, DL_NOMEM, "There is no memory for the rows of a report.") : DL_OK;
}

static dl_status merge_reports(dl_store *store, shard *h, uint64_t *added, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    dl_buf rows = {0};
    dl_status status = DL_OK;
    int what = SQLITE_DONE, one;
    if (sqlite3_prepare_v2(h->db, "SELECT doc_id FROM documents ORDER BY hash", -1, &s, NULL) != SQLITE_OK) return unreadable(h->db, h->path, err);
    while (status == DL_OK && (what = sqlite3_step(s)) == SQLITE_ROW) {
        rows.n = 0;
        status = read_rows(h, dl_keep_column(s, 0), &rows, err);
        if (status == DL_OK) status = dl_store_add(store, dl_buf_str(&rows), &one, err);
        if (status == DL_OK) *added += (uint64_t)one;
    }
    if (status == DL_OK && what != SQLITE_DONE) status = unreadable(h->db, h->path, err);
    sqlite3_finalize(s);
    dl_buf_drop(&rows);
    return status;
}

/* Rows that belong to no report: the first that comes stays. */
static dl_status copy_rows(dl_store *store, shard *h, const char *table, const char *columns, dl_error *err)
{
    sqlite3_stmt *from = NULL, *to = NULL;
    dl_buf sql = {0};
    int what = SQLITE_DONE;
    dl_buf_printf(&sql, "SELECT %s FROM %s", columns, table);
    dl_status status = sql.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the store.") : DL_OK;
    if (status == DL_OK && sqlite3_prepare_v2(h->db, sql.p, -1, &from, NULL) != SQLITE_OK) status = unreadable(h->db, h->path, err);
    sql.n = 0;
    dl_buf_printf(&sql, "INSERT OR IGNORE INTO %s(%s) VALUES(?", table, columns);
    for (const char *p = columns; *p; p++)
        if (*p == ',') DL_BUF_LIT(&sql, ", ?");
    DL_BUF_LIT(&sql, ")");
    if (status == DL_OK) status = sql.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the store.") : dl_keep_prepare(store, sql.p, &to, err);
    while (status == DL_OK && (what = sqlite3_step(from)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(from); i++) sqlite3_bind_value(to, i + 1, sqlite3_column_value(from, i));
        status = dl_keep_step(store, to, err);
    }
    if (status == DL_OK && what != SQLITE_DONE) status = unreadable(h->db, h->path, err);
    sqlite3_finalize(from);
    sqlite3_finalize(to);
    dl_buf_drop(&sql);
    return status;
}

static dl_status remove_withdrawn(dl_store *store, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    dl_status status = dl_keep_prepare(store, "SELECT d.doc_id FROM documents d JOIN withdrawn w ON w.hash = d.hash LIMIT 1", &s, err);
    dl_buf doc = {0};
    while (status == DL_OK && sqlite3_step(s) == SQLITE_ROW) {
        doc.n = 0;
        dl_buf_add(&doc, dl_keep_column(s, 0));
        sqlite3_reset(s);
        status = dl_keep_remove(store, dl_buf_str(&doc), err);
    }
    sqlite3_finalize(s);
    dl_buf_drop(&doc);
    return status;
}

static dl_status mark_unsettled(dl_store *store, dl_error *err)
{
    DL_TRY(dl_keep_begin(store, err));
    return dl_keep_run(store, "INSERT OR REPLACE INTO meta VALUES('unsettled', '1')", err);
}

static dl_status merge(dl_store *store, shard *h, uint64_t *added, dl_error *err)
{
    DL_TRY(open_shard(h->path, &h->db, err));
    DL_TRY(prepare_shard(h, err));
    DL_TRY(merge_reports(store, h, added, err));
    DL_TRY(mark_unsettled(store, err));
    DL_TRY(copy_rows(store, h, "withdrawn", "hash, doc_id, reason, at", err));
    DL_TRY(remove_withdrawn(store, err));
    DL_TRY(copy_rows(store, h, "corrections", dl_frames[DL_FRAME_CORRECTIONS].columns, err));
    DL_TRY(copy_rows(store, h, "runs", "run_id, began, ended, version, coder, text_kept, reports, added, known, withdrawn, failed, events", err));
    return dl_store_commit(store, err);
}

dl_status dl_store_merge(dl_store *store, const char *path, uint64_t *added, dl_error *err)
{
    shard h = {.path = path};
    *added = 0;
    dl_status status = merge(store, &h, added, err);
    for (int i = 0; i < DL_FRAMES_OF_DOC; i++) sqlite3_finalize(h.frames[i]);
    sqlite3_close(h.db);
    return status;
}

/* ## Withdrawing */

static dl_status tombstone(dl_store *store, dl_str doc, dl_str reason, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    DL_TRY(dl_keep_prepare(store, "INSERT OR REPLACE INTO withdrawn(hash, doc_id, reason) SELECT hash, given_id, ?2 FROM documents WHERE doc_id = ?1", &s, err));
    dl_keep_bind(s, 1, doc);
    dl_keep_bind(s, 2, reason);
    dl_status status = dl_keep_step(store, s, err);
    sqlite3_finalize(s);
    return status;
}

dl_status dl_store_withdraw(dl_store *store, const char *doc, const char *reason, dl_error *err)
{
    dl_str id = dl_str_c(doc);
    dl_keep_bind(store->find_id, 1, id);
    bool found = sqlite3_step(store->find_id) == SQLITE_ROW;
    sqlite3_reset(store->find_id);
    if (!found) return dl_fail(err, DL_USAGE, "The store %s has no report \"%s\".", store->path, doc);
    DL_TRY(mark_unsettled(store, err));
    DL_TRY(tombstone(store, id, dl_str_c(reason), err));
    return dl_keep_remove(store, id, err);
}

/* ## The digest: SHA-256 over the rows of all frames in the order of their keys, without what says when */

static void add_cell(dl_buf *out, sqlite3_stmt *s, int column)
{
    dl_cell cell = cell_of(s, column);
    uint64_t bits;
    memcpy(&bits, &cell.real, sizeof bits);
    if (cell.kind == DL_CELL_NUMBER) dl_buf_printf(out, "n%lld", (long long)cell.number);
    else if (cell.kind == DL_CELL_REAL) dl_buf_printf(out, "r%016llx", (unsigned long long)bits);
    else if (cell.kind == DL_CELL_TEXT) dl_buf_printf(out, "t%zu:", cell.text.n);
    else dl_buf_char(out, '0');
    if (cell.kind == DL_CELL_TEXT) dl_buf_add(out, cell.text);
}

static dl_status digest_frame(sqlite3 *db, const char *path, const dl_frame *f, dl_sha256 *sha, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    dl_buf text = {0};
    int what = SQLITE_DONE;
    dl_buf_printf(&text, "SELECT %s FROM %s ORDER BY %s", f->columns, f->name, f->order);
    dl_status status = text.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the store.") : DL_OK;
    if (status == DL_OK && sqlite3_prepare_v2(db, text.p, -1, &s, NULL) != SQLITE_OK) status = unreadable(db, path, err);
    dl_sha256_add(sha, dl_str_c(f->name));
    while (status == DL_OK && (what = sqlite3_step(s)) == SQLITE_ROW) {
        text.n = 0;
        dl_buf_char(&text, '\n');
        for (int i = 0; i < sqlite3_column_count(s); i++) add_cell(&text, s, i);
        if (text.failed) status = dl_fail(err, DL_NOMEM, "There is no memory for the store.");
        dl_sha256_add(sha, dl_buf_str(&text));
    }
    if (status == DL_OK && what != SQLITE_DONE) status = unreadable(db, path, err);
    dl_sha256_add(sha, DL_LIT("\n\n"));
    sqlite3_finalize(s);
    dl_buf_drop(&text);
    return status;
}

dl_status dl_store_digest(const char *path, char out[65], dl_error *err)
{
    sqlite3 *db = NULL;
    dl_sha256 sha;
    uint8_t digest[32];
    dl_sha256_init(&sha);
    dl_status status = open_shard(path, &db, err);
    for (int i = 0; i < DL_FRAME_COUNT && status == DL_OK; i++) status = digest_frame(db, path, &dl_frames[i], &sha, err);
    sqlite3_close(db);
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 32, out);
    return status;
}
