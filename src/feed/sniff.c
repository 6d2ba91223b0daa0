#include "feed/feed.h"

typedef struct magic {
    const char *bytes;
    uint8_t n;
    const char *what, *hint;
} magic;

#define UNPACK "unpack it first"
#define AS_UTF8 "convert it to UTF-8 first, as iconv does"
#define PLAIN "give plain text or JSON Lines"

static const magic magics[] = {
    {"\xfd" "7zXZ", 5, "an xz file", UNPACK},
    {"BZh", 3, "a bzip2 file", UNPACK},
    {"PK\x03\x04", 4, "a zip archive or an office document", PLAIN},
    {"%PDF-", 5, "a PDF document", PLAIN},
    {"{\\rtf", 5, "an RTF document", PLAIN},
    {"\xff\xfe\0\0", 4, "UTF-32 text", AS_UTF8},
    {"\0\0\xfe\xff", 4, "UTF-32 text", AS_UTF8},
    {"\x16\x16\x01", 3, "an ANPA wire message", PLAIN},
};

/* Elements that name a kind of markup, whatever their prefix. The first of them in the file decides. */
static const struct { const char *name; dl_feed_kind kind; const char *what; } markup[] = {
    {"!doctype lewis", DL_FEED_OTHER, "an SGML file"}, {"newsml", DL_FEED_OTHER, "a NewsML 1 document"}, {"html", DL_FEED_PAGE, ""}, {"!doctype html", DL_FEED_PAGE, ""},
    {"nitf", DL_FEED_ITEMS, ""}, {"newsitem", DL_FEED_ITEMS, ""}, {"newsmessage", DL_FEED_ITEMS, ""}, {"packageitem", DL_FEED_ITEMS, ""},
    {"rss", DL_FEED_ITEMS, ""}, {"rdf", DL_FEED_ITEMS, ""}, {"feed", DL_FEED_ITEMS, ""},
};

/* Tags of HTML that are found in texts lifted from a page. */
static const char *const inline_tags[] = {"<p>", "<p ", "<br", "<div", "<span", "<a href"};

static char low(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool begins(dl_str s, const char *word, size_t n)
{
    if (s.n < n) return false;
    for (size_t i = 0; i < n; i++) {
        if (low(s.p[i]) != word[i]) return false;
    }
    return true;
}

/* A file is markup when it begins with a tag. */
static bool is_markup(dl_str head, dl_feed_kind *kind, const char **what)
{
    if (head.n < 2 || head.p[0] != '<' || (head.p[1] != '?' && head.p[1] != '!' && (low(head.p[1]) < 'a' || low(head.p[1]) > 'z'))) return false;
    *kind = DL_FEED_OTHER;
    *what = begins(head, "<?xml", 5) ? "an XML file" : begins(head, "<!doctype", 9) ? "an SGML file" : "a piece of XML or HTML";
    for (dl_str s = head; s.n; s = dl_str_part(s, 1, s.n)) {
        if (s.p[0] != '<') continue;
        dl_str name = dl_str_part(s, 1, s.n);
        size_t prefix = 0;
        while (prefix < name.n && ((low(name.p[prefix]) >= 'a' && low(name.p[prefix]) <= 'z') || (name.p[prefix] >= '0' && name.p[prefix] <= '9'))) prefix++;
        if (prefix < name.n && name.p[prefix] == ':') name = dl_str_part(name, prefix + 1, name.n);
        for (size_t i = 0; i < DL_COUNT(markup); i++) {
            size_t n = strlen(markup[i].name);
            if (!begins(name, markup[i].name, n) || (n < name.n && !strchr(" \t\r\n/>", name.p[n]))) continue;
            *kind = markup[i].kind;
            *what = markup[i].what;
            return true;
        }
    }
    return true;
}

/* A text with three HTML tags or more near its head has been lifted from a page. */
static bool lifted(dl_str head)
{
    unsigned tags = 0;
    for (dl_str s = head; s.n; s = dl_str_part(s, 1, s.n)) {
        for (size_t i = 0; s.p[0] == '<' && i < DL_COUNT(inline_tags); i++) tags += begins(s, inline_tags[i], strlen(inline_tags[i]));
    }
    return tags >= 3;
}

/* Bytes that no text holds; a few may be dirt, so NUL apart it takes more than one in a hundred. */
static bool binary(dl_str head)
{
    size_t odd = 0;
    for (size_t i = 0; i < head.n; i++) {
        uint8_t c = (uint8_t)head.p[i];
        if (c == 0) return true;
        odd += c < 9 || (c > 13 && c < 32 && c != 27) || c == 127;
    }
    return odd * 100 > head.n;
}

static bool mail(dl_str head)
{
    while (head.n) {
        dl_str line = dl_str_trim(dl_str_cut(&head, '\n'));
        if (line.n == 0) return false;
        if (begins(line, "mime-version:", 13) || begins(line, "received: ", 10)) return true;
    }
    return false;
}

/* Does s begin with `first` and then, after white space, one of `then`? */
static bool opens(dl_str s, char first, const char *then)
{
    if (s.n == 0 || s.p[0] != first) return false;
    s = dl_str_trim(dl_str_part(s, 1, s.n));
    return s.n && s.p[0] && strchr(then, s.p[0]);
}

dl_feed_kind dl_feed_sniff(dl_str head, const char **what, const char **hint)
{
    for (size_t i = 0; i < DL_COUNT(magics); i++) {
        if (!dl_str_starts(head, (dl_str){magics[i].bytes, magics[i].n})) continue;
        *what = magics[i].what;
        *hint = magics[i].hint;
        return DL_FEED_OTHER;
    }
    if (dl_str_starts(head, DL_LIT("\xef\xbb\xbf"))) head = dl_str_part(head, 3, head.n);
    dl_str start = dl_str_trim(head);
    dl_feed_kind kind = DL_FEED_OTHER;
    *hint = PLAIN;
    if (dl_str_starts(start, DL_LIT("WARC/"))) return DL_FEED_WARC;
    if (is_markup(start, &kind, what)) return kind;
    if (binary(head)) *what = "not text: it holds control characters";
    else if (mail(start)) *what = "an e-mail message";
    else if (opens(start, '[', "{]")) {
        *what = "a JSON array";
        *hint = "put one object on each line, as `jq -c '.[]'` does";
    } else if (opens(start, '{', "\"}")) {
        dl_str rest = start;
        if (dl_str_trim(dl_str_cut(&rest, '\n')).n > 1) return DL_FEED_JSONL;
        *what = "JSON spread over several lines";
        *hint = "put each object on one line, as `jq -c .` does";
    } else {
        return lifted(start) ? DL_FEED_LIFTED : DL_FEED_TEXT;
    }
    return DL_FEED_OTHER;
}
