/* One plain-text report a file. Its header, where it has one, is
 *   - the word `date` and a day: "date 2018-08-16 The government ..." (the text may follow on the same line), or
 *   - front matter: lines "key: value" between two lines "---", or
 *   - header lines "Key: value" with the keys listed below, up to the first other line.
 * Without one, a date with its year on one of the first lines is taken: a line of its own ("August 16, 2018", "Published: ...")
 * or in the dateline ("MOSCOW, August 16, 2018 (Reuters) -"). Those lines stay in the text. */
#include "feed/feed.h"

typedef struct key {
    const char *name;
    int field;
} key;

static const key keys[] = {
    {"id", DL_FIELD_ID},           {"date", DL_FIELD_DATE},       {"published", DL_FIELD_DATE},    {"publication date", DL_FIELD_DATE},
    {"title", DL_FIELD_TITLE},     {"headline", DL_FIELD_TITLE},  {"source", DL_FIELD_SOURCE},     {"publisher", DL_FIELD_SOURCE},
    {"url", DL_FIELD_URL},         {"link", DL_FIELD_URL},        {"canonical_url", DL_FIELD_URL}, {"language", DL_FIELD_LANGUAGE},
    {"lang", DL_FIELD_LANGUAGE},   {"author", DL_FIELD_AUTHOR},   {"byline", DL_FIELD_AUTHOR},
    {"post_date", DL_FIELD_DATE},
};

#define LINES_OF_FRONT_MATTER 200
#define LINES_BEFORE_BODY 6

static bool same(dl_str a, const char *lower)
{
    size_t i = 0;
    while (i < a.n && lower[i] && (a.p[i] == lower[i] || (a.p[i] >= 'A' && a.p[i] <= 'Z' && a.p[i] + 32 == lower[i]))) i++;
    return i == a.n && lower[i] == 0;
}

static dl_str unquoted(dl_str s)
{
    bool quoted = s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
    return quoted ? dl_str_part(s, 1, s.n - 1) : s;
}

/* "Key: value" with a key that is known. The first mention of a field stands. */
static bool known_line(dl_str line, dl_report *out)
{
    const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
    if (colon == NULL) return false;
    size_t at = (size_t)(colon - line.p);
    dl_str name = dl_str_trim(dl_str_part(line, 0, at)), v = unquoted(dl_str_trim(dl_str_part(line, at + 1, line.n)));
    for (size_t i = 0; i < DL_COUNT(keys); i++) {
        if (!same(name, keys[i].name)) continue;
        if (keys[i].field == DL_FIELD_DATE && dl_feed_date(v) == DL_DAY_UNKNOWN) return false;
        dl_str *field = dl_field_at(out, keys[i].field);
        if (field->n == 0) *field = v;
        return true;
    }
    return false;
}

static bool front_matter(dl_str *text, dl_report *out)
{
    dl_str rest = *text;
    if (!dl_str_is(dl_str_trim(dl_str_cut(&rest, '\n')), "---")) return false;
    dl_str first = rest;
    bool closed = false;
    for (int i = 0; i < LINES_OF_FRONT_MATTER && rest.n && !closed; i++) closed = dl_str_is(dl_str_trim(dl_str_cut(&rest, '\n')), "---");
    if (!closed) return false;
    while (first.n > rest.n) {
        dl_str line = dl_str_cut(&first, '\n');
        if (first.n > rest.n && line.n && line.p[0] != ' ') known_line(line, out);
    }
    *text = rest;
    return true;
}

static bool header_lines(dl_str *text, dl_report *out)
{
    dl_str rest = *text;
    bool any = false;
    while (rest.n) {
        dl_str after = rest;
        if (!known_line(dl_str_cut(&after, '\n'), out)) break;
        rest = after;
        any = true;
    }
    *text = rest;
    return any;
}

/* "date 2018-08-16 " */
static bool date_word(dl_str *text, dl_report *out)
{
    dl_str s = *text;
    if (s.n < 15 || !same(dl_str_part(s, 0, 4), "date") || (s.p[4] != ' ' && s.p[4] != ':')) return false;
    s = dl_str_trim(dl_str_part(s, 5, s.n));
    if (s.n < 10 || dl_day_from_text(dl_str_part(s, 0, 10)) == DL_DAY_UNKNOWN) return false;
    if (s.n > 10 && s.p[10] != ' ' && s.p[10] != '\n' && s.p[10] != '\r' && s.p[10] != '\t') return false;
    out->date = dl_str_part(s, 0, 10);
    *text = dl_str_part(s, 10, s.n);
    return true;
}

