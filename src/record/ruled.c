/* ruled.c - what rules do to the candidates: support, forbid, add. */
#include "record/rules.h"

/* The head of the rule, or the words it took, lie in the candidate's trigger. */
static bool covers(const dl_candidate *c, const dl_rule_match *m)
{
    return (m->anchor + 1 >= c->first && m->anchor <= c->last + 1) || (m->first <= c->last && m->last >= c->first && m->anchor >= c->first);
}

/* "pressure to retake the town": an infinitive says what may come, so that no rule stands alone on it. */
static bool is_told(const dl_doc *doc, const dl_rule_match *m) { return !dl_str_is(doc->tokens[m->anchor].xpos, "VB"); }

static void support(const dl_rules *rules, const dl_doc *doc, const dl_rule_match *m, dl_candidate *c)
{
    const dl_rule *rule = &rules->items[m->rule];
    if (is_told(doc, m)) c->rule_alone = DL_MAX(c->rule_alone, rule->alone);
    if (rule->weight <= c->rule_weight) return;
    c->rule = m->rule;
    c->rule_weight = rule->weight;
    c->rule_actor = m->actor;
    c->rule_recipient = m->recipient;
}

/* The surest reading that the rule takes over: of one of its `instead` or `beside` types, on its words. */
static uint32_t taken_over(const dl_rule *rule, const dl_candidates *candidates, const dl_rule_match *m)
{
    uint32_t best = DL_NONE;
    for (uint32_t k = 0; k < candidates->count; k++) {
        const dl_candidate *c = candidates->items[k];
        if (!((rule->instead | rule->beside) >> c->type & 1u) || c->type == rule->type || !covers(c, m)) continue;
        if (best == DL_NONE || c->score > candidates->items[best]->score) best = k;
    }
    return best;
}

/* The noun that the rule found beside its head, where it says more of itself: "an offer of talks by the president", "the call to leave". DL_NONE else. */
static uint32_t told_noun(const dl_doc *doc, const dl_rule_match *m)
{
    uint32_t noun = m->last > m->anchor ? m->last : m->first;
    const dl_sentence *s = &doc->sentences[doc->tokens[noun].sentence];
    if (noun == m->anchor || doc->tokens[noun].upos != DL_UPOS_NOUN) return DL_NONE;
    for (uint32_t t = noun + 1; t < DL_MIN(s->first + s->count, noun + 12); t++) {
        const dl_token *k = &doc->tokens[t];
        if (k->head == noun && (k->rel == DL_REL_NMOD || k->rel == DL_REL_ACL)) return noun;
    }
    return DL_NONE;
}

/* Cuts a reading in two: the refusal keeps the rule's head, the offer its noun with what stands around it. */
static dl_status part(const dl_record_context *context, dl_doc *doc, const dl_rule_match *m, uint32_t noun, dl_candidates *candidates, uint32_t at, dl_candidate *own, dl_error *err)
{
    dl_candidate *old = candidates->items[at];
    uint32_t first = noun > m->anchor ? m->anchor + 1 : DL_MIN(old->first, noun), last = noun > m->anchor ? DL_MAX(old->last, noun) : noun;
    own->first = own->last = m->anchor;
    DL_TRY(dl_candidate_add(context, doc, candidates, first, last, old->type, err));
    candidates->items[at] = candidates->items[--candidates->count];
    candidates->items[at]->score = DL_MAX(candidates->items[at]->score, old->score);
    return DL_OK;
}

/* "will not attend": the act that the model saw is right and its type is not. The reading gets the rule's type and keeps its score. */
static dl_status turn(const dl_record_context *context, dl_doc *doc, const dl_rule *rule, const dl_rule_match *m, dl_candidates *candidates, dl_error *err)
{
    uint32_t at = taken_over(rule, candidates, m);
    if (at == DL_NONE) return DL_OK;
    dl_candidate *old = candidates->items[at], *own = NULL;
    for (uint32_t k = 0; k < candidates->count && own == NULL; k++) {
        if (candidates->items[k]->type == rule->type && covers(candidates->items[k], m)) own = candidates->items[k];
    }
    if (own == NULL) {
        DL_TRY(dl_candidate_add(context, doc, candidates, old->first, old->last, rule->type, err));
        own = candidates->items[candidates->count - 1];
    }
    own->score = DL_MAX(own->score, old->score);
    uint32_t noun = rule->beside >> old->type & 1u ? told_noun(doc, m) : DL_NONE;
    if (noun != DL_NONE) return part(context, doc, m, noun, candidates, at, own, err);
    memmove(candidates->items + at, candidates->items + at + 1, (candidates->count - at - 1) * sizeof *candidates->items);
    candidates->count--;
    return DL_OK;
}

static void forbid(const dl_rules *rules, const dl_rule_matches *matches, dl_candidates *candidates)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < candidates->count; i++) {
        dl_candidate *c = candidates->items[i];
        bool refused = false;
        for (uint32_t k = 0; k < matches->count && !refused; k++) {
            const dl_rule *rule = &rules->items[matches->items[k].rule];
            refused = rule->forbid && rule->type == c->type && matches->items[k].anchor >= c->first && matches->items[k].anchor <= c->last && rule->weight > c->rule_weight;
        }
        if (!refused) candidates->items[kept++] = c;
    }
    candidates->count = kept;
}

static bool forbidden(const dl_rules *rules, const dl_rule_matches *matches, const dl_rule_match *m)
{
    for (uint32_t k = 0; k < matches->count; k++) {
        const dl_rule *rule = &rules->items[matches->items[k].rule];
        if (rule->forbid && matches->items[k].anchor == m->anchor && rule->type == rules->items[m->rule].type) return true;
    }
    return false;
}

dl_status dl_ruled_find(const dl_record_context *context, dl_doc *doc, dl_candidates *candidates, dl_analysis *out, dl_error *err)
{
    const dl_rules *rules = context->rules;
    dl_rule_matches matches = {0};
    if (rules == NULL) return DL_OK;
    DL_TRY(dl_rules_match(rules, doc, context->explain, &matches, err));
    for (uint32_t i = 0; i < matches.count; i++) {
        const dl_rule_match *m = &matches.items[i];
        const dl_rule *rule = &rules->items[m->rule];
        bool met = false;
        if (rule->instead | rule->beside) DL_TRY(turn(context, doc, rule, m, candidates, err));
        for (uint32_t k = 0; k < candidates->count && !rule->forbid; k++) {
            dl_candidate *c = candidates->items[k];
            if (c->type != rule->type || !covers(c, m)) continue;
            support(rules, doc, m, c);
            met = true;
        }
        /* a reading that only the rule sees; one that says the act did not happen is left to the heads */
        if (met || rule->forbid || (m->negated && !rule->negated) || forbidden(rules, &matches, m)) continue;
        DL_TRY(dl_candidate_add(context, doc, candidates, m->first, m->last, rule->type, err));
        support(rules, doc, m, candidates->items[candidates->count - 1]);
    }
    forbid(rules, &matches, candidates);
    out->near_rules = matches.near;
    out->near_rule_count = matches.near_count;
    return DL_OK;
}
