/* link_features.c - features of all candidates for the roles and the time of given events, for train/links.py, which fits data/links.tsv to them.
 *
 *     link_features DATA MODEL < INPUT
 *
 * INPUT: a line `R<TAB>date<TAB>title<TAB>bytes` before the report's text and a line end, then a line `E<TAB>start<TAB>end<TAB>TYPE` (bytes) for each event.
 * Output: for each event a line `E`, or `-` when its words were left out; then for each candidate
 * `kind<TAB>start<TAB>end<TAB>code<TAB>sector<TAB>low<TAB>high<TAB>list<TAB>features`; low and high are days since 1970, empty when unknown; mentions of one list
 * ("Russia and Iran") have the same number in `list`. Features that depend on the first filler are 0; links.py fills them.
 * Option --names instead: the names of the features of each kind. */
#include "record/claims.h"
#include "record/engine.h"
#include "record/link.h"
#include "record/weigh.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct bench {
    dl_engine *engine;
    dl_reader *reader;
    dl_arena *arena;
    dl_doc doc;
    dl_marks marks;
    dl_claim *claims;
    uint32_t claim_count;
    dl_analysis a;
} bench;

static dl_record_context context_of(bench *b)
{
    const dl_engine *e = b->engine;
    return (dl_record_context){.tables = e->tables, .model = e->model, .rules = e->rules, .settings = e->settings, .reader = b->reader, .coder = e->coder};
}

static dl_status read_report(bench *b, dl_str date, dl_str title, dl_str text, dl_error *err)
{
    dl_arena_reset(b->arena);
    b->doc = (dl_doc){.arena = b->arena, .text = text, .title = title, .day = dl_day_from_text(date)};
    b->marks = (dl_marks){.dateline_day = DL_DAY_UNKNOWN};
    DL_TRY(dl_blocks_find(&b->doc, err));
    DL_TRY(dl_tokens_find(b->engine->model, &b->doc, err));
    DL_TRY(dl_reader_read(b->reader, &b->doc, false, err));
    DL_TRY(dl_marks_find(b->engine->tables, b->reader, b->engine->model, &b->doc, &b->marks, err));
    return dl_claims_find(b->engine->rules, &b->doc, &b->marks, &b->claims, &b->claim_count, err);
}

static void print_day(int32_t day)
{
    if (day != DL_DAY_UNKNOWN) printf("%d", (int)day);
    putchar('\t');
}

static void print_candidate(bench *b, const dl_link_event *e, dl_link_kind kind, uint32_t m, float best)
{
    float x[DL_LINK_FEATURES];
    dl_link_features(&b->doc, &b->marks, e, kind, m, best, x);
    dl_span span = {0};
    dl_str code = DL_LIT(""), sector = DL_LIT("");
    uint32_t list = 0;
    int32_t low = DL_DAY_UNKNOWN, high = DL_DAY_UNKNOWN;
    if (kind == DL_LINK_TIME) {
        low = m == DL_NONE ? b->doc.day : b->marks.times[m].low;
        high = m == DL_NONE ? b->doc.day : b->marks.times[m].high;
        if (high == DL_DAY_UNKNOWN) high = low;
        if (m != DL_NONE) span = b->marks.times[m].span;
    } else {
        const dl_entity *x_ = &b->marks.entities[m];
        span = x_->span;
        if (x_->code.n) code = x_->code;
        if (x_->sector.n) sector = x_->sector;
        list = dl_link_list(&b->doc, x_->head);
    }
    printf("%s\t%u\t%u\t%.*s\t%.*s\t", dl_link_kind_text(kind).p, span.start, span.end, (int)code.n, code.p, (int)sector.n, sector.p);
    print_day(low);
    print_day(high);
    printf("%u\t", list);
    for (uint32_t i = 0; i < dl_link_feature_count(kind); i++) printf("%s%.5g", i ? " " : "", (double)x[i]);
    putchar('\n');
}

/* The actors as far as the encoder alone tells them: the likeliest and those in one list with it. */
static void add_actors(const bench *b, dl_link_event *e, const uint32_t *list, uint32_t count, uint32_t top)
{
    uint32_t of = dl_link_list(&b->doc, b->marks.entities[top].head);
    for (uint32_t i = 0; i < count && e->actor_count < DL_COUNT(e->actors); i++) {
        if (dl_link_list(&b->doc, b->marks.entities[list[i]].head) == of) e->actors[e->actor_count++] = list[i];
    }
}

