/* b_kern.c - speed of the kernels on one core, one JSON line for each that this machine can run: int8 products of the encoder's shapes in
 * billions of operations a second (two for each product), attention and row work in microseconds a piece and layer. */
#include "kern/kern.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROWS = 256, WIDTH = 384, INNER = 1536, HEADS = 12, TURNS = 5 };

typedef struct buffers { float *x, *y, *scale; uint8_t *q; void *work; } buffers;

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fill(float *x, size_t n)
{
    uint32_t state = 1;
    for (size_t i = 0; i < n; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] = (float)(state >> 8 & 0xFFFF) / 32768.0f - 1.0f;
    }
}

static double product_gops(const dl_kernel *k, dl_arena *arena, const buffers *b, uint32_t columns, uint32_t depth)
{
    int8_t *rows = dl_kern_room(arena, (size_t)columns * depth);
    float *zero = dl_kern_room(arena, columns * sizeof(float));
    dl_linear w = {.scale = zero, .bias = zero};
    for (size_t i = 0; i < (size_t)columns * depth; i++) rows[i] = (int8_t)(i * 31 % 255);
    if (!zero || !rows || !dl_pack(k, arena, rows, columns, depth, &w.weight)) exit(3);
    for (uint32_t r = 0; r < ROWS; r++) b->scale[r] = k->quantise(b->x + (size_t)r * depth, depth, k->reach(b->x + (size_t)r * depth, depth), b->q + (size_t)r * depth);
    double best = 1e9;
    for (int turn = 0; turn < TURNS; turn++) {
        double start = cpu_seconds();
        k->linear(b->q, depth, b->scale, ROWS, &w, b->y, columns);
        best = DL_MIN(best, cpu_seconds() - start);
    }
    return 2e-9 * ROWS * columns * depth / best;
}

static void run(const dl_kernel *k, dl_arena *arena)
{
    buffers b = {dl_kern_room(arena, ROWS * INNER * sizeof(float)), dl_kern_room(arena, ROWS * INNER * sizeof(float)), dl_kern_room(arena, ROWS * sizeof(float)),
                 dl_kern_room(arena, ROWS * INNER), dl_kern_room(arena, dl_attend_work(ROWS, WIDTH / HEADS))};
    if (!b.x || !b.y || !b.scale || !b.q || !b.work) exit(3);
    fill(b.x, ROWS * INNER);
    printf("{\"kernel\": \"%s\", \"gops\": {\"384x1152\": %.0f, \"384x384\": %.0f, \"384x1536\": %.0f, \"1536x384\": %.0f}", k->name,
           product_gops(k, arena, &b, 3 * WIDTH, WIDTH), product_gops(k, arena, &b, WIDTH, WIDTH), product_gops(k, arena, &b, INNER, WIDTH),
           product_gops(k, arena, &b, WIDTH, INNER));
    double start = cpu_seconds();
    for (uint32_t h = 0; h < HEADS; h++) k->attend(b.x + h * (WIDTH / HEADS), 3 * WIDTH, WIDTH, ROWS, WIDTH / HEADS, b.y + h * (WIDTH / HEADS), WIDTH, b.work);
    double attended = cpu_seconds();
    for (uint32_t r = 0; r < ROWS; r++) {
        float *row = b.x + (size_t)r * INNER;
        b.scale[r] = k->quantise(row, INNER, k->gelu(row, INNER), b.q + (size_t)r * INNER);
    }
    double done = cpu_seconds();
    printf(", \"attention_us\": %.2f, \"gelu_us\": %.2f}\n", (attended - start) / ROWS * 1e6, (done - attended) / ROWS * 1e6);
}

int main(void)
{
    static const char *const names[] = {"scalar", "avx2", "vnni", "amx"};
    for (size_t i = 0; i < DL_COUNT(names); i++) {
        dl_arena *arena = dl_arena_new(0);
        const dl_kernel *k = dl_kernel_get(names[i]);
        if (arena && k) run(k, arena);
        dl_arena_free(arena);
    }
    return 0;
}
