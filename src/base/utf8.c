#include "base/base.h"

enum { NONE, UPPER, LOWER, LETTER, DIGIT, SPACE, PUNCT };
#include "base/utf8_table.h"

uint32_t dl_utf8_next(dl_str s, size_t *at)
{
    const uint8_t *p = (const uint8_t *)s.p + *at;
    size_t left = s.n - *at;
    uint32_t c = p[0];
    *at += 1;
    if (c < 0x80) return c;
    size_t more = c >= 0xf0 && c < 0xf5 ? 3 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xc2 && c < 0xe0 ? 1 : 0;
    if (more == 0 || left <= more) return 0xfffd;
    uint32_t v = c & (0x3fu >> more);
    for (size_t i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80) return 0xfffd;
        v = v << 6 | (p[i] & 0x3fu);
    }
    static const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
    if (v < least[more] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000)) return 0xfffd;
    *at += more;
    return v;
}

size_t dl_utf8_put(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const uint8_t lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; i-- > 1; code >>= 6) out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)(lead[n] | code);
    return n;
}

bool dl_utf8_valid(dl_str s, size_t *bad)
{
    for (size_t at = 0; at < s.n;) {
        size_t before = at;
        if ((uint8_t)s.p[at] < 0x80) {
            at++;
            continue;
        }
        if (dl_utf8_next(s, &at) == 0xfffd && at == before + 1) {
            if (bad) *bad = before;
            return false;
        }
    }
    return true;
}

static int kind(uint32_t code)
{
    size_t low = 0, high = DL_COUNT(class_range);
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (class_range[mid].last < code) low = mid + 1;
        else high = mid;
    }
    return low < DL_COUNT(class_range) && class_range[low].first <= code ? class_range[low].kind : NONE;
}

bool dl_is_letter(uint32_t code)
{
    if (code < 0x80) return (code | 32) >= 'a' && (code | 32) <= 'z';
    int k = kind(code);
    return k == UPPER || k == LOWER || k == LETTER;
}

bool dl_is_upper(uint32_t code)
{
    return code < 0x80 ? code >= 'A' && code <= 'Z' : kind(code) == UPPER;
}

bool dl_is_lower(uint32_t code)
{
    return code < 0x80 ? code >= 'a' && code <= 'z' : kind(code) == LOWER;
}

bool dl_is_digit(uint32_t code)
{
    return code < 0x80 ? code >= '0' && code <= '9' : kind(code) == DIGIT;
}

bool dl_is_space(uint32_t code)
{
    return code < 0x80 ? code == ' ' || (code >= 9 && code <= 13) : kind(code) == SPACE;
}

bool dl_is_punct(uint32_t code)
{
    if (code < 0x80) return code > 32 && code < 127 && !dl_is_letter(code) && !dl_is_digit(code);
    return kind(code) == PUNCT;
}

uint32_t dl_lower(uint32_t code)
{
    if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
    size_t low = 0, high = DL_COUNT(lower_range);
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (lower_range[mid].last < code) low = mid + 1;
        else high = mid;
    }
    if (low == DL_COUNT(lower_range) || lower_range[low].first > code || (code - lower_range[low].first) % lower_range[low].step) return code;
    return (uint32_t)((int32_t)code + lower_range[low].add);
}
