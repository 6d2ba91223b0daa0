/* encoder.c - windows of word pieces to word vectors: BERT's encoder (Devlin et al. 2019) in the size of MiniLM (Wang et al. 2020).
 *
 * The windows of a batch lie behind each other as rows of one matrix, so that products have many rows; only attention is bounded by
 * the windows. Row-wise work goes through blocks of rows that stay in the cache between one product and the next. */
#include "lang/net.h"

enum { LAYER_MAX = 24, WIDTH_MAX = 1024, INNER_MAX = 8192, POSITION_MAX = 512, BATCH_ROWS = 512, BLOCK_ROWS = 48, PART_SHAPE = 32 };

typedef struct norm { const float *gain, *bias; } norm;

typedef struct layer {
    dl_linear qkv, out, up, down;
    norm after_attention, after_inner;
} layer;

struct dl_encoder {
    uint32_t layers, width, heads, inner, positions;
    const dl_pieces *pieces;
    const int8_t *piece;       /* [pieces][width] */
    const float *piece_scale;  /* [pieces] */
    const float *position;     /* [positions][width] */
    norm first;
    layer layer[LAYER_MAX];
    const float *mix;          /* [DL_TASKS][layers + 1] */
    const float *shape;        /* [DL_SHAPES][PART_SHAPE] */
};

/* ## Open */

static dl_status load_norm(dl_model *m, const char *name, uint32_t width, norm *out, dl_error *err)
{
    dl_str gain = dl_arena_printf(m->arena, "%s.gain", name), bias = dl_arena_printf(m->arena, "%s.bias", name);
    if (!gain.p || !bias.p) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    DL_TRY(dl_load_floats(m, gain.p, width, 0, &out->gain, err));
    return dl_load_floats(m, bias.p, width, 0, &out->bias, err);
}

static dl_status load_layer(dl_model *m, const dl_encoder *e, uint32_t i, layer *out, dl_error *err)
{
    const struct { const char *name; uint32_t rows, columns; dl_linear *to; } parts[] = {
        {"qkv", 3 * e->width, e->width, &out->qkv}, {"out", e->width, e->width, &out->out},
        {"up", e->inner, e->width, &out->up},       {"down", e->width, e->inner, &out->down},
    };
    for (size_t k = 0; k < DL_COUNT(parts); k++) {
        dl_str name = dl_arena_printf(m->arena, "layer.%u.%s", i, parts[k].name);
        if (!name.p) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
        DL_TRY(dl_load_linear(m, name.p, parts[k].rows, parts[k].columns, true, parts[k].to, err));
    }
    dl_str one = dl_arena_printf(m->arena, "layer.%u.norm1", i), two = dl_arena_printf(m->arena, "layer.%u.norm2", i);
    if (!one.p || !two.p) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    DL_TRY(load_norm(m, one.p, e->width, &out->after_attention, err));
    return load_norm(m, two.p, e->width, &out->after_inner, err);
}

static dl_status check_config(const uint32_t c[8], dl_error *err)
{
    uint32_t layers = c[0], width = c[1], heads = c[2], inner = c[3], positions = c[4];
    bool sizes = layers >= 1 && layers <= LAYER_MAX && width >= 32 && width <= WIDTH_MAX && width % 32 == 0 && inner >= 32 && inner <= INNER_MAX && inner % 32 == 0;
    bool split = heads >= 1 && heads <= width && width % heads == 0 && width / heads % DL_LANES == 0 && width / heads <= DL_HEAD_MAX;
    if (!sizes || !split || positions < DL_UNIT_PIECES + 2 || positions > POSITION_MAX || c[5] != DL_SHAPES || c[6] != DL_TASKS)
        return dl_fail(err, DL_FORMAT, "Section \"config\" of the model describes an encoder that this program cannot run.");
    return DL_OK;
}

