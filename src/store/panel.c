/* panel.c - counts by unit and period, zero where nothing is on record. */
#include "store/asker.h"
#include "table/export.h"

#include <stdlib.h>

enum { QUADS = 4, ALL = 0, PAIR_MAX = 2 };

/* One unit in one period. */
typedef struct tally { int64_t events[QUADS + 1], reports[QUADS + 1], dead; } tally;
typedef struct entry { dl_str unit[PAIR_MAX]; int32_t period; tally count; } entry;

typedef struct panel {
    dl_asker *a;
    dl_codes *codes;
    dl_rows_form form;
    bool dyads, months;
    enum { ISO, COW, GW } system;
    int32_t first, last;   /* periods: months since year 0, or years */
    entry *entries;
    uint32_t entry_count, entry_room;
    uint64_t rows, events, reports, unplaced; /* unplaced: events of units that the system has no number for */
} panel;

/* ## What is asked */

static dl_status read_unit(panel *p, dl_error *err)
{
    static const struct { const char *name; bool dyads, months; } units[] = {
        {"country-month", false, true}, {"country-year", false, false}, {"dyad-month", true, true}, {"dyad-year", true, false}};
    const char *unit = p->a->ask->unit ? p->a->ask->unit : "country-month", *codes = p->a->ask->codes ? p->a->ask->codes : "iso3c";
    static const char *const systems[] = {"iso3c", "cown", "gwcode"};
    bool known = false;
    for (size_t i = 0; i < DL_COUNT(units); i++) {
        if (strcmp(units[i].name, unit) != 0) continue;
        p->dyads = units[i].dyads;
        p->months = units[i].months;
        known = true;
    }
    if (!known) return dl_fail(err, DL_USAGE, "The units are country-month, country-year, dyad-month and dyad-year, not \"%s\".", unit);
    for (int i = 0; i < 3; i++) {
        if (strcmp(systems[i], codes) != 0) continue;
        p->system = (i == 0 ? ISO : i == 1 ? COW : GW);
        return DL_OK;
    }
    return dl_fail(err, DL_USAGE, "The codes are iso3c, cown and gwcode, not \"%s\".", codes);
}

static int32_t period_of(const panel *p, int32_t day)
{
    int year, month, mday;
    dl_day_to_ymd(day, &year, &month, &mday);
    return p->months ? year * 12 + month - 1 : year;
}

/* The period of the panel: that of the question where it is closed, else that of what was found. */
static void find_period(panel *p)
{
    p->first = INT32_MAX;
    p->last = INT32_MIN;
    for (uint32_t i = 0; i < p->entry_count; i++) {
        p->first = DL_MIN(p->first, p->entries[i].period);
        p->last = DL_MAX(p->last, p->entries[i].period);
    }
    for (uint32_t i = 0; i < p->a->terms.count; i++) {
        const dl_term *t = &p->a->terms.terms[i];
        if (t->field != DL_FIELD_DATE || t->count != 1 || t->compare == DL_IS_NOT || p->entry_count == 0) continue;
        if (t->compare != DL_AT_MOST && t->values[0].low > -700000) p->first = period_of(p, t->values[0].low);
        if (t->compare != DL_AT_LEAST && t->values[0].high < INT32_MAX) p->last = period_of(p, t->values[0].high);
    }
}

/* ## Counting */

static dl_str column_text(sqlite3_stmt *s, int column)
{
    const char *p = (const char *)sqlite3_column_text(s, column);
    return (dl_str){p, p ? (size_t)sqlite3_column_bytes(s, column) : 0};
}

/* A row of the statement: unit, second unit, year, month, quad, events, reports, dead; ordered by unit and period. */
static dl_status take_row(panel *p, sqlite3_stmt *s, dl_error *err)
{
    dl_str unit[PAIR_MAX] = {column_text(s, 0), column_text(s, 1)};
    int year = sqlite3_column_int(s, 2), month = sqlite3_column_int(s, 3), quad = sqlite3_column_int(s, 4);
    int32_t period = p->months ? year * 12 + month - 1 : year;
    entry *last = p->entry_count ? &p->entries[p->entry_count - 1] : NULL;
    if (!last || last->period != period || !dl_str_eq(last->unit[0], unit[0]) || !dl_str_eq(last->unit[1], unit[1])) {
        if (!dl_arena_grow(p->a->arena, (void **)&p->entries, &p->entry_room, p->entry_count + 1, sizeof *p->entries))
            return dl_fail(err, DL_NOMEM, "There is no memory for the panel.");
        bool same = last && dl_str_eq(last->unit[0], unit[0]) && dl_str_eq(last->unit[1], unit[1]);
        entry next = {.period = period};
        for (int i = 0; i < PAIR_MAX; i++) next.unit[i] = same ? p->entries[p->entry_count - 1].unit[i] : dl_arena_str(p->a->arena, unit[i]);
        last = &p->entries[p->entry_count++];
        *last = next;
    }
    if (quad < 1 || quad > QUADS) return DL_OK;
    int64_t events = sqlite3_column_int64(s, 5), reports = sqlite3_column_int64(s, 6);
    last->count.events[quad] += events;
    last->count.events[ALL] += events;
    last->count.reports[quad] += reports;
    last->count.reports[ALL] += reports;
    last->count.dead += sqlite3_column_int64(s, 7);
    return DL_OK;
}

