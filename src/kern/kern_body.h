/* kern_body.h - the kernels written once over vectors of sixteen lanes. Not a header to share: each kern_<set>.c defines
 *
 *   vf, vi            sixteen floats, sixteen int32
 *   vf_* and vi_*     their operations, each exact or rounded to nearest even as IEEE 754 says
 *   panels()          the integer product of up to PANEL_ROWS rows with two panels of sixteen columns
 *   panels_begin(k), panels_end()   around all such products of depth k
 *
 * and then includes this file. */

#define PANEL (2 * DL_LANES) /* columns of one product */
#define TINY 1e-30f          /* stands for the largest number of a row of zeros */

static inline vf vf_clamp(vf x, float low, float high) { return vf_min(vf_max(x, vf_set(low)), vf_set(high)); }

/* 2^x for -126 <= x <= 126: a polynomial on [-1/2, 1/2] (relative error 2e-7), then the exponent. */
static inline vf vf_exp2(vf x)
{
    vi n = vi_round(x);
    vf f = vf_sub(x, vf_from(n));
    vf p = vf_set(0.00132764818f);
    p = vf_fma(p, f, vf_set(0.00967554655f));
    p = vf_fma(p, f, vf_set(0.0555071346f));
    p = vf_fma(p, f, vf_set(0.240221202f));
    p = vf_fma(p, f, vf_set(0.693146944f));
    p = vf_fma(p, f, vf_set(1.00000012f));
    return vf_exponent(p, n);
}

static inline vf vf_sigmoid(vf x)
{
    vf e = vf_exp2(vf_mul(vf_clamp(x, -60.0f, 60.0f), vf_set(-1.44269504f)));
    return vf_div(vf_set(1.0f), vf_add(vf_set(1.0f), e));
}

static inline vf vf_tanh(vf x) { return vf_fma(vf_sigmoid(vf_add(x, x)), vf_set(2.0f), vf_set(-1.0f)); }

/* erf(u / sqrt 2) = u * P(2 u^2 / 25 - 1) for |u| <= 5, minimax for the error of the whole, which is below 5e-6. */
static inline vf vf_gelu(vf x)
{
    static const float c[12] = {0.28272751f,  -0.140596464f, 0.103050798f,  -0.0807839707f, 0.0627134368f, -0.0472498871f,
                                0.0338203125f, -0.0203309692f, 0.0102264769f, -0.00777366525f, 0.00638894411f, -0.00219274708f};
    vf u = vf_clamp(x, -5.0f, 5.0f);
    vf w = vf_fma(vf_mul(u, u), vf_set(0.08f), vf_set(-1.0f));
    vf p = vf_set(c[11]);
    for (int i = 10; i >= 0; i--) p = vf_fma(p, w, vf_set(c[i]));
    return vf_mul(vf_mul(x, vf_set(0.5f)), vf_fma(u, p, vf_set(1.0f)));
}

static void multiply(const uint8_t *a, size_t a_step, uint32_t rows, const dl_packed *b, int32_t *c, size_t c_step)
{
    panels_begin(b->k_room);
    for (uint32_t n = 0; n < b->n_room; n += PANEL)
        for (uint32_t r = 0; r < rows; r += PANEL_ROWS)
            panels(a + r * a_step, a_step, DL_MIN(rows - r, PANEL_ROWS), b->data + (size_t)n * b->k_room, b->k_room, c + r * c_step + n, c_step);
    panels_end();
}

static void linear(const uint8_t *a, size_t a_step, const float *a_scale, uint32_t rows, const dl_linear *w, float *y, size_t y_step)
{
    const dl_packed *b = &w->weight;
    panels_begin(b->k_room);
    for (uint32_t n = 0; n < b->n_room; n += PANEL) {
        vi offset[2] = {vi_load(b->offset + n), vi_load(b->offset + n + DL_LANES)};
        vf scale[2] = {vf_load(w->scale + n), vf_load(w->scale + n + DL_LANES)}, bias[2] = {vf_load(w->bias + n), vf_load(w->bias + n + DL_LANES)};
        for (uint32_t r = 0; r < rows; r += PANEL_ROWS) {
            int32_t sum[PANEL_ROWS * PANEL];
            uint32_t some = DL_MIN(rows - r, PANEL_ROWS);
            panels(a + r * a_step, a_step, some, b->data + (size_t)n * b->k_room, b->k_room, sum, PANEL);
            for (uint32_t i = 0; i < some; i++)
                for (uint32_t half = 0; half < 2; half++) {
                    vf s = vf_from(vi_sub(vi_load(sum + i * PANEL + half * DL_LANES), offset[half]));
                    vf_store(y + (r + i) * y_step + n + half * DL_LANES, vf_fma(s, vf_mul(vf_set(a_scale[r + i]), scale[half]), bias[half]));
                }
        }
    }
    panels_end();
}

