/* model_maker.h - small random models in memory, for tests: every section of doc/model.md in sizes that take no time. */
#ifndef MODEL_MAKER_H
#define MODEL_MAKER_H

#include "base/base.h"

#include <stdlib.h>

enum { MAKER_SECTIONS = 200 };

typedef struct maker {
    dl_arena *arena;
    const char *skip; /* a section that is left out, NULL none */
    uint32_t state, count;
    struct { const char *name; uint32_t type, rank, shape[4]; dl_str bytes; } sections[MAKER_SECTIONS];
} maker;

static uint32_t maker_draw(maker *m)
{
    m->state = m->state * 1664525u + 1013904223u;
    return m->state >> 8;
}

static void maker_add(maker *m, const char *name, uint32_t type, uint32_t rows, uint32_t columns, dl_str bytes)
{
    if (m->skip && strcmp(m->skip, name) == 0) return;
    if (m->count == MAKER_SECTIONS) abort();
    m->sections[m->count].name = name;
    m->sections[m->count].type = type;
    m->sections[m->count].rank = columns ? 2 : 1;
    for (int i = 0; i < 4; i++) m->sections[m->count].shape[i] = 1;
    m->sections[m->count].shape[0] = rows;
    if (columns) m->sections[m->count].shape[1] = columns;
    m->sections[m->count++].bytes = bytes;
}

static void maker_text(maker *m, const char *name, const char *text) { maker_add(m, name, 0, (uint32_t)strlen(text), 0, dl_str_c(text)); }

static void maker_floats(maker *m, const char *name, uint32_t rows, uint32_t columns, float middle, float spread)
{
    size_t n = (size_t)rows * DL_MAX(columns, 1u);
    float *x = DL_NEW(m->arena, float, n);
    for (size_t i = 0; i < n; i++) x[i] = middle + spread * ((float)(maker_draw(m) % 2001) / 1000.0f - 1.0f);
    maker_add(m, name, 2, rows, columns, (dl_str){(const char *)x, n * sizeof *x});
}

static const char *maker_name(maker *m, const char *base, const char *end) { return dl_arena_printf(m->arena, "%s%s", base, end).p; }

static void maker_rows(maker *m, const char *name, uint32_t rows, uint32_t columns)
{
    size_t n = (size_t)rows * columns;
    char *x = dl_arena_get(m->arena, n);
    for (size_t i = 0; i < n; i++) x[i] = (char)((int)(maker_draw(m) % 255) - 127);
    maker_add(m, maker_name(m, name, ".weight"), 1, rows, columns, (dl_str){x, n});
    maker_floats(m, maker_name(m, name, ".scale"), rows, 0, 0.003f, 0.001f);
}

static void maker_linear(maker *m, const char *name, uint32_t rows, uint32_t columns)
{
    maker_rows(m, name, rows, columns);
    maker_floats(m, maker_name(m, name, ".bias"), rows, 0, 0, 0.1f);
}

static void maker_norm(maker *m, const char *name, uint32_t width)
{
    maker_floats(m, maker_name(m, name, ".gain"), width, 0, 1, 0.3f);
    maker_floats(m, maker_name(m, name, ".bias"), width, 0, 0, 0.3f);
}

static void maker_config(maker *m, const uint32_t config[8])
{
    uint32_t *copy = DL_NEW(m->arena, uint32_t, 8);
    memcpy(copy, config, 8 * sizeof *copy);
    maker_add(m, "config", 4, 8, 0, (dl_str){(const char *)copy, 8 * sizeof *copy});
}

static void maker_labels(maker *m)
{
    maker_text(m, "labels.upos", "NOUN\nVERB\nPUNCT\nPROPN");
    maker_text(m, "labels.xpos", "NN\nVBD\n.\n_");
    maker_text(m, "labels.feats", "_\nNumber=Sing\nTense=Past");
    maker_text(m, "labels.rel", "root\nnsubj\nobj\nnmod:poss\nodd");
    maker_text(m, "labels.name", "O\nB-PER\nI-PER\nB-ORG\nI-ORG\nB-LOC\nI-LOC");
    maker_text(m, "labels.type", "AGREE\nCONSULT\nSUPPORT\nCONCEDE\nCOOPERATE\nAID\nRETREAT\nREQUEST\nACCUSE\nREJECT\nTHREATEN\nPROTEST\nSANCTION\nMOBILIZE\nCOERCE\nASSAULT");
    maker_text(m, "labels.mode", "visit\nphone\narrest");
    maker_text(m, "labels.cameo", "010\n042\n173\n190");
    maker_text(m, "labels.sector", "\nGOV\nMIL");
    maker_text(m, "labels.special", "IGO\nUNO\n");
    maker_text(m, "labels.stance", "\nasserts\nadmits\ndenies\nbelieves\nexpects");
    maker_text(m, "labels.aux", "historical\nfuture\nhypothetical\nnegation");
}

