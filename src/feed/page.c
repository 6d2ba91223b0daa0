#include "feed/page.h"

/* ## Encodings */

static char low(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool same(dl_str s, const char *lower)
{
    size_t i = 0;
    while (i < s.n && lower[i] && low(s.p[i]) == lower[i]) i++;
    return i == s.n && lower[i] == 0;
}

static bool is_one_of(dl_str s, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (same(s, list[i])) return true;
    }
    return false;
}

dl_str dl_markup_label(dl_str head)
{
    static const char *const words[] = {"encoding=", "charset="};
    head.n = DL_MIN(head.n, (size_t)4096);
    for (size_t i = 0; i < head.n; i++) {
        for (size_t w = 0; w < DL_COUNT(words); w++) {
            size_t n = strlen(words[w]), at = i + n;
            if (at >= head.n || !same(dl_str_part(head, i, at), words[w])) continue;
            if (w == 0 && !dl_str_starts(head, DL_LIT("<?xml"))) continue;
            while (at < head.n && (head.p[at] == '"' || head.p[at] == '\'' || head.p[at] == ' ')) at++;
            size_t end = at;
            while (end < head.n && end - at < 40 && !strchr("\"' ;>/?\t\r\n", head.p[end])) end++;
            if (end > at) return dl_str_part(head, at, end);
        }
    }
    return (dl_str){0};
}

/* Does the text hold more signs that could not be told than slips of a hand explain? */
static bool garbled(dl_str s)
{
    size_t unknown = 0, high = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = dl_utf8_next(s, &at);
        unknown += c == 0xfffd;
        high += c >= 0x80;
    }
    return unknown * 5 > high && unknown > 2;
}

dl_status dl_markup_utf8(dl_str bytes, dl_str label, dl_arena *arena, dl_str *out)
{
    static const char *const western[] = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso_8859-1", "windows-1252", "cp1252", "cp-1252", "x-cp1252", "iso-8859-15"};
    static const char *const open[] = {"utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be", "unicode", ""};
    if (dl_str_starts(bytes, DL_LIT("\xef\xbb\xbf"))) bytes = dl_str_part(bytes, 3, bytes.n);
    *out = bytes.n ? bytes : DL_LIT("");
    if (dl_utf8_valid(bytes, NULL)) return DL_OK;
    if (is_one_of(label, western, DL_COUNT(western))) *out = dl_feed_western(bytes, arena);
    else if (is_one_of(label, open, DL_COUNT(open))) *out = dl_feed_utf8(bytes, arena);
    else return DL_FORMAT;
    if (out->p && garbled(*out)) return DL_FORMAT;
    return out->p ? DL_OK : DL_NOMEM;
}

/* ## What the head of a page says of it */

typedef enum word { W_TITLE, W_DATE, W_AUTHOR, W_SITE, W_URL, W_LANGUAGE, W_COUNT } word;

typedef struct saying {
    const char *name; /* of a meta element */
    word what;
    uint8_t rank;     /* the lowest is believed */
} saying;

static const saying sayings[] = {
    {"og:title", W_TITLE, 2}, {"twitter:title", W_TITLE, 4}, {"dc.title", W_TITLE, 5}, {"sailthru.title", W_TITLE, 3},
    {"article:published_time", W_DATE, 1}, {"og:published_time", W_DATE, 1}, {"datepublished", W_DATE, 2}, {"dc.date.issued", W_DATE, 3}, {"dcterms.created", W_DATE, 3},
    {"dc.date", W_DATE, 4}, {"pubdate", W_DATE, 4}, {"publishdate", W_DATE, 4}, {"publish-date", W_DATE, 4}, {"pdate", W_DATE, 5}, {"ptime", W_DATE, 5}, {"date", W_DATE, 5},
    {"sailthru.date", W_DATE, 5}, {"parsely-pub-date", W_DATE, 4}, {"cxenseparse:recs:publishtime", W_DATE, 4}, {"originalpublicationdate", W_DATE, 4}, {"displaydate", W_DATE, 6},
    {"article.published", W_DATE, 4}, {"dc.date.created", W_DATE, 4}, {"revision_date", W_DATE, 8}, {"last-modified", W_DATE, 9}, {"reviseddate", W_DATE, 8},
    {"author", W_AUTHOR, 2}, {"byl", W_AUTHOR, 2}, {"dc.creator", W_AUTHOR, 3}, {"parsely-author", W_AUTHOR, 3}, {"article:author", W_AUTHOR, 4}, {"sailthru.author", W_AUTHOR, 3},
    {"og:site_name", W_SITE, 1}, {"application-name", W_SITE, 4}, {"dc.publisher", W_SITE, 3}, {"og:url", W_URL, 2}, {"content-language", W_LANGUAGE, 2}, {"og:locale", W_LANGUAGE, 3},
};

