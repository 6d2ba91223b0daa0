/* tie_docs.c - copies and rewrites: reports that share shingles. Candidates share both minima of a band (Indyk and Motwani 1998): thirty-two bands of two
 * find a likeness of 0.3 in 95 of a hundred cases and one of 0.8 always, while reports that have nothing in common hardly ever meet. */
#include "store/tie.h"

#include <stdlib.h>

#define ROWS 2u
#define BANDS (DL_MINHASHES / ROWS)
#define NEIGHBOURS 64u /* earlier reports of a bucket that are compared */

typedef struct entry { uint64_t key; uint32_t doc; } entry;

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

uint32_t dl_tie_likeness(const dl_tie_doc *a, const dl_tie_doc *b)
{
    uint32_t same = 0;
    if (!a->sketched || !b->sketched) return 0;
    for (uint32_t i = 0; i < DL_MINHASHES; i++) same += a->minima[i] == b->minima[i];
    return (same * 100 + DL_MINHASHES / 2) / DL_MINHASHES;
}

static bool near_in_time(const dl_tie_doc *a, const dl_tie_doc *b)
{
    return a->day == DL_DAY_UNKNOWN || b->day == DL_DAY_UNKNOWN || abs(a->day - b->day) <= DL_TIE_DAYS;
}

/* Does `earlier` go before what the report is known to be most like? */
static void compare(dl_tie_doc *docs, uint32_t later, uint32_t earlier)
{
    dl_tie_doc *d = &docs[later];
    if (!near_in_time(d, &docs[earlier])) return;
    uint32_t likeness = dl_tie_likeness(d, &docs[earlier]);
    if (likeness < DL_TIE_REWRITE || likeness < d->similarity || (likeness == d->similarity && earlier >= d->like)) return;
    d->similarity = likeness;
    d->like = earlier;
}

dl_status dl_tie_docs(dl_arena *arena, dl_tie_doc *docs, uint32_t count, dl_error *err)
{
    entry *entries = DL_NEW(arena, entry, (size_t)count * BANDS + 1);
    size_t n = 0;
    if (!entries) return dl_fail(err, DL_NOMEM, "There is no memory to compare %u reports.", (unsigned)count);
    for (uint32_t i = 0; i < count; i++) {
        docs[i].like = DL_NONE;
        docs[i].root = i;
        docs[i].similarity = 0;
        for (uint32_t b = 0; docs[i].sketched && b < BANDS; b++)
            entries[n++] = (entry){((uint64_t)docs[i].minima[ROWS * b] << 32 | docs[i].minima[ROWS * b + 1]) ^ (b * 0x9E3779B97F4A7C15u), i};
    }
    qsort(entries, n, sizeof *entries, by_key);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i; k > 0 && i - k < NEIGHBOURS && entries[k - 1].key == entries[i].key; k--)
            if (entries[k - 1].doc != entries[i].doc) compare(docs, entries[i].doc, entries[k - 1].doc);
    for (uint32_t i = 0; i < count; i++)
        if (docs[i].similarity >= DL_TIE_COPY) docs[i].root = docs[docs[i].like].root;
    return DL_OK;
}
