/* model.c - the model file: directory, sections, labels. Nothing in it is believed before it is checked. */
#include "lang/net.h"

#include <math.h>
#include <stdlib.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Model files hold little-endian numbers that are read in place."
#endif

enum { HEAD_BYTES = 64, ENTRY_BYTES = 96, NAME_BYTES = 48, SECTION_MAX = 4096, VERSION = 1 };

static const struct { const char *text; uint32_t size; } kinds[] = {
    [DL_SECTION_BYTES] = {"bytes", 1}, [DL_SECTION_INT8] = {"int8", 1}, [DL_SECTION_FLOAT] = {"float", 4},
    [DL_SECTION_U16] = {"u16", 2},     [DL_SECTION_U32] = {"u32", 4},   [DL_SECTION_ANY] = {"any", 1},
};

static uint32_t get32(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint64_t get64(const char *p) { return get32(p) | (uint64_t)get32(p + 4) << 32; }

/* ## Directory */

static dl_status read_entry(dl_model *m, const char *p, dl_entry *out, dl_error *err)
{
    const char *end = memchr(p, 0, NAME_BYTES);
    if (!end || end == p) return dl_fail(err, DL_FORMAT, "The model's directory holds a section without a proper name.");
    out->name = (dl_str){p, (size_t)(end - p)};
    int shown = (int)out->name.n;
    dl_section *s = &out->section;
    uint32_t type = get32(p + 48);
    uint64_t offset = get64(p + 72), size = get64(p + 80), count = 1;
    s->rank = get32(p + 52);
    if (type >= DL_SECTION_ANY || s->rank < 1 || s->rank > 4)
        return dl_fail(err, DL_FORMAT, "Section \"%.*s\" of the model has an unknown type or rank.", shown, out->name.p);
    s->type = (dl_section_type)type;
    for (uint32_t i = 0; i < 4; i++) {
        s->shape[i] = get32(p + 56 + 4 * i);
        if (s->shape[i] && count > m->bytes.n / s->shape[i]) count = UINT64_MAX / 8;
        else count *= s->shape[i];
    }
    if (offset % HEAD_BYTES || offset > m->bytes.n || size > m->bytes.n - offset)
        return dl_fail(err, DL_FORMAT, "Section \"%.*s\" of the model lies outside the file, which may be cut short.", shown, out->name.p);
    if (count * kinds[type].size != size)
        return dl_fail(err, DL_FORMAT, "Section \"%.*s\" of the model has another size than its shape says.", shown, out->name.p);
    s->bytes = dl_str_part(m->bytes, (size_t)offset, (size_t)(offset + size));
    return DL_OK;
}

static dl_status read_directory(dl_model *m, dl_error *err)
{
    if (m->bytes.n < HEAD_BYTES || memcmp(m->bytes.p, "DATELINE", 8) != 0) return dl_fail(err, DL_FORMAT, "This is not a model file of dateline.");
    uint32_t version = get32(m->bytes.p + 8), count = get32(m->bytes.p + 12);
    if (version != VERSION) return dl_fail(err, DL_FORMAT, "The model file has version %u, and this program reads version %d.", version, VERSION);
    if (count > SECTION_MAX || (m->bytes.n - HEAD_BYTES) / ENTRY_BYTES < count) return dl_fail(err, DL_FORMAT, "The model's directory is cut short.");
    m->entries = DL_NEW(m->arena, dl_entry, count);
    if (!m->entries && count) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    for (uint32_t i = 0; i < count; i++) {
        DL_TRY(read_entry(m, m->bytes.p + HEAD_BYTES + (size_t)i * ENTRY_BYTES, &m->entries[i], err));
        for (uint32_t j = 0; j < i; j++)
            if (dl_str_eq(m->entries[i].name, m->entries[j].name))
                return dl_fail(err, DL_FORMAT, "Section \"%.*s\" of the model occurs twice.", (int)m->entries[i].name.n, m->entries[i].name.p);
        m->entry_count = i + 1;
    }
    dl_hex((const uint8_t *)m->bytes.p + 16, 8, m->digest);
    return DL_OK;
}

bool dl_model_section(const dl_model *model, const char *name, dl_section_type type, dl_section *out)
{
    *out = (dl_section){0};
    for (uint32_t i = 0; model && i < model->entry_count; i++)
        if (dl_str_is(model->entries[i].name, name)) {
            if (type != DL_SECTION_ANY && model->entries[i].section.type != type) return false;
            *out = model->entries[i].section;
            return true;
        }
    return false;
}

bool dl_model_has(const dl_model *model, const char *name)
{
    dl_section s;
    return dl_model_section(model, name, DL_SECTION_ANY, &s);
}

dl_str dl_model_digest(const dl_model *model) { return dl_str_c(model->digest); }

bool dl_model_is_recurrent(const dl_model *model) { return model->recurrent != NULL; }

dl_status dl_model_verify(const dl_model *model, dl_error *err)
{
    dl_sha256 sha;
    uint8_t digest[32];
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, dl_str_part(model->bytes, HEAD_BYTES, model->bytes.n));
    dl_sha256_done(&sha, digest);
    if (memcmp(digest, model->bytes.p + 16, sizeof digest) != 0) return dl_fail(err, DL_FORMAT, "The model file is damaged: its digest does not fit its content.");
    return DL_OK;
}

