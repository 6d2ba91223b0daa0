/* parse.c - dateline parse: words, tags and trees of text, or of words that somebody else has cut. */
#include "cmd.h"

#include <errno.h>
#include <string.h>

#define PIECE ((size_t)1 << 20) /* bytes of CoNLL-U that are parsed together, up to the next blank line */

static void write_trees(const dl_analysis *a, const settings *s, dl_buf *out)
{
    (void)s;
    dl_table_conllu(a, out);
}

static int parse_piece(dl_worker *worker, dl_buf *in, dl_buf *out, const char *name)
{
    const dl_analysis *a;
    dl_error err = {0};
    if (in->failed || dl_worker_parse_conllu(worker, (dl_str){in->p, in->n}, &a, &err) != DL_OK) {
        say("%s: %s", name, in->failed ? "There is no memory for more of it." : err.text);
        return EXIT_SOME_FAILED;
    }
    dl_table_conllu(a, out);
    in->n = 0;
    return write_out(out) ? EXIT_WELL : write_status();
}

static int parse_file(dl_worker *worker, const char *name, dl_buf *in, dl_buf *out)
{
    FILE *file = strcmp(name, "-") ? fopen(name, "r") : stdin;
    char line[8192];
    int status = EXIT_WELL;
    if (!file) {
        say("%s cannot be opened: %s.", name, strerror(errno));
        return EXIT_CANNOT;
    }
    in->n = 0;
    while (status == EXIT_WELL && fgets(line, sizeof line, file)) {
        buf_add(in, line, strlen(line));
        bool blank = line[0] == '\n' && (in->n < 2 || in->p[in->n - 2] == '\n');
        if (blank && in->n >= PIECE) status = parse_piece(worker, in, out, name);
    }
    if (status == EXIT_WELL && ferror(file)) {
        say("%s cannot be read: %s.", name, strerror(errno));
        status = EXIT_CANNOT;
    }
    if (status == EXIT_WELL && in->n) status = parse_piece(worker, in, out, name);
    if (file != stdin) fclose(file);
    return status;
}

static int parse_conllu(const settings *s, int argc, char **argv)
{
    dl_engine *engine = NULL;
    dl_worker *worker = NULL;
    dl_error err = {0};
    dl_buf in = {0}, out = {0};
    int status = engine_open(s, false, &engine);
    if (status == EXIT_WELL && dl_worker_open(engine, &worker, &err) != DL_OK) {
        say("%s", err.text);
        status = EXIT_CANNOT;
    }
    for (int i = 0; worker && (i < argc || (i == 0 && argc == 0)); i++) {
        int one = parse_file(worker, argc ? argv[i] : "-", &in, &out);
        status = one > status ? one : status;
    }
    dl_buf_drop(&in);
    dl_buf_drop(&out);
    dl_worker_close(worker);
    dl_engine_close(engine);
    return status;
}

int parse_run(const settings *s, int argc, char **argv)
{
    batch b = {.s = s, .parse_only = true, .write = write_trees};
    return s->from && !strcmp(s->from, "conllu") ? parse_conllu(s, argc, argv) : batch_run(&b, argc, argv);
}
