/* filter.c - reads filters once into tables of what will do, so that the walk over all events only looks things up. */
#include "web/filter.h"

dl_str dl_query_get(const dl_query *q, const char *name)
{
    for (uint32_t i = q->count; i-- > 0;)
        if (dl_str_is(q->pairs[i].name, name)) return q->pairs[i].value;
    return (dl_str){0};
}

uint32_t dl_query_number(const dl_query *q, const char *name, uint32_t otherwise, uint32_t most)
{
    int64_t n;
    dl_str text = dl_query_get(q, name);
    if (text.n == 0 || !dl_str_to_int(text, &n) || n < 0) return otherwise;
    return n > most ? most : (uint32_t)n;
}

/* ## Days */

static bool day_read(dl_str text, int32_t *low, int32_t *high)
{
    int64_t year, month = 0;
    dl_str rest = text, y = dl_str_cut(&rest, '-'), m = dl_str_cut(&rest, '-');
    if (text.n == 10) return (*low = *high = dl_day_from_text(text)) != DL_DAY_UNKNOWN;
    if (y.n != 4 || !dl_str_to_int(y, &year) || year < 1 || rest.n) return false;
    if (m.n && (m.n != 2 || !dl_str_to_int(m, &month) || month < 1 || month > 12)) return false;
    *low = dl_day_from_ymd((int)year, month ? (int)month : 1, 1);
    *high = dl_day_from_ymd((int)year, month ? (int)month : 12, month ? dl_month_length((int)year, (int)month) : 31);
    return *low != DL_DAY_UNKNOWN;
}

bool dl_days_read(dl_str text, int32_t *low, int32_t *high)
{
    int32_t other;
    size_t at = 0;
    while (at + 1 < text.n && !(text.p[at] == '.' && text.p[at + 1] == '.')) at++;
    if (at + 1 >= text.n) return day_read(text, low, high);
    *low = INT32_MIN + 1;
    *high = INT32_MAX;
    return (at == 0 || day_read(dl_str_part(text, 0, at), low, &other)) && (at + 2 == text.n || day_read(dl_str_part(text, at + 2, text.n), &other, high));
}

/* ## Reading */

static bool party_is(const dl_kept *c, const dl_col_party *p, dl_str want)
{
    if (want.n > 1 && want.p[0] == '.') return dl_str_eq(p->sector, dl_str_part(want, 1, want.n));
    return dl_str_eq(p->id, want) || dl_str_eq(p->code, want) || dl_str_eq(p->name, want) || dl_str_eq(c->codes.items[p->role], want) || dl_str_eq(c->keys.items[p->key], want);
}

static bool read_parties(dl_arena *arena, dl_filter *f, dl_filter_name name, dl_str value)
{
    bool *will = f->parties[name] = DL_NEW(arena, bool, f->c->party_count + 1);
    if (!will) return false;
    while (value.n) {
        dl_str want = dl_str_cut(&value, ',');
        for (uint32_t i = 0; want.n && i < f->c->party_count; i++) will[i] |= party_is(f->c, &f->c->parties[i], want);
    }
    return true;
}

static bool read_words(dl_arena *arena, dl_filter *f, dl_filter_name name, dl_str value)
{
    bool *will = f->words[name] = DL_NEW(arena, bool, f->c->words.count + 1);
    while (will && value.n) {
        uint32_t word = dl_word_find(&f->c->words, dl_str_cut(&value, ','));
        if (word) will[word] = true;
    }
    return will != NULL;
}

/* The bit of one word; 0: there is no such word. */
static uint32_t bit_of(dl_str want, dl_filter_name name)
{
    for (uint32_t t = 0; name == DL_FILTER_TYPE && t < DL_TYPE_COUNT; t++)
        if (dl_str_eq(dl_type_text((dl_type)t), want)) return 1u << t;
    for (uint32_t a = 0; name == DL_FILTER_AUX && a < 4; a++)
        if (dl_str_is(want, dl_aux_names[a])) return 1u << a;
    if (name == DL_FILTER_AUX && dl_str_is(want, "none")) return 16;
    return name == DL_FILTER_QUAD && want.n == 1 && want.p[0] >= '1' && want.p[0] <= '4' ? 1u << (want.p[0] - '0') : 0;
}

