/* counts.c - how many: the summary, bins of time, and facets. */
#include "web/answers.h"

#include <stdlib.h>

/* ## Small things */

void dl_total_json(dl_json *json, const dl_total *t, bool quads)
{
    dl_int_json(json, "events", t->events);
    dl_int_json(json, "reports", t->reports);
    if (!quads) return;
    dl_json_key(json, "quads");
    dl_json_open(json, '[');
    for (int q = 0; q < 4; q++) dl_json_int(json, t->quads[q]);
    dl_json_close(json, ']');
}

/* A bare word of JSON. */
static void null_json(dl_json *json)
{
    DL_BUF_LIT(json->out, "null");
    json->more = true;
}

void dl_text_json(dl_json *json, const char *key, dl_str text)
{
    dl_json_key(json, key);
    if (text.n) dl_json_str(json, text);
    else null_json(json);
}

void dl_day_json(dl_json *json, const char *key, int32_t day)
{
    char text[11];
    dl_day_to_text(day, text);
    dl_text_json(json, key, dl_str_c(text));
}

void dl_int_json(dl_json *json, const char *key, int64_t value)
{
    dl_json_key(json, key);
    dl_json_int(json, value);
}

static void bool_json(dl_json *json, const char *key, bool value)
{
    dl_json_key(json, key);
    dl_buf_add(json->out, value ? DL_LIT("true") : DL_LIT("false"));
    json->more = true;
}

uint32_t dl_rows_wanted(const dl_asked *a, uint32_t otherwise, uint32_t most)
{
    enum { FILE_ROWS = 10000 };
    return a->files ? dl_query_number(a->query, "limit", FILE_ROWS, FILE_ROWS) : dl_query_number(a->query, "limit", otherwise, most);
}

/* ## The summary */

typedef struct sums { dl_total all; uint32_t disputed, meetings, reviewed, undated, documents, publishers; } sums;

static uint32_t mark(bool *seen, uint32_t at)
{
    if (seen[at]) return 0;
    seen[at] = true;
    return 1;
}

static dl_status sum_up(dl_asked *a, sums *s, dl_error *err)
{
    const dl_kept *c = a->c;
    bool *docs = DL_NEW(a->arena, bool, c->doc_count + 1), *words = DL_NEW(a->arena, bool, c->words.count + 1), *meetings = DL_NEW(a->arena, bool, c->words.count + 1);
    if (!docs || !words || !meetings) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    for (uint32_t i = 0; i < c->count; i++) {
        const dl_col_event *e = &c->events[i];
        if (!dl_filter_takes(&a->filter, i)) continue;
        dl_total_add(&s->all, e);
        s->disputed += e->disputed > 0;
        s->reviewed += c->reviewed[i] != DL_VERDICT_NONE;
        s->undated += e->day == DL_DAY_UNKNOWN;
        if (e->meeting) s->meetings += mark(meetings, e->meeting);
        for (uint32_t d = 0; a->filter.set && d < e->doc_count; d++) s->documents += mark(docs, c->told[e->docs + d]);
    }
    if (!a->filter.set) s->documents = c->doc_count;
    for (uint32_t d = 0; d < c->doc_count; d++)
        if ((!a->filter.set || docs[d]) && c->docs[d].publisher) s->publishers += mark(words, c->docs[d].publisher);
    return DL_OK;
}

dl_status dl_answer_summary(dl_asked *a, dl_error *err)
{
    sums s = {0};
    dl_json *json = &a->json;
    DL_TRY(sum_up(a, &s, err));
    dl_json_open(json, '{');
    dl_text_json(json, "store", a->c->store);
    dl_text_json(json, "title", dl_str_ends(a->c->store, DL_LIT(".db")) ? dl_str_part(a->c->store, 0, a->c->store.n - 3) : a->c->store);
    dl_text_json(json, "coder", a->c->coder);
    dl_json_key(json, "period");
    dl_json_open(json, '{');
    dl_day_json(json, "from", a->c->from);
    dl_day_json(json, "to", a->c->to);
    dl_json_close(json, '}');
    dl_int_json(json, "documents", s.documents);
    dl_int_json(json, "publishers", s.publishers);
    dl_total_json(json, &s.all, false);
    dl_int_json(json, "disputed", s.disputed);
    dl_int_json(json, "meetings", s.meetings);
    dl_int_json(json, "reviewed", s.reviewed);
    dl_int_json(json, "undated", s.undated);
    dl_text_json(json, "text_kept", a->c->text_kept);
    bool_json(json, "review", a->review);
    dl_json_close(json, '}');
    return DL_OK;
}

