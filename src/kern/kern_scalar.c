/* kern_scalar.c - the kernels in plain C: what every other set of instructions must reproduce. */
#include "kern/kern.h"

#include <math.h>

typedef struct vf { float lane[DL_LANES]; } vf;
typedef struct vi { int32_t lane[DL_LANES]; } vi;

#define EACH for (uint32_t l = 0; l < DL_LANES; l++)

static inline vf vf_load(const float *p) { vf r; memcpy(&r, p, sizeof r); return r; }
static inline void vf_store(float *p, vf a) { memcpy(p, &a, sizeof a); }
static inline vf vf_set(float x) { vf r; EACH r.lane[l] = x; return r; }
static inline vf vf_add(vf a, vf b) { EACH a.lane[l] += b.lane[l]; return a; }
static inline vf vf_sub(vf a, vf b) { EACH a.lane[l] -= b.lane[l]; return a; }
static inline vf vf_mul(vf a, vf b) { EACH a.lane[l] *= b.lane[l]; return a; }
static inline vf vf_div(vf a, vf b) { EACH a.lane[l] /= b.lane[l]; return a; }
static inline vf vf_fma(vf a, vf b, vf c) { EACH c.lane[l] = fmaf(a.lane[l], b.lane[l], c.lane[l]); return c; }
static inline vf vf_max(vf a, vf b) { EACH a.lane[l] = a.lane[l] > b.lane[l] ? a.lane[l] : b.lane[l]; return a; }
static inline vf vf_min(vf a, vf b) { EACH a.lane[l] = a.lane[l] < b.lane[l] ? a.lane[l] : b.lane[l]; return a; }
static inline vf vf_abs(vf a) { EACH a.lane[l] = fabsf(a.lane[l]); return a; }
/* Lanes from `count` on become `other`. */
static inline vf vf_first(vf a, uint32_t count, float other) { EACH a.lane[l] = l < count ? a.lane[l] : other; return a; }

/* Bit l: lane l equals x. */
static inline uint32_t vf_equal(vf a, float x)
{
    uint32_t bits = 0;
    EACH bits |= (uint32_t)(a.lane[l] == x) << l;
    return bits;
}

static inline float vf_total(vf a)
{
    for (uint32_t half = DL_LANES / 2; half; half /= 2)
        for (uint32_t l = 0; l < half; l++) a.lane[l] += a.lane[l + half];
    return a.lane[0];
}

static inline float vf_largest(vf a)
{
    for (uint32_t half = DL_LANES / 2; half; half /= 2)
        for (uint32_t l = 0; l < half; l++) a.lane[l] = a.lane[l] > a.lane[l + half] ? a.lane[l] : a.lane[l + half];
    return a.lane[0];
}

static inline vi vi_load(const int32_t *p) { vi r; memcpy(&r, p, sizeof r); return r; }
static inline vi vi_load_bytes(const int8_t *p) { vi r; EACH r.lane[l] = p[l]; return r; }
static inline vi vi_set(int32_t x) { vi r; EACH r.lane[l] = x; return r; }
static inline vi vi_add(vi a, vi b) { EACH a.lane[l] += b.lane[l]; return a; }
static inline vi vi_sub(vi a, vi b) { EACH a.lane[l] -= b.lane[l]; return a; }
static inline int32_t vi_total(vi a) { int32_t sum = 0; EACH sum += a.lane[l]; return sum; }
static inline vf vf_from(vi a) { vf r; EACH r.lane[l] = (float)a.lane[l]; return r; }

/* To the nearest integer, halves to even, for |x| < 2^22: adding 1.5 * 2^23 leaves the integer in the low bits. */
static inline vi vi_round(vf a)
{
    vi r;
    uint32_t bits[DL_LANES];
    vf shifted = vf_add(a, vf_set(12582912.0f));
    memcpy(bits, &shifted, sizeof bits);
    EACH bits[l] -= 0x4B400000u;
    memcpy(&r, bits, sizeof r);
    return r;
}

/* a * 2^n */
static inline vf vf_exponent(vf a, vi n)
{
    uint32_t bits[DL_LANES];
    memcpy(bits, &a, sizeof bits);
    EACH bits[l] += (uint32_t)n.lane[l] << 23;
    memcpy(&a, bits, sizeof a);
    return a;
}

static inline void vi_bytes(vi a, uint8_t *to) { EACH to[l] = (uint8_t)a.lane[l]; }

/* Byte i of lane l goes to to[4 l + i]. */
static inline void vi_store4(int8_t *to, const vi four[4])
{
    for (uint32_t i = 0; i < 4; i++) EACH to[4 * l + i] = (int8_t)four[i].lane[l];
}

static void panels(const uint8_t *a, size_t a_step, uint32_t rows, const int8_t *b, uint32_t k, int32_t *c, size_t c_step)
{
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t half = 0; half < 2; half++) {
            int32_t sum[DL_LANES] = {0};
            const int8_t *w = b + (size_t)half * DL_LANES * k;
            for (uint32_t i = 0; i < k; i += 4, w += 4 * DL_LANES)
                EACH for (uint32_t j = 0; j < 4; j++) sum[l] += a[r * a_step + i + j] * w[4 * l + j];
            memcpy(c + r * c_step + half * DL_LANES, sum, sizeof sum);
        }
}

enum { PANEL_ROWS = DL_ROWS };
static inline void panels_begin(uint32_t k) { (void)k; }
static inline void panels_end(void) {}

#include "kern/kern_body.h"

const dl_kernel *dl_kernel_scalar(void)
{
    static const dl_kernel table = DL_KERNEL_TABLE("scalar");
    return &table;
}
