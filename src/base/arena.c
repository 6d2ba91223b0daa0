/* Blocks of growing size in a chain; memory is handed out from the newest one. A reset keeps the first block, so that a worker
 * that codes many reports asks the system for memory only when a report is larger than those before. */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_BLOCK ((size_t)1 << 16)
#define LARGEST_STEP ((size_t)1 << 24)

typedef struct block {
    struct block *next; /* older block */
    size_t room, used;  /* bytes after the header */
    size_t pad;         /* keeps the bytes after the header aligned to 16 */
} block;

struct dl_arena {
    block *newest;
    size_t limit, held; /* bytes; limit 0 is none */
};

static block *block_new(dl_arena *arena, size_t need)
{
    size_t room = arena->newest ? DL_MIN(arena->newest->room * 2, LARGEST_STEP) : FIRST_BLOCK;
    if (room < need) room = need;
    if (arena->limit && arena->held + room > arena->limit) {
        room = need;
        if (need > arena->limit || arena->held > arena->limit - need) return NULL;
    }
    if (room > SIZE_MAX - sizeof(block)) return NULL;
    block *b = malloc(sizeof *b + room);
    if (b == NULL) return NULL;
    *b = (block){.next = arena->newest, .room = room};
    arena->newest = b;
    arena->held += room;
    return b;
}

dl_arena *dl_arena_new(size_t limit)
{
    dl_arena *arena = malloc(sizeof *arena);
    if (arena) *arena = (dl_arena){.limit = limit};
    return arena;
}

void dl_arena_free(dl_arena *arena)
{
    if (arena == NULL) return;
    for (block *b = arena->newest; b;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    free(arena);
}

void dl_arena_reset(dl_arena *arena)
{
    while (arena->newest && arena->newest->next) {
        block *next = arena->newest->next;
        arena->held -= arena->newest->room;
        free(arena->newest);
        arena->newest = next;
    }
    if (arena->newest) arena->newest->used = 0;
}

size_t dl_arena_used(const dl_arena *arena)
{
    size_t n = 0;
    for (const block *b = arena->newest; b; b = b->next) n += b->used;
    return n;
}

void *dl_arena_get(dl_arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX - 15) return NULL;
    bytes = (bytes + 15) & ~(size_t)15;
    block *b = arena->newest;
    if (b == NULL || b->room - b->used < bytes) b = block_new(arena, bytes);
    if (b == NULL) return NULL;
    char *p = (char *)(b + 1) + b->used;
    b->used += bytes;
    return memset(p, 0, bytes);
}

void *dl_arena_array(dl_arena *arena, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size) return NULL;
    return dl_arena_get(arena, n * size);
}

dl_str dl_arena_str(dl_arena *arena, dl_str s)
{
    char *p = s.n < SIZE_MAX ? dl_arena_get(arena, s.n + 1) : NULL;
    if (p == NULL) return (dl_str){0};
    if (s.n) memcpy(p, s.p, s.n);
    return (dl_str){p, s.n};
}

dl_str dl_arena_printf(dl_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = n >= 0 ? dl_arena_get(arena, (size_t)n + 1) : NULL;
    if (p) vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p ? (dl_str){p, (size_t)n} : (dl_str){0};
}

bool dl_arena_grow(dl_arena *arena, void **items, uint32_t *room, uint32_t need, size_t size)
{
    if (need <= *room) return true;
    uint32_t more = *room > UINT32_MAX / 2 ? need : DL_MAX(need, DL_MAX(*room * 2, 16u));
    void *p = dl_arena_array(arena, more, size);
    if (p == NULL) return false;
    if (*room) memcpy(p, *items, *room * size);
    *items = p;
    *room = more;
    return true;
}