dl_status dl_encoder_open(dl_model *m, const dl_encoder **out, dl_error *err)
{
    uint32_t c[8];
    DL_TRY(dl_load_config(m, c, err));
    DL_TRY(check_config(c, err));
    dl_encoder *e = DL_NEW(m->arena, dl_encoder, 1);
    if (!e) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    e->layers = c[0], e->width = c[1], e->heads = c[2], e->inner = c[3], e->positions = c[4];
    DL_TRY(dl_pieces_open(m, &e->pieces, err));
    uint32_t pieces = dl_pieces_count(e->pieces);
    DL_TRY(dl_load_rows(m, "embed.piece", &pieces, e->width, &e->piece, &e->piece_scale, err));
    DL_TRY(dl_load_floats(m, "embed.position", e->positions, e->width, &e->position, err));
    DL_TRY(load_norm(m, "embed.norm", e->width, &e->first, err));
    for (uint32_t i = 0; i < e->layers; i++) DL_TRY(load_layer(m, e, i, &e->layer[i], err));
    DL_TRY(dl_load_floats(m, "mix", DL_TASKS, e->layers + 1, &e->mix, err));
    DL_TRY(dl_load_floats(m, "shape", DL_SHAPES, PART_SHAPE, &e->shape, err));
    *out = e;
    return DL_OK;
}

uint32_t dl_encoder_width(const dl_encoder *e) { return e->width + PART_SHAPE; }
const dl_pieces *dl_encoder_pieces(const dl_encoder *e) { return e->pieces; }

/* ## Buffers of one thread */

struct dl_encoder_room {
    float *rows;      /* [layers + 1][BATCH_ROWS][width] output of every layer */
    float *context;   /* [BATCH_ROWS][width] what attention gathered */
    float *qkv;       /* [POSITION_MAX][3][columns] queries, keys and values of one window, for one head or two */
    float *inner;     /* [BLOCK_ROWS][inner room] */
    float *other;     /* [BLOCK_ROWS][width] */
    uint8_t *bytes;   /* [POSITION_MAX][larger of width and inner] */
    float *scale;     /* [POSITION_MAX] */
    float *tree, *name; /* [DL_BATCH_WORDS][width + PART_SHAPE] word vectors */
    void *attention;
};

/* Heads go through attention one by one, so that their queries, keys and values stay in the cache; two by two where a head is narrower
 * than what the kernels multiply at once. */
static uint32_t group_columns(const dl_encoder *e)
{
    uint32_t head = e->width / e->heads;
    return head % (2 * DL_LANES) ? 2 * head : head;
}

dl_encoder_room *dl_encoder_room_new(const dl_model *model, dl_arena *arena)
{
    const dl_encoder *e = model->encoder;
    dl_encoder_room *r = DL_NEW(arena, dl_encoder_room, 1);
    if (!r) return NULL;
    size_t width = e->width, wide = DL_MAX(e->inner, 3 * e->width);
    r->rows = dl_kern_room(arena, (e->layers + 1) * BATCH_ROWS * width * sizeof(float));
    r->context = dl_kern_room(arena, BATCH_ROWS * width * sizeof(float));
    r->qkv = dl_kern_room(arena, POSITION_MAX * 3 * (size_t)group_columns(e) * sizeof(float));
    r->inner = dl_kern_room(arena, BLOCK_ROWS * wide * sizeof(float));
    r->other = dl_kern_room(arena, BLOCK_ROWS * width * sizeof(float));
    r->bytes = dl_kern_room(arena, POSITION_MAX * wide);
    r->scale = dl_kern_room(arena, POSITION_MAX * sizeof(float));
    r->attention = dl_kern_room(arena, dl_attend_work(POSITION_MAX, e->width / e->heads));
    r->tree = dl_kern_room(arena, DL_BATCH_WORDS * (width + PART_SHAPE) * sizeof(float));
    r->name = dl_kern_room(arena, DL_BATCH_WORDS * (width + PART_SHAPE) * sizeof(float));
    bool whole = r->rows && r->context && r->qkv && r->inner && r->other && r->bytes && r->scale && r->attention && r->tree && r->name;
    return whole ? r : NULL;
}

