/* What browsers send: the filters of an address and the body of a correction, against a small store. */
#include "store_maker.h"
#include "web/answers.h"

#include <unistd.h>

static char path[] = "/tmp/dateline-fuzz-XXXXXX";
static sqlite3 *db;
static dl_kept *kept;

static void remove_store(void)
{
    char beside[64];
    dl_columns_close(kept);
    sqlite3_close(db);
    snprintf(beside, sizeof beside, "%s.ask", path);
    unlink(path);
    unlink(beside);
}

static void open_store(void)
{
    store_maker m;
    int file = mkstemp(path);
    if (file < 0 || close(file) != 0 || !store_maker_open(&m, path)) abort();
    STORE_ROW(m.document, "d1", "2018-01-06", "Talks refused", "Observer", NULL, "The rebels refused to meet.");
    STORE_ROW(m.group, "e1", "e1", "=1", "=1");
    STORE_ROW(m.event, "e1", "d1", "e1", "2018-01-05", "2018-01-05", "REJECT", "meet", NULL, "1246", "=3", "Kabul", "AFG", "asserts", "refused", "The rebels refused to meet.");
    STORE_ROW(m.party, "e1", "actor", "=0", "Taliban", "AFG", "REB");
    store_maker_close(&m);
    if (sqlite3_open(path, &db) != SQLITE_OK || dl_columns_open(db, path, &kept, NULL) != DL_OK) abort();
    atexit(remove_store);
}

/* "name=value&name=value" */
static void read_query(dl_str text, dl_query *q)
{
    while (text.n && q->count < DL_PAIRS_MAX) {
        dl_str value = dl_str_cut(&text, '&'), name = dl_str_cut(&value, '=');
        q->pairs[q->count++] = (dl_pair){name, value};
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t n)
{
    static dl_answering *const calls[] = {dl_answer_summary, dl_answer_bins, dl_answer_facets, dl_answer_events, dl_answer_claims, dl_answer_meetings, dl_answer_actors, dl_answer_places, dl_answer_sources};
    dl_query q = {.count = 0};
    dl_buf out = {0};
    dl_str text = {(const char *)bytes, n};
    if (!db) open_store();
    if (n < 1) return 0;
    dl_arena *arena = dl_arena_new(1 << 24);
    if (!arena) return 0;
    read_query(dl_str_part(text, 1, n), &q);
    dl_asked a = {.c = kept, .db = db, .arena = arena, .query = &q, .json = {.out = &out}};
    if (bytes[0] == '{') {
        (void)!dl_correct(&a, db, text, NULL);
        sqlite3_exec(db, "DELETE FROM corrections", NULL, NULL, NULL);
    } else if (dl_filter_read(arena, kept, &q, db, &a.filter, NULL) == DL_OK) {
        dl_buf flat = {0};
        if (calls[bytes[0] % DL_COUNT(calls)](&a, NULL) == DL_OK && !out.failed) (void)!dl_flat(db, dl_buf_str(&out), &flat, NULL);
        dl_buf_drop(&flat);
    }
    dl_buf_drop(&out);
    dl_arena_free(arena);
    return 0;
}
