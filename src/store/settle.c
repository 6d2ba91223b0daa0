/* settle.c - what is derived from all reports of a store: made anew, and written where it differs from what stands there. */
#include "store/settle.h"

#include <stdlib.h>

/* ## Ids: of reports that were given the same id, the earliest has it as it was given. In two steps, for an id is free only when its holder has left it. */

static const char ids_sql[] =
    "DROP TABLE IF EXISTS temp.renamed; CREATE TEMP TABLE renamed AS"
    " WITH same AS (SELECT doc_id, given_id, hash, row_number() OVER (PARTITION BY given_id ORDER BY date, hash) AS place FROM documents"
    " WHERE given_id IN (SELECT given_id FROM documents WHERE doc_id <> given_id)),"
    " meant AS (SELECT doc_id, hash, CASE WHEN place = 1 THEN given_id ELSE given_id || '~' || substr(hash, 1, 8) END AS id FROM same)"
    " SELECT hash, id FROM meant WHERE id <> doc_id;"
    "UPDATE documents SET doc_id = '~' || hash WHERE hash IN (SELECT hash FROM temp.renamed);"
    "UPDATE documents SET doc_id = (SELECT id FROM temp.renamed r WHERE r.hash = documents.hash) WHERE hash IN (SELECT hash FROM temp.renamed);"
    "DROP TABLE temp.renamed;";

/* ## A derived frame is filled beside the old one, then takes its place row by row */

static dl_status start_frame(dl_store *store, int frame, sqlite3_stmt **insert, dl_error *err)
{
    const dl_frame *f = &dl_frames[frame];
    dl_buf sql = {0};
    dl_buf_printf(&sql, "DROP TABLE IF EXISTS temp.new_%s; CREATE TEMP TABLE new_%s AS SELECT %s FROM main.%s WHERE 0; CREATE UNIQUE INDEX temp.key_%s ON new_%s(%s);",
                  f->name, f->name, f->columns, f->name, f->name, f->name, f->order);
    dl_status status = sql.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the store.") : dl_keep_run(store, sql.p, err);
    sql.n = 0;
    dl_buf_printf(&sql, "INSERT INTO temp.new_%s VALUES(?", f->name);
    for (const char *p = f->columns; *p; p++)
        if (*p == ',') DL_BUF_LIT(&sql, ", ?");
    DL_BUF_LIT(&sql, ")");
    if (status == DL_OK) status = sql.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the store.") : dl_keep_prepare(store, sql.p, insert, err);
    dl_buf_drop(&sql);
    return status;
}

/* Rows that are as they were stay untouched, so that what says when they changed stays too. */
static dl_status end_frame(dl_store *store, int frame, sqlite3_stmt *insert, dl_error *err)
{
    const dl_frame *f = &dl_frames[frame];
    dl_buf sql = {0};
    sqlite3_finalize(insert);
    dl_buf_printf(&sql, "DELETE FROM main.%s WHERE (%s) NOT IN (SELECT %s FROM temp.new_%s);"
                  "INSERT OR REPLACE INTO main.%s(%s) SELECT %s FROM temp.new_%s EXCEPT SELECT %s FROM main.%s; DROP TABLE temp.new_%s;",
                  f->name, f->order, f->order, f->name, f->name, f->columns, f->columns, f->name, f->columns, f->name, f->name);
    dl_status status = sql.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the store.") : dl_keep_run(store, sql.p, err);
    dl_buf_drop(&sql);
    return status;
}

static void bind_count(sqlite3_stmt *s, int at, int64_t value) { sqlite3_bind_int64(s, at, value); }
static void bind_share(sqlite3_stmt *s, int at, uint32_t hundredths)
{
    if (hundredths) sqlite3_bind_double(s, at, hundredths / 100.0);
    else sqlite3_bind_null(s, at);
}

/* ## Groups */

typedef struct settling {
    dl_store *store;
    dl_corpus c;
    uint32_t *order;             /* records by group, then in canonical order */
    sqlite3_stmt *groups, *mentions, *update;
    dl_settled *count;
} settling;

static int by_group(const void *a, const void *b, void *context)
{
    const dl_corpus *c = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (c->events[x].group != c->events[y].group) return c->events[x].group < c->events[y].group ? -1 : 1;
    return x < y ? -1 : x > y;
}

