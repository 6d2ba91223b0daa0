/* kern_512.h - sixteen lanes in one AVX-512 register, and the product of rows with two panels. For kern_vnni.c and kern_amx.c. */
typedef __m512 vf;
typedef __m512i vi;

static inline vf vf_load(const float *p) { return _mm512_loadu_ps(p); }
static inline void vf_store(float *p, vf a) { _mm512_storeu_ps(p, a); }
static inline vf vf_set(float x) { return _mm512_set1_ps(x); }
static inline vf vf_add(vf a, vf b) { return _mm512_add_ps(a, b); }
static inline vf vf_sub(vf a, vf b) { return _mm512_sub_ps(a, b); }
static inline vf vf_mul(vf a, vf b) { return _mm512_mul_ps(a, b); }
static inline vf vf_div(vf a, vf b) { return _mm512_div_ps(a, b); }
static inline vf vf_fma(vf a, vf b, vf c) { return _mm512_fmadd_ps(a, b, c); }
static inline vf vf_max(vf a, vf b) { return _mm512_max_ps(a, b); }
static inline vf vf_min(vf a, vf b) { return _mm512_min_ps(a, b); }
static inline vf vf_abs(vf a) { return _mm512_abs_ps(a); }

static inline vf vf_first(vf a, uint32_t count, float other)
{
    if (count >= DL_LANES) return a;
    return _mm512_mask_blend_ps((__mmask16)((1u << count) - 1), _mm512_set1_ps(other), a);
}

static inline float vf_total(vf a)
{
    __m256 b = _mm256_add_ps(_mm512_castps512_ps256(a), _mm512_extractf32x8_ps(a, 1));
    __m128 c = _mm_add_ps(_mm256_castps256_ps128(b), _mm256_extractf128_ps(b, 1));
    c = _mm_add_ps(c, _mm_movehl_ps(c, c));
    return _mm_cvtss_f32(_mm_add_ss(c, _mm_movehdup_ps(c)));
}

/* Bit l: lane l equals x. */
static inline uint32_t vf_equal(vf a, float x) { return _mm512_cmp_ps_mask(a, _mm512_set1_ps(x), _CMP_EQ_OQ); }

static inline float vf_largest(vf a) { return _mm512_reduce_max_ps(a); }

static inline vi vi_load(const int32_t *p) { return _mm512_loadu_si512(p); }
static inline vi vi_load_bytes(const int8_t *p) { return _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)(const void *)p)); }
static inline vi vi_set(int32_t x) { return _mm512_set1_epi32(x); }
static inline vi vi_add(vi a, vi b) { return _mm512_add_epi32(a, b); }
static inline vi vi_sub(vi a, vi b) { return _mm512_sub_epi32(a, b); }
static inline int32_t vi_total(vi a) { return _mm512_reduce_add_epi32(a); }
static inline vf vf_from(vi a) { return _mm512_cvtepi32_ps(a); }
static inline vi vi_round(vf a) { return _mm512_cvtps_epi32(a); }
static inline vf vf_exponent(vf a, vi n) { return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(a), _mm512_slli_epi32(n, 23))); }
static inline void vi_bytes(vi a, uint8_t *to) { _mm_storeu_si128((__m128i *)(void *)to, _mm512_cvtepi32_epi8(a)); }

static inline void vi_store4(int8_t *to, const vi four[4])
{
    __m512i low = _mm512_set1_epi32(255), a = _mm512_and_si512(four[0], low), b = _mm512_slli_epi32(_mm512_and_si512(four[1], low), 8);
    __m512i c = _mm512_slli_epi32(_mm512_and_si512(four[2], low), 16), d = _mm512_slli_epi32(four[3], 24);
    _mm512_storeu_si512(to, _mm512_or_si512(_mm512_or_si512(a, b), _mm512_or_si512(c, d)));
}

/* Rows by thirty-two columns. Eight rows make sixteen accumulators, which is as many as compilers keep in registers beside the
 * operands; `count` must be a constant, so that they unroll it. */
static inline __attribute__((always_inline)) void tile(const uint8_t *a, size_t a_step, const uint32_t count, const int8_t *b, uint32_t k, int32_t *c, size_t c_step)
{
    const int8_t *b1 = b + (size_t)DL_LANES * k;
    __m512i sum[DL_ROWS][2];
#pragma GCC unroll 8
    for (uint32_t r = 0; r < count; r++) sum[r][0] = sum[r][1] = _mm512_setzero_si512();
    for (uint32_t i = 0; i < k; i += 4) {
        __m512i w0 = _mm512_loadu_si512(b + i * DL_LANES), w1 = _mm512_loadu_si512(b1 + i * DL_LANES);
#pragma GCC unroll 8
        for (uint32_t r = 0; r < count; r++) {
            int32_t four;
            memcpy(&four, a + r * a_step + i, 4);
            __m512i v = _mm512_set1_epi32(four);
            sum[r][0] = _mm512_dpbusd_epi32(sum[r][0], v, w0);
            sum[r][1] = _mm512_dpbusd_epi32(sum[r][1], v, w1);
        }
    }
#pragma GCC unroll 8
    for (uint32_t r = 0; r < count; r++) {
        _mm512_storeu_si512(c + r * c_step, sum[r][0]);
        _mm512_storeu_si512(c + r * c_step + DL_LANES, sum[r][1]);
    }
}

/* May do more rows than asked; see kern.h on room. */
static inline void panels_vnni(const uint8_t *a, size_t a_step, uint32_t rows, const int8_t *b, uint32_t k, int32_t *c, size_t c_step)
{
    if (rows > 4) tile(a, a_step, 8, b, k, c, c_step);
    else if (rows > 2) tile(a, a_step, 4, b, k, c, c_step);
    else tile(a, a_step, 2, b, k, c, c_step);
}
