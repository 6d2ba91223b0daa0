/* rule_examples.c - dateline check: faults met while opening, the model file and the gazetteer against their digests, and every rule's own examples through the engine's reader. */
#include "record/engine.h"
#include "record/rules.h"

typedef struct bench {
    const dl_engine *engine;
    dl_reader *reader;
    dl_arena *arena;
    dl_doc doc;
} bench;

static dl_status read_example(void *context, dl_str sentence, const dl_doc **out, dl_error *err)
{
    bench *b = context;
    dl_arena_reset(b->arena);
    b->doc = (dl_doc){.arena = b->arena, .text = sentence, .day = DL_DAY_UNKNOWN};
    DL_TRY(dl_blocks_plain(&b->doc, err));
    DL_TRY(dl_tokens_find(b->engine->model, &b->doc, err));
    DL_TRY(dl_reader_read(b->reader, &b->doc, true, err));
    *out = &b->doc;
    return DL_OK;
}

dl_status dl_engine_check(dl_engine *engine, dl_buf *out, uint32_t *findings, dl_error *err)
{
    bench b = {.engine = engine, .arena = dl_arena_new((size_t)1 << 28)};
    dl_error why;
    dl_buf_add(out, dl_buf_str(&engine->findings));
    *findings = engine->finding_count;
    if (b.arena == NULL) return dl_fail(err, DL_NOMEM, "There is no memory for the check.");
    const dl_model *models[2] = {engine->model, engine->quick};
    for (size_t i = 0; i < DL_COUNT(models); i++) {
        if (models[i] == NULL || dl_model_verify(models[i], &why) == DL_OK) continue;
        dl_buf_printf(out, "%s\n", why.text);
        ++*findings;
    }
    dl_tables_check(engine->tables, out, findings);
    dl_status status = dl_engine_reader(engine, &b.reader, err);
    if (status == DL_OK) status = dl_rules_check(engine->rules, read_example, &b, out, findings, err);
    dl_reader_close(b.reader);
    dl_arena_free(b.arena);
    if (status == DL_OK && out->failed) status = dl_fail(err, DL_NOMEM, "There is no memory for the findings.");
    return status;
}
