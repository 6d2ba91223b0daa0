/* base.h - what every room stands on: arenas, text, buffers, maps, files, digests. */
#ifndef DL_BASE_H
#define DL_BASE_H

#include "dateline.h"

#include <stdbool.h>
#include <string.h>

/* ## Errors */

/* Fills err (which may be NULL) and returns status, so that `return dl_fail(err, DL_IO, "...")` reads as a sentence. */
dl_status dl_fail(dl_error *err, dl_status status, const char *format, ...) DL_PRINTF(3, 4);
/* Forwards a status that is not DL_OK. */
#define DL_TRY(call) do { dl_status try_status_ = (call); if (try_status_ != DL_OK) return try_status_; } while (0)
#define DL_COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DL_MIN(a, b) ((a) < (b) ? (a) : (b))
#define DL_MAX(a, b) ((a) > (b) ? (a) : (b))

/* ## Arenas: three lifespans, run (engine), worker (scratch) and report (reset after each) */

typedef struct dl_arena dl_arena;
dl_arena *dl_arena_new(size_t limit); /* bytes that it may ever hold, 0 no limit; NULL when memory ran out */
void dl_arena_free(dl_arena *arena);  /* NULL is fine */
void dl_arena_reset(dl_arena *arena); /* forgets everything, keeps its first block */
size_t dl_arena_used(const dl_arena *arena);
/* Zeroed memory aligned to 16 bytes, NULL when the limit or the machine is exhausted. Never freed singly. */
void *dl_arena_get(dl_arena *arena, size_t bytes);
/* Room for n elements of a type, zeroed, overflow-checked. */
void *dl_arena_array(dl_arena *arena, size_t n, size_t size);
#define DL_NEW(arena, type, n) ((type *)dl_arena_array((arena), (n), sizeof(type)))
dl_str dl_arena_str(dl_arena *arena, dl_str s);                        /* a copy, NUL-terminated; {0} when out of memory */
dl_str dl_arena_printf(dl_arena *arena, const char *format, ...) DL_PRINTF(2, 3);

/* A growing array inside an arena: `*items` of `*room` elements, at least `need` afterwards. Old storage is left to the arena. */
DL_CHECKED bool dl_arena_grow(dl_arena *arena, void **items, uint32_t *room, uint32_t need, size_t size);

/* ## Text */

#define DL_LIT(s) ((dl_str){(s), sizeof(s) - 1})
static inline dl_str dl_str_c(const char *s) { return (dl_str){s, s ? strlen(s) : 0}; }
static inline bool dl_str_eq(dl_str a, dl_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool dl_str_is(dl_str a, const char *b) { return dl_str_eq(a, dl_str_c(b)); }
static inline dl_str dl_str_part(dl_str s, size_t start, size_t end) { return (dl_str){start ? s.p + start : s.p, end - start}; } /* {0} may be parted, too */
bool dl_str_starts(dl_str s, dl_str prefix);
bool dl_str_ends(dl_str s, dl_str suffix);
int dl_str_cmp(dl_str a, dl_str b);                   /* bytewise order */
dl_str dl_str_trim(dl_str s);                         /* without ASCII white space at both ends */
/* Splits off the text before `separator`; `rest` becomes what follows ({0} at the end). */
dl_str dl_str_cut(dl_str *rest, char separator);
bool dl_str_has_word(dl_str list, dl_str word);       /* is `word` one of the space-separated words of `list`? */
/* ASCII letters lowered, accents of Latin letters stripped, curly quotes and dashes made plain, into out[room]; returns the length, truncated to room. */
size_t dl_str_fold(dl_str s, char *out, size_t room);
bool dl_str_to_int(dl_str s, int64_t *out);           /* the whole of s, decimal, optional sign */
bool dl_str_to_double(dl_str s, double *out);         /* the whole of s, '.' as decimal point whatever the locale */

/* Unicode code point at s[*at], moving *at past it. Malformed bytes give U+FFFD and move one byte. */
uint32_t dl_utf8_next(dl_str s, size_t *at);
size_t dl_utf8_put(uint32_t code, char out[4]);       /* bytes written, 1..4 */
bool dl_utf8_valid(dl_str s, size_t *bad);            /* *bad: offset of the first malformed byte */
bool dl_is_letter(uint32_t code);
bool dl_is_upper(uint32_t code);
bool dl_is_lower(uint32_t code);
bool dl_is_digit(uint32_t code);                      /* decimal digits of any script */
bool dl_is_space(uint32_t code);                      /* white space, non-breaking and zero-width ones included */
bool dl_is_punct(uint32_t code);                      /* punctuation or symbol */
uint32_t dl_lower(uint32_t code);

/* ## Buffers */

void dl_buf_add(dl_buf *buf, dl_str s);
void dl_buf_char(dl_buf *buf, char c);
void dl_buf_printf(dl_buf *buf, const char *format, ...) DL_PRINTF(2, 3);
static inline dl_str dl_buf_str(const dl_buf *buf) { return (dl_str){buf->p, buf->n}; }
#define DL_BUF_LIT(buf, s) dl_buf_add((buf), DL_LIT(s))

/* ## Maps from text to a number */

typedef struct dl_map dl_map;
dl_map *dl_map_new(dl_arena *arena, uint32_t expected);              /* NULL when out of memory */
/* Sets key (borrowed) to value unless it is there; *slot points to the stored value either way. False: out of memory. */
DL_CHECKED bool dl_map_put(dl_map *map, dl_str key, uint32_t value, uint32_t **slot);
const uint32_t *dl_map_get(const dl_map *map, dl_str key);            /* NULL when absent */
uint32_t dl_map_count(const dl_map *map);
/* Calls `see` with every key, in an order that depends on the keys alone; stops and returns false when it does. */
bool dl_map_each(const dl_map *map, bool (*see)(void *context, dl_str key), void *context);

/* ## Digests */

uint64_t dl_hash(dl_str s, uint64_t seed);            /* fast, not against adversaries; the same on every machine */
/* SHA-256 (FIPS 180-4). */
typedef struct dl_sha256 { uint32_t h[8]; uint64_t n; uint8_t block[64]; } dl_sha256;
void dl_sha256_init(dl_sha256 *sha);
void dl_sha256_add(dl_sha256 *sha, dl_str s);
void dl_sha256_done(dl_sha256 *sha, uint8_t out[32]);
void dl_hex(const uint8_t *bytes, size_t n, char *out); /* 2n characters and a NUL */

/* ## Files */

/* The bytes of a file, mapped where it can be (so read on demand and shared), else read. */
typedef struct dl_file { dl_str bytes; bool mapped; } dl_file;
DL_CHECKED dl_status dl_file_open(const char *path, dl_file *out, dl_error *err);
void dl_file_close(dl_file *file);

/* ## Dates: the proleptic Gregorian calendar as days since 1970-01-01 */

#define DL_DAY_UNKNOWN INT32_MIN
int32_t dl_day_from_ymd(int year, int month, int day); /* DL_DAY_UNKNOWN for no such day; years 1..9999 */
void dl_day_to_ymd(int32_t day, int *year, int *month, int *mday);
int dl_day_weekday(int32_t day);                       /* 0 Monday .. 6 Sunday */
int dl_month_length(int year, int month);
/* "2018-09-04" or a longer ISO time that begins with it; DL_DAY_UNKNOWN otherwise. */
int32_t dl_day_from_text(dl_str s);
void dl_day_to_text(int32_t day, char out[11]);        /* "2018-09-04" and a NUL; "" when unknown */

#endif
