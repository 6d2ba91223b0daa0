/* kern_amx.c - the kernels for AMX (Intel since Sapphire Rapids): products in tiles, the rest in AVX-512. */
#include "kern/kern.h"
#include "kern/kern_target.h"

#if DL_X86
#include <immintrin.h>
#include <math.h>

DL_TARGET_BEGIN_AMX
#include "kern/kern_512.h"

enum { PANEL_ROWS = 16, DEPTH = 64 }; /* a tile is 16 rows of 64 bytes */

typedef struct tile_config {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} tile_config;

/* Products whose depth fills tiles go through them: sums of two panels in tiles 0 and 1, rows in 2, panels in 3 and 4. */
static inline void panels_begin(uint32_t k)
{
    static const tile_config config = {.palette = 1, .row_bytes = {64, 64, 64, 64, 64}, .rows = {16, 16, 16, 16, 16}};
    if (k % DEPTH == 0) _tile_loadconfig(&config);
}

/* Harmless when nothing was configured. */
static inline void panels_end(void) { _tile_release(); }

static inline void panels(const uint8_t *a, size_t a_step, uint32_t rows, const int8_t *b, uint32_t k, int32_t *c, size_t c_step)
{
    if (k % DEPTH || rows < PANEL_ROWS) {
        for (uint32_t r = 0; r < rows; r += DL_ROWS) panels_vnni(a + r * a_step, a_step, DL_MIN(rows - r, DL_ROWS), b, k, c + r * c_step, c_step);
        return;
    }
    const int8_t *b1 = b + (size_t)DL_LANES * k;
    _tile_zero(0);
    _tile_zero(1);
    for (uint32_t i = 0; i < k; i += DEPTH) {
        _tile_loadd(2, a + i, a_step);
        _tile_loadd(3, b + i * DL_LANES, DEPTH);
        _tile_loadd(4, b1 + i * DL_LANES, DEPTH);
        _tile_dpbusd(0, 2, 3);
        _tile_dpbusd(1, 2, 4);
    }
    _tile_stored(0, c, c_step * sizeof(int32_t));
    _tile_stored(1, c + DL_LANES, c_step * sizeof(int32_t));
}

#include "kern/kern_body.h"

const dl_kernel *dl_kernel_amx(void)
{
    static const dl_kernel table = DL_KERNEL_TABLE("amx");
    return &table;
}
DL_TARGET_END
#else
const dl_kernel *dl_kernel_amx(void) { return NULL; }
#endif
