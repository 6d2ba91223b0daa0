/* kern_amx.c - the kernels for AMX (Intel since Sapphire Rapids): products in tiles, the rest in AVX-512. */
#include "kern/kern.h"
#include "kern/kern_target.h"

#if DL_X86
#include <immintrin.h>
#include <math.h>

DL_TARGET_BEGIN_AMX
#define DL_OWN_PANELS
#include "kern/kern_512.h"

enum { TILE_ROWS = 16, TILE_BYTES = 64 };

typedef struct tile_config {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} tile_config;

/* Tiles 0 and 1: sums [8][16] of two panels; 2: rows [8][64]; 3 and 4: panels [16][16][4]. */
static inline void panels(const uint8_t *a, size_t a_step, uint32_t rows, const int8_t *b, uint32_t k, int32_t *c, size_t c_step)
{
    if (k % TILE_BYTES) {
        panels_vnni(a, a_step, rows, b, k, c, c_step);
        return;
    }
    tile_config config = {.palette = 1, .row_bytes = {64, 64, 64, 64, 64}, .rows = {DL_ROWS, DL_ROWS, DL_ROWS, TILE_ROWS, TILE_ROWS}};
    const int8_t *b1 = b + (size_t)DL_LANES * k;
    _tile_loadconfig(&config);
    _tile_zero(0);
    _tile_zero(1);
    for (uint32_t i = 0; i < k; i += TILE_BYTES) {
        _tile_loadd(2, a + i, a_step);
        _tile_loadd(3, b + i * DL_LANES, TILE_BYTES);
        _tile_loadd(4, b1 + i * DL_LANES, TILE_BYTES);
        _tile_dpbusd(0, 2, 3);
        _tile_dpbusd(1, 2, 4);
    }
    _tile_stored(0, c, c_step * sizeof(int32_t));
    _tile_stored(1, c + DL_LANES, c_step * sizeof(int32_t));
    _tile_release();
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
