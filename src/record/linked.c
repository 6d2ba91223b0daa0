/* linked.c - the candidates of a role or of a date judged, and the decision told as evidence. */
#include "record/link.h"

#include <math.h>

#define ROOM 64
static float probability(float score)
{
    return 1 / (1 + expf(-score));
}

static void sort(const dl_marks *marks, uint32_t *list, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        uint32_t item = list[i], k = i;
        for (; k > 0 && marks->entities[list[k - 1]].head > marks->entities[item].head; k--) list[k] = list[k - 1];
        list[k] = item;
    }
}

typedef struct party_list {
    uint32_t mentions[ROOM], count;
    float scores[ROOM], best; /* best: the encoder's highest probability of the role */
} party_list;

static void judge(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, dl_link_kind kind, party_list *l)
{
    float x[DL_LINK_FEATURES];
    for (uint32_t i = 0; i < l->count; i++) {
        dl_link_features(doc, marks, e, kind, l->mentions[i], l->best, x);
        l->scores[i] = dl_links_score(context->links, kind, x);
    }
}

/* "Both sides", "Russia and Iran", "met with": who joins the first filler stands in its sentence, in one list with it, or the act is mutual. */
static bool joins(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, uint32_t mention)
{
    uint32_t a = marks->entities[e->first].head, b = marks->entities[mention].head;
    dl_type type = e->candidate->type;
    if (doc->tokens[a].sentence != doc->tokens[b].sentence) return false;
    bool mutual = type == DL_TYPE_CONSULT || type == DL_TYPE_COOPERATE || dl_link_mutual(doc, e->candidate);
    return dl_link_list(doc, a) == dl_link_list(doc, b) || (mutual && !dl_link_directed(doc, e->candidate));
}

/* "Kabul and Washington": a named party that is joined to the first by "and" or a comma needs little else. */
#define LISTED_LEAST (-1.0f)
static bool in_list(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, uint32_t mention)
{
    const dl_entity *m = &marks->entities[mention];
    return mention != e->first && m->id.n && dl_link_list(doc, marks->entities[e->first].head) == dl_link_list(doc, m->head);
}

/* Further fillers beside the first: each is another party. */
static uint32_t take_more(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, dl_link_kind kind, party_list *l, uint32_t barred, dl_filler *list, uint32_t room)
{
    dl_link_event after = *e;
    after.first = list[0].entity;
    uint32_t kept = 1;
    judge(context, doc, marks, &after, kind, l);
    for (uint32_t i = 0; i < l->count; i++) {
        if (l->mentions[i] == barred) continue;
        if (l->scores[i] > LISTED_LEAST && in_list(doc, marks, &after, l->mentions[i])) l->scores[i] = DL_MAX(l->scores[i], 0.01f);
        if (l->scores[i] > 0 && joins(doc, marks, &after, l->mentions[i])) kept = dl_filler_merge(marks, list, kept, room, (dl_filler){l->mentions[i], l->scores[i]});
    }
    return kept;
}

/* "Dismissing an offer by the president": the words are told apart by a rule of weight, the president's offer and his being turned down. Who is acted on
 * by the grammar of such a rule does not act. */
#define FIRM 0.8f
uint32_t dl_linked_barred(const dl_doc *doc, const dl_marks *marks, const dl_candidate *c)
{
    bool mutual = (c->type == DL_TYPE_CONSULT || c->type == DL_TYPE_COOPERATE) && !dl_link_directed(doc, c);
    return c->rule != DL_NONE && c->rule_weight >= FIRM && c->rule_recipient != DL_NONE && !mutual ? marks->entity_at[c->rule_recipient] : DL_NONE;
}

uint32_t dl_linked_parties(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_link_event *e, dl_link_kind kind, uint32_t *out, uint32_t room,
                           dl_evidences *evidence)
{
    party_list l = {.best = 0};
    dl_filler list[DL_MAX_PARTIES];
    dl_role role = dl_link_role(kind);
    dl_link_kind more = kind == DL_LINK_ACTOR ? DL_LINK_MORE_ACTORS : DL_LINK_MORE_RECIPIENTS;
    uint32_t first = DL_NONE, kept = 0;
    dl_str name = dl_link_kind_text(kind);
    l.count = dl_link_candidates(context, doc, marks, e, role, l.mentions, ROOM);
    sort(marks, l.mentions, l.count);
    for (uint32_t i = 0; i < l.count; i++) {
        const dl_entity *m = &marks->entities[l.mentions[i]];
        l.best = DL_MAX(l.best, dl_fill_probability(doc, &e->candidate->trigger, role, m->first, m->last));
    }
    judge(context, doc, marks, e, kind, &l);
    uint32_t barred = kind == DL_LINK_ACTOR ? dl_linked_barred(doc, marks, e->candidate) : DL_NONE;
    for (uint32_t i = 0; i < l.count; i++) {
        if (barred != DL_NONE && l.mentions[i] == barred) l.scores[i] = -INFINITY;
        if (l.scores[i] > 0 && (first == DL_NONE || l.scores[i] > l.scores[first])) first = i;
    }
    for (uint32_t i = 0; i < l.count; i++) {
        if (l.scores[i] > -3) dl_evidence_add(doc, evidence, dl_arena_printf(doc->arena, "link %.*s", (int)name.n, name.p), probability(l.scores[i]), marks->entities[l.mentions[i]].span, i == first);
    }
    if (first == DL_NONE) return 0;
    list[kept++] = (dl_filler){l.mentions[first], INFINITY}; /* the first one stays whatever comes */
    if (room > 1 && dl_links_have(context->links, more)) kept = take_more(context, doc, marks, e, more, &l, barred, list, DL_MIN(room, (uint32_t)DL_MAX_PARTIES));
    for (uint32_t i = 0; i < kept; i++) out[i] = list[i].entity;
    for (uint32_t i = 1; i < kept; i++) dl_evidence_add(doc, evidence, dl_arena_printf(doc->arena, "link %.*s beside it", (int)name.n, name.p), probability(list[i].score), marks->entities[out[i]].span, true);
    sort(marks, out, kept);
    return kept;
}

