/* f_terms.c - any bytes as a question to a store: read or refused, nothing crashes. */
#include "store/terms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dl_arena *arena = dl_arena_new((size_t)1 << 20);
    dl_terms terms;
    dl_error err;
    if (!arena || size > 4096) {
        dl_arena_free(arena);
        return 0;
    }
    if (dl_terms_read(arena, (dl_str){(const char *)data, size}, &terms, &err) == DL_OK)
        for (uint32_t i = 0; i < terms.count; i++)
            if (terms.terms[i].count == 0 || terms.terms[i].count > DL_VALUES_MAX) __builtin_trap();
    dl_arena_free(arena);
    return 0;
}
