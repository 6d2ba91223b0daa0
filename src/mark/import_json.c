/* import_json.c - JSON text as a tree in an arena (RFC 8259), for lines of knowledge bases. */
#include "mark/import.h"

#define DEEPEST 64

typedef struct reader { dl_arena *arena; dl_str s; size_t at; const char *why; } reader;

static dl_node *value(reader *r, unsigned depth);

static dl_node *fail(reader *r, const char *why)
{
    if (r->why == NULL) r->why = why;
    return NULL;
}

static char peek(reader *r)
{
    while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\t' || r->s.p[r->at] == '\r' || r->s.p[r->at] == '\n')) r->at++;
    return r->at < r->s.n ? r->s.p[r->at] : 0;
}

static bool hex4(const reader *r, size_t at, uint32_t *out)
{
    *out = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < r->s.n ? r->s.p[i] : 0;
        uint32_t v = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10) : 16;
        if (v == 16) return false;
        *out = *out << 4 | v;
    }
    return true;
}

/* Behind a backslash; surrogates that stand alone become U+FFFD. */
static bool escape(reader *r, char *out, size_t *n)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = r->at < r->s.n ? r->s.p[r->at++] : 0;
    const char *found = c ? strchr(from, c) : NULL;
    uint32_t code, low;
    if (found) {
        out[(*n)++] = to[found - from];
        return true;
    }
    if (c != 'u' || !hex4(r, r->at, &code)) return false;
    r->at += 4;
    if (code >= 0xd800 && code < 0xdc00 && r->at + 6 <= r->s.n && r->s.p[r->at] == '\\' && r->s.p[r->at + 1] == 'u' && hex4(r, r->at + 2, &low) && low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        r->at += 6;
    }
    if (code == 0 || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
    *n += dl_utf8_put(code, out + *n);
    return true;
}

static bool string(reader *r, dl_str *out)
{
    size_t start = ++r->at, end = start, n = 0;
    while (end < r->s.n && r->s.p[end] != '"') end += r->s.p[end] == '\\' ? 2 : 1;
    if (end >= r->s.n) return fail(r, "a string is not closed"), false;
    if (memchr(r->s.p + start, '\\', end - start) == NULL) {
        *out = dl_str_part(r->s, start, end);
        r->at = end + 1;
        return true;
    }
    char *copy = dl_arena_get(r->arena, end - start + 4);
    if (copy == NULL) return fail(r, "memory ran out"), false;
    while (r->at < end) {
        char c = r->s.p[r->at++];
        if (c != '\\') copy[n++] = c;
        else if (!escape(r, copy, &n)) return fail(r, "a backslash is followed by what JSON does not know"), false;
    }
    *out = (dl_str){copy, n};
    r->at = end + 1;
    return true;
}

static dl_node *members(reader *r, dl_node *node, char close, unsigned depth)
{
    dl_node **last = &node->first;
    r->at++;
    if (peek(r) == close) {
        r->at++;
        return node;
    }
    for (;;) {
        dl_str key = {0};
        if (close == '}') {
            if (peek(r) != '"') return fail(r, "a key in quotation marks is missing");
            if (!string(r, &key)) return NULL;
            if (peek(r) != ':') return fail(r, "a colon is missing after a key");
            r->at++;
        }
        dl_node *one = value(r, depth + 1);
        if (one == NULL) return NULL;
        one->key = key;
        *last = one;
        last = &one->next;
        char c = peek(r);
        if (c != ',' && c != close) return fail(r, "a comma or a bracket is missing");
        r->at++;
        if (c == close) return node;
    }
}

static dl_node *word(reader *r, dl_node *node)
{
    size_t start = r->at;
    while (r->at < r->s.n && strchr("+-.", r->s.p[r->at]) != NULL) r->at++;
    while (r->at < r->s.n && ((r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9') || ((r->s.p[r->at] | 32) >= 'a' && (r->s.p[r->at] | 32) <= 'z') || strchr("+-.", r->s.p[r->at]))) r->at++;
    node->text = dl_str_part(r->s, start, r->at);
    if (dl_str_is(node->text, "null")) node->kind = DL_JSON_NULL;
    else if (dl_str_is(node->text, "true") || dl_str_is(node->text, "false")) node->kind = DL_JSON_TRUTH;
    else {
        double number;
        node->kind = DL_JSON_NUMBER;
        if (!dl_str_to_double(node->text, &number)) return fail(r, "a value is missing or is not JSON");
    }
    return node;
}

static dl_node *value(reader *r, unsigned depth)
{
    if (depth > DEEPEST) return fail(r, "it is nested too deep");
    dl_node *node = DL_NEW(r->arena, dl_node, 1);
    if (node == NULL) return fail(r, "memory ran out");
    switch (peek(r)) {
    case '"':
        node->kind = DL_JSON_STRING;
        return string(r, &node->text) ? node : NULL;
    case '{':
        node->kind = DL_JSON_OBJECT;
        return members(r, node, '}', depth);
    case '[':
        node->kind = DL_JSON_ARRAY;
        return members(r, node, ']', depth);
    case 0: return fail(r, "the line ends in the middle");
    default: return word(r, node);
    }
}

dl_node *dl_node_read(dl_arena *arena, dl_str text, const char **why)
{
    reader r = {.arena = arena, .s = text};
    dl_node *node = value(&r, 0);
    if (node && peek(&r) != 0) node = fail(&r, "something follows the object");
    *why = r.why;
    return node;
}

const dl_node *dl_node_get(const dl_node *node, const char *key)
{
    if (node == NULL || node->kind != DL_JSON_OBJECT) return NULL;
    for (const dl_node *n = node->first; n; n = n->next) {
        if (dl_str_is(n->key, key)) return n;
    }
    return NULL;
}

const dl_node *dl_node_at(const dl_node *node, const char *path)
{
    char key[32];
    for (dl_str rest = dl_str_c(path); rest.n && node;) {
        dl_str one = dl_str_cut(&rest, '/');
        size_t n = DL_MIN(one.n, sizeof key - 1);
        memcpy(key, one.p, n);
        key[n] = 0;
        node = dl_node_get(node, key);
    }
    return node;
}

dl_str dl_value_text(const dl_node *node)
{
    return node && (node->kind == DL_JSON_STRING || node->kind == DL_JSON_NUMBER) ? node->text : (dl_str){0};
}
