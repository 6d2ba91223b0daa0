/* t_store.c - reports kept: once each, whole, and tied in the same way in whatever order they came. */
#include "base/base.h"
#include "check.h"
#include "report_maker.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[64];

static void path_of(const char *name, char out[96]) { snprintf(out, 96, "%s/%s", folder, name); }

/* ## Reports: a siege told by four, an attack told twice over, a meeting that three answer */

enum { REPORTS = 9 };
static const char wire[] =
    "Rebels of the Northern Front attacked the garrison of Tarak on Monday and burnt its stores before dawn\nThe army said twelve soldiers were killed in the fighting around the old bridge\n"
    "Residents of the town spent the night in cellars while shells fell on the market and on the mill by the river";

static void siege(report_maker *m, const char *id, const char *date, const char *source, const char *text, const char *words, bool denied, int64_t dead)
{
    maker_open(m, id, date, source, text);
    uint32_t rebels = maker_entity(m, "Rebels", "XAA", "REB"), army = maker_entity(m, "army", "XAA", "MIL");
    dl_event *e = maker_event(m, DL_TYPE_ASSAULT, words, "2031-05-05", rebels, army);
    e->place = maker_place(m, "Tarak", "XAA", "PPL");
    if (denied) e->aux = DL_AUX_NEGATION;
    if (dead >= 0) e->sizes[e->size_count++] = (dl_size){DL_LIT("dead"), maker_quantity(m, "soldiers", dead, dead)};
}

static void answer(report_maker *m, const char *id, const char *date, const char *text, const char *who, const char *code, dl_type type, const char *words, dl_answer said)
{
    maker_open(m, id, date, "Daily", text);
    dl_event *e = maker_event(m, type, words, date, maker_entity(m, who, code, "GOV"), DL_NONE);
    e->meeting = maker_meeting(m, "lomar-2031-06-01", maker_place(m, "Lomar", "XBB", "PPL"), "2031-06-01");
    e->answer = said;
}

static void make(report_maker *m, int i)
{
    switch (i) {
    case 0: siege(m, "s1", "2031-05-06", "Agency", wire, "attacked", false, 12); return;
    case 1: siege(m, "s2", "2031-05-06", "Morning Post", wire, "attacked", false, 12); return;
    case 2: siege(m, "s3", "2031-05-07", "Herald", "The army counted nine soldiers dead after Rebels attacked Tarak\nIt sent more", "attacked", false, 9); return;
    case 3: siege(m, "s4", "2031-05-08", "Echo", "The army said no Rebels had attacked Tarak and that its soldiers held the bridge", "attacked", true, -1); return;
    case 4: siege(m, "s5", "2031-05-08", "Echo", "The army fell back from Tarak as Rebels shelled soldiers at the mill", "shelled", false, -1); m->events[0].date_low = m->events[0].date_high += 30; return;
    case 5: answer(m, "m1", "2031-05-10", "Avonia accepted the invitation to the talks in Lomar on June 1", "Avonia", "XAA", DL_TYPE_AGREE, "accepted", DL_ANSWER_ACCEPTED); return;
    case 6: answer(m, "m2", "2031-05-12", "Borund declined to come to the Lomar talks of June 1", "Borund", "XCC", DL_TYPE_REJECT, "declined", DL_ANSWER_DECLINED); return;
    case 7: answer(m, "m3", "2031-06-02", "Avonia met the others at the talks in Lomar", "Avonia", "XAA", DL_TYPE_CONSULT, "met", DL_ANSWER_ATTENDED); return;
    default: siege(m, "s1", "2031-05-09", "Gazette", "Rebels who call themselves free men attacked the army post at Tarak on Monday, a late letter says\nIts soldiers fled", "attacked", false, -1);
    }
}

static dl_status add(dl_store *store, int i, dl_keep keep, int *added, dl_error *err)
{
    report_maker *m = calloc(1, sizeof *m);
    dl_buf rows = {0};
    if (!m) return DL_NOMEM;
    make(m, i);
    dl_store_rows(&m->report, &m->a, keep, &rows);
    dl_status status = dl_store_add(store, (dl_str){rows.p, rows.n}, added, err);
    dl_buf_drop(&rows);
    free(m);
    return status;
}

static bool fill(const char *path, const int *order, int count, dl_keep keep, dl_settled *all)
{
    dl_store *store = NULL;
    dl_error err = {0};
    int added;
    dl_status status = dl_store_open(path, &store, &err);
    for (int i = 0; i < count && status == DL_OK; i++) status = add(store, order[i], keep, &added, &err);
    if (status == DL_OK) status = dl_store_settle(store, all, &err);
    dl_store_close(store);
    CHECK(status == DL_OK, "%s", err.text);
    return status == DL_OK;
}

