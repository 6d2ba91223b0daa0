/* place.c - where an event takes place: the place that its role points to; else, for what happens on the ground, the place of the same kind of
 * event told beside it. The figures were chosen on coded events that have places. */
#include "record/fill.h"

#define OTHER_SENTENCE 0.8f /* what a word of another sentence keeps of its probability */
#define REACH 5             /* sentences to an event that lends its place */

void dl_fill_place(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_trigger *t, dl_event *e, dl_evidences *evidence)
{
    uint32_t stop = DL_MIN(t->window_first + t->window_count, doc->token_count);
    float top = dl_settings_get(context->settings, DL_SETTING_PLACE);
    e->place = DL_NONE;
    if (t->role[DL_ROLE_PLACE] == NULL) return;
    for (uint32_t w = t->window_first; w < stop; w++) {
        float p = t->role[DL_ROLE_PLACE][w - t->window_first] * (doc->tokens[w].sentence == e->sentence ? 1 : OTHER_SENTENCE);
        if (p < top || marks->place_at[w] == DL_NONE) continue;
        top = p;
        e->place = marks->place_at[w];
    }
    if (e->place != DL_NONE) dl_evidence_add(doc, evidence, DL_LIT("model place"), top, marks->places[e->place].span, true);
}

static bool on_the_ground(dl_type type)
{
    return type == DL_TYPE_ASSAULT || type == DL_TYPE_PROTEST || type == DL_TYPE_COERCE || type == DL_TYPE_MOBILIZE || type == DL_TYPE_RETREAT;
}

static uint32_t apart(const dl_event *a, const dl_event *b)
{
    return a->sentence < b->sentence ? b->sentence - a->sentence : a->sentence - b->sentence;
}

/* The nearest event of the kind that has a place of its own, those told before first; DL_NONE for none in reach. */
static uint32_t lender(const dl_event *events, uint32_t count, uint32_t at, const bool *own)
{
    uint32_t before = at, after = at + 1;
    while (before-- > 0 && apart(&events[before], &events[at]) <= REACH)
        if (own[before] && events[before].type == events[at].type) break;
    while (after < count && apart(&events[after], &events[at]) <= REACH && !(own[after] && events[after].type == events[at].type)) after++;
    bool has_before = before < at && apart(&events[before], &events[at]) <= REACH, has_after = after < count && apart(&events[after], &events[at]) <= REACH;
    if (has_before && (!has_after || apart(&events[before], &events[at]) <= apart(&events[after], &events[at]))) return before;
    return has_after ? after : DL_NONE;
}

dl_status dl_places_lend(const dl_doc *doc, const dl_marks *marks, dl_event *events, uint32_t count, dl_error *err)
{
    bool *own = DL_NEW(doc->arena, bool, count + (size_t)1);
    if (own == NULL) return dl_fail(err, DL_NOMEM, "The report has more events than fit into memory.");
    for (uint32_t i = 0; i < count; i++) own[i] = events[i].place != DL_NONE;
    for (uint32_t i = 0; i < count; i++) {
        dl_event *e = &events[i];
        uint32_t from = own[i] || !on_the_ground(e->type) ? DL_NONE : lender(events, count, i, own);
        if (from == DL_NONE) continue;
        e->place = events[from].place;
        DL_TRY(dl_evidence_append(doc, e, DL_LIT("place of the event beside it"), marks->places[e->place].span, err));
    }
    return DL_OK;
}