static inline float reach(const float *x, uint32_t n)
{
    vf most = vf_set(TINY);
    for (uint32_t i = 0; i < n; i += DL_LANES) most = vf_max(most, vf_abs(vf_load(x + i)));
    return vf_largest(most);
}

static inline float quantise(const float *x, uint32_t n, float most, uint8_t *q)
{
    vf inverse = vf_set(127.0f / most);
    for (uint32_t i = 0; i < n; i += DL_LANES) vi_bytes(vi_add(vi_round(vf_mul(vf_load(x + i), inverse)), vi_set(128)), q + i);
    return most * (1.0f / 127.0f);
}

static float norm(const float *x, const float *y, const float *gain, const float *bias, uint32_t n, float *out)
{
    vf sum = vf_set(0.0f), square = vf_set(0.0f), most = vf_set(TINY);
    for (uint32_t i = 0; i < n; i += DL_LANES) {
        vf v = vf_load(x + i);
        if (y) v = vf_add(v, vf_load(y + i));
        vf_store(out + i, v);
        sum = vf_add(sum, v);
    }
    vf mean = vf_set(vf_total(sum) / (float)n);
    for (uint32_t i = 0; i < n; i += DL_LANES) {
        vf v = vf_sub(vf_load(out + i), mean);
        square = vf_fma(v, v, square);
    }
    vf factor = vf_set(1.0f / sqrtf(vf_total(square) / (float)n + 1e-12f));
    for (uint32_t i = 0; i < n; i += DL_LANES) {
        vf v = vf_mul(vf_sub(vf_load(out + i), mean), factor);
        v = vf_fma(v, vf_load(gain + i), vf_load(bias + i));
        vf_store(out + i, v);
        most = vf_max(most, vf_abs(v));
    }
    return vf_largest(most);
}

static float gelu(float *x, uint32_t n)
{
    vf most = vf_set(TINY);
    for (uint32_t i = 0; i < n; i += DL_LANES) {
        vf v = vf_gelu(vf_load(x + i));
        vf_store(x + i, v);
        most = vf_max(most, vf_abs(v));
    }
    return vf_largest(most);
}

static void add(float a, const float *x, float *y, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += DL_LANES) vf_store(y + i, vf_fma(vf_set(a), vf_load(x + i), vf_load(y + i)));
}

static void add_bytes(float a, const int8_t *x, float *y, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += DL_LANES) vf_store(y + i, vf_fma(vf_set(a), vf_from(vi_load_bytes(x + i)), vf_load(y + i)));
}

static uint32_t largest(const float *x, uint32_t n)
{
    vf most = vf_set(-INFINITY);
    for (uint32_t i = 0; i < n; i += DL_LANES) most = vf_max(most, vf_first(vf_load(x + i), n - i, -INFINITY));
    float value = vf_largest(most);
    for (uint32_t i = 0; i < n; i += DL_LANES) {
        uint32_t equal = vf_equal(vf_load(x + i), value);
        if (equal) return DL_MIN(i + (uint32_t)__builtin_ctz(equal), n - 1);
    }
    return 0;
}

static float dot(const float *x, const float *y, uint32_t n)
{
    vf sum = vf_set(0.0f);
    for (uint32_t i = 0; i < n; i += DL_LANES) sum = vf_fma(vf_load(x + i), vf_load(y + i), sum);
    return vf_total(sum);
}

static void sigmoid(float *x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += DL_LANES) vf_store(x + i, vf_sigmoid(vf_load(x + i)));
}

static void tangent(float *x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += DL_LANES) vf_store(x + i, vf_tanh(vf_load(x + i)));
}

