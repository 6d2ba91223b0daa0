/* query.c - dateline query, dyads, panel, show, export: questions to a store. */
#include "cmd.h"

#include <string.h>

static int to_stdout(void *context, const char *bytes, size_t n)
{
    (void)context;
    return fwrite(bytes, 1, n, stdout) == n;
}

static const dl_sink out = {NULL, to_stdout};

static dl_ask ask_of(const settings *s, const char *question)
{
    return (dl_ask){.question = question, .text = s->text, .format = s->format, .limit = s->limit, .width = page_width(s), .unit = s->unit, .codes = s->codes,
                    .data = s->data};
}

/* The exit status for what a call gave; it has told what is wrong. */
static int ended(dl_status status, const dl_error *err)
{
    if (status == DL_OK) return EXIT_WELL;
    if (status == DL_IO && ferror(stdout)) return write_status();
    say("%s", err->text);
    return status == DL_USAGE || status == DL_LIMIT ? EXIT_USAGE : EXIT_CANNOT;
}

/* "3 events / 12 reports" on standard error. */
static void tell(const settings *s, const dl_count *count)
{
    if (s->quiet) return;
    fprintf(stderr, "%llu event%s / %llu report%s", (unsigned long long)count->events, count->events == 1 ? "" : "s", (unsigned long long)count->reports,
            count->reports == 1 ? "" : "s");
    if (count->rows != count->events) fprintf(stderr, ", %llu row%s", (unsigned long long)count->rows, count->rows == 1 ? "" : "s");
    if (count->left_out) fprintf(stderr, ", %llu left out", (unsigned long long)count->left_out);
    fputs("\n", stderr);
}

typedef dl_status asking(const char *store, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err);

static int answer(const settings *s, int argc, char **argv, const char *name, asking *call)
{
    dl_error err = {0};
    dl_count count = {0};
    if (argc < 1 || argc > 2) {
        say("dateline %s takes a store and at most one question; put the question in quotes.", name);
        return EXIT_USAGE;
    }
    dl_ask ask = ask_of(s, argc > 1 ? argv[1] : NULL);
    int status = ended(call(argv[0], &ask, &out, &count, &err), &err);
    if (status == EXIT_WELL) tell(s, &count);
    return status;
}

int query_run(const settings *s, int argc, char **argv) { return answer(s, argc, argv, "query", dl_store_query); }
int dyads_run(const settings *s, int argc, char **argv) { return answer(s, argc, argv, "dyads", dl_store_dyads); }
int panel_run(const settings *s, int argc, char **argv) { return answer(s, argc, argv, "panel", dl_store_panel); }

int show_run(const settings *s, int argc, char **argv)
{
    dl_error err = {0};
    if (argc != 2) {
        say("dateline show takes a store and the id of an event.");
        return EXIT_USAGE;
    }
    dl_ask ask = ask_of(s, NULL);
    return ended(dl_store_show(argv[0], argv[1], &ask, &out, &err), &err);
}

int export_run(const settings *s, int argc, char **argv)
{
    dl_error err = {0};
    dl_count count = {0};
    if (argc != 1) {
        say("dateline export takes one store; which events is said by --where.");
        return EXIT_USAGE;
    }
    if (!s->to) {
        say("--to says in which layout: plover, icews, gdelt, gdelt-mentions, polecat, ucdp-ged, ucdp-ged@19.1, phoenix, gexf, timelinejs.");
        return EXIT_USAGE;
    }
    dl_ask ask = ask_of(s, s->where);
    int status = ended(dl_store_export(argv[0], s->to, s->out, &ask, &out, &count, &err), &err);
    if (status == EXIT_WELL) tell(s, &count);
    return status;
}