/* ## Bins */

const char *const dl_bin_units[] = {"day", "week", "month", "quarter", "year"};

static int32_t months_of(int32_t day)
{
    int y, m, d;
    dl_day_to_ymd(day, &y, &m, &d);
    return y * 12 + m - 1;
}

static int32_t length_of(int unit) { return unit == DL_BIN_MONTH ? 1 : unit == DL_BIN_QUARTER ? 3 : 12; }

uint32_t dl_bin_at(const dl_bins *b, int32_t day)
{
    if (day == DL_DAY_UNKNOWN || day < b->low || day > b->high) return DL_NONE;
    if (b->unit <= DL_BIN_WEEK) return (uint32_t)(day - b->low) / (b->unit == DL_BIN_WEEK ? 7 : 1);
    return (uint32_t)((months_of(day) - months_of(b->low)) / length_of(b->unit));
}

int32_t dl_bin_start(const dl_bins *b, uint32_t bin)
{
    if (b->unit <= DL_BIN_WEEK) return b->low + (int32_t)bin * (b->unit == DL_BIN_WEEK ? 7 : 1);
    int32_t month = months_of(b->low) + (int32_t)bin * length_of(b->unit);
    return dl_day_from_ymd(month / 12, month % 12 + 1, 1);
}

/* The first day of the bin that holds the day. */
static int32_t floor_of(int32_t day, int unit)
{
    if (unit == DL_BIN_DAY) return day;
    if (unit == DL_BIN_WEEK) return day - dl_day_weekday(day);
    int32_t month = months_of(day);
    month -= month % length_of(unit);
    return dl_day_from_ymd(month / 12, month % 12 + 1, 1);
}

/* The days of the reports, cut to the period that is asked for; a period may also reach beyond them. */
dl_bins dl_bins_of(const dl_asked *a, uint32_t max)
{
    dl_bins b = {.low = a->c->from, .high = a->c->to};
    if (a->filter.set >> DL_FILTER_DATE & 1) {
        if (a->filter.low > INT32_MIN + 1) b.low = a->filter.low;
        if (a->filter.high < INT32_MAX) b.high = a->filter.high;
    }
    if (b.low == DL_DAY_UNKNOWN || b.high < b.low) return (dl_bins){0};
    for (int unit = DL_BIN_DAY; unit <= DL_BIN_YEAR; unit++) {
        dl_bins tried = {floor_of(b.low, unit), b.high, 0, unit};
        tried.count = dl_bin_at(&tried, b.high) + 1;
        if (tried.count <= max || unit == DL_BIN_YEAR) return tried;
    }
    return b;
}

dl_status dl_answer_bins(dl_asked *a, dl_error *err)
{
    dl_bins b = dl_bins_of(a, dl_query_number(a->query, "max", 160, 4000));
    dl_total *totals = DL_NEW(a->arena, dl_total, b.count + 1);
    dl_json *json = &a->json;
    if (!totals) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    int32_t day = DL_DAY_UNKNOWN; /* events come by date: most have that of the one before */
    uint32_t bin = DL_NONE;
    for (uint32_t i = 0; b.count && i < a->c->count; i++) {
        if (a->c->events[i].day != day) bin = dl_bin_at(&b, day = a->c->events[i].day);
        if (bin != DL_NONE && bin < b.count && dl_filter_takes(&a->filter, i)) dl_total_add(&totals[bin], &a->c->events[i]);
    }
    dl_json_open(json, '{');
    dl_text_json(json, "unit", dl_str_c(dl_bin_units[b.unit]));
    dl_json_key(json, "bins");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < b.count; i++) {
        dl_json_open(json, '{');
        dl_day_json(json, "from", dl_bin_start(&b, i));
        dl_day_json(json, "to", dl_bin_start(&b, i + 1) - 1);
        dl_total_json(json, &totals[i], true);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
    dl_json_close(json, '}');
    return DL_OK;
}

/* ## Facets: each value counted by the events that every other filter leaves */

typedef struct facet {
    dl_filter_name own;
    const char *name;
    dl_total *totals;
    uint32_t count, last; /* values; the event that was counted last, for values that an event may have twice */
    uint32_t *seen;
} facet;

enum { PARTY, TYPE, QUAD, COUNTRY, PUBLISHER, AUX, MEETING, FACETS };

