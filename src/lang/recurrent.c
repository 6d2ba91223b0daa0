/* recurrent.c - sentences to word vectors: two bidirectional layers of LSTM (Hochreiter & Schmidhuber 1997).
 *
 * The own words of a window are one sequence, as in training: events need the sentences before. The sequences of a batch are sorted by
 * length and step together, so that each product with the recurrent weights has as many rows as sequences still go on. */
#include "lang/net.h"

enum { LAYERS = 2, WAYS = 2, EMBED_MAX = 512, HIDDEN_MAX = 512, ROOM = DL_BATCH_WORDS };

typedef struct way { dl_linear in, hidden; } way;

typedef struct lane { uint32_t first, count; } lane; /* words of the batch that are one sequence */

struct dl_recurrent {
    uint32_t embed, hidden;
    const dl_forms *forms;
    way way[LAYERS][WAYS]; /* forward, backward */
};

dl_status dl_recurrent_open(dl_model *m, const dl_recurrent **out, dl_error *err)
{
    static const char *const names[WAYS] = {"fw", "bw"};
    uint32_t c[8];
    DL_TRY(dl_load_config(m, c, err));
    bool fits = c[0] >= 32 && c[0] <= EMBED_MAX && c[0] % 32 == 0 && c[1] >= 16 && c[1] <= HIDDEN_MAX && c[1] % 16 == 0 && c[2] >= 1 && c[3] == DL_SHAPES;
    if (!fits) return dl_fail(err, DL_FORMAT, "Section \"config\" of the model describes a recurrent network that this program cannot run.");
    dl_recurrent *r = DL_NEW(m->arena, dl_recurrent, 1);
    if (!r) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    r->embed = c[0];
    r->hidden = c[1];
    DL_TRY(dl_forms_open(m, r->embed, c[2], &r->forms, err));
    for (uint32_t l = 0; l < LAYERS; l++)
        for (uint32_t w = 0; w < WAYS; w++) {
            dl_str in = dl_arena_printf(m->arena, "lstm.%u.%s.in", l, names[w]), hidden = dl_arena_printf(m->arena, "lstm.%u.%s.hidden", l, names[w]);
            if (!in.p || !hidden.p) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
            DL_TRY(dl_load_linear(m, in.p, 4 * r->hidden, l ? 2 * r->hidden : r->embed, true, &r->way[l][w].in, err));
            DL_TRY(dl_load_linear(m, hidden.p, 4 * r->hidden, r->hidden, false, &r->way[l][w].hidden, err));
        }
    *out = r;
    return DL_OK;
}

uint32_t dl_recurrent_width(const dl_recurrent *r) { return 2 * r->hidden; }

/* ## Buffers of one thread */

struct dl_recurrent_room {
    dl_form_memo *memo;
    float *x;           /* [ROOM][max(embed, 2 hidden)] input of a layer */
    float *y;           /* [ROOM][2 hidden] its output */
    float *gates;       /* [ROOM][4 hidden] what the input gives to the gates, of one way */
    float *recurrent;   /* [ROOM][4 hidden] what the last step gives to them, by lane */
    float *cell;        /* [ROOM][hidden] by lane */
    uint8_t *bytes;     /* [ROOM][max(embed, 2 hidden)] */
    uint8_t *state;     /* [ROOM][hidden] outputs of the last step, by lane */
    float *scale;       /* [ROOM] */
    lane *lanes;        /* [ROOM] by falling length */
};

dl_recurrent_room *dl_recurrent_room_new(const dl_model *model, dl_arena *arena)
{
    const dl_recurrent *net = model->recurrent;
    dl_recurrent_room *r = DL_NEW(arena, dl_recurrent_room, 1);
    if (!r) return NULL;
    size_t hidden = net->hidden, wide = DL_MAX(net->embed, 2 * net->hidden), floats = ROOM * sizeof(float);
    r->memo = dl_form_memo_new(arena, net->embed);
    r->x = dl_kern_room(arena, wide * floats);
    r->y = dl_kern_room(arena, 2 * hidden * floats);
    r->gates = dl_kern_room(arena, 4 * hidden * floats);
    r->recurrent = dl_kern_room(arena, 4 * hidden * floats);
    r->cell = dl_kern_room(arena, hidden * floats);
    r->bytes = dl_kern_room(arena, wide * ROOM);
    r->state = dl_kern_room(arena, hidden * ROOM);
    r->scale = dl_kern_room(arena, floats);
    r->lanes = dl_kern_room(arena, ROOM * sizeof *r->lanes);
    bool whole = r->memo && r->x && r->y && r->gates && r->recurrent && r->cell && r->bytes && r->state && r->scale && r->lanes;
    return whole ? r : NULL;
}

