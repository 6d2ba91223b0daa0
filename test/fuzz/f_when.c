/* Times and quantities of arbitrary text: spans stay inside the text, bounds are in order. */
#include "mark/mark.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 4096) return 0;
    dl_arena *arena = dl_arena_new(1 << 26);
    if (!arena) return 0;
    dl_doc doc = {.arena = arena, .text = {(const char *)data + 1, size - 1}, .day = data[0] ? 100 * data[0] : DL_DAY_UNKNOWN};
    dl_marks marks = {0};
    dl_error err;
    bool good = dl_blocks_plain(&doc, &err) == DL_OK && dl_tokens_find(NULL, &doc, &err) == DL_OK && dl_when_find(NULL, &doc, &marks, &err) == DL_OK &&
                dl_quantity_find(&doc, &marks, &err) == DL_OK;
    for (uint32_t k = 0; good && k < marks.time_count; k++) {
        const dl_time *t = &marks.times[k];
        if (t->span.start >= t->span.end || t->span.end > doc.text.n || t->first > t->last || t->last >= doc.token_count) abort();
        if (t->low != DL_DAY_UNKNOWN && t->high != DL_DAY_UNKNOWN && t->low > t->high) abort();
    }
    for (uint32_t k = 0; good && k < marks.quantity_count; k++) {
        const dl_quantity *q = &marks.quantities[k];
        if (q->span.start >= q->span.end || q->span.end > doc.text.n || q->low > q->high) abort();
        (void)dl_quantity_kind(&doc, q, DL_NONE, DL_NONE);
    }
    dl_arena_free(arena);
    return 0;
}