/* ## Writing */

/* The unit's code in the period, into the buffer; false when the system has none. */
static bool add_code(const panel *p, dl_str unit, int32_t period, dl_buf *out)
{
    int32_t day = p->months ? dl_day_from_ymd(period / 12, period % 12 + 1, 1) : dl_day_from_ymd(period, 1, 1);
    const dl_code_row *row = dl_codes_get(p->codes, unit, day);
    if (p->system == ISO) {
        dl_buf_add(out, unit);
        return unit.n > 0;
    }
    int32_t number = row ? (p->system == COW ? row->cow : row->gw) : 0;
    if (number) dl_buf_printf(out, "%d", (int)number);
    return number != 0;
}

#define CELLS_MAX (PAIR_MAX + 2 + 2 * (QUADS + 1) + 1)
typedef struct line {
    dl_buf text;
    size_t starts[CELLS_MAX + 1];
    dl_row_cell cells[CELLS_MAX];
    uint32_t count;
} line;

static void end_cell(line *l, bool plain)
{
    l->cells[l->count].plain = plain;
    l->starts[++l->count] = l->text.n;
}

static void number_cell(line *l, int64_t value)
{
    dl_buf_printf(&l->text, "%lld", (long long)value);
    end_cell(l, true);
}

static uint32_t names_of(const panel *p, const char *names[CELLS_MAX])
{
    static const char *const codes[][3] = {{"iso3c", "iso3c1", "iso3c2"}, {"cown", "cown1", "cown2"}, {"gwcode", "gwcode1", "gwcode2"}};
    static const char *const counts[] = {"n_events", "n_reports", "verbal_coop_events", "verbal_coop_reports", "material_coop_events", "material_coop_reports",
        "verbal_conf_events", "verbal_conf_reports", "material_conf_events", "material_conf_reports", "dead_low"};
    uint32_t n = 0;
    if (p->dyads) {
        names[n++] = codes[p->system][1];
        names[n++] = codes[p->system][2];
    } else {
        names[n++] = codes[p->system][0];
    }
    names[n++] = "year";
    if (p->months) names[n++] = "month";
    for (size_t i = 0; i < DL_COUNT(counts); i++) names[n++] = counts[i];
    return n;
}

static void write_line(panel *p, line *l, const char *const *names)
{
    for (uint32_t i = 0; i < l->count; i++) l->cells[i].text = (dl_str){l->text.p + l->starts[i], l->starts[i + 1] - l->starts[i]};
    if (p->form == DL_ROWS_JSONL) dl_row_json(&p->a->stream.buf, names, l->cells, l->count);
    else dl_row_csv(&p->a->stream.buf, l->cells, l->count);
    p->a->stream.buf.failed |= l->text.failed;
    p->rows++;
}

static dl_status write_period(panel *p, line *l, const char *const *names, const dl_str unit[PAIR_MAX], int32_t period, const tally *c, dl_error *err)
{
    l->count = 0;
    l->text.n = 0;
    for (int i = 0; i < (p->dyads ? 2 : 1); i++) {
        if (!add_code(p, unit[i], period, &l->text)) {
            p->unplaced += (uint64_t)c->events[ALL];
            return DL_OK;
        }
        end_cell(l, p->system != ISO);
    }
    number_cell(l, p->months ? period / 12 : period);
    if (p->months) number_cell(l, period % 12 + 1);
    for (int quad = ALL; quad <= QUADS; quad++) {
        number_cell(l, c->events[quad]);
        number_cell(l, c->reports[quad]);
    }
    number_cell(l, c->dead);
    p->events += (uint64_t)c->events[ALL];
    p->reports += (uint64_t)c->reports[ALL];
    write_line(p, l, names);
    return dl_stream_push(&p->a->stream, false, err);
}

static bool same_unit(const entry *a, const entry *b) { return dl_str_eq(a->unit[0], b->unit[0]) && dl_str_eq(a->unit[1], b->unit[1]); }

/* Every unit with every period. */
static dl_status write_all(panel *p, dl_error *err)
{
    static const tally nothing;
    const char *names[CELLS_MAX];
    line l = {0};
    dl_status status = DL_OK;
    uint32_t columns = names_of(p, names);
    for (uint32_t i = 0; i < columns; i++) {
        dl_buf_add(&l.text, dl_str_c(names[i]));
        end_cell(&l, false);
    }
    if (p->form != DL_ROWS_JSONL) {
        write_line(p, &l, names);
        p->rows = 0;
    }
    find_period(p);
    for (uint32_t i = 0; i < p->entry_count && status == DL_OK;) {
        const entry *unit = &p->entries[i];
        for (int32_t period = p->first; period <= p->last && status == DL_OK; period++) {
            while (i < p->entry_count && same_unit(&p->entries[i], unit) && p->entries[i].period < period) i++;
            bool here = i < p->entry_count && same_unit(&p->entries[i], unit) && p->entries[i].period == period;
            status = write_period(p, &l, names, unit->unit, period, here ? &p->entries[i].count : &nothing, err);
        }
        while (i < p->entry_count && same_unit(&p->entries[i], unit)) i++;
    }
    dl_buf_drop(&l.text);
    return status;
}

