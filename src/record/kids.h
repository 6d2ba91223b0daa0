/* kids.h - trees from the top down: dependents of a word and the words below it. */
#ifndef DL_KIDS_H
#define DL_KIDS_H

#include "lang/lang.h"

typedef struct dl_kids {
    const dl_doc *doc;
    uint32_t *first, *next; /* [token_count] first dependent, next sister, in text order; DL_NONE */
    uint32_t *left, *right; /* [token_count] outermost words of the subtree */
} dl_kids;
DL_CHECKED dl_status dl_kids_index(const dl_doc *doc, dl_arena *arena, dl_kids *out, dl_error *err);
/* Is `word` in the subtree of `top`? */
bool dl_kids_under(const dl_kids *kids, uint32_t word, uint32_t top);
/* The first dependent with the relation, DL_NONE. */
uint32_t dl_kids_get(const dl_kids *kids, uint32_t word, dl_rel rel);
/* Does the case or mark word `lemma` hang on it? */
bool dl_kids_case(const dl_kids *kids, uint32_t word, const char *lemma);

#endif
