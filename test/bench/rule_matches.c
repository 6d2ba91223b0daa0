/* rule_matches.c - where the rules fire in given reports, for rule_weights.py, which tells how often each of them is right.
 *
 *     rule_matches DATA MODEL < INPUT
 *
 * INPUT: a line `R<TAB>bytes` before each report's text and a line end. Output: for each report a line `R`, then for each match that is not negated
 * `rule<TAB>start<TAB>end<TAB>score` (bytes; the model's highest probability of the rule's type in these words). */
#include "record/engine.h"
#include "record/rules.h"

#include <stdio.h>

static dl_status report(const dl_engine *e, dl_reader *reader, dl_arena *arena, dl_str text, dl_error *err)
{
    dl_rule_matches matches = {0};
    dl_arena_reset(arena);
    dl_doc doc = {.arena = arena, .text = text, .day = DL_DAY_UNKNOWN};
    DL_TRY(dl_blocks_find(&doc, err));
    DL_TRY(dl_tokens_find(e->model, &doc, err));
    DL_TRY(dl_reader_read(reader, &doc, false, err));
    DL_TRY(dl_rules_match(e->rules, &doc, false, &matches, err));
    puts("R");
    for (uint32_t i = 0; i < matches.count; i++) {
        const dl_rule_match *m = &matches.items[i];
        const dl_rule *rule = &e->rules->items[m->rule];
        float top = 0;
        if (rule->forbid || (m->negated && !rule->negated)) continue;
        for (uint32_t t = m->first; t <= m->last; t++) top = DL_MAX(top, doc.scores[t].type[rule->type]);
        printf("%.*s\t%u\t%u\t%.3f\n", (int)rule->id.n, rule->id.p, doc.tokens[m->first].start, doc.tokens[m->last].end, (double)top);
    }
    return DL_OK;
}

static dl_status run(const dl_engine *e, dl_reader *reader, dl_arena *arena, dl_str input, dl_error *err)
{
    while (input.n) {
        dl_str line = dl_str_cut(&input, '\n');
        int64_t n = 0;
        dl_str_cut(&line, '\t');
        if (!dl_str_to_int(line, &n) || n < 0 || (size_t)n >= input.n) return dl_fail(err, DL_FORMAT, "The input is cut short.");
        DL_TRY(report(e, reader, arena, dl_str_part(input, 0, (size_t)n), err));
        input = dl_str_part(input, (size_t)n + 1, input.n);
    }
    return DL_OK;
}

int main(int argc, char **argv)
{
    if (argc != 3) return puts("usage: rule_matches DATA MODEL < INPUT"), 2;
    dl_options options = {.data = argv[1], .model = argv[2]};
    dl_engine *engine = NULL;
    dl_reader *reader = NULL;
    dl_arena *arena = dl_arena_new(0);
    dl_buf input = {0};
    dl_error err = {0};
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, stdin)) > 0;) dl_buf_add(&input, (dl_str){part, n});
    dl_status status = dl_engine_open(&options, &engine, &err);
    if (status == DL_OK) status = dl_reader_open(engine->model, &reader, &err);
    if (status == DL_OK) status = run(engine, reader, arena, dl_buf_str(&input), &err);
    if (status != DL_OK) fprintf(stderr, "%s\n", err.text);
    dl_reader_close(reader);
    dl_engine_close(engine);
    dl_arena_free(arena);
    dl_buf_drop(&input);
    return status == DL_OK ? 0 : 3;
}
