/* retold.c - an act that a report tells twice, once with its day and once without, is of that day. Figures were chosen on coded events. */
#include "record/fill.h"

#define REACH 14 /* days back from the report; older acts are rather another one of their kind */

bool dl_parties_meet(const dl_marks *marks, const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count)
{
    if (a_count == 0 || b_count == 0) return true;
    for (uint32_t i = 0; i < a_count; i++) {
        for (uint32_t k = 0; k < b_count; k++) {
            const dl_entity *x = &marks->entities[a[i]], *y = &marks->entities[b[k]];
            if (a[i] == b[k] || (dl_str_eq(x->code, y->code) && dl_str_eq(x->sector, y->sector))) return true;
        }
    }
    return false;
}

/* Words that tell acts apart: not those that go with any act. */
static bool tells(const dl_token *t)
{
    if (t->upos != DL_UPOS_VERB && t->upos != DL_UPOS_NOUN) return false;
    return !dl_str_has_word(DL_LIT("be have say tell take make get go come call people official government country"), t->lemma);
}

static uint32_t shared_words(const dl_doc *doc, const dl_event *a, const dl_event *b)
{
    uint32_t shared = 0;
    for (uint32_t i = a->trigger_first; i <= a->trigger_last; i++) {
        bool found = false;
        for (uint32_t k = b->trigger_first; k <= b->trigger_last && !found; k++) found = dl_str_eq(doc->tokens[i].lemma, doc->tokens[k].lemma);
        shared += found && tells(&doc->tokens[i]);
    }
    return shared;
}

static bool lends(const dl_doc *doc, const dl_marks *marks, const dl_event *from, const dl_event *to)
{
    if (from->type != to->type || from->date_basis != DL_BASIS_STATED || from->date_precision != DL_PRECISION_DAY || from->date_low != from->date_high) return false;
    if ((from->aux & (DL_AUX_HISTORICAL | DL_AUX_FUTURE)) || from->date_low > doc->day || from->date_low < doc->day - REACH) return false;
    if (doc->sentences[from->sentence].undated || doc->sentences[to->sentence].undated) return false;
    return dl_parties_meet(marks, from->actor, from->actor_count, to->actor, to->actor_count) &&
           dl_parties_meet(marks, from->recipient, from->recipient_count, to->recipient, to->recipient_count);
}

static uint32_t apart(const dl_event *a, const dl_event *b)
{
    return a->sentence < b->sentence ? b->sentence - a->sentence : a->sentence - b->sentence;
}

dl_status dl_dates_lend(const dl_doc *doc, const dl_marks *marks, dl_event *events, uint32_t count, dl_error *err)
{
    for (uint32_t i = 0; i < count && doc->day != DL_DAY_UNKNOWN; i++) {
        dl_event *e = &events[i];
        uint32_t best = DL_NONE, most = 0;
        if (e->date_basis != DL_BASIS_PUBLICATION || e->time != DL_NONE || (e->aux & (DL_AUX_HISTORICAL | DL_AUX_FUTURE))) continue;
        for (uint32_t k = 0; k < count; k++) {
            if (k == i || !lends(doc, marks, &events[k], e)) continue;
            uint32_t shared = shared_words(doc, e, &events[k]);
            if (shared == 0 || shared < most || (shared == most && apart(e, &events[k]) >= apart(e, &events[best]))) continue;
            most = shared;
            best = k;
        }
        if (best == DL_NONE) continue;
        e->time = events[best].time;
        dl_fill_date(doc, marks, e);
        DL_TRY(dl_evidence_append(doc, e, DL_LIT("day of the same act told elsewhere"), marks->times[e->time].span, err));
    }
    return DL_OK;
}
