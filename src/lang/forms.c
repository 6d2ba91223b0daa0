/* forms.c - words to token vectors for the recurrent network: tanh(own vector of a frequent form + mean of the vectors of its
 * hashed character n-grams + vector of its shape). train/forms.py does the same. */
#include "lang/net.h"

enum { SHORTEST = 2, LONGEST = 5, GRAMS_MAX = 40, MEMO_FORM = 30, MEMO_SLOTS = 1 << 13 };

struct dl_forms {
    dl_map *listed;
    const int8_t *form, *gram;             /* [forms][width], [buckets][width] */
    const float *form_scale, *gram_scale;  /* [forms], [buckets] */
    const float *shape;                    /* [DL_SHAPES][width] */
    uint32_t width, buckets;
};

dl_status dl_forms_open(dl_model *model, uint32_t width, uint32_t buckets, const dl_forms **out, dl_error *err)
{
    dl_labels list;
    DL_TRY(dl_load_text(model, "forms", &list, err));
    dl_forms *f = DL_NEW(model->arena, dl_forms, 1);
    if (!f || !(f->listed = dl_map_new(model->arena, list.count))) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    f->width = width;
    f->buckets = buckets;
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t *slot;
        if (!dl_map_put(f->listed, list.text[i], i, &slot)) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    }
    DL_TRY(dl_load_rows(model, "form", &list.count, width, &f->form, &f->form_scale, err));
    DL_TRY(dl_load_rows(model, "gram", &buckets, width, &f->gram, &f->gram_scale, err));
    DL_TRY(dl_load_floats(model, "shape", DL_SHAPES, width, &f->shape, err));
    *out = f;
    return DL_OK;
}

/* FNV-1a. */
static uint32_t hash(const char *p, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
    return h;
}

/* Buckets of the n-grams of <form> in lower case, by first character, then by length. */
static uint32_t find_grams(dl_str form, uint32_t buckets, uint32_t out[GRAMS_MAX])
{
    char text[(GRAMS_MAX + LONGEST + 2) * 4];
    size_t begin[GRAMS_MAX + LONGEST + 3];
    uint32_t characters = 0, count = 0;
    size_t n = 0;
    begin[characters++] = 0;
    text[n++] = '<';
    for (size_t at = 0; at < form.n && characters < GRAMS_MAX + LONGEST;) {
        begin[characters++] = n;
        n += dl_utf8_put(dl_lower(dl_utf8_next(form, &at)), text + n);
    }
    begin[characters++] = n;
    text[n++] = '>';
    begin[characters] = n;
    for (uint32_t i = 0; i < characters; i++)
        for (uint32_t k = SHORTEST; k <= LONGEST && i + k <= characters && count < GRAMS_MAX; k++)
            out[count++] = hash(text + begin[i], begin[i + k] - begin[i]) % buckets;
    return count;
}

static void compute(const dl_forms *f, const dl_kernel *kernel, dl_str form, float *out)
{
    uint32_t grams[GRAMS_MAX], count = find_grams(form, f->buckets, grams);
    const uint32_t *own = dl_map_get(f->listed, form);
    memcpy(out, f->shape + (size_t)dl_word_shape(form) * f->width, f->width * sizeof *out);
    if (own) kernel->add_bytes(f->form_scale[*own], f->form + (size_t)*own * f->width, out, f->width);
    for (uint32_t i = 0; i < count; i++) kernel->add_bytes(f->gram_scale[grams[i]] / (float)count, f->gram + (size_t)grams[i] * f->width, out, f->width);
    kernel->tanh(out, f->width);
}

/* ## Memory of one thread: each slot holds the last form that fell into it */

typedef struct slot { uint8_t size; char form[MEMO_FORM + 1]; } slot;

struct dl_form_memo { slot *slots; float *vectors; };

dl_form_memo *dl_form_memo_new(dl_arena *arena, uint32_t width)
{
    dl_form_memo *m = DL_NEW(arena, dl_form_memo, 1);
    if (!m) return NULL;
    m->slots = DL_NEW(arena, slot, MEMO_SLOTS);
    m->vectors = dl_kern_room(arena, MEMO_SLOTS * (size_t)width * sizeof(float));
    return m->slots && m->vectors ? m : NULL;
}

void dl_form_vector(const dl_forms *f, const dl_kernel *kernel, dl_form_memo *memo, dl_str form, float *out)
{
    if (form.n == 0 || form.n > MEMO_FORM) {
        compute(f, kernel, form, out);
        return;
    }
    size_t at = dl_hash(form, 0) % MEMO_SLOTS;
    slot *s = &memo->slots[at];
    float *kept = memo->vectors + at * f->width;
    if (s->size != form.n || memcmp(s->form, form.p, form.n) != 0) {
        compute(f, kernel, form, kept);
        s->size = (uint8_t)form.n;
        memcpy(s->form, form.p, form.n);
    }
    memcpy(out, kept, f->width * sizeof *out);
}
