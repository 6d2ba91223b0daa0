/* The formats beside JSON Lines and plain text, each by small documents. */
#include "check.h"
#include "feed/feed.h"

#include <zlib.h>
#include <zstd.h>

typedef struct example {
    const char *in, *out;
    const char *words; /* in the last message, NULL for none */
} example;

/* Reports as "id|date|title|text;", faults as "!line;", a refusal at the opening as "?". */
static void read_all(dl_str bytes, const char *name, const dl_feed_options *options, dl_buf *out, dl_error *err)
{
    dl_feed *feed = NULL;
    dl_report r;
    out->n = 0;
    if (dl_feed_open_memory(bytes, name, options, &feed, err) != DL_OK) {
        DL_BUF_LIT(out, "?");
        return;
    }
    for (dl_status status; (status = dl_feed_next(feed, &r, err)) != DL_END;) {
        if (status != DL_OK) {
            dl_buf_printf(out, "!%u;", err->line);
            continue;
        }
        dl_str parts[] = {r.id, r.date, r.title, r.text};
        for (size_t i = 0; i < DL_COUNT(parts); i++) {
            dl_buf_add(out, parts[i]);
            dl_buf_char(out, i + 1 < DL_COUNT(parts) ? '|' : ';');
        }
    }
    dl_feed_close(feed);
}

static void run(const example *examples, size_t count, const char *name, const dl_feed_options *options)
{
    dl_buf out = {0};
    for (size_t i = 0; i < count; i++) {
        dl_error err = {0};
        read_all(dl_str_c(examples[i].in), name, options, &out, &err);
        CHECK(dl_str_is(dl_buf_str(&out), examples[i].out), "%.60s gives %s, not %s (%s)", examples[i].in, out.p, examples[i].out, err.text);
        if (examples[i].words) CHECK(strstr(err.text, examples[i].words), "%.60s says: %s", examples[i].in, err.text);
    }
    dl_buf_drop(&out);
}

static void test_tables(void)
{
    static const example examples[] = {
        {"id,text\n1,Talks failed\n2,\"They met, and \"\"agreed\"\".\nAll left.\"\n", "1|||Talks failed;2|||They met, and \"agreed\".\nAll left.;", NULL},
        {"\xef\xbb\xbf" "date\ttext\r\n2018-08-16\tA, b\r\n\r\n\t\"c\"\r\n", "|2018-08-16||A, b;|||c;", NULL},
        {"text;n\n\"a;b\";1", "|||a;b;", NULL},
        {"id,text\n1\n2,b\n", "!2;2|||b;", "reports:2: The record has 1 fields, the header 2"},
        {"id,text\n1,a \"b\"\n2,b\n", "!2;2|||b;", "A quotation mark stands in field 2"},
        {"id,text\n1,\"a\"b\n2,c\n", "!2;2|||c;", "Something follows the closing"},
        {"id,text\n1,\"a\n2,b\n", "!2;2|||b;", "field 2 is not closed"},
        {"id,text\n1,\n2,b\n", "!2;2|||b;", "has no text"},
        {"id,text\n1,\"a\n\nb\"\n2,c,d\n", "1|||a\n\nb;!5;", "has 3 fields"},
        {"id,text\n1,Caf\xe9 \x93so\x94\n", "1|||Caf\xc3\xa9 \xe2\x80\x9cso\xe2\x80\x9d;", NULL},
        {"text,text\n1,2\n", "?", "comes twice"},
        {"Of the text, he said: no,text\nx\n", "!2;", "has 1 fields"},
        {"A text, in short\nmore", "|||A text, in short\nmore;", NULL},
    };
    run(examples, DL_COUNT(examples), "reports", NULL);
    static const example mapped[] = {{"no,body\n1,a\n", "1|2018-08-16||a;", NULL}};
    run(mapped, 1, "reports", &(dl_feed_options){.map = "id=no,text=body", .date = "2018-08-16"});
    static const example named[] = {{"no,body\n1,a\n", "?", "The table has no column \"text\""}};
    run(named, 1, "reports.csv.gz", NULL);
    static const example limited[] = {{"id,text\n1,\"0123456789 0123456789\"\n2,b\n", "!2;2|||b;", "longer than the limit"}};
    run(limited, 1, "reports", &(dl_feed_options){.limit = 20});
}

