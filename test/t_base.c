#include "base/base.h"
#include "check.h"

#include <stdlib.h>

static void test_arena(void)
{
    dl_arena *a = dl_arena_new(1 << 20);
    char *p = dl_arena_get(a, 100);
    CHECK(p && ((uintptr_t)p & 15) == 0 && p[99] == 0, "aligned and zeroed");
    CHECK(dl_arena_get(a, 2 << 20) == NULL, "the limit holds");
    CHECK(dl_arena_array(a, SIZE_MAX / 2, 4) == NULL, "overflow is refused");
    for (int i = 0; i < 1000; i++) CHECK(dl_arena_get(a, 900) != NULL, "%d", i);
    CHECK(dl_arena_get(a, 200000) == NULL, "the limit holds over many blocks");
    dl_arena_reset(a);
    CHECK(dl_arena_used(a) == 0, "reset");
    CHECK(dl_str_is(dl_arena_printf(a, "%d-%s", 7, "x"), "7-x"), "printf");
    uint32_t *items = NULL, room = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        if (dl_arena_grow(a, (void **)&items, &room, i + 1, sizeof *items)) items[i] = i;
    }
    CHECK(room >= 1000 && items[999] == 999 && items[0] == 0, "grow keeps what was there");
    dl_arena_free(a);
}

static void test_text(void)
{
    dl_str rest = DL_LIT("a,b,,c");
    CHECK(dl_str_is(dl_str_cut(&rest, ','), "a") && dl_str_is(dl_str_cut(&rest, ','), "b") && dl_str_cut(&rest, ',').n == 0 && dl_str_is(rest, "c"), "cut");
    CHECK(dl_str_is(dl_str_trim(DL_LIT(" \t x y \n")), "x y"), "trim");
    CHECK(dl_str_has_word(DL_LIT("GOV MIL"), DL_LIT("MIL")) && !dl_str_has_word(DL_LIT("GOV MIL"), DL_LIT("MI")), "has word");
    int64_t v = 0;
    CHECK(dl_str_to_int(DL_LIT("-42"), &v) && v == -42 && !dl_str_to_int(DL_LIT("4x"), &v) && !dl_str_to_int(DL_LIT(""), &v), "int");
    double d = 0;
    CHECK(dl_str_to_double(DL_LIT("-3.25"), &d) && d == -3.25 && !dl_str_to_double(DL_LIT("."), &d), "double");
    char out[64];
    size_t n = dl_str_fold(DL_LIT("\xc3\x89lys\xc3\xa9" "e \xe2\x80\x93 \xe2\x80\x9cX\xe2\x80\x9d"), out, sizeof out);
    CHECK(dl_str_eq((dl_str){out, n}, DL_LIT("elysee - \"x\"")), "fold gives %.*s", (int)n, out);
    CHECK(dl_str_fold(DL_LIT("ABCDEF"), out, 3) == 3, "fold stops at the room");
}

static void test_utf8(void)
{
    dl_str s = DL_LIT("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xff\xc3");
    static const uint32_t want[] = {'a', 0xe9, 0x20ac, 0x1f600, 0xfffd, 0xfffd};
    size_t at = 0, bad = 0;
    for (size_t i = 0; i < DL_COUNT(want); i++) CHECK(dl_utf8_next(s, &at) == want[i], "code point %zu", i);
    CHECK(at == s.n && !dl_utf8_valid(s, &bad) && bad == 10, "bad at %zu", bad);
    CHECK(dl_utf8_valid(DL_LIT("\xef\xbf\xbd"), NULL), "U+FFFD itself is well-formed");
    CHECK(!dl_utf8_valid(DL_LIT("\xc0\x80"), NULL) && !dl_utf8_valid(DL_LIT("\xed\xa0\x80"), NULL), "overlong and surrogate");
    for (uint32_t c = 1; c < 0x110000; c += 7) {
        char b[4];
        size_t n = dl_utf8_put(c, b), back = 0;
        if ((c < 0xd800 || c >= 0xe000) && dl_utf8_next((dl_str){b, n}, &back) != c) CHECK(0, "U+%x does not come back", c);
    }
    CHECK(dl_is_letter(0x416) && dl_is_upper(0x416) && dl_lower(0x416) == 0x436 && dl_is_lower(0xe9) && dl_lower(0xc9) == 0xe9 && dl_lower(0x100) == 0x101, "letters");
    CHECK(dl_is_space(0xa0) && dl_is_space(0x200b) && dl_is_punct(0x2014) && dl_is_punct('$') && dl_is_digit(0x663) && !dl_is_letter(0x2014), "classes");
}

