/* f_rules.c - any bytes as a rule file: faults are told, nothing crashes, and what was read can be tried on a small tree. */
#include "record/rules.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOT = 99 };

static const char text[] = "Two ships were not seized by the navy";

/* The tree of the text, with the lemmas that the seeds use. */
static void plant(dl_doc *doc, dl_token *tokens, dl_sentence *sentence)
{
    static const struct { const char *lemma; uint8_t n, upos, rel, head; } words[] = {
        {"two", 3, DL_UPOS_NUM, DL_REL_NUMMOD, 1},   {"ship", 5, DL_UPOS_NOUN, DL_REL_NSUBJ_PASS, 4}, {"be", 4, DL_UPOS_AUX, DL_REL_AUX_PASS, 4}, {"not", 3, DL_UPOS_PART, DL_REL_ADVMOD, 4},
        {"seize", 6, DL_UPOS_VERB, DL_REL_ROOT, ROOT}, {"by", 2, DL_UPOS_ADP, DL_REL_CASE, 7},          {"the", 3, DL_UPOS_DET, DL_REL_DET, 7},    {"navy", 4, DL_UPOS_NOUN, DL_REL_OBL_AGENT, 4},
    };
    uint32_t at = 0;
    for (uint32_t t = 0; t < DL_COUNT(words); t++, at++) {
        tokens[t] = (dl_token){.start = at, .end = at + words[t].n, .head = words[t].head == ROOT ? DL_NONE : words[t].head,
                               .lemma = dl_str_c(words[t].lemma), .upos = words[t].upos, .rel = words[t].rel};
        at += words[t].n;
    }
    *sentence = (dl_sentence){.span = {0, sizeof text - 1}, .count = DL_COUNT(words)};
    doc->text = dl_str_c(text);
    doc->tokens = tokens;
    doc->token_count = DL_COUNT(words);
    doc->sentences = sentence;
    doc->sentence_count = 1;
}

static void try(const dl_rules *rules)
{
    dl_token tokens[8];
    dl_sentence sentence;
    dl_rule_matches found = {0};
    dl_doc doc = {.arena = dl_arena_new(0)};
    dl_error err;
    if (!doc.arena) return;
    plant(&doc, tokens, &sentence);
    if (dl_rules_match(rules, &doc, true, &found, &err) != DL_OK) abort();
    for (uint32_t i = 0; i < found.count; i++) {
        const dl_rule_match *m = &found.items[i];
        if (m->rule >= rules->count || rules->items[m->rule].type == DL_TYPE_COUNT || m->first > m->anchor || m->last < m->anchor || m->last >= doc.token_count) abort();
    }
    dl_arena_free(doc.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dl_rules *rules;
    dl_error err;
    dl_buf findings = {0};
    uint32_t count = 0;
    if (dl_rules_new(&rules, &err) != DL_OK) return 0;
    if (dl_rules_read(rules, (dl_str){(const char *)data, size}, "fuzz.rules", &findings, &count, &err) == DL_OK) {
        if ((count == 0) != (findings.n == 0)) abort();
        try(rules);
    }
    dl_buf_drop(&findings);
    dl_rules_free(rules);
    return 0;
}
