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

static int by_words(const void *a, const void *b)
{
    const dl_candidate *x = *(dl_candidate *const *)a, *y = *(dl_candidate *const *)b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->last != y->last) return x->last < y->last ? -1 : 1;
    return (int)x->type - (int)y->type;
}

#define LONGEST_TRIGGER 64 /* words; a longer run is compared with what begins in its first words only */

/* Two readings that share half of the shorter one's words are one act: the surer one stays. Equally sure ones are told apart by place and type. */
static void drop_overlaps(const dl_record_context *context, dl_candidates *candidates)
{
    if (candidates->count) qsort(candidates->items, candidates->count, sizeof *candidates->items, by_words);
    for (uint32_t i = 0; i < candidates->count; i++) {
        dl_candidate *a = candidates->items[i];
        float sure = dl_settings_confidence(context->settings, a);
        uint32_t k = i;
        while (k > 0 && a->first - candidates->items[k - 1]->first < LONGEST_TRIGGER) k--;
        for (; k < candidates->count && candidates->items[k]->first <= a->last && !a->overlapped; k++) {
            const dl_candidate *b = candidates->items[k];
            uint32_t shorter = DL_MIN(a->last - a->first, b->last - b->first) + 1;
            if (k == i || shared_words(a, b) * 2 < shorter) continue;
            float other = dl_settings_confidence(context->settings, b);
            a->overlapped = other > sure || (other >= sure && k < i);
        }
    }
}

static bool on_own_word(const dl_event *e) { return e->stance == DL_STANCE_ADMITS || e->stance == DL_STANCE_DENIES; }

/* The verb of the words, governed from outside of them where there are several; DL_NONE for nouns. */
static uint32_t verb_of(const dl_doc *doc, const dl_event *e)
{
    uint32_t any = DL_NONE;
    for (uint32_t t = e->trigger_first; t <= e->trigger_last; t++) {
        uint32_t head = doc->tokens[t].head;
        if (doc->tokens[t].upos != DL_UPOS_VERB) continue;
        if (head == DL_NONE || head < e->trigger_first || head > e->trigger_last) return t;
        if (any == DL_NONE) any = t;
    }
    return any;
}

static bool harms(const dl_doc *doc, uint32_t verb) { return dl_str_has_word(DL_LIT("kill wound injure die hurt"), doc->tokens[verb].lemma); }

static bool coordinated(const dl_doc *doc, uint32_t a, uint32_t b)
{
    const dl_token *x = &doc->tokens[a], *y = &doc->tokens[b];
    if (x->rel == DL_REL_CONJ && (x->head == b || (y->rel == DL_REL_CONJ && x->head == y->head))) return true;
    return y->rel == DL_REL_CONJ && y->head == a;
}

static bool share_mention(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count)
{
    for (uint32_t i = 0; i < a_count; i++) {
        for (uint32_t k = 0; k < b_count; k++)
            if (a[i] == b[k]) return true;
    }
    return a_count == 0 || b_count == 0;
}

/* "Fought militants and bombarded districts": verbs joined by "and", or with other recipients, tell two acts; "killed and wounded" is one. */
static bool are_two(const dl_doc *doc, const dl_event *a, const dl_event *b)
{
    uint32_t x = verb_of(doc, a), y = verb_of(doc, b);
    if (x == DL_NONE || y == DL_NONE) return false;
    if (coordinated(doc, x, y) && !(harms(doc, x) && harms(doc, y))) return true;
    return !share_mention(a->recipient, a->recipient_count, b->recipient, b->recipient_count);
}

/* One act told in one sentence is one record, however many of its words carry it: same type, parties that meet, no two stated dates. What somebody
 * owns up to or denies stands beside what is told of it. */
static bool same_act(const dl_doc *doc, const dl_marks *marks, const dl_event *a, const dl_event *b)
{
    if (a->type != b->type || a->sentence != b->sentence || ((a->aux ^ b->aux) & DL_AUX_NEGATION)) return false;
    if (a->stance != b->stance && (on_own_word(a) || on_own_word(b))) return false;
    if (a->date_basis == DL_BASIS_STATED && b->date_basis == DL_BASIS_STATED && (a->date_low != b->date_low || a->date_high != b->date_high)) return false;
    if (are_two(doc, a, b)) return false;
    return dl_parties_meet(marks, a->actor, a->actor_count, b->actor, b->actor_count) && dl_parties_meet(marks, a->recipient, a->recipient_count, b->recipient, b->recipient_count);
}

static int surest_first(const void *a, const void *b)
{
    const dl_event *x = a, *y = b;
    if (x->confidence < y->confidence || x->confidence > y->confidence) return x->confidence < y->confidence ? 1 : -1;
    return by_place(a, b);
}

/* The surest record of each act stays; the others go to the end of `refused`. `link` has room for a chain of kept events a sentence and
 * an event; returns how many stay. */
static uint32_t merge_acts(const dl_doc *doc, const dl_marks *marks, dl_event *events, uint32_t count, dl_event *refused, uint32_t *refused_count, uint32_t *link)
{
    uint32_t kept = 0, *first = link, *next = link + doc->sentence_count;
    memset(first, 0xff, doc->sentence_count * sizeof *first);
    if (count) qsort(events, count, sizeof *events, surest_first);
    for (uint32_t i = 0; i < count; i++) {
        bool again = false;
        for (uint32_t k = first[events[i].sentence]; k != DL_NONE && !again; k = next[k]) again = same_act(doc, marks, &events[k], &events[i]);
        if (again) {
            refused[(*refused_count)++] = events[i];
            continue;
        }
        events[kept] = events[i];
        next[kept] = first[events[kept].sentence];
        first[events[kept].sentence] = kept;
        kept++;
    }
    return kept;
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
    uint32_t *link = DL_NEW(doc->arena, uint32_t, (size_t)doc->sentence_count + candidates.count + 1);
    if (events == NULL || refused == NULL || link == NULL) return dl_fail(err, DL_NOMEM, "The report has more events than fit into memory.");
    float least = context->min_confidence > 0 ? context->min_confidence : dl_settings_get(context->settings, DL_SETTING_CONFIDENCE);
    for (uint32_t i = 0; i < candidates.count; i++) {
        const dl_candidate *c = candidates.items[i];
        bool kept = dl_settings_confidence(context->settings, c) >= least && !c->overlapped;
        if (!kept && !context->explain) continue;
        DL_TRY(dl_weigh_candidate(context, doc, marks, claims, claim_count, c, digest, kept ? &events[count] : &refused[rejected], err));
        if (kept) count++;
        else rejected++;
    }
    count = merge_acts(doc, marks, events, count, refused, &rejected, link);
    for (uint32_t i = 0; i < count; i++) events[i].context_count = dl_contexts_find(context->rules, doc, events[i].sentence, events[i].contexts, DL_COUNT(events[i].contexts));
    if (count) qsort(events, count, sizeof *events, by_place);
    if (rejected) qsort(refused, rejected, sizeof *refused, by_place);
    DL_TRY(dl_answers_join(doc, marks, events, count, err));
    DL_TRY(dl_dates_lend(doc, marks, events, count, err));
    DL_TRY(dl_places_lend(doc, marks, events, count, err));
    dl_meeting *meetings = NULL;
    DL_TRY(dl_meetings_find(doc, marks, events, count, &meetings, &out->meeting_count, err));
    out->claims = claims;
    out->claim_count = claim_count;
    out->events = events;
    out->event_count = count;
    out->rejected = refused;
    out->rejected_count = context->explain ? rejected : 0;
    out->meetings = meetings;
    return DL_OK;
}
