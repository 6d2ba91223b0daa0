/* Allocation number n is made to fail, for each n until everything succeeds: the calls must say so and must not crash or leak
 * (the address sanitizer watches). The build wraps malloc, calloc and realloc for this test. */
#include "base/base.h"
#include "check.h"
#include "lang/lang.h"
#include "model_maker.h"

static long countdown = -1; /* allocations until one fails; negative: none does */

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static bool fails(void)
{
    return countdown >= 0 && countdown-- == 0;
}

void *__wrap_malloc(size_t n)
{
    return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
    return fails() ? NULL : __real_realloc(p, n);
}

static dl_status read_feed(dl_str bytes)
{
    dl_feed *feed = NULL;
    dl_report r;
    dl_feed_options options = {.map = "id=key"};
    DL_TRY(dl_feed_open_memory(bytes, "reports", &options, &feed, NULL));
    dl_status status;
    while ((status = dl_feed_next(feed, &r, NULL)) == DL_OK) {}
    dl_feed_close(feed);
    return status;
}

static dl_status jsonl(void)
{
    return read_feed(DL_LIT("{\"key\":\"1\",\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"text\":\"a\\n\"}\n{\"text\":\"b\"}\n"));
}

static dl_status text(void)
{
    return read_feed(DL_LIT("date 2018-08-16 Caf\xe9"));
}

static dl_status file(void)
{
    dl_feed *feed = NULL;
    dl_report r;
    DL_TRY(dl_feed_open(TEST_SOURCE "/data/samples/wire.jsonl", NULL, &feed, NULL));
    dl_status status;
    while ((status = dl_feed_next(feed, &r, NULL)) == DL_OK) {}
    dl_feed_close(feed);
    return status;
}

static dl_status base(void)
{
    dl_buf buf = {0};
    for (int i = 0; i < 500; i++) dl_buf_printf(&buf, "%d ", i);
    dl_status status = buf.failed ? DL_NOMEM : DL_END;
    dl_buf_drop(&buf);
    dl_arena *arena = dl_arena_new(0);
    dl_map *map = arena ? dl_map_new(arena, 4) : NULL;
    bool good = map != NULL;
    for (uint32_t i = 0; good && i < 5000; i++) {
        dl_str key = dl_arena_printf(arena, "key %u", i);
        good = key.p && dl_map_put(map, key, i, NULL);
    }
    dl_arena_free(arena);
    return good ? status : DL_NOMEM;
}

static dl_str encoder_file, recurrent_file; /* made before anything fails */

static dl_status read_words(dl_reader *reader, dl_arena *arena)
{
    static dl_trigger trigger;
    dl_doc doc = {.arena = arena, .text = DL_LIT("The minister met"), .sentence_count = 1, .token_count = 3};
    doc.sentences = DL_NEW(arena, dl_sentence, 1);
    doc.tokens = DL_NEW(arena, dl_token, 3);
    if (!doc.sentences || !doc.tokens) return DL_NOMEM;
    doc.sentences[0].count = 3;
    static const dl_span words[3] = {{0, 3}, {4, 12}, {13, 16}};
    for (int i = 0; i < 3; i++) doc.tokens[i].start = words[i].start, doc.tokens[i].end = words[i].end;
    DL_TRY(dl_reader_read(reader, &doc, false, NULL));
    DL_TRY(dl_reader_trigger(reader, &doc, 2, 2, DL_TYPE_CONSULT, &trigger, NULL));
    return DL_END;
}

static dl_status model(dl_str bytes)
{
    dl_model *m = NULL;
    dl_reader *reader = NULL;
    dl_arena *arena = dl_arena_new(0);
    dl_status status = arena ? dl_model_open_memory(bytes, &m, NULL) : DL_NOMEM;
    if (status == DL_OK) status = dl_reader_open(m, &reader, NULL);
    if (status == DL_OK) status = read_words(reader, arena);
    dl_reader_close(reader);
    dl_model_close(m);
    dl_arena_free(arena);
    return status;
}

static dl_status encoder(void) { return model(encoder_file); }
static dl_status recurrent(void) { return model(recurrent_file); }

static void run(const char *name, dl_status (*call)(void))
{
    long n = 0;
    dl_status status = DL_NOMEM;
    for (; status == DL_NOMEM && n < 10000; n++) {
        countdown = n;
        status = call();
    }
    bool all_made = countdown >= 0;
    countdown = -1;
    CHECK(status == DL_END && all_made && n > 1, "%s: status %d at allocation %ld", name, (int)status, n);
}

int main(void)
{
    run("jsonl", jsonl);
    run("text", text);
    run("file", file);
    run("base", base);
    dl_arena *arena = dl_arena_new(0);
    maker m = {.arena = arena, .state = 11};
    maker_encoder(&m);
    encoder_file = maker_file(&m);
    maker_recurrent(&m);
    recurrent_file = maker_file(&m);
    run("encoder", encoder);
    run("recurrent", recurrent);
    dl_arena_free(arena);
    return check_done();
}