static void test_map_and_digest(void)
{
    dl_arena *a = dl_arena_new(0);
    dl_map *map = dl_map_new(a, 4);
    for (uint32_t i = 0; i < 5000; i++) CHECK(dl_map_put(map, dl_arena_printf(a, "key %u", i), i, NULL), "put");
    for (uint32_t i = 0; i < 5000; i += 97) {
        const uint32_t *v = dl_map_get(map, dl_arena_printf(a, "key %u", i));
        CHECK(v && *v == i, "key %u", i);
    }
    CHECK(dl_map_count(map) == 5000 && dl_map_get(map, DL_LIT("key")) == NULL, "count, absent");
    dl_sha256 sha;
    uint8_t digest[32];
    char hex[65];
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, DL_LIT("abcdbcdecdefdefgefghfghighijhijk"));
    dl_sha256_add(&sha, DL_LIT("ijkljklmklmnlmnomnopnopq"));
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 32, hex);
    CHECK(dl_str_is(dl_str_c(hex), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"), "FIPS 180-4 example gives %s", hex);
    CHECK(dl_hash(DL_LIT("abc"), 0) != dl_hash(DL_LIT("abd"), 0) && dl_hash(DL_LIT(""), 1) != dl_hash(DL_LIT(""), 2), "hash");
    dl_arena_free(a);
}

static void test_days(void)
{
    CHECK(dl_day_from_ymd(1970, 1, 1) == 0 && dl_day_from_ymd(2000, 2, 29) == 11016 && dl_day_from_ymd(1900, 2, 29) == DL_DAY_UNKNOWN, "from ymd");
    CHECK(dl_day_weekday(dl_day_from_text(DL_LIT("2018-08-15"))) == 2, "a Wednesday");
    for (int32_t d = -719162; d < 2932896; d += 11) {
        int y, m, md;
        dl_day_to_ymd(d, &y, &m, &md);
        if (dl_day_from_ymd(y, m, md) != d) CHECK(0, "day %d", d);
    }
    char text[11];
    dl_day_to_text(dl_day_from_text(DL_LIT("2018-09-04T10:00:00Z")), text);
    CHECK(dl_str_is(dl_str_c(text), "2018-09-04"), "%s", text);
    CHECK(dl_day_from_text(DL_LIT("2018-13-04")) == DL_DAY_UNKNOWN && dl_day_from_text(DL_LIT("2018-9-4")) == DL_DAY_UNKNOWN, "refused");
}

typedef struct count { int given, last, wrong; } count;

static dl_status next(void *context, void **item, dl_error *err)
{
    count *c = context;
    (void)err;
    if (c->given == 2000) return DL_END;
    int *p = malloc(sizeof *p);
    if (p == NULL) return DL_NOMEM;
    *p = c->given++;
    *item = p;
    return DL_OK;
}

static dl_status work(void *context, void *state, void *item, dl_error *err)
{
    (void)context, (void)state, (void)err;
    *(int *)item *= 3;
    return DL_OK;
}

static dl_status done(void *context, void *item, dl_error *err)
{
    count *c = context;
    (void)err;
    if (*(int *)item != 3 * c->last++) c->wrong++;
    free(item);
    return DL_OK;
}

static void test_parallel(void)
{
    for (unsigned jobs = 1; jobs <= 8; jobs *= 2) {
        count c = {0};
        dl_parallel p = {.context = &c, .next = next, .work = work, .done = done};
        dl_error err;
        CHECK(dl_parallel_run(&p, jobs, &err) == DL_OK && c.last == 2000 && c.wrong == 0, "%u jobs: %d done, %d out of order", jobs, c.last, c.wrong);
    }
}

int main(void)
{
    test_arena();
    test_text();
    test_utf8();
    test_map_and_digest();
    test_days();
    test_parallel();
    return check_done();
}
