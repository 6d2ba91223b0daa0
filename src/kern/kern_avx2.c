/* kern_avx2.c - the kernels for AVX2 with FMA: sixteen lanes in two registers. */
#include "kern/kern.h"
#include "kern/kern_target.h"

#if DL_X86
#include <immintrin.h>
#include <math.h>

DL_TARGET_BEGIN_AVX2

typedef struct vf { __m256 a, b; } vf;
typedef struct vi { __m256i a, b; } vi;

static inline vf vf_load(const float *p) { return (vf){_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)}; }
static inline void vf_store(float *p, vf x) { _mm256_storeu_ps(p, x.a), _mm256_storeu_ps(p + 8, x.b); }
static inline vf vf_set(float x) { return (vf){_mm256_set1_ps(x), _mm256_set1_ps(x)}; }
static inline vf vf_add(vf x, vf y) { return (vf){_mm256_add_ps(x.a, y.a), _mm256_add_ps(x.b, y.b)}; }
static inline vf vf_sub(vf x, vf y) { return (vf){_mm256_sub_ps(x.a, y.a), _mm256_sub_ps(x.b, y.b)}; }
static inline vf vf_mul(vf x, vf y) { return (vf){_mm256_mul_ps(x.a, y.a), _mm256_mul_ps(x.b, y.b)}; }
static inline vf vf_div(vf x, vf y) { return (vf){_mm256_div_ps(x.a, y.a), _mm256_div_ps(x.b, y.b)}; }
static inline vf vf_fma(vf x, vf y, vf z) { return (vf){_mm256_fmadd_ps(x.a, y.a, z.a), _mm256_fmadd_ps(x.b, y.b, z.b)}; }
static inline vf vf_max(vf x, vf y) { return (vf){_mm256_max_ps(x.a, y.a), _mm256_max_ps(x.b, y.b)}; }
static inline vf vf_min(vf x, vf y) { return (vf){_mm256_min_ps(x.a, y.a), _mm256_min_ps(x.b, y.b)}; }

static inline vf vf_abs(vf x)
{
    __m256 sign = _mm256_set1_ps(-0.0f);
    return (vf){_mm256_andnot_ps(sign, x.a), _mm256_andnot_ps(sign, x.b)};
}

static inline vf vf_first(vf x, uint32_t count, float other)
{
    if (count >= DL_LANES) return x;
    __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), n = _mm256_set1_epi32((int32_t)count);
    __m256 o = _mm256_set1_ps(other);
    x.a = _mm256_blendv_ps(o, x.a, _mm256_castsi256_ps(_mm256_cmpgt_epi32(n, lane)));
    x.b = _mm256_blendv_ps(o, x.b, _mm256_castsi256_ps(_mm256_cmpgt_epi32(_mm256_sub_epi32(n, _mm256_set1_epi32(8)), lane)));
    return x;
}

static inline float vf_total(vf x)
{
    __m256 b = _mm256_add_ps(x.a, x.b);
    __m128 c = _mm_add_ps(_mm256_castps256_ps128(b), _mm256_extractf128_ps(b, 1));
    c = _mm_add_ps(c, _mm_movehl_ps(c, c));
    return _mm_cvtss_f32(_mm_add_ss(c, _mm_movehdup_ps(c)));
}

/* Bit l: lane l equals y. */
static inline uint32_t vf_equal(vf x, float y)
{
    __m256 v = _mm256_set1_ps(y);
    return (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(x.a, v, _CMP_EQ_OQ)) | (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(x.b, v, _CMP_EQ_OQ)) << 8;
}

static inline float vf_largest(vf x)
{
    __m256 b = _mm256_max_ps(x.a, x.b);
    __m128 c = _mm_max_ps(_mm256_castps256_ps128(b), _mm256_extractf128_ps(b, 1));
    c = _mm_max_ps(c, _mm_movehl_ps(c, c));
    return _mm_cvtss_f32(_mm_max_ss(c, _mm_movehdup_ps(c)));
}

static inline __m256i load8(const void *p) { return _mm256_loadu_si256(p); }
static inline vi vi_load(const int32_t *p) { return (vi){load8(p), load8(p + 8)}; }
static inline __m256i load8_bytes(const int8_t *p) { return _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)p)); }
static inline vi vi_load_bytes(const int8_t *p) { return (vi){load8_bytes(p), load8_bytes(p + 8)}; }
static inline vi vi_set(int32_t x) { return (vi){_mm256_set1_epi32(x), _mm256_set1_epi32(x)}; }
static inline vi vi_add(vi x, vi y) { return (vi){_mm256_add_epi32(x.a, y.a), _mm256_add_epi32(x.b, y.b)}; }
static inline vi vi_sub(vi x, vi y) { return (vi){_mm256_sub_epi32(x.a, y.a), _mm256_sub_epi32(x.b, y.b)}; }
static inline vf vf_from(vi x) { return (vf){_mm256_cvtepi32_ps(x.a), _mm256_cvtepi32_ps(x.b)}; }
static inline vi vi_round(vf x) { return (vi){_mm256_cvtps_epi32(x.a), _mm256_cvtps_epi32(x.b)}; }

