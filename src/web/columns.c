/* columns.c - reads a store into columns: one walk over its events in the order of their dates, with the parties and reports of each. */
#include "web/columns.h"

#include <stdlib.h>

const char *const dl_verdict_names[DL_VERDICT_COUNT] = {NULL, "accept", "fix", "reject"};

/* ## Texts as numbers */

static bool strs_open(dl_strs *s, dl_arena *arena)
{
    s->map = dl_map_new(arena, 256);
    if (!s->map || !dl_arena_grow(arena, (void **)&s->items, &s->room, 1, sizeof *s->items)) return false;
    s->items[s->count++] = (dl_str){0};
    return true;
}

/* The number of the text, new or known; 0 for none, or when memory has run out. */
static uint32_t strs_put(dl_strs *s, dl_arena *arena, dl_str text)
{
    uint32_t *slot;
    if (text.n == 0) return 0;
    const uint32_t *known = dl_map_get(s->map, text);
    if (known) return *known;
    dl_str kept = dl_arena_str(arena, text);
    if (!kept.p || !dl_arena_grow(arena, (void **)&s->items, &s->room, s->count + 1, sizeof *s->items) || !dl_map_put(s->map, kept, s->count, &slot)) return 0;
    s->items[s->count] = kept;
    return s->count++;
}

uint32_t dl_word_find(const dl_strs *words, dl_str word)
{
    const uint32_t *known = word.n ? dl_map_get(words->map, word) : NULL;
    return known ? *known : 0;
}

static dl_str cell(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text ? (dl_str){text, (size_t)sqlite3_column_bytes(row, column)} : (dl_str){0};
}

/* A day of an ISO date; a month or year alone gives its first day. */
static int32_t day_of(dl_str text)
{
    char whole[] = "0000-01-01";
    if (text.n >= 10) return dl_day_from_text(text);
    if (text.n != 4 && text.n != 7) return DL_DAY_UNKNOWN;
    memcpy(whole, text.p, text.n);
    return dl_day_from_text(dl_str_c(whole));
}

/* ## Parties and places */

static uint32_t party_put(dl_kept *c, dl_str id, dl_str code, dl_str sector, dl_str name)
{
    uint32_t *slot;
    dl_buf all = {0};
    dl_buf_printf(&all, "%.*s\t%.*s\t%.*s\t%.*s", (int)id.n, id.p ? id.p : "", (int)code.n, code.p ? code.p : "", (int)sector.n, sector.p ? sector.p : "", (int)name.n, name.p ? name.p : "");
    const uint32_t *known = dl_map_get(c->party_map, dl_buf_str(&all));
    uint32_t at = known ? *known : c->party_count;
    if (!known) {
        dl_str kept = dl_arena_str(c->arena, dl_buf_str(&all));
        if (!kept.p || !dl_arena_grow(c->arena, (void **)&c->parties, &c->party_room, at + 1, sizeof *c->parties) || !dl_map_put(c->party_map, kept, at, &slot)) at = DL_NONE;
        else c->party_count++;
    }
    if (!known && at != DL_NONE) {
        dl_col_party *p = &c->parties[at];
        *p = (dl_col_party){dl_arena_str(c->arena, id), dl_arena_str(c->arena, code), dl_arena_str(c->arena, sector), dl_arena_str(c->arena, name), 0, 0};
        all.n = 0;
        dl_buf_add(&all, code);
        if (sector.n) dl_buf_printf(&all, ".%.*s", (int)sector.n, sector.p);
        p->role = strs_put(&c->codes, c->arena, dl_buf_str(&all));
        p->key = strs_put(&c->keys, c->arena, id.n ? id : dl_buf_str(&all));
    }
    dl_buf_drop(&all);
    return at;
}

