#include "feed/markup.h"
#include "feed/entities.h"

#define MOST_NODES 1000000u
#define DEEPEST 200

typedef struct tag {
    const char *name;
    uint32_t is;
} tag;

#define BLOCK (DL_TAG_KNOWN | DL_TAG_BLOCK)
#define MUTE (DL_TAG_KNOWN | DL_TAG_MUTE)
#define VOID (DL_TAG_KNOWN | DL_TAG_VOID)
#define INLINE (DL_TAG_KNOWN | DL_TAG_INLINE)

static const tag tags[] = { /* sorted */
    {"a", INLINE}, {"abbr", INLINE}, {"address", BLOCK}, {"area", VOID}, {"article", BLOCK}, {"aside", BLOCK}, {"audio", MUTE}, {"b", INLINE}, {"base", VOID},
    {"big", INLINE}, {"block", BLOCK}, {"blockquote", BLOCK}, {"body", BLOCK | DL_TAG_SCOPE}, {"br", VOID}, {"button", MUTE}, {"byline", BLOCK}, {"canvas", MUTE}, {"caption", BLOCK | DL_TAG_SCOPE},
    {"center", BLOCK}, {"cite", INLINE}, {"code", INLINE}, {"col", VOID}, {"dd", BLOCK}, {"details", BLOCK}, {"dialog", MUTE | DL_TAG_BLOCK}, {"dir", BLOCK}, {"div", BLOCK},
    {"dl", BLOCK}, {"dt", BLOCK}, {"em", INLINE}, {"embed", VOID}, {"fieldset", BLOCK}, {"figcaption", BLOCK}, {"figure", BLOCK}, {"font", INLINE}, {"footer", BLOCK}, {"form", BLOCK},
    {"frame", VOID}, {"h1", BLOCK}, {"h2", BLOCK}, {"h3", BLOCK}, {"h4", BLOCK}, {"h5", BLOCK}, {"h6", BLOCK}, {"head", BLOCK}, {"header", BLOCK}, {"hl1", BLOCK}, {"hl2", BLOCK},
    {"hr", VOID | DL_TAG_BLOCK}, {"html", BLOCK | DL_TAG_SCOPE}, {"i", INLINE}, {"iframe", MUTE | DL_TAG_RAW}, {"img", VOID}, {"input", VOID}, {"ins", INLINE}, {"label", INLINE}, {"li", BLOCK}, {"link", VOID},
    {"main", BLOCK}, {"map", MUTE}, {"media-caption", BLOCK}, {"media-metadata", MUTE}, {"media-object", MUTE}, {"media-producer", MUTE}, {"menu", BLOCK}, {"meta", VOID}, {"nav", BLOCK}, {"noembed", MUTE | DL_TAG_RAW},
    {"noscript", MUTE}, {"object", MUTE | DL_TAG_SCOPE}, {"ol", BLOCK}, {"optgroup", MUTE}, {"option", MUTE}, {"p", BLOCK}, {"param", VOID}, {"pre", BLOCK}, {"q", INLINE}, {"s", INLINE}, {"script", MUTE | DL_TAG_RAW},
    {"section", BLOCK}, {"select", MUTE}, {"small", INLINE}, {"source", VOID}, {"span", INLINE}, {"strong", INLINE}, {"style", MUTE | DL_TAG_RAW}, {"sub", INLINE}, {"summary", BLOCK}, {"sup", INLINE}, {"svg", MUTE},
    {"table", BLOCK | DL_TAG_SCOPE}, {"tbody", BLOCK}, {"td", BLOCK | DL_TAG_SCOPE}, {"template", MUTE}, {"textarea", MUTE | DL_TAG_RAW}, {"tfoot", BLOCK}, {"th", BLOCK | DL_TAG_SCOPE}, {"thead", BLOCK},
    {"time", INLINE}, {"title", MUTE | DL_TAG_RAW}, {"tr", BLOCK}, {"track", VOID}, {"u", INLINE}, {"ul", BLOCK}, {"video", MUTE}, {"wbr", VOID}, {"xmp", MUTE | DL_TAG_RAW},
};

typedef struct reader {
    dl_str s;
    size_t at;
    bool xml;
    dl_arena *arena;
    dl_node *open;          /* the innermost open element */
    uint32_t depth, beyond; /* `beyond`: open elements that were too deep to be kept apart */
    uint32_t nodes;
    dl_status status;
} reader;