static inline int32_t vi_total(vi x)
{
    int32_t lane[8], sum = 0;
    _mm256_storeu_si256((__m256i *)(void *)lane, _mm256_add_epi32(x.a, x.b));
    for (int i = 0; i < 8; i++) sum += lane[i];
    return sum;
}

static inline vf vf_exponent(vf x, vi n)
{
    return (vf){_mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(x.a), _mm256_slli_epi32(n.a, 23))),
                _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(x.b), _mm256_slli_epi32(n.b, 23)))};
}

static inline void vi_bytes(vi x, uint8_t *to)
{
    __m256i low = _mm256_set1_epi32(255);
    __m256i words = _mm256_packus_epi32(_mm256_and_si256(x.a, low), _mm256_and_si256(x.b, low)); /* a0-3 b0-3 a4-7 b4-7 */
    words = _mm256_permute4x64_epi64(words, 0xD8);
    _mm_storeu_si128((__m128i *)(void *)to, _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1)));
}

static inline __m256i join4(__m256i a, __m256i b, __m256i c, __m256i d)
{
    __m256i low = _mm256_set1_epi32(255);
    a = _mm256_or_si256(_mm256_and_si256(a, low), _mm256_slli_epi32(_mm256_and_si256(b, low), 8));
    return _mm256_or_si256(a, _mm256_or_si256(_mm256_slli_epi32(_mm256_and_si256(c, low), 16), _mm256_slli_epi32(d, 24)));
}

static inline void vi_store4(int8_t *to, const vi four[4])
{
    _mm256_storeu_si256((__m256i *)(void *)to, join4(four[0].a, four[1].a, four[2].a, four[3].a));
    _mm256_storeu_si256((__m256i *)(void *)(to + 32), join4(four[0].b, four[1].b, four[2].b, four[3].b));
}

enum { BLOCK = 4, CHUNK = 1024 }; /* rows of one block; columns that are widened at a time */

/* Four rows by eight columns. Bytes are widened to 16 bits first, because the products of bytes (maddubs) saturate: sums must be exact. */
static inline void block(const uint16_t *a, const int8_t *b, uint32_t k, int32_t *c, size_t c_step, bool more)
{
    __m256i sum[BLOCK][2];
#pragma GCC unroll 4
    for (uint32_t r = 0; r < BLOCK; r++) sum[r][0] = sum[r][1] = _mm256_setzero_si256();
#pragma GCC unroll 4
    for (uint32_t i = 0; i < k; i += 4, b += 4 * DL_LANES) {
        __m256i w0 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)b));
        __m256i w1 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(b + 16)));
#pragma GCC unroll 4
        for (uint32_t r = 0; r < BLOCK; r++) {
            int64_t four;
            memcpy(&four, a + r * CHUNK + i, sizeof four);
            __m256i v = _mm256_set1_epi64x(four);
            sum[r][0] = _mm256_add_epi32(sum[r][0], _mm256_madd_epi16(v, w0));
            sum[r][1] = _mm256_add_epi32(sum[r][1], _mm256_madd_epi16(v, w1));
        }
    }
#pragma GCC unroll 4
    for (uint32_t r = 0; r < BLOCK; r++) {
        __m256i pairs = _mm256_permute4x64_epi64(_mm256_hadd_epi32(sum[r][0], sum[r][1]), 0xD8); /* columns came as 0 1 4 5 2 3 6 7 */
        if (more) pairs = _mm256_add_epi32(pairs, load8(c + r * c_step));
        _mm256_storeu_si256((__m256i *)(void *)(c + r * c_step), pairs);
    }
}

/* k is a multiple of 4, not of 16: the last bytes go one by one. */
static inline void widen(const uint8_t *a, uint32_t k, uint16_t *out)
{
    uint32_t i = 0;
    for (; i + 16 <= k; i += 16)
        _mm256_storeu_si256((__m256i *)(void *)(out + i), _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(a + i))));
    for (; i < k; i++) out[i] = a[i];
}

static inline void panels(const uint8_t *a, size_t a_step, uint32_t rows, const int8_t *b, uint32_t k, int32_t *c, size_t c_step)
{
    uint16_t wide[BLOCK * CHUNK];
    for (uint32_t r = 0; r < rows; r += BLOCK)
        for (uint32_t i = 0; i < k; i += CHUNK) {
            uint32_t some = DL_MIN(k - i, CHUNK);
            for (uint32_t j = 0; j < BLOCK; j++) widen(a + (r + j) * a_step + i, some, wide + (size_t)j * CHUNK);
            for (uint32_t n = 0; n < 2 * DL_LANES; n += 8)
                block(wide, b + (size_t)(n / DL_LANES) * DL_LANES * k + (size_t)i * DL_LANES + n % DL_LANES * 4, some, c + r * c_step + n, c_step, i > 0);
        }
}

enum { PANEL_ROWS = DL_ROWS };
static inline void panels_begin(uint32_t k) { (void)k; }
static inline void panels_end(void) {}

#include "kern/kern_body.h"

const dl_kernel *dl_kernel_avx2(void)
{
    static const dl_kernel table = DL_KERNEL_TABLE("avx2");
    return &table;
}
DL_TARGET_END
#else
const dl_kernel *dl_kernel_avx2(void) { return NULL; }
#endif
