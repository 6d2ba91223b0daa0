/* Who, when, where and how many of a candidate: fillers from the role scores, resolved to marks. */
#include "record/fill.h"

#include <stdio.h>

typedef struct run { uint32_t first, last; float top; } run;

float dl_fill_probability(const dl_doc *doc, const dl_trigger *t, dl_role role, uint32_t first, uint32_t last)
{
    float top = 0;
    for (uint32_t w = first; w <= last && w < doc->token_count; w++) {
        if (t->role[role] == NULL || w < t->window_first || w >= t->window_first + t->window_count) continue;
        top = DL_MAX(top, t->role[role][w - t->window_first]);
    }
    return top;
}

static bool inside_name(const dl_doc *doc, uint32_t t)
{
    uint8_t name = doc->tokens[t].name;
    return name == DL_NAME_I_PER || name == DL_NAME_I_ORG || name == DL_NAME_I_LOC;
}

/* Takes in the rest of a name, and the noun that the last words belong to: "The United" stands for "The United States". */
static void complete(const dl_doc *doc, run *r)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[r->first].sentence];
    uint32_t end = s->first + s->count;
    while (r->first > s->first && inside_name(doc, r->first)) r->first--;
    while (r->last + 1 < end && inside_name(doc, r->last + 1)) r->last++;
    for (int k = 0; k < 3; k++) {
        const dl_token *t = &doc->tokens[r->last];
        bool before = t->rel == DL_REL_AMOD || t->rel == DL_REL_COMPOUND || t->rel == DL_REL_DET || t->rel == DL_REL_NUMMOD;
        if (!before || t->head == DL_NONE || t->head <= r->last || t->head > r->last + 3 || t->head >= end) return;
        r->last = t->head;
    }
}

/* Runs of words of one sentence over the threshold's edge whose best word reaches the threshold; at most `room`, in text order. */
static uint32_t find_runs(const dl_doc *doc, const dl_trigger *t, dl_role role, float threshold, float edge, run *out, uint32_t room)
{
    const float *p = t->role[role];
    uint32_t count = 0, stop = DL_MIN(t->window_first + t->window_count, doc->token_count);
    if (p == NULL) return 0;
    for (uint32_t w = t->window_first; w < stop && count < room;) {
        if (p[w - t->window_first] < threshold * edge) {
            w++;
            continue;
        }
        run r = {.first = w, .last = w};
        for (; w < stop && p[w - t->window_first] >= threshold * edge && doc->tokens[w].sentence == doc->tokens[r.first].sentence; w++) {
            r.last = w;
            r.top = DL_MAX(r.top, p[w - t->window_first]);
        }
        while (r.first < r.last && doc->tokens[r.first].upos == DL_UPOS_PUNCT) r.first++;
        while (r.first < r.last && doc->tokens[r.last].upos == DL_UPOS_PUNCT) r.last--;
        if (r.top < threshold || doc->tokens[r.first].upos == DL_UPOS_PUNCT) continue;
        complete(doc, &r);
        w = DL_MAX(w, r.last + 1);
        out[count++] = r;
    }
    return count;
}

/* "Russia and Ukraine" is one run of words and two parties: cut at coordinating words and commas whose sides both hold a name or noun. */
static uint32_t split(const dl_doc *doc, run r, run *out, uint32_t room)
{
    uint32_t count = 0, first = r.first;
    for (uint32_t w = r.first; w <= r.last + 1; w++) {
        bool cut = w > r.last;
        if (!cut && w > first && w < r.last && (doc->tokens[w].upos == DL_UPOS_CCONJ || (doc->tokens[w].end - doc->tokens[w].start == 1 && doc->text.p[doc->tokens[w].start] == ','))) {
            cut = true;
            for (uint32_t k = w; k <= r.last && cut; k++) {
                /* the part to the right hangs on a word to the left as its conjunct */
                if (doc->tokens[k].rel == DL_REL_CONJ && doc->tokens[k].head != DL_NONE && doc->tokens[k].head < w && doc->tokens[k].head >= first) break;
                if (k == r.last) cut = false;
            }
        }
        if (!cut || count == room) continue;
        uint32_t last = w - 1;
        while (first < last && (doc->tokens[first].upos == DL_UPOS_CCONJ || doc->tokens[first].upos == DL_UPOS_PUNCT)) first++;
        while (last > first && (doc->tokens[last].upos == DL_UPOS_CCONJ || doc->tokens[last].upos == DL_UPOS_PUNCT)) last--;
        if (first <= last && doc->tokens[first].upos != DL_UPOS_PUNCT && doc->tokens[first].upos != DL_UPOS_CCONJ) out[count++] = (run){first, last, r.top};
        first = w + 1;
    }
    return count;
}

