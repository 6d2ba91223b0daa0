/* kern.h - the arithmetic of the networks, in several instruction sets with one result.
 *
 * Every function below exists for plain C ("scalar", the meaning), AVX2, AVX-512 VNNI and AMX, and gives the same bits in each:
 * sums of products are exact integers, and float32 work is done in one fixed order. That order is written once, in kern_body.h,
 * over vectors of sixteen lanes: lane l of a sum takes the elements l, l + 16, ..., and the lanes are added in halves
 * (l + 8, l + 4, l + 2, l + 1). Fused multiply-adds are written out; the compiler must not add others (-ffp-contract=off).
 *
 * Rows. Quantised rows are bytes: value + 128, with one scale a row. Widths of float rows are multiples of 16. Row counts are free,
 * but a kernel may read and write up to DL_ROWS - 1 rows beyond the last: give buffers that room (dl_rows_room). */
#ifndef DL_KERN_H
#define DL_KERN_H

#include "base/base.h"

#define DL_LANES 16u /* floats of a vector, columns of a panel */
#define DL_ROWS 8u   /* rows that are multiplied together */
#define DL_HEAD_MAX 256u /* width of one attention head at most */

static inline uint32_t dl_round_up(uint32_t n, uint32_t step) { return (n + step - 1) / step * step; }
static inline uint32_t dl_rows_room(uint32_t rows) { return dl_round_up(rows, DL_ROWS); }

/* An int8 matrix [n][k] in the order in which kernels read it: [n / 16][k / 4][16][4], filled up with zeros to n_room and k_room. */
typedef struct dl_packed {
    const int8_t *data;
    const int32_t *offset; /* [n_room] 128 * sum of the row: what the + 128 of the bytes adds */
    uint32_t n, k;
    uint32_t n_room, k_room; /* multiples of 32 and 4 */
} dl_packed;

/* y = (weight * scale) x + bias */
typedef struct dl_linear {
    dl_packed weight;
    const float *scale, *bias; /* [n_room] */
} dl_linear;

typedef struct dl_kernel {
    const char *name;
    /* c[r][n] = sum over k of a[r][k] * b[n][k], with a as unsigned bytes. a has k_room columns, c has n_room. */
    void (*multiply)(const uint8_t *a, size_t a_step, uint32_t rows, const dl_packed *b, int32_t *c, size_t c_step);
    /* y[r][n] = (sum - offset[n]) * (a_scale[r] * scale[n]) + bias[n]; y has n_room columns. */
    void (*linear)(const uint8_t *a, size_t a_step, const float *a_scale, uint32_t rows, const dl_linear *w, float *y, size_t y_step);
    /* max |x|, at least 1e-30 */
    float (*reach)(const float *x, uint32_t n);
    /* q[i] = 128 + round(x[i] * 127 / reach); returns the scale, reach / 127. */
    float (*quantise)(const float *x, uint32_t n, float reach, uint8_t *q);
    /* out = layer norm of (x + y) over n elements, times gain plus bias; y may be NULL, out may be x. Returns the reach of out. */
    float (*norm)(const float *x, const float *y, const float *gain, const float *bias, uint32_t n, float *out);
    /* x = 0.5 x (1 + erf(x / sqrt 2)); returns the reach of the result. */
    float (*gelu)(float *x, uint32_t n);
    /* y[i] += a * x[i] */
    void (*add)(float a, const float *x, float *y, uint32_t n);
    void (*add_bytes)(float a, const int8_t *x, float *y, uint32_t n);
    /* sum of x[i] * y[i] */
    float (*dot)(const float *x, const float *y, uint32_t n);
    /* Index of the first of the largest; n is free, at least 1, but room must be a multiple of 16. */
    uint32_t (*largest)(const float *x, uint32_t n);
    /* x = 1 / (1 + exp(-x)) */
    void (*sigmoid)(float *x, uint32_t n);
    void (*tanh)(float *x, uint32_t n);
    /* x = exp(x - max x), divided by their sum; n is free, room must be a multiple of 16. */
    void (*softmax)(float *x, uint32_t n);
    /* Attention of one head in one window of n pieces. qkv: first piece's query of this head; keys lie `width` floats behind the
     * queries, values behind the keys; rows are qkv_step apart. out: [n] rows, out_step apart. head is a multiple
     * of 16, at most DL_HEAD_MAX.
     * work: dl_attend_work(n, head) bytes, aligned to 64. */
    void (*attend)(const float *qkv, size_t qkv_step, uint32_t width, uint32_t n, uint32_t head, float *out, size_t out_step, void *work);
    /* One step of an LSTM for one sequence: gates = in + recurrent, [4n] in the order input, forget, cell, output. c [n] is updated,
     * h [n] and its bytes (scale 1 / 127) are written. */
    void (*cell)(const float *in, const float *recurrent, uint32_t n, float *c, float *h, uint8_t *q);
} dl_kernel;

size_t dl_attend_work(uint32_t n, uint32_t head);

/* Zeroed memory for rows, aligned to 64 bytes; NULL when memory ran out. */
void *dl_kern_room(dl_arena *arena, size_t bytes);

/* The best kernel of this machine, or the one that the environment's DATELINE_KERNEL names. */
DL_CHECKED dl_status dl_kernel_choose(const dl_kernel **out, dl_error *err);
/* A kernel by name; NULL when this build or this machine lacks it. */
const dl_kernel *dl_kernel_get(const char *name);

/* Packs int8 rows [n][k] into arena memory. */
DL_CHECKED bool dl_pack(const dl_kernel *kernel, dl_arena *arena, const int8_t *rows, uint32_t n, uint32_t k, dl_packed *out);

/* One per instruction set, for dl_kernel_get; NULL where the compiler cannot build it. */
const dl_kernel *dl_kernel_scalar(void);
const dl_kernel *dl_kernel_avx2(void);
const dl_kernel *dl_kernel_vnni(void);
const dl_kernel *dl_kernel_amx(void);

#endif
