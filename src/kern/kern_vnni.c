/* kern_vnni.c - the kernels for AVX-512 with VNNI (Intel since Cascade Lake, AMD since Zen 4). */
#include "kern/kern.h"
#include "kern/kern_target.h"

#if DL_X86
#include <immintrin.h>
#include <math.h>

DL_TARGET_BEGIN_VNNI
#include "kern/kern_512.h"
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
