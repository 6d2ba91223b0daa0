/* kern_vnni.c - the kernels for AVX-512 with VNNI (Intel since Cascade Lake, AMD since Zen 4). */
#include "kern/kern.h"
#include "kern/kern_target.h"

#if DL_X86
#include <immintrin.h>
#include <math.h>

DL_TARGET_BEGIN_VNNI
#include "kern/kern_512.h"

enum { PANEL_ROWS = DL_ROWS };
static inline void panels_begin(uint32_t k) { (void)k; }
static inline void panels_end(void) {}

static inline void panels(const uint8_t *a, size_t a_step, uint32_t rows, const int8_t *b, uint32_t k, int32_t *c, size_t c_step)
{
    panels_vnni(a, a_step, rows, b, k, c, c_step);
}

#include "kern/kern_body.h"

const dl_kernel *dl_kernel_vnni(void)
{
    static const dl_kernel table = DL_KERNEL_TABLE("vnni");
    return &table;
}
DL_TARGET_END
#else
const dl_kernel *dl_kernel_vnni(void) { return NULL; }
#endif