typedef struct heard {
    dl_str words[W_COUNT];
    uint8_t rank[W_COUNT];
} heard;

static void hear(heard *h, word what, uint8_t rank, dl_str value)
{
    value = dl_str_trim(value);
    if (value.n == 0 || value.n > 1000 || (h->words[what].n && h->rank[what] <= rank)) return;
    if (what == W_DATE && dl_feed_date(value) == DL_DAY_UNKNOWN) return;
    if (what == W_AUTHOR && dl_str_starts(value, DL_LIT("http"))) return;
    h->words[what] = value;
    h->rank[what] = rank;
}

static void hear_meta(heard *h, const dl_node *n)
{
    static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
    dl_str value = dl_node_attribute(n, "content");
    if (value.n == 0) value = dl_node_attribute(n, "value");
    for (size_t k = 0; k < DL_COUNT(keys); k++) {
        dl_str key = dl_node_attribute(n, keys[k]);
        for (size_t i = 0; key.n && i < DL_COUNT(sayings); i++) {
            if (same(key, sayings[i].name)) hear(h, sayings[i].what, sayings[i].rank, value);
        }
    }
}

/* The first string that a member of JSON-LD has, or that the member "name" of its object has; {0} for none. */
static dl_str member(dl_str json, const char *quoted, bool within)
{
    size_t n = strlen(quoted);
    const char *p = json.n ? memmem(json.p, json.n, quoted, n) : NULL;
    if (p == NULL) return (dl_str){0};
    dl_str s = dl_str_trim(dl_str_part(json, (size_t)(p - json.p) + n, json.n));
    if (s.n == 0 || s.p[0] != ':') return (dl_str){0};
    s = dl_str_trim(dl_str_part(s, 1, s.n));
    if (s.n && (s.p[0] == '{' || s.p[0] == '[')) {
        s.n = DL_MIN(s.n, (size_t)600);
        return within ? member(s, "\"name\"", false) : (dl_str){0};
    }
    if (s.n < 2 || s.p[0] != '"') return (dl_str){0};
    size_t end = 1;
    while (end < s.n && s.p[end] != '"' && s.p[end] != '\\') end++;
    return end < s.n && s.p[end] == '"' ? dl_str_part(s, 1, end) : (dl_str){0}; /* with escapes it is left to the other sources */
}

static void hear_json(heard *h, const dl_node *n)
{
    if (!dl_str_is(dl_node_attribute(n, "type"), "application/ld+json") || n->first == NULL) return;
    dl_str json = n->first->text;
    hear(h, W_DATE, 1, member(json, "\"datePublished\"", false));
    hear(h, W_DATE, 6, member(json, "\"dateCreated\"", false));
    hear(h, W_TITLE, 1, member(json, "\"headline\"", false));
    hear(h, W_AUTHOR, 1, member(json, "\"author\"", true));
    hear(h, W_SITE, 3, member(json, "\"publisher\"", true));
    hear(h, W_LANGUAGE, 4, member(json, "\"inLanguage\"", false));
}

static dl_status hear_element(heard *h, const dl_node *n, dl_arena *arena)
{
    if (dl_str_is(n->name, "meta")) hear_meta(h, n);
    else if (dl_str_is(n->name, "script")) hear_json(h, n);
    else if (dl_str_is(n->name, "html")) hear(h, W_LANGUAGE, 1, dl_node_attribute(n, "lang"));
    else if (dl_str_is(n->name, "link")) {
        if (dl_str_is(dl_node_attribute(n, "rel"), "canonical")) hear(h, W_URL, 1, dl_node_attribute(n, "href"));
    } else if (dl_str_is(n->name, "title") || dl_str_is(n->name, "h1")) {
        dl_str text = dl_node_text(n, arena);
        if (text.p == NULL) return DL_NOMEM;
        bool whole = dl_str_is(n->name, "title"), begins = text.n > 14 && dl_str_starts(h->words[W_TITLE], text);
        hear(h, W_TITLE, whole ? 5 : begins ? 0 : 6, text); /* the heading that begins the title is the title without the name of the site */
    } else if (dl_str_is(n->name, "time") || dl_str_is(dl_node_attribute(n, "itemprop"), "datePublished")) {
        uint8_t rank = dl_str_is(dl_node_attribute(n, "itemprop"), "datePublished") || dl_node_attribute(n, "pubdate").p ? 2 : 7;
        hear(h, W_DATE, rank, dl_node_attribute(n, "datetime"));
    } else if (n->first && n->first->text.n >= 8 && n->first->text.n < 60 && dl_node_named(n, " date timestamp published posted pubdate dateline time ")) {
        hear(h, W_DATE, 8, n->first->text);
    }
    return DL_OK;
}

