/* options.c - the table of options: one row gives the flag, its check, and its line of help. */
#include "cmd.h"

#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef enum kind { FLAG, WORDS, CHOICE, COUNT, SHARE } kind;

typedef struct row {
    const char *name;
    char letter;         /* 0 none */
    unsigned commands;   /* FOR_ bits */
    kind kind;
    size_t offset;       /* of its field in settings */
    const char *value;   /* what the help calls it; for a CHOICE the words, separated by | */
    const char *help;
} row;

#define AT(field) offsetof(settings, field)
#define ENGINE (FOR_CODE | FOR_EXPLAIN | FOR_MARK | FOR_PARSE | FOR_CHECK | FOR_MODEL | FOR_INGEST)
#define ASKING (FOR_QUERY | FOR_DYADS | FOR_PANEL | FOR_EXPORT)
#define READING (FOR_CODE | FOR_MARK | FOR_PARSE | FOR_INGEST)

static const row rows[] = {
    {"format", 'f', FOR_CODE, CHOICE, AT(format), "jsonl|csv|text", "how records are printed; jsonl when not given, text is for people"},
    {"format", 'f', FOR_WHO, CHOICE, AT(format), "table|jsonl", "how what is known is printed; table when not given"},
    {"on", 0, FOR_WHO, WORDS, AT(on), "YYYY-MM-DD", "the day that is asked about; any when not given"},
    {"format", 'f', FOR_QUERY | FOR_DYADS, CHOICE, AT(format), "table|csv|jsonl|parquet", "how the answer is printed; table, for people, when not given"},
    {"format", 'f', FOR_PANEL, CHOICE, AT(format), "csv|jsonl", "how the panel is printed; csv when not given"},
    {"text", 't', FOR_INGEST, CHOICE, AT(text), "full|snippet|none", "how much of a report's text is kept; full when not given"},
    {"text", 't', ASKING, WORDS, AT(text), "WORDS", "only events of which a report holds the words"},
    {"limit", 'n', FOR_QUERY | FOR_DYADS | FOR_EXPORT, COUNT, AT(limit), "N", "at most N rows, of an export N events; a table has 50 when not given"},
    {"unit", 'u', FOR_PANEL, WORDS, AT(unit), "UNIT", "country-month (when not given), country-year, dyad-month or dyad-year"},
    {"codes", 0, FOR_PANEL, CHOICE, AT(codes), "iso3c|cown|gwcode", "codes of countries; iso3c when not given"},
    {"to", 0, FOR_EXPORT, WORDS, AT(to), "LAYOUT", "whose columns: see above"},
    {"out", 'o', FOR_EXPORT, WORDS, AT(out), "DIR", "write the table, its sidecar and datapackage.json there"},
    {"where", 'w', FOR_EXPORT, WORDS, AT(where), "QUESTION", "only the events that answer it, as in dateline query"},
    {"claims", 0, FOR_CODE, FLAG, AT(claims), NULL, "also print statements that carry no event"},
    {"articles", 0, FOR_CODE, FLAG, AT(articles), NULL, "also print one line a report: what was read, what was left out and why"},
    {"min-confidence", 0, FOR_CODE | FOR_EXPLAIN | FOR_INGEST, SHARE, AT(min_confidence), "X", "leave out records less certain than X, 0 to 1"},
    {"conllu", 0, FOR_MARK, FLAG, AT(conllu), NULL, "print the sentences that were read as CoNLL-U instead"},
    {"from", 0, FOR_PARSE, CHOICE, AT(from), "text|conllu", "what the input is; conllu keeps its words and sentences"},
    {"file", 'F', FOR_EXPLAIN, WORDS, AT(file), "FILE", "explain the reports of a file instead of a sentence"},
    {"record", 'r', FOR_EXPLAIN, WORDS, AT(record), "ID", "only the report, or the sentence of the event, with this id"},
    {"sentence", 's', FOR_EXPLAIN, COUNT, AT(sentence), "N", "only sentence N of each report"},
    {"input", 'i', READING | FOR_EXPLAIN, CHOICE, AT(input), "auto|jsonl|text", "the form of the input; auto looks at its beginning"},
    {"map", 0, READING | FOR_EXPLAIN, WORDS, AT(map), "OURS=THEIRS,...", "JSON names that differ from ours: id=doc_id,text=body"},
    {"date", 'd', READING | FOR_EXPLAIN, WORDS, AT(date), "YYYY-MM-DD", "publication date of reports that carry none"},
    {"jobs", 'j', READING, COUNT, AT(jobs), "N", "threads; as many as there are processors when not given"},
    {"errors", 0, READING, WORDS, AT(errors), "FILE", "write each report that failed to FILE, one JSON line each"},
    {"model", 'm', ENGINE, WORDS, AT(model), "base|fast|auto|FILE", "base: accurate, the default; fast: quick; auto: fast, and base where events may be"},
    {"rules", 0, FOR_CODE | FOR_EXPLAIN | FOR_CHECK | FOR_INGEST, WORDS, AT(rules), "FILE", "a further file of rules"},
    {"out", 'o', FOR_IMPORT, WORDS, AT(out), "DIR", "the folder of tables to write, for --tables of other commands"},
    {"new-codes", 0, FOR_IMPORT, FLAG, AT(new_codes), NULL, "take a country code that no table has as a country of its own"},
    {"tables", 0, FOR_CODE | FOR_EXPLAIN | FOR_MARK | FOR_CHECK | FOR_INGEST | FOR_WHO, WORDS, AT(tables), "DIR", "a folder of further tables, as import writes them"},
    {"data", 0, ENGINE | FOR_WHO | FOR_IMPORT | FOR_CODEBOOK | FOR_PANEL | FOR_EXPORT, WORDS, AT(data), "DIR", "the folder of tables, rules and models"},
    {"digest", 0, FOR_MERGE, FLAG, AT(digest), NULL, "print the SHA-256 of all that the store holds, but times of day"},
    {"reason", 0, FOR_WITHDRAW, WORDS, AT(reason), "WORDS", "why, for dateline changes"},
    {"since", 0, FOR_CHANGES, WORDS, AT(since), "DAY", "YYYY-MM-DD, or with a time YYYY-MM-DDTHH:MM:SSZ"},
    {"format", 'f', FOR_CHANGES, CHOICE, AT(format), "table|csv|jsonl|parquet", "how changes are printed; table, for people, when not given"},
    {"colour", 0, FOR_CODE | FOR_EXPLAIN, CHOICE, AT(colour), "auto|always|never", "auto: for a terminal, unless NO_COLOR is set"},
    {"width", 0, FOR_CODE | FOR_EXPLAIN | FOR_QUERY | FOR_DYADS | FOR_SHOW | FOR_CHANGES, COUNT, AT(width), "N", "columns of pages for people; the terminal's when not given"},
    {"port", 'p', FOR_SERVE | FOR_DEMO, COUNT, AT(port), "N", "8080 when not given, or any that is free when that is in use"},
    {"address", 0, FOR_SERVE, WORDS, AT(address), "ADDRESS", "where to listen, 127.0.0.1 when not given; another than loopback asks every browser for a token"},
    {"read-only", 0, FOR_SERVE, FLAG, AT(read_only), NULL, "take no corrections"},
    {"jobs", 'j', FOR_SERVE | FOR_DEMO, COUNT, AT(jobs), "N", "threads; as many as there are processors, at least four, when not given"},
    {"model", 'm', FOR_DEMO, WORDS, AT(model), "base|fast|auto|FILE", "base: accurate, the default; fast: quick; auto: fast, and base where events may be"},
    {"data", 0, FOR_SERVE | FOR_DEMO, WORDS, AT(data), "DIR", "the folder of tables, rules and models"},
    {"quiet", 'q', READING | ASKING | FOR_MERGE | FOR_WITHDRAW | FOR_VERIFY | FOR_SERVE | FOR_DEMO, FLAG, AT(quiet), NULL, "no progress and no summary"},
    {"help", 'h', ENGINE | FOR_HELP | FOR_WHO | FOR_IMPORT | ASKING | FOR_SHOW | FOR_MERGE | FOR_WITHDRAW | FOR_CHANGES | FOR_VERIFY | FOR_SERVE | FOR_DEMO, FLAG, AT(help), NULL, "this text"},
};
#define ROWS (sizeof rows / sizeof rows[0])

