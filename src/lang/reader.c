/* reader.c - a report through the model: words to units and windows, windows to word vectors, word vectors to everything else. */
#include "lang/net.h"

#include <stdlib.h>

enum { KEPT = 1 << 20 }; /* floats */

struct dl_reader {
    const dl_model *model;
    dl_arena *fixed;  /* buffers, as long as the reader */
    dl_arena *report; /* units and windows of the last report */
    dl_encoder_room *encoder;
    dl_recurrent_room *recurrent;
    dl_heads_room *heads;
    dl_piece_memo *memo;
    dl_passage passage;
    float *vectors;   /* [KEPT] word vectors of a report that is not too long, else they lie in its arena */
};

static dl_status no_memory(dl_error *err) { return dl_fail(err, DL_NOMEM, "Memory ran out while reading a report."); }

/* ## Open and close */

static bool make_rooms(dl_reader *r)
{
    const dl_model *m = r->model;
    if (!r->fixed || !r->report) return false;
    if (m->encoder) {
        r->encoder = dl_encoder_room_new(m, r->fixed);
        r->memo = dl_piece_memo_new(r->fixed);
        if (!r->encoder || !r->memo) return false;
    } else {
        r->recurrent = dl_recurrent_room_new(m, r->fixed);
        if (!r->recurrent) return false;
    }
    r->heads = dl_heads_room_new(m, r->fixed);
    r->vectors = dl_kern_room(r->fixed, KEPT * sizeof *r->vectors);
    return r->heads && r->vectors;
}

dl_status dl_reader_open(const dl_model *model, dl_reader **out, dl_error *err)
{
    *out = NULL;
    if (!model->encoder && !model->recurrent) return dl_fail(err, DL_FORMAT, "The model holds no network: it has no section \"kind\".");
    dl_reader *r = calloc(1, sizeof *r);
    if (!r) return no_memory(err);
    r->model = model;
    r->fixed = dl_arena_new(0);
    r->report = dl_arena_new(0);
    if (!make_rooms(r)) {
        dl_reader_close(r);
        return no_memory(err);
    }
    *out = r;
    return DL_OK;
}

void dl_reader_close(dl_reader *reader)
{
    if (!reader) return;
    dl_heads_room_free(reader->heads);
    dl_arena_free(reader->report);
    dl_arena_free(reader->fixed);
    free(reader);
}

uint32_t dl_reader_width(const dl_reader *reader)
{
    const dl_model *m = reader->model;
    return m->encoder ? dl_encoder_width(m->encoder) : dl_recurrent_width(m->recurrent);
}

/* ## Units and windows */

static dl_status split_words(dl_reader *r, const dl_doc *doc, dl_error *err)
{
    dl_passage *p = &r->passage;
    const dl_pieces *pieces = dl_encoder_pieces(r->model->encoder);
    uint32_t room = 0, used = 0;
    p->piece_first = DL_NEW(r->report, uint32_t, (size_t)doc->token_count + 1);
    if (!p->piece_first) return no_memory(err);
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (room - used < DL_PIECES_MAX && !dl_arena_grow(r->report, (void **)&p->piece, &room, used + DL_PIECES_MAX, sizeof *p->piece)) return no_memory(err);
        p->piece_first[t] = used;
        used += dl_piece_memo_split(r->memo, pieces, dl_token_form(doc, t), p->piece + used);
    }
    p->piece_first[doc->token_count] = used;
    return DL_OK;
}

static uint32_t word_size(const dl_passage *p, uint32_t word) { return p->piece_first ? p->piece_first[word + 1] - p->piece_first[word] : 1; }