/* "/2015/03/18/" or "/2015-03-18" in an address. */
static dl_str date_of_address(dl_str url, char iso[11])
{
    for (size_t i = 0; i + 11 <= url.n; i++) {
        if (url.p[i] != '/' || (url.p[i + 5] != '/' && url.p[i + 5] != '-') || url.p[i + 8] != url.p[i + 5]) continue;
        memcpy(iso, url.p + i + 1, 10);
        iso[4] = iso[7] = '-';
        iso[10] = 0;
        if (dl_day_from_text((dl_str){iso, 10}) != DL_DAY_UNKNOWN) return (dl_str){iso, 10};
    }
    return (dl_str){0};
}

/* "Words of the title - SITE" */
static dl_str without_site(dl_str title, dl_str site)
{
    static const char *const between[] = {" - ", " | ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " : "};
    if (site.n == 0 || title.n <= site.n || !dl_str_ends(title, site)) return title;
    dl_str rest = dl_str_part(title, 0, title.n - site.n);
    for (size_t i = 0; i < DL_COUNT(between); i++) {
        if (dl_str_ends(rest, dl_str_c(between[i])) && rest.n > 10) return dl_str_part(rest, 0, rest.n - strlen(between[i]));
    }
    return title;
}

static dl_str host(dl_str url)
{
    const char *p = url.n ? memmem(url.p, url.n, "://", 3) : NULL;
    if (p == NULL) return (dl_str){0};
    dl_str s = dl_str_part(url, (size_t)(p - url.p) + 3, url.n);
    size_t n = 0;
    while (n < s.n && s.p[n] != '/' && s.p[n] != ':' && s.p[n] != '?') n++;
    s.n = n;
    return dl_str_starts(s, DL_LIT("www.")) ? dl_str_part(s, 4, s.n) : s;
}

static dl_status read_head(dl_node *root, dl_arena *arena, dl_report *out)
{
    heard h = {0};
    for (dl_node *n = root; n; n = dl_node_next(n, root, true)) {
        if (n->name.n) DL_TRY(hear_element(&h, n, arena));
    }
    dl_str author = h.words[W_AUTHOR], *const words = h.words;
    if (author.n > 3 && same(dl_str_part(author, 0, 3), "by ")) author = dl_str_trim(dl_str_part(author, 3, author.n));
    if (out->url.n == 0) out->url = words[W_URL];
    out->source = words[W_SITE].n ? words[W_SITE] : host(out->url);
    out->title = without_site(words[W_TITLE], words[W_SITE]);
    out->author = author;
    out->language = words[W_LANGUAGE];
    char iso[11];
    out->date = words[W_DATE].n ? words[W_DATE] : date_of_address(out->url, iso);
    if (out->date.p == iso) out->date = dl_arena_str(arena, out->date);
    return out->date.n && out->date.p == NULL ? DL_NOMEM : DL_OK;
}

dl_status dl_page_read(dl_feed *feed, dl_str bytes, dl_str label, dl_report *out, dl_error *err)
{
    uint64_t byte = dl_feed_byte(feed);
    const char *nul = bytes.n ? memchr(bytes.p, 0, bytes.n) : NULL;
    if (nul) return dl_feed_refuse(feed, err, DL_FORMAT, byte, "Byte %zu of the page is NUL.", (size_t)(nul - bytes.p) + 1);
    if (label.n == 0) label = dl_markup_label(bytes);
    dl_str text;
    dl_node *root;
    dl_status status = dl_markup_utf8(bytes, label, feed->arena, &text);
    if (status == DL_FORMAT) return dl_feed_refuse(feed, err, status, byte, "The page is in %.*s, which is not read; convert it to UTF-8 first.",
                                                      (int)(label.n ? label.n : 39), label.n ? label.p : "an encoding that it does not declare");
    if (status == DL_OK) status = dl_markup_read(text, DL_MARKUP_HTML, feed->arena, &root);
    if (status == DL_LIMIT) return dl_feed_refuse(feed, err, status, byte, "The page has more than a million tags.");
    if (status == DL_OK) status = read_head(root, feed->arena, out);
    if (status == DL_OK) status = dl_article_text(root, feed->arena, &out->text);
    if (status != DL_OK) return dl_feed_refuse(feed, err, status, byte, "Memory ran out.");
    if (out->text.n == 0) return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The page %.*s holds no article.", (int)DL_MIN(out->url.n, 160), out->url.n ? out->url.p : "");
    return DL_OK;
}

dl_status dl_page_next(dl_feed *feed, dl_report *out, dl_error *err)
{
    dl_str bytes;
    feed->over = true;
    DL_TRY(dl_feed_peek(feed, feed->limit + 1, &bytes, err));
    if (bytes.n > feed->limit) return dl_feed_refuse(feed, err, DL_LIMIT, 0, "The page is longer than the limit of %zu bytes.", feed->limit);
    DL_TRY(dl_page_read(feed, bytes, (dl_str){0}, out, err));
    return dl_feed_finish(feed, out, 0, err);
}