static dl_status read_bits(dl_filter_name name, dl_str value, uint32_t *bits, dl_error *err)
{
    static const char *const kinds[DL_FILTER_COUNT] = {[DL_FILTER_TYPE] = "type", [DL_FILTER_QUAD] = "quad class", [DL_FILTER_AUX] = "auxiliary mode"};
    while (value.n) {
        dl_str want = dl_str_cut(&value, ',');
        uint32_t bit = bit_of(want, name);
        if (!bit) return dl_fail(err, DL_USAGE, "There is no %s \"%.*s\".", kinds[name], (int)DL_MIN(want.n, 60), want.p ? want.p : "");
        *bits |= bit;
    }
    return DL_OK;
}

/* Reports that hold all of the words, each taken as it stands. */
static dl_status read_text(dl_arena *arena, dl_filter *f, dl_str value, sqlite3 *db, dl_error *err)
{
    sqlite3_stmt *row = NULL;
    dl_buf match = {0};
    f->found = DL_NEW(arena, bool, f->c->count + 1);
    while (value.n) {
        dl_str word = dl_str_cut(&value, ' ');
        if (word.n == 0) continue;
        dl_buf_char(&match, '"');
        for (size_t i = 0; i < word.n; i++)
            if (word.p[i] != '"') dl_buf_char(&match, word.p[i]);
        DL_BUF_LIT(&match, "\" ");
    }
    bool well = f->found && !match.failed && sqlite3_prepare_v2(db, "SELECT DISTINCT m.group_id FROM documents_fts t JOIN documents d ON d.doc_key = t.rowid JOIN mentions m ON m.doc_id = d.doc_id"
                                                   " WHERE documents_fts MATCH ?", -1, &row, NULL) == SQLITE_OK &&
                sqlite3_bind_text(row, 1, match.p ? match.p : "\"\"", match.p ? (int)match.n : 2, SQLITE_TRANSIENT) == SQLITE_OK;
    while (well && sqlite3_step(row) == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(row, 0);
        const uint32_t *event = id ? dl_map_get(f->c->by_id, dl_str_c(id)) : NULL;
        if (event) f->found[*event] = true;
    }
    sqlite3_finalize(row);
    dl_buf_drop(&match);
    return well ? DL_OK : dl_fail(err, DL_USAGE, "These words cannot be looked for.");
}

static dl_status read_number(dl_filter *f, dl_filter_name name, dl_str value, dl_error *err)
{
    double number;
    if (!dl_str_to_double(value, &number) || !(number >= 0 && number < 1e9)) return dl_fail(err, DL_USAGE, "\"%.*s\" is not a number.", (int)DL_MIN(value.n, 60), value.p);
    if (name == DL_FILTER_CONFIDENCE) f->confidence = (float)number;
    else if (name == DL_FILTER_REPORTS) f->reports = (uint32_t)number;
    else f->dead = (int32_t)number;
    return DL_OK;
}

static dl_status read_one(dl_arena *arena, dl_filter *f, dl_filter_name name, dl_str value, sqlite3 *db, dl_error *err)
{
    bool well = true;
    switch (name) {
    case DL_FILTER_PARTY: case DL_FILTER_ACTOR: case DL_FILTER_RECIPIENT: case DL_FILTER_SOURCE: well = read_parties(arena, f, name, value); break;
    case DL_FILTER_COUNTRY: case DL_FILTER_PUBLISHER: case DL_FILTER_STANCE: case DL_FILTER_MEETING: case DL_FILTER_ANSWER: well = read_words(arena, f, name, value); break;
    case DL_FILTER_TYPE: return read_bits(name, value, &f->types, err);
    case DL_FILTER_QUAD: return read_bits(name, value, &f->quads, err);
    case DL_FILTER_AUX: return read_bits(name, value, &f->aux, err);
    case DL_FILTER_CONFIDENCE: case DL_FILTER_REPORTS: case DL_FILTER_DEAD: DL_TRY(read_number(f, name, value, err)); break;
    case DL_FILTER_DATE:
        if (!dl_days_read(value, &f->low, &f->high)) return dl_fail(err, DL_USAGE, "\"%.*s\" is not a date or period: 2018, 2018-08, 2018-08-16 or two of them with \"..\" between.", (int)DL_MIN(value.n, 60), value.p);
        break;
    case DL_FILTER_TEXT: DL_TRY(read_text(arena, f, value, db, err)); break;
    default: break;
    }
    return well ? DL_OK : dl_fail(err, DL_NOMEM, "Memory ran out.");
}

