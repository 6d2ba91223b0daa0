/* A strict reader of one JSON object a line (RFC 8259). It walks the line once and keeps only the fields of a report, so that a wide
 * object costs no memory, faults carry their exact byte, and numbers that no C type holds do no harm in fields that nobody reads.
 * Refused: malformed UTF-8, lone surrogates, NUL, keys that come twice in one object, more than 64 levels. */
#include "feed/feed.h"

#include <stdarg.h>
#include <stdio.h>

#define DEEPEST 64

typedef enum kind { STRING, NUMBER, TRUTH, NOTHING, ARRAY, OBJECT } kind;
static const char *const kind_names[] = {"a string", "a number", "true or false", "null", "an array", "an object"};

typedef struct reader {
    dl_str s;
    size_t at;
    dl_arena *arena;
    dl_map *keys;        /* every key seen, after the number of its object */
    uint32_t objects;
    dl_status status;
    const dl_str *names;
    dl_report *report;
    char *fault;
    size_t room;
} reader;

DL_PRINTF(2, 3) static bool fail(reader *r, const char *format, ...)
{
    if (r->status != DL_OK) return false;
    r->status = DL_FORMAT;
    va_list args;
    va_start(args, format);
    vsnprintf(r->fault, r->room, format, args);
    va_end(args);
    return false;
}

static bool no_memory(reader *r)
{
    r->status = DL_NOMEM;
    return false;
}

static void blanks(reader *r)
{
    while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\t' || r->s.p[r->at] == '\r' || r->s.p[r->at] == '\n')) r->at++;
}

static char peek(const reader *r)
{
    return r->at < r->s.n ? r->s.p[r->at] : 0;
}

static bool hex4(reader *r, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        char c = peek(r);
        uint32_t v = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10) : 16;
        if (v == 16) return fail(r, "four hexadecimal digits must follow \\u");
        *out = *out << 4 | v;
    }
    return true;
}

/* After a backslash. */
static bool escape(reader *r, char *out, size_t *n)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = peek(r);
    const char *found = c ? strchr(from, c) : NULL;
    if (found) {
        out[(*n)++] = to[found - from];
        r->at++;
        return true;
    }
    if (c != 'u') return fail(r, "a backslash is followed by what JSON does not know");
    r->at++;
    uint32_t code, second;
    if (!hex4(r, &code)) return false;
    if (code == 0) return fail(r, "a string holds a NUL character");
    if (code >= 0xdc00 && code < 0xe000) return fail(r, "half of a surrogate pair stands alone");
    if (code >= 0xd800 && code < 0xdc00) {
        if (peek(r) != '\\' || r->at + 1 >= r->s.n || r->s.p[r->at + 1] != 'u') return fail(r, "half of a surrogate pair stands alone");
        r->at += 2;
        if (!hex4(r, &second)) return false;
        if (second < 0xdc00 || second >= 0xe000) return fail(r, "half of a surrogate pair stands alone");
        code = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
    }
    *n += dl_utf8_put(code, out + *n);
    return true;
}

/* At a quotation mark. Without escapes the result borrows from the line. A decoded escape is never longer than it was written. */
static bool string(reader *r, dl_str *out)
{
    size_t start = ++r->at, end = start;
    bool plain = true;
    while (end < r->s.n && r->s.p[end] != '"') {
        if (r->s.p[end] == '\\') {
            plain = false;
            end++;
        }
        end++;
    }
    if (end >= r->s.n) return fail(r, "a string is not closed");
    char *copy = plain ? NULL : dl_arena_get(r->arena, end - start);
    if (!plain && copy == NULL) return no_memory(r);
    size_t n = 0;
    while (r->at < end) {
        char c = r->s.p[r->at];
        if ((uint8_t)c < 0x20) return fail(r, "a control character stands in a string");
        if (c == '\\') {
            r->at++;
            if (!escape(r, copy, &n)) return false;
        } else {
            r->at++;
            if (copy) copy[n] = c;
            n++;
        }
    }
    *out = (dl_str){plain ? r->s.p + start : copy, n};
    r->at = end + 1;
    return true;
}

static size_t digits(reader *r)
{
    size_t start = r->at;
    while (peek(r) >= '0' && peek(r) <= '9') r->at++;
    return r->at - start;
}

static bool number(reader *r, dl_str *out)
{
    size_t start = r->at;
    if (peek(r) == '-') r->at++;
    bool zero = peek(r) == '0';
    size_t n = digits(r);
    bool good = n == 1 || (n > 1 && !zero);
    if (good && peek(r) == '.') {
        r->at++;
        good = digits(r) > 0;
    }
    if (good && (peek(r) == 'e' || peek(r) == 'E')) {
        r->at++;
        if (peek(r) == '+' || peek(r) == '-') r->at++;
        good = digits(r) > 0;
    }
    *out = dl_str_part(r->s, start, r->at);
    return good || fail(r, "a number is not written as JSON wants it");
}

static bool literal(reader *r, dl_str word)
{
    if (!dl_str_starts(dl_str_part(r->s, r->at, r->s.n), word)) return fail(r, "a value is missing or is not JSON");
    r->at += word.n;
    return true;
}