/* ## Forward */

static void sort_lanes(const dl_passage *passage, uint32_t window, uint32_t count, uint32_t first, lane *lanes)
{
    for (uint32_t i = 0; i < count; i++) {
        const dl_window *w = &passage->windows[window + i];
        const dl_unit *begin = passage->units + w->own, *end = begin + w->own_count - 1;
        lane next = {begin->first - first, end->first + end->count - begin->first};
        uint32_t k = i;
        for (; k > 0 && lanes[k - 1].count < next.count; k--) lanes[k] = lanes[k - 1];
        lanes[k] = next;
    }
}

/* One way through all sequences. Gates of words lie in r->gates; outputs go to r->y from column `column` on. */
static void run_way(const dl_kernel *k, const dl_recurrent *net, dl_recurrent_room *r, const way *w, uint32_t count, bool backward)
{
    uint32_t hidden = net->hidden, column = backward ? hidden : 0;
    memset(r->cell, 0, count * hidden * sizeof(float));
    memset(r->state, 128, (size_t)count * hidden);
    for (uint32_t i = 0; i < count; i++) r->scale[i] = 1.0f / 127.0f;
    uint32_t active = count;
    for (uint32_t step = 0; step < r->lanes[0].count; step++) {
        while (r->lanes[active - 1].count <= step) active--;
        k->linear(r->state, hidden, r->scale, active, &w->hidden, r->recurrent, 4 * (size_t)hidden);
        for (uint32_t i = 0; i < active; i++) {
            const lane *l = &r->lanes[i];
            uint32_t word = l->first + (backward ? l->count - 1 - step : step);
            k->cell(r->gates + (size_t)word * 4 * hidden, r->recurrent + (size_t)i * 4 * hidden, hidden, r->cell + (size_t)i * hidden,
                    r->y + (size_t)word * 2 * hidden + column, r->state + (size_t)i * hidden);
        }
    }
}

static void run_layer(const dl_kernel *k, const dl_recurrent *net, dl_recurrent_room *r, uint32_t layer, const float *x, uint32_t words, uint32_t lanes)
{
    uint32_t width = layer ? 2 * net->hidden : net->embed;
    for (uint32_t w = 0; w < WAYS; w++) {
        const way *part = &net->way[layer][w];
        for (uint32_t i = 0; i < words; i++) {
            const float *row = x + (size_t)i * width;
            r->scale[i] = k->quantise(row, width, k->reach(row, width), r->bytes + (size_t)i * width);
        }
        k->linear(r->bytes, width, r->scale, words, &part->in, r->gates, 4 * (size_t)net->hidden);
        run_way(k, net, r, part, lanes, w == 1);
    }
}

uint32_t dl_recurrent_batch(const dl_passage *passage, uint32_t window)
{
    uint32_t words = 0, count = 0;
    for (uint32_t i = window; i < passage->window_count; i++, count++) {
        words += passage->windows[i].count;
        if (count && words > DL_BATCH_WORDS) break;
    }
    return count;
}

void dl_recurrent_run(const dl_model *model, dl_recurrent_room *room, const dl_passage *passage, uint32_t window, uint32_t window_count, dl_vectors *out)
{
    const dl_recurrent *net = model->recurrent;
    uint32_t width = 2 * net->hidden;
    for (uint32_t i = 0; i < out->count; i++)
        dl_form_vector(net->forms, model->kernel, room->memo, dl_token_form(passage->doc, out->first + i), room->x + (size_t)i * net->embed);
    sort_lanes(passage, window, window_count, out->first, room->lanes);
    run_layer(model->kernel, net, room, 0, room->x, out->count, window_count);
    memcpy(room->x, room->y, (size_t)out->count * width * sizeof(float));
    run_layer(model->kernel, net, room, 1, room->x, out->count, window_count);
    out->task[DL_TASK_TREE] = out->task[DL_TASK_NAME] = room->y;
    if (out->task[DL_TASK_EVENT]) memcpy(out->task[DL_TASK_EVENT], room->y, (size_t)out->count * width * sizeof(float));
}
