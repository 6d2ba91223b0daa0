/* pool.c - connections to the store and its columns, shared by requests. */
#include "web/server.h"

#include <time.h>

int64_t dl_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ## Readers */

static int late(void *context)
{
    const dl_connection *r = context;
    return r->deadline && dl_clock() > r->deadline;
}

static dl_status open_reader(const char *path, dl_connection **out, dl_error *err)
{
    dl_connection *r = calloc(1, sizeof *r);
    if (!r) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    if (sqlite3_open_v2(path, &r->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_exec(r->db, "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 1073741824", NULL, NULL, NULL) != SQLITE_OK) {
        sqlite3_close(r->db);
        free(r);
        return dl_fail(err, DL_IO, "There is no store %s that can be read.", path);
    }
    sqlite3_busy_timeout(r->db, 2000);
    sqlite3_progress_handler(r->db, 20000, late, r);
    *out = r;
    return DL_OK;
}

static void close_reader(dl_connection *r)
{
    if (!r) return;
    sqlite3_close(r->db);
    free(r);
}

/* ## Snapshots */

/* The store's stamp changes whenever it is settled. */
static bool read_stamp(sqlite3 *db, char out[32])
{
    sqlite3_stmt *s = NULL;
    bool found = sqlite3_prepare_v2(db, "SELECT value FROM meta WHERE key = 'stamp'", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    if (found) snprintf(out, 32, "%s", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return found;
}

static dl_status load(const char *path, sqlite3 *db, dl_snapshot **out, dl_error *err)
{
    dl_snapshot *s = calloc(1, sizeof *s);
    dl_status status = s ? DL_OK : dl_fail(err, DL_NOMEM, "Memory ran out.");
    /* One transaction, so that stamp and columns belong together. */
    if (status == DL_OK && (sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK || !read_stamp(db, s->stamp))) status = dl_fail(err, DL_FORMAT, "%s is not a store.", path);
    if (status == DL_OK) status = dl_columns_open(db, path, &s->columns, err);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    if (status == DL_OK) *out = s;
    else free(s);
    return status;
}

static void drop(dl_snapshot *s)
{
    if (!s) return;
    dl_columns_close(s->columns);
    free(s);
}

/* Called with the lock held: at most once a second one request compares the stamp, and reads the columns again while the others go on with the old ones. */
static bool is_due(dl_pool *pool)
{
    if (pool->loading || dl_clock() - pool->looked < 1000000) return false;
    pool->looked = dl_clock();
    return pool->loading = true;
}

static void refresh(dl_pool *pool, dl_connection *reader)
{
    char stamp[32];
    dl_snapshot *fresh = NULL, *old = NULL;
    /* Only this request may replace pool->now, so it can be looked at. */
    if (read_stamp(reader->db, stamp) && strcmp(stamp, pool->now->stamp) != 0 && load(pool->path, reader->db, &fresh, NULL) != DL_OK) fresh = NULL;
    pthread_mutex_lock(&pool->lock);
    if (fresh) {
        old = pool->now->users ? NULL : pool->now;
        pool->now = fresh;
    }
    pool->loading = false;
    pthread_mutex_unlock(&pool->lock);
    drop(old);
}

/* ## Taking and giving */

dl_status dl_pool_take(dl_pool *pool, dl_connection **reader, dl_snapshot **snapshot, dl_error *err)
{
    pthread_mutex_lock(&pool->lock);
    dl_connection *r = pool->idle;
    if (r) pool->idle = r->next;
    bool due = is_due(pool);
    pthread_mutex_unlock(&pool->lock);
    dl_status status = r ? DL_OK : open_reader(pool->path, &r, err);
    if (status == DL_OK && due) {
        r->deadline = 0;
        refresh(pool, r);
    }
    pthread_mutex_lock(&pool->lock);
    if (status != DL_OK && due) pool->loading = false;
    *snapshot = pool->now;
    if (status == DL_OK) pool->now->users++;
    pthread_mutex_unlock(&pool->lock);
    if (status != DL_OK) return status;
    r->deadline = dl_clock() + DL_SECONDS_MAX * 1000000LL;
    *reader = r;
    return DL_OK;
}

void dl_pool_give(dl_pool *pool, dl_connection *reader, dl_snapshot *snapshot)
{
    pthread_mutex_lock(&pool->lock);
    reader->next = pool->idle;
    pool->idle = reader;
    bool over = --snapshot->users == 0 && snapshot != pool->now;
    pthread_mutex_unlock(&pool->lock);
    if (over) drop(snapshot);
}

dl_status dl_pool_open(dl_pool *pool, const char *path, bool review, dl_error *err)
{
    dl_connection *r = NULL;
    *pool = (dl_pool){.path = path, .lock = PTHREAD_MUTEX_INITIALIZER, .writing = PTHREAD_MUTEX_INITIALIZER};
    DL_TRY(open_reader(path, &r, err));
    pool->idle = r;
    DL_TRY(load(path, r->db, &pool->now, err));
    pool->looked = dl_clock();
    if (!review) return DL_OK;
    if (sqlite3_open_v2(path, &pool->writer, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK || sqlite3_db_readonly(pool->writer, "main") != 0) {
        sqlite3_close(pool->writer);
        pool->writer = NULL; /* a store that cannot be written is shown without corrections */
        return DL_OK;
    }
    sqlite3_busy_timeout(pool->writer, 5000);
    return DL_OK;
}

void dl_pool_close(dl_pool *pool)
{
    for (dl_connection *r = pool->idle, *next; r; r = next) {
        next = r->next;
        close_reader(r);
    }
    sqlite3_close(pool->writer);
    drop(pool->now);
}
