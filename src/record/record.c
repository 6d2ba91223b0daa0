/* Puts the room together: claims, candidates, events, meetings. */
#include "record/claims.h"
#include "record/weigh.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
    const dl_event *x = a, *y = b;
    if (x->trigger_first != y->trigger_first) return x->trigger_first < y->trigger_first ? -1 : 1;
    if (x->trigger_last != y->trigger_last) return x->trigger_last < y->trigger_last ? -1 : 1;
    return (int)x->type - (int)y->type;
}

static uint32_t shared_words(const dl_candidate *a, const dl_candidate *b)
{
    uint32_t first = DL_MAX(a->first, b->first), last = DL_MIN(a->last, b->last);
    return first <= last ? last - first + 1 : 0;
}

/* Two readings that share half of the shorter one's words are one act: the surer one stays. Equally sure ones are told apart by place and type. */
static void drop_overlaps(const dl_record_context *context, dl_candidates *candidates)
{
    for (uint32_t i = 0; i < candidates->count; i++) {
        dl_candidate *a = candidates->items[i];
        float sure = dl_settings_confidence(context->settings, a);
        for (uint32_t k = 0; k < candidates->count && !a->overlapped; k++) {
            const dl_candidate *b = candidates->items[k];
            uint32_t shorter = DL_MIN(a->last - a->first, b->last - b->first) + 1;
            if (k == i || shared_words(a, b) * 2 < shorter) continue;
            float other = dl_settings_confidence(context->settings, b);
            a->overlapped = other > sure || (other >= sure && k < i);
        }
    }
}

static void digest_of(dl_str text, char out[65])
{
    dl_sha256 sha;
    uint8_t digest[32];
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, text);
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 32, out);
}

dl_status dl_record_find(const dl_record_context *context, dl_doc *doc, dl_marks *marks, dl_analysis *out, dl_error *err)
{
    char digest[65];
    dl_candidates candidates = {0};
    dl_claim *claims = NULL;
    uint32_t claim_count = 0, count = 0, rejected = 0;
    digest_of(doc->text, digest);
    DL_TRY(dl_claims_find(context->rules, doc, marks, &claims, &claim_count, err));
    DL_TRY(dl_learned_find(context, doc, &candidates, err));
    DL_TRY(dl_ruled_find(context, doc, &candidates, out, err));
    drop_overlaps(context, &candidates);
    dl_event *events = DL_NEW(doc->arena, dl_event, candidates.count + 1), *refused = DL_NEW(doc->arena, dl_event, candidates.count + 1);
    if (events == NULL || refused == NULL) return dl_fail(err, DL_NOMEM, "The report has more events than fit into memory.");
    float least = context->min_confidence > 0 ? context->min_confidence : dl_settings_get(context->settings, DL_SETTING_CONFIDENCE);
    for (uint32_t i = 0; i < candidates.count; i++) {
        const dl_candidate *c = candidates.items[i];
        bool kept = dl_settings_confidence(context->settings, c) >= least && !c->overlapped;
        if (!kept && !context->explain) continue;
        DL_TRY(dl_weigh_candidate(context, doc, marks, claims, claim_count, c, digest, kept ? &events[count] : &refused[rejected], err));
        if (kept) count++;
        else rejected++;
    }
    for (uint32_t i = 0; i < count; i++) events[i].context_count = dl_contexts_find(context->rules, doc, events[i].sentence, events[i].contexts, DL_COUNT(events[i].contexts));
    qsort(events, count, sizeof *events, by_place);
    qsort(refused, rejected, sizeof *refused, by_place);
    dl_meeting *meetings = NULL;
    DL_TRY(dl_meetings_find(doc, marks, events, count, &meetings, &out->meeting_count, err));
    out->claims = claims;
    out->claim_count = claim_count;
    out->events = events;
    out->event_count = count;
    out->rejected = refused;
    out->rejected_count = rejected;
    out->meetings = meetings;
    return DL_OK;
}
