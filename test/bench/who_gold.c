/* who_gold.c - resolves given parties of given reports, for who_gold.py, which compares them with what a reader coded.
 *
 *     who_gold DATA [MODEL [TABLES]] < INPUT
 *
 * INPUT: a line `R<TAB>date<TAB>title<TAB>bytes` before the report's text and a line end, then a line `P<TAB>start<TAB>end` (bytes) for
 * each party. Output: for each party `code<TAB>sector<TAB>via<TAB>why`. Without a model, words and tables alone. The time that the tables took and
 * the parties' share go to standard error. */
#include "mark/mark.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct bench { dl_tables *tables; dl_model *model; dl_reader *reader; dl_arena *arena; dl_doc doc; dl_marks marks; double seconds; } bench;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static dl_status read_report(bench *b, dl_str date, dl_str title, dl_str text, dl_error *err)
{
    dl_arena_reset(b->arena);
    b->doc = (dl_doc){.arena = b->arena, .text = text, .title = title, .day = dl_day_from_text(date)};
    DL_TRY(dl_blocks_find(&b->doc, err));
    DL_TRY(dl_tokens_find(b->model, &b->doc, err));
    if (b->reader) DL_TRY(dl_reader_read(b->reader, &b->doc, false, err));
    double start = now();
    dl_status status = dl_marks_find(b->tables, b->reader, b->model, &b->doc, &b->marks, err);
    b->seconds += now() - start;
    return status;
}

static void party(bench *b, uint32_t start, uint32_t end)
{
    uint32_t first = DL_NONE, last = DL_NONE;
    for (uint32_t t = 0; t < b->doc.token_count; t++) {
        if (b->doc.tokens[t].start >= end || b->doc.tokens[t].end <= start) continue;
        if (first == DL_NONE) first = t;
        last = t;
    }
    uint32_t e = first == DL_NONE ? DL_NONE : dl_who_resolve(b->tables, b->reader, b->model, &b->doc, &b->marks, first, last);
    if (e == DL_NONE) {
        puts("\t\tleft out\t");
        return;
    }
    const dl_entity *x = &b->marks.entities[e];
    dl_str via = dl_via_text(x->via);
    printf("%.*s\t%.*s\t%.*s\t", (int)x->code.n, x->code.p, (int)x->sector.n, x->sector.p, (int)via.n, via.p);
    for (size_t i = 0; i < x->why.n; i++) putchar(x->why.p[i] == '\n' ? ' ' : x->why.p[i]);
    putchar('\n');
}

static int run(bench *b, dl_str input, dl_error *err)
{
    while (input.n) {
        dl_str line = dl_str_cut(&input, '\n'), kind = dl_str_cut(&line, '\t'), one = dl_str_cut(&line, '\t'), two = dl_str_cut(&line, '\t');
        int64_t n = 0, end = 0;
        if (dl_str_is(kind, "R")) {
            if (!dl_str_to_int(line, &n) || n < 0 || (size_t)n >= input.n) return puts("The input is cut short."), 2;
            dl_str text = dl_str_part(input, 0, (size_t)n);
            input = dl_str_part(input, (size_t)n + 1, input.n);
            if (read_report(b, one, two, text, err) != DL_OK) return puts(err->text), 3;
        } else if (dl_str_to_int(one, &n) && dl_str_to_int(two, &end)) {
            party(b, (uint32_t)n, (uint32_t)end);
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) return puts("usage: who_gold DATA [MODEL [TABLES]] < INPUT"), 2;
    bench b = {.arena = dl_arena_new(0)};
    dl_error err = {0};
    dl_buf findings = {0}, input = {0};
    uint32_t count = 0;
    double start = now();
    if (dl_tables_open_all(argv[1], argc > 3 ? argv[3] : NULL, &b.tables, &findings, &count, &err) != DL_OK) return puts(err.text), 3;
    fprintf(stderr, "tables: %.1f ms, %u findings\n", (now() - start) * 1e3, (unsigned)count);
    if (argc > 2 && argv[2][0] && (dl_model_open(argv[2], &b.model, &err) != DL_OK || dl_reader_open(b.model, &b.reader, &err) != DL_OK)) return puts(err.text), 3;
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, stdin)) > 0;) dl_buf_add(&input, (dl_str){part, n});
    start = now();
    int status = run(&b, dl_buf_str(&input), &err);
    fprintf(stderr, "marks: %.2f s of %.2f s\n", b.seconds, now() - start);
    dl_buf_drop(&findings);
    dl_buf_drop(&input);
    dl_reader_close(b.reader);
    dl_model_close(b.model);
    dl_tables_close(b.tables);
    dl_arena_free(b.arena);
    return status;
}
