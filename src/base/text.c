#include "base/base.h"

bool dl_str_starts(dl_str s, dl_str prefix)
{
    return s.n >= prefix.n && dl_str_eq(dl_str_part(s, 0, prefix.n), prefix);
}

bool dl_str_ends(dl_str s, dl_str suffix)
{
    return s.n >= suffix.n && dl_str_eq(dl_str_part(s, s.n - suffix.n, s.n), suffix);
}

int dl_str_cmp(dl_str a, dl_str b)
{
    size_t n = DL_MIN(a.n, b.n);
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static bool blank(char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

dl_str dl_str_trim(dl_str s)
{
    while (s.n && blank(s.p[0])) s = dl_str_part(s, 1, s.n);
    while (s.n && blank(s.p[s.n - 1])) s.n--;
    return s;
}

dl_str dl_str_cut(dl_str *rest, char separator)
{
    const char *p = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
    dl_str s = *rest;
    if (p == NULL) {
        *rest = (dl_str){0};
        return s;
    }
    size_t n = (size_t)(p - s.p);
    *rest = dl_str_part(s, n + 1, s.n);
    s.n = n;
    return s;
}

bool dl_str_has_word(dl_str list, dl_str word)
{
    while (list.n) {
        if (dl_str_eq(dl_str_cut(&list, ' '), word)) return true;
    }
    return false;
}

/* Base letter of U+00C0..U+017F, '?' where it has none of one letter. */
static const char latin[] = "AAAAAA?CEEEEIIII?NOOOOO?OUUUUY??aaaaaa?ceeeeiiii?nooooo?ouuuuy?y"
                            "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi??JjKk?LlLlLlLlLlNnNnNn???OoOoOo??RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz?";

size_t dl_str_fold(dl_str s, char *out, size_t room)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n && n < room;) {
        size_t from = at;
        uint32_t c = dl_utf8_next(s, &at);
        if (c >= 0xc0 && c < 0x180 && latin[c - 0xc0] != '?') c = (uint8_t)latin[c - 0xc0];
        else if (c == 0x2018 || c == 0x2019 || c == 0x02bc || c == 0x2032) c = '\'';
        else if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0x2033) c = '"';
        else if (c >= 0x2010 && c <= 0x2015) c = '-';
        else if (c == 0xa0 || c == 0x202f) c = ' ';
        if (c < 0x80) {
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            continue;
        }
        char bytes[4];
        size_t k = c == 0xfffd ? at - from : dl_utf8_put(dl_lower(c), bytes);
        if (k > room - n) break;
        memcpy(out + n, c == 0xfffd ? s.p + from : bytes, k);
        n += k;
    }
    return n;
}

bool dl_str_to_int(dl_str s, int64_t *out)
{
    bool minus = s.n && s.p[0] == '-';
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    uint64_t v = 0;
    if (i == s.n) return false;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || v > (uint64_t)INT64_MAX / 10 - 1) return false;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = minus ? -(int64_t)v : (int64_t)v;
    return true;
}

bool dl_str_to_double(dl_str s, double *out)
{
    bool minus = s.n && s.p[0] == '-', any = false;
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    double v = 0, scale = 1;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, any = true) v = v * 10 + (s.p[i] - '0');
    if (i < s.n && s.p[i] == '.') {
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, any = true) {
            scale *= 10;
            v = v * 10 + (s.p[i] - '0');
        }
    }
    if (!any || i != s.n || s.n > 40) return false;
    *out = (minus ? -v : v) / scale;
    return true;
}