static uint32_t place_put(dl_kept *c, sqlite3_stmt *row, int first)
{
    uint32_t *slot;
    if (sqlite3_column_type(row, first + 4) == SQLITE_NULL) return 0;
    dl_str name = cell(row, first), country = cell(row, first + 1);
    dl_str key = dl_arena_printf(c->arena, "%.*s\t%.*s", (int)name.n, name.p ? name.p : "", (int)country.n, country.p ? country.p : "");
    const uint32_t *known = key.p ? dl_map_get(c->place_map, key) : NULL;
    if (known) return *known + 1;
    if (!key.p || !dl_arena_grow(c->arena, (void **)&c->places, &c->place_room, c->place_count + 1, sizeof *c->places) || !dl_map_put(c->place_map, key, c->place_count, &slot)) return 0;
    c->places[c->place_count++] = (dl_col_place){dl_arena_str(c->arena, name), dl_arena_str(c->arena, country), dl_arena_str(c->arena, cell(row, first + 2)),
                                                 dl_arena_str(c->arena, cell(row, first + 3)), sqlite3_column_double(row, first + 4), sqlite3_column_double(row, first + 5)};
    return c->place_count;
}

/* ## The walks */

static dl_status broken(sqlite3 *db, dl_error *err) { return dl_fail(err, DL_FORMAT, "The store does not read as one of this version: %s.", sqlite3_errmsg(db)); }

static dl_status read_docs(dl_kept *c, sqlite3 *db, dl_error *err)
{
    sqlite3_stmt *row = NULL;
    int step = SQLITE_ROW;
    c->from = c->to = DL_DAY_UNKNOWN;
    if (sqlite3_prepare_v2(db, "SELECT d.doc_key, d.doc_id, d.date, d.source, d.language, t.tie FROM documents d LEFT JOIN document_ties t ON t.doc_id = d.doc_id AND t.first_doc <> t.doc_id"
                               " ORDER BY d.doc_key", -1, &row, NULL) != SQLITE_OK) return broken(db, err);
    while ((step = sqlite3_step(row)) == SQLITE_ROW) {
        uint32_t key = (uint32_t)sqlite3_column_int64(row, 0);
        if (!dl_arena_grow(c->arena, (void **)&c->docs, &c->doc_room, c->doc_count + 1, sizeof *c->docs) ||
            !dl_arena_grow(c->arena, (void **)&c->doc_of_key, &c->key_room, key + 1, sizeof *c->doc_of_key)) break;
        dl_str tie = cell(row, 5);
        dl_col_doc *d = &c->docs[c->doc_count];
        *d = (dl_col_doc){dl_arena_str(c->arena, cell(row, 1)), day_of(cell(row, 2)), strs_put(&c->words, c->arena, cell(row, 3)), strs_put(&c->words, c->arena, cell(row, 4)),
                          dl_str_is(tie, "copy") ? DL_COL_COPY : dl_str_is(tie, "rewrite") ? DL_COL_REWRITE : DL_COL_FIRST};
        c->doc_of_key[key] = c->doc_count++;
        if (d->day == DL_DAY_UNKNOWN) continue;
        c->from = c->from == DL_DAY_UNKNOWN ? d->day : DL_MIN(c->from, d->day);
        c->to = DL_MAX(c->to, d->day);
    }
    sqlite3_finalize(row);
    return step == SQLITE_DONE ? DL_OK : dl_fail(err, DL_NOMEM, "The store could not be read into memory.");
}

static bool add_index(dl_kept *c, uint32_t **items, uint32_t *count, uint32_t *room, uint32_t value)
{
    if (value == DL_NONE || !dl_arena_grow(c->arena, (void **)items, room, *count + 1, sizeof **items)) return false;
    (*items)[(*count)++] = value;
    return true;
}

static bool read_parties(dl_kept *c, dl_col_event *e, sqlite3_stmt *parties)
{
    e->parties = c->role_count;
    sqlite3_reset(parties);
    sqlite3_bind_text(parties, 1, e->first.p, (int)e->first.n, SQLITE_STATIC);
    while (sqlite3_step(parties) == SQLITE_ROW) {
        if (!add_index(c, &c->roles, &c->role_count, &c->role_room, party_put(c, cell(parties, 1), cell(parties, 2), cell(parties, 3), cell(parties, 4)))) return false;
        if (dl_str_is(cell(parties, 0), "actor")) e->actors++;
        else e->recipients++;
    }
    return true;
}

