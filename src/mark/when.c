/* when.c - finds the times of a report.
 *
 * Sentences are read in order. The day of writing is the dateline's, else the report's; in blocks whose own date is unknown
 * there is none. At each atom the longest reading of the grammar wins (when_*.c). Words that bound a time ("since 2001")
 * join it. */
#include "mark/when.h"

#include <stdio.h>

#define TOLD_SENTENCES 3 /* how long "the day before" may look back */

typedef struct found {
    dl_reading reading;
    uint32_t first, end; /* atoms */
} found;

typedef struct finder {
    dl_when w;
    dl_doc *doc;
    dl_marks *marks;
    found *items;
    uint32_t count, room;
    uint32_t told_age;
} finder;

/* ## Words around a reading */

static uint32_t widen_left(const dl_when *w, uint32_t i, uint32_t floor, const dl_reading *r)
{
    if (r->type != DL_TIME_DATE || i == floor) return i;
    if (i >= floor + 2 && dl_when_is(w, i, "year") && dl_when_is(w, i - 1, "the") &&
        dl_when_any(w, i - 2, "since after before"))
        return i - 2;
    if (dl_when_any(w, i - 1, "since after before")) return i - 1;
    if (dl_when_is(w, i - 1, "by") && dl_when_is(w, i, "end")) return i - 1;
    if (i >= floor + 2 && dl_when_is(w, i - 1, "than") && dl_when_any(w, i - 2, "later earlier greater")) {
        return i >= floor + 3 && dl_when_any(w, i - 3, "no not") ? i - 3 : i - 2;
    }
    if (i >= floor + 3 && dl_when_is(w, i - 1, "as") && dl_when_any(w, i - 2, "late early recently") &&
        dl_when_is(w, i - 3, "as"))
        return i - 3;
    return i;
}

/* "since Thursday": from then up to the day of writing. */
static void open_since(const dl_when *w, dl_reading *r)
{
    if (r->low == DL_DAY_UNKNOWN || w->anchor == DL_DAY_UNKNOWN || r->low > w->anchor) return;
    dl_reading_range(r, r->low, w->anchor);
    r->why = "from that time up to the day of writing";
}

static uint32_t widen_right(const dl_when *w, uint32_t end, const dl_reading *r)
{
    if (r->type != DL_TIME_DATE || !dl_when_any(w, end, "or and") ||
        !dl_when_any(w, end + 1, "later earlier after before greater"))
        return end;
    const dl_atom *next = dl_when_at(w, end + 2);
    return next->kind == DL_ATOM_END || dl_when_any(w, end + 2, ", . ; ! ?") ? end + 2 : end;
}

/* ## Pairs: "from May 3 to June 7, 2015", "between Monday and Friday" */

/* A date without its own year takes that of the date it is joined to. */
static void share_year(dl_reading *a, const dl_reading *b)
{
    int ya, ma, da, yb, mb, db;
    char year[8];
    if (!a->relative || b->relative || a->low == DL_DAY_UNKNOWN || b->low == DL_DAY_UNKNOWN) return;
    if (strlen(a->value) < 7 || a->value[4] != '-' || a->value[5] > '9' || b->value[4] != '-' || b->value[5] > '9') return;
    dl_day_to_ymd(a->low, &ya, &ma, &da);
    dl_day_to_ymd(b->low, &yb, &mb, &db);
    int year_of_a = ma <= mb ? yb : yb - 1, months = 12 * (year_of_a - ya);
    int32_t low = dl_day_add_months(a->low, months), high = dl_day_add_months(a->high, months);
    if (low == DL_DAY_UNKNOWN || high == DL_DAY_UNKNOWN || strlen(a->value) > 10) return;
    a->low = low;
    a->high = high;
    a->relative = false;
    snprintf(year, sizeof year, "%04u", (unsigned)year_of_a % 10000);
    memcpy(a->value, year, 4);
}

