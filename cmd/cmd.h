/* cmd.h - what the commands share. Commands know the library by dateline.h alone. */
#ifndef DATELINE_CMD_H
#define DATELINE_CMD_H

#include "dateline.h"

#include <stdbool.h>
#include <stdio.h>

enum { EXIT_WELL = 0, EXIT_SOME_FAILED = 1, EXIT_USAGE = 2, EXIT_CANNOT = 3 };

/* Everything that options can set. */
typedef struct settings {
    const char *format, *model, *rules, *data, *input, *map, *date, *errors, *file, *record, *from, *colour;
    const char *to, *out, *where, *text, *unit, *codes;
    const char *tables, *on, *since, *reason, *address;
    unsigned jobs, sentence, width, limit, port;
    float min_confidence;
    bool digest, claims, articles, quiet, conllu, new_codes, read_only, help;
} settings;

typedef struct command {
    const char *name;
    unsigned bit;          /* which options it takes */
    const char *arguments; /* as the usage line shows them */
    const char *summary;   /* one line, for the list of commands */
    const char *about;     /* further lines of its help */
    int (*run)(const settings *s, int argc, char **argv);
} command;
enum { FOR_CODE = 1, FOR_EXPLAIN = 2, FOR_MARK = 4, FOR_PARSE = 8, FOR_CHECK = 16, FOR_MODEL = 32, FOR_HELP = 64, FOR_INGEST = 1 << 8, FOR_MERGE = 1 << 9, FOR_WITHDRAW = 1 << 10, FOR_CHANGES = 1 << 11, FOR_VERIFY = 1 << 12,
       FOR_WHO = 1 << 16, FOR_IMPORT = 1 << 17, FOR_CODEBOOK = 1 << 18,
       FOR_QUERY = 1 << 20, FOR_DYADS = 1 << 21, FOR_PANEL = 1 << 22, FOR_SHOW = 1 << 23, FOR_EXPORT = 1 << 24,
       FOR_SERVE = 1 << 25, FOR_DEMO = 1 << 26 };
extern const command commands[]; /* main.c; ended by a NULL name */
const command *command_find(const char *name);

/* Reads the options of a command from argv[1..]; the rest is argv[*first..argc). False: it has told what is wrong. */
bool options_read(const command *c, int argc, char **argv, settings *out, int *first);
void options_help(const command *c, FILE *to);

int code_run(const settings *s, int argc, char **argv);
int explain_run(const settings *s, int argc, char **argv);
int mark_run(const settings *s, int argc, char **argv);
int parse_run(const settings *s, int argc, char **argv);
int check_run(const settings *s, int argc, char **argv);
int model_run(const settings *s, int argc, char **argv);
int ingest_run(const settings *s, int argc, char **argv);
int merge_run(const settings *s, int argc, char **argv);
int withdraw_run(const settings *s, int argc, char **argv);
int changes_run(const settings *s, int argc, char **argv);
int verify_run(const settings *s, int argc, char **argv);
int query_run(const settings *s, int argc, char **argv);
int dyads_run(const settings *s, int argc, char **argv);
int panel_run(const settings *s, int argc, char **argv);
int show_run(const settings *s, int argc, char **argv);
int export_run(const settings *s, int argc, char **argv);
int who_run(const settings *s, int argc, char **argv);
int import_run(const settings *s, int argc, char **argv);
int codebook_run(const settings *s, int argc, char **argv);
int serve_run(const settings *s, int argc, char **argv);
int demo_run(const settings *s, int argc, char **argv);

/* ## Batches: many reports through many workers, written in the order of the input (batch.c) */

typedef struct batch_count { uint64_t reports, failures, events, words; double seconds; } batch_count;

typedef struct batch {
    const settings *s;
    bool parse_only;
    void (*write)(const dl_analysis *analysis, const settings *s, dl_buf *out); /* runs on any thread */
    const char *header;    /* written first; NULL none */
    /* For a store, instead of `write`: the first on the thread that reads, the last on the same, `rows` on any. */
    void *context;
    bool (*skip)(void *context, const dl_report *report);                          /* true: the report is passed over */
    void (*rows)(const dl_report *report, const dl_analysis *analysis, const settings *s, dl_buf *out);
    dl_status (*take)(void *context, const dl_buf *out, dl_error *err);
    dl_status (*over)(void *context, const struct batch_count *count, dl_error *err); /* after the last report; prints its own summary */
} batch;
/* Runs the files (none: standard input) and returns the exit status. */
int batch_run(const batch *b, int file_count, char **files);

/* ## Small things (say.c) */

/* "dateline: ..." on standard error. */
void say(const char *format, ...) DL_PRINTF(1, 2);
/* Opens the engine as the options ask; EXIT_WELL, or the exit status after it has told what is wrong. */
int engine_open(const settings *s, bool explain, dl_engine **out);
dl_feed_options feed_options(const settings *s);
bool use_colour(const settings *s);
unsigned page_width(const settings *s);
/* Writes and empties the buffer. False: standard output is closed or full; write_status() tells the exit status for it. */
bool write_out(dl_buf *buf);
int write_status(void);
void buf_add(dl_buf *buf, const char *p, size_t n);
void buf_add_json(dl_buf *buf, const char *key, const char *p, size_t n); /* ,"key":"..." or {"key":"..." when the buffer is empty */

#endif