static void maker_heads(maker *m, uint32_t width)
{
    static const struct { const char *name; uint32_t rows, columns; } linears[] = {
        {"tags", 4 + 4 + 3, 0}, {"arc", 768, 0}, {"arc.bilinear", 256, 256}, {"rel", 5, 384}, {"name.hidden", 128, 0}, {"name", 7, 128},
        {"type.hidden", 256, 0}, {"type", 17, 256}, {"trigger.hidden", 256, 0}, {"trigger", 1 + 4 + 6 + 3 + 4, 256},
        {"role.query", 640, 0}, {"role.key", 640, 0}, {"sector.hidden", 256, 0}, {"sector", 3, 256}, {"country.query", 128, 0}, {"country.key", 128, 0},
    };
    for (size_t i = 0; i < DL_COUNT(linears); i++) maker_linear(m, linears[i].name, linears[i].rows, linears[i].columns ? linears[i].columns : width);
    maker_floats(m, "arc.root", 384, 0, 0, 0.5f);
    maker_floats(m, "trigger.type", 16, width, 0, 0.5f);
    maker_floats(m, "role.bias", 5, 0, 0, 0.5f);
    maker_floats(m, "role.distance", 5, 81, 0, 0.5f);
    maker_floats(m, "country.special", 3, 128, 0, 0.5f);
}

static void maker_encoder(maker *m)
{
    static const uint32_t config[8] = {2, 32, 2, 64, 256, 6, 3, 0};
    maker_text(m, "kind", "encoder");
    maker_config(m, config);
    maker_text(m, "pieces", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\nmin\n##ister\n##ster\nmet\nin\ncaf\n##e\ncafe\nu\ns\n.\n,\n##s\n2\n##0\n##1\n##8\n##9\nk\n##a\n##b\n##u\n##l\n-");
    maker_rows(m, "embed.piece", 29, 32);
    maker_floats(m, "embed.position", 256, 32, 0, 0.3f);
    maker_norm(m, "embed.norm", 32);
    for (int i = 0; i < 2; i++) {
        static const char *const names[2] = {"layer.0.", "layer.1."};
        maker_linear(m, maker_name(m, names[i], "qkv"), 96, 32);
        maker_linear(m, maker_name(m, names[i], "out"), 32, 32);
        maker_linear(m, maker_name(m, names[i], "up"), 64, 32);
        maker_linear(m, maker_name(m, names[i], "down"), 32, 64);
        maker_norm(m, maker_name(m, names[i], "norm1"), 32);
        maker_norm(m, maker_name(m, names[i], "norm2"), 32);
    }
    maker_floats(m, "mix", 3, 3, 0.33f, 0.2f);
    maker_floats(m, "shape", 6, 32, 0, 1);
    maker_labels(m);
    maker_heads(m, 64);
}

static void maker_recurrent(maker *m)
{
    static const uint32_t config[8] = {32, 16, 50, 6, 0, 0, 0, 0};
    maker_text(m, "kind", "recurrent");
    maker_config(m, config);
    maker_text(m, "forms", "the\nminister\nmet\nKabul\n.");
    maker_rows(m, "form", 5, 32);
    maker_rows(m, "gram", 50, 32);
    maker_floats(m, "shape", 6, 32, 0, 0.3f);
    for (uint32_t i = 0; i < 4; i++) {
        static const char *const names[4] = {"lstm.0.fw.", "lstm.0.bw.", "lstm.1.fw.", "lstm.1.bw."};
        maker_linear(m, maker_name(m, names[i], "in"), 64, 32);
        maker_rows(m, maker_name(m, names[i], "hidden"), 64, 16);
    }
    maker_labels(m);
    maker_heads(m, 32);
}

static void maker_put(char *p, uint64_t value, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++) p[i] = (char)(value >> 8 * i);
}

/* The file, in the maker's arena; the maker is reset. */
static dl_str maker_file(maker *m)
{
    size_t size = 64 + 96 * (size_t)m->count;
    for (uint32_t i = 0; i < m->count; i++) size = (size + 63) / 64 * 64 + m->sections[i].bytes.n;
    char *file = dl_arena_get(m->arena, size);
    if (!file) abort();
    memcpy(file, "DATELINE", 8);
    maker_put(file + 8, 1, 4);
    maker_put(file + 12, m->count, 4);
    size_t at = 64 + 96 * (size_t)m->count;
    for (uint32_t i = 0; i < m->count; i++) {
        char *entry = file + 64 + 96 * i;
        at = (at + 63) / 64 * 64;
        memcpy(entry, m->sections[i].name, DL_MIN(strlen(m->sections[i].name), 47u));
        maker_put(entry + 48, m->sections[i].type, 4);
        maker_put(entry + 52, m->sections[i].rank, 4);
        for (uint32_t k = 0; k < 4; k++) maker_put(entry + 56 + 4 * k, m->sections[i].shape[k], 4);
        maker_put(entry + 72, at, 8);
        maker_put(entry + 80, m->sections[i].bytes.n, 8);
        memcpy(file + at, m->sections[i].bytes.p, m->sections[i].bytes.n);
        at += m->sections[i].bytes.n;
    }
    dl_sha256 sha;
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, (dl_str){file + 64, size - 64});
    dl_sha256_done(&sha, (uint8_t *)file + 16);
    m->count = 0;
    return (dl_str){file, size};
}

#endif