static bool small_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* A date that is the whole line, follows a word that announces it, or follows a place in capitals. */
static bool dated_line(dl_str line, dl_report *out)
{
    static const char *const openings[] = {"this story is from ", "published on ", "published: ", "published ", "posted on ", "posted: ", "date: "};
    line = dl_str_trim(line);
    for (size_t i = 0; i < DL_COUNT(openings); i++) {
        size_t n = strlen(openings[i]);
        if (line.n > n && same(dl_str_part(line, 0, n), openings[i])) {
            line = dl_str_trim(dl_str_part(line, n, line.n));
            break;
        }
    }
    if (line.n <= 48 && dl_feed_date(line) != DL_DAY_UNKNOWN && memchr(line.p, ' ', line.n) != NULL) {
        out->date = line;
        return true;
    }
    for (size_t i = 2; i + 10 < line.n && i < 64 && !small_letter(line.p[i - 1]); i++) {
        size_t used = 0;
        bool after_place = line.p[i - 1] == ' ' && (line.p[i - 2] == ',' || line.p[i - 2] == '(');
        if (!after_place || dl_feed_date_in_words(dl_str_part(line, i, line.n), &used) == DL_DAY_UNKNOWN) continue;
        out->date = dl_str_part(line, i, i + used);
        return true;
    }
    return false;
}

void dl_feed_text(dl_str text, dl_report *out)
{
    text = dl_str_trim(text);
    if (!date_word(&text, out) && !front_matter(&text, out)) header_lines(&text, out);
    text = dl_str_trim(text);
    out->text = text;
    for (int i = 0; i < LINES_BEFORE_BODY && text.n && out->date.n == 0; i++) {
        if (dated_line(dl_str_cut(&text, '\n'), out)) break;
    }
}

/* Windows-1252, bytes 0x80 to 0x9f; 0 where it has none. */
static const uint16_t cp1252[32] = {0x20ac, 0,      0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
                                    0x2039, 0x152,  0,      0x17d,  0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0,      0x17e,  0x178};

static uint32_t from_cp1252(uint8_t c)
{
    return c >= 0xa0 ? c : cp1252[c - 0x80];
}

/* Certain are: a byte alone among ASCII that is not the last of the text, where a cut character may stand; and two bytes of which the
 * first is a typographic sign (0x80 to 0x9f), because no UTF-8 character begins with it. */
static bool certain(const uint8_t *p, size_t n, bool last)
{
    if (n == 1) return from_cp1252(p[0]) != 0 && !(last && p[0] >= 0xc2);
    return n == 2 && p[0] < 0xa0 && from_cp1252(p[0]) && from_cp1252(p[1]) && !(last && p[1] >= 0xc2);
}

static void put_run(dl_str run, bool last, char *out, size_t *n)
{
    const uint8_t *p = (const uint8_t *)run.p;
    bool convert = certain(p, run.n, last);
    for (size_t at = 0; at < run.n;) {
        uint32_t c = convert ? from_cp1252(p[at++]) : dl_utf8_next(run, &at);
        *n += dl_utf8_put(c, out + *n);
    }
}

dl_str dl_feed_utf8(dl_str bytes, dl_arena *arena)
{
    if (dl_utf8_valid(bytes, NULL)) return bytes.p ? bytes : DL_LIT("");
    size_t high = 0, n = 0;
    for (size_t i = 0; i < bytes.n; i++) high += (uint8_t)bytes.p[i] >= 0x80;
    char *out = dl_arena_get(arena, bytes.n + 2 * high); /* one byte becomes three at most */
    if (out == NULL) return (dl_str){0};
    for (size_t at = 0; at < bytes.n;) {
        size_t end = at;
        while (end < bytes.n && (uint8_t)bytes.p[end] >= 0x80) end++;
        if (end == at) {
            out[n++] = bytes.p[at++];
            continue;
        }
        dl_str run = dl_str_part(bytes, at, end);
        if (dl_utf8_valid(run, NULL)) {
            memcpy(out + n, run.p, run.n);
            n += run.n;
        } else {
            put_run(run, end == bytes.n, out, &n);
        }
        at = end;
    }
    return (dl_str){out, n};
}

dl_str dl_feed_western(dl_str bytes, dl_arena *arena)
{
    char *out = dl_arena_get(arena, bytes.n * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < bytes.n; i++) {
        uint8_t c = (uint8_t)bytes.p[i];
        uint32_t code = c < 0x80 ? c : from_cp1252(c);
        n += dl_utf8_put(code || c == 0 ? code : 0xfffd, out + n);
    }
    return (dl_str){out, n};
}