/* Times of other pieces of the page date nothing here. And nothing but a promise or a plan is of a day after the report: "will not attend the talks
 * on September 4" was said before. */
static bool out_of_question(const dl_doc *doc, const dl_candidate *c, const dl_time *time)
{
    if (!dl_link_same_piece(doc, doc->tokens[c->first].sentence, doc->tokens[time->last].sentence)) return true;
    bool planned = c->type == DL_TYPE_AGREE || c->trigger.aux[1] >= 0.5f;
    return !planned && doc->day != DL_DAY_UNKNOWN && time->low != DL_DAY_UNKNOWN && time->low > doc->day;
}

/* "A spokesman said on Wednesday ... he said": what somebody goes on to say is of the day on which he was first heard. The day of his earlier words, DL_NONE. */
#define SPEECH_REACH 4 /* sentences */
static uint32_t day_of_speech(const dl_doc *doc, const dl_marks *marks, const dl_link_event *e)
{
    static const bool said[DL_TYPE_COUNT] = {[DL_TYPE_AGREE] = true, [DL_TYPE_REJECT] = true, [DL_TYPE_REQUEST] = true, [DL_TYPE_ACCUSE] = true, [DL_TYPE_THREATEN] = true,
                                             [DL_TYPE_CONCEDE] = true, [DL_TYPE_SUPPORT] = true};
    uint32_t here = doc->tokens[e->candidate->first].sentence, best = DL_NONE;
    if (!said[e->candidate->type] || e->claim == DL_NONE || e->said_by == DL_NONE) return DL_NONE;
    for (uint32_t i = 0; i < marks->time_count; i++) {
        const dl_time *time = &marks->times[i];
        uint32_t there = doc->tokens[time->last].sentence;
        if (there >= here) break;
        if (there + SPEECH_REACH < here || time->precision != DL_PRECISION_DAY || time->unanchored || !dl_link_dates(time) || !dl_link_same_piece(doc, here, there)) continue;
        for (uint32_t k = 0; k < e->claim_count; k++) {
            const dl_claim *c = &e->claims[k];
            if (c->source == DL_NONE || c->sentence != there || !dl_link_hangs_on(doc, time, c->cue) || !dl_link_same_voice(doc, marks, c->source, e->said_by)) continue;
            best = i;
        }
    }
    return best;
}

uint32_t dl_linked_time(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_link_event *e, dl_evidences *evidence)
{
    float x[DL_LINK_FEATURES], best = 0, top;
    uint32_t choice = DL_NONE;
    for (uint32_t i = 0; i < marks->time_count; i++) {
        if (dl_link_dates(&marks->times[i])) best = DL_MAX(best, dl_fill_probability(doc, &e->candidate->trigger, DL_ROLE_TIME, marks->times[i].first, marks->times[i].last));
    }
    dl_link_features(doc, marks, e, DL_LINK_TIME, DL_NONE, best, x);
    float report = top = dl_links_score(context->links, DL_LINK_TIME, x);
    uint32_t here = doc->tokens[e->candidate->first].sentence, same = 0;
    bool undated = doc->sentences[here].undated; /* the report's date says nothing there, but a time of the sentence may */
    if (undated) top = -INFINITY;
    for (uint32_t i = 0; i < marks->time_count; i++) {
        if (!dl_link_dates(&marks->times[i]) || out_of_question(doc, e->candidate, &marks->times[i])) continue;
        bool inside = doc->tokens[marks->times[i].last].sentence == here;
        same += inside;
        if (undated && !inside) continue;
        dl_link_features(doc, marks, e, DL_LINK_TIME, i, best, x);
        float score = dl_links_score(context->links, DL_LINK_TIME, x);
        if (score <= top) continue;
        top = score;
        choice = i;
    }
    if (choice != DL_NONE) dl_evidence_add(doc, evidence, DL_LIT("link time"), probability(top - report), marks->times[choice].span, true);
    else if (same == 0 && !undated && (choice = day_of_speech(doc, marks, e)) != DL_NONE) {
        dl_evidence_add(doc, evidence, DL_LIT("day of the speaker's words before"), probability(report), marks->times[choice].span, true);
    }
    return choice;
}