static bool read_told(dl_kept *c, dl_col_event *e, sqlite3_stmt *told)
{
    e->docs = c->told_count;
    sqlite3_reset(told);
    sqlite3_bind_text(told, 1, e->id.p, (int)e->id.n, SQLITE_STATIC);
    while (sqlite3_step(told) == SQLITE_ROW) {
        uint32_t key = (uint32_t)sqlite3_column_int64(told, 0);
        if (key >= c->key_room || !add_index(c, &c->told, &c->told_count, &c->told_room, c->doc_of_key[key])) return false;
        e->doc_count++;
    }
    return true;
}

static uint8_t aux_of(dl_str list)
{
    uint8_t bits = 0;
    for (uint32_t i = 0; i < 4; i++)
        if (dl_str_has_word(list, dl_str_c(dl_aux_names[i]))) bits = (uint8_t)(bits | 1u << i);
    return bits;
}

static uint8_t type_of(dl_str name)
{
    uint8_t t = 0;
    while (t + 1 < DL_TYPE_COUNT && !dl_str_eq(dl_type_text((dl_type)t), name)) t++;
    return t;
}

static bool read_event(dl_kept *c, dl_col_event *e, sqlite3_stmt *row)
{
    uint32_t *slot;
    *e = (dl_col_event){.id = dl_arena_str(c->arena, cell(row, 0)), .first = dl_arena_str(c->arena, cell(row, 1)), .reports = (uint32_t)sqlite3_column_int(row, 2),
                        .disputed = (uint32_t)sqlite3_column_int(row, 3), .day = day_of(cell(row, 4)), .type = type_of(cell(row, 5)), .quad = (uint8_t)sqlite3_column_int(row, 6),
                        .aux = aux_of(cell(row, 7)), .stance = strs_put(&c->words, c->arena, cell(row, 8)), .answer = strs_put(&c->words, c->arena, cell(row, 9)),
                        .confidence = (float)sqlite3_column_double(row, 10), .meeting = strs_put(&c->words, c->arena, cell(row, 11)),
                        .dead = sqlite3_column_type(row, 12) == SQLITE_NULL ? -1 : sqlite3_column_int(row, 12), .country = strs_put(&c->words, c->arena, cell(row, 18)),
                        .place = place_put(c, row, 17)};
    if (e->quad < 1 || e->quad > 4) e->quad = 1;
    if (sqlite3_column_type(row, 13) != SQLITE_NULL || sqlite3_column_type(row, 14) != SQLITE_NULL)
        e->source = party_put(c, cell(row, 13), cell(row, 14), cell(row, 15), cell(row, 16)) + 1;
    return e->first.p && dl_map_put(c->by_id, e->id, c->count, &slot) && dl_map_put(c->by_id, e->first, c->count, &slot);
}

static const char events_sql[] =
    "SELECT g.group_id, g.first_event, g.n_reports, g.disputed, e.date, e.event, e.quad_code, e.aux, e.stance, e.answer, e.confidence,"
    " (SELECT a.meeting_id FROM attendance a WHERE a.event_id = e.event_id LIMIT 1), (SELECT low FROM quantities q WHERE q.event_id = e.event_id AND q.kind = 'dead'),"
    " e.source_id, e.source_code, e.source_sector, e.source_name, e.place, e.country_code, e.province, e.feature_code, e.lat, e.lon"
    " FROM event_groups g JOIN events e ON e.event_id = g.first_event ORDER BY coalesce(e.date, ''), g.group_id";

