/* gaps.c - shows train/tokens.py what the C cutter and splitter see, so that no rule and no feature is written twice.
 *
 *     gaps words TEXT [WEIGHTS BIAS]   one line a word: start end group_size flags, flags 1 a sentence begins, 2 white space follows
 *     gaps ask TEXT ENDS               binary: for each place that the classifier decides, u32 label, then the features
 *
 * TEXT is UTF-8 with blank lines between paragraphs; ENDS holds the true sentence ends as sorted little-endian u32 byte offsets.
 * Build: cc -std=c11 -D_GNU_SOURCE -O2 -Iinclude -Isrc -o gaps train/gaps.c src/lang/{glyphs,blocks,block_rules,tokens,sentences,token_tables}.c, all of src/base, -lpthread */
#include "lang/words.h"

#include <stdio.h>
#include <stdlib.h>

struct dl_model { dl_str weight, bias; };

bool dl_model_section(const dl_model *model, const char *name, dl_section_type type, dl_section *out)
{
    dl_str bytes = strcmp(name, "tokens.gaps") == 0 ? model->weight : strcmp(name, "tokens.bias") == 0 ? model->bias : (dl_str){0};
    *out = (dl_section){.bytes = bytes, .type = type, .rank = 1, .shape = {(uint32_t)bytes.n, 1, 1, 1}};
    return bytes.n > 0;
}

static dl_str slurp(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) exit(3);
    long size = ftell(file);
    rewind(file);
    char *p = malloc((size_t)size + 1);
    if (!p || fread(p, 1, (size_t)size, file) != (size_t)size) exit(3);
    fclose(file);
    return (dl_str){p, (size_t)size};
}

static void print_words(const dl_doc *doc)
{
    for (uint32_t s = 0; s < doc->sentence_count; s++)
        for (uint32_t k = 0; k < doc->sentences[s].count; k++) {
            const dl_token *t = &doc->tokens[doc->sentences[s].first + k];
            printf("%u %u %u %u\n", t->start, t->end, t->group_size, (k == 0 ? 1u : 0u) | (t->space_after ? 2u : 0u));
        }
}

static void ask_block(const dl_doc *doc, uint32_t first, uint32_t count, const uint32_t *ends, size_t end_count, size_t *at)
{
    dl_mark_token *marks = calloc(count, sizeof *marks);
    if (!marks) exit(3);
    dl_splitter s;
    dl_splitter_open(&s, doc->text, doc->tokens + first, marks, count);
    for (uint32_t t = 0; t + 1 < count; t++) {
        uint32_t end = doc->tokens[first + t].end, record[1 + DL_GAP_FEATURES];
        while (*at < end_count && ends[*at] < end) ++*at;
        record[0] = *at < end_count && ends[*at] == end;
        dl_gap gap = dl_splitter_step(&s, t);
        if (gap == DL_GAP_ASK_INSIDE || gap == DL_GAP_ASK_END) {
            dl_splitter_features(&s, t, record + 1);
            fwrite(record, sizeof record, 1, stdout);
        } else if (record[0] != (gap == DL_GAP_END)) {
            fprintf(stderr, "rule errs: %s %.*s\n", gap == DL_GAP_END ? "END" : "INSIDE", 60, doc->text.p + (end > 30 ? end - 30 : 0));
        }
        if (record[0]) dl_splitter_end(&s, t);
    }
    free(marks);
}

static void ask(const dl_doc *doc, dl_str ends)
{
    size_t at = 0;
    for (uint32_t s = 0; s < doc->sentence_count;) {
        uint32_t block = doc->sentences[s].block, first = doc->sentences[s].first, count = 0;
        for (; s < doc->sentence_count && doc->sentences[s].block == block; s++) count += doc->sentences[s].count;
        ask_block(doc, first, count, (const uint32_t *)(const void *)ends.p, ends.n / 4, &at);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    dl_error err;
    dl_doc doc = {.arena = dl_arena_new(0), .text = slurp(argv[2])};
    dl_model model = {0};
    if (strcmp(argv[1], "words") == 0 && argc == 5) model = (dl_model){slurp(argv[3]), slurp(argv[4])};
    if (dl_blocks_plain(&doc, &err) != DL_OK || dl_tokens_find(&model, &doc, &err) != DL_OK) return fprintf(stderr, "%s\n", err.text), 3;
    if (strcmp(argv[1], "words") == 0) print_words(&doc);
    else if (argc == 4) ask(&doc, slurp(argv[3]));
    return 0;
}
