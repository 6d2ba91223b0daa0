/* b_reader.c - speed and accuracy of the model reader on gold words.
 *
 *     b_reader MODEL FILE.conllu [REPEAT [DUMP]]
 *
 * DUMP, a file, receives the event-task vectors of all words as floats, for train/check_export.py.
 *
 * Reads every document of a CoNLL-U file whole and prints one JSON line: words a second of CPU time, the share of the parts of speech,
 * heads and relations (without subtypes) that agree with the file, and a digest of the results, which must not depend on the kernel. */
#include "lang/lang.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct gold { dl_doc doc; uint32_t *head; dl_str *upos, *rel; } gold;
typedef struct tally { uint64_t words, upos, uas, las; } tally;

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static dl_str base_relation(dl_str rel) { return dl_str_cut(&(dl_str){rel.p, rel.n}, ':'); }

/* One line of a word; false for comments, multiword tokens and empty nodes. */
static bool word_line(dl_str line, dl_str column[10])
{
    for (uint32_t i = 0; i < 10; i++) column[i] = dl_str_cut(&line, '\t');
    int64_t id;
    return dl_str_to_int(column[0], &id);
}

static bool room_for(gold *g, dl_arena *arena, uint32_t *words, uint32_t *sentences)
{
    uint32_t a = *words, b = *words, c = *words, n = g->doc.token_count + 1;
    return dl_arena_grow(arena, (void **)&g->doc.tokens, words, n, sizeof *g->doc.tokens) && dl_arena_grow(arena, (void **)&g->head, &a, n, sizeof *g->head) &&
           dl_arena_grow(arena, (void **)&g->upos, &b, n, sizeof *g->upos) && dl_arena_grow(arena, (void **)&g->rel, &c, n, sizeof *g->rel) &&
           dl_arena_grow(arena, (void **)&g->doc.sentences, sentences, g->doc.sentence_count + 1, sizeof *g->doc.sentences);
}

/* The next document; its text is the CoNLL-U itself, into which the words point. */
static bool next_document(dl_str *rest, dl_str text, dl_arena *arena, gold *g)
{
    uint32_t words = 0, sentences = 0;
    bool inside = false;
    *g = (gold){.doc = {.arena = arena, .text = text}};
    while (rest->n) {
        dl_str line = dl_str_cut(rest, '\n'), column[10];
        if (dl_str_starts(line, DL_LIT("# newdoc")) && g->doc.token_count) return true;
        if (line.n == 0) inside = false;
        if (line.n == 0 || line.p[0] == '#' || !word_line(line, column)) continue;
        if (!room_for(g, arena, &words, &sentences)) return false;
        if (!inside) g->doc.sentences[g->doc.sentence_count++] = (dl_sentence){.first = g->doc.token_count};
        inside = true;
        dl_sentence *s = &g->doc.sentences[g->doc.sentence_count - 1];
        uint32_t start = (uint32_t)(column[1].p - text.p);
        int64_t head = 0;
        if (!dl_str_to_int(column[6], &head)) head = 0;
        g->upos[g->doc.token_count] = column[3];
        g->rel[g->doc.token_count] = column[7];
        g->head[g->doc.token_count] = head > 0 ? s->first + (uint32_t)head - 1 : DL_NONE;
        g->doc.tokens[g->doc.token_count++] = (dl_token){.start = start, .end = start + (uint32_t)column[1].n, .sentence = g->doc.sentence_count - 1};
        s->count++;
    }
    return g->doc.token_count > 0;
}

static uint64_t digest(const gold *g, uint32_t width, uint64_t seed)
{
    for (uint32_t t = 0; t < g->doc.token_count; t++) {
        const dl_token *w = &g->doc.tokens[t];
        uint32_t head = w->head, rest = (uint32_t)w->upos << 16 | (uint32_t)w->rel << 8 | w->name;
        seed = dl_hash((dl_str){(const char *)&head, sizeof head}, seed);
        seed = dl_hash((dl_str){(const char *)&rest, sizeof rest}, seed);
    }
    if (g->doc.vectors) seed = dl_hash((dl_str){(const char *)g->doc.vectors, (size_t)g->doc.token_count * width * sizeof(float)}, seed);
    return seed;
}

static void count(const gold *g, tally *sum)
{
    for (uint32_t t = 0; t < g->doc.token_count; t++) {
        const dl_token *w = &g->doc.tokens[t];
        bool right = w->head == g->head[t];
        sum->upos += dl_str_eq(dl_upos_text((dl_upos)w->upos), g->upos[t]);
        sum->uas += right;
        sum->las += right && dl_str_eq(base_relation(dl_rel_text((dl_rel)w->rel)), base_relation(g->rel[t]));
    }
    sum->words += g->doc.token_count;
}

static dl_status run(dl_reader *reader, dl_str text, FILE *dump, tally *sum, uint64_t *seed, double *seconds, dl_error *err)
{
    dl_arena *arena = dl_arena_new(0);
    dl_status status = arena ? DL_OK : DL_NOMEM;
    dl_str rest = text;
    gold g;
    while (status == DL_OK && next_document(&rest, text, arena, &g)) {
        double start = cpu_seconds();
        status = dl_reader_read(reader, &g.doc, false, err);
        *seconds += cpu_seconds() - start;
        if (status == DL_OK) {
            count(&g, sum);
            *seed = digest(&g, dl_reader_width(reader), *seed);
            if (dump) fwrite(g.doc.vectors, sizeof(float) * dl_reader_width(reader), g.doc.token_count, dump);
        }
        dl_arena_reset(arena);
    }
    dl_arena_free(arena);
    return status;
}

int main(int argc, char **argv)
{
    dl_model *model = NULL;
    dl_reader *reader = NULL;
    dl_file file = {0};
    dl_error err = {0};
    tally sum = {0};
    uint64_t seed = 0;
    double seconds = 0, start = cpu_seconds();
    if (argc < 3) return fputs("usage: b_reader MODEL FILE.conllu [REPEAT [DUMP]]\n", stderr), 2;
    FILE *dump = argc > 4 ? fopen(argv[4], "wb") : NULL;
    dl_status status = dl_model_open(argv[1], &model, &err);
    double opened = cpu_seconds() - start;
    if (status == DL_OK) status = dl_reader_open(model, &reader, &err);
    if (status == DL_OK) status = dl_file_open(argv[2], &file, &err);
    for (int i = 0; status == DL_OK && i < (argc > 3 ? (int)strtol(argv[3], NULL, 10) : 1); i++) status = run(reader, file.bytes, dump, &sum, &seed, &seconds, &err);
    if (status == DL_OK) {
        double n = (double)sum.words / 100;
        printf("{\"kernel\": \"%s\", \"open_ms\": %.1f, \"words\": %llu, \"words_per_second\": %.0f, \"upos\": %.2f, \"uas\": %.2f, \"las\": %.2f, \"digest\": \"%016llx\"}\n",
               dl_kernel_name(), opened * 1e3, (unsigned long long)sum.words, (double)sum.words / seconds, (double)sum.upos / n, (double)sum.uas / n,
               (double)sum.las / n, (unsigned long long)seed);
    } else {
        fprintf(stderr, "%s\n", err.text);
    }
    if (dump) fclose(dump);
    dl_file_close(&file);
    dl_reader_close(reader);
    dl_model_close(model);
    return status == DL_OK ? 0 : 3;
}
