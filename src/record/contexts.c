/* contexts.c - the codebook's contexts by the words of the sentence, and with less weight of its paragraph. */
#include "record/claims.h"
#include "record/rules.h"

enum { CONTEXTS = 64, LEAST = 2 }; /* a word of the sentence counts 2, one of the rest of the paragraph 1 */

static void count_words(const dl_rules *rules, const dl_doc *doc, const uint32_t *sets, uint32_t set_count, uint32_t sentence, uint32_t worth, uint32_t *score)
{
    const dl_sentence *s = &doc->sentences[sentence];
    for (uint32_t t = s->first; t < s->first + s->count; t++) {
        uint8_t upos = doc->tokens[t].upos;
        if (upos != DL_UPOS_NOUN && upos != DL_UPOS_PROPN && upos != DL_UPOS_ADJ && upos != DL_UPOS_VERB) continue;
        char lower[40];
        dl_str lemma = doc->tokens[t].lemma;
        if (lemma.n > sizeof lower) continue;
        dl_str plain = {lower, dl_str_fold(lemma, lower, sizeof lower)};
        for (uint32_t i = 0; i < set_count; i++) {
            if (dl_map_get(rules->sets[sets[i]].lemmas, plain)) score[i] += worth;
        }
    }
}

uint32_t dl_contexts_find(const dl_rules *rules, const dl_doc *doc, uint32_t sentence, dl_str *out, uint32_t room)
{
    uint32_t sets[CONTEXTS], score[CONTEXTS] = {0}, set_count = 0, count = 0;
    dl_str prefix = DL_LIT("context.");
    for (uint32_t i = 0; rules && i < rules->set_count && set_count < CONTEXTS; i++) {
        if (dl_str_starts(rules->sets[i].name, prefix)) sets[set_count++] = i;
    }
    for (uint32_t s = sentence; set_count && s < doc->sentence_count && doc->sentences[s].block == doc->sentences[sentence].block && s < sentence + 4; s++)
        count_words(rules, doc, sets, set_count, s, s == sentence ? 2 : 1, score);
    for (uint32_t s = sentence; set_count && s-- > 0 && doc->sentences[s].block == doc->sentences[sentence].block && s + 4 > sentence;) count_words(rules, doc, sets, set_count, s, 1, score);
    while (count < room) {
        uint32_t best = DL_NONE;
        for (uint32_t i = 0; i < set_count; i++) {
            if (score[i] >= LEAST && (best == DL_NONE || score[i] > score[best])) best = i;
        }
        if (best == DL_NONE) break;
        dl_str name = rules->sets[sets[best]].name;
        out[count++] = dl_str_part(name, prefix.n, name.n);
        score[best] = 0;
    }
    return count;
}