/* ## Forward */

typedef struct pass {
    const dl_kernel *k;
    const dl_encoder *e;
    dl_encoder_room *r;
    uint32_t rows; /* of the batch */
} pass;

static float *layer_rows(const pass *p, uint32_t number) { return p->r->rows + (size_t)number * BATCH_ROWS * p->e->width; }

static void quantise_rows(const pass *p, const float *x, size_t step, uint32_t rows, uint32_t width)
{
    for (uint32_t i = 0; i < rows; i++) {
        const float *row = x + i * step;
        p->r->scale[i] = p->k->quantise(row, width, p->k->reach(row, width), p->r->bytes + (size_t)i * width);
    }
}

static void embed_row(const pass *p, uint32_t piece, uint32_t position, float *row)
{
    const dl_encoder *e = p->e;
    memcpy(row, e->position + (size_t)position * e->width, e->width * sizeof *row);
    p->k->add_bytes(e->piece_scale[piece], e->piece + (size_t)piece * e->width, row, e->width);
    p->k->norm(row, NULL, e->first.gain, e->first.bias, e->width, row);
}

/* Rows of a window: [CLS], the pieces of its words, [SEP]. */
static void embed_window(const pass *p, const dl_passage *passage, const dl_window *w, float *row)
{
    uint32_t position = 0, width = p->e->width;
    embed_row(p, dl_pieces_open_mark(p->e->pieces), position++, row);
    for (uint32_t i = passage->piece_first[w->first]; i < passage->piece_first[w->first + w->count]; i++, position++)
        embed_row(p, passage->piece[i], position, row + (size_t)position * width);
    embed_row(p, dl_pieces_close_mark(p->e->pieces), position, row + (size_t)position * width);
}

/* Some rows of a linear, from `first` on. */
static dl_linear part_of(const dl_linear *l, uint32_t first, uint32_t n)
{
    dl_packed w = l->weight;
    w.data += (size_t)first * w.k_room;
    w.offset += first;
    w.n = w.n_room = n;
    return (dl_linear){w, l->scale + first, l->bias + first};
}

static void attend_window(const pass *p, const layer *l, const float *x, float *context, uint32_t rows)
{
    uint32_t width = p->e->width, head = width / p->e->heads, columns = group_columns(p->e);
    size_t step = 3 * (size_t)columns;
    quantise_rows(p, x, width, rows, width);
    for (uint32_t at = 0; at < width; at += columns) {
        for (uint32_t i = 0; i < 3; i++) {
            dl_linear part = part_of(&l->qkv, i * width + at, columns);
            p->k->linear(p->r->bytes, width, p->r->scale, rows, &part, p->r->qkv + i * columns, step);
        }
        for (uint32_t h = 0; h < columns; h += head)
            p->k->attend(p->r->qkv + h, step, columns, rows, head, context + at + h, width, p->r->attention);
    }
}

/* Everything of a layer behind attention, for a block of rows: x is the layer's input, y becomes its output. */
static void finish_block(const pass *p, const layer *l, const float *x, const float *context, float *y, uint32_t rows)
{
    uint32_t width = p->e->width, inner = p->e->inner;
    quantise_rows(p, context, width, rows, width);
    p->k->linear(p->r->bytes, width, p->r->scale, rows, &l->out, p->r->other, width);
    for (uint32_t i = 0; i < rows; i++) {
        float *row = y + (size_t)i * width;
        float reach = p->k->norm(x + (size_t)i * width, p->r->other + (size_t)i * width, l->after_attention.gain, l->after_attention.bias, width, row);
        p->r->scale[i] = p->k->quantise(row, width, reach, p->r->bytes + (size_t)i * width);
    }
    p->k->linear(p->r->bytes, width, p->r->scale, rows, &l->up, p->r->inner, inner);
    for (uint32_t i = 0; i < rows; i++) {
        float *row = p->r->inner + (size_t)i * inner;
        p->r->scale[i] = p->k->quantise(row, inner, p->k->gelu(row, inner), p->r->bytes + (size_t)i * inner);
    }
    p->k->linear(p->r->bytes, inner, p->r->scale, rows, &l->down, p->r->other, width);
    for (uint32_t i = 0; i < rows; i++) {
        float *row = y + (size_t)i * width;
        p->k->norm(row, p->r->other + (size_t)i * width, l->after_inner.gain, l->after_inner.bias, width, row);
    }
}

