/* settle_read.c - the reports of a store in memory, in canonical order: by date, then by hash. */
#include "store/settle.h"

#include <stdlib.h>

/* ## Texts as numbers */

static dl_status no_memory(dl_error *err) { return dl_fail(err, DL_NOMEM, "There is no memory to tie the reports of the store."); }

static uint32_t number_of(dl_corpus *c, dl_str text)
{
    uint32_t *slot;
    if (text.n == 0) return 0;
    const uint32_t *known = dl_map_get(c->texts, text);
    if (known) return *known;
    dl_str copy = dl_arena_str(c->arena, text);
    return copy.p && dl_map_put(c->texts, copy, dl_map_count(c->texts) + 1, &slot) ? *slot : 0;
}

static uint32_t folded_number(dl_corpus *c, dl_str text)
{
    char folded[128];
    return number_of(c, (dl_str){folded, dl_str_fold(text, folded, sizeof folded)});
}

static dl_str kept(dl_corpus *c, sqlite3_stmt *s, int column) { return dl_arena_str(c->arena, dl_keep_column(s, column)); }

static uint32_t hex8(const char *p)
{
    uint32_t value = 0;
    for (int i = 0; i < 8; i++) value = value << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0' : p[i] - 'a' + 10);
    return value;
}

/* Eight hexadecimal digits a word; malformed text gives none. */
static uint32_t read_hex(dl_str text, uint32_t *out, uint32_t room)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.n; i++)
        if (!strchr("0123456789abcdef", text.p[i])) return 0;
    for (size_t at = 0; at + 8 <= text.n && count < room; at += 8) out[count++] = hex8(text.p + at);
    return count;
}

static dl_tie_words read_words(dl_corpus *c, dl_str hex)
{
    uint32_t words[96];
    dl_tie_words out = {.count = read_hex(hex, words, DL_COUNT(words))};
    uint32_t *copy = DL_NEW(c->arena, uint32_t, out.count + 1);
    if (!copy) out.count = 0;
    for (uint32_t i = 0; i < out.count; i++) {
        copy[i] = words[i];
        out.weight += words[i] & 3u;
    }
    out.items = copy;
    return out;
}

/* ## Reports */

static dl_status add_doc(dl_corpus *c, sqlite3_stmt *s, dl_error *err)
{
    uint32_t *slot;
    if (!dl_arena_grow(c->arena, (void **)&c->docs, &c->doc_room, c->doc_count + 1, sizeof *c->docs)) return no_memory(err);
    dl_tie_doc *d = &c->docs[c->doc_count];
    *d = (dl_tie_doc){.id = kept(c, s, 0), .hash = kept(c, s, 1), .day = dl_day_from_text(dl_keep_column(s, 2)), .source = folded_number(c, dl_keep_column(s, 3))};
    d->sketched = read_hex(dl_keep_column(s, 4), d->minima, DL_MINHASHES) == DL_MINHASHES;
    d->topic = read_words(c, dl_keep_column(s, 5));
    return d->id.p && dl_map_put(c->doc_index, d->id, c->doc_count++, &slot) ? DL_OK : no_memory(err);
}

/* ## Records */

static uint8_t type_of(dl_str name)
{
    for (int i = 0; i < DL_TYPE_COUNT; i++)
        if (dl_str_eq(dl_type_text((dl_type)i), name)) return (uint8_t)i;
    return DL_TYPE_COUNT;
}

static uint8_t aux_of(dl_str words)
{
    static const char *const names[] = {"historical", "future", "hypothetical", "negation"};
    unsigned aux = 0;
    for (unsigned i = 0; i < 4; i++)
        if (dl_str_has_word(words, dl_str_c(names[i]))) aux |= 1u << i;
    return (uint8_t)aux;
}

static const char events_sql[] =
    "SELECT e.event_id, e.doc_id, e.event, e.aux, e.date_basis, e.date, e.enddate, e.place, e.country_code, e.feature_code, e.province, e.cameo, s.words, q.low, q.high, e.group_id,"
    " e.meeting, e.answer, e.sentence, e.start, e.stance FROM events e LEFT JOIN event_sketches s ON s.event_id = e.event_id"
    " LEFT JOIN quantities q ON q.event_id = e.event_id AND q.kind = 'dead' ORDER BY e.event_id";
