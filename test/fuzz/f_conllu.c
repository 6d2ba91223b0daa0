/* f_conllu.c - any bytes as CoNLL-U: refused with a sentence, or words that lie in order inside the text. */
#include "record/engine.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const dl_doc *doc)
{
    uint32_t next = 0, at = 0;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        const dl_sentence *sentence = &doc->sentences[s];
        if (sentence->first != next || sentence->count == 0 || sentence->first + sentence->count > doc->token_count) abort();
        next = sentence->first + sentence->count;
        for (uint32_t t = sentence->first; t < next; t++) {
            const dl_token *token = &doc->tokens[t];
            if (token->start < at || token->end < token->start || token->end > doc->text.n || token->sentence != s) abort();
            if (token->group_size == 1 || t + token->group_size > next) abort();
            at = token->end;
        }
    }
    if (next != doc->token_count || doc->block_count != 1 || doc->blocks[0].span.end != doc->text.n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dl_arena *arena = dl_arena_new(64 << 20);
    dl_error err = {0};
    dl_doc doc = {.arena = arena};
    if (!arena) return 0;
    dl_status status = dl_conllu_read(&doc, (dl_str){(const char *)data, size}, &err);
    if (status == DL_OK) check(&doc);
    else if (err.text[0] == '\0') abort();
    dl_arena_free(arena);
    return 0;
}
