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

int main(void)
{
    test_tables();
    test_packing(add_gzip, "gzip");
    test_packing(add_zstd, "zstd");
    test_wide();
    return check_done();
}