static int64_t number(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    int64_t n = -1;
    if (sqlite3_open(path, &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW) n = sqlite3_column_int64(s, 0);
    else printf("%s: %s\n", sql, sqlite3_errmsg(db));
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

static const int in_order[REPORTS] = {0, 1, 2, 3, 4, 5, 6, 7, 8};

/* ## Tests */

static void test_frames(void)
{
    static const struct { const char *sql; int64_t want; } asks[] = {
        {"SELECT count(*) FROM documents", 9}, {"SELECT count(*) FROM events", 9}, {"SELECT count(*) FROM event_groups", 5}, {"SELECT sum(n_reports) FROM event_groups", 9},
        {"SELECT n_reports FROM event_groups WHERE disputed = 3", 5}, {"SELECT n_texts FROM event_groups WHERE disputed = 3", 4}, {"SELECT n_publishers FROM event_groups WHERE disputed = 3", 5},
        {"SELECT count(*) FROM mentions WHERE tie = 'copy' AND similarity = 1.0", 1}, {"SELECT count(*) FROM mentions WHERE tie = 'follow-up'", 2},
        {"SELECT count(*) FROM document_ties WHERE tie = 'copy'", 1}, {"SELECT count(*) FROM documents WHERE doc_id = 's1' AND source = 'Agency'", 1},
        {"SELECT count(*) FROM documents WHERE given_id = 's1' AND doc_id = 's1~' || substr(hash, 1, 8)", 1}, {"SELECT count(*) FROM meetings", 1},
        {"SELECT n_reports FROM meetings", 3}, {"SELECT count(*) FROM attendance WHERE meeting_id = 'lomar-2031-06-01'", 3},
        {"SELECT count(*) FROM spans s JOIN events e ON e.event_id = s.event_id JOIN documents d ON d.doc_id = e.doc_id WHERE substr(d.text, s.start + 1, s.\"end\" - s.start) <> s.quote"
         " OR instr(d.text, s.prefix || s.quote || coalesce(s.suffix, '')) = 0", 0},
        {"SELECT count(*) FROM documents_fts WHERE documents_fts MATCH 'cellars'", 2}, {"SELECT count(*) FROM claims_board WHERE denied", 1},
        {"SELECT count(*) FROM tidy_sentences WHERE text IS NULL", 0}, {"SELECT count(*) FROM pragma_foreign_key_check", 0},
    };
    char path[96];
    dl_settled all = {0};
    path_of("frames.db", path);
    if (!fill(path, in_order, REPORTS, DL_KEEP_FULL, &all)) return;
    CHECK(all.documents == 9 && all.events == 5 && all.reports == 9 && all.copies == 1 && all.meetings == 1, "%llu %llu %llu", (unsigned long long)all.documents,
          (unsigned long long)all.events, (unsigned long long)all.reports);
    for (size_t i = 0; i < DL_COUNT(asks); i++) {
        int64_t got = number(path, asks[i].sql);
        CHECK(got == asks[i].want, "%s: %lld, not %lld", asks[i].sql, (long long)got, (long long)asks[i].want);
    }
}

static void test_once(void)
{
    char path[96];
    dl_store *store = NULL;
    dl_error err = {0};
    dl_settled all = {0};
    int added = -1;
    path_of("once.db", path);
    report_maker *m = calloc(1, sizeof *m);
    if (!m || !fill(path, in_order, REPORTS, DL_KEEP_FULL, &all) || !fill(path, in_order, REPORTS, DL_KEEP_FULL, &all)) return;
    CHECK(all.documents == 9 && all.events == 5, "%llu documents", (unsigned long long)all.documents);
    CHECK(dl_store_open(path, &store, &err) == DL_OK, "%s", err.text);
    make(m, 3);
    CHECK(dl_store_has(store, &m->report) == DL_STORE_HELD, "a report that the store has");
    m->report.source = DL_LIT("Another");
    CHECK(dl_store_has(store, &m->report) == DL_STORE_NEW, "a report that it has not");
    CHECK(add(store, 3, DL_KEEP_NONE, &added, &err) == DL_OK && added == 0, "less of the text does not replace more");
    CHECK(dl_store_add(store, (dl_str){"\0\1", 2}, &added, &err) == DL_USAGE, "damaged rows");
    dl_store_close(store);
    free(m);
}

static void test_text(void)
{
    char path[96];
    dl_settled all = {0};
    path_of("text.db", path);
    if (!fill(path, in_order, REPORTS, DL_KEEP_NONE, &all)) return;
    CHECK(number(path, "SELECT count(*) FROM documents WHERE text IS NULL AND length > 0 AND length(text_hash) = 64") == 9, "no text");
    CHECK(number(path, "SELECT count(*) FROM events WHERE sentence_text IS NULL AND quote IS NOT NULL") == 9, "no sentences");
    CHECK(all.events == 5 && all.copies == 1, "ties do not need the text: %llu", (unsigned long long)all.events);
    if (!fill(path, in_order, REPORTS, DL_KEEP_FULL, &all)) return;
    CHECK(number(path, "SELECT count(*) FROM documents WHERE length(text) = length") == 9 && all.documents == 9, "more of the text replaces less");
    path_of("snippet.db", path);
    if (fill(path, in_order, 1, DL_KEEP_SNIPPET, &all)) CHECK(number(path, "SELECT length(text) BETWEEN 250 AND 300 FROM documents") == 1, "a snippet");
}

/* ## Order, shards, withdrawal */

static void digest_of(const char *path, char out[65])
{
    dl_error err = {0};
    CHECK(dl_store_digest(path, out, &err) == DL_OK, "%s", err.text);
}

static void shuffle(int *items, int count, uint64_t *state)
{
    for (int i = count - 1; i > 0; i--) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        int k = (int)((*state >> 33) % (uint64_t)(i + 1)), kept = items[i];
        items[i] = items[k];
        items[k] = kept;
    }
}

static void test_order(void)
{
    char path[96], want[65], got[65], name[24];
    int order[REPORTS];
    dl_settled all = {0};
    uint64_t state = 1;
    path_of("order.db", path);
    if (!fill(path, in_order, REPORTS, DL_KEEP_FULL, &all)) return;
    digest_of(path, want);
    memcpy(order, in_order, sizeof order);
    for (int round = 0; round < 8; round++) {
        snprintf(name, sizeof name, "order%d.db", round);
        path_of(name, path);
        shuffle(order, REPORTS, &state);
        /* settled after every half, too: what was tied before must not matter */
        if (!fill(path, order, REPORTS / 2, DL_KEEP_FULL, &all) || !fill(path, order + REPORTS / 2, REPORTS - REPORTS / 2, DL_KEEP_FULL, &all)) return;
        digest_of(path, got);
        CHECK(!strcmp(want, got), "order %d", round);
    }
}

static bool merge_in(const char *path, const char *other)
{
    dl_store *store = NULL;
    dl_error err = {0};
    uint64_t added;
    dl_status status = dl_store_open(path, &store, &err);
    if (status == DL_OK) status = dl_store_merge(store, other, &added, &err);
    dl_store_close(store);
    CHECK(status == DL_OK, "%s", err.text);
    return status == DL_OK;
}

static void test_shards(void)
{
    char path[96], other[96], want[65], got[65], name[24];
    int order[REPORTS];
    dl_settled all = {0};
    uint64_t state = 99;
    path_of("order.db", path);
    digest_of(path, want);
    memcpy(order, in_order, sizeof order);
    for (int i = 0; i < REPORTS; i++) { /* shards overlap: each has two reports */
        const int two[] = {i, (i + 1) % REPORTS};
        snprintf(name, sizeof name, "shard%d.db", i);
        path_of(name, other);
        if (!fill(other, two, 2, DL_KEEP_FULL, &all)) return;
    }
    for (int round = 0; round < 3; round++) {
        snprintf(name, sizeof name, "merged%d.db", round);
        path_of(name, path);
        shuffle(order, REPORTS, &state);
        for (int i = 0; i < REPORTS; i++) {
            snprintf(name, sizeof name, "shard%d.db", order[i]);
            path_of(name, other);
            if (!merge_in(path, other)) return;
        }
        if (!fill(path, in_order, 0, DL_KEEP_FULL, &all)) return;
        digest_of(path, got);
        CHECK(!strcmp(want, got), "merge %d", round);
    }
}

static void withdraw(const char *path, const char *doc, dl_status want)
{
    dl_store *store = NULL;
    dl_error err = {0};
    CHECK(dl_store_open(path, &store, &err) == DL_OK, "%s", err.text);
    dl_status status = dl_store_withdraw(store, doc, "asked for", &err);
    CHECK(status == want, "%s: %s", doc, err.text);
    CHECK(dl_store_commit(store, &err) == DL_OK, "%s", err.text);
    dl_store_close(store);
}

/* What is withdrawn is as if it had never come, and it does not come again. */
static void test_withdrawal(void)
{
    static const int others[] = {1, 2, 3, 4, 5, 6, 7, 8};
    char path[96], other[96], got[65], without[65];
    dl_settled all = {0};
    path_of("withdrawn.db", path);
    path_of("never.db", other);
    if (!fill(path, in_order, REPORTS, DL_KEEP_FULL, &all)) return;
    withdraw(path, "s1", DL_OK);
    withdraw(path, "nobody", DL_USAGE);
    if (!fill(path, in_order, REPORTS, DL_KEEP_FULL, &all) || !fill(other, others, 8, DL_KEEP_FULL, &all)) return;
    CHECK(number(path, "SELECT count(*) FROM documents") == 8 && number(path, "SELECT count(*) FROM documents_fts WHERE documents_fts MATCH 'garrison'") == 1, "withdrawn");
    CHECK(number(path, "SELECT count(*) FROM documents WHERE source = 'Gazette' AND doc_id = 's1'") == 1, "its id is free again");
    CHECK(number(path, "SELECT count(*) FROM pragma_foreign_key_check") == 0, "nothing of it is left");
    CHECK(number(path, "SELECT count(*) FROM event_groups WHERE group_id NOT IN (SELECT event_id FROM events)") == 0, "no event is left without a record");
    digest_of(path, got);
    digest_of(other, without);
    CHECK(strcmp(got, without) != 0, "the digest knows of it");
    if (!merge_in(other, path) || !fill(other, in_order, 0, DL_KEEP_FULL, &all)) return;
    digest_of(other, without);
    CHECK(!strcmp(got, without), "withdrawal is merged");
}

static int keep_output(void *context, const char *bytes, size_t n)
{
    dl_buf_add(context, (dl_str){bytes, n});
    return 1;
}

static void test_show(void)
{
    char path[96];
    dl_error err = {0};
    dl_buf out = {0};
    const dl_sink sink = {&out, keep_output};
    const dl_ask ask = {0};
    dl_count count;
    path_of("order.db", path);
    CHECK(dl_store_show(path, "lomar-2031-06-01", &ask, &sink, &err) == DL_OK && strstr(out.p, "meeting lomar-2031-06-01: 3 reports") && strstr(out.p, "Borund") && strstr(out.p, "declined") &&
          strstr(out.p, "Avonia  XAA.GOV  attended     2031-06-02        2"), "%s%s", err.text, out.p ? out.p : "");
    out.n = 0;
    CHECK(dl_store_query(path, &(dl_ask){.question = "meeting=lomar-2031-06-01", .format = "csv"}, &sink, &count, &err) == DL_OK && count.events == 3, "%s", err.text);
    CHECK(dl_store_query(path, &(dl_ask){.question = "reports>=5", .format = "jsonl"}, &sink, &count, &err) == DL_OK && count.events == 1 && count.reports == 5, "%s", err.text);
    const char *at = strstr(out.p, "{\"id\":\"");
    char id[17] = {0};
    if (at) memcpy(id, at + 7, 16);
    out.n = 0;
    CHECK(dl_store_show(path, id, &ask, &sink, &err) == DL_OK && strstr(out.p, "1 event / 5 reports") && strstr(out.p, "did not happen") && strstr(out.p, "(a copy)"), "%s%s", err.text, out.p);
    dl_buf_drop(&out);
}

static void test_changes(void)
{
    char path[96];
    dl_error err = {0};
    dl_count count;
    dl_buf out = {0};
    const dl_sink sink = {&out, keep_output};
    const dl_ask ask = {.format = "csv"};
    path_of("withdrawn.db", path);
    CHECK(dl_store_changes(path, "2020-01-01", &ask, &sink, &count, &err) == DL_OK && strstr(out.p, ",withdrawn,report,s1,asked for\r\n") && strstr(out.p, ",added,report,s2,Title\r\n"),
          "%s %s", err.text, out.p ? out.p : "");
    CHECK(dl_store_changes(path, "2999-01-01", &ask, &sink, &count, &err) == DL_OK && count.rows == 0, "%s", err.text);
    CHECK(dl_store_changes(path, "yesterday", &ask, &sink, &count, &err) == DL_USAGE, "a day in words");
    dl_buf_drop(&out);
}

static void test_verify(void)
{
    char path[96];
    dl_error err = {0};
    dl_buf findings = {0};
    dl_verified count;
    path_of("order.db", path);
    CHECK(dl_store_verify(path, &findings, &count, &err) == DL_OK && count.wrong == 0 && count.spans > 60, "%llu spans: %s", (unsigned long long)count.spans, findings.p ? findings.p : err.text);
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, "UPDATE documents SET text = replace(text, 'garrison', 'fortress') WHERE doc_id = 's1'", NULL, NULL, NULL) == SQLITE_OK,
          "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    CHECK(dl_store_verify(path, &findings, &count, &err) == DL_OK && count.wrong >= 1 && strstr(findings.p, "s1: the text is not what it was"), "%s", findings.p ? findings.p : err.text);
    dl_buf_drop(&findings);
}

int main(void)
{
    snprintf(folder, sizeof folder, "/tmp/t_store_XXXXXX");
    if (!mkdtemp(folder)) return printf("no folder could be made\n"), 1;
    test_frames();
    test_once();
    test_text();
    test_order();
    test_shards();
    test_withdrawal();
    test_show();
    test_changes();
    test_verify();
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0) printf("%s stays\n", folder);
    return check_done();
}