static void add_gzip(dl_buf *out, dl_str s)
{
    z_stream z = {0};
    char packed[4096];
    union { const char *from; Bytef *to; } cast = {.from = s.p};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return;
    z.next_in = cast.to;
    z.avail_in = (uInt)s.n;
    z.next_out = (Bytef *)packed;
    z.avail_out = sizeof packed;
    if (deflate(&z, Z_FINISH) == Z_STREAM_END) dl_buf_add(out, (dl_str){packed, sizeof packed - z.avail_out});
    deflateEnd(&z);
}

static void add_zstd(dl_buf *out, dl_str s)
{
    char packed[4096];
    size_t n = ZSTD_compress(packed, sizeof packed, s.p, s.n, 3);
    if (!ZSTD_isError(n)) dl_buf_add(out, (dl_str){packed, n});
}

static void check_packed(const dl_buf *in, const char *want, const char *words)
{
    dl_buf out = {0};
    dl_error err = {0};
    read_all(dl_buf_str(in), "reports", NULL, &out, &err);
    CHECK(dl_str_is(dl_buf_str(&out), want), "%s, not %s (%s)", out.p, want, err.text);
    if (words) CHECK(strstr(err.text, words), "%s", err.text);
    dl_buf_drop(&out);
}

static const dl_str first = {"{\"id\":\"1\",\"text\":\"a\"}\n", 22}, second = {"{\"id\":\"2\",\"text\":\"b\"}\n", 22}, third = {"{\"id\":\"3\",\"text\":\"c\"}\n", 22};

static void test_packing(void (*add)(dl_buf *, dl_str), const char *name)
{
    dl_buf in = {0}, one = {0};
    char words[64];
    add(&one, first);
    for (int i = 0; i < 3; i++) add(&in, i == 0 ? first : i == 1 ? second : third);
    check_packed(&in, "1|||a;2|||b;3|||c;", NULL);
    in.n -= 10;
    snprintf(words, sizeof words, "the %s data end too early", name);
    check_packed(&in, "1|||a;2|||b;!2;", words);
    in.n = one.n;
    DL_BUF_LIT(&in, "dirt");
    add(&in, second);
    snprintf(words, sizeof words, "the %s data are followed by something else at byte %zu", name, one.n);
    check_packed(&in, "1|||a;!1;2|||b;", words);
    in.n = 0;
    add(&in, dl_buf_str(&one));
    check_packed(&in, "1|||a;", NULL);
    dl_buf_drop(&in);
    dl_buf_drop(&one);
}

static void test_wide(void)
{
    static const struct { dl_str in; const char *out; } cases[] = {
        {{"\xff\xfe" "a\0\xe9\0\x3d\xd8\0\xde", 10}, "|||a\xc3\xa9\xf0\x9f\x98\x80;"}, {{"\xfe\xff\0a\0b", 6}, "|||ab;"}, {{"a\0b\0c\0d\0", 8}, "|||abcd;"},
        {{"\xff\xfe" "a\0\0\xd8" "b\0", 8}, "|||a\xef\xbf\xbd" "b;"}, {{"\xff\xfe" "a\0b", 5}, "|||a\xef\xbf\xbd;"},
    };
    for (size_t i = 0; i < DL_COUNT(cases); i++) check_packed(&(dl_buf){.p = (char *)(uintptr_t)cases[i].in.p, .n = cases[i].in.n}, cases[i].out, NULL);
}

/* ## Pages */

