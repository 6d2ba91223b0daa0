/* spread.c - where and by whom: places and publishers. */
#include "web/answers.h"

#include <stdlib.h>

typedef struct ranked { uint32_t at, by; } ranked;

static int most_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->by > y->by ? -1 : x->by < y->by ? 1 : x->at < y->at ? -1 : x->at > y->at;
}

static void place_json(dl_json *json, const dl_col_place *p, const dl_total *t)
{
    dl_json_open(json, '{');
    dl_text_json(json, "place", p->name);
    dl_text_json(json, "country_code", p->country);
    dl_text_json(json, "province", p->province);
    dl_text_json(json, "feature_code", p->feature);
    dl_json_key(json, "lat");
    dl_json_real(json, p->lat, 4);
    dl_json_key(json, "lon");
    dl_json_real(json, p->lon, 4);
    dl_total_json(json, t, true);
    dl_json_close(json, '}');
}

dl_status dl_answer_places(dl_asked *a, dl_error *err)
{
    const dl_kept *c = a->c;
    dl_total *totals = DL_NEW(a->arena, dl_total, c->place_count + 1), all = {0};
    ranked *order = DL_NEW(a->arena, ranked, c->place_count + 1);
    uint32_t n = 0, unplaced = 0, max = dl_query_number(a->query, "max", 2000, 20000);
    if (!totals || !order) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    for (uint32_t i = 0; i < c->count; i++) {
        const dl_col_event *e = &c->events[i];
        if (!dl_filter_takes(&a->filter, i)) continue;
        dl_total_add(&all, e);
        if (e->place) dl_total_add(&totals[e->place - 1], e);
        else unplaced++;
    }
    for (uint32_t p = 0; p < c->place_count; p++)
        if (totals[p].events) order[n++] = (ranked){p, totals[p].events};
    qsort(order, n, sizeof *order, most_first);
    dl_json_open(&a->json, '{');
    dl_int_json(&a->json, "events", all.events);
    dl_int_json(&a->json, "unplaced", unplaced);
    dl_json_key(&a->json, "rows");
    dl_json_open(&a->json, '[');
    for (uint32_t i = 0; i < DL_MIN(n, max); i++) place_json(&a->json, &c->places[order[i].at], &totals[order[i].at]);
    dl_json_close(&a->json, ']');
    dl_json_close(&a->json, '}');
    return DL_OK;
}

/* ## Publishers */

enum { LANGUAGES = 8 };
typedef struct outlet { uint32_t documents, events, copies, rewrites, seen, languages[LANGUAGES], language_count; int32_t first, last; uint32_t *bins; } outlet;

static void add_language(outlet *o, uint32_t language)
{
    for (uint32_t i = 0; i < o->language_count; i++)
        if (o->languages[i] == language) return;
    if (language && o->language_count < LANGUAGES) o->languages[o->language_count++] = language;
}

static bool count_docs(dl_asked *a, outlet *outlets, const dl_bins *b)
{
    const dl_kept *c = a->c;
    for (uint32_t i = 0; i < c->doc_count; i++) {
        const dl_col_doc *d = &c->docs[i];
        outlet *o = &outlets[d->publisher];
        if (!o->documents++) {
            o->first = o->last = d->day;
            if (!(o->bins = DL_NEW(a->arena, uint32_t, b->count + 1))) return false;
        }
        o->first = DL_MIN(o->first, d->day);
        o->last = DL_MAX(o->last, d->day);
        o->copies += d->tie == DL_COL_COPY;
        o->rewrites += d->tie == DL_COL_REWRITE;
        add_language(o, d->language);
        uint32_t bin = b->count ? dl_bin_at(b, d->day) : DL_NONE;
        if (bin != DL_NONE && bin < b->count) o->bins[bin]++;
    }
    return true;
}

static void count_events(dl_asked *a, outlet *outlets)
{
    const dl_kept *c = a->c;
    for (uint32_t i = 0; i < c->count; i++) {
        const dl_col_event *e = &c->events[i];
        if (!dl_filter_takes(&a->filter, i)) continue;
        for (uint32_t d = 0; d < e->doc_count; d++) {
            outlet *o = &outlets[c->told_publishers[e->docs + d]];
            if (o->seen == i + 1) continue;
            o->seen = i + 1;
            o->events++;
        }
    }
}

static void outlet_json(dl_asked *a, uint32_t publisher, const outlet *o, const dl_bins *b)
{
    dl_json *json = &a->json;
    dl_json_open(json, '{');
    dl_json_key(json, "publisher");
    dl_json_str(json, a->c->words.items[publisher]);
    dl_int_json(json, "documents", o->documents);
    dl_int_json(json, "events", o->events);
    dl_int_json(json, "copies", o->copies);
    dl_int_json(json, "rewrites", o->rewrites);
    dl_day_json(json, "first", o->first);
    dl_day_json(json, "last", o->last);
    dl_json_key(json, "languages");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < o->language_count; i++) dl_json_str(json, a->c->words.items[o->languages[i]]);
    dl_json_close(json, ']');
    dl_json_key(json, "weeks");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < b->count; i++) dl_json_int(json, o->bins[i]);
    dl_json_close(json, ']');
    dl_json_close(json, '}');
}

dl_status dl_answer_sources(dl_asked *a, dl_error *err)
{
    const dl_kept *c = a->c;
    outlet *outlets = DL_NEW(a->arena, outlet, c->words.count + 1);
    ranked *order = DL_NEW(a->arena, ranked, c->words.count + 1);
    dl_asked whole = *a;
    whole.filter.set = 0;
    dl_bins b = dl_bins_of(&whole, 160);
    dl_json *json = &a->json;
    uint32_t n = 0;
    if (!outlets || !order || !count_docs(a, outlets, &b)) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    count_events(a, outlets);
    for (uint32_t w = 0; w < c->words.count; w++)
        if (outlets[w].documents) order[n++] = (ranked){w, outlets[w].documents};
    qsort(order, n, sizeof *order, most_first);
    dl_json_open(json, '{');
    dl_text_json(json, "unit", dl_str_c(dl_bin_units[b.unit]));
    dl_json_key(json, "bins");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < b.count; i++) {
        dl_json_open(json, '{');
        dl_day_json(json, "from", dl_bin_start(&b, i));
        dl_day_json(json, "to", dl_bin_start(&b, i + 1) - 1);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
    dl_json_key(json, "rows");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < DL_MIN(n, 500); i++) outlet_json(a, order[i].at, &outlets[order[i].at], &b);
    dl_json_close(json, ']');
    dl_json_close(json, '}');
    return DL_OK;
}