static char low(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool blank(char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

static dl_str local(dl_str name)
{
    const char *colon = name.n ? memchr(name.p, ':', name.n) : NULL;
    return colon ? dl_str_part(name, (size_t)(colon - name.p) + 1, name.n) : name;
}

static uint32_t known(dl_str name)
{
    name = local(name);
    size_t low_end = 0, high = DL_COUNT(tags);
    while (low_end < high) {
        size_t middle = (low_end + high) / 2;
        int c = dl_str_cmp(name, dl_str_c(tags[middle].name));
        if (c == 0) return tags[middle].is;
        if (c < 0) high = middle;
        else low_end = middle + 1;
    }
    return 0;
}

/* ## Text */

static uint32_t named(dl_str name)
{
    size_t first = 0, last = DL_COUNT(entities);
    while (first < last) {
        size_t middle = (first + last) / 2;
        int c = dl_str_cmp(name, dl_str_c(entities[middle].name));
        if (c == 0) return entities[middle].code;
        if (c < 0) last = middle;
        else first = middle + 1;
    }
    return 0;
}

/* Numbers 128 to 159 are meant as Windows-1252, as browsers take them. */
static uint32_t numbered(dl_str s)
{
    static const uint16_t cp1252[32] = {0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0,
                                        0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178};
    bool hex = s.n && low(s.p[0]) == 'x';
    uint32_t v = 0;
    if (s.n == hex) return 0;
    for (size_t i = hex; i < s.n; i++) {
        char c = low(s.p[i]);
        uint32_t d = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : 99;
        if (d == 99 || v > 0x10ffff) return 0;
        v = v * (hex ? 16 : 10) + d;
    }
    if (v >= 128 && v < 160 && cp1252[v - 128]) v = cp1252[v - 128];
    return v == 0 || v > 0x10ffff || (v >= 0xd800 && v < 0xe000) || (v < 32 && !blank((char)v)) ? 0xfffd : v;
}

/* Length of the entity at the head of s, 0 for none. Without a semicolon only numbers count. */
static size_t entity(dl_str s, uint32_t *code)
{
    size_t n = 1, most = DL_MIN(s.n, (size_t)12);
    while (n < most && ((low(s.p[n]) >= 'a' && low(s.p[n]) <= 'z') || (s.p[n] >= '0' && s.p[n] <= '9') || (n == 1 && s.p[n] == '#'))) n++;
    bool closed = n < s.n && s.p[n] == ';';
    if (n < 2) return 0;
    if (s.p[1] == '#') *code = numbered(dl_str_part(s, 2, n));
    else *code = closed ? named(dl_str_part(s, 1, n)) : 0;
    return *code ? n + closed : 0;
}

dl_str dl_markup_decode(dl_str s, dl_arena *arena)
{
    if (s.n == 0) return DL_LIT("");
    if (memchr(s.p, '&', s.n) == NULL) return s;
    char *out = dl_arena_get(arena, s.n + 1); /* no entity is shorter than its character */
    if (out == NULL) return (dl_str){0};
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t code = 0;
        size_t used = s.p[at] == '&' ? entity(dl_str_part(s, at, s.n), &code) : 0;
        if (used) n += dl_utf8_put(code, out + n);
        else out[n++] = s.p[at];
        at += used ? used : 1;
    }
    return (dl_str){out, n};
}

/* ## The tree */

static dl_node *add(reader *r, dl_node *parent)
{
    if (r->nodes++ >= MOST_NODES) r->status = DL_LIMIT;
    dl_node *node = r->status == DL_OK ? DL_NEW(r->arena, dl_node, 1) : NULL;
    if (node == NULL) {
        if (r->status == DL_OK) r->status = DL_NOMEM;
        return NULL;
    }
    node->parent = parent;
    if (parent) {
        if (parent->last) parent->last->next = node;
        else parent->first = node;
        parent->last = node;
    }
    return node;
}

static void add_text(reader *r, dl_str raw, bool decode)
{
    if (raw.n == 0) return;
    dl_str text = decode ? dl_markup_decode(raw, r->arena) : raw;
    dl_node *node = text.p ? add(r, r->open) : NULL;
    if (node) node->text = text;
    else if (r->status == DL_OK) r->status = DL_NOMEM;
}

static void leave(reader *r)
{
    if (r->open->parent == NULL) return;
    r->open = r->open->parent;
    r->depth--;
}

static void leave_up_to(reader *r, const dl_node *node)
{
    while (r->open != node && r->open->parent) leave(r);
    leave(r);
}

/* The innermost open element with one of the names, up to a boundary; NULL for none. */
static dl_node *opened(const reader *r, const char *a, const char *b, const char *stop)
{
    for (dl_node *n = r->open; n && n->parent; n = n->parent) {
        if (dl_str_is(n->name, a) || (b && dl_str_is(n->name, b))) return n;
        if ((n->tag & DL_TAG_SCOPE) || (stop && dl_str_is(n->name, stop))) return NULL;
    }
    return NULL;
}

/* Start tags that end what authors leave open. */
static void close_implied(reader *r, dl_str name, uint32_t is)
{
    const dl_node *n = NULL;
    if (dl_str_is(name, "li")) {
        n = opened(r, "li", NULL, "ul");
        if (opened(r, "ol", NULL, "li")) n = NULL;
    } else if (dl_str_is(name, "dt") || dl_str_is(name, "dd")) n = opened(r, "dt", "dd", "dl");
    else if (dl_str_is(name, "option")) n = opened(r, "option", NULL, "select");
    else if (dl_str_is(name, "td") || dl_str_is(name, "th")) n = dl_str_is(r->open->name, "td") || dl_str_is(r->open->name, "th") ? r->open : NULL;
    else if (dl_str_is(name, "tr") && (dl_str_is(r->open->name, "td") || dl_str_is(r->open->name, "th"))) {
        leave(r);
        if (dl_str_is(r->open->name, "tr")) n = r->open;
    }
    if (n == NULL && (is & DL_TAG_BLOCK)) n = opened(r, "p", NULL, NULL);
    if (n) leave_up_to(r, n);
}

static void end_tag(reader *r, dl_str name, uint32_t is)
{
    if (!r->xml && (dl_str_is(name, "body") || dl_str_is(name, "html"))) return;
    if (r->beyond) {
        r->beyond--;
        return;
    }
    for (dl_node *n = r->open; n && n->parent; n = n->parent) {
        if (dl_str_eq(n->name, name)) {
            leave_up_to(r, n);
            return;
        }
        if (!r->xml && ((n->tag & DL_TAG_SCOPE) || ((is & DL_TAG_INLINE) && (n->tag & DL_TAG_BLOCK)))) {
            if (!dl_str_is(name, "table") && !dl_str_is(name, "tr") && !dl_str_is(name, "tbody")) return;
        }
    }
}

/* ## Tags */

static size_t find(const reader *r, size_t from, const char *what)
{
    size_t n = strlen(what);
    const char *p = from < r->s.n ? memmem(r->s.p + from, r->s.n - from, what, n) : NULL;
    return p ? (size_t)(p - r->s.p) : r->s.n;
}

/* After "<!" or "<?": comments, CDATA, declarations. */
static void declaration(reader *r)
{
    dl_str rest = dl_str_part(r->s, r->at, r->s.n);
    size_t end;
    if (dl_str_starts(rest, DL_LIT("<!--"))) end = find(r, r->at + 2, "-->") + 3; /* <!--> is whole */
    else if (dl_str_starts(rest, DL_LIT("<![CDATA["))) {
        end = find(r, r->at + 9, "]]>");
        add_text(r, dl_str_part(r->s, r->at + 9, end), false);
        end += 3;
    } else {
        end = find(r, r->at, ">");
        size_t bracket = r->at;
        while (bracket < end && r->s.p[bracket] != '[') bracket++;
        if (bracket < end && dl_str_starts(rest, DL_LIT("<!DOCTYPE"))) end = find(r, find(r, bracket, "]"), ">");
        end++;
    }
    r->at = DL_MIN(end, r->s.n);
}

static dl_str lowered(reader *r, dl_str name)
{
    bool upper = false;
    for (size_t i = 0; i < name.n; i++) upper = upper || (name.p[i] >= 'A' && name.p[i] <= 'Z');
    if (!upper) return name;
    char *p = dl_arena_get(r->arena, name.n);
    if (p == NULL) {
        r->status = DL_NOMEM;
        return DL_LIT("");
    }
    for (size_t i = 0; i < name.n; i++) p[i] = low(name.p[i]);
    return (dl_str){p, name.n};
}

/* Attributes that somebody asks for; the others are passed over and cost nothing. */
static bool wanted(dl_str name)
{
    static const char words[] = " alternate charset class content data-testid datetime href hidden http-equiv id id-string itemprop lang literal name norm date.publication holder qcode property rel role "
                                "style tag title type value version xml:lang guid contenttype regsrc baselang isPermaLink aria-hidden pubdate aria-label ";
    for (const char *p = words; (p = memmem(p, (size_t)(words + sizeof words - p), name.p, name.n)) != NULL; p++) {
        if (p[-1] == ' ' && p[name.n] == ' ') return true;
    }
    return false;
}

static void add_attribute(reader *r, dl_node *node, dl_str name, dl_str value)
{
    if (node == NULL || name.n < 2 || name.n > 32) return;
    if (!r->xml) name = lowered(r, name);
    if (name.n == 0 || !wanted(name)) return;
    for (const dl_attribute *a = node->attributes; a; a = a->next) {
        if (dl_str_eq(a->name, name)) return;
    }
    dl_attribute *a = DL_NEW(r->arena, dl_attribute, 1);
    if (a) *a = (dl_attribute){name, dl_markup_decode(value, r->arena), node->attributes};
    if (a == NULL || a->value.p == NULL) r->status = DL_NOMEM;
    else node->attributes = a;
}

static bool name_ends(char c)
{
    return blank(c) || c == '>' || c == '/' || c == '=';
}

/* Reads attributes up to and with ">"; true for a tag that closes itself. */
static bool attributes(reader *r, dl_node *node)
{
    const char *p = r->s.p;
    size_t n = r->s.n, at = r->at;
    bool slash = false;
    while (at < n && p[at] != '>' && r->status == DL_OK) {
        if (blank(p[at]) || p[at] == '/' || p[at] == '=') {
            slash = p[at] == '/' || (slash && blank(p[at]));
            at++;
            continue;
        }
        size_t start = at;
        while (at < n && !name_ends(p[at])) at++;
        dl_str name = dl_str_part(r->s, start, at), value = DL_LIT("");
        size_t ahead = at;
        while (ahead < n && blank(p[ahead])) ahead++;
        if (ahead < n && p[ahead] == '=') {
            at = ahead + 1;
            while (at < n && blank(p[at])) at++;
            char quote = at < n && (p[at] == '"' || p[at] == '\'') ? p[at++] : 0;
            start = at;
            while (at < n && (quote ? p[at] != quote : !blank(p[at]) && p[at] != '>')) at++;
            value = dl_str_part(r->s, start, at);
            if (quote && at < n) at++;
        }
        slash = false;
        add_attribute(r, node, name, value);
    }
    r->at = at < n ? at + 1 : n;
    return slash;
}

/* The content of script, style, title and the like, up to their end tag. */
static void raw_content(reader *r, const dl_node *node)
{
    size_t end = r->at;
    for (; end < r->s.n; end++) {
        const char *p = memchr(r->s.p + end, '<', r->s.n - end);
        end = p ? (size_t)(p - r->s.p) : r->s.n;
        if (end + 2 + node->name.n > r->s.n) {
            end = r->s.n;
            break;
        }
        size_t i = 0;
        while (r->s.p[end + 1] == '/' && i < node->name.n && low(r->s.p[end + 2 + i]) == node->name.p[i]) i++;
        if (i == node->name.n) break;
    }
    add_text(r, dl_str_part(r->s, r->at, end), dl_str_is(node->name, "title") || dl_str_is(node->name, "textarea"));
    r->at = end;
}

static void start_tag(reader *r, dl_str name)
{
    uint32_t is = known(name);
    if (!r->xml) {
        bool again = (dl_str_is(name, "html") || dl_str_is(name, "body")) && opened(r, "body", NULL, NULL);
        if (again) {
            attributes(r, NULL);
            return;
        }
        close_implied(r, name, is);
    }
    dl_node *node = add(r, r->open);
    if (node == NULL) return;
    node->name = name;
    node->tag = is;
    bool closed = attributes(r, node);
    if (r->xml ? closed : (is & DL_TAG_VOID) || (closed && !(is & DL_TAG_KNOWN))) return;
    if (r->depth >= DEEPEST) {
        r->beyond++;
        return;
    }
    r->open = node;
    r->depth++;
    if (!r->xml && (is & DL_TAG_RAW)) raw_content(r, node);
}

static void markup(reader *r)
{
    size_t at = r->at + 1;
    char c = at < r->s.n ? r->s.p[at] : 0;
    if (c == '!' || c == '?') {
        declaration(r);
        return;
    }
    bool end = c == '/';
    if (end) c = ++at < r->s.n ? r->s.p[at] : 0;
    if (!(low(c) >= 'a' && low(c) <= 'z') && !(r->xml && (uint8_t)c >= 0x80) && c != '_') {
        add_text(r, dl_str_part(r->s, r->at, r->at + 1), false); /* a < that is no tag */
        r->at++;
        return;
    }
    size_t stop = at;
    while (stop < r->s.n && !name_ends(r->s.p[stop])) stop++;
    dl_str name = dl_str_part(r->s, at, stop);
    if (!r->xml) name = lowered(r, name);
    r->at = stop;
    if (!end) {
        start_tag(r, name);
        return;
    }
    attributes(r, NULL);
    end_tag(r, name, known(name));
}

dl_status dl_markup_read(dl_str source, dl_markup kind, dl_arena *arena, dl_node **root)
{
    reader r = {.s = source, .xml = kind == DL_MARKUP_XML, .arena = arena};
    *root = add(&r, NULL);
    r.open = *root;
    while (r.status == DL_OK && r.at < source.n) {
        const char *p = memchr(source.p + r.at, '<', source.n - r.at);
        size_t end = p ? (size_t)(p - source.p) : source.n;
        add_text(&r, dl_str_part(source, r.at, end), true);
        r.at = end;
        if (p) markup(&r);
    }
    return r.status;
}

/* ## Asking the tree */

dl_str dl_node_attribute(const dl_node *node, const char *name)
{
    for (const dl_attribute *a = node->attributes; a; a = a->next) {
        if (dl_str_is(a->name, name)) return a->value;
    }
    return (dl_str){0};
}

dl_str dl_node_local(const dl_node *node)
{
    return local(node->name);
}

bool dl_node_is(const dl_node *node, const char *name)
{
    return dl_str_is(local(node->name), name);
}

dl_node *dl_node_next(dl_node *node, const dl_node *top, bool into)
{
    if (into && node->first) return node->first;
    while (node != top && node->next == NULL) node = node->parent;
    return node == top ? NULL : node->next;
}

dl_node *dl_node_find(dl_node *node, const char *name)
{
    for (dl_node *n = dl_node_next(node, node, true); n; n = dl_node_next(n, node, true)) {
        if (dl_str_is(n->name, name)) return n;
    }
    return NULL;
}

static void add_spaced(dl_str s, char *out, size_t *n)
{
    for (size_t i = 0; i < s.n;) {
        size_t start = i;
        uint32_t c = dl_utf8_next(s, &i);
        if (c == 0x200b || c == 0xfeff || c == 0xad) continue;
        if (!dl_is_space(c)) {
            memcpy(out + *n, s.p + start, i - start);
            *n += i - start;
        } else if (*n && out[*n - 1] != ' ') out[(*n)++] = ' ';
    }
}

dl_str dl_node_text(const dl_node *node, dl_arena *arena)
{
    size_t room = 1, n = 0;
    union { const dl_node *in; dl_node *out; } top = {.in = node};
    for (dl_node *k = top.out; k; k = dl_node_next(k, node, true)) room += k->text.n + 1;
    char *out = dl_arena_get(arena, room);
    if (out == NULL) return (dl_str){0};
    for (dl_node *k = top.out; k; k = dl_node_next(k, node, !(k->tag & DL_TAG_MUTE) || k == node)) {
        if (k->tag & DL_TAG_BLOCK) add_spaced(DL_LIT(" "), out, &n);
        add_spaced(k->text, out, &n);
    }
    return dl_str_trim((dl_str){out, n});
}
