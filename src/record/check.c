/* check.c - every rule's own examples, read as any other text. */
#include "record/rules.h"

static void tell(dl_buf *findings, uint32_t *count, const dl_rule *rule, uint32_t line, const char *what, dl_str sentence)
{
    dl_buf_printf(findings, "%.*s:%u: rule %.*s %s: %.*s\n", (int)rule->file.n, rule->file.p, line, (int)rule->id.n, rule->id.p, what, (int)sentence.n, sentence.p);
    ++*count;
}

/* Does the phrase of token t hold the words? */
static bool phrase_has(const dl_doc *doc, uint32_t first, uint32_t last, dl_str words)
{
    dl_str text = dl_str_part(doc->text, doc->tokens[first].start, doc->tokens[last].end);
    return words.n == 0 || memmem(text.p, text.n, words.p, words.n) != NULL;
}

static bool party_has(const dl_doc *doc, uint32_t t, dl_str words)
{
    uint32_t first, last;
    if (words.n == 0) return true;
    if (t == DL_NONE) return false;
    dl_clause_phrase(doc, t, &first, &last);
    return phrase_has(doc, first, last, words);
}

/* The words of the trigger must be among what the match took, or the other way round. */
static bool trigger_has(const dl_doc *doc, const dl_rule_match *m, dl_str words)
{
    dl_str text = dl_str_part(doc->text, doc->tokens[m->first].start, doc->tokens[m->last].end);
    return words.n == 0 || memmem(text.p, text.n, words.p, words.n) || memmem(words.p, words.n, text.p, text.n);
}

/* A rule of another type that takes the same head with a higher weight hides this one. */
static const dl_rule *shadow(const dl_rules *rules, const dl_rule_matches *all, const dl_rule_match *m)
{
    const dl_rule *rule = &rules->items[m->rule];
    for (uint32_t i = 0; i < all->count; i++) {
        const dl_rule *other = &rules->items[all->items[i].rule];
        if (all->items[i].anchor == m->anchor && !other->forbid && other->type != rule->type && other->weight > rule->weight) return other;
    }
    return NULL;
}

static dl_status check_example(const dl_rules *rules, uint32_t number, const dl_example *e, dl_example_reader *read, void *context, dl_buf *findings, uint32_t *count,
                               bool *fired, dl_error *err)
{
    const dl_rule *rule = &rules->items[number];
    const dl_doc *doc;
    dl_rule_matches all = {0};
    DL_TRY(read(context, e->sentence, &doc, err));
    DL_TRY(dl_rules_match(rules, doc, false, &all, err));
    const dl_rule_match *found = NULL;
    for (uint32_t i = 0; i < all.count; i++) {
        if (all.items[i].rule == number && (found == NULL || trigger_has(doc, &all.items[i], e->trigger))) found = &all.items[i];
    }
    if (!e->must) {
        if (found) tell(findings, count, rule, e->line, "matches what it must not", e->sentence);
        return DL_OK;
    }
    if (found == NULL) {
        tell(findings, count, rule, e->line, "misses its example", e->sentence);
        return DL_OK;
    }
    *fired = true;
    if (!trigger_has(doc, found, e->trigger)) tell(findings, count, rule, e->line, "takes other words than its example says", e->sentence);
    else if (!party_has(doc, found->actor, e->actor)) tell(findings, count, rule, e->line, "finds another actor than its example says", e->sentence);
    else if (!party_has(doc, found->recipient, e->recipient)) tell(findings, count, rule, e->line, "finds another recipient than its example says", e->sentence);
    const dl_rule *hidden_by = rule->forbid ? NULL : shadow(rules, &all, found);
    if (hidden_by) {
        dl_buf_printf(findings, "%.*s:%u: rule %.*s is hidden by rule %.*s, which weighs more: %.*s\n", (int)rule->file.n, rule->file.p, e->line, (int)rule->id.n, rule->id.p,
                      (int)hidden_by->id.n, hidden_by->id.p, (int)e->sentence.n, e->sentence.p);
        ++*count;
    }
    return DL_OK;
}

dl_status dl_rules_check(const dl_rules *rules, dl_example_reader *read, void *context, dl_buf *findings, uint32_t *finding_count, dl_error *err)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        const dl_rule *rule = &rules->items[i];
        bool fired = false, any = false;
        if (rule->type == DL_TYPE_COUNT) continue; /* a fault in it was told when it was read */
        for (uint32_t k = 0; k < rule->example_count; k++) {
            any |= rule->examples[k].must;
            DL_TRY(check_example(rules, i, &rule->examples[k], read, context, findings, finding_count, &fired, err));
        }
        if (!any) tell(findings, finding_count, rule, rule->line, "has no example", rule->id);
        else if (!fired) tell(findings, finding_count, rule, rule->line, "never fires on its own examples", rule->id);
    }
    return DL_OK;
}