dl_status dl_filter_read(dl_arena *arena, const dl_kept *c, const dl_query *q, sqlite3 *db, dl_filter *out, dl_error *err)
{
    static const char *const names[] = {
#define X_(name, text) #text,
        DL_FILTER_LIST(X_)
#undef X_
    };
    *out = (dl_filter){.c = c};
    for (int n = 0; n < DL_FILTER_COUNT; n++) {
        dl_str value = dl_query_get(q, names[n]);
        if (value.n == 0 || ((n == DL_FILTER_DISPUTED || n == DL_FILTER_REVIEWED) && dl_str_is(value, "0"))) continue;
        out->set |= 1u << n;
        DL_TRY(read_one(arena, out, (dl_filter_name)n, value, db, err));
    }
    return DL_OK;
}

/* ## Looking */

static bool any_party(const dl_kept *c, const bool *will, uint32_t from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (will[c->roles[from + i]]) return true;
    return false;
}

static bool any_publisher(const dl_kept *c, const bool *will, const dl_col_event *e)
{
    for (uint32_t i = 0; i < e->doc_count; i++)
        if (will[c->told_publishers[e->docs + i]]) return true;
    return false;
}

static bool holds(const dl_filter *f, dl_filter_name name, uint32_t event)
{
    const dl_kept *c = f->c;
    const dl_col_event *e = &c->events[event];
    switch (name) {
    case DL_FILTER_PARTY: return any_party(c, f->parties[name], e->parties, (uint32_t)e->actors + e->recipients);
    case DL_FILTER_ACTOR: return any_party(c, f->parties[name], e->parties, e->actors);
    case DL_FILTER_RECIPIENT: return any_party(c, f->parties[name], e->parties + e->actors, e->recipients);
    case DL_FILTER_SOURCE: return e->source && f->parties[name][e->source - 1];
    case DL_FILTER_TYPE: return f->types >> e->type & 1;
    case DL_FILTER_QUAD: return f->quads >> e->quad & 1;
    case DL_FILTER_DATE: return e->day != DL_DAY_UNKNOWN && e->day >= f->low && e->day <= f->high;
    case DL_FILTER_COUNTRY: return f->words[name][e->country];
    case DL_FILTER_PUBLISHER: return any_publisher(c, f->words[name], e);
    case DL_FILTER_AUX: return (f->aux & e->aux) || (f->aux & 16 && !e->aux);
    case DL_FILTER_STANCE: return f->words[name][e->stance];
    case DL_FILTER_MEETING: return f->words[name][e->meeting];
    case DL_FILTER_ANSWER: return f->words[name][e->answer];
    case DL_FILTER_CONFIDENCE: return e->confidence >= f->confidence;
    case DL_FILTER_REPORTS: return e->reports >= f->reports;
    case DL_FILTER_DEAD: return e->dead >= f->dead;
    case DL_FILTER_DISPUTED: return e->disputed > 0;
    case DL_FILTER_REVIEWED: return c->reviewed[event] != DL_VERDICT_NONE;
    case DL_FILTER_TEXT: return f->found[event];
    default: return true;
    }
}

uint32_t dl_filter_fails(const dl_filter *f, uint32_t event)
{
    uint32_t fails = 0;
    for (uint32_t rest = f->set; rest; rest &= rest - 1) {
        int n = __builtin_ctz(rest);
        if (!holds(f, (dl_filter_name)n, event)) fails |= 1u << n;
    }
    return fails;
}
