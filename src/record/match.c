/* match.c - rules on trees. Only rules whose head lemma stands in the sentence are tried, so the cost is linear in the words. */
#include "record/rules.h"

#define TRIGGER_REACH 9 /* words of a condition farther from the head than this are not part of the trigger */

static bool has_marker(const dl_doc *doc, uint32_t t, dl_str lemma)
{
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    for (uint32_t k = s->first; k < s->first + s->count; k++) {
        uint8_t rel = doc->tokens[k].rel;
        if (doc->tokens[k].head == t && (rel == DL_REL_CASE || rel == DL_REL_MARK || rel == DL_REL_COMPOUND_PRT) && dl_str_eq(doc->tokens[k].lemma, lemma)) return true;
    }
    return false;
}

/* "obl" and all that is written "obl:..." */
static bool in_family(dl_rel rel, dl_rel base)
{
    dl_str a = dl_rel_text(rel), b = dl_rel_text(base);
    return dl_str_starts(a, b) && (a.n == b.n || a.p[b.n] == ':');
}

typedef struct matcher {
    const dl_rules *rules;
    const dl_doc *doc;
    const dl_str *lemmas; /* [token_count] */
    dl_rule_matches *out;
    bool want_near;
} matcher;

static bool step_fits(const dl_doc *doc, const dl_step *step, uint32_t t)
{
    dl_rel rel = dl_clause_rel(doc, t);
    if (step->family ? !in_family(rel, step->rel) : rel != step->rel) return false;
    return step->marker.n == 0 || has_marker(doc, t, step->marker);
}

/* The first word, in text order, that the path leads to from `t` and that the words allow; DL_NONE. */
static uint32_t walk(const matcher *m, uint32_t t, const dl_path *path, uint32_t at, const dl_words *words)
{
    const dl_doc *doc = m->doc;
    if (t == DL_NONE) return DL_NONE;
    if (at == path->count) {
        bool any = words == NULL || words->lemma_count + words->set_count == 0;
        return any || dl_words_have(m->rules, words, m->lemmas[t]) ? t : DL_NONE;
    }
    const dl_step *step = &path->steps[at];
    switch (step->kind) {
    case DL_STEP_SUBJECT: return walk(m, dl_clause_actor(doc, t), path, at + 1, words);
    case DL_STEP_OBJECT: return walk(m, dl_clause_object(doc, t), path, at + 1, words);
    case DL_STEP_UP: return walk(m, doc->tokens[t].head, path, at + 1, words);
    case DL_STEP_REL: break;
    }
    const dl_sentence *s = &doc->sentences[doc->tokens[t].sentence];
    for (uint32_t k = s->first; k < s->first + s->count; k++) {
        if (doc->tokens[k].head != t || !step_fits(doc, step, k)) continue;
        uint32_t found = walk(m, k, path, at + 1, words);
        if (found != DL_NONE) return found;
    }
    return DL_NONE;
}

static uint32_t role(const matcher *m, uint32_t t, const dl_path *paths, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t found = walk(m, t, &paths[i], 0, NULL);
        if (found != DL_NONE) return found;
    }
    return DL_NONE;
}

static bool near_miss(const matcher *m, const dl_rule *rule, uint32_t t, uint32_t condition)
{
    dl_arena *arena = m->doc->arena;
    dl_rule_matches *out = m->out;
    dl_str id = rule->id;
    if (!dl_arena_grow(arena, (void **)&out->near, &out->near_room, out->near_count + 1, sizeof *out->near)) return false;
    dl_str what = condition == rule->condition_count ? dl_arena_printf(arena, "rule %.*s lacks a negation", (int)id.n, id.p)
                                                     : dl_arena_printf(arena, "rule %.*s lacks its condition %u", (int)id.n, id.p, condition + 1);
    out->near[out->near_count++] = (dl_evidence){.what = what, .score = rule->weight, .span = {m->doc->tokens[t].start, m->doc->tokens[t].end}};
    return true;
}

/* Tries one rule at one word. */
static bool try_rule(const matcher *with, uint32_t number, uint32_t t)
{
    const dl_rule *rule = &with->rules->items[number];
    dl_rule_matches *out = with->out;
    if (!(rule->upos >> with->doc->tokens[t].upos & 1u)) return true;
    dl_rule_match m = {.rule = number, .anchor = t, .first = t, .last = t};
    uint32_t missing = 0, lacks = 0;
    for (uint32_t i = 0; i < rule->condition_count && missing < 2; i++) {
        const dl_condition *c = &rule->conditions[i];
        uint32_t found = walk(with, t, &c->path, 0, &c->words);
        if ((found == DL_NONE) != c->forbidden) {
            missing++;
            lacks = i;
        } else if (c->inside && found != DL_NONE && (found > t ? found - t : t - found) <= TRIGGER_REACH) {
            m.first = DL_MIN(m.first, found);
            m.last = DL_MAX(m.last, found);
        }
    }
    m.negated = dl_clause_negated(with->doc, t);
    if (rule->negated && !m.negated) {
        missing++;
        lacks = rule->condition_count;
    }
    if (missing == 1 && with->want_near) return near_miss(with, rule, t, lacks);
    if (missing) return true;
    m.actor = role(with, t, rule->actor, rule->actor_count);
    m.recipient = role(with, t, rule->recipient, rule->recipient_count);
    if (!dl_arena_grow(with->doc->arena, (void **)&out->items, &out->room, out->count + 1, sizeof *out->items)) return false;
    out->items[out->count++] = m;
    return true;
}

static dl_status no_memory(dl_error *err) { return dl_fail(err, DL_NOMEM, "The report matches more rules than fit into memory."); }

dl_status dl_rules_match(const dl_rules *rules, const dl_doc *doc, bool want_near, dl_rule_matches *out, dl_error *err)
{
    dl_str *lemmas = DL_NEW(doc->arena, dl_str, (size_t)doc->token_count + 1);
    if (!lemmas) return no_memory(err);
    matcher m = {rules, doc, lemmas, out, want_near};
    for (uint32_t t = 0; t < doc->token_count; t++) lemmas[t] = dl_rules_lemma(rules, doc, t);
    for (uint32_t t = 0; t < doc->token_count; t++) {
        const uint32_t *entry = lemmas[t].n ? dl_map_get(rules->by_lemma, lemmas[t]) : NULL;
        for (uint32_t e = entry ? *entry : DL_NONE; e != DL_NONE; e = rules->entries[e].next) {
            if (!try_rule(&m, rules->entries[e].rule, t)) return no_memory(err);
        }
    }
    return DL_OK;
}