static void join_pairs(finder *f)
{
    const dl_when *w = &f->w;
    for (uint32_t k = 0; k + 1 < f->count; k++) {
        found *a = &f->items[k], *b = &f->items[k + 1];
        if (a->reading.type != DL_TIME_DATE || b->reading.type != DL_TIME_DATE || b->first != a->end + 1) continue;
        if (!dl_when_any(w, a->end, "to until till through and or -")) continue;
        share_year(&a->reading, &b->reading);
        bool between = dl_when_any(w, a->end, "and or") ? a->first > 0 && dl_when_is(w, a->first - 1, "between") : true;
        bool known = a->reading.low != DL_DAY_UNKNOWN && b->reading.low != DL_DAY_UNKNOWN;
        if (!between || !known || a->reading.low > b->reading.low || a->reading.high > b->reading.high) continue;
        if (dl_when_is(w, a->end, "or")) continue;
        int32_t low = a->reading.low, high = b->reading.high;
        a->reading.high = high;
        b->reading.low = low;
        a->reading.why = b->reading.why = "the two ends of a stretch of time";
    }
}

/* ## Reading a sentence */

static bool keep(finder *f, const dl_reading *r, uint32_t first, uint32_t end)
{
    if (!dl_arena_grow(f->doc->arena, (void **)&f->items, &f->room, f->count + 1, sizeof(found))) return false;
    f->items[f->count++] = (found){*r, first, end};
    return true;
}

static bool read_atoms(finder *f)
{
    dl_when *w = &f->w;
    uint32_t floor = 0;
    f->count = 0;
    for (uint32_t i = 0; i < w->count;) {
        dl_reading date = {.low = DL_DAY_UNKNOWN, .high = DL_DAY_UNKNOWN}, span = date;
        uint32_t end = dl_when_date(w, i, &date), other = dl_when_span(w, i, &span);
        if (other > end) date = span, end = other;
        const dl_reading *best = &date;
        int32_t day = date.low == date.high ? date.low : DL_DAY_UNKNOWN;
        if (!end) {
            i++;
            continue;
        }
        uint32_t first = widen_left(w, i, floor, best);
        if (first < i && dl_when_is(w, first, "since")) open_since(w, &date);
        end = widen_right(w, end, best);
        if (!keep(f, best, first, end)) return false;
        if (best->type != DL_TIME_DURATION && day != DL_DAY_UNKNOWN) w->told = day, f->told_age = 0;
        floor = i = end;
    }
    join_pairs(f);
    return true;
}

/* The first token of the sentence that ends after the byte, or its last. */
static uint32_t token_at(const dl_doc *doc, const dl_sentence *s, uint32_t byte)
{
    uint32_t t = s->first;
    while (t + 1 < s->first + s->count && doc->tokens[t].end <= byte) t++;
    return t;
}

static bool add_time(finder *f, const dl_sentence *s, const found *item)
{
    dl_marks *marks = f->marks;
    const dl_reading *r = &item->reading;
    if (!dl_arena_grow(f->doc->arena, (void **)&marks->times, &marks->time_room, marks->time_count + 1, sizeof(dl_time)))
        return false;
    dl_time *t = &marks->times[marks->time_count];
    *t = (dl_time){.type = r->type, .low = r->low, .high = r->high, .precision = r->precision};
    t->span = (dl_span){f->w.atoms[item->first].start, f->w.atoms[item->end - 1].end};
    t->first = token_at(f->doc, s, t->span.start);
    t->last = token_at(f->doc, s, t->span.end - 1);
    t->unanchored = s->undated && r->relative;
    t->value = dl_arena_str(f->doc->arena, dl_str_c(r->value));
    t->why = dl_str_c(t->unanchored ? "relative words where the day of writing is unknown" : r->why ? r->why : "");
    if (!t->value.p) return false;
    for (uint32_t k = t->first; k <= t->last; k++) marks->time_at[k] = marks->time_count;
    marks->time_count++;
    return true;
}

static bool is_coarse(dl_precision p) { return p == DL_PRECISION_MONTH || p == DL_PRECISION_SEASON || p == DL_PRECISION_YEAR; }