/* ## Parts */

static dl_status find(const dl_model *m, const char *name, dl_section_type type, dl_section *out, dl_error *err)
{
    if (dl_model_section(m, name, type, out)) return DL_OK;
    if (dl_model_section(m, name, DL_SECTION_ANY, out))
        return dl_fail(err, DL_FORMAT, "Section \"%s\" of the model is of type %s and should be %s.", name, kinds[out->type].text, kinds[type].text);
    return dl_fail(err, DL_FORMAT, "The model has no section \"%s\".", name);
}

/* Name of a part: `base` and `end` in out. */
static const char *part(char out[NAME_BYTES + 16], const char *base, const char *end)
{
    size_t n = strlen(base), k = strlen(end);
    if (n > NAME_BYTES) n = NAME_BYTES;
    memcpy(out, base, n);
    memcpy(out + n, end, k + 1);
    return out;
}

static dl_status shaped(const dl_section *s, const char *name, uint32_t rows, uint32_t columns, dl_error *err)
{
    bool fits = columns ? s->rank == 2 && s->shape[0] == rows && s->shape[1] == columns : s->rank == 1 && s->shape[0] == rows;
    if (fits) return DL_OK;
    if (columns)
        return dl_fail(err, DL_FORMAT, "Section \"%s\" of the model has shape [%u][%u] and should have [%u][%u].", name, s->shape[0], s->shape[1], rows, columns);
    return dl_fail(err, DL_FORMAT, "Section \"%s\" of the model has %u numbers and should have %u.", name, s->shape[0], rows);
}

dl_status dl_load_text(dl_model *m, const char *name, dl_labels *out, dl_error *err)
{
    dl_section s;
    DL_TRY(find(m, name, DL_SECTION_BYTES, &s, err));
    DL_TRY(shaped(&s, name, (uint32_t)s.bytes.n, 0, err));
    uint32_t count = 1;
    for (size_t i = 0; i < s.bytes.n; i++) count += s.bytes.p[i] == '\n';
    *out = (dl_labels){count, DL_NEW(m->arena, dl_str, count)};
    if (!out->text) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    size_t start = 0;
    count = 0;
    for (size_t i = 0; i <= s.bytes.n; i++)
        if (i == s.bytes.n || s.bytes.p[i] == '\n') {
            out->text[count++] = dl_str_part(s.bytes, start, i);
            start = i + 1;
        }
    return DL_OK;
}