static bool denied(const dl_corpus *c, uint32_t event) { return (c->events[event].aux & DL_AUX_NEGATION) || c->more[event].denies; }

/* 1: some deny what others say; 2: numbers of dead that cannot both be right; 3: both. */
static int disputed(const dl_corpus *c, const uint32_t *members, uint32_t count)
{
    bool yes = false, no = false;
    int64_t low = INT64_MIN, high = INT64_MAX;
    for (uint32_t i = 0; i < count; i++) {
        *(denied(c, members[i]) ? &no : &yes) = true;
        if (c->events[members[i]].dead < 0) continue;
        low = DL_MAX(low, c->events[members[i]].dead);
        high = DL_MIN(high, c->more[members[i]].dead_high);
    }
    return (yes && no) + 2 * (low > high);
}

/* The earliest record that tells of what happened; of what did not happen only when there is no other. */
static uint32_t first_of(const dl_corpus *c, const uint32_t *members, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!denied(c, members[i])) return members[i];
    return members[0];
}

static void bind_date(sqlite3_stmt *s, int at, int32_t day)
{
    char text[11];
    dl_day_to_text(day, text);
    if (text[0]) sqlite3_bind_text(s, at, text, -1, SQLITE_TRANSIENT);
    else sqlite3_bind_null(s, at);
}

/* How a report that is not the first one of its group stands to those before it. */
static const char *tie_of(const dl_corpus *c, const uint32_t *docs, uint32_t at, uint32_t *similarity)
{
    const dl_tie_doc *d = &c->docs[docs[at]], *first = &c->docs[docs[0]];
    *similarity = 0;
    for (uint32_t i = 0; i < at; i++)
        if (c->docs[docs[i]].root == d->root) return *similarity = d->similarity, "copy";
    for (uint32_t i = 0; i < at; i++)
        if (docs[i] == d->like) return *similarity = d->similarity, "rewrite";
    if (at == 0) return "first";
    return d->day != DL_DAY_UNKNOWN && first->day != DL_DAY_UNKNOWN && d->day > first->day + 1 ? "follow-up" : "report";
}

static dl_status write_mentions(settling *t, const uint32_t *members, uint32_t count, const uint32_t *docs, uint32_t doc_count, dl_error *err)
{
    const dl_corpus *c = &t->c;
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc_count; i++) {
        uint32_t records = 0, similarity, event = members[at];
        const char *tie = tie_of(c, docs, i, &similarity);
        for (; at < count && c->events[members[at]].doc == docs[i]; at++) records++;
        dl_keep_bind(t->mentions, 1, c->events[members[0]].id);
        dl_keep_bind(t->mentions, 2, c->docs[docs[i]].id);
        dl_keep_bind(t->mentions, 3, c->events[event].id);
        dl_keep_bind(t->mentions, 4, dl_str_c(tie));
        bind_share(t->mentions, 5, similarity);
        bind_count(t->mentions, 6, records);
        DL_TRY(dl_keep_step(t->store, t->mentions, err));
    }
    return DL_OK;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Different numbers but 0. */
static uint32_t distinct(uint32_t *numbers, uint32_t count)
{
    uint32_t different = 0;
    qsort(numbers, count, sizeof *numbers, by_number);
    for (uint32_t i = 0; i < count; i++) different += numbers[i] && (i == 0 || numbers[i] != numbers[i - 1]);
    return different;
}

static dl_status write_group(settling *t, const uint32_t *members, uint32_t count, uint32_t *docs, uint32_t *scratch, dl_error *err)
{
    const dl_corpus *c = &t->c;
    uint32_t doc_count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (doc_count == 0 || docs[doc_count - 1] != c->events[members[i]].doc) docs[doc_count++] = c->events[members[i]].doc;
    for (uint32_t i = 0; i < doc_count; i++) scratch[i] = c->docs[docs[i]].source;
    uint32_t publishers = distinct(scratch, doc_count);
    for (uint32_t i = 0; i < doc_count; i++) scratch[i] = c->docs[docs[i]].root + 1;
    uint32_t texts = distinct(scratch, doc_count);
    dl_keep_bind(t->groups, 1, c->events[members[0]].id);
    dl_keep_bind(t->groups, 2, c->events[first_of(c, members, count)].id);
    const uint32_t counts[] = {doc_count, DL_MAX(publishers, 1u), texts, count};
    for (int i = 0; i < 4; i++) bind_count(t->groups, 3 + i, counts[i]);
    bind_date(t->groups, 7, c->docs[docs[0]].day);
    bind_date(t->groups, 8, c->docs[docs[doc_count - 1]].day);
    bind_count(t->groups, 9, disputed(c, members, count));
    DL_TRY(dl_keep_step(t->store, t->groups, err));
    t->count->events++;
    t->count->reports += doc_count;
    return write_mentions(t, members, count, docs, doc_count, err);
}