#define BODY \
    "<p>The rebels left the talks in the capital on Thursday, saying that the army had broken the truce twice in one week, a spokesman said.</p>" \
    "<p>The government called the step a mistake and asked them to return, while aid groups warned of hunger in the besieged towns.</p>"
#define TEXT \
    "The rebels left the talks in the capital on Thursday, saying that the army had broken the truce twice in one week, a spokesman said.\n\n" \
    "The government called the step a mistake and asked them to return, while aid groups warned of hunger in the besieged towns."
#define HEAD "<!DOCTYPE html><html><head><title>Rebels leave</title>"

static void test_pages(void)
{
    static const example examples[] = {
        {HEAD "<body>" BODY, "||Rebels leave|" TEXT ";", NULL},
        {HEAD "<meta property='article:published_time' content='2018-08-16T10:00:00Z'><body><div>" BODY "</div>", "|2018-08-16|Rebels leave|" TEXT ";", NULL},
        {HEAD "<script type='application/ld+json'>{\"headline\": \"They left\", \"datePublished\" : \"2018-08-16\"}</script><body>" BODY, "|2018-08-16|They left|" TEXT ";", NULL},
        {HEAD "<meta name=date content='soon'><body><time datetime='2018-08-16'>Today</time>" BODY, "|2018-08-16|Rebels leave|" TEXT ";", NULL},
        {HEAD "<link rel=canonical href='http://example.org/2018/08/16/talks.html'><body>" BODY, "|2018-08-16|Rebels leave|" TEXT ";", NULL},
        {HEAD "<body><nav><a href=/>Home</a></nav><ul class='share-tools'><li>Share this</ul><article>" BODY
              "<div class=relatedLinks><a href=/x>Earlier report on the talks</a></div></article><footer>All rights reserved</footer>"
              "<div id=comments><p>This is wrong, they never wanted peace and everybody in the valley knows it very well, dear editors.</div>",
         "||Rebels leave|" TEXT ";", NULL},
        {HEAD "<body><figure><figcaption>Delegates in the hall</figcaption></figure>" BODY, "||Rebels leave|Delegates in the hall\n\n" TEXT ";", NULL},
        {HEAD "<body><div style='display:none'><p>Cookies help us to give you the best experience on this site; by going on you accept them all.</div>" BODY, "||Rebels leave|" TEXT ";", NULL},
        {HEAD "<body><script>if (a < b) document.write('<p>no</p>')</script><!-- <p>no</p> -->" BODY "<noscript>no</noscript>", "||Rebels leave|" TEXT ";", NULL},
        {HEAD "<body>" BODY "<p>The town&#39;s caf&eacute; &ndash; &#147;Rest&#148; &unknown; &lt;b&gt; &#0; it was said, is closed for the whole of the week.",
         "||Rebels leave|" TEXT "\n\nThe town's caf\xc3\xa9 \xe2\x80\x93 \xe2\x80\x9cRest\xe2\x80\x9d &unknown; <b> \xef\xbf\xbd it was said, is closed for the whole of the week.;", NULL},
        {HEAD "<meta charset=iso-8859-1><body>" BODY "<p>Caf\xe9 owners, too, said that nobody came to them on the day after the talks had ended.",
         "||Rebels leave|" TEXT "\n\nCaf\xc3\xa9 owners, too, said that nobody came to them on the day after the talks had ended.;", NULL},
        {HEAD "<meta charset=koi8-r><body><p>\xf0\xd2\xc9\xd7\xc5\xd4", "!0;", "The page is in koi8-r, which is not read"},
        {HEAD "<body><p>\xf0\xd2\xc9\xd7\xc5\xd4", "!0;", "an encoding that it does not declare"},
        {HEAD "<body><ul><li><a href=/a>One</a><li><a href=/b>Two</a></ul>", "!0;", "holds no article"},
        {"<html", "!0;", "holds no article"},
    };
    run(examples, DL_COUNT(examples), "reports", NULL);
}

