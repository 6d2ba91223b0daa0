/* keep.c - a store opened for writing: reports go in whole or not at all, many in one transaction, so that a process that is killed leaves a
 * store from which the same run goes on. Whatever is in the store already is known by its hash and passed over. */
#include "store/keep.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BATCH_REPORTS 200u
#define BATCH_SECONDS 2.0
#define WAIT_MS 120000

/* ## Statements */

dl_status dl_keep_failed(const dl_store *store, dl_error *err)
{
    int code = sqlite3_errcode(store->db);
    if (code == SQLITE_NOMEM) return dl_fail(err, DL_NOMEM, "There is no memory for the store %s.", store->path);
    if (code == SQLITE_BUSY) return dl_fail(err, DL_IO, "The store %s is being written by another process.", store->path);
    return dl_fail(err, DL_IO, "The store %s cannot be written: %s.", store->path, sqlite3_errmsg(store->db));
}

dl_status dl_keep_run(dl_store *store, const char *sql, dl_error *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? DL_OK : dl_keep_failed(store, err);
}

dl_status dl_keep_prepare(dl_store *store, const char *sql, sqlite3_stmt **out, dl_error *err)
{
    return sqlite3_prepare_v2(store->db, sql, -1, out, NULL) == SQLITE_OK ? DL_OK : dl_keep_failed(store, err);
}

dl_status dl_keep_step(dl_store *store, sqlite3_stmt *statement, dl_error *err)
{
    dl_status status = sqlite3_step(statement) == SQLITE_DONE ? DL_OK : dl_keep_failed(store, err);
    sqlite3_reset(statement);
    return status;
}

void dl_keep_bind(sqlite3_stmt *statement, int at, dl_str text)
{
    if (text.n) sqlite3_bind_text(statement, at, text.p, (int)text.n, SQLITE_STATIC);
    else sqlite3_bind_null(statement, at);
}

dl_str dl_keep_column(sqlite3_stmt *statement, int column)
{
    const char *p = (const char *)sqlite3_column_text(statement, column);
    return (dl_str){p, p ? (size_t)sqlite3_column_bytes(statement, column) : 0};
}