/* Is the value one of the words that are separated by | ? */
static bool chosen(const char *words, const char *value)
{
    size_t n = strlen(value);
    for (const char *p = words; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
        if (!strncmp(p, value, n) && (p[n] == '|' || p[n] == 0) && n > 0) return true;
    return false;
}

static bool set(const row *r, const char *value, settings *out)
{
    char *field = (char *)out + r->offset, *end = NULL;
    if (r->kind == FLAG) {
        *(bool *)(void *)field = true;
    } else if (r->kind == WORDS || r->kind == CHOICE) {
        if (r->kind == CHOICE && !chosen(r->value, value)) {
            say("--%s takes one of %s, not \"%s\".", r->name, r->value, value);
            return false;
        }
        *(const char **)(void *)field = value;
    } else if (r->kind == COUNT) {
        long n = strtol(value, &end, 10);
        if (!*value || *end || n < 1 || n > 1000000) {
            say("--%s takes a whole number from 1 on, not \"%s\".", r->name, value);
            return false;
        }
        *(unsigned *)(void *)field = (unsigned)n;
    } else {
        double x = strtod(value, &end);
        if (!*value || *end || !(x >= 0 && x <= 1)) {
            say("--%s takes a number from 0 to 1, not \"%s\".", r->name, value);
            return false;
        }
        *(float *)(void *)field = (float)x;
    }
    return true;
}

bool options_read(const command *c, int argc, char **argv, settings *out, int *first)
{
    struct option longs[ROWS + 1] = {0};
    char letters[2 * ROWS + 2] = ":";
    size_t n = 0, used = 1;
    const row *by_value[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        if (!(rows[i].commands & c->bit)) continue;
        by_value[n] = &rows[i];
        longs[n] = (struct option){rows[i].name, rows[i].kind == FLAG ? no_argument : required_argument, NULL, 256 + (int)n};
        n++;
        if (!rows[i].letter) continue;
        letters[used++] = rows[i].letter;
        if (rows[i].kind != FLAG) letters[used++] = ':';
    }
    opterr = 0;
    optind = 1;
    for (int what; (what = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        const row *r = NULL;
        if (what >= 256) r = by_value[what - 256];
        for (size_t i = 0; i < n && !r; i++)
            if (by_value[i]->letter && by_value[i]->letter == what) r = by_value[i];
        if (!r) {
            say(what == ':' ? "%s needs a value; dateline help %s lists the options." : "There is no option %s; dateline help %s lists them.",
                argv[optind - 1], c->name);
            return false;
        }
        if (!set(r, optarg, out)) return false;
    }
    *first = optind;
    return true;
}

void options_help(const command *c, FILE *to)
{
    fprintf(to, "usage: dateline %s [OPTIONS] %s\n\n%s.\n", c->name, c->arguments, c->summary);
    if (*c->about) fprintf(to, "%s\n", c->about);
    fputs("\n", to);
    for (size_t i = 0; i < ROWS; i++) {
        const row *r = &rows[i];
        if (!(r->commands & c->bit)) continue;
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", r->name, r->value ? " " : "", r->value ? r->value : "");
        fprintf(to, r->letter ? "  -%c, " : "      ", r->letter);
        fprintf(to, "%-27s %s\n", left, r->help);
    }
}