static void softmax(float *x, uint32_t n)
{
    vf most = vf_set(-1e30f), sum = vf_set(0.0f);
    for (uint32_t i = 0; i < n; i += DL_LANES) most = vf_max(most, vf_first(vf_load(x + i), n - i, -1e30f));
    vf largest = vf_set(vf_largest(most));
    for (uint32_t i = 0; i < n; i += DL_LANES) {
        vf e = vf_exp2(vf_max(vf_mul(vf_sub(vf_load(x + i), largest), vf_set(1.44269504f)), vf_set(-120.0f)));
        vf_store(x + i, e = vf_first(e, n - i, 0.0f));
        sum = vf_add(sum, e);
    }
    vf inverse = vf_set(1.0f / vf_total(sum));
    for (uint32_t i = 0; i < n; i += DL_LANES) vf_store(x + i, vf_mul(vf_load(x + i), inverse));
}

/* ## Attention
 *
 * Queries and keys are quantised by row, values by column over the window. A weight of attention is a byte, 255 for the largest of its
 * row, and the weights are divided by the sum of the bytes, so that they add up to one. */

typedef struct dl_attention {
    uint32_t n, head;
    dl_packed keys, values;
    uint8_t *query;                            /* [n room][head] */
    int8_t *key_data, *value_data;
    int32_t *key_offset, *score, *sum;         /* [n room of 32], [DL_ROWS][n room of 32], [DL_ROWS][head room] */
    float *query_scale, *key_scale, *value_scale, *row;
    uint8_t *weight;                           /* [DL_ROWS][n room of 32] */
} dl_attention;

static void attention_keys(dl_attention *at, const float *keys, size_t step)
{
    uint32_t head = at->head;
    for (uint32_t j = 0; j < at->keys.n_room; j++) {
        uint8_t bytes[DL_HEAD_MAX] = {0};
        at->key_scale[j] = j < at->n ? quantise(keys + j * step, head, reach(keys + j * step, head), bytes) : 0.0f;
        int8_t *to = at->key_data + (size_t)(j / DL_LANES) * DL_LANES * head + j % DL_LANES * 4;
        for (uint32_t d = 0; d < head; d += 4, to += 4 * DL_LANES) {
            uint32_t four;
            memcpy(&four, bytes + d, 4);
            four = j < at->n ? four ^ 0x80808080u : 0;
            memcpy(to, &four, 4);
        }
    }
    memset(at->weight, 128, head);
    multiply(at->weight, 0, 1, &at->keys, at->score, at->keys.n_room);
    memcpy(at->key_offset, at->score, at->keys.n_room * sizeof(int32_t));
}

static void attention_values(dl_attention *at, const float *values, size_t step)
{
    uint32_t n = at->n, head = at->head;
    for (uint32_t d = 0; d < head; d += DL_LANES) {
        vf most = vf_set(TINY);
        for (uint32_t j = 0; j < n; j++) most = vf_max(most, vf_abs(vf_load(values + j * step + d)));
        vf inverse = vf_div(vf_set(127.0f), most);
        vf_store(at->value_scale + d, vf_mul(most, vf_set(1.0f / 127.0f)));
        int8_t *to = at->value_data + (size_t)d * at->values.k_room;
        for (uint32_t j = 0; j < at->values.k_room; j += 4, to += 4 * DL_LANES) {
            vi four[4];
            for (uint32_t i = 0; i < 4; i++) four[i] = j + i < n ? vi_round(vf_mul(vf_load(values + (j + i) * step + d), inverse)) : vi_set(0);
            vi_store4(to, four);
        }
    }
}

/* Scores of one query to bytes; returns the factor that makes their sum one. */
static float attention_weights(const dl_attention *at, const int32_t *score, float scale, uint8_t *weight)
{
    uint32_t n = at->n;
    vf most = vf_set(-1e30f);
    for (uint32_t j = 0; j < n; j += DL_LANES) {
        vf u = vf_mul(vf_from(vi_sub(vi_load(score + j), vi_load(at->key_offset + j))), vf_load(at->key_scale + j));
        vf_store(at->row + j, u = vf_first(u, n - j, -1e30f));
        most = vf_max(most, u);
    }
    vf largest = vf_set(vf_largest(most)), factor = vf_set(scale);
    vi sum = vi_set(0);
    for (uint32_t j = 0; j < n; j += DL_LANES) {
        vf x = vf_max(vf_mul(vf_sub(vf_load(at->row + j), largest), factor), vf_set(-20.0f));
        vi w = vi_round(vf_mul(vf_exp2(x), vf_set(255.0f)));
        vi_bytes(w, weight + j);
        sum = vi_add(sum, w);
    }
    return 1.0f / (float)vi_total(sum);
}