enum { ID, DOC, TYPE, AUX, BASIS, DATE, ENDDATE, PLACE, COUNTRY, FEATURE, PROVINCE, CAMEO, WORDS, LOW, HIGH, GROUP, MEETING, ANSWER, SENTENCE, START, STANCE };

static dl_status add_event(dl_corpus *c, sqlite3_stmt *s, dl_error *err)
{
    if (!dl_arena_grow(c->arena, (void **)&c->events, &c->event_room, c->event_count + 1, sizeof *c->events) ||
        !dl_arena_grow(c->arena, (void **)&c->more, &c->more_room, c->event_count + 1, sizeof *c->more)) return no_memory(err);
    const uint32_t *doc = dl_map_get(c->doc_index, dl_keep_column(s, DOC));
    if (!doc) return DL_OK;
    dl_str feature = dl_keep_column(s, FEATURE), date = dl_keep_column(s, DATE), end = dl_keep_column(s, ENDDATE);
    dl_tie_event *e = &c->events[c->event_count];
    *e = (dl_tie_event){.id = kept(c, s, ID), .doc = *doc, .type = type_of(dl_keep_column(s, TYPE)), .aux = aux_of(dl_keep_column(s, AUX)),
        .stated = dl_str_is(dl_keep_column(s, BASIS), "stated"), .town = dl_str_starts(feature, DL_LIT("PPL")), .low = dl_day_from_text(date), .high = dl_day_from_text(end),
        .place = folded_number(c, dl_keep_column(s, PLACE)), .country = number_of(c, dl_keep_column(s, COUNTRY)), .province = number_of(c, dl_keep_column(s, PROVINCE)), .cameo = number_of(c, dl_keep_column(s, CAMEO)), .sentence = (uint32_t)sqlite3_column_int(s, SENTENCE), .dead = -1};
    if (e->high == DL_DAY_UNKNOWN || e->high < e->low) e->high = e->low;
    if (sqlite3_column_type(s, LOW) != SQLITE_NULL) e->dead = sqlite3_column_int64(s, LOW);
    e->words = read_words(c, dl_keep_column(s, WORDS));
    c->more[c->event_count] = (dl_event_more){.old_group = kept(c, s, GROUP), .meeting = kept(c, s, MEETING), .answer = kept(c, s, ANSWER), .sentence = sqlite3_column_int(s, SENTENCE),
        .start = sqlite3_column_int(s, START), .dead_high = sqlite3_column_type(s, HIGH) == SQLITE_NULL ? INT64_MAX : sqlite3_column_int64(s, HIGH),
        .denies = dl_str_is(dl_keep_column(s, STANCE), "denies"), .row = c->event_count};
    c->event_count++;
    return e->id.p ? DL_OK : no_memory(err);
}

static dl_tie_party party_of(dl_corpus *c, sqlite3_stmt *s)
{
    dl_str id = dl_keep_column(s, 2), name = dl_keep_column(s, 3);
    bool country = dl_str_starts(id, DL_LIT("country:"));
    return (dl_tie_party){dl_str_is(dl_keep_column(s, 1), "recipient"), country ? 0 : id.n ? number_of(c, id) : folded_number(c, name), number_of(c, dl_keep_column(s, 4)),
                          number_of(c, dl_keep_column(s, 5)), folded_number(c, dl_keep_column(s, 6))};
}

/* Records and parties both come in the order of the records' ids. */
static dl_status read_parties(dl_corpus *c, dl_store *store, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    dl_tie_party parties[2 * DL_MAX_PARTIES];
    dl_tie_party *copy;
    DL_TRY(dl_keep_prepare(store, "SELECT event_id, role, entity_id, name, code, sector, text FROM event_actors ORDER BY event_id, role, position", &s, err));
    bool more = sqlite3_step(s) == SQLITE_ROW;
    dl_status status = DL_OK;
    for (uint32_t i = 0; i < c->event_count && status == DL_OK; i++) {
        uint32_t count = 0;
        while (more && dl_str_cmp(dl_keep_column(s, 0), c->events[i].id) <= 0) {
            if (count < DL_COUNT(parties) && dl_str_eq(dl_keep_column(s, 0), c->events[i].id)) parties[count++] = party_of(c, s);
            more = sqlite3_step(s) == SQLITE_ROW;
        }
        copy = DL_NEW(c->arena, dl_tie_party, count + 1);
        if (!copy) status = no_memory(err);
        else if (count) memcpy(copy, parties, count * sizeof *copy);
        c->events[i].parties = copy;
        c->events[i].party_count = count;
    }
    sqlite3_finalize(s);
    return status;
}