static bool nominal(const dl_doc *doc, uint32_t t)
{
    uint8_t upos = doc->tokens[t].upos;
    return upos == DL_UPOS_NOUN || upos == DL_UPOS_PROPN || upos == DL_UPOS_PRON || upos == DL_UPOS_NUM || upos == DL_UPOS_ADJ;
}

/* Two fillers of one role that stand for the same party ("the prime minister", "Jane Doe"): the same row or the same country and sector. */
static bool same_party(const dl_entity *a, const dl_entity *b)
{
    if (a->id.n && dl_str_eq(a->id, b->id)) return true;
    return dl_str_eq(a->code, b->code) && dl_str_eq(a->sector, b->sector);
}

uint32_t dl_filler_merge(const dl_marks *marks, dl_filler *list, uint32_t count, uint32_t room, dl_filler f)
{
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].entity != f.entity && !same_party(&marks->entities[list[i].entity], &marks->entities[f.entity])) continue;
        if (f.score > list[i].score) list[i] = f;
        return count;
    }
    if (count < room) list[count++] = f;
    return count;
}

/* Is the filler one of a list ("Russia, Iran and Turkey") with the surest one? */
static bool coordinated(const dl_doc *doc, const dl_marks *marks, const dl_filler *list, uint32_t count, uint32_t at, float best)
{
    uint32_t a = marks->entities[list[at].entity].head;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t b = marks->entities[list[i].entity].head;
        if (i == at || list[i].score < best) continue;
        bool below = doc->tokens[a].rel == DL_REL_CONJ && doc->tokens[a].head == b, above = doc->tokens[b].rel == DL_REL_CONJ && doc->tokens[b].head == a;
        bool beside = doc->tokens[a].rel == DL_REL_CONJ && doc->tokens[b].rel == DL_REL_CONJ && doc->tokens[a].head == doc->tokens[b].head;
        if (below || above || beside) return true;
    }
    return false;
}

uint32_t dl_fill_mentions(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_trigger *t, dl_role role, float threshold, uint32_t *out, uint32_t room)
{
    run runs[DL_MAX_PARTIES], parts[DL_MAX_PARTIES];
    uint32_t count = 0, n = find_runs(doc, t, role, threshold, dl_settings_get(context->settings, DL_SETTING_ROLE_EDGE), runs, DL_MAX_PARTIES);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t m = split(doc, runs[i], parts, DL_MAX_PARTIES);
        for (uint32_t j = 0; j < m && count < room; j++) {
            uint32_t e = dl_who_resolve(context->tables, context->reader, context->model, doc, marks, parts[j].first, parts[j].last);
            bool known = e == DL_NONE || !nominal(doc, marks->entities[e].head);
            for (uint32_t k = 0; k < count && !known; k++) known = out[k] == e;
            if (!known) out[count++] = e;
        }
    }
    return count;
}