static dl_status update_record(settling *t, uint32_t event, dl_str group, dl_error *err)
{
    if (dl_str_eq(t->c.more[event].old_group, group)) return DL_OK;
    dl_keep_bind(t->update, 1, group);
    dl_keep_bind(t->update, 2, t->c.events[event].id);
    return dl_keep_step(t->store, t->update, err);
}

static dl_status write_all_groups(settling *t, dl_error *err)
{
    dl_corpus *c = &t->c;
    uint32_t *docs = DL_NEW(c->arena, uint32_t, c->event_count + 1), *scratch = DL_NEW(c->arena, uint32_t, c->event_count + 1);
    t->order = DL_NEW(c->arena, uint32_t, c->event_count + 1);
    if (!docs || !scratch || !t->order) return dl_fail(err, DL_NOMEM, "There is no memory for the groups.");
    for (uint32_t i = 0; i < c->event_count; i++) t->order[i] = i;
    qsort_r(t->order, c->event_count, sizeof *t->order, by_group, c);
    for (uint32_t i = 0, end; i < c->event_count; i = end) {
        for (end = i; end < c->event_count && c->events[t->order[end]].group == c->events[t->order[i]].group; end++)
            DL_TRY(update_record(t, t->order[end], c->events[t->order[i]].id, err));
        DL_TRY(write_group(t, t->order + i, end - i, docs, scratch, err));
    }
    return DL_OK;
}

/* An id of a group that is no more leads to the group that has its first record now. */
static const char retire_sql[] =
    "INSERT OR REPLACE INTO retired_groups(group_id, now_in) SELECT g.group_id, (SELECT e.group_id FROM events e WHERE e.event_id = g.group_id) FROM event_groups g"
    " WHERE g.group_id NOT IN (SELECT group_id FROM temp.new_event_groups);"
    "DELETE FROM retired_groups WHERE group_id IN (SELECT group_id FROM temp.new_event_groups)";

static dl_status settle_groups(settling *t, dl_error *err)
{
    DL_TRY(start_frame(t->store, DL_FRAME_EVENT_GROUPS, &t->groups, err));
    DL_TRY(start_frame(t->store, DL_FRAME_MENTIONS, &t->mentions, err));
    DL_TRY(dl_keep_prepare(t->store, "UPDATE events SET group_id = ? WHERE event_id = ?", &t->update, err));
    DL_TRY(write_all_groups(t, err));
    DL_TRY(dl_keep_run(t->store, retire_sql, err));
    sqlite3_stmt *groups = t->groups, *mentions = t->mentions;
    t->groups = t->mentions = NULL;
    dl_status status = end_frame(t->store, DL_FRAME_EVENT_GROUPS, groups, err);
    dl_status second = end_frame(t->store, DL_FRAME_MENTIONS, mentions, status == DL_OK ? err : NULL);
    return status == DL_OK ? second : status;
}

/* ## Copies and rewrites */

static dl_status write_tie(settling *t, sqlite3_stmt *s, const dl_tie_doc *d, dl_error *err)
{
    bool copy = d->similarity >= DL_TIE_COPY;
    dl_keep_bind(s, 1, d->id);
    dl_keep_bind(s, 2, t->c.docs[copy ? d->root : d->like].id);
    dl_keep_bind(s, 3, copy ? DL_LIT("copy") : DL_LIT("rewrite"));
    bind_share(s, 4, d->similarity);
    *(copy ? &t->count->copies : &t->count->rewrites) += 1;
    return dl_keep_step(t->store, s, err);
}

