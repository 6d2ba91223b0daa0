/* Every kernel that this machine can run gives the bits of the scalar one; the scalar one gives what double arithmetic gives. */
#include "check.h"
#include "kern/kern.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 64 };

static uint32_t state = 1;

static uint32_t draw(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

/* In [-size, size]; one in thirty is zero. */
static float draw_float(float size) { return draw() % 30 ? size * ((float)(draw() % 20001) / 10000.0f - 1.0f) : 0.0f; }

static void fill_floats(float *x, size_t n, float size)
{
    for (size_t i = 0; i < n; i++) x[i] = draw_float(size);
}

static void fill_bytes(uint8_t *x, size_t n)
{
    static const uint8_t edge[] = {0, 1, 127, 128, 129, 255};
    for (size_t i = 0; i < n; i++) x[i] = draw() % 4 ? (uint8_t)draw() : edge[draw() % DL_COUNT(edge)];
}

typedef struct kernels { const dl_kernel *scalar, *other[3]; uint32_t count; } kernels;

static kernels find_kernels(void)
{
    static const char *const names[] = {"avx2", "vnni", "amx"};
    kernels k = {.scalar = dl_kernel_get("scalar")};
    for (size_t i = 0; i < DL_COUNT(names); i++) {
        const dl_kernel *kernel = dl_kernel_get(names[i]);
        if (kernel) k.other[k.count++] = kernel;
        else check_skip(names[i]);
    }
    return k;
}

/* ## Products */

static void test_products(const kernels *all, dl_arena *arena)
{
    static const uint32_t rows[] = {1, 2, 7, 8, 9, 16, 17, 31}, columns[] = {1, 16, 31, 32, 33, 64, 100}, depth[] = {1, 3, 4, 32, 64, 100, 128, 384, 416};
    for (size_t a = 0; a < DL_COUNT(rows); a++)
        for (size_t b = 0; b < DL_COUNT(columns); b++)
            for (size_t c = 0; c < DL_COUNT(depth); c++) {
                uint32_t m = rows[a], n = columns[b], k = depth[c], step = dl_round_up(k, 4);
                dl_arena_reset(arena);
                uint8_t *x = dl_kern_room(arena, (size_t)dl_rows_room(m) * step);
                int8_t *w = dl_kern_room(arena, (size_t)n * k);
                fill_bytes(x, (size_t)m * step);
                fill_bytes((uint8_t *)w, (size_t)n * k);
                dl_packed packed;
                if (!dl_pack(all->scalar, arena, w, n, k, &packed)) abort();
                size_t size = (size_t)dl_rows_room(m) * packed.n_room * sizeof(int32_t);
                int32_t *want = dl_kern_room(arena, size), *got = dl_kern_room(arena, size);
                all->scalar->multiply(x, step, m, &packed, want, packed.n_room);
                int32_t sum = 0, i = (int32_t)(draw() % m), j = (int32_t)(draw() % n);
                for (uint32_t d = 0; d < k; d++) sum += x[(size_t)i * step + d] * w[(size_t)j * k + d];
                CHECK(want[(size_t)i * packed.n_room + (size_t)j] == sum, "scalar product %ux%ux%u", m, n, k);
                for (uint32_t o = 0; o < all->count; o++) {
                    all->other[o]->multiply(x, step, m, &packed, got, packed.n_room);
                    CHECK(memcmp(want, got, (size_t)m * packed.n_room * sizeof *got) == 0, "%s product %ux%ux%u", all->other[o]->name, m, n, k);
                }
            }
}

static void test_linear(const kernels *all, dl_arena *arena)
{
    for (uint32_t turn = 0; turn < 40; turn++) {
        uint32_t m = 1 + draw() % 40, n = 1 + draw() % 90, k = 16 * (1 + draw() % 30);
        dl_arena_reset(arena);
        float *x = dl_kern_room(arena, (size_t)m * k * sizeof *x), *scale = dl_kern_room(arena, 4 * 128), *bias = dl_kern_room(arena, 4 * 128);
        float *row_scale = dl_kern_room(arena, 4 * 64), *again = dl_kern_room(arena, 4 * 64);
        uint8_t *q = dl_kern_room(arena, (size_t)dl_rows_room(m) * k), *other = dl_kern_room(arena, (size_t)dl_rows_room(m) * k);
        int8_t *w = dl_kern_room(arena, (size_t)n * k);
        fill_floats(x, (size_t)m * k, turn % 3 ? 4.0f : 1e-3f);
        fill_floats(scale, n, 0.01f);
        fill_floats(bias, n, 1.0f);
        fill_bytes((uint8_t *)w, (size_t)n * k);
        if (turn % 5 == 0) memset(x, 0, k * sizeof *x);
        dl_linear l = {.scale = scale, .bias = bias};
        if (!dl_pack(all->scalar, arena, w, n, k, &l.weight)) abort();
        size_t size = (size_t)dl_rows_room(m) * l.weight.n_room * sizeof(float);
        float *want = dl_kern_room(arena, size), *got = dl_kern_room(arena, size);
        for (uint32_t r = 0; r < m; r++) row_scale[r] = all->scalar->quantise(x + (size_t)r * k, k, all->scalar->reach(x + (size_t)r * k, k), q + (size_t)r * k);
        all->scalar->linear(q, k, row_scale, m, &l, want, l.weight.n_room);
        for (uint32_t r = 0; r < m; r++)
            for (uint32_t j = 0; j < n; j++) {
                double sum = 0;
                for (uint32_t d = 0; d < k; d++) sum += (double)w[(size_t)j * k + d] * ((double)q[(size_t)r * k + d] - 128);
                double y = sum * row_scale[r] * scale[j] + bias[j];
                CHECK(fabs(want[(size_t)r * l.weight.n_room + j] - y) <= 1e-5 * (1 + fabs(y)), "linear %u, %u", r, j);
            }
        for (uint32_t o = 0; o < all->count; o++) {
            for (uint32_t r = 0; r < m; r++) again[r] = all->other[o]->quantise(x + (size_t)r * k, k, all->other[o]->reach(x + (size_t)r * k, k), other + (size_t)r * k);
            CHECK(memcmp(again, row_scale, m * sizeof *again) == 0 && memcmp(other, q, (size_t)m * k) == 0, "%s quantise", all->other[o]->name);
            all->other[o]->linear(q, k, row_scale, m, &l, got, l.weight.n_room);
            CHECK(memcmp(want, got, (size_t)m * l.weight.n_room * sizeof *got) == 0, "%s linear", all->other[o]->name);
        }
    }
}

/* ## Rows */

typedef struct rows { float x[16 * MOST], y[16 * MOST], gain[16 * MOST], bias[16 * MOST], out[16 * MOST], more[16 * MOST]; uint8_t bytes[16 * MOST]; } rows;

enum { ADD, ADD_BYTES, DOT, LARGEST, GELU, NORM, NORM_ALONE, SIGMOID, SOFTMAX, TANH, CELL, OPERATIONS };

static const char *const operation_names[] = {"add", "add bytes", "dot", "largest", "gelu", "norm", "norm alone", "sigmoid", "softmax", "tanh", "cell"};

/* One operation on r->out, which begins as a copy of r->x. */
static void operate(const dl_kernel *k, int operation, rows *r, uint32_t n)
{
    memcpy(r->out, r->x, sizeof r->out);
    memcpy(r->more, r->y, sizeof r->more);
    memset(r->bytes, 0, sizeof r->bytes);
    switch (operation) {
    case ADD: k->add(r->y[0], r->y, r->out, n); break;
    case ADD_BYTES: k->add_bytes(r->y[0], (const int8_t *)(const void *)r->y, r->out, n); break;
    case LARGEST: r->out[0] = (float)k->largest(r->x, n - n / 16 % 16); break;
    case DOT: r->out[0] = k->dot(r->x, r->y, n); break;
    case GELU: r->more[0] = k->gelu(r->out, n); break;
    case NORM: r->more[0] = k->norm(r->x, r->y, r->gain, r->bias, n, r->out); break;
    case NORM_ALONE: k->norm(r->out, NULL, r->gain, r->bias, n, r->out); break;
    case SIGMOID: k->sigmoid(r->out, n); break;
    case SOFTMAX: k->softmax(r->out, n - n / 16 % 16); break;
    case TANH: k->tanh(r->out, n); break;
    case CELL: k->cell(r->x, r->y, n / 64 * 16, r->more, r->out, r->bytes); break;
    default: break;
    }
}

static void test_rows(const kernels *all)
{
    static rows want, got;
    for (uint32_t turn = 0; turn < 300; turn++) {
        uint32_t n = 16 * (1 + draw() % MOST);
        float size = turn % 3 == 0 ? 1.0f : turn % 3 == 1 ? 8.0f : 300.0f;
        fill_floats(want.x, DL_COUNT(want.x), size);
        fill_floats(want.y, DL_COUNT(want.y), size);
        fill_floats(want.gain, DL_COUNT(want.gain), 2.0f);
        fill_floats(want.bias, DL_COUNT(want.bias), 2.0f);
        if (turn % 7 == 0) memset(want.x, 0, sizeof want.x), memset(want.y, 0, sizeof want.y);
        for (int operation = 0; operation < OPERATIONS; operation++) {
            operate(all->scalar, operation, &want, n);
            for (uint32_t o = 0; o < all->count; o++) {
                got = want;
                operate(all->other[o], operation, &got, n);
                CHECK(memcmp(&want, &got, sizeof got) == 0, "%s %s of %u", all->other[o]->name, operation_names[operation], n);
            }
        }
    }
}

static void test_attention(const kernels *all, dl_arena *arena)
{
    static const uint32_t lengths[] = {1, 2, 3, 7, 8, 9, 16, 17, 31, 32, 33, 100, 256}, heads[] = {16, 32, 48, 64};
    for (size_t a = 0; a < DL_COUNT(lengths); a++)
        for (size_t b = 0; b < DL_COUNT(heads); b++) {
            uint32_t n = lengths[a], head = heads[b], width = 2 * head;
            dl_arena_reset(arena);
            size_t size = (size_t)n * width * sizeof(float);
            float *qkv = dl_kern_room(arena, 3 * size), *want = dl_kern_room(arena, size), *got = dl_kern_room(arena, size);
            void *work = dl_kern_room(arena, dl_attend_work(n, head));
            fill_floats(qkv, 3 * (size_t)n * width, 3.0f);
            all->scalar->attend(qkv + head, 3 * (size_t)width, width, n, head, want + head, width, work);
            for (uint32_t o = 0; o < all->count; o++) {
                memset(work, 0xA5, dl_attend_work(n, head));
                all->other[o]->attend(qkv + head, 3 * (size_t)width, width, n, head, got + head, width, work);
                CHECK(memcmp(want, got, size) == 0, "%s attention over %u, head %u", all->other[o]->name, n, head);
            }
        }
}

/* ## Against double arithmetic */

static void test_functions(const kernels *all)
{
    static float x[16 * MOST], gelu[16 * MOST], sigmoid[16 * MOST], tangent[16 * MOST], softmax[16 * MOST];
    const uint32_t n = DL_COUNT(x);
    double sum = 0, largest = -1e9;
    for (uint32_t i = 0; i < n; i++) {
        x[i] = 12.0f * ((float)i / (float)n * 2.0f - 1.0f);
        largest = fmax(largest, x[i]);
    }
    memcpy(gelu, x, sizeof x);
    memcpy(sigmoid, x, sizeof x);
    memcpy(tangent, x, sizeof x);
    memcpy(softmax, x, sizeof x);
    all->scalar->gelu(gelu, n);
    all->scalar->sigmoid(sigmoid, n);
    all->scalar->tanh(tangent, n);
    all->scalar->softmax(softmax, n);
    for (uint32_t i = 0; i < n; i++) sum += exp(x[i] - largest);
    for (uint32_t i = 0; i < n; i++) {
        double v = x[i];
        CHECK(fabs(gelu[i] - 0.5 * v * (1 + erf(v / sqrt(2.0)))) < 1e-5, "gelu(%g) = %g", v, gelu[i]);
        CHECK(fabs(sigmoid[i] - 1 / (1 + exp(-v))) < 1e-6, "sigmoid(%g) = %g", v, sigmoid[i]);
        CHECK(fabs(tangent[i] - tanh(v)) < 1e-6, "tanh(%g) = %g", v, tangent[i]);
        CHECK(fabs(softmax[i] - exp(v - largest) / sum) < 1e-6, "softmax(%g) = %g", v, softmax[i]);
    }
}

/* Attention in int8 stays near attention in double. */
static void test_attention_meaning(const kernels *all, dl_arena *arena)
{
    enum { N = 60, HEAD = 32, WIDTH = 32 };
    dl_arena_reset(arena);
    float *qkv = dl_kern_room(arena, N * 3 * WIDTH * sizeof *qkv), *got = dl_kern_room(arena, N * WIDTH * sizeof *got);
    fill_floats(qkv, N * 3 * WIDTH, 1.5f);
    all->scalar->attend(qkv, 3 * WIDTH, WIDTH, N, HEAD, got, WIDTH, dl_kern_room(arena, dl_attend_work(N, HEAD)));
    double worst = 0;
    for (int i = 0; i < N; i++) {
        double weight[N], sum = 0;
        for (int j = 0; j < N; j++) {
            double s = 0;
            for (int d = 0; d < HEAD; d++) s += (double)qkv[i * 3 * WIDTH + d] * qkv[j * 3 * WIDTH + WIDTH + d];
            sum += weight[j] = exp(s / sqrt(HEAD));
        }
        for (int d = 0; d < HEAD; d++) {
            double y = 0;
            for (int j = 0; j < N; j++) y += weight[j] / sum * qkv[j * 3 * WIDTH + 2 * WIDTH + d];
            worst = fmax(worst, fabs(y - got[i * WIDTH + d]));
        }
    }
    CHECK(worst < 0.03, "attention is off by %g", worst);
}

static void test_choice(void)
{
    dl_error err;
    const dl_kernel *k;
    setenv("DATELINE_KERNEL", "abacus", 1);
    CHECK(dl_kernel_choose(&k, &err) == DL_USAGE && strstr(err.text, "abacus"), "an unknown kernel is an error");
    setenv("DATELINE_KERNEL", "scalar", 1);
    CHECK(dl_kernel_choose(&k, &err) == DL_OK && strcmp(k->name, "scalar") == 0, "a kernel by name");
    CHECK(strcmp(dl_kernel_name(), "scalar") == 0, "the name in use");
    unsetenv("DATELINE_KERNEL");
    CHECK(dl_kernel_choose(&k, &err) == DL_OK && k, "the best kernel");
}

int main(void)
{
    kernels all = find_kernels();
    dl_arena *arena = dl_arena_new(0);
    test_products(&all, arena);
    test_linear(&all, arena);
    test_rows(&all);
    test_attention(&all, arena);
    test_functions(&all);
    test_attention_meaning(&all, arena);
    test_choice();
    dl_arena_free(arena);
    return check_done();
}
