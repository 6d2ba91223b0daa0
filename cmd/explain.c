/* explain.c - dateline explain: how a sentence, a report or a record was read. */
#include "cmd.h"

#include <string.h>

typedef struct explainer {
    const settings *s;
    dl_worker *worker;
    dl_buf out;
    bool found;    /* something was shown */
} explainer;

/* The whole analysis, or the part of it that one sentence holds. */
static void show(explainer *x, const dl_analysis *a, uint32_t sentence)
{
    dl_analysis part = *a;
    if (sentence != DL_NONE) {
        if (sentence >= a->sentence_count) return;
        part.sentences += sentence;
        part.sentence_count = 1;
        part.meeting_count = 0;
    }
    dl_table_explain(&part, use_colour(x->s), page_width(x->s), &x->out);
    x->found = true;
}

static bool same(dl_str a, const char *b) { return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0; }

static void choose(explainer *x, const dl_analysis *a)
{
    uint32_t sentence = x->s->sentence ? x->s->sentence - 1 : DL_NONE;
    if (!x->s->record || same(a->report.id, x->s->record)) {
        show(x, a, sentence);
        return;
    }
    for (uint32_t i = 0; i < a->event_count; i++) {
        if (strcmp(a->events[i].id, x->s->record) != 0) continue;
        show(x, a, a->events[i].sentence);
        return;
    }
}

static int read_feed(explainer *x, dl_feed *feed)
{
    int status = EXIT_WELL;
    for (;;) {
        dl_report report = {0};
        const dl_analysis *a;
        dl_error err = {0};
        dl_status got = dl_feed_next(feed, &report, &err);
        if (got == DL_END) return status;
        bool ended = got != DL_OK && got != DL_FORMAT && got != DL_LIMIT;
        if (got == DL_OK) got = dl_worker_code(x->worker, &report, &a, &err);
        if (got != DL_OK) {
            say("%s", err.text);
            status = ended ? EXIT_CANNOT : EXIT_SOME_FAILED;
            if (ended) return status;
            continue;
        }
        choose(x, a);
        if (!write_out(&x->out)) return write_status();
        if (x->s->record && x->found) return status;
    }
}

/* A sentence on the command line is a report of its own; several arguments are its words. */
static int read_arguments(explainer *x, int argc, char **argv)
{
    dl_buf words = {0};
    for (int i = 0; i < argc; i++) {
        if (i) buf_add(&words, " ", 1);
        buf_add(&words, argv[i], strlen(argv[i]));
    }
    dl_report report = {.text = {words.p, words.n}, .id = {"sentence", 8}};
    if (x->s->date) report.date = (dl_str){x->s->date, strlen(x->s->date)};
    const dl_analysis *a;
    dl_error err = {0};
    int status = EXIT_WELL;
    if (words.failed || dl_worker_code(x->worker, &report, &a, &err) != DL_OK) {
        say("%s", words.failed ? "There is no memory for the sentence." : err.text);
        status = EXIT_SOME_FAILED;
    } else {
        choose(x, a);
        if (!write_out(&x->out)) status = write_status();
    }
    dl_buf_drop(&words);
    return status;
}

static int explain_all(explainer *x, int argc, char **argv)
{
    dl_feed_options options = feed_options(x->s);
    dl_feed *feed = NULL;
    dl_error err = {0};
    int status;
    if (argc) {
        status = read_arguments(x, argc, argv);
    } else {
        if (dl_feed_open(x->s->file ? x->s->file : "-", &options, &feed, &err) != DL_OK) {
            say("%s", err.text);
            return EXIT_CANNOT;
        }
        status = read_feed(x, feed);
        dl_feed_close(feed);
    }
    if (status == EXIT_WELL && !x->found) {
        say(x->s->record ? "No report and no event has the id %s." : "There is no such sentence.", x->s->record);
        status = EXIT_SOME_FAILED;
    }
    return status;
}

int explain_run(const settings *s, int argc, char **argv)
{
    explainer x = {.s = s};
    dl_engine *engine = NULL;
    dl_error err = {0};
    if (argc && s->file) {
        say("explain takes a sentence or --file FILE, not both.");
        return EXIT_USAGE;
    }
    int status = engine_open(s, true, &engine);
    if (status != EXIT_WELL) return status;
    if (dl_worker_open(engine, &x.worker, &err) == DL_OK) {
        status = explain_all(&x, argc, argv);
    } else {
        say("%s", err.text);
        status = EXIT_CANNOT;
    }
    dl_buf_drop(&x.out);
    dl_worker_close(x.worker);
    dl_engine_close(engine);
    return status;
}