static dl_status find_units(dl_reader *r, const dl_doc *doc, dl_error *err)
{
    dl_passage *p = &r->passage;
    uint32_t room = 0;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        uint32_t word = doc->sentences[s].first, end = word + doc->sentences[s].count;
        while (word < end) {
            if (!dl_arena_grow(r->report, (void **)&p->units, &room, p->unit_count + 1, sizeof *p->units)) return no_memory(err);
            dl_unit *u = &p->units[p->unit_count++];
            *u = (dl_unit){.first = word};
            for (; word < end && u->size + word_size(p, word) <= DL_UNIT_PIECES; word++) {
                u->size += word_size(p, word);
                u->count++;
            }
        }
    }
    return DL_OK;
}

/* The window of as many units from `unit` on as fit. */
static dl_window window_from(const dl_passage *p, uint32_t unit)
{
    dl_window w = {.unit = unit, .first = p->units[unit].first};
    for (uint32_t u = unit; u < p->unit_count && (u == unit || w.size + p->units[u].size <= DL_UNIT_PIECES); u++) {
        w.size += p->units[u].size;
        w.count = p->units[u].first + p->units[u].count - w.first;
        w.unit_count++;
    }
    w.own = w.unit;
    w.own_count = w.unit_count;
    return w;
}

/* Neighbours share one unit where both have others; it belongs to the larger window, where it has most context. */
static dl_status find_windows(dl_reader *r, dl_error *err)
{
    dl_passage *p = &r->passage;
    p->windows = DL_NEW(r->report, dl_window, p->unit_count);
    if (!p->windows && p->unit_count) return no_memory(err);
    for (uint32_t unit = 0; unit < p->unit_count;) {
        dl_window w = window_from(p, unit), *before = p->window_count ? &p->windows[p->window_count - 1] : NULL;
        if (before && before->own + before->own_count > unit) {
            if (before->size >= w.size) w.own++, w.own_count--;
            else before->own_count--;
            if (before->own_count == 0) p->window_count--;
        }
        if (w.own_count) p->windows[p->window_count++] = w;
        uint32_t end = w.unit + w.unit_count;
        if (end == p->unit_count) break;
        unit = w.unit_count > 1 ? end - 1 : end;
    }
    return DL_OK;
}

/* ## Reading */

/* Parts of a sentence that was too long hang on the root of the first part. */
static void join_parts(const dl_passage *p, dl_doc *doc)
{
    uint32_t root = DL_NONE;
    for (uint32_t u = 0; u < p->unit_count; u++) {
        const dl_unit *unit = &p->units[u];
        bool begins = u == 0 || doc->tokens[unit->first].sentence != doc->tokens[p->units[u - 1].first].sentence;
        for (uint32_t t = unit->first; t < unit->first + unit->count; t++) {
            if (doc->tokens[t].head != DL_NONE) continue;
            if (begins) root = t;
            else doc->tokens[t].head = root, doc->tokens[t].rel = DL_REL_PARATAXIS;
        }
    }
}

static dl_status read_batch(dl_reader *r, dl_doc *doc, uint32_t window, uint32_t count, dl_error *err)
{
    const dl_passage *p = &r->passage;
    const dl_window *w = p->windows + window, *last = w + count - 1;
    const dl_unit *units = p->units + w->own, *end = p->units + last->own + last->own_count;
    dl_vectors v = {.first = units->first, .count = end[-1].first + end[-1].count - units->first};
    if (doc->vectors) v.task[DL_TASK_EVENT] = (float *)doc->vectors + (size_t)v.first * dl_reader_width(r);
    if (r->encoder) dl_encoder_run(r->model, r->encoder, p, window, count, &v);
    else dl_recurrent_run(r->model, r->recurrent, p, window, count, &v);
    return dl_heads_read(r->model, r->heads, doc, &v, units, (uint32_t)(end - units), err);
}

static dl_status make_results(dl_reader *r, dl_doc *doc, bool parse_only, dl_error *err)
{
    doc->scores = NULL;
    doc->vectors = NULL;
    if (parse_only) return DL_OK;
    DL_TRY(dl_heads_need_types(r->model, err));
    size_t floats = (size_t)doc->token_count * dl_reader_width(r);
    doc->scores = DL_NEW(doc->arena, dl_score, doc->token_count);
    doc->vectors = floats <= KEPT ? r->vectors : DL_NEW(doc->arena, float, floats);
    if (doc->token_count && (!doc->scores || !doc->vectors)) return no_memory(err);
    return DL_OK;
}

