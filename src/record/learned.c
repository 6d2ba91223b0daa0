/* Candidates from the model: runs of words, inside one sentence, whose probability of a type reaches the floor. */
#include "record/record.h"

/* The end of the run that begins at `first`: words over the edge, until a word that opens another trigger. */
static uint32_t run_end(const dl_doc *doc, uint32_t first, uint32_t stop, uint32_t type, float edge)
{
    uint32_t end = first + 1;
    while (end < stop && doc->scores[end].type[type] > edge && doc->scores[end].start < 0.5f) end++;
    return end;
}

/* A trigger neither begins nor ends with punctuation. */
static void trim(const dl_doc *doc, uint32_t *first, uint32_t *end)
{
    while (*first + 1 < *end && doc->tokens[*first].upos == DL_UPOS_PUNCT) ++*first;
    while (*first + 1 < *end && doc->tokens[*end - 1].upos == DL_UPOS_PUNCT) --*end;
}

/* The reader's answers about roles live only until its next call. */
static dl_status keep_roles(dl_doc *doc, dl_trigger *t, dl_error *err)
{
    for (uint32_t role = 0; role < DL_ROLE_COUNT; role++) {
        if (t->role[role] == NULL || t->window_count == 0) continue;
        float *kept = DL_NEW(doc->arena, float, t->window_count);
        if (kept == NULL) return dl_fail(err, DL_NOMEM, "The report has more events than fit into memory.");
        memcpy(kept, t->role[role], t->window_count * sizeof *kept);
        t->role[role] = kept;
    }
    return DL_OK;
}

dl_status dl_candidate_add(const dl_record_context *context, dl_doc *doc, dl_candidates *out, uint32_t first, uint32_t last, dl_type type, dl_error *err)
{
    dl_candidate *c = DL_NEW(doc->arena, dl_candidate, 1);
    if (c == NULL || !dl_arena_grow(doc->arena, (void **)&out->items, &out->room, out->count + 1, sizeof *out->items))
        return dl_fail(err, DL_NOMEM, "The report has more events than fit into memory.");
    *c = (dl_candidate){.first = first, .last = last, .type = type, .rule = DL_NONE, .rule_actor = DL_NONE, .rule_recipient = DL_NONE};
    for (uint32_t t = first; t <= last && doc->scores; t++) {
        for (uint32_t k = 0; k < DL_TYPE_COUNT; k++) c->rivals[k] = DL_MAX(c->rivals[k], doc->scores[t].type[k]);
    }
    c->score = c->rivals[type];
    c->rivals[type] = 0;
    DL_TRY(dl_reader_trigger(context->reader, doc, first, last, type, &c->trigger, err));
    DL_TRY(keep_roles(doc, &c->trigger, err));
    out->items[out->count++] = c;
    return DL_OK;
}

/* Words that can name an act: "also" or "the government" alone cannot. */
static bool names_act(const dl_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        uint8_t upos = doc->tokens[t].upos;
        if (upos == DL_UPOS_VERB || upos == DL_UPOS_NOUN || upos == DL_UPOS_ADJ) return true;
    }
    return false;
}

/* A run becomes a candidate when its best word reaches the floor, and the type is the best of these words or strong by itself. */
static dl_status add_run(const dl_record_context *context, dl_doc *doc, dl_candidates *out, uint32_t first, uint32_t end, uint32_t type, dl_error *err)
{
    float top = 0, best = 0;
    for (uint32_t t = first; t < end; t++) {
        top = DL_MAX(top, doc->scores[t].type[type]);
        for (uint32_t k = 0; k < DL_TYPE_COUNT; k++) best = DL_MAX(best, doc->scores[t].type[k]);
    }
    if (top < dl_settings_get(context->settings, DL_SETTING_FLOOR)) return DL_OK;
    if (top < best && top < dl_settings_get(context->settings, DL_SETTING_RIVAL)) return DL_OK;
    trim(doc, &first, &end);
    if (!names_act(doc, first, end)) return DL_OK;
    return dl_candidate_add(context, doc, out, first, end - 1, (dl_type)type, err);
}

dl_status dl_learned_find(const dl_record_context *context, dl_doc *doc, dl_candidates *out, dl_error *err)
{
    float floor = dl_settings_get(context->settings, DL_SETTING_FLOOR);
    float edge = floor * dl_settings_get(context->settings, DL_SETTING_EDGE);
    if (doc->scores == NULL) return DL_OK;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        uint32_t stop = doc->sentences[s].first + doc->sentences[s].count;
        for (uint32_t k = 0; k < DL_TYPE_COUNT; k++) {
            for (uint32_t t = doc->sentences[s].first; t < stop;) {
                if (doc->scores[t].type[k] <= edge) {
                    t++;
                    continue;
                }
                uint32_t end = run_end(doc, t, stop, k, edge);
                DL_TRY(add_run(context, doc, out, t, end, k, err));
                t = end;
            }
        }
    }
    return DL_OK;
}
