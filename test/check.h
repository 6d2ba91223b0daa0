/* check.h - the smallest harness that does: CHECK(condition, format, ...) counts, check_done() prints `N passed, N failed, N skipped`
 * and gives the exit status. A test that needs something absent calls check_skip() and says what. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>

static int check_passed, check_failed, check_skipped;

#define CHECK(condition, ...) \
    do { \
        if (condition) { \
            check_passed++; \
        } else { \
            check_failed++; \
            printf("%s:%d: %s: ", __FILE__, __LINE__, #condition); \
            printf(__VA_ARGS__); \
            printf("\n"); \
        } \
    } while (0)

static inline void check_skip(const char *why)
{
    check_skipped++;
    printf("skipped: %s\n", why);
}

static inline int check_done(void)
{
    printf("%d passed, %d failed, %d skipped\n", check_passed, check_failed, check_skipped);
    (void)check_skip;
    return check_failed != 0;
}

#endif
