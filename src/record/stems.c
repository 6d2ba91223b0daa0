/* stems.c - verbs whose lemma the model does not know. Its rules of endings give "shel" for "shelled" and "telephon" for "telephoned"; the words that
 * the rules speak of tell which of the regular stems is a word. */
#include "record/rules.h"

#define STEM_MAX 40

/* "stopp": a consonant that only the ending doubled */
static bool doubled(const char *p, size_t n)
{
    return n > 3 && p[n - 1] == p[n - 2] && !strchr("aeiou", p[n - 1]);
}

/* The first of the regular stems of a form without its last `drop` letters that is known: with `add` behind it, as it is, with its last letter once. */
static size_t known_stem(const dl_map *known, const char *low, size_t n, size_t drop, char add, char out[STEM_MAX + 1])
{
    if (n < drop + 2) return 0;
    n -= drop;
    memcpy(out, low, n);
    out[n] = add;
    if (dl_map_get(known, (dl_str){out, n + 1})) return n + 1;
    if (add == 'y') return 0;
    if (dl_map_get(known, (dl_str){out, n})) return n;
    return doubled(out, n) && dl_map_get(known, (dl_str){out, n - 1}) ? n - 1 : 0;
}

static size_t stem(const dl_map *known, dl_str low, char out[STEM_MAX + 1])
{
    size_t n = 0;
    if (dl_str_ends(low, DL_LIT("ied")) || dl_str_ends(low, DL_LIT("ies"))) n = known_stem(known, low.p, low.n, 3, 'y', out);
    if (n == 0 && dl_str_ends(low, DL_LIT("ing"))) n = known_stem(known, low.p, low.n, 3, 'e', out);
    if (n == 0 && (dl_str_ends(low, DL_LIT("ed")) || dl_str_ends(low, DL_LIT("es")))) n = known_stem(known, low.p, low.n, 2, 'e', out);
    if (n == 0 && dl_str_ends(low, DL_LIT("s"))) n = known_stem(known, low.p, low.n, 1, 'e', out);
    return n;
}

dl_str dl_rules_lemma(const dl_rules *rules, const dl_doc *doc, uint32_t t)
{
    char low[STEM_MAX], out[STEM_MAX + 1];
    dl_str lemma = doc->tokens[t].lemma, form = dl_token_form(doc, t);
    if (doc->tokens[t].upos != DL_UPOS_VERB || form.n > STEM_MAX || dl_map_get(rules->known, lemma)) return lemma;
    for (size_t i = 0; i < form.n; i++) low[i] = form.p[i] >= 'A' && form.p[i] <= 'Z' ? (char)(form.p[i] + 32) : form.p[i];
    size_t n = stem(rules->known, (dl_str){low, form.n}, out);
    dl_str found = n ? dl_arena_str(doc->arena, (dl_str){out, n}) : lemma;
    return found.p ? found : lemma;
}
