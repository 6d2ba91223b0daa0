#include "feed/feed.h"
#include "check.h"

#include <stdlib.h>

/* What reading `bytes` gives: reports as "date|title|text;", faults as "!line;", a refusal at the opening as "?". */
static void read_all(dl_str bytes, const dl_feed_options *options, dl_buf *out, dl_error *err)
{
    dl_feed *feed = NULL;
    dl_report r;
    out->n = 0;
    if (dl_feed_open_memory(bytes, "reports", options, &feed, err) != DL_OK) {
        DL_BUF_LIT(out, "?");
        return;
    }
    for (dl_status status; (status = dl_feed_next(feed, &r, err)) != DL_END;) {
        if (status != DL_OK) dl_buf_printf(out, "!%u;", err->line);
        else dl_buf_printf(out, "%.*s|%.*s|%.*s;", (int)r.date.n, r.date.p, (int)r.title.n, r.title.n ? r.title.p : "", (int)r.text.n, r.text.p);
    }
    dl_feed_close(feed);
}

typedef struct example {
    const char *in, *out;
    const char *words; /* in the last message, NULL for none */
} example;

static void run(const example *examples, size_t count, const dl_feed_options *options)
{
    dl_buf out = {0};
    for (size_t i = 0; i < count; i++) {
        dl_error err = {0};
        read_all(dl_str_c(examples[i].in), options, &out, &err);
        CHECK(dl_str_is(dl_buf_str(&out), examples[i].out), "%.60s gives %s, not %s (%s)", examples[i].in, out.p, examples[i].out, err.text);
        if (examples[i].words) CHECK(strstr(err.text, examples[i].words), "%.60s says: %s", examples[i].in, err.text);
    }
    dl_buf_drop(&out);
}

static void test_jsonl(void)
{
    static const example examples[] = {
        {"{\"text\":\"a\"}\n{\"text\":\"b\"}", "||a;||b;", NULL},
        {"\xef\xbb\xbf{\"date\":\"2018-08-16T09:00:00+02:00\",\"title\":\"T\",\"text\":\"a\\u00e9\\n\"}\r\n\r\n", "2018-08-16|T|a\xc3\xa9\n;", NULL},
        {"{\"date\":null,\"title\":null,\"text\":\"a\"}", "||a;", NULL},
        {"{\"date\":1534377600,\"text\":\"a\"}", "2018-08-16||a;", NULL},
        {"{\"date\":\"\",\"text\":\"a\"}", "||a;", NULL},
        {"{\"more\":{\"text\":[1,-2.5e+9,true,{}]},\"text\":\"a\",\"n\":1e999}", "||a;", NULL},
        {"{\"text\":\"\\ud83d\\ude00\"}", "||\xf0\x9f\x98\x80;", NULL},
        {"{\"text\":\"a\"}\n{\"text\":}\n{\"text\":\"c\"}", "||a;!2;||c;", "reports:2: Byte 9 of the line"},
        {"{\"text\":\"\\ud83d\"}", "!1;", "surrogate"},
        {"{\"text\":\"\\u0000\"}", "!1;", "NUL"},
        {"{\"text\":\"a\",\"text\":\"b\"}", "!1;", "the key \"text\" comes twice"},
        {"{\"a\":{\"k\":1,\"k\":2},\"text\":\"b\"}", "!1;", "comes twice"},
        {"{\"a\":{\"k\":1},\"b\":{\"k\":2},\"text\":\"b\"}", "||b;", NULL},
        {"{\"text\":\"\xff\"}", "!1;", "not UTF-8"},
        {"{\"text\":\"a\tb\"}", "!1;", "control character"},
        {"{\"text\":\"a\"} x", "!1;", "something follows"},
        {"{\"text\":\"a\"", "!1;", "ends in the middle"},
        {"{\"text\":\"a", "!1;", "not closed"},
        {"{\"text\":\"a\",}", "!1;", "a key in quotation marks is missing"},
        {"{\"n\":01,\"text\":\"a\"}", "!1;", "number"},
        {"{\"text\":7}", "!1;", "\"text\" is a number, not a string"},
        {"{\"title\":\"a\"}", "!1;", "has no text"},
        {"{\"text\":\" \\n\"}", "!1;", "has no text"},
        {"{\"date\":\"08/09/2018\",\"text\":\"a\"}", "!1;", "not one that can be read"},
    };
    run(examples, DL_COUNT(examples), NULL);

    static const example mapped[] = {{"{\"body\":\"a\",\"text\":\"b\"}", "2018-08-16||a;", NULL}};
    run(mapped, 1, &(dl_feed_options){.map = "text=body", .date = "2018-08-16"});
    static const example wrong_map[] = {{"{\"text\":\"b\"}", "?", "names the field"}};
    run(wrong_map, 1, &(dl_feed_options){.map = "txt=body"});
    static const example forced[] = {{"nothing\n{\"text\":\"b\"}", "!1;||b;", "not a JSON object"}};
    run(forced, 1, &(dl_feed_options){.format = "jsonl"});
    static const example over[] = {{"{\"text\":\"a\"}\n{\"text\":\"0123456789\"}\n{\"text\":\"c\"}", "||a;!2;||c;", "longer than the limit"}};
    run(over, 1, &(dl_feed_options){.limit = 15});
}

static void test_depth(void)
{
    dl_buf in = {0}, out = {0};
    dl_error err = {0};
    DL_BUF_LIT(&in, "{\"a\":");
    for (int i = 0; i < 100000; i++) DL_BUF_LIT(&in, "[");
    read_all(dl_buf_str(&in), NULL, &out, &err);
    CHECK(dl_str_is(dl_buf_str(&out), "!1;") && strstr(err.text, "64 levels"), "%s", err.text);
    dl_buf_drop(&in);
    dl_buf_drop(&out);
}

