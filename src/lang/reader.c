/* reader.c - a report through the model: words to units and windows, windows to word vectors, word vectors to everything else. */
#include "lang/net.h"

#include <stdlib.h>

enum { KEPT = 1 << 20 }; /* floats */

/* Of a pair this is the quick reader, which holds the careful one. */
struct dl_reader {
    const dl_model *model;
    dl_reader *careful;
    float chance;     /* of a type from which on the careful one reads a sentence */
    uint8_t *reread;  /* [sentence_count] is the sentence for the careful one? in `report`; NULL before */
    dl_arena *fixed;  /* buffers, as long as the reader */
    dl_arena *report; /* units and windows of the last report */
    dl_encoder_room *encoder;
    dl_recurrent_room *recurrent;
    dl_heads_room *heads;
    dl_piece_memo *memo;
    dl_passage passage;
    float *kept;      /* [KEPT] word vectors of a report that is not too long, else they lie in its arena */
    float *vectors;   /* event vectors of the words that were read last, by dl_unit.row; NULL when it was only parsed */
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
    r->kept = dl_kern_room(r->fixed, KEPT * sizeof *r->kept);
    return r->heads && r->kept;
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

static bool same_labels(const dl_labels *a, const dl_labels *b)
{
    for (uint32_t i = 0; i < a->count && a->count == b->count; i++)
        if (!dl_str_eq(a->text[i], b->text[i])) return false;
    return a->count == b->count;
}

dl_status dl_reader_open_pair(const dl_model *quick, const dl_model *careful, float chance, dl_reader **out, dl_error *err)
{
    *out = NULL;
    if (!careful->encoder) return dl_fail(err, DL_FORMAT, "The second of two models that read together must be an encoder.");
    if (!same_labels(&quick->mode, &careful->mode) || !same_labels(&quick->cameo, &careful->cameo) || !same_labels(&quick->sector, &careful->sector) ||
        !same_labels(&quick->special, &careful->special))
        return dl_fail(err, DL_FORMAT, "The two models cannot read together, because their labels of modes, codes, sectors or specials differ.");
    dl_reader *r;
    DL_TRY(dl_reader_open(quick, &r, err));
    r->chance = chance;
    dl_status status = dl_reader_open(careful, &r->careful, err);
    if (status != DL_OK) {
        dl_reader_close(r);
        return status;
    }
    *out = r;
    return DL_OK;
}

void dl_reader_close(dl_reader *reader)
{
    if (!reader) return;
    dl_reader_close(reader->careful);
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
            *u = (dl_unit){.first = word, .row = word};
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

/* ### The windows of a pair's careful reader
 *
 * They are those of a reader that reads everything, so that what is read comes out as it would there; those without a wanted sentence are left out. */

static uint32_t unit_sentence(const dl_passage *p, uint32_t unit) { return p->doc->tokens[p->units[unit].first].sentence; }

/* Is the unit a part of a longer sentence? */
static bool is_part(const dl_passage *p, uint32_t unit) { return p->units[unit].count < p->doc->sentences[unit_sentence(p, unit)].count; }

/* Whether a window is read; then the sentences of which it has parts are wanted whole. */
static bool window_wanted(const dl_passage *p, const dl_window *w, uint8_t *wanted)
{
    bool any = false;
    for (uint32_t u = w->own; u < w->own + w->own_count; u++) any = any || wanted[unit_sentence(p, u)];
    for (uint32_t u = w->unit; any && u < w->unit + w->unit_count; u++)
        if (is_part(p, u)) wanted[unit_sentence(p, u)] = 1;
    return any;
}

/* Units that a window shares with one that is left out get their vectors from it, as context: nobody else would make them. */
static void adopt_units(dl_passage *p, dl_window *w)
{
    uint32_t end = w->unit + w->unit_count;
    for (; w->own > w->unit && p->units[w->own - 1].row == DL_NONE; w->own_count++) {
        p->units[--w->own].row = 0;
        p->units[w->own].context = true;
    }
    for (; w->own + w->own_count < end && p->units[w->own + w->own_count].row == DL_NONE; w->own_count++) {
        p->units[w->own + w->own_count].row = 0;
        p->units[w->own + w->own_count].context = true;
    }
}

/* Leaves the windows with wanted sentences; `wanted` becomes what they read. */
static void pick_windows(dl_passage *p, uint8_t *wanted)
{
    uint32_t kept = 0, row = 0;
    for (uint32_t i = 0; i < p->window_count; i++) (void)window_wanted(p, &p->windows[i], wanted);
    for (uint32_t i = p->window_count; i-- > 0;) (void)window_wanted(p, &p->windows[i], wanted);
    for (uint32_t u = 0; u < p->unit_count; u++) p->units[u].row = DL_NONE;
    for (uint32_t i = 0; i < p->window_count; i++) {
        const dl_window w = p->windows[i];
        if (!window_wanted(p, &w, wanted)) continue;
        for (uint32_t u = w.own; u < w.own + w.own_count; u++) p->units[u].row = 0;
        p->windows[kept++] = w;
    }
    p->window_count = kept;
    for (uint32_t i = 0; i < kept; i++) adopt_units(p, &p->windows[i]);
    for (uint32_t u = 0; u < p->unit_count; u++) {
        if (p->units[u].row == DL_NONE) continue;
        wanted[unit_sentence(p, u)] = !p->units[u].context;
        p->units[u].row = row;
        row += p->units[u].count;
    }
}

/* ## Reading */

/* Parts of a sentence that was too long hang on the root of the first part. */
static void join_parts(const dl_passage *p, dl_doc *doc)
{
    uint32_t root = DL_NONE;
    for (uint32_t u = 0; u < p->unit_count; u++) {
        const dl_unit *unit = &p->units[u];
        if (unit->row == DL_NONE || unit->context) continue;
        bool begins = u == 0 || doc->tokens[unit->first].sentence != doc->tokens[p->units[u - 1].first].sentence;
        for (uint32_t t = unit->first; t < unit->first + unit->count; t++) {
            if (doc->tokens[t].head != DL_NONE) continue;
            if (begins) root = t;
            else doc->tokens[t].head = root, doc->tokens[t].rel = DL_REL_PARATAXIS;
        }
    }
}

/* The heads read all units of a batch but those that are only context. */
static dl_status read_units(dl_reader *r, dl_doc *doc, const dl_vectors *all, const dl_unit *units, const dl_unit *end, dl_error *err)
{
    while (units < end) {
        const dl_unit *first = units;
        if (units++->context) continue;
        while (units < end && !units->context) units++;
        dl_vectors v = {.first = first->first, .count = units[-1].first + units[-1].count - first->first};
        for (uint32_t t = 0; t < DL_TASKS; t++)
            if (all->task[t]) v.task[t] = all->task[t] + (size_t)(v.first - all->first) * dl_reader_width(r);
        DL_TRY(dl_heads_read(r->model, r->heads, doc, &v, first, (uint32_t)(units - first), err));
    }
    return DL_OK;
}

static dl_status read_batch(dl_reader *r, dl_doc *doc, uint32_t window, uint32_t count, dl_error *err)
{
    const dl_passage *p = &r->passage;
    const dl_window *w = p->windows + window, *last = w + count - 1;
    const dl_unit *units = p->units + w->own, *end = p->units + last->own + last->own_count;
    dl_vectors v = {.first = units->first, .count = end[-1].first + end[-1].count - units->first};
    if (r->vectors) v.task[DL_TASK_EVENT] = r->vectors + (size_t)units->row * dl_reader_width(r);
    if (r->encoder) dl_encoder_run(r->model, r->encoder, p, window, count, &v);
    else dl_recurrent_run(r->model, r->recurrent, p, window, count, &v);
    return read_units(r, doc, &v, units, end, err);
}

/* As many windows from `window` on as one batch takes: those whose words follow each other. */
static uint32_t batch_size(const dl_reader *r, uint32_t window)
{
    const dl_passage *p = &r->passage;
    uint32_t count = r->encoder ? dl_encoder_batch(p, window) : dl_recurrent_batch(p, window);
    for (uint32_t i = 1; i < count; i++)
        if (p->windows[window + i].own != p->windows[window + i - 1].own + p->windows[window + i - 1].own_count) return i;
    return count;
}

/* Room for the vectors of `words` words; doc->scores must be there. */
static dl_status make_vectors(dl_reader *r, dl_doc *doc, uint32_t words, dl_error *err)
{
    size_t floats = (size_t)words * dl_reader_width(r);
    r->vectors = floats <= KEPT ? r->kept : DL_NEW(doc->arena, float, floats);
    return r->vectors ? DL_OK : no_memory(err);
}

static uint32_t words_read(const dl_passage *p)
{
    uint32_t words = 0;
    for (uint32_t u = 0; u < p->unit_count; u++) words += p->units[u].row == DL_NONE ? 0 : p->units[u].count;
    return words;
}

/* wanted: the sentences that must be read, which becomes those that are; NULL all. */
static dl_status read_sentences(dl_reader *r, dl_doc *doc, uint8_t *wanted, bool scored, dl_error *err)
{
    dl_passage *p = &r->passage;
    *p = (dl_passage){.doc = doc};
    r->vectors = NULL;
    if (r->encoder) DL_TRY(split_words(r, doc, err));
    DL_TRY(find_units(r, doc, err));
    DL_TRY(find_windows(r, err));
    if (wanted) pick_windows(p, wanted);
    if (scored) DL_TRY(make_vectors(r, doc, words_read(p), err));
    for (uint32_t w = 0, count; w < p->window_count; w += count) {
        count = batch_size(r, w);
        DL_TRY(read_batch(r, doc, w, count, err));
    }
    join_parts(p, doc);
    dl_lemmas lemmas = dl_lemmas_open(r->model);
    for (uint32_t t = 0; t < doc->token_count; t++) {
        dl_token *token = &doc->tokens[t];
        if (!wanted || wanted[token->sentence]) token->lemma = dl_lemmas_get(&lemmas, doc->arena, dl_token_form(doc, t), (dl_upos)token->upos, token->xpos);
    }
    return DL_OK;
}

/* ### A pair */

static bool has_chance(const dl_doc *doc, const dl_sentence *s, float chance)
{
    for (uint32_t t = s->first; t < s->first + s->count; t++)
        for (uint32_t k = 0; k < DL_TYPE_COUNT; k++)
            if (doc->scores[t].type[k] >= chance) return true;
    return false;
}

static dl_status choose_sentences(dl_reader *r, const dl_doc *doc, dl_error *err)
{
    r->reread = DL_NEW(r->report, uint8_t, doc->sentence_count);
    if (!r->reread && doc->sentence_count) return no_memory(err);
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        r->reread[s] = has_chance(doc, &doc->sentences[s], r->chance);
    }
    return DL_OK;
}

uint32_t dl_reader_reread(const dl_reader *reader) { return reader->careful && reader->reread ? words_read(&reader->careful->passage) : 0; }

/* The one of a pair that answers for words first..last: the careful one if it read them all. */
static const dl_reader *reader_of(const dl_reader *r, const dl_doc *doc, uint32_t first, uint32_t last)
{
    if (!r->careful || !r->reread || r->passage.doc != doc || first > last || last >= doc->token_count) return r;
    for (uint32_t s = doc->tokens[first].sentence; s <= doc->tokens[last].sentence; s++)
        if (!r->reread[s]) return r;
    return r->careful;
}

/* ### A report */

dl_status dl_reader_read(dl_reader *reader, dl_doc *doc, bool parse_only, dl_error *err)
{
    dl_reader *careful = reader->careful;
    bool scored = !parse_only || careful;
    for (dl_reader *r = reader; r; r = r->careful) {
        dl_arena_reset(r->report);
        dl_heads_forget(r->heads);
        r->reread = NULL;
        r->vectors = NULL;
        DL_TRY(dl_heads_need_trees(r->model, err));
        if (scored) DL_TRY(dl_heads_need_types(r->model, err));
    }
    doc->vectors = NULL;
    doc->scores = scored ? DL_NEW(doc->arena, dl_score, doc->token_count) : NULL;
    if (scored && !doc->scores && doc->token_count) return no_memory(err);
    DL_TRY(read_sentences(reader, doc, NULL, scored, err));
    if (careful) {
        DL_TRY(choose_sentences(reader, doc, err));
        DL_TRY(read_sentences(careful, doc, reader->reread, !parse_only, err));
    }
    if (parse_only) doc->scores = NULL;
    else doc->vectors = reader->vectors;
    return DL_OK;
}

/* ## Questions */

/* The window that read a word; checks that the words are of the report that was read last. */
static dl_status window_of(const dl_reader *r, const dl_doc *doc, uint32_t first, uint32_t last, const dl_window **out, dl_error *err)
{
    const dl_passage *p = &r->passage;
    if (p->doc != doc || !doc->vectors || !r->vectors || first > last || last >= doc->token_count)
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

/* Vectors of a window's words. */
static const float *window_vectors(const dl_reader *r, const dl_window *w) { return r->vectors + (size_t)r->passage.units[w->unit].row * dl_reader_width(r); }

static void mean_vector(const dl_reader *r, const dl_window *w, uint32_t first, uint32_t last, float *out)
{
    uint32_t width = dl_reader_width(r);
    memset(out, 0, width * sizeof *out);
    for (uint32_t t = first; t <= last; t++) r->model->kernel->add(1.0f / (float)(last - first + 1), window_vectors(r, w) + (size_t)(t - w->first) * width, out, width);
}

dl_status dl_reader_trigger(dl_reader *reader, const dl_doc *doc, uint32_t first, uint32_t last, dl_type type, dl_trigger *out, dl_error *err)
{
    const dl_reader *r = reader_of(reader, doc, first, last);
    const dl_window *w = NULL;
    float mean[DL_WORD_WIDTH];
    DL_TRY(dl_heads_need_triggers(r->model, err));
    DL_TRY(window_of(r, doc, first, last, &w, err));
    mean_vector(r, w, first, last, mean);
    out->first = first;
    out->last = last;
    dl_heads_trigger(r->model, r->heads, mean, first, type, window_vectors(r, w), w->first, w->count, out);
    return DL_OK;
}

dl_status dl_reader_party(dl_reader *reader, const dl_doc *doc, uint32_t first, uint32_t last, dl_party *out, dl_error *err)
{
    const dl_reader *r = reader_of(reader, doc, first, last);
    const dl_window *w = NULL;
    float mean[DL_WORD_WIDTH];
    DL_TRY(dl_heads_need_parties(r->model, err));
    DL_TRY(window_of(r, doc, first, last, &w, err));
    mean_vector(r, w, first, last, mean);
    dl_heads_party(r->model, r->heads, mean, window_vectors(r, w), w->first, w->count, out);
    return DL_OK;
}