uint32_t dl_fill_parties(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_trigger *t, dl_role role, float threshold,
                         uint32_t *out, uint32_t room, dl_evidences *evidence)
{
    dl_filler list[DL_MAX_PARTIES];
    uint32_t mentions[DL_MAX_PARTIES];
    float best = 0;
    uint32_t count = 0, kept = 0, n = dl_fill_mentions(context, doc, marks, t, role, threshold, mentions, DL_MAX_PARTIES);
    static const char *const names[DL_ROLE_COUNT] = {"actor", "recipient", "source", "place", "time"};
    for (uint32_t i = 0; i < n; i++) {
        float top = dl_fill_probability(doc, t, role, marks->entities[mentions[i]].first, marks->entities[mentions[i]].last);
        count = dl_filler_merge(marks, list, count, DL_MAX_PARTIES, (dl_filler){mentions[i], top});
        best = DL_MAX(best, top);
    }
    float least = best * dl_settings_get(context->settings, DL_SETTING_COMPANION);
    for (uint32_t i = 0; i < count; i++) {
        bool stays = (list[i].score >= least || coordinated(doc, marks, list, count, i, best)) && kept < room;
        if (stays) out[kept++] = list[i].entity;
        dl_evidence_add(doc, evidence, dl_arena_printf(doc->arena, "model %s", names[role]), list[i].score, marks->entities[list[i].entity].span, stays);
    }
    return kept;
}

#define OTHER_SENTENCE 0.5f /* what a word of another sentence keeps of its probability */

/* The best word of a role and its probability; DL_NONE under the threshold. Words of the event's own sentence come first. */
static uint32_t best_word(const dl_doc *doc, const dl_trigger *t, uint32_t sentence, dl_role role, float threshold, const uint32_t *mark_at, float *top)
{
    uint32_t best = DL_NONE, stop = DL_MIN(t->window_first + t->window_count, doc->token_count);
    *top = threshold;
    if (t->role[role] == NULL) return DL_NONE;
    for (uint32_t w = t->window_first; w < stop; w++) {
        float p = t->role[role][w - t->window_first] * (doc->tokens[w].sentence == sentence ? 1 : OTHER_SENTENCE);
        if (p < *top || mark_at[w] == DL_NONE) continue;
        *top = p;
        best = w;
    }
    return best;
}

uint32_t dl_tree_distance(const dl_doc *doc, uint32_t a, uint32_t b)
{
    if (doc->tokens[a].sentence != doc->tokens[b].sentence) return 20;
    uint32_t up = 0;
    for (uint32_t x = a; x != DL_NONE && up < 20; x = doc->tokens[x].head, up++) {
        uint32_t down = 0;
        for (uint32_t y = b; y != DL_NONE && up + down < 20; y = doc->tokens[y].head, down++) {
            if (x == y) return up + down;
        }
    }
    return 20;
}

static bool dates(const dl_time *time)
{
    return time->type != DL_TIME_DURATION && time->type != DL_TIME_SET && (time->low != DL_DAY_UNKNOWN || time->unanchored);
}

/* What was said cannot be of a day after the report: "will not attend the talks on September 4". The nearest earlier time of the sentence
 * is that of the saying, if there is one. */
static void date_of_saying(const dl_doc *doc, const dl_marks *marks, dl_event *e)
{
    static const bool said[DL_TYPE_COUNT] = {[DL_TYPE_AGREE] = true, [DL_TYPE_REJECT] = true, [DL_TYPE_REQUEST] = true, [DL_TYPE_ACCUSE] = true, [DL_TYPE_THREATEN] = true};
    if (!said[e->type] || (e->aux & DL_AUX_FUTURE) || e->time == DL_NONE || doc->day == DL_DAY_UNKNOWN || marks->times[e->time].low <= doc->day) return;
    uint32_t near = 7;
    e->time = DL_NONE;
    for (uint32_t i = 0; i < marks->time_count; i++) {
        const dl_time *time = &marks->times[i];
        if (doc->tokens[time->last].sentence != e->sentence || !dates(time) || time->precision != DL_PRECISION_DAY || time->low > doc->day) continue;
        uint32_t d = dl_tree_distance(doc, time->last, e->trigger_first);
        if (d >= near) continue;
        near = d;
        e->time = i;
    }
}

