/* sketch.c - what later tells copies and rewrites of a report, and tellings of one event, without their text: minima of hashed shingles
 * (Broder 1997) of five words, and the words of a sentence that say something, hashed. */
#include "store/bag.h"

#include <stdlib.h>

#define SHINGLE 5u
#define WORDS_MAX 40u
#define LEAD 2u /* sentences of a text that say what it is about */

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

static void add_words(dl_buf *out, uint32_t *words, uint32_t count)
{
    qsort(words, count, sizeof *words, by_value);
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || (words[i] | 3u) != (words[i - 1] | 3u)) dl_buf_printf(out, "%08x", (unsigned)words[i]);
}

void dl_sketch_event(const dl_analysis *a, const dl_event *e, dl_buf *out)
{
    uint32_t words[WORDS_MAX], count = 0;
    if (e->sentence >= a->sentence_count) return;
    const dl_sentence *s = &a->sentences[e->sentence];
    for (uint32_t i = s->first; i < s->first + s->count && i < a->token_count && count < WORDS_MAX; i++)
        if (weight(&a->tokens[i])) words[count++] = (lemma_hash(a, i) & ~3u) | weight(&a->tokens[i]);
    add_words(out, words, count);
}

/* A word of the title, which has been read by nobody: names by their capital, and no plural. */
static uint32_t title_word(dl_str word)
{
    static const char small[] = "after amid against about before could from have into more over says than that their them they this through under were what when where which while will with would your";
    char folded[64];
    size_t n = dl_str_fold(word, folded, sizeof folded), at = 0;
    if (n < 4 || dl_str_has_word(dl_str_c(small), (dl_str){folded, n})) return 0;
    if (n > 4 && folded[n - 1] == 's') n--;
    return ((uint32_t)(dl_hash((dl_str){folded, n}, 0) >> 32) & ~3u) | (dl_is_upper(dl_utf8_next(word, &at)) ? 3u : 1u);
}

void dl_sketch_topic(const dl_analysis *a, dl_buf *out)
{
    uint32_t words[2 * WORDS_MAX], count = 0, sentences = 0;
    dl_str title = a->report.title;
    for (size_t at = 0, start = 0; at < title.n && count < WORDS_MAX;) {
        size_t here = at;
        uint32_t code = dl_utf8_next(title, &at);
        bool inside = dl_is_letter(code) || dl_is_digit(code);
        size_t end = inside ? at : here;
        if (inside && at < title.n) continue;
        uint32_t word = end > start ? title_word(dl_str_part(title, start, end)) : 0;
        if (word) words[count++] = word;
        start = at;
    }
    for (uint32_t i = 0; i < a->token_count && count < DL_COUNT(words) && sentences < LEAD; i++) {
        if (is_body(a, &a->tokens[i]) && weight(&a->tokens[i])) words[count++] = (lemma_hash(a, i) & ~3u) | weight(&a->tokens[i]);
        sentences = a->tokens[i].sentence;
    }
    add_words(out, words, count);
}