static void count_value(facet *f, uint32_t value, uint32_t event, const dl_col_event *e)
{
    if (f->seen[value] == event + 1) return;
    f->seen[value] = event + 1;
    dl_total_add(&f->totals[value], e);
}

static void count_event(const dl_kept *c, facet *f, int which, uint32_t event)
{
    const dl_col_event *e = &c->events[event];
    switch (which) {
    case PARTY:
        for (uint32_t i = 0; i < (uint32_t)e->actors + e->recipients; i++) count_value(f, c->role_codes[e->parties + i], event, e);
        break;
    case TYPE: count_value(f, e->type, event, e); break;
    case QUAD: count_value(f, e->quad, event, e); break;
    case COUNTRY: count_value(f, e->country, event, e); break;
    case PUBLISHER:
        for (uint32_t i = 0; i < e->doc_count; i++) count_value(f, c->told_publishers[e->docs + i], event, e);
        break;
    case AUX:
        for (uint32_t i = 0; i < 4; i++)
            if (e->aux >> i & 1) count_value(f, i, event, e);
        if (!e->aux) count_value(f, 4, event, e);
        break;
    default: count_value(f, e->meeting, event, e);
    }
}

static dl_str value_text(const dl_kept *c, int which, uint32_t value)
{
    static const char *const quads[] = {"", "1", "2", "3", "4"};
    switch (which) {
    case PARTY: return c->codes.items[value];
    case TYPE: return dl_type_text((dl_type)value);
    case QUAD: return dl_str_c(quads[value]);
    case AUX: return dl_str_c(value < 4 ? dl_aux_names[value] : "none");
    default: return c->words.items[value];
    }
}

typedef struct listed { uint32_t value, events; } listed;

static int by_events(const void *a, const void *b)
{
    const listed *x = a, *y = b;
    return x->events > y->events ? -1 : x->events < y->events ? 1 : x->value < y->value ? -1 : x->value > y->value;
}

static dl_status facet_json(dl_asked *a, const facet *f, int which, dl_error *err)
{
    dl_json *json = &a->json;
    listed *order = DL_NEW(a->arena, listed, f->count + 1);
    uint32_t n = 0;
    if (!order) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    for (uint32_t v = 0; v < f->count; v++)
        if (f->totals[v].events && value_text(a->c, which, v).n) order[n++] = (listed){v, f->totals[v].events};
    qsort(order, n, sizeof *order, by_events);
    dl_json_key(json, f->name);
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < DL_MIN(n, 30); i++) {
        dl_json_open(json, '{');
        dl_text_json(json, "value", value_text(a->c, which, order[i].value));
        dl_text_json(json, "label", value_text(a->c, which, order[i].value));
        dl_total_json(json, &f->totals[order[i].value], false);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
    return DL_OK;
}

dl_status dl_answer_facets(dl_asked *a, dl_error *err)
{
    const dl_kept *c = a->c;
    facet facets[FACETS] = {[PARTY] = {DL_FILTER_PARTY, "party", NULL, c->codes.count, 0, NULL}, [TYPE] = {DL_FILTER_TYPE, "type", NULL, DL_TYPE_COUNT, 0, NULL},
                            [QUAD] = {DL_FILTER_QUAD, "quad", NULL, 5, 0, NULL}, [COUNTRY] = {DL_FILTER_COUNTRY, "country", NULL, c->words.count, 0, NULL},
                            [PUBLISHER] = {DL_FILTER_PUBLISHER, "publisher", NULL, c->words.count, 0, NULL}, [AUX] = {DL_FILTER_AUX, "aux", NULL, 5, 0, NULL},
                            [MEETING] = {DL_FILTER_MEETING, "meeting", NULL, c->words.count, 0, NULL}};
    for (int k = 0; k < FACETS; k++) {
        facets[k].totals = DL_NEW(a->arena, dl_total, facets[k].count + 1);
        facets[k].seen = DL_NEW(a->arena, uint32_t, facets[k].count + 1);
        if (!facets[k].totals || !facets[k].seen) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    }
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t fails = dl_filter_fails(&a->filter, i);
        for (int k = 0; k < FACETS; k++)
            if ((fails & ~(1u << facets[k].own)) == 0) count_event(c, &facets[k], k, i);
    }
    dl_json_open(&a->json, '{');
    for (int k = 0; k < FACETS; k++) DL_TRY(facet_json(a, &facets[k], k, err));
    dl_json_close(&a->json, '}');
    return DL_OK;
}
