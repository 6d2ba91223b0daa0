/* kern.c - which kernel runs here; packing of matrices. */
#include "kern/kern.h"
#include "kern/kern_target.h"

#include <stdlib.h>

#if DL_X86 && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

size_t dl_attend_work(uint32_t n, uint32_t head)
{
    size_t wide = dl_round_up(n, 2 * DL_LANES), columns = dl_round_up(head, 2 * DL_LANES);
    return wide * (2 * (size_t)head + columns + DL_ROWS * 5 + 16) + columns * (DL_ROWS * 4 + 4) + 12 * 64;
}

void *dl_kern_room(dl_arena *arena, size_t bytes)
{
    char *p = bytes > SIZE_MAX - 64 ? NULL : dl_arena_get(arena, bytes + 63);
    return p ? p + (64 - (uintptr_t)p % 64) % 64 : NULL;
}

#if DL_X86
/* Linux gives a process the tiles of AMX only when it asks (Documentation/arch/x86/xstate.rst). */
static bool tiles_granted(void)
{
#if defined(__linux__) && defined(SYS_arch_prctl)
    enum { REQUEST_PERMISSION = 0x1023, TILE_DATA = 18 };
    return syscall(SYS_arch_prctl, REQUEST_PERMISSION, TILE_DATA) == 0;
#else
    return false;
#endif
}

/* CPUID leaf 7: EDX bit 24 is amx-tile, bit 25 amx-int8. Compilers of 2022 know no name for them in __builtin_cpu_supports. */
static bool has_tiles(void)
{
    uint32_t a = 7, b = 0, c = 0, d = 0;
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (d >> 24 & 3) == 3;
}

static bool runs_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static bool runs_vnni(void)
{
    return runs_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
}

static bool runs_amx(void) { return runs_vnni() && has_tiles() && tiles_granted(); }
#else
static bool runs_avx2(void) { return false; }
static bool runs_vnni(void) { return false; }
static bool runs_amx(void) { return false; }
#endif

static bool runs_always(void) { return true; }

/* Best first. */
static const struct { const char *name; bool (*runs)(void); const dl_kernel *(*table)(void); } kernels[] = {
    {"amx", runs_amx, dl_kernel_amx},
    {"vnni", runs_vnni, dl_kernel_vnni},
    {"avx2", runs_avx2, dl_kernel_avx2},
    {"scalar", runs_always, dl_kernel_scalar},
};

const dl_kernel *dl_kernel_get(const char *name)
{
    for (size_t i = 0; i < DL_COUNT(kernels); i++)
        if (strcmp(name, kernels[i].name) == 0) return kernels[i].runs() ? kernels[i].table() : NULL;
    return NULL;
}

dl_status dl_kernel_choose(const dl_kernel **out, dl_error *err)
{
    const char *wanted = getenv("DATELINE_KERNEL");
    *out = NULL;
    if (wanted && *wanted) {
        bool known = false;
        for (size_t i = 0; i < DL_COUNT(kernels); i++) known |= strcmp(wanted, kernels[i].name) == 0;
        if (!known) return dl_fail(err, DL_USAGE, "DATELINE_KERNEL is \"%s\"; it must be scalar, avx2, vnni or amx.", wanted);
        *out = dl_kernel_get(wanted);
        if (!*out) return dl_fail(err, DL_USAGE, "DATELINE_KERNEL is \"%s\", which this machine cannot run.", wanted);
        return DL_OK;
    }
    for (size_t i = 0; i < DL_COUNT(kernels) && !*out; i++) *out = dl_kernel_get(kernels[i].name);
    return DL_OK;
}

const char *dl_kernel_name(void)
{
    const dl_kernel *kernel;
    return dl_kernel_choose(&kernel, NULL) == DL_OK ? kernel->name : "none";
}

bool dl_pack(const dl_kernel *kernel, dl_arena *arena, const int8_t *rows, uint32_t n, uint32_t k, dl_packed *out)
{
    uint32_t n_room = dl_round_up(n, 2 * DL_LANES), k_room = dl_round_up(k, 4);
    int8_t *data = dl_kern_room(arena, (size_t)n_room * k_room);
    int32_t *offset = dl_kern_room(arena, (size_t)n_room * DL_ROWS * sizeof *offset);
    uint8_t *middle = dl_kern_room(arena, (size_t)DL_ROWS * k_room);
    if (!data || !offset || !middle) return false;
    for (uint32_t r = 0; r < n; r++) {
        int8_t *to = data + (size_t)(r / DL_LANES) * DL_LANES * k_room + r % DL_LANES * 4;
        const int8_t *from = rows + (size_t)r * k;
        uint32_t i = 0;
        for (; i + 4 <= k; i += 4, to += 4 * DL_LANES) memcpy(to, from + i, 4);
        if (i < k) memcpy(to, from + i, k - i);
    }
    memset(middle, 128, (size_t)DL_ROWS * k_room);
    *out = (dl_packed){data, offset, n, k, n_room, k_room};
    kernel->multiply(middle, k_room, 1, out, offset, n_room);
    return true;
}