static dl_status read_events(dl_kept *c, sqlite3 *db, dl_error *err)
{
    sqlite3_stmt *row = NULL, *parties = NULL, *told = NULL;
    uint32_t room = 0;
    int step = SQLITE_ERROR;
    bool well = sqlite3_prepare_v2(db, events_sql, -1, &row, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(db, "SELECT role, entity_id, code, sector, name FROM event_actors WHERE event_id = ? ORDER BY role, position", -1, &parties, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(db, "SELECT d.doc_key FROM mentions m JOIN documents d ON d.doc_id = m.doc_id WHERE m.group_id = ? ORDER BY 1", -1, &told, NULL) == SQLITE_OK;
    dl_status status = well ? DL_OK : broken(db, err);
    while (well && (step = sqlite3_step(row)) == SQLITE_ROW) {
        if (!dl_arena_grow(c->arena, (void **)&c->events, &room, c->count + 1, sizeof *c->events)) break;
        dl_col_event *e = &c->events[c->count];
        if (!read_event(c, e, row) || !read_parties(c, e, parties) || !read_told(c, e, told)) break;
        c->count++;
    }
    if (status == DL_OK && step == SQLITE_ROW) status = dl_fail(err, DL_NOMEM, "The store could not be read into memory.");
    else if (status == DL_OK && step != SQLITE_DONE) status = broken(db, err);
    sqlite3_finalize(row);
    sqlite3_finalize(parties);
    sqlite3_finalize(told);
    return status;
}

/* ## Orders */

typedef struct ranked { double by; uint32_t at; } ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->by > y->by ? -1 : x->by < y->by ? 1 : x->at < y->at ? -1 : x->at > y->at;
}

static double rank_of(const dl_col_event *e, dl_order order)
{
    switch (order) {
    case DL_ORDER_REPORTS: return e->reports;
    case DL_ORDER_CONFIDENCE: return (double)e->confidence;
    case DL_ORDER_TYPE: return DL_TYPE_COUNT - e->type;
    default: return (e->disputed ? 1000.0 : 0.0) + e->reports * (1.0 - (double)e->confidence);
    }
}

static bool make_orders(dl_kept *c)
{
    ranked *all = malloc((c->count + 1) * sizeof *all);
    bool well = all != NULL;
    for (int o = 0; well && o < DL_ORDER_COUNT; o++) {
        c->orders[o] = DL_NEW(c->arena, uint32_t, c->count + 1);
        well = c->orders[o] != NULL;
        for (uint32_t i = 0; well && i < c->count; i++) all[i] = (ranked){rank_of(&c->events[i], (dl_order)o), i};
        if (well) qsort(all, c->count, sizeof *all, by_rank);
        for (uint32_t i = 0; well && i < c->count; i++) c->orders[o][i] = all[i].at;
    }
    free(all);
    return well;
}

static bool make_beside(dl_kept *c)
{
    c->role_codes = DL_NEW(c->arena, uint32_t, c->role_count + 1);
    c->role_keys = DL_NEW(c->arena, uint32_t, c->role_count + 1);
    c->told_publishers = DL_NEW(c->arena, uint32_t, c->told_count + 1);
    if (!c->role_codes || !c->role_keys || !c->told_publishers) return false;
    for (uint32_t i = 0; i < c->role_count; i++) {
        c->role_codes[i] = c->parties[c->roles[i]].role;
        c->role_keys[i] = c->parties[c->roles[i]].key;
    }
    for (uint32_t i = 0; i < c->told_count; i++) c->told_publishers[i] = c->docs[c->told[i]].publisher;
    return true;
}

/* The party with a name goes before others with the same key. */
static bool name_keys(dl_kept *c)
{
    c->key_party = DL_NEW(c->arena, uint32_t, c->keys.count + 1);
    bool *seen = DL_NEW(c->arena, bool, c->keys.count + 1);
    if (!c->key_party || !seen) return false;
    for (uint32_t i = 0; i < c->party_count; i++) {
        uint32_t k = c->parties[i].key;
        if (seen[k] && (c->parties[c->key_party[k]].name.n || !c->parties[i].name.n)) continue;
        c->key_party[k] = i;
        seen[k] = true;
    }
    return true;
}

static dl_str single(dl_kept *c, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *row = NULL;
    dl_str out = {0};
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW) out = dl_arena_str(c->arena, cell(row, 0));
    sqlite3_finalize(row);
    return out;
}