static bool object(reader *r, unsigned depth);
static bool array(reader *r, unsigned depth);

static bool value(reader *r, unsigned depth, kind *what, dl_str *out)
{
    *out = (dl_str){0};
    switch (peek(r)) {
    case '"': *what = STRING; return string(r, out);
    case '{': *what = OBJECT; return object(r, depth + 1);
    case '[': *what = ARRAY; return array(r, depth + 1);
    case 't': *what = TRUTH; return literal(r, DL_LIT("true"));
    case 'f': *what = TRUTH; return literal(r, DL_LIT("false"));
    case 'n': *what = NOTHING; return literal(r, DL_LIT("null"));
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        *what = NUMBER;
        return number(r, out);
    default: return fail(r, r->at < r->s.n ? "a value is missing or is not JSON" : "the line ends in the middle of an object");
    }
}

static bool array(reader *r, unsigned depth)
{
    if (depth > DEEPEST) return fail(r, "it is nested more than %d levels deep", DEEPEST);
    r->at++;
    blanks(r);
    if (peek(r) == ']') {
        r->at++;
        return true;
    }
    for (;;) {
        kind what;
        dl_str ignored;
        blanks(r);
        if (!value(r, depth, &what, &ignored)) return false;
        blanks(r);
        char c = peek(r);
        if (c != ',' && c != ']') return fail(r, "a comma or ] is missing");
        r->at++;
        if (c == ']') return true;
    }
}

/* Is the key new in this object? Keys of all objects share one map, each after the number of its object. */
static bool key_new(reader *r, uint32_t serial, dl_str key)
{
    char *p = dl_arena_get(r->arena, key.n + sizeof serial);
    if (p == NULL) return no_memory(r);
    memcpy(p, &serial, sizeof serial);
    if (key.n) memcpy(p + sizeof serial, key.p, key.n);
    uint32_t before = dl_map_count(r->keys);
    if (!dl_map_put(r->keys, (dl_str){p, key.n + sizeof serial}, 0, NULL)) return no_memory(r);
    if (dl_map_count(r->keys) == before) return fail(r, "the key \"%.*s\" comes twice", (int)DL_MIN(key.n, 60), key.p);
    return true;
}

/* The text, id and date must be what they should be; in the others whatever is not a text or a number counts as absent. */
static bool keep(reader *r, dl_str key, kind what, dl_str v)
{
    for (int i = 0; i < DL_FIELD_COUNT; i++) {
        if (!dl_str_eq(key, r->names[i])) continue;
        bool wanted = what == STRING || (what == NUMBER && i != DL_FIELD_TEXT);
        if (wanted) *dl_field_at(r->report, i) = v;
        else if (what != NOTHING && (i == DL_FIELD_ID || i == DL_FIELD_DATE || i == DL_FIELD_TEXT)) {
            return fail(r, "\"%.*s\" is %s, not a string", (int)DL_MIN(key.n, 60), key.p, kind_names[what]);
        }
    }
    return true;
}

static bool object(reader *r, unsigned depth)
{
    if (depth > DEEPEST) return fail(r, "it is nested more than %d levels deep", DEEPEST);
    uint32_t serial = r->objects++;
    r->at++;
    blanks(r);
    if (peek(r) == '}') {
        r->at++;
        return true;
    }
    for (;;) {
        kind what;
        dl_str key, v;
        blanks(r);
        if (peek(r) != '"') return fail(r, r->at < r->s.n ? "a key in quotation marks is missing" : "the line ends in the middle of an object");
        size_t key_at = r->at;
        if (!string(r, &key)) return false;
        size_t after = r->at;
        r->at = key_at;
        if (!key_new(r, serial, key)) return false;
        r->at = after;
        blanks(r);
        if (peek(r) != ':') return fail(r, "a colon is missing after a key");
        r->at++;
        blanks(r);
        if (!value(r, depth, &what, &v) || (depth == 1 && !keep(r, key, what, v))) return false;
        blanks(r);
        char c = peek(r);
        if (c != ',' && c != '}') return fail(r, r->at < r->s.n ? "a comma or } is missing" : "the line ends in the middle of an object");
        r->at++;
        if (c == '}') return true;
    }
}

dl_status dl_feed_json(dl_str line, const dl_str names[DL_FIELD_COUNT], dl_arena *arena, dl_report *out, char *fault, size_t room, size_t *at)
{
    reader r = {.s = line, .arena = arena, .names = names, .report = out, .fault = fault, .room = room};
    size_t bad = 0;
    *at = 0;
    r.keys = dl_map_new(arena, 16);
    if (r.keys == NULL) return DL_NOMEM;
    if (!dl_utf8_valid(line, &bad)) {
        r.at = bad;
        fail(&r, "a byte is not UTF-8");
    } else {
        blanks(&r);
        if (peek(&r) != '{') fail(&r, "it is not a JSON object");
        else if (object(&r, 1)) {
            blanks(&r);
            if (r.at < line.n) fail(&r, "something follows the object");
        }
    }
    *at = r.at;
    return r.status;
}