static void print_kind(bench *b, dl_link_event *e, dl_link_kind kind)
{
    uint32_t list[64], count = 0;
    dl_record_context context = context_of(b);
    float best = 0;
    if (kind == DL_LINK_TIME) {
        for (uint32_t i = 0; i < b->marks.time_count && count < 63; i++) {
            if (dl_link_dates(&b->marks.times[i])) list[count++] = i;
        }
        for (uint32_t i = 0; i < count; i++) best = DL_MAX(best, dl_fill_probability(&b->doc, &e->candidate->trigger, DL_ROLE_TIME, b->marks.times[list[i]].first, b->marks.times[list[i]].last));
        list[count++] = DL_NONE;
    } else {
        count = dl_link_candidates(&context, &b->doc, &b->marks, e, dl_link_role(kind), list, 64);
        uint32_t top = DL_NONE;
        for (uint32_t i = 0; i < count; i++) {
            float p = dl_fill_probability(&b->doc, &e->candidate->trigger, dl_link_role(kind), b->marks.entities[list[i]].first, b->marks.entities[list[i]].last);
            if (p > best) top = list[i];
            best = DL_MAX(best, p);
        }
        if (kind == DL_LINK_ACTOR && best >= 0.4f) add_actors(b, e, list, count, top);
    }
    for (uint32_t i = 0; i < count; i++) print_candidate(b, e, kind, list[i], best);
}

static dl_status event(bench *b, uint32_t start, uint32_t end, dl_str name, dl_error *err)
{
    uint32_t first = DL_NONE, last = DL_NONE, type = 0;
    for (uint32_t t = 0; t < b->doc.token_count; t++) {
        if (b->doc.tokens[t].start >= end || b->doc.tokens[t].end <= start) continue;
        if (first == DL_NONE) first = t;
        last = t;
    }
    while (type < DL_TYPE_COUNT && !dl_str_eq(dl_type_text((dl_type)type), name)) type++;
    if (first == DL_NONE || type == DL_TYPE_COUNT || b->doc.tokens[first].sentence != b->doc.tokens[last].sentence) return puts("-"), DL_OK;
    dl_record_context context = context_of(b);
    dl_candidates candidates = {0};
    DL_TRY(dl_candidate_add(&context, &b->doc, &candidates, first, last, (dl_type)type, err));
    const dl_candidate *c = candidates.items[0];
    DL_TRY(dl_ruled_find(&context, &b->doc, &candidates, &b->a, err));
    dl_link_event e = dl_link_begin(&b->doc, b->claims, b->claim_count, c);
    puts("E");
    for (int kind = DL_LINK_ACTOR; kind <= DL_LINK_TIME; kind++) print_kind(b, &e, (dl_link_kind)kind);
    return DL_OK;
}

static dl_status run(bench *b, dl_str input, dl_error *err)
{
    while (input.n) {
        dl_str line = dl_str_cut(&input, '\n'), kind = dl_str_cut(&line, '\t'), one = dl_str_cut(&line, '\t'), two = dl_str_cut(&line, '\t');
        int64_t n = 0, end = 0;
        if (dl_str_is(kind, "R")) {
            if (!dl_str_to_int(line, &n) || n < 0 || (size_t)n >= input.n) return dl_fail(err, DL_FORMAT, "The input is cut short.");
            dl_str text = dl_str_part(input, 0, (size_t)n);
            input = dl_str_part(input, (size_t)n + 1, input.n);
            DL_TRY(read_report(b, one, two, text, err));
        } else if (dl_str_to_int(one, &n) && dl_str_to_int(two, &end)) {
            DL_TRY(event(b, (uint32_t)n, (uint32_t)end, line, err));
        }
    }
    return DL_OK;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--names") == 0) {
        for (int kind = DL_LINK_ACTOR; kind < DL_LINK_KINDS; kind++) {
            for (uint32_t i = 0; i < dl_link_feature_count((dl_link_kind)kind); i++) printf("%s\t%s\n", dl_link_kind_text((dl_link_kind)kind).p, dl_link_feature_name((dl_link_kind)kind, i));
        }
        return 0;
    }
    if (argc != 3) return puts("usage: link_features DATA MODEL < INPUT"), 2;
    bench b = {.arena = dl_arena_new(0)};
    dl_error err = {0};
    dl_buf input = {0};
    dl_options options = {.data = argv[1], .model = argv[2]};
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, stdin)) > 0;) dl_buf_add(&input, (dl_str){part, n});
    dl_status status = dl_engine_open(&options, &b.engine, &err);
    if (status == DL_OK) status = dl_reader_open(b.engine->model, &b.reader, &err);
    if (status == DL_OK) status = run(&b, dl_buf_str(&input), &err);
    if (status != DL_OK) fprintf(stderr, "%s\n", err.text);
    dl_reader_close(b.reader);
    dl_engine_close(b.engine);
    dl_arena_free(b.arena);
    dl_buf_drop(&input);
    return status == DL_OK ? 0 : 3;
}