static void test_text(void)
{
    static const example examples[] = {
        {"date 2018-08-16 The talks failed.\n", "2018-08-16||The talks failed.;", NULL},
        {" Date: 2018-08-16\n\nThe talks failed.", "2018-08-16||The talks failed.;", NULL},
        {"date 2018-08-32 The talks", "||date 2018-08-32 The talks;", NULL},
        {"---\ntitle: 'A truce'\ndate: 2018-08-16 10:00:00\ntags:\n  - x\n---\nText", "2018-08-16|A truce|Text;", NULL},
        {"---\nnever closed", "||---\nnever closed;", NULL},
        {"Title: A truce\nDate: 16 August 2018\n\nText: more", "2018-08-16|A truce|Text: more;", NULL},
        {"August 16, 2018\nText", "2018-08-16||August 16, 2018\nText;", NULL},
        {"MOSCOW, Aug. 16, 2018 (Wire) - Text", "2018-08-16||MOSCOW, Aug. 16, 2018 (Wire) - Text;", NULL},
        {"BEIRUT, Aug 16 (Wire) - Text", "||BEIRUT, Aug 16 (Wire) - Text;", NULL},
        {"He recalled the attack of April 16, 2007 in a speech.", "||He recalled the attack of April 16, 2007 in a speech.;", NULL},
        {"Caf\xe9 in \x93" "C\xf4te\x94", "||Caf\xc3\xa9 in \xe2\x80\x9c" "C\xc3\xb4te\xe2\x80\x9d;", NULL},
        {"\xe2\x80\x9cUTF-8\xe2\x80\x9d and \x93more\x94", "||\xe2\x80\x9cUTF-8\xe2\x80\x9d and \xe2\x80\x9cmore\xe2\x80\x9d;", NULL},
        {"cut \xe2\x80", "||cut \xef\xbf\xbd\xef\xbf\xbd;", NULL},
        {"\xcb\xce\xcd\xcf text", "||\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd text;", NULL},
        {" \n", "!0;", "has no text"},
        {"[Reading from notes] he said.", "||[Reading from notes] he said.;", NULL},
        {"a < b and b <c", "||a < b and b <c;", NULL},
        {"Title: T\n\n<p>a&amp;b</p><p>c</p><br>d", "|T|a&b\n\nc\n\nd;", NULL},
    };
    run(examples, DL_COUNT(examples), NULL);
}

static void test_refusals(void)
{
    static const struct { dl_str in; const char *words; } cases[] = {
        {{"\x1f\x8b\x08", 3}, "the gzip data end too early at byte 3, in member 1"}, {{"\x28\xb5\x2f\xfd", 4}, "the zstd data end too early"}, {{"%PDF-1.4", 8}, "a PDF"},
        {{"\xff\xfe\0\0a\0\0\0", 8}, "UTF-32"}, {{"text\0text and more", 18}, "not text"},
        {{"<?xml version='1.0'?><a/>", 25}, "an XML file, which cannot be read yet; give plain text or JSON Lines."}, {{"<div>a</div>", 12}, "a piece of XML or HTML"},
        {{"<!DOCTYPE lewis SYSTEM>", 23}, "an SGML"}, {{"[{\"text\":\"a\"}]", 14}, "a JSON array"}, {{"{\n \"text\":\"a\"\n}", 15}, "several lines"},
        {{"Subject: x\nMIME-Version: 1.0\n\na", 31}, "e-mail"},
    };
    dl_buf out = {0};
    for (size_t i = 0; i < DL_COUNT(cases); i++) {
        dl_error err = {0};
        read_all(cases[i].in, NULL, &out, &err);
        CHECK(dl_str_is(dl_buf_str(&out), "?") && err.status == DL_FORMAT && strstr(err.text, cases[i].words), "case %zu: %s (%s)", i, err.text, out.p);
    }
    dl_buf_drop(&out);
    dl_error err = {0};
    dl_feed *feed = NULL;
    CHECK(dl_feed_open("/nowhere/at/all", NULL, &feed, &err) == DL_IO && feed == NULL && strstr(err.text, "cannot be opened"), "%s", err.text);
    CHECK(dl_feed_open("/", NULL, &feed, NULL) == DL_IO, "a folder");
    dl_feed_close(NULL);
}

/* A pipe hands over bytes in pieces; lines must not care where a piece ends. */
static void test_stream(void)
{
    char path[] = "/tmp/t_feed_XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (file == NULL) {
        check_skip("there is no place for a temporary file");
        return;
    }
    for (int i = 0; i < 5000; i++) fprintf(file, "{\"id\":\"%d\",\"text\":\"%*d\"}\n", i, i % 200 + 1, i);
    fclose(file);
    dl_feed *feed = NULL;
    dl_report r;
    int count = 0, wrong = 0;
    if (dl_feed_open(path, NULL, &feed, NULL) == DL_OK) {
        while (dl_feed_next(feed, &r, NULL) == DL_OK) {
            int64_t id = -1, text = -1;
            if (!dl_str_to_int(r.id, &id) || !dl_str_to_int(dl_str_trim(r.text), &text) || id != count || text != count || r.line != (uint32_t)count + 1) wrong++;
            count++;
        }
    }
    CHECK(count == 5000 && wrong == 0, "%d read, %d wrong", count, wrong);
    dl_feed_close(feed);
    remove(path);
}

int main(void)
{
    test_jsonl();
    test_depth();
    test_text();
    test_refusals();
    test_stream();
    return check_done();
}