dl_status dl_load_floats(dl_model *m, const char *name, uint32_t rows, uint32_t columns, const float **out, dl_error *err)
{
    dl_section s;
    DL_TRY(find(m, name, DL_SECTION_FLOAT, &s, err));
    DL_TRY(shaped(&s, name, rows, columns, err));
    const float *x = (const float *)(const void *)s.bytes.p;
    for (size_t i = 0; i < s.bytes.n / sizeof *x; i++)
        if (!(fabsf(x[i]) <= 1e4f)) return dl_fail(err, DL_FORMAT, "Section \"%s\" of the model holds a number beyond 10,000, or none.", name);
    *out = x;
    return DL_OK;
}

dl_status dl_load_rows(dl_model *m, const char *name, uint32_t *rows, uint32_t columns, const int8_t **weight, const float **scale, dl_error *err)
{
    char full[NAME_BYTES + 16];
    dl_section s;
    DL_TRY(find(m, part(full, name, ".weight"), DL_SECTION_INT8, &s, err));
    if (!*rows) *rows = s.shape[0];
    DL_TRY(shaped(&s, full, *rows, columns, err));
    *weight = (const int8_t *)s.bytes.p;
    return dl_load_floats(m, part(full, name, ".scale"), *rows, 0, scale, err);
}

dl_status dl_load_linear(dl_model *m, const char *name, uint32_t out_width, uint32_t in_width, bool biased, dl_linear *out, dl_error *err)
{
    char full[NAME_BYTES + 16];
    const int8_t *weight;
    const float *scale, *bias = NULL;
    DL_TRY(dl_load_rows(m, name, &out_width, in_width, &weight, &scale, err));
    if (biased) DL_TRY(dl_load_floats(m, part(full, name, ".bias"), out_width, 0, &bias, err));
    if (!dl_pack(m->kernel, m->arena, weight, out_width, in_width, &out->weight)) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    float *both = DL_NEW(m->arena, float, 2 * (size_t)out->weight.n_room);
    if (!both) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    memcpy(both, scale, out_width * sizeof *both);
    if (bias) memcpy(both + out->weight.n_room, bias, out_width * sizeof *both);
    out->scale = both;
    out->bias = both + out->weight.n_room;
    return DL_OK;
}

dl_status dl_load_config(dl_model *m, uint32_t config[8], dl_error *err)
{
    dl_section s;
    DL_TRY(find(m, "config", DL_SECTION_U32, &s, err));
    DL_TRY(shaped(&s, "config", 8, 0, err));
    memcpy(config, s.bytes.p, 8 * sizeof *config);
    return DL_OK;
}

/* ## Labels */

static dl_status read_labels(dl_model *m, dl_error *err)
{
    const struct { const char *name; dl_labels *labels; uint32_t least, most; } lists[] = {
        {"labels.upos", &m->upos, 1, 64},      {"labels.xpos", &m->xpos, 1, 1024},         {"labels.feats", &m->feats, 1, 8192},
        {"labels.rel", &m->rel, 2, 256},       {"labels.name", &m->name, 1, DL_NAME_COUNT}, {"labels.type", &m->type, 1, DL_TYPE_COUNT},
        {"labels.mode", &m->mode, 1, DL_MODE_MAX}, {"labels.cameo", &m->cameo, 1, 512},     {"labels.sector", &m->sector, 1, DL_SECTOR_MAX},
        {"labels.special", &m->special, 1, 16}, {"labels.stance", &m->stance, DL_STANCE_COUNT, DL_STANCE_COUNT}, {"labels.aux", &m->aux, 4, 4},
    };
    for (size_t i = 0; i < DL_COUNT(lists); i++) {
        DL_TRY(dl_load_text(m, lists[i].name, lists[i].labels, err));
        if (lists[i].labels->count < lists[i].least || lists[i].labels->count > lists[i].most)
            return dl_fail(err, DL_FORMAT, "Section \"%s\" of the model has %u labels and may have %u to %u.", lists[i].name, lists[i].labels->count, lists[i].least,
                           lists[i].most);
    }
    static const char *const aux[] = {"historical", "future", "hypothetical", "negation"};
    for (uint32_t i = 0; i < DL_STANCE_COUNT; i++)
        if (!dl_str_eq(m->stance.text[i], dl_stance_text((dl_stance)i))) return dl_fail(err, DL_FORMAT, "Section \"labels.stance\" of the model has other labels than this program.");
    for (uint32_t i = 0; i < DL_COUNT(aux); i++)
        if (!dl_str_is(m->aux.text[i], aux[i])) return dl_fail(err, DL_FORMAT, "Section \"labels.aux\" of the model has other labels than this program.");
    return DL_OK;
}