static dl_status settle_docs(settling *t, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    dl_status status = start_frame(t->store, DL_FRAME_DOCUMENT_TIES, &s, err);
    for (uint32_t i = 0; i < t->c.doc_count && status == DL_OK; i++)
        if (t->c.docs[i].like != DL_NONE) status = write_tie(t, s, &t->c.docs[i], err);
    dl_status second = end_frame(t->store, DL_FRAME_DOCUMENT_TIES, s, status == DL_OK ? err : NULL);
    return status == DL_OK ? second : status;
}

/* ## Meetings: one card for all that speak of it */

typedef struct card { uint32_t leader, reports, answers, last_doc; int32_t first, last; dl_meeting_more more; } card;

/* What the card says: place and host as first known, day and number of those invited as last told. */
static void tell(card *card_, const dl_meeting_more *m, int32_t day)
{
    dl_meeting_more *all = &card_->more;
    if (!all->place.n) all->place = m->place;
    if (!all->country.n) all->country = m->country;
    if (!all->host_text.n) {
        all->host_text = m->host_text;
        all->host_id = m->host_id;
        all->host_code = m->host_code;
    }
    if (m->date.n) {
        all->date = m->date;
        all->enddate = m->enddate;
    }
    if (m->invited >= 0) all->invited = m->invited;
    if (card_->first == DL_DAY_UNKNOWN) card_->first = day;
    card_->last = day;
}

static dl_status gather(settling *t, card *cards, dl_error *err)
{
    dl_corpus *c = &t->c;
    dl_map *names = dl_map_new(c->arena, c->meeting_count + 1);
    uint32_t *slot;
    if (!names) return dl_fail(err, DL_NOMEM, "There is no memory for the meetings.");
    for (uint32_t i = 0; i < c->answer_count; i++) cards[c->meetings[c->answers[i].meeting].group].answers++;
    for (uint32_t i = 0; i < c->meeting_count; i++) {
        card *k = &cards[c->meetings[i].group];
        if (k->answers == 0) continue;
        if (c->meetings[i].group == i) {
            k->more.invited = -1;
            k->first = k->last = DL_DAY_UNKNOWN;
            k->last_doc = DL_NONE;
            k->more.id = c->meetings[i].name;
            if (dl_map_get(names, k->more.id))
                k->more.id = dl_arena_printf(c->arena, "%.*s~%.*s", (int)k->more.id.n, k->more.id.p, 8, c->docs[c->meetings[i].doc].hash.p);
            if (!k->more.id.p || !dl_map_put(names, k->more.id, i, &slot)) return dl_fail(err, DL_NOMEM, "There is no memory for the meetings.");
        }
        k->reports += k->last_doc != c->meetings[i].doc;
        k->last_doc = c->meetings[i].doc;
        tell(k, &c->meeting_more[i], c->docs[c->meetings[i].doc].day);
    }
    return DL_OK;
}

static dl_status write_cards(settling *t, const card *cards, sqlite3_stmt *s, dl_error *err)
{
    for (uint32_t i = 0; i < t->c.meeting_count; i++) {
        const card *k = &cards[i];
        if (k->answers == 0) continue;
        const dl_str parts[] = {k->more.id, k->more.place, k->more.country, k->more.date, k->more.enddate, k->more.host_text, k->more.host_id, k->more.host_code};
        for (int p = 0; p < 8; p++) dl_keep_bind(s, p + 1, parts[p]);
        if (k->more.invited >= 0) bind_count(s, 9, k->more.invited);
        else sqlite3_bind_null(s, 9);
        bind_count(s, 10, k->reports);
        bind_count(s, 11, k->answers);
        bind_date(s, 12, k->first);
        bind_date(s, 13, k->last);
        t->count->meetings++;
        DL_TRY(dl_keep_step(t->store, s, err));
    }
    return DL_OK;
}

