/* sketch.c - what later tells copies and rewrites of a report, and tellings of one event, without their text: minima of hashed shingles
 * (Broder 1997) of five words, and the words of a sentence that say something, hashed. */
#include "store/bag.h"

#include <stdlib.h>

#define SHINGLE 5u
#define WORDS_MAX 40u

static uint64_t mix(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xFF51AFD7ED558CCDu;
    x ^= x >> 33;
    x *= 0xC4CEB9FE1A85EC53u;
    return x ^ x >> 33;
}

static uint64_t word_hash(dl_str word)
{
    char folded[64];
    return dl_hash((dl_str){folded, dl_str_fold(word, folded, sizeof folded)}, 0);
}

static bool is_body(const dl_analysis *a, const dl_token *t)
{
    uint32_t block = t->sentence < a->sentence_count ? a->sentences[t->sentence].block : DL_NONE;
    return t->upos != DL_UPOS_PUNCT && (block >= a->block_count || a->blocks[block].kind == DL_BLOCK_BODY);
}

void dl_sketch_document(const dl_analysis *a, dl_buf *out)
{
    uint32_t minima[DL_MINHASHES];
    uint64_t last[SHINGLE] = {0};
    uint32_t words = 0, shingles = 0;
    memset(minima, 0xFF, sizeof minima);
    for (uint32_t i = 0; i <= a->token_count; i++) {
        bool over = i == a->token_count;
        if (!over && !is_body(a, &a->tokens[i])) continue;
        if (!over) last[words++ % SHINGLE] = word_hash((dl_str){a->text + a->tokens[i].start, a->tokens[i].end - a->tokens[i].start});
        if (words == 0 || (over ? shingles > 0 : words < SHINGLE)) continue; /* a text of fewer words is one shingle */
        uint64_t shingle = 0;
        for (uint32_t k = 0; k < SHINGLE; k++) shingle = mix(shingle + last[(words + k) % SHINGLE]);
        for (uint32_t k = 0; k < DL_MINHASHES; k++) minima[k] = DL_MIN(minima[k], (uint32_t)(mix(shingle + k * 0x9E3779B97F4A7C15u) >> 32));
        shingles++;
    }
    for (uint32_t k = 0; shingles && k < DL_MINHASHES; k++) dl_buf_printf(out, "%08x", (unsigned)minima[k]);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* How much a word says about which event it is: 0 nothing. It stands in the two lowest bits of the word's hash. */
static uint32_t weight(const dl_token *t)
{
    static const char common[] = "say tell be have do make take get go come know see other more last new first also";
    static const uint8_t weights[DL_UPOS_COUNT] = {[DL_UPOS_PROPN] = 3, [DL_UPOS_NUM] = 3, [DL_UPOS_NOUN] = 2, [DL_UPOS_VERB] = 1, [DL_UPOS_ADJ] = 1};
    return t->upos >= DL_UPOS_COUNT || dl_str_has_word(dl_str_c(common), t->lemma) ? 0 : weights[t->upos];
}

static uint32_t lemma_hash(const dl_analysis *a, uint32_t token)
{
    const dl_token *t = &a->tokens[token];
    return (uint32_t)(word_hash(t->lemma.n ? t->lemma : (dl_str){a->text + t->start, t->end - t->start}) >> 32);
}

void dl_sketch_event(const dl_analysis *a, const dl_event *e, dl_buf *out)
{
    uint32_t words[WORDS_MAX], count = 0;
    if (e->sentence >= a->sentence_count) return;
    const dl_sentence *s = &a->sentences[e->sentence];
    for (uint32_t i = s->first; i < s->first + s->count && i < a->token_count && count < WORDS_MAX; i++)
        if (weight(&a->tokens[i])) words[count++] = (lemma_hash(a, i) & ~3u) | weight(&a->tokens[i]);
    qsort(words, count, sizeof *words, by_value);
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || words[i] != words[i - 1]) dl_buf_printf(out, "%08x", (unsigned)words[i]);
}

uint32_t dl_sketch_trigger(const dl_analysis *a, const dl_event *e)
{
    if (e->trigger_first >= a->token_count) return 0;
    for (uint32_t i = e->trigger_first; i <= e->trigger_last && i < a->token_count; i++)
        if (a->tokens[i].upos == DL_UPOS_VERB) return lemma_hash(a, i);
    return lemma_hash(a, e->trigger_first);
}
