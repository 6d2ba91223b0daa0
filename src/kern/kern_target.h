/* kern_target.h - compiles part of a file for instructions that the rest of the program may not assume. */
#ifndef DL_KERN_TARGET_H
#define DL_KERN_TARGET_H

#if defined(__x86_64__) && defined(__GNUC__)
#define DL_X86 1
#else
#define DL_X86 0
#endif

#define DL_PRAGMA(x) _Pragma(#x)
#if defined(__clang__)
#define DL_TARGET_BEGIN(set) DL_PRAGMA(clang attribute push(__attribute__((target(set))), apply_to = function))
#define DL_TARGET_END _Pragma("clang attribute pop")
#else
#define DL_TARGET_BEGIN(set) _Pragma("GCC push_options") DL_PRAGMA(GCC target(set))
#define DL_TARGET_END _Pragma("GCC pop_options")
#endif
#define DL_TARGET_BEGIN_AVX2 DL_TARGET_BEGIN("avx2,fma")
#define DL_TARGET_BEGIN_VNNI DL_TARGET_BEGIN("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")
#define DL_TARGET_BEGIN_AMX DL_TARGET_BEGIN("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,amx-tile,amx-int8")

#endif
