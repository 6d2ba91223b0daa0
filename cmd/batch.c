/* batch.c - many reports through many workers, written in the order of the input. Memory is flat: only reports in flight are held. */
#include "cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* One report on its way: its own copy of what the feed lent, then what is to be written. */
typedef struct item {
    dl_report report;
    char *bytes;       /* holds every text of `report` */
    dl_status status;
    dl_error error;
    dl_buf out;
    uint32_t events, words;
} item;

typedef struct run {
    const batch *b;
    const dl_engine *engine;
    char **files;
    int file_count, file;
    dl_feed *feed;
    FILE *errors;
    batch_count count;
    bool unreadable;   /* a file could not be opened or read to its end */
    bool unwritten;    /* nor could the file of errors be written */
    bool closed;       /* standard output takes no more */
    bool progress;
    double began, shown;
} run;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void free_item(item *it)
{
    if (!it) return;
    dl_buf_drop(&it->out);
    free(it->bytes);
    free(it);
}

/* The feed's texts live until its next call; the item takes a copy in one piece. */
static bool copy_report(item *it, const dl_report *r)
{
    it->report = *r;
    dl_str *parts[] = {&it->report.id, &it->report.date, &it->report.title, &it->report.text, &it->report.source,
                       &it->report.url, &it->report.language, &it->report.author, &it->report.origin};
    size_t total = 1, count = sizeof parts / sizeof parts[0];
    for (size_t i = 0; i < count; i++) total += parts[i]->n;
    it->bytes = malloc(total);
    if (!it->bytes) return false;
    char *to = it->bytes;
    for (size_t i = 0; i < count; i++) {
        if (parts[i]->n) memcpy(to, parts[i]->p, parts[i]->n);
        parts[i]->p = to;
        to += parts[i]->n;
    }
    return true;
}

/* Opens the next file that can be opened; the others are told and remembered. */
static bool open_next(run *r)
{
    dl_feed_options options = feed_options(r->b->s);
    dl_error err = {0};
    while (!r->feed && r->file < r->file_count) {
        if (dl_feed_open(r->files[r->file++], &options, &r->feed, &err) == DL_OK) return true;
        say("%s", err.text);
        r->feed = NULL;
        r->unreadable = true;
    }
    return r->feed != NULL;
}

static dl_status next(void *context, void **out, dl_error *err)
{
    run *r = context;
    dl_report report = {0};
    dl_error why = {0};
    while (!r->closed && open_next(r)) {
        dl_status status = dl_feed_next(r->feed, &report, &why);
        if (status == DL_OK && r->b->skip && r->b->skip(r->b->context, &report)) continue;
        if (status == DL_OK || status == DL_FORMAT || status == DL_LIMIT) {
            item *it = calloc(1, sizeof *it);
            if (!it || (status == DL_OK && !copy_report(it, &report))) {
                free_item(it);
                if (err) snprintf(err->text, sizeof err->text, "There is no memory for another report.");
                return DL_NOMEM;
            }
            it->status = status;
            it->error = why;
            *out = it;
            return DL_OK;
        }
        if (status != DL_END) {
            say("%s", why.text);
            r->unreadable = true;
        }
        dl_feed_close(r->feed);
        r->feed = NULL;
    }
    return DL_END;
}

static dl_status start(void *context, void **state, dl_error *err)
{
    const run *r = context;
    dl_worker *worker = NULL;
    dl_status status = dl_worker_open(r->engine, &worker, err);
    *state = worker;
    return status;
}

static dl_status work(void *context, void *state, void *pointer, dl_error *err)
{
    const run *r = context;
    item *it = pointer;
    const dl_analysis *a;
    (void)err;
    if (it->status != DL_OK) return DL_OK;
    it->status = r->b->parse_only ? dl_worker_parse(state, &it->report, &a, &it->error) : dl_worker_code(state, &it->report, &a, &it->error);
    if (it->status != DL_OK) return DL_OK;
    it->events = a->event_count;
    it->words = a->token_count;
    if (r->b->rows) r->b->rows(&it->report, a, r->b->s, &it->out);
    else r->b->write(a, r->b->s, &it->out);
    if (!it->out.failed) return DL_OK;
    it->status = DL_NOMEM;
    snprintf(it->error.text, sizeof it->error.text, "There is no memory for the records of a report.");
    return DL_OK;
}