/* The mean over a word's pieces of the mixed layers, joined to the vector of its shape. */
static void word_vector(const pass *p, uint32_t task, uint32_t row, uint32_t count, uint32_t shape, float *out)
{
    uint32_t width = p->e->width, mixed = p->e->layers + 1;
    memset(out, 0, width * sizeof *out);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t l = 0; l < mixed; l++)
            p->k->add(p->e->mix[task * mixed + l] / (float)count, layer_rows(p, l) + (size_t)(row + i) * width, out, width);
    memcpy(out + width, p->e->shape + (size_t)shape * PART_SHAPE, PART_SHAPE * sizeof *out);
}

static void window_words(const pass *p, const dl_passage *passage, const dl_window *w, uint32_t window_row, dl_vectors *out)
{
    const dl_unit *own = passage->units + w->own, *last = own + w->own_count - 1;
    uint32_t wide = dl_encoder_width(p->e);
    for (uint32_t word = own->first; word < last->first + last->count; word++) {
        uint32_t row = window_row + 1 + passage->piece_first[word] - passage->piece_first[w->first];
        uint32_t shape = dl_word_shape(dl_token_form(passage->doc, word));
        for (uint32_t t = 0; t < DL_TASKS; t++)
            if (out->task[t])
                word_vector(p, t, row, passage->piece_first[word + 1] - passage->piece_first[word], shape, out->task[t] + (size_t)(word - out->first) * wide);
    }
}

uint32_t dl_encoder_batch(const dl_passage *passage, uint32_t window)
{
    uint32_t rows = 0, words = 0, count = 0;
    for (uint32_t i = window; i < passage->window_count; i++, count++) {
        rows += passage->windows[i].size + 2;
        words += passage->windows[i].count;
        if (count && (rows > BATCH_ROWS || words > DL_BATCH_WORDS)) break;
    }
    return count;
}

void dl_encoder_run(const dl_model *model, dl_encoder_room *room, const dl_passage *passage, uint32_t window, uint32_t window_count, dl_vectors *out)
{
    pass p = {model->kernel, model->encoder, room, 0};
    uint32_t width = p.e->width;
    const dl_window *w = passage->windows + window;
    for (uint32_t i = 0; i < window_count; p.rows += w[i++].size + 2) embed_window(&p, passage, &w[i], layer_rows(&p, 0) + (size_t)p.rows * width);
    for (uint32_t l = 0; l < p.e->layers; l++) {
        const float *x = layer_rows(&p, l);
        float *y = layer_rows(&p, l + 1);
        for (uint32_t i = 0, row = 0; i < window_count; row += w[i++].size + 2)
            attend_window(&p, &p.e->layer[l], x + (size_t)row * width, room->context + (size_t)row * width, w[i].size + 2);
        for (uint32_t row = 0; row < p.rows; row += BLOCK_ROWS)
            finish_block(&p, &p.e->layer[l], x + (size_t)row * width, room->context + (size_t)row * width, y + (size_t)row * width, DL_MIN(p.rows - row, BLOCK_ROWS));
    }
    out->task[DL_TASK_TREE] = room->tree;
    out->task[DL_TASK_NAME] = room->name;
    for (uint32_t i = 0, row = 0; i < window_count; row += w[i++].size + 2) window_words(&p, passage, &w[i], row, out);
}
