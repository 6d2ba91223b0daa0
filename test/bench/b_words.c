/* How many words a second blocks, words and sentences take on one core.
 *
 *     bench_b_words TEXTS [MODEL]     reports in TEXTS are separated by form feeds */
#include "lang/lang.h"

#include <stdio.h>
#include <time.h>

int main(int argc, char **argv)
{
    dl_file file;
    dl_model *model = NULL;
    dl_error err;
    if (argc < 2) return 2;
    if (dl_file_open(argv[1], &file, &err) != DL_OK || (argc > 2 && dl_model_open(argv[2], &model, &err) != DL_OK)) return fprintf(stderr, "%s\n", err.text), 3;
    dl_arena *arena = dl_arena_new(0);
    uint64_t words = 0, sentences = 0, reports = 0;
    clock_t start = clock();
    for (dl_str rest = file.bytes; rest.n; reports++) {
        dl_doc doc = {.arena = arena, .text = dl_str_cut(&rest, '\f')};
        if (dl_blocks_find(&doc, &err) != DL_OK || dl_tokens_find(model, &doc, &err) != DL_OK) return fprintf(stderr, "%s\n", err.text), 3;
        words += doc.token_count;
        sentences += doc.sentence_count;
        dl_arena_reset(arena);
    }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("{\"reports\": %llu, \"sentences\": %llu, \"words\": %llu, \"seconds\": %.3f, \"words_per_second\": %.0f}\n", (unsigned long long)reports,
           (unsigned long long)sentences, (unsigned long long)words, seconds, (double)words / seconds);
    dl_arena_free(arena);
    dl_model_close(model);
    dl_file_close(&file);
    return 0;
}
