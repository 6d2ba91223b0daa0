/* Any bytes through blocks and words: every block and word in order, and nothing but white space between words of running text. */
#include "lang/words.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const dl_doc *doc)
{
    uint32_t at = 0;
    for (uint32_t b = 0; b < doc->block_count; b++) {
        dl_span span = doc->blocks[b].span;
        if (span.start < at || span.end <= span.start || span.end > doc->text.n) abort();
        at = span.end;
    }
    at = 0;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        const dl_sentence *sentence = &doc->sentences[s];
        dl_span block = doc->blocks[sentence->block].span;
        if (sentence->count == 0 || sentence->first + sentence->count > doc->token_count) abort();
        for (uint32_t t = sentence->first; t < sentence->first + sentence->count; t++) {
            const dl_token *token = &doc->tokens[t];
            if (token->start < at || token->end <= token->start || token->start < block.start || token->end > block.end || token->sentence != s) abort();
            at = token->end;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dl_arena *arena = dl_arena_new(64 << 20);
    dl_error err;
    for (int plain = 0; arena && plain < 2; plain++) {
        dl_doc doc = {.arena = arena, .text = {(const char *)data, size}};
        dl_status status = plain ? dl_blocks_plain(&doc, &err) : dl_blocks_find(&doc, &err);
        if (status == DL_OK) status = dl_tokens_find(NULL, &doc, &err);
        if (status == DL_OK) check(&doc);
        else if (status != DL_NOMEM) abort();
        dl_arena_reset(arena);
    }
    dl_arena_free(arena);
    return 0;
}