/* Words in a piece whose own day is unknown: "on Tuesday" says nothing, "in February" and "last year" most likely what they would say in the report. Such
 * times keep their bounds and are marked all the same. */
static bool bound_coarse(finder *f, const dl_sentence *sentence, int32_t anchor)
{
    uint32_t before = f->marks->time_count - f->count;
    f->w.anchor = anchor;
    if (!dl_when_cut(&f->w, sentence->span.start, sentence->span.end) || !read_atoms(f)) return false;
    for (uint32_t k = 0; k < f->count; k++) {
        const dl_reading *r = &f->items[k].reading;
        uint32_t start = f->w.atoms[f->items[k].first].start, end = f->w.atoms[f->items[k].end - 1].end;
        for (uint32_t i = before; i < f->marks->time_count; i++) {
            dl_time *t = &f->marks->times[i];
            if (!t->unanchored || !is_coarse(r->precision) || t->span.start != start || t->span.end != end) continue;
            t->low = r->low;
            t->high = r->high;
            t->precision = r->precision;
        }
    }
    return true;
}

static bool read_sentence(finder *f, uint32_t s, int32_t anchor)
{
    const dl_sentence *sentence = &f->doc->sentences[s];
    f->w.sentence = s;
    f->w.anchor = sentence->undated ? DL_DAY_UNKNOWN : anchor;
    if (sentence->count == 0) return true;
    if (sentence->undated || f->told_age > TOLD_SENTENCES) f->w.told = DL_DAY_UNKNOWN;
    f->told_age++;
    if (!dl_when_cut(&f->w, sentence->span.start, sentence->span.end) || !read_atoms(f)) return false;
    for (uint32_t k = 0; k < f->count; k++) {
        if (!add_time(f, sentence, &f->items[k])) return false;
    }
    return !sentence->undated || anchor == DL_DAY_UNKNOWN || bound_coarse(f, sentence, anchor);
}

/* "KABUL, Sept. 4 (Reuters) -": a day near the report's date, or one with its year. */
static bool read_dateline(finder *f)
{
    for (uint32_t b = 0; b < f->doc->block_count; b++) {
        const dl_block *block = &f->doc->blocks[b];
        if (block->kind != DL_BLOCK_DATELINE) continue;
        f->w.sentence = DL_NONE;
        f->w.anchor = f->doc->day;
        if (!dl_when_cut(&f->w, block->span.start, block->span.end) || !read_atoms(f)) return false;
        for (uint32_t k = 0; k < f->count; k++) {
            const dl_reading *r = &f->items[k].reading;
            if (r->low == DL_DAY_UNKNOWN || r->low != r->high) continue;
            if (f->doc->day == DL_DAY_UNKNOWN || (r->low <= f->doc->day + 1 && r->low >= f->doc->day - 40)) {
                f->marks->dateline_day = r->low;
                return true;
            }
        }
    }
    return true;
}

dl_status dl_when_find(const dl_tables *tables, dl_doc *doc, dl_marks *marks, dl_error *err)
{
    finder f = {.w = {.doc = doc, .anchor = doc->day, .told = DL_DAY_UNKNOWN}, .doc = doc, .marks = marks};
    (void)tables; /* the words of time are compiled in */
    marks->time_count = 0;
    marks->dateline_day = DL_DAY_UNKNOWN;
    marks->time_at = DL_NEW(doc->arena, uint32_t, doc->token_count + (size_t)1);
    bool good = marks->time_at != NULL;
    for (uint32_t t = 0; good && t < doc->token_count; t++) marks->time_at[t] = DL_NONE;
    good = good && read_dateline(&f);
    f.w.told = DL_DAY_UNKNOWN;
    int32_t anchor = marks->dateline_day != DL_DAY_UNKNOWN ? marks->dateline_day : doc->day;
    for (uint32_t s = 0; good && s < doc->sentence_count; s++) good = read_sentence(&f, s, anchor);
    if (!good) return dl_fail(err, DL_NOMEM, "Memory ran out while the times of a report were read.");
    return DL_OK;
}