void dl_columns_review(dl_kept *c, sqlite3 *db, uint32_t event)
{
    sqlite3_stmt *row = NULL;
    uint8_t verdict = DL_VERDICT_NONE;
    if (sqlite3_prepare_v2(db, "SELECT field, new FROM corrections WHERE event_id = ? ORDER BY at, correction_id", -1, &row, NULL) != SQLITE_OK) return;
    sqlite3_bind_text(row, 1, c->events[event].first.p, (int)c->events[event].first.n, SQLITE_STATIC);
    while (sqlite3_step(row) == SQLITE_ROW) {
        uint8_t said = DL_VERDICT_FIX;
        for (uint8_t v = DL_VERDICT_ACCEPT; v < DL_VERDICT_COUNT; v++)
            if (dl_str_is(cell(row, 0), "record") && dl_str_is(cell(row, 1), dl_verdict_names[v])) said = v;
        verdict = said;
    }
    sqlite3_finalize(row);
    c->reviewed[event] = verdict;
}

static dl_status read_reviews(dl_kept *c, sqlite3 *db, dl_error *err)
{
    sqlite3_stmt *row = NULL;
    c->reviewed = DL_NEW(c->arena, uint8_t, c->count + 1);
    if (!c->reviewed) return dl_fail(err, DL_NOMEM, "The store could not be read into memory.");
    if (sqlite3_prepare_v2(db, "SELECT DISTINCT event_id FROM corrections WHERE event_id IS NOT NULL", -1, &row, NULL) != SQLITE_OK) return broken(db, err);
    while (sqlite3_step(row) == SQLITE_ROW) {
        const uint32_t *event = dl_map_get(c->by_id, cell(row, 0));
        if (event) dl_columns_review(c, db, *event);
    }
    sqlite3_finalize(row);
    return DL_OK;
}

static dl_status fill(dl_kept *c, sqlite3 *db, dl_error *err)
{
    c->party_map = dl_map_new(c->arena, 256);
    c->place_map = dl_map_new(c->arena, 256);
    c->by_id = dl_map_new(c->arena, 1024);
    if (!c->party_map || !c->place_map || !c->by_id || !strs_open(&c->words, c->arena) || !strs_open(&c->keys, c->arena) || !strs_open(&c->codes, c->arena))
        return dl_fail(err, DL_NOMEM, "The store could not be read into memory.");
    DL_TRY(read_docs(c, db, err));
    DL_TRY(read_events(c, db, err));
    DL_TRY(read_reviews(c, db, err));
    c->coder = single(c, db, "SELECT coder FROM events LIMIT 1");
    c->text_kept = single(c, db, "SELECT text_kept FROM documents LIMIT 1");
    return make_orders(c) && make_beside(c) && name_keys(c) ? DL_OK : dl_fail(err, DL_NOMEM, "The store could not be read into memory.");
}

dl_status dl_columns_open(sqlite3 *db, const char *store, dl_kept **out, dl_error *err)
{
    dl_arena *arena = dl_arena_new(0);
    dl_kept *c = arena ? DL_NEW(arena, dl_kept, 1) : NULL;
    const char *name = strrchr(store, '/');
    *out = NULL;
    if (!c) {
        dl_arena_free(arena);
        return dl_fail(err, DL_NOMEM, "The store could not be read into memory.");
    }
    c->arena = arena;
    c->store = dl_arena_str(arena, dl_str_c(name ? name + 1 : store));
    dl_status status = fill(c, db, err);
    if (status == DL_OK) *out = c;
    else dl_columns_close(c);
    return status;
}

void dl_columns_close(dl_kept *c)
{
    if (c) dl_arena_free(c->arena);
}