dl_status dl_reader_read(dl_reader *reader, dl_doc *doc, bool parse_only, dl_error *err)
{
    dl_passage *p = &reader->passage;
    dl_arena_reset(reader->report);
    dl_heads_forget(reader->heads);
    *p = (dl_passage){.doc = doc};
    DL_TRY(dl_heads_need_trees(reader->model, err));
    DL_TRY(make_results(reader, doc, parse_only, err));
    if (reader->encoder) DL_TRY(split_words(reader, doc, err));
    DL_TRY(find_units(reader, doc, err));
    DL_TRY(find_windows(reader, err));
    for (uint32_t w = 0, count; w < p->window_count; w += count) {
        count = reader->encoder ? dl_encoder_batch(p, w) : dl_recurrent_batch(p, w);
        DL_TRY(read_batch(reader, doc, w, count, err));
    }
    join_parts(p, doc);
    dl_lemmas lemmas = dl_lemmas_open(reader->model);
    for (uint32_t t = 0; t < doc->token_count; t++) {
        dl_token *token = &doc->tokens[t];
        token->lemma = dl_lemmas_get(&lemmas, doc->arena, dl_token_form(doc, t), (dl_upos)token->upos, token->xpos);
    }
    return DL_OK;
}

/* ## Questions */

/* The window that read a word; checks that the words are of the report that was read last. */
static dl_status window_of(const dl_reader *r, const dl_doc *doc, uint32_t first, uint32_t last, const dl_window **out, dl_error *err)
{
    const dl_passage *p = &r->passage;
    if (p->doc != doc || !doc->vectors || first > last || last >= doc->token_count)
        return dl_fail(err, DL_USAGE, "Only words of the report that was read last, and not only parsed, can be asked about.");
    uint32_t low = 0, high = p->window_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (p->units[p->windows[middle].own].first <= first) low = middle;
        else high = middle;
    }
    *out = &p->windows[low];
    return DL_OK;
}

static void mean_vector(const dl_reader *r, const dl_doc *doc, uint32_t first, uint32_t last, float *out)
{
    uint32_t width = dl_reader_width(r);
    memset(out, 0, width * sizeof *out);
    for (uint32_t t = first; t <= last; t++) r->model->kernel->add(1.0f / (float)(last - first + 1), doc->vectors + (size_t)t * width, out, width);
}

dl_status dl_reader_trigger(dl_reader *reader, const dl_doc *doc, uint32_t first, uint32_t last, dl_type type, dl_trigger *out, dl_error *err)
{
    const dl_window *w = NULL;
    float mean[DL_WORD_WIDTH];
    DL_TRY(dl_heads_need_triggers(reader->model, err));
    DL_TRY(window_of(reader, doc, first, last, &w, err));
    mean_vector(reader, doc, first, last, mean);
    out->first = first;
    out->last = last;
    dl_heads_trigger(reader->model, reader->heads, mean, first, type, doc->vectors + (size_t)w->first * dl_reader_width(reader), w->first, w->count, out);
    return DL_OK;
}

dl_status dl_reader_party(dl_reader *reader, const dl_doc *doc, uint32_t first, uint32_t last, dl_party *out, dl_error *err)
{
    const dl_window *w = NULL;
    float mean[DL_WORD_WIDTH];
    DL_TRY(dl_heads_need_parties(reader->model, err));
    DL_TRY(window_of(reader, doc, first, last, &w, err));
    mean_vector(reader, doc, first, last, mean);
    dl_heads_party(reader->model, reader->heads, mean, doc->vectors + (size_t)w->first * dl_reader_width(reader), w->first, w->count, out);
    return DL_OK;
}