static dl_status write_answers(settling *t, const card *cards, sqlite3_stmt *s, dl_error *err)
{
    const dl_corpus *c = &t->c;
    for (uint32_t i = 0; i < c->answer_count; i++) {
        const dl_answer_row *a = &c->answers[i];
        dl_keep_bind(s, 1, cards[c->meetings[a->meeting].group].more.id);
        dl_keep_bind(s, 2, c->events[a->event].id);
        bind_count(s, 3, a->position);
        const dl_str parts[] = {a->party, a->name, a->entity, a->code, a->sector, a->answer, c->docs[c->events[a->event].doc].id};
        for (int p = 0; p < 7; p++) dl_keep_bind(s, p + 4, parts[p]);
        bind_date(s, 11, c->docs[c->events[a->event].doc].day);
        DL_TRY(dl_keep_step(t->store, s, err));
    }
    return DL_OK;
}

static dl_status settle_meetings(settling *t, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    card *cards = DL_NEW(t->c.arena, card, t->c.meeting_count + 1);
    if (!cards) return dl_fail(err, DL_NOMEM, "There is no memory for the meetings.");
    DL_TRY(gather(t, cards, err));
    DL_TRY(start_frame(t->store, DL_FRAME_MEETINGS, &s, err));
    dl_status status = write_cards(t, cards, s, err), second = end_frame(t->store, DL_FRAME_MEETINGS, s, status == DL_OK ? err : NULL);
    if (status != DL_OK || second != DL_OK) return status != DL_OK ? status : second;
    s = NULL;
    DL_TRY(start_frame(t->store, DL_FRAME_ATTENDANCE, &s, err));
    status = write_answers(t, cards, s, err);
    second = end_frame(t->store, DL_FRAME_ATTENDANCE, s, status == DL_OK ? err : NULL);
    return status != DL_OK ? status : second;
}

/* ## All of it, in one transaction */

static bool is_settled(dl_store *store)
{
    sqlite3_stmt *s = NULL;
    bool found = sqlite3_prepare_v2(store->db, "SELECT 1 FROM meta WHERE key = 'unsettled'", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    sqlite3_finalize(s);
    return !found;
}

static dl_status settle(settling *t, dl_error *err)
{
    DL_TRY(dl_keep_run(t->store, ids_sql, err));
    DL_TRY(dl_corpus_read(t->store, &t->c, err));
    DL_TRY(dl_tie_docs(t->c.arena, t->c.docs, t->c.doc_count, err));
    DL_TRY(dl_tie_events(t->c.arena, t->c.docs, t->c.events, t->c.event_count, err));
    DL_TRY(dl_tie_meetings(t->c.arena, t->c.docs, t->c.meetings, t->c.meeting_count, err));
    DL_TRY(settle_docs(t, err));
    DL_TRY(settle_groups(t, err));
    DL_TRY(settle_meetings(t, err));
    t->count->documents = t->c.doc_count;
    return dl_keep_run(t->store, "DELETE FROM meta WHERE key = 'unsettled'; INSERT OR REPLACE INTO meta VALUES('stamp', lower(hex(randomblob(8))))", err);
}

/* Nothing has changed: the counts are those of the rows. */
static dl_status count_only(dl_store *store, dl_settled *out, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    DL_TRY(dl_keep_prepare(store, "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM event_groups), (SELECT count(*) FROM mentions), (SELECT count(*) FROM meetings),"
                           " (SELECT count(*) FROM document_ties WHERE tie = 'copy'), (SELECT count(*) FROM document_ties WHERE tie = 'rewrite')", &s, err));
    uint64_t *const counts[] = {&out->documents, &out->events, &out->reports, &out->meetings, &out->copies, &out->rewrites};
    bool found = sqlite3_step(s) == SQLITE_ROW;
    for (int i = 0; found && i < 6; i++) *counts[i] = (uint64_t)sqlite3_column_int64(s, i);
    sqlite3_finalize(s);
    return found ? DL_OK : dl_keep_failed(store, err);
}

dl_status dl_store_settle(dl_store *store, dl_settled *count, dl_error *err)
{
    settling t = {.store = store, .count = count};
    *count = (dl_settled){0};
    DL_TRY(dl_store_commit(store, err));
    if (is_settled(store)) return count_only(store, count, err);
    DL_TRY(dl_keep_begin(store, err));
    dl_status status = settle(&t, err);
    sqlite3_finalize(t.groups);
    sqlite3_finalize(t.mentions);
    sqlite3_finalize(t.update);
    dl_corpus_drop(&t.c);
    if (status == DL_OK) return dl_store_commit(store, err);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->writing = false;
    return status;
}