typedef struct sorted { dl_tie_event event; dl_event_more more; } sorted;

static int canonical(const void *a, const void *b)
{
    const sorted *x = a, *y = b;
    if (x->event.doc != y->event.doc) return x->event.doc < y->event.doc ? -1 : 1;
    if (x->more.sentence != y->more.sentence) return x->more.sentence < y->more.sentence ? -1 : 1;
    if (x->more.start != y->more.start) return x->more.start < y->more.start ? -1 : 1;
    return dl_str_cmp(x->event.id, y->event.id);
}

static dl_status sort_events(dl_corpus *c, dl_error *err)
{
    uint32_t *slot;
    sorted *both = malloc(((size_t)c->event_count + 1) * sizeof *both);
    if (!both) return no_memory(err);
    for (uint32_t i = 0; i < c->event_count; i++) both[i] = (sorted){c->events[i], c->more[i]};
    qsort(both, c->event_count, sizeof *both, canonical);
    bool well = true;
    for (uint32_t i = 0; i < c->event_count; i++) {
        c->events[i] = both[i].event;
        c->more[i] = both[i].more;
        well &= dl_map_put(c->event_index, c->events[i].id, i, &slot);
    }
    free(both);
    return well ? DL_OK : no_memory(err);
}

/* ## Meetings and answers */

static const char meetings_sql[] =
    "SELECT m.doc_id, m.meeting, m.place, m.country_code, m.date, m.enddate, m.host_text, m.host_id, m.host_code, m.invited FROM document_meetings m"
    " JOIN documents d ON d.doc_id = m.doc_id ORDER BY d.date, d.hash, m.meeting";

static dl_status add_meeting(dl_corpus *c, sqlite3_stmt *s, dl_error *err)
{
    if (!dl_arena_grow(c->arena, (void **)&c->meetings, &c->meeting_room, c->meeting_count + 1, sizeof *c->meetings) ||
        !dl_arena_grow(c->arena, (void **)&c->meeting_more, &c->meeting_more_room, c->meeting_count + 1, sizeof *c->meeting_more)) return no_memory(err);
    const uint32_t *doc = dl_map_get(c->doc_index, dl_keep_column(s, 0));
    if (!doc) return DL_OK;
    dl_meeting_more *more = &c->meeting_more[c->meeting_count];
    *more = (dl_meeting_more){.place = kept(c, s, 2), .country = kept(c, s, 3), .date = kept(c, s, 4), .enddate = kept(c, s, 5), .host_text = kept(c, s, 6), .host_id = kept(c, s, 7),
                              .host_code = kept(c, s, 8), .invited = sqlite3_column_type(s, 9) == SQLITE_NULL ? -1 : sqlite3_column_int64(s, 9)};
    c->meetings[c->meeting_count++] = (dl_tie_meeting){.name = kept(c, s, 1), .doc = *doc, .place = folded_number(c, more->place), .country = number_of(c, more->country),
        .host = number_of(c, more->host_id.n ? more->host_id : more->host_code), .low = dl_day_from_text(more->date), .high = dl_day_from_text(more->enddate)};
    return DL_OK;
}

static uint32_t meeting_of(const dl_corpus *c, uint32_t event)
{
    uint32_t low = 0, high = c->meeting_count, doc = c->events[event].doc;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (c->meetings[middle].doc < doc) low = middle + 1;
        else high = middle;
    }
    for (; low < c->meeting_count && c->meetings[low].doc == doc; low++)
        if (dl_str_eq(c->meetings[low].name, c->more[event].meeting)) return low;
    return DL_NONE;
}

/* Those who are invited, or expected by somebody, are recipients; everybody else who answers acts. */
static const char answers_sql[] =
    "SELECT e.event_id, a.position, a.text, a.name, a.entity_id, a.code, a.sector FROM events e JOIN event_actors a ON a.event_id = e.event_id"
    " AND a.role = CASE WHEN e.answer = 'invited' OR (e.answer = 'expected' AND e.event = 'REQUEST') THEN 'recipient' ELSE 'actor' END WHERE e.meeting IS NOT NULL AND e.answer IS NOT NULL ORDER BY e.event_id, a.position";