/* Deep nesting, and tags that open more than the tree can hold, cost no more than their bytes. */
static void test_hostile_pages(void)
{
    static const char *const pieces[] = {"<div>", "<b><p>", "<a x=1 ", "<table><tr><td>", "<!--", "<![CDATA[", "</p", "&#", "<li><ul>", "<script>", "<font class='a b c d e f g'>"};
    dl_buf in = {0}, out = {0};
    for (size_t i = 0; i < DL_COUNT(pieces); i++) {
        dl_error err = {0};
        in.n = 0;
        DL_BUF_LIT(&in, "<html>");
        for (int k = 0; k < 50000; k++) dl_buf_add(&in, dl_str_c(pieces[i]));
        read_all(dl_buf_str(&in), "reports", NULL, &out, &err);
        CHECK(dl_str_is(dl_buf_str(&out), "!0;") || out.n > 100, "%s: %s", pieces[i], err.text);
    }
    in.n = 0;
    DL_BUF_LIT(&in, "<html>");
    for (int k = 0; k < 1100000; k++) DL_BUF_LIT(&in, "<b>");
    dl_error err = {0};
    read_all(dl_buf_str(&in), "reports", NULL, &out, &err);
    CHECK(err.status == DL_LIMIT && strstr(err.text, "more than a million tags"), "%s", err.text);
    dl_buf_drop(&in);
    dl_buf_drop(&out);
}

/* ## Feeds of items and wire documents */

static void test_items(void)
{
    static const example examples[] = {
        {"<?xml version='1.0'?><rss><channel><title>V</title><item><guid>1</guid><title>A &amp; B</title><pubDate>Thu, 16 Aug 2018 10:00:00 GMT</pubDate>"
         "<description>&lt;p&gt;They left.&lt;/p&gt;&lt;p&gt;All of them.&lt;/p&gt;</description></item></channel></rss>", "1|2018-08-16|A & B|They left.\n\nAll of them.;", NULL},
        {"<rss><item><description>short</description><content:encoded><![CDATA[Long <b>text</b></item>]]></content:encoded></item></rss>", "|||Long text;", NULL},
        {"<rss><item><description>One\nline.\n\nTwo.</description></item></rss>", "|||One line.\n\nTwo.;", NULL},
        {"<rss>\n<item><title>x</title>\n<item><description>b</description></item>\n<item><description>c", "!2;|||b;!4;", "reports:4: The <item> that begins here is not closed"},
        {"<rss>\n<item/><item><title>a</title></item></rss>", "!2;", "has no text"},
        {"<rss><item><pubDate>soon</pubDate><description>a</description></item></rss>", "!1;", "The date \"soon\""},
        {"<rss><!-- <item> --></rss>", "!0;", "holds no report"},
        {"<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:id>i</a:id><a:updated>2018-08-16T10:00:00Z</a:updated><a:content type='xhtml'><div><p>One</p><p>Two</p></div></a:content></a:entry></a:feed>",
         "i|2018-08-16||One\n\nTwo;", NULL},
        {"<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><rss><item><description>&b; is not expanded</description></item></rss>", "|||&b; is not expanded;", NULL},
        {"<?xml version='1.0' encoding='windows-1252'?><rss><item><description>Caf\xe9 \x93x\x94</description></item></rss>", "|||Caf\xc3\xa9 \xe2\x80\x9cx\xe2\x80\x9d;", NULL},
        {"<?xml version='1.0' encoding='koi8-r'?><rss><item><description>\xf0\xd2\xc9</description></item><item/></rss>", "!1;", "is in koi8-r, which is not read"},
        {"<n:newsMessage><n:itemSet><n:newsItem guid='g' version='3'><n:itemMeta><n:versionCreated>2018-08-16T10:00:00Z</n:versionCreated></n:itemMeta><n:contentMeta><n:headline>H</n:headline></n:contentMeta>"
         "<n:contentSet><n:inlineXML><html><head><title>t</title></head><body><header>menu</header><p>It&amp;#39;s so.</p></body></html></n:inlineXML></n:contentSet></n:newsItem></n:itemSet></n:newsMessage>",
         "g#3|2018-08-16|H|It's so.;", NULL},
        {"<newsItem guid='g'><contentSet><inlineXML><nitf><body><body.head><hedline><hl1>N</hl1></hedline></body.head><body.content><p>a</p></body.content></body></nitf></inlineXML></contentSet></newsItem>", "g||N|a;", NULL},
        {"<nitf><head><docdata><doc-id id-string='7'/><date.issue norm='20180816T100000Z'/></docdata></head><body><body.head><hedline><hl1>H</hl1></hedline></body.head>"
         "<body.content><p>a</p><hl2>b</hl2><media><media-reference source='x'/><media-caption>c</media-caption></media></body.content></body></nitf>", "7|2018-08-16|H|a\n\nb\n\nc;", NULL},
    };
    run(examples, DL_COUNT(examples), "reports", NULL);
    static const example limited[] = {{"<rss><item><description>0123456789 0123456789 0123456789</description></item><item><title/><description>b</description></item></rss>", "!1;|||b;", NULL}};
    run(limited, 1, "reports", &(dl_feed_options){.limit = 60});
}