static void tell_failure(run *r, const item *it)
{
    const dl_report *p = &it->report;
    r->count.failures++;
    if (r->shown > 0) fputs("\r\x1b[K", stderr);
    if (p->origin.n && !strstr(it->error.text, ":")) say("%.*s:%u: %s", (int)p->origin.n, p->origin.p, p->line, it->error.text);
    else say("%s", it->error.text);
    if (!r->errors) return;
    dl_buf line = {0};
    buf_add_json(&line, "error", it->error.text, strlen(it->error.text));
    buf_add_json(&line, "doc_id", p->id.p, p->id.n);
    buf_add_json(&line, "origin", p->origin.p, p->origin.n);
    char number[32];
    uint32_t at = p->line ? p->line : it->error.line;
    if (at) buf_add(&line, number, (size_t)snprintf(number, sizeof number, ",\"line\":%u", at));
    buf_add(&line, "}\n", 2);
    if (line.failed || fwrite(line.p, 1, line.n, r->errors) != line.n) r->unwritten = true;
    dl_buf_drop(&line);
}

static void show_progress(run *r)
{
    double t = now();
    if (!r->progress || t - r->shown < 0.2) return;
    r->shown = t;
    fprintf(stderr, "\r\x1b[K%llu reports, %llu events, %.0f reports/s", (unsigned long long)r->count.reports, (unsigned long long)r->count.events,
            (double)r->count.reports / (t - r->began + 1e-9));
}

static dl_status done(void *context, void *pointer, dl_error *err)
{
    run *r = context;
    item *it = pointer;
    dl_status status = DL_OK;
    r->count.reports++;
    r->count.events += it->events;
    r->count.words += it->words;
    if (it->status != DL_OK) tell_failure(r, it);
    else if (r->b->take) status = r->b->take(r->b->context, &it->out, err);
    else if (!r->closed && !write_out(&it->out)) r->closed = true;
    free_item(it);
    show_progress(r);
    return status;
}

static void stop(void *context, void *state)
{
    (void)context;
    dl_worker_close(state);
}

static void summary(const run *r)
{
    double seconds = now() - r->began;
    if (r->progress) fputs("\r\x1b[K", stderr);
    if (r->b->s->quiet || r->b->over) return;
    fprintf(stderr, "%llu %s, ", (unsigned long long)r->count.reports, r->count.reports == 1 ? "report" : "reports");
    if (!r->b->parse_only) fprintf(stderr, "%llu %s, ", (unsigned long long)r->count.events, r->count.events == 1 ? "event" : "events");
    fprintf(stderr, "%llu failed; %.1f s, %.0f words/s, %.1f reports/s\n", (unsigned long long)r->count.failures, seconds,
            (double)r->count.words / (seconds + 1e-9), (double)r->count.reports / (seconds + 1e-9));
}

static int finish(run *r, dl_status status, dl_error *err)
{
    int write_errno = errno;
    bool written = !r->closed && fflush(stdout) == 0; /* before the summary, which goes beside it */
    if (!r->closed && !written) write_errno = errno;
    if (r->errors && fclose(r->errors) != 0) {
        say("Writing to %s failed: %s.", r->b->s->errors, strerror(errno));
        r->unwritten = true;
    }
    r->count.seconds = now() - r->began;
    summary(r);
    if (status == DL_OK && r->b->over) status = r->b->over(r->b->context, &r->count, err);
    if (status != DL_OK) {
        say("%s", err->text);
        return EXIT_CANNOT;
    }
    errno = write_errno;
    if (!written) return write_status();
    /* A file that cannot be read is one failure among others, unless there was nothing else. */
    if (r->unwritten || (r->unreadable && r->count.reports == 0)) return EXIT_CANNOT;
    return r->unreadable || r->count.failures ? EXIT_SOME_FAILED : EXIT_WELL;
}

static int run_all(run *r)
{
    dl_parallel parallel = {r, next, start, work, done, stop};
    dl_error err = {0};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned jobs = r->b->s->jobs ? r->b->s->jobs : processors > 0 ? (unsigned)processors : 1;
    if (r->b->header) fputs(r->b->header, stdout);
    dl_status status = dl_parallel_run(&parallel, jobs, &err);
    dl_feed_close(r->feed);
    return finish(r, status, &err);
}

int batch_run(const batch *b, int file_count, char **files)
{
    static char dash[] = "-";
    char *standard[] = {dash};
    dl_engine *engine = NULL;
    run r = {.b = b, .files = file_count ? files : standard, .file_count = file_count ? file_count : 1};
    int status = engine_open(b->s, false, &engine);
    if (status != EXIT_WELL) return status;
    if (b->s->errors && !(r.errors = fopen(b->s->errors, "w"))) {
        say("%s cannot be written: %s.", b->s->errors, strerror(errno));
        dl_engine_close(engine);
        return EXIT_CANNOT;
    }
    r.engine = engine;
    r.progress = !b->s->quiet && isatty(STDERR_FILENO);
    r.began = now();
    status = run_all(&r);
    dl_engine_close(engine);
    return status;
}