static dl_status add_answer(dl_corpus *c, sqlite3_stmt *s, dl_error *err)
{
    if (!dl_arena_grow(c->arena, (void **)&c->answers, &c->answer_room, c->answer_count + 1, sizeof *c->answers)) return no_memory(err);
    const uint32_t *event = dl_map_get(c->event_index, dl_keep_column(s, 0));
    uint32_t meeting = event ? meeting_of(c, *event) : DL_NONE;
    if (meeting == DL_NONE) return DL_OK;
    c->answers[c->answer_count++] = (dl_answer_row){*event, meeting, (uint32_t)sqlite3_column_int(s, 1), kept(c, s, 2), kept(c, s, 3), kept(c, s, 4), kept(c, s, 5), kept(c, s, 6),
                                                    c->more[*event].answer};
    return DL_OK;
}

static int by_meeting(const void *a, const void *b)
{
    const dl_answer_row *x = a, *y = b;
    if (x->meeting != y->meeting) return x->meeting < y->meeting ? -1 : 1;
    if (x->event != y->event) return x->event < y->event ? -1 : 1;
    return x->position < y->position ? -1 : x->position > y->position;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Who answers goes with the meeting. */
static dl_status give_parties(dl_corpus *c, dl_error *err)
{
    if (c->answer_count) qsort(c->answers, c->answer_count, sizeof *c->answers, by_meeting);
    for (uint32_t i = 0, end; i < c->answer_count; i = end) {
        for (end = i; end < c->answer_count && c->answers[end].meeting == c->answers[i].meeting; end++) {}
        uint32_t *parties = DL_NEW(c->arena, uint32_t, end - i), n = 0;
        if (!parties) return no_memory(err);
        for (uint32_t k = i; k < end; k++) {
            const dl_answer_row *a = &c->answers[k];
            uint32_t number = number_of(c, a->entity.n ? a->entity : a->code.n ? a->code : a->name);
            if (number) parties[n++] = number;
        }
        qsort(parties, n, sizeof *parties, by_number);
        c->meetings[c->answers[i].meeting].parties = parties;
        c->meetings[c->answers[i].meeting].party_count = n;
    }
    return DL_OK;
}

/* ## All of it */

static dl_status each(dl_corpus *c, dl_store *store, const char *sql, dl_status (*row)(dl_corpus *c, sqlite3_stmt *s, dl_error *err), dl_error *err)
{
    sqlite3_stmt *s = NULL;
    DL_TRY(dl_keep_prepare(store, sql, &s, err));
    int what;
    dl_status status = DL_OK;
    while (status == DL_OK && (what = sqlite3_step(s)) == SQLITE_ROW) status = row(c, s, err);
    if (status == DL_OK && what != SQLITE_DONE) status = dl_keep_failed(store, err);
    sqlite3_finalize(s);
    return status;
}

dl_status dl_corpus_read(dl_store *store, dl_corpus *c, dl_error *err)
{
    *c = (dl_corpus){.arena = dl_arena_new(0)};
    if (!c->arena) return no_memory(err);
    c->texts = dl_map_new(c->arena, 1024);
    c->doc_index = dl_map_new(c->arena, 1024);
    c->event_index = dl_map_new(c->arena, 1024);
    if (!c->texts || !c->doc_index || !c->event_index) return no_memory(err);
    DL_TRY(each(c, store, "SELECT d.doc_id, d.hash, d.date, d.source, s.minhash, s.words FROM documents d LEFT JOIN document_sketches s ON s.doc_id = d.doc_id ORDER BY d.date, d.hash", add_doc, err));
    DL_TRY(each(c, store, events_sql, add_event, err));
    DL_TRY(read_parties(c, store, err));
    DL_TRY(sort_events(c, err));
    DL_TRY(each(c, store, meetings_sql, add_meeting, err));
    DL_TRY(each(c, store, answers_sql, add_answer, err));
    return give_parties(c, err);
}

void dl_corpus_drop(dl_corpus *c) { dl_arena_free(c->arena); }
