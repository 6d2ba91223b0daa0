/* kids.c - trees from the top down. */
#include "record/kids.h"

enum { DEPTH = 128 }; /* steps upward from a word; a bound against trees that are none */

dl_status dl_kids_index(const dl_doc *doc, dl_arena *arena, dl_kids *out, dl_error *err)
{
    uint32_t n = doc->token_count, *room = DL_NEW(arena, uint32_t, (size_t)n * 4 + 4);
    if (!room) return dl_fail(err, DL_NOMEM, "There is no memory for the trees of the report.");
    *out = (dl_kids){doc, room, room + n, room + 2 * (size_t)n, room + 3 * (size_t)n};
    for (uint32_t t = 0; t < n; t++) {
        out->first[t] = out->next[t] = DL_NONE;
        out->left[t] = out->right[t] = t;
    }
    for (uint32_t t = n; t-- > 0;) {
        uint32_t head = doc->tokens[t].head;
        if (head >= n) continue;
        out->next[t] = out->first[head];
        out->first[head] = t;
        for (uint32_t k = 0; head < n && k < DEPTH; k++, head = doc->tokens[head].head) {
            out->left[head] = DL_MIN(out->left[head], t);
            out->right[head] = DL_MAX(out->right[head], t);
        }
    }
    return DL_OK;
}

bool dl_kids_under(const dl_kids *kids, uint32_t word, uint32_t top)
{
    for (uint32_t k = 0; word < kids->doc->token_count && k < DEPTH; k++, word = kids->doc->tokens[word].head) {
        if (word == top) return true;
    }
    return false;
}

uint32_t dl_kids_get(const dl_kids *kids, uint32_t word, dl_rel rel)
{
    uint32_t c = kids->first[word];
    while (c != DL_NONE && kids->doc->tokens[c].rel != rel) c = kids->next[c];
    return c;
}

bool dl_kids_case(const dl_kids *kids, uint32_t word, const char *lemma)
{
    for (uint32_t c = kids->first[word]; c != DL_NONE; c = kids->next[c]) {
        const dl_token *t = &kids->doc->tokens[c];
        if ((t->rel == DL_REL_CASE || t->rel == DL_REL_MARK) && dl_str_is(t->lemma, lemma)) return true;
    }
    return false;
}