/* ## Web archives */

static void add_record(dl_buf *out, const char *type, const char *mime, dl_str block)
{
    dl_buf_printf(out, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: r\r\nWARC-Target-URI: http://example.org/\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", type, mime, block.n);
    dl_buf_add(out, block);
    DL_BUF_LIT(out, "\r\n\r\n");
}

#define HTTP "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n\r\n"

static void test_archives(void)
{
    static const char response[] = "application/http; msgtype=response", page[] = HTTP "\r\n" HEAD "<body>" BODY;
    const char *want = "r||Rebels leave|" TEXT ";";
    dl_buf in = {0}, block = {0}, packed = {0};
    add_record(&in, "warcinfo", "application/warc-fields", DL_LIT("software: x\r\n"));
    add_record(&in, "response", response, DL_LIT("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" HEAD "<body>" BODY));
    add_record(&in, "response", response, DL_LIT("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"));
    add_record(&in, "response", response, dl_str_c(page));
    check_packed(&in, want, NULL);
    add_gzip(&packed, dl_buf_str(&in));
    check_packed(&packed, want, NULL);

    packed.n = in.n = 0;
    add_gzip(&packed, DL_LIT(HEAD "<body>" BODY));
    DL_BUF_LIT(&block, HTTP "Content-Encoding: gzip\r\n" CHUNKED);
    dl_buf_printf(&block, "%zx;x=1\r\n", packed.n);
    dl_buf_add(&block, dl_buf_str(&packed));
    DL_BUF_LIT(&block, "\r\n0\r\n\r\n");
    add_record(&in, "response", response, dl_buf_str(&block));
    add_record(&in, "response", response, DL_LIT(HTTP "Content-Encoding: br\r\n\r\nxx"));
    check_packed(&in, "r||Rebels leave|" TEXT ";!0;", "http://example.org/ cannot be read: its content is packed in a way that is not read");

    in.n = 0;
    DL_BUF_LIT(&in, "WARC/1.0\r\nWARC-Type: response\r\n\r\n");
    add_record(&in, "resource", "text/html", DL_LIT(HEAD "<body>" BODY));
    check_packed(&in, "!0;r||Rebels leave|" TEXT ";", "has no whole header with a length");
    in.n -= 40;
    check_packed(&in, "!0;!0;", "The archive ends within the record at byte 33");
    dl_buf_drop(&in);
    dl_buf_drop(&block);
    dl_buf_drop(&packed);
}

int main(void)
{
    test_pages();
    test_hostile_pages();
    test_items();
    test_archives();
    test_tables();
    test_packing(add_gzip, "gzip");
    test_packing(add_zstd, "zstd");
    test_wide();
    return check_done();
}