/* ## Open and close */

static dl_status read_network(dl_model *m, dl_error *err)
{
    dl_labels kind;
    if (!dl_model_has(m, "kind")) return DL_OK;
    DL_TRY(dl_load_text(m, "kind", &kind, err));
    DL_TRY(read_labels(m, err));
    uint32_t width;
    if (dl_str_is(kind.text[0], "encoder")) {
        DL_TRY(dl_encoder_open(m, &m->encoder, err));
        width = dl_encoder_width(m->encoder);
    } else if (dl_str_is(kind.text[0], "recurrent")) {
        DL_TRY(dl_recurrent_open(m, &m->recurrent, err));
        width = dl_recurrent_width(m->recurrent);
    } else {
        return dl_fail(err, DL_FORMAT, "Section \"kind\" of the model is neither \"encoder\" nor \"recurrent\".");
    }
    return dl_heads_open(m, width, &m->heads, err);
}

static dl_status open_bytes(dl_model *m, dl_error *err)
{
    DL_TRY(dl_kernel_choose(&m->kernel, err));
    m->arena = dl_arena_new(0);
    if (!m->arena) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    if ((uintptr_t)m->bytes.p % 16) { /* numbers are read in place */
        m->bytes = dl_arena_str(m->arena, m->bytes);
        if (!m->bytes.p) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    }
    DL_TRY(read_directory(m, err));
    return read_network(m, err);
}

static dl_status open_model(dl_file file, dl_str bytes, dl_model **out, dl_error *err)
{
    dl_model *m = calloc(1, sizeof *m);
    if (!m) {
        dl_file_close(&file);
        return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    }
    m->file = file;
    m->bytes = bytes;
    dl_status status = open_bytes(m, err);
    if (status != DL_OK) {
        dl_model_close(m);
        return status;
    }
    *out = m;
    return DL_OK;
}

dl_status dl_model_open_memory(dl_str bytes, dl_model **out, dl_error *err)
{
    *out = NULL;
    return open_model((dl_file){0}, bytes, out, err);
}

dl_status dl_model_open(const char *path, dl_model **out, dl_error *err)
{
    dl_file file = {0};
    *out = NULL;
    DL_TRY(dl_file_open(path, &file, err));
    return open_model(file, file.bytes, out, err);
}

void dl_model_close(dl_model *model)
{
    if (!model) return;
    dl_arena_free(model->arena);
    dl_file_close(&model->file);
    free(model);
}

uint32_t dl_model_mode_count(const dl_model *model) { return model->mode.count; }
dl_str dl_model_mode_text(const dl_model *model, uint32_t mode) { return model->mode.text[mode]; }
uint32_t dl_model_cameo_count(const dl_model *model) { return model->cameo.count; }
dl_str dl_model_cameo_text(const dl_model *model, uint32_t cameo) { return model->cameo.text[cameo]; }
uint32_t dl_model_sector_count(const dl_model *model) { return model->sector.count; }
dl_str dl_model_sector_text(const dl_model *model, uint32_t sector) { return model->sector.text[sector]; }
uint32_t dl_model_special_count(const dl_model *model) { return model->special.count; }
dl_str dl_model_special_text(const dl_model *model, uint32_t special) { return model->special.text[special]; }
