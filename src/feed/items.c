/* RSS, Atom, NewsML-G2 and NITF. The file is cut at the elements that hold one report each, so that no more than one of them is ever held,
 * and a fault in one leaves the others alone. */
#include "feed/page.h"

#define FIRST_PEEK ((size_t)1 << 16)

typedef enum outcome { FOUND, MORE, NOTHING, UNCLOSED } outcome;

typedef struct element {
    size_t start, end;
    dl_str name;       /* without prefix; empty while none is open */
} element;

static bool is_report(dl_str name)
{
    return dl_str_is(name, "item") || dl_str_is(name, "entry") || dl_str_is(name, "newsItem") || dl_str_is(name, "nitf");
}

/* Local name of the tag at s[at] (after "<" or "</"). */
static dl_str tag_name(dl_str s, size_t at)
{
    size_t start = at;
    for (; at < s.n && !strchr(" \t\r\n/>", s.p[at]); at++) {
        if (s.p[at] == ':') start = at + 1;
    }
    return dl_str_part(s, start, at);
}

/* The end of comments, CDATA and instructions at s[at], which are passed over whole; `at` for none; s.n + 1 when the end is not there. */
static size_t past_opaque(dl_str s, size_t at)
{
    static const struct { const char *from, *to; } kinds[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
    for (size_t i = 0; i < DL_COUNT(kinds); i++) {
        if (!dl_str_starts(dl_str_part(s, at, s.n), dl_str_c(kinds[i].from))) continue;
        size_t n = strlen(kinds[i].to), from = at + strlen(kinds[i].from);
        const char *p = memmem(s.p + from, s.n - from, kinds[i].to, n);
        return p ? (size_t)(p - s.p) + n : s.n + 1;
    }
    return at;
}

static outcome find_element(dl_str s, element *e)
{
    *e = (element){.start = s.n};
    for (size_t at = 0; at < s.n;) {
        const char *p = memchr(s.p + at, '<', s.n - at);
        if (p == NULL) break;
        at = (size_t)(p - s.p);
        size_t past = past_opaque(s, at);
        const char *close = past == at ? memchr(p, '>', s.n - at) : NULL;
        if (past > s.n || (past == at && close == NULL)) {
            e->start = DL_MIN(e->start, at);
            return MORE;
        }
        if (past > at) {
            at = past;
            continue;
        }
        size_t end = (size_t)(close - s.p) + 1;
        bool ends = s.p[at + 1] == '/';
        dl_str name = tag_name(s, at + 1 + ends);
        if (ends && e->name.n && dl_str_eq(name, e->name)) {
            e->end = end;
            return FOUND;
        }
        if (!ends && e->name.n && dl_str_eq(name, e->name)) {
            e->end = at;
            return UNCLOSED;
        }
        if (!ends && e->name.n == 0 && is_report(name) && s.p[end - 2] != '/') *e = (element){.start = at, .name = name};
        at = end;
    }
    return e->name.n ? MORE : NOTHING;
}

/* ## What stands before the first of them */

static dl_str fixed(dl_feed *feed, dl_str s)
{
    return s.n ? dl_arena_str(feed->fixed, s) : (dl_str){0};
}

static dl_status read_head(dl_feed *feed, dl_str head)
{
    dl_node *root;
    dl_str text;
    head.n = DL_MIN(head.n, FIRST_PEEK);
    feed->begun = true;
    feed->label = fixed(feed, dl_markup_label(head));
    dl_status status = dl_markup_utf8(head, feed->label, feed->arena, &text);
    if (status == DL_OK) status = dl_markup_read(text, DL_MARKUP_XML, feed->arena, &root);
    if (status != DL_OK) return status;
    for (dl_node *n = root; n; n = dl_node_next(n, root, true)) {
        bool title = dl_str_is(n->name, "title") && n->parent && (dl_str_is(n->parent->name, "channel") || dl_str_is(n->parent->name, "feed"));
        dl_str *field = title ? &feed->source : dl_str_is(n->name, "language") ? &feed->language : NULL;
        if (dl_str_is(n->name, "feed") && feed->language.n == 0) feed->language = fixed(feed, dl_node_attribute(n, "xml:lang"));
        if (field == NULL || field->n) continue;
        dl_str words = dl_node_text(n, feed->arena);
        *field = fixed(feed, words);
        if (words.p == NULL || (words.n && field->p == NULL)) return DL_NOMEM;
    }
    return DL_OK;
}

/* ## One report */

/* The text below a node as it stands. */
static dl_str raw_text(dl_node *node, dl_arena *arena)
{
    if (node->first == NULL) return DL_LIT("");
    if (node->first->next == NULL && node->first->name.n == 0) return node->first->text;
    size_t room = 1, n = 0;
    for (dl_node *k = node; k; k = dl_node_next(k, node, true)) room += k->text.n;
    char *out = dl_arena_get(arena, room);
    for (dl_node *k = node; k && out; k = dl_node_next(k, node, true)) {
        if (k->text.n) memcpy(out + n, k->text.p, k->text.n);
        n += k->text.n;
    }
    return (dl_str){out, n};
}

static bool has_elements(const dl_node *node)
{
    const dl_node *n = node->first;
    while (n && n->name.n == 0) n = n->next;
    return n != NULL;
}

/* The words in an element that holds HTML, as elements of its own or written as text. */
static dl_status words_of(dl_node *node, dl_arena *arena, dl_str *out)
{
    dl_paragraphs all;
    if (!has_elements(node)) {
        dl_str html = raw_text(node, arena);
        return html.p ? dl_fragment_text(html, arena, out) : DL_NOMEM;
    }
    DL_TRY(dl_paragraphs_read(node, false, arena, &all));
    *out = dl_paragraphs_join(&all);
    return out->p ? DL_OK : DL_NOMEM;
}

/* The text of the first of the elements, by name, that has any. */
static dl_status first_of(dl_node *top, const char *const *names, size_t count, dl_arena *arena, dl_str *out)
{
    for (size_t i = 0; i < count && out->n == 0; i++) {
        for (dl_node *n = dl_node_next(top, top, true); n && out->n == 0; n = dl_node_next(n, top, true)) {
            if (!dl_str_is(n->name, names[i])) continue;
            DL_TRY(words_of(n, arena, out));
        }
    }
    return DL_OK;
}

#define FIRST_OF(top, out, ...) first_of(top, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), arena, out)

/* The first date that can be read; if there is none, the first that is given, so that it is told. */
static dl_status date_of(dl_node *top, const char *const *names, size_t count, dl_arena *arena, dl_str *out)
{
    for (size_t i = 0; i < count; i++) {
        dl_str s = {0};
        DL_TRY(first_of(top, &names[i], 1, arena, &s));
        s = dl_str_trim(s);
        if (s.n == 0) continue;
        bool readable = dl_feed_date(s) != DL_DAY_UNKNOWN;
        if (out->n == 0 || readable) *out = s;
        if (readable) break;
    }
    return DL_OK;
}

#define DATE_OF(top, out, ...) date_of(top, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), arena, out)

static dl_status read_item(dl_feed *feed, dl_node *item, dl_report *out)
{
    dl_arena *arena = feed->arena;
    DL_TRY(FIRST_OF(item, &out->text, "content:encoded", "content", "description", "summary", "atom:content", "atom:summary"));
    DL_TRY(FIRST_OF(item, &out->title, "title", "atom:title", "dc:title"));
    DL_TRY(FIRST_OF(item, &out->id, "guid", "id", "atom:id", "dc:identifier"));
    DL_TRY(FIRST_OF(item, &out->url, "feedburner:origLink", "link"));
    DL_TRY(FIRST_OF(item, &out->author, "dc:creator", "name", "author", "atom:name"));
    DL_TRY(FIRST_OF(item, &out->source, "dc:publisher", "source"));
    DL_TRY(FIRST_OF(item, &out->language, "dc:language"));
    DL_TRY(DATE_OF(item, &out->date, "pubDate", "published", "dc:date", "issued", "updated", "modified", "date", "wp:post_date"));
    for (const dl_node *n = item->first; n && out->url.n == 0; n = n->next) {
        dl_str rel = dl_node_attribute(n, "rel");
        if (dl_node_is(n, "link") && (rel.n == 0 || dl_str_is(rel, "alternate"))) out->url = dl_node_attribute(n, "href");
    }
    if (out->language.n == 0) out->language = dl_node_attribute(item, "xml:lang");
    if (out->source.n == 0) out->source = feed->source;
    if (out->language.n == 0) out->language = feed->language;
    return DL_OK;
}

/* An attribute of the first element with the name, or of the next ones. */
static dl_str attribute_of(dl_node *top, const char *owner, const char *name)
{
    for (dl_node *n = dl_node_next(top, top, true); n; n = dl_node_next(n, top, true)) {
        dl_str value = dl_node_is(n, owner) ? dl_str_trim(dl_node_attribute(n, name)) : (dl_str){0};
        if (value.n) return value;
    }
    return (dl_str){0};
}

static dl_str or_else(dl_str a, dl_str b)
{
    return a.n ? a : b;
}

static dl_status read_nitf(dl_node *top, dl_arena *arena, dl_report *out)
{
    DL_TRY(FIRST_OF(top, &out->text, "body.content"));
    if (out->title.n == 0) DL_TRY(FIRST_OF(top, &out->title, "hl1", "hedline", "title"));
    if (out->author.n == 0) DL_TRY(FIRST_OF(top, &out->author, "person", "byline"));
    if (out->source.n == 0) DL_TRY(FIRST_OF(top, &out->source, "distributor"));
    out->source = or_else(out->source, or_else(attribute_of(top, "doc.copyright", "holder"), attribute_of(top, "doc-id", "regsrc")));
    out->id = or_else(out->id, attribute_of(top, "doc-id", "id-string"));
    if (out->language.n == 0) out->language = dl_node_attribute(top, "baselang");
    if (out->date.n == 0) {
        out->date = or_else(attribute_of(top, "date.release", "norm"), or_else(attribute_of(top, "date.issue", "norm"), attribute_of(top, "story.date", "norm")));
        out->date = or_else(out->date, attribute_of(top, "pubdata", "date.publication"));
    }
    return DL_OK;
}

/* Versions of one item share their guid and are different reports. */
static dl_status read_news_item(dl_node *item, dl_arena *arena, dl_report *out)
{
    dl_str guid = dl_node_attribute(item, "guid"), version = dl_node_attribute(item, "version");
    out->id = version.n ? dl_arena_printf(arena, "%.*s#%.*s", (int)DL_MIN(guid.n, 500), guid.n ? guid.p : "", (int)DL_MIN(version.n, 20), version.p) : guid;
    if (version.n && out->id.p == NULL) return DL_NOMEM;
    DL_TRY(DATE_OF(item, &out->date, "versionCreated", "contentModified", "contentCreated", "firstCreated"));
    DL_TRY(FIRST_OF(item, &out->title, "headline", "title"));
    DL_TRY(FIRST_OF(item, &out->author, "by"));
    dl_node *creator = dl_node_find(item, "creator");
    if (creator && out->author.n == 0) DL_TRY(FIRST_OF(creator, &out->author, "name"));
    dl_node *provider = dl_node_find(item, "provider");
    if (provider) {
        DL_TRY(FIRST_OF(provider, &out->source, "name"));
        out->source = or_else(out->source, or_else(dl_node_attribute(provider, "literal"), dl_node_attribute(provider, "qcode")));
    }
    out->language = or_else(dl_node_attribute(item, "xml:lang"), attribute_of(item, "language", "tag"));
    dl_node *set = dl_node_find(item, "contentSet");
    for (dl_node *n = set ? set->first : NULL; n && out->text.n == 0; n = n->next) {
        dl_node *nitf = dl_node_find(n, "nitf"), *body = dl_node_find(n, "body");
        if (nitf) DL_TRY(read_nitf(nitf, arena, out));
        else if (n->name.n) DL_TRY(words_of(body ? body : n, arena, &out->text));
    }
    return DL_OK;
}

/* Paragraphs of what is a line, as a headline in two parts. */
static dl_status make_line(dl_str *s, dl_arena *arena)
{
    if (s->n == 0 || memchr(s->p, '\n', s->n) == NULL) return DL_OK;
    char *p = dl_arena_get(arena, s->n + 1);
    size_t n = 0;
    for (size_t i = 0; p && i < s->n; i++) {
        bool blank = s->p[i] == '\n' || s->p[i] == ' ';
        if (!blank || (n && p[n - 1] != ' ')) p[n++] = blank ? ' ' : s->p[i];
    }
    *s = (dl_str){p, n};
    return p ? DL_OK : DL_NOMEM;
}

static bool escaped_twice(dl_str s)
{
    return s.n && (memmem(s.p, s.n, "&#", 2) || memmem(s.p, s.n, "&quot;", 6) || memmem(s.p, s.n, "&amp;", 5));
}

/* Names lose the prefix that the report's own element has; in the wire formats all names lose theirs. What surrounds a wire text is left out. */
static void settle_names(dl_node *top)
{
    bool wire = dl_node_is(top, "nitf") || dl_node_is(top, "newsItem");
    dl_str own = {top->name.p, top->name.n - dl_node_local(top).n};
    for (dl_node *n = top; n; n = dl_node_next(n, top, true)) {
        if (n->name.n == 0) continue;
        if (wire || (own.n && dl_str_starts(n->name, own))) n->name = dl_node_local(n);
        if (wire && (dl_str_is(n->name, "header") || dl_str_is(n->name, "footer") || dl_str_is(n->name, "aside") || dl_str_is(n->name, "byttl"))) n->marks |= DL_MARK_OUT;
    }
}

static dl_status read_report(dl_feed *feed, dl_str text, dl_report *out)
{
    dl_node *root, *top;
    DL_TRY(dl_markup_read(text, DL_MARKUP_XML, feed->arena, &root));
    top = root->first;
    if (top == NULL) return DL_OK;
    settle_names(top);
    if (dl_node_is(top, "nitf")) DL_TRY(read_nitf(top, feed->arena, out));
    else if (dl_node_is(top, "newsItem")) DL_TRY(read_news_item(top, feed->arena, out));
    else DL_TRY(read_item(feed, top, out));
    dl_str *const lines[] = {&out->title, &out->author, &out->source};
    for (size_t i = 0; i < DL_COUNT(lines); i++) DL_TRY(make_line(lines[i], feed->arena));
    dl_str *const fields[] = {&out->text, &out->title};
    for (size_t i = 0; i < DL_COUNT(fields); i++) {
        if (!escaped_twice(*fields[i])) continue;
        *fields[i] = dl_markup_decode(*fields[i], feed->arena);
        if (fields[i]->p == NULL) return DL_NOMEM;
    }
    return DL_OK;
}

/* Reads the element, which the window holds whole, and moves past it. */
static dl_status use(dl_feed *feed, dl_str bytes, dl_report *out, dl_error *err)
{
    dl_str text;
    uint64_t byte = dl_feed_byte(feed);
    feed->line = feed->passed + 1;
    feed->items++;
    dl_status status = memchr(bytes.p, 0, bytes.n) ? DL_END : dl_markup_utf8(bytes, feed->label, feed->arena, &text);
    if (status == DL_OK) status = read_report(feed, text, out);
    dl_feed_pass(feed, bytes.n);
    if (status == DL_END) return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The report holds a NUL character.");
    if (status == DL_LIMIT) return dl_feed_refuse(feed, err, status, byte, "The report has more than a million tags.");
    if (status == DL_NOMEM) return dl_feed_refuse(feed, err, status, byte, "Memory ran out.");
    if (status != DL_FORMAT) return dl_feed_finish(feed, out, byte, err);
    feed->over = true;
    return dl_feed_refuse(feed, err, status, byte, "The document is in %.*s, which is not read; convert it to UTF-8 first.",
                          (int)(feed->label.n ? DL_MIN(feed->label.n, (size_t)40) : 39), feed->label.n ? feed->label.p : "an encoding that it does not declare");
}

static dl_status end(dl_feed *feed, dl_error *err)
{
    feed->over = true;
    feed->line = 0;
    if (feed->items) return DL_END;
    return dl_feed_refuse(feed, err, DL_FORMAT, 0, "The document holds no report: no item, entry, newsItem or nitf.");
}

static dl_status too_long(dl_feed *feed, const element *e, dl_error *err)
{
    dl_feed_pass(feed, e->start);
    feed->line = feed->passed + 1;
    feed->items++;
    uint64_t byte = dl_feed_byte(feed);
    dl_feed_pass(feed, 1);
    return dl_feed_refuse(feed, err, DL_LIMIT, byte, "What begins here is longer than the limit of %zu bytes.", feed->limit);
}

static dl_status unclosed(dl_feed *feed, const element *e, dl_error *err)
{
    dl_str name = e->name;
    dl_feed_pass(feed, e->start);
    feed->line = feed->passed + 1;
    feed->items++;
    uint64_t byte = dl_feed_byte(feed);
    char word[16];
    size_t n = DL_MIN(name.n, sizeof word);
    if (n) memcpy(word, name.p, n);
    dl_feed_pass(feed, e->end - e->start);
    return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The <%.*s> that begins here is not closed.", (int)n, word);
}

dl_status dl_item_next(dl_feed *feed, dl_report *out, dl_error *err)
{
    for (size_t want = FIRST_PEEK;; want *= 2) {
        dl_str s;
        element e;
        DL_TRY(dl_feed_peek(feed, want, &s, err));
        bool over = s.n < want;
        outcome o = s.n ? find_element(s, &e) : NOTHING;
        if (!feed->begun && (o == FOUND || o == UNCLOSED || over || s.n > feed->limit)) {
            dl_status status = read_head(feed, (dl_str){s.p, o == NOTHING ? s.n : e.start});
            if (status == DL_NOMEM) return dl_feed_refuse(feed, err, status, 0, "Memory ran out.");
        }
        if (o == FOUND && e.end - e.start <= feed->limit) {
            dl_feed_pass(feed, e.start);
            return use(feed, dl_str_part(s, e.start, e.end), out, err);
        }
        if (o == FOUND) return too_long(feed, &e, err);
        if (o == UNCLOSED) return unclosed(feed, &e, err);
        if (over && o == MORE && e.name.n) {
            e.end = s.n;
            return unclosed(feed, &e, err);
        }
        if (over) {
            dl_feed_pass(feed, s.n);
            return end(feed, err);
        }
        if (o == MORE && s.n - e.start > feed->limit) return too_long(feed, &e, err);
        if (feed->begun && (o == NOTHING || e.start)) {
            dl_feed_pass(feed, o == MORE ? e.start : s.n);
            want = FIRST_PEEK / 2;
        }
    }
}