/* ## Opening */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* An empty file becomes a store; any other file must be one of this version. */
static dl_status check(dl_store *store, dl_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool empty = false, ours = false;
    if (sqlite3_prepare_v2(store->db, "SELECT count(*), sum(name = 'meta' OR name = 'documents') FROM sqlite_schema WHERE type = 'table'", -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW) {
        sqlite3_finalize(statement);
        return sqlite3_errcode(store->db) == SQLITE_NOTADB ? dl_fail(err, DL_FORMAT, "%s is not a store.", store->path) : dl_keep_failed(store, err);
    }
    empty = sqlite3_column_int(statement, 0) == 0;
    ours = sqlite3_column_int(statement, 1) == 2;
    sqlite3_finalize(statement);
    if (empty) return DL_OK;
    if (!ours) return dl_fail(err, DL_FORMAT, "%s is a database of something else than dateline.", store->path);
    DL_TRY(dl_keep_prepare(store, "SELECT 1 FROM meta WHERE key = 'frames' AND value = '" DL_FRAMES_VERSION "'", &statement, err));
    bool same = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return same ? DL_OK : dl_fail(err, DL_FORMAT, "%s was written by another version of dateline.", store->path);
}

static dl_status prepare_inserts(dl_store *store, dl_error *err)
{
    dl_buf sql = {0};
    dl_status status = DL_OK;
    for (int i = 0; i < DL_FRAMES_OF_DOC && status == DL_OK; i++) {
        sql.n = 0;
        dl_buf_printf(&sql, "INSERT INTO %s(%s) VALUES(?", dl_frames[i].name, dl_frames[i].columns);
        for (const char *p = dl_frames[i].columns; *p; p++)
            if (*p == ',') DL_BUF_LIT(&sql, ", ?");
        DL_BUF_LIT(&sql, ")");
        status = sql.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the store.") : dl_keep_prepare(store, sql.p, &store->insert[i], err);
    }
    dl_buf_drop(&sql);
    return status;
}

static dl_status make_ready(dl_store *store, dl_error *err)
{
    DL_TRY(check(store, err));
    DL_TRY(dl_keep_run(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY", err));
    DL_TRY(dl_keep_run(store, "BEGIN IMMEDIATE", err));
    for (int i = 0; dl_frames_sql[i]; i++) DL_TRY(dl_keep_run(store, dl_frames_sql[i], err));
    DL_TRY(dl_keep_run(store, "COMMIT", err));
    DL_TRY(prepare_inserts(store, err));
    DL_TRY(dl_keep_prepare(store, "SELECT doc_id, coder, text_kept FROM documents WHERE hash = ?", &store->find, err));
    DL_TRY(dl_keep_prepare(store, "SELECT 1 FROM withdrawn WHERE hash = ?", &store->find_withdrawn, err));
    DL_TRY(dl_keep_prepare(store, "SELECT 1 FROM documents WHERE doc_id = ?", &store->find_id, err));
    return dl_keep_prepare(store, "INSERT INTO documents_fts(rowid, title, text) VALUES(?, ?, ?)", &store->index, err);
}

dl_status dl_store_open(const char *path, dl_store **out, dl_error *err)
{
    dl_store *store = calloc(1, sizeof *store);
    *out = NULL;
    if (!store || !(store->path = strdup(path))) {
        free(store);
        return dl_fail(err, DL_NOMEM, "There is no memory for the store.");
    }
    dl_status status = sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK
                           ? DL_OK : dl_fail(err, DL_IO, "The store %s cannot be opened or made.", path);
    if (status == DL_OK) {
        sqlite3_busy_timeout(store->db, WAIT_MS);
        status = make_ready(store, err);
    }
    if (status == DL_OK) *out = store;
    else dl_store_close(store);
    return status;
}

void dl_store_close(dl_store *store)
{
    if (!store) return;
    for (int i = 0; i < DL_FRAMES_OF_DOC; i++) sqlite3_finalize(store->insert[i]);
    sqlite3_finalize(store->find);
    sqlite3_finalize(store->find_withdrawn);
    sqlite3_finalize(store->find_id);
    sqlite3_finalize(store->index);
    sqlite3_close(store->db);
    free(store->path);
    free(store);
}

dl_status dl_keep_begin(dl_store *store, dl_error *err)
{
    if (store->writing) return DL_OK;
    DL_TRY(dl_keep_run(store, "BEGIN IMMEDIATE", err));
    store->writing = true;
    store->pending = 0;
    store->began = now();
    return DL_OK;
}

dl_status dl_store_commit(dl_store *store, dl_error *err)
{
    if (!store->writing) return DL_OK;
    DL_TRY(dl_keep_run(store, "COMMIT", err));
    store->writing = false;
    return DL_OK;
}

/* ## Reports in and out */

static bool any(sqlite3_stmt *statement, dl_str key)
{
    dl_keep_bind(statement, 1, key);
    bool found = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_reset(statement);
    return found;
}

dl_store_state dl_store_has(dl_store *store, const dl_report *report)
{
    char hash[33];
    dl_report_hash(report, hash);
    if (any(store->find, dl_str_c(hash))) return DL_STORE_HELD;
    return any(store->find_withdrawn, dl_str_c(hash)) ? DL_STORE_WITHDRAWN : DL_STORE_NEW;
}

dl_status dl_keep_remove(dl_store *store, dl_str doc_id, dl_error *err)
{
    static const char *const sql[] = {
        "INSERT INTO documents_fts(documents_fts, rowid, title, text) SELECT 'delete', doc_key, title, text FROM documents WHERE doc_id = ?",
        "DELETE FROM documents WHERE doc_id = ?"};
    dl_status status = DL_OK;
    for (size_t i = 0; i < DL_COUNT(sql) && status == DL_OK; i++) {
        sqlite3_stmt *statement = NULL;
        status = dl_keep_prepare(store, sql[i], &statement, err);
        if (status == DL_OK) {
            dl_keep_bind(statement, 1, doc_id);
            status = dl_keep_step(store, statement, err);
        }
        sqlite3_finalize(statement);
    }
    return status;
}

/* What is kept goes by what is richer: of two codings of one report the one of the later coder by name, then the one with more of the text. */
static int rank(dl_str kept) { return dl_str_is(kept, "full") ? 2 : dl_str_is(kept, "snippet") ? 1 : 0; }

typedef struct head { dl_cell cells[16]; dl_str hash, given, title, text, kept, coder; } head;

/* The row of the document, which comes first. */
static bool read_head(dl_str rows, head *out)
{
    int frame;
    if (!dl_bag_next_row(&rows, &frame) || frame != DL_FRAME_DOCUMENTS) return false;
    for (int i = 0; i < 15; i++)
        if (!dl_bag_next(&rows, &out->cells[i])) return false;
    out->hash = out->cells[1].text;
    out->given = out->cells[2].text;
    out->title = out->cells[4].text;
    out->text = out->cells[9].text;
    out->kept = out->cells[10].text;
    out->coder = out->cells[14].text;
    return out->hash.n == 32 && out->given.n > 0;
}

/* Is the report to be written? What the store has of it is taken out when this one goes before it. */
static dl_status make_way(dl_store *store, const head *h, bool *write, dl_error *err)
{
    *write = false;
    if (any(store->find_withdrawn, h->hash)) return DL_OK;
    dl_keep_bind(store->find, 1, h->hash);
    bool found = sqlite3_step(store->find) == SQLITE_ROW;
    int order = found ? dl_str_cmp(h->coder, dl_keep_column(store->find, 1)) : 1;
    *write = order > 0 || (order == 0 && rank(h->kept) > rank(dl_keep_column(store->find, 2)));
    dl_buf doc = {0};
    if (found) dl_buf_add(&doc, dl_keep_column(store->find, 0));
    sqlite3_reset(store->find);
    dl_status status = found && *write ? dl_keep_remove(store, dl_buf_str(&doc), err) : DL_OK;
    dl_buf_drop(&doc);
    return status;
}

/* The id as given; another report that has it already makes it longer (settle.c decides in the end which keeps it short). */
static dl_status choose_id(dl_store *store, const head *h, dl_buf *out, dl_error *err)
{
    dl_buf_add(out, h->given);
    if (!out->failed && any(store->find_id, h->given)) dl_buf_printf(out, "~%.*s", 8, h->hash.p);
    return out->failed ? dl_fail(err, DL_NOMEM, "There is no memory for the report.") : DL_OK;
}

static dl_status write_row(dl_store *store, int frame, dl_str *rest, dl_str doc, dl_error *err)
{
    sqlite3_stmt *statement = store->insert[frame];
    int count = sqlite3_bind_parameter_count(statement);
    dl_cell cell;
    for (int i = 1; i <= count; i++) {
        if (!dl_bag_next(rest, &cell)) return dl_fail(err, DL_USAGE, "The rows of a report are damaged.");
        if (cell.kind == DL_CELL_DOC) dl_keep_bind(statement, i, doc);
        else if (cell.kind == DL_CELL_NUMBER) sqlite3_bind_int64(statement, i, cell.number);
        else if (cell.kind == DL_CELL_REAL) sqlite3_bind_double(statement, i, cell.real);
        else dl_keep_bind(statement, i, cell.text);
    }
    return dl_keep_step(store, statement, err);
}

static dl_status write_rows(dl_store *store, const head *h, dl_str rows, dl_str doc, dl_error *err)
{
    int frame;
    while (rows.n) {
        if (!dl_bag_next_row(&rows, &frame)) return dl_fail(err, DL_USAGE, "The rows of a report are damaged.");
        DL_TRY(write_row(store, frame, &rows, doc, err));
        if (frame != DL_FRAME_DOCUMENTS) continue;
        sqlite3_bind_int64(store->index, 1, sqlite3_last_insert_rowid(store->db));
        dl_keep_bind(store->index, 2, h->title);
        dl_keep_bind(store->index, 3, h->text);
        DL_TRY(dl_keep_step(store, store->index, err));
    }
    return DL_OK;
}

static dl_status add(dl_store *store, const head *h, dl_str rows, int *added, dl_error *err)
{
    bool write = false;
    dl_buf doc = {0};
    dl_status status = make_way(store, h, &write, err);
    if (status == DL_OK && write) status = choose_id(store, h, &doc, err);
    if (status == DL_OK && write) status = write_rows(store, h, rows, dl_buf_str(&doc), err);
    *added = status == DL_OK && write;
    dl_buf_drop(&doc);
    return status;
}

dl_status dl_store_add(dl_store *store, dl_str rows, int *added, dl_error *err)
{
    head h;
    *added = 0;
    if (!read_head(rows, &h)) return dl_fail(err, DL_USAGE, "The rows of a report are damaged.");
    DL_TRY(dl_keep_begin(store, err));
    if (store->pending == 0) DL_TRY(dl_keep_run(store, "INSERT OR REPLACE INTO meta VALUES('unsettled', '1')", err));
    DL_TRY(dl_keep_run(store, "SAVEPOINT report", err));
    dl_status status = add(store, &h, rows, added, err);
    if (status != DL_OK) sqlite3_exec(store->db, "ROLLBACK TO report", NULL, NULL, NULL);
    DL_TRY(dl_keep_run(store, "RELEASE report", status == DL_OK ? err : NULL));
    store->pending++;
    if (status == DL_OK && (store->pending >= BATCH_REPORTS || now() - store->began >= BATCH_SECONDS)) return dl_store_commit(store, err);
    return status;
}

/* ## Runs */

static void bind_run(sqlite3_stmt *s, const dl_store *store, const dl_store_run *run)
{
    static const char *const kept[] = {"full", "snippet", "none"};
    const uint64_t counts[] = {run->reports, run->added, run->known, run->withdrawn, run->failed, run->events};
    dl_keep_bind(s, 1, dl_str_c(store->run));
    dl_keep_bind(s, 2, DL_LIT(DATELINE_VERSION));
    dl_keep_bind(s, 3, dl_str_c(kept[run->keep]));
    for (int i = 0; i < 6; i++) sqlite3_bind_int64(s, 4 + i, (sqlite3_int64)counts[i]);
    sqlite3_bind_int(s, 10, run->over);
}

dl_status dl_store_note(dl_store *store, const dl_store_run *run, dl_error *err)
{
    static const char sql[] =
        "INSERT INTO runs(run_id, began, version, text_kept, reports, added, known, withdrawn, failed, events) VALUES(?1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        " ON CONFLICT(run_id) DO UPDATE SET reports = ?4, added = ?5, known = ?6, withdrawn = ?7, failed = ?8, events = ?9,"
        " coder = (SELECT coder FROM documents ORDER BY doc_key DESC LIMIT 1), ended = CASE WHEN ?10 THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now') END";
    sqlite3_stmt *statement = NULL;
    if (!store->run[0]) {
        unsigned char noise[8];
        sqlite3_randomness(sizeof noise, noise);
        dl_hex(noise, sizeof noise, store->run);
    }
    DL_TRY(dl_keep_prepare(store, sql, &statement, err));
    bind_run(statement, store, run);
    dl_status status = dl_keep_step(store, statement, err);
    sqlite3_finalize(statement);
    return status;
}