void dl_fill_time(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_trigger *t, dl_event *e, dl_evidences *evidence)
{
    float top;
    uint32_t w = best_word(doc, t, e->sentence, DL_ROLE_TIME, dl_settings_get(context->settings, DL_SETTING_TIME), marks->time_at, &top);
    e->time = w == DL_NONE ? DL_NONE : marks->time_at[w];
    if (e->time != DL_NONE && !dates(&marks->times[e->time])) e->time = DL_NONE;
    if (e->time != DL_NONE) {
        dl_evidence_add(doc, evidence, DL_LIT("model time"), top, marks->times[e->time].span, true);
    } else if (t->role[DL_ROLE_TIME] == NULL) {
        /* a model without that head: the nearest time of the clause, by tree */
        uint32_t near = 5;
        for (uint32_t i = 0; i < marks->time_count; i++) {
            uint32_t d = dates(&marks->times[i]) ? dl_tree_distance(doc, marks->times[i].last, e->trigger_first) : 20;
            if (d >= near) continue;
            near = d;
            e->time = i;
        }
    }
    date_of_saying(doc, marks, e);
    dl_fill_date(doc, marks, e);
}

void dl_fill_date(const dl_doc *doc, const dl_marks *marks, dl_event *e)
{
    e->date_low = e->date_high = doc->day;
    e->date_precision = doc->day == DL_DAY_UNKNOWN ? DL_PRECISION_UNKNOWN : DL_PRECISION_DAY;
    e->date_basis = DL_BASIS_PUBLICATION;
    if (e->time != DL_NONE) {
        const dl_time *time = &marks->times[e->time];
        e->date_low = time->low;
        e->date_high = time->high == DL_DAY_UNKNOWN ? time->low : time->high;
        e->date_precision = time->precision;
        e->date_basis = time->unanchored ? DL_BASIS_UNANCHORED : DL_BASIS_STATED;
    } else if (doc->sentences[e->sentence].undated) {
        e->date_basis = DL_BASIS_UNANCHORED;
    }
    if (e->date_basis == DL_BASIS_UNANCHORED || (e->time == DL_NONE && (e->aux & DL_AUX_HISTORICAL))) {
        if (e->time == DL_NONE || (marks->times[e->time].unanchored && marks->times[e->time].low == DL_DAY_UNKNOWN)) {
            e->date_low = e->date_high = DL_DAY_UNKNOWN;
            e->date_precision = DL_PRECISION_UNKNOWN;
        }
    }
}

void dl_fill_sizes(dl_doc *doc, const dl_marks *marks, dl_event *e)
{
    const dl_sentence *s = &doc->sentences[e->sentence];
    for (uint32_t i = 0; i < marks->quantity_count && e->size_count < DL_COUNT(e->sizes); i++) {
        const dl_quantity *q = &marks->quantities[i];
        if (q->first < s->first || q->first >= s->first + s->count) continue;
        if (q->unit == DL_NONE || dl_tree_distance(doc, q->unit, e->trigger_first) > 4) continue;
        dl_str kind = dl_quantity_kind(doc, q, e->trigger_first, e->trigger_last);
        if (kind.n) e->sizes[e->size_count++] = (dl_size){kind, i};
    }
}

void dl_evidence_add(const dl_doc *doc, dl_evidences *list, dl_str what, float score, dl_span span, bool decided)
{
    if (!dl_arena_grow(doc->arena, (void **)&list->items, &list->room, list->count + 1, sizeof *list->items)) return;
    list->items[list->count++] = (dl_evidence){.what = what, .score = score, .span = span, .decided = decided};
}

dl_status dl_evidence_append(const dl_doc *doc, dl_event *e, dl_str what, dl_span span, dl_error *err)
{
    dl_evidence *more = DL_NEW(doc->arena, dl_evidence, e->evidence_count + (size_t)1);
    if (more == NULL) return dl_fail(err, DL_NOMEM, "The report has more events than fit into memory.");
    if (e->evidence_count) memcpy(more, e->evidence, e->evidence_count * sizeof *more);
    more[e->evidence_count] = (dl_evidence){.what = what, .span = span, .decided = 1};
    e->evidence = more;
    e->evidence_count++;
    return DL_OK;
}