/* ## Asking */

static const char countries[] =
    "SELECT e.country, '', CAST(substr(e.date, 1, 4) AS INTEGER) AS y, CAST(substr(e.date, 6, 2) AS INTEGER) AS m, e.quad, count(*), sum(e.n_reports), "
    "sum(coalesce(e.dead_low, 0))";
static const char dyads[] =
    "SELECT ca, cb, CAST(substr(date, 1, 4) AS INTEGER) AS y, CAST(substr(date, 6, 2) AS INTEGER) AS m, quad, count(*), sum(n), sum(dead) "
    "FROM (SELECT DISTINCT e.rid, e.date, e.quad, e.n_reports AS n, coalesce(e.dead_low, 0) AS dead, a.code AS ca, b.code AS cb";

/* What is to come, was denied or only thought of is not counted, unless the question is about it. */
static bool asks_aux(const dl_asker *a)
{
    for (uint32_t i = 0; i < a->terms.count; i++)
        if (a->terms.terms[i].field == DL_FIELD_AUX) return true;
    return false;
}

static dl_status count_events(panel *p, dl_sql *sql, dl_error *err)
{
    dl_sql_add(sql, p->dyads ? dyads : countries);
    dl_status status = dl_sql_from(p->a, sql, p->dyads, err);
    dl_sql_add(sql, " AND e.date IS NOT NULL");
    if (!asks_aux(p->a)) dl_sql_add(sql, " AND (e.aux IS NULL OR e.aux = 'historical')");
    if (p->dyads) dl_sql_add(sql, " AND a.code <> b.code) GROUP BY ca, cb, y, m, quad ORDER BY ca, cb, y, m");
    else dl_sql_add(sql, " AND e.country IS NOT NULL GROUP BY e.country, y, m, e.quad ORDER BY e.country, y, m");
    return status;
}

static dl_status prepare(panel *p, sqlite3_stmt **out, dl_error *err)
{
    int32_t first, last;
    dl_status status = DL_OK;
    dl_sql *sql = calloc(1, sizeof *sql);
    if (!sql) return dl_fail(err, DL_NOMEM, "There is no memory for the question.");
    if (!p->dyads && dl_asker_whole_months(p->a, &first, &last)) {
        dl_sql_add(sql, "SELECT country, '', y, m, quad, n_events, n_reports, dead FROM ask_months WHERE y * 12 + m - 1 >= ");
        dl_sql_number(sql, first);
        dl_sql_add(sql, " AND y * 12 + m - 1 <= ");
        dl_sql_number(sql, last);
        dl_sql_add(sql, " ORDER BY country, y, m");
    } else {
        status = count_events(p, sql, err);
    }
    if (status == DL_OK) status = dl_sql_prepare(p->a, sql, out, err);
    dl_sql_drop(sql);
    free(sql);
    return status;
}

static dl_status run(panel *p, dl_error *err)
{
    sqlite3_stmt *statement = NULL;
    DL_TRY(read_unit(p, err));
    DL_TRY(dl_codes_open(p->a->ask->data, &p->codes, err));
    dl_status status = prepare(p, &statement, err);
    int what = SQLITE_DONE;
    while (status == DL_OK && (what = sqlite3_step(statement)) == SQLITE_ROW) status = take_row(p, statement, err);
    if (status == DL_OK && what != SQLITE_DONE) status = dl_fail(err, DL_IO, "The store cannot be read: %s.", sqlite3_errmsg(p->a->db));
    sqlite3_finalize(statement);
    if (status == DL_OK) status = write_all(p, err);
    return status == DL_OK ? dl_stream_push(&p->a->stream, true, err) : status;
}

dl_status dl_store_panel(const char *store, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err)
{
    dl_asker a;
    panel p = {.a = &a};
    *count = (dl_count){0};
    dl_status status = dl_asker_open(&a, store, ask, sink, err);
    if (status == DL_OK) status = dl_rows_form_of(ask->format ? ask->format : "csv", &p.form, err);
    if (status == DL_OK && p.form == DL_ROWS_PARQUET) status = dl_fail(err, DL_USAGE, "A panel is csv or jsonl.");
    if (status == DL_OK) status = run(&p, err);
    *count = (dl_count){.rows = p.rows, .events = p.events, .reports = p.reports, .left_out = p.unplaced};
    dl_codes_close(p.codes);
    dl_asker_close(&a);
    return status;
}