static void *carve(char **at, size_t bytes)
{
    void *p = *at;
    *at += (bytes + 63) / 64 * 64;
    return p;
}

static void attention_open(dl_attention *at, uint32_t n, uint32_t head, void *work)
{
    char *room = work;
    uint32_t wide = dl_round_up(n, PANEL), rows = dl_rows_room(n), columns = dl_round_up(head, PANEL);
    at->n = n, at->head = head;
    at->query = carve(&room, (size_t)rows * head);
    at->key_data = carve(&room, (size_t)wide * head);
    at->value_data = carve(&room, (size_t)wide * columns);
    at->weight = carve(&room, (size_t)DL_ROWS * wide);
    at->score = carve(&room, sizeof(int32_t) * DL_ROWS * wide);
    at->sum = carve(&room, sizeof(int32_t) * DL_ROWS * columns);
    at->key_offset = carve(&room, sizeof(int32_t) * wide);
    at->query_scale = carve(&room, sizeof(float) * rows);
    at->key_scale = carve(&room, sizeof(float) * wide);
    at->value_scale = carve(&room, sizeof(float) * columns);
    at->row = carve(&room, sizeof(float) * wide);
    at->keys = (dl_packed){at->key_data, at->key_offset, n, head, wide, head};
    at->values = (dl_packed){at->value_data, NULL, head, n, columns, dl_round_up(n, 4)};
    memset(at->value_data, 0, (size_t)wide * columns);
    memset(at->query + (size_t)n * head, 0, (size_t)(rows - n) * head);
}

static void attend(const float *qkv, size_t qkv_step, uint32_t width, uint32_t n, uint32_t head, float *out, size_t out_step, void *work)
{
    dl_attention at;
    attention_open(&at, n, head, work);
    attention_keys(&at, qkv + width, qkv_step);
    attention_values(&at, qkv + 2 * (size_t)width, qkv_step);
    float temper = 1.44269504f / sqrtf((float)head);
    for (uint32_t i = 0; i < n; i++) {
        const float *query = qkv + i * qkv_step;
        at.query_scale[i] = quantise(query, head, reach(query, head), at.query + (size_t)i * head) * temper;
    }
    uint32_t wide = at.keys.n_room, columns = at.values.n_room;
    for (uint32_t i = 0; i < n; i += DL_ROWS) {
        uint32_t rows = DL_MIN(n - i, DL_ROWS);
        float share[DL_ROWS];
        multiply(at.query + (size_t)i * head, head, rows, &at.keys, at.score, wide);
        for (uint32_t r = 0; r < rows; r++) share[r] = attention_weights(&at, at.score + (size_t)r * wide, at.query_scale[i + r], at.weight + (size_t)r * wide);
        multiply(at.weight, wide, rows, &at.values, at.sum, columns);
        for (uint32_t r = 0; r < rows; r++)
            for (uint32_t d = 0; d < head; d += DL_LANES) {
                vf scale = vf_mul(vf_load(at.value_scale + d), vf_set(share[r]));
                vf_store(out + (i + r) * out_step + d, vf_mul(vf_from(vi_load(at.sum + r * columns + d)), scale));
            }
    }
}

static void cell(const float *in, const float *recurrent, uint32_t n, float *c, float *h, uint8_t *q)
{
    for (uint32_t i = 0; i < n; i += DL_LANES) {
        vf gate[4];
        for (uint32_t g = 0; g < 4; g++) gate[g] = vf_add(vf_load(in + g * n + i), vf_load(recurrent + g * n + i));
        vf state = vf_fma(vf_sigmoid(gate[1]), vf_load(c + i), vf_mul(vf_sigmoid(gate[0]), vf_tanh(gate[2])));
        vf out = vf_mul(vf_sigmoid(gate[3]), vf_tanh(state));
        vf_store(c + i, state);
        vf_store(h + i, out);
        vi_bytes(vi_add(vi_round(vf_mul(out, vf_set(127.0f))), vi_set(128)), q + i);
    }
}

#define DL_KERNEL_TABLE(text) {text, multiply, linear, reach, quantise, norm, gelu, add, add_bytes, dot, largest, sigmoid, tangent, softmax, attend, cell}
