/* code.c - dateline code: reports in, records out. */
#include "cmd.h"

#include <string.h>

static void write_jsonl(const dl_analysis *a, const settings *s, dl_buf *out)
{
    if (s->articles) dl_table_article(a, out);
    dl_table_events(DL_TABLE_JSONL, a, out);
    if (s->claims) dl_table_claims(a, out);
}

static void write_csv(const dl_analysis *a, const settings *s, dl_buf *out)
{
    (void)s;
    dl_table_events(DL_TABLE_CSV, a, out);
}

static void write_text(const dl_analysis *a, const settings *s, dl_buf *out) { dl_table_text(a, use_colour(s), page_width(s), out); }

int code_run(const settings *s, int argc, char **argv)
{
    batch b = {.s = s, .write = write_jsonl};
    dl_buf header = {0};
    bool csv = s->format && !strcmp(s->format, "csv"), text = s->format && !strcmp(s->format, "text");
    if ((csv || text) && (s->claims || s->articles)) {
        say("--claims and --articles print JSON lines; they do not go with --format %s.", s->format);
        return EXIT_USAGE;
    }
    if (csv) {
        b.write = write_csv;
        dl_table_header(DL_TABLE_CSV, &header);
        b.header = header.p;
    }
    if (text) b.write = write_text;
    int status = batch_run(&b, argc, argv);
    dl_buf_drop(&header);
    return status;
}
