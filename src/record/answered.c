/* answered.c - an offer or a demand and its refusal, told in one sentence, answer each other: who refuses is whom the offer was made to, and who made it is
 * whom the refusal is directed at. Only parties that nothing else named are added. Of such pairs in coded news nine in ten are so. */
#include "record/fill.h"

#define REACH 40 /* words between the two */

static bool pairs(const dl_marks *marks, const dl_event *asked, const dl_event *refusal)
{
    uint32_t a = asked->trigger_first, b = refusal->trigger_first;
    if (asked->type != DL_TYPE_AGREE && asked->type != DL_TYPE_REQUEST) return false;
    if (asked->sentence != refusal->sentence || asked->actor_count == 0 || refusal->actor_count == 0 || (a < b ? b - a : a - b) > REACH) return false;
    return !dl_parties_meet(marks, asked->actor, asked->actor_count, refusal->actor, refusal->actor_count);
}

static dl_status give(const dl_doc *doc, const dl_marks *marks, const dl_event *from, dl_event *to, const char *why, dl_error *err)
{
    if (to->recipient_count) return DL_OK;
    to->recipient_count = from->actor_count;
    memcpy(to->recipient, from->actor, from->actor_count * sizeof *from->actor);
    return dl_evidence_append(doc, to, dl_str_c(why), marks->entities[from->actor[0]].span, err);
}

dl_status dl_answers_join(const dl_doc *doc, const dl_marks *marks, dl_event *events, uint32_t count, dl_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].type != DL_TYPE_REJECT) continue;
        uint32_t first = i;
        while (first > 0 && events[first - 1].sentence == events[i].sentence) first--;
        for (uint32_t k = first; k < count && events[k].sentence == events[i].sentence; k++) {
            if (!pairs(marks, &events[k], &events[i])) continue;
            DL_TRY(give(doc, marks, &events[i], &events[k], "who refused it", err));
            DL_TRY(give(doc, marks, &events[k], &events[i], "whose offer it was", err));
        }
    }
    return DL_OK;
}
