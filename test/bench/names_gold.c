/* names_gold.c - names of given words as the model sees them, and as they are with the tables, for names_gold.py.
 *
 *     names_gold DATA MODEL [TABLES] < WORDS
 *
 * WORDS: one word a line, an empty line after each sentence, a form feed after each report. Output: the same lines, each word with two tags more, B-PER and so on. */
#include "mark/mark.h"

#include <stdio.h>

typedef struct bench { dl_tables *tables; dl_model *model; dl_reader *reader; dl_arena *arena; } bench;

static const char *const tags[DL_NAME_COUNT] = {"O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"};

static dl_status report(bench *b, dl_str words, dl_error *err)
{
    dl_arena_reset(b->arena);
    dl_doc doc = {.arena = b->arena, .day = DL_DAY_UNKNOWN};
    dl_buf text = {0};
    dl_marks marks;
    doc.tokens = DL_NEW(b->arena, dl_token, words.n + 1);
    doc.sentences = DL_NEW(b->arena, dl_sentence, words.n + 1);
    if (!doc.tokens || !doc.sentences) return dl_fail(err, DL_NOMEM, "There is no memory for the words.");
    for (dl_str rest = words; rest.n;) {
        dl_str word = dl_str_cut(&rest, '\n');
        dl_sentence *s = &doc.sentences[doc.sentence_count];
        if (word.n == 0) {
            s->count = doc.token_count - s->first;
            s->span = (dl_span){doc.tokens[s->first].start, (uint32_t)text.n};
            if (s->count) doc.sentences[++doc.sentence_count].first = doc.token_count;
            continue;
        }
        uint32_t start = (uint32_t)text.n;
        dl_buf_add(&text, word);
        doc.tokens[doc.token_count++] = (dl_token){.start = start, .end = (uint32_t)text.n, .head = DL_NONE, .sentence = doc.sentence_count, .space_after = 1};
        dl_buf_char(&text, ' ');
    }
    doc.text = dl_arena_str(b->arena, dl_buf_str(&text));
    dl_buf_drop(&text);
    DL_TRY(dl_reader_read(b->reader, &doc, false, err));
    uint8_t *before = DL_NEW(b->arena, uint8_t, doc.token_count + (size_t)1);
    for (uint32_t t = 0; before && t < doc.token_count; t++) before[t] = doc.tokens[t].name;
    DL_TRY(dl_marks_find(b->tables, b->reader, b->model, &doc, &marks, err));
    for (uint32_t t = 0; before && t < doc.token_count; t++) {
        if (t && doc.tokens[t].sentence != doc.tokens[t - 1].sentence) putchar('\n');
        dl_str form = dl_str_part(doc.text, doc.tokens[t].start, doc.tokens[t].end);
        printf("%.*s\t%s\t%s\n", (int)form.n, form.p, tags[before[t]], tags[doc.tokens[t].name]);
    }
    puts("\n\f");
    return DL_OK;
}

int main(int argc, char **argv)
{
    if (argc < 3) return puts("usage: names_gold DATA MODEL [TABLES] < WORDS"), 2;
    bench b = {.arena = dl_arena_new(0)};
    dl_error err = {0};
    dl_buf input = {0};
    if (dl_tables_open_all(argv[1], argc > 3 ? argv[3] : NULL, &b.tables, NULL, NULL, &err) != DL_OK || dl_model_open(argv[2], &b.model, &err) != DL_OK ||
        dl_reader_open(b.model, &b.reader, &err) != DL_OK) return puts(err.text), 3;
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, stdin)) > 0;) dl_buf_add(&input, (dl_str){part, n});
    dl_status status = DL_OK;
    for (dl_str rest = dl_buf_str(&input); rest.n && status == DL_OK;) {
        const char *end = memmem(rest.p, rest.n, "\n\f\n", 3);
        size_t n = end ? (size_t)(end - rest.p) + 1 : rest.n;
        status = report(&b, dl_str_part(rest, 0, n), &err);
        rest = end ? dl_str_part(rest, n + 2, rest.n) : (dl_str){0};
    }
    if (status != DL_OK) puts(err.text);
    dl_buf_drop(&input);
    dl_reader_close(b.reader);
    dl_model_close(b.model);
    dl_tables_close(b.tables);
    dl_arena_free(b.arena);
    return status == DL_OK ? 0 : 3;
}
