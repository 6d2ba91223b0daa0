/* main.c - dateline: the table of commands. */
#include "cmd.h"

#include <signal.h>
#include <string.h>

static int help_run(const settings *s, int argc, char **argv);

const command commands[] = {
    {"code", FOR_CODE, "[FILE...]", "print the events of reports, one record a line",
     "Reads reports from files, or from standard input when there is none or it is \"-\": JSON Lines with date, title and text,\n"
     "or plain text whose first line may be \"date YYYY-MM-DD\". Records come out in the order of the input.",
     code_run},
    {"explain", FOR_EXPLAIN, "[SENTENCE | --file FILE]", "show how a sentence was read and why it was coded so",
     "Shows words, tree, who, when, where, on whose word, what the model sees in each word, and for each record the evidence\n"
     "for and against it. Without a sentence or a file it reads standard input.",
     explain_run},
    {"mark", FOR_MARK, "[FILE...]", "print sentences, entities, times, places, quantities and claims as spans",
     "One JSON line a report; offsets are code points, end exclusive.", mark_run},
    {"parse", FOR_PARSE, "[FILE...]", "print words, tags and dependency trees as CoNLL-U",
     "Nothing of the text is left out. With --from conllu the words and sentences are those of the input.", parse_run},
    {"check", FOR_CHECK, "", "check tables and rules, and run the rules' own examples", "Prints one line a finding: file, line, what is wrong.", check_run},
    {"who", FOR_WHO, "NAME", "tell who a name, a group or the holder of an office is on a day, by the tables",
     "NAME is a name (\"Ashraf Ghani\"), a group, a place, or an office with its country or body (\"president of Afghanistan\").",
     who_run},
    {"import", FOR_IMPORT, "FILE...", "turn dictionaries of PETRARCH or lines of Wikidata into a folder of tables",
     "Prints one line for everything that cannot be used: file, line, reason. Names that the tables have already are left as they are.",
     import_run},
    {"codebook", FOR_CODEBOOK, "[TYPE]", "print what is coded: definitions, examples, modes, CAMEO codes, known confusions",
     "TYPE is one of the sixteen types (\"reject\"); without it the whole book is printed, as it stands in doc/codebook.md.", codebook_run},
    {"model", FOR_MODEL, "", "print the card of the model", "Its data, licences, figures, and how to rebuild it.", model_run},
    {"ingest", FOR_INGEST, "STORE [FILE|DIR...]", "code reports into a store, and tie those that tell of one event",
     "Reports come from files, from all files of a folder in the order of their names, or from standard input when none is given or it is\n"
     "\"-\". What the store has already is passed over, so a run that was cut off can be started again.",
     ingest_run},
    {"merge", FOR_MERGE, "STORE [STORE...]", "bring the reports of other stores into a store",
     "The result does not depend on how reports were spread over the stores, nor on their order.", merge_run},
    {"withdraw", FOR_WITHDRAW, "STORE REPORT...", "take reports out of a store, for good", "Reports are named by their ids (doc_id). They are not taken in again.", withdraw_run},
    {"changes", FOR_CHANGES, "STORE --since DAY", "print what has changed in a store: reports, events, ids", "", changes_run},
    {"verify", FOR_VERIFY, "STORE", "look up every span of a store in its text again", "Prints one line for everything that does not stand where it should.", verify_run},
    {"query", FOR_QUERY, "STORE [QUESTION]", "print the events of a store that answer a question",
     "A question is terms with blanks between: \"actor=AFG.GOV recipient=AFG.REB type=REJECT date=2018\". All must hold; commas give\n"
     "alternatives, != negates, numbers and dates know >= and <=. Fields: actor recipient party source type mode context aux cameo quad\n"
     "date country province place publisher doc meeting answer stance rule confidence reports dead id. One row is one event, however\n"
     "many reports tell it.",
     query_run},
    {"dyads", FOR_DYADS, "STORE [QUESTION]", "print who does what to whom: events / reports of each pair of parties", "", dyads_run},
    {"panel", FOR_PANEL, "STORE [QUESTION]", "print counts by country or dyad and month or year, zero where nothing is on record",
     "Countries are where events took place; dyads are the countries of actor and recipient, directed.", panel_run},
    {"show", FOR_SHOW, "STORE ID", "print one event of a store with its reports, sentences and evidence", "The beginning of an id will do.", show_run},
    {"export", FOR_EXPORT, "STORE --to LAYOUT", "write a store in the columns of another data set",
     "Layouts: plover icews gdelt gdelt-mentions polecat ucdp-ged (25.1) ucdp-ged@19.1 phoenix gexf timelinejs. Without --out the table goes\n"
     "to standard output.",
     export_run},
    {"serve", FOR_SERVE, "STORE", "show a store as a page in the browser",
     "Prints the address and answers until it is ended. Corrections that are made on the page are kept in the store, beside what was coded. With\n"
     "another --address than loopback a token is part of the address that is printed; DATELINE_TOKEN, when set, is that token.",
     serve_run},
    {"demo", FOR_DEMO, "", "code the bundled reports and show them as a page in the browser",
     "The reports are our own, of invented outlets, on documented facts: Afghan peace diplomacy from August 2018 to February 2020. The store is\n"
     "kept in $XDG_CACHE_HOME/dateline or ~/.cache/dateline, and made anew each time.",
     demo_run},
    {"help", FOR_HELP, "[COMMAND]", "tell about a command", "", help_run},
    {NULL, 0, NULL, NULL, NULL, NULL},
};

const command *command_find(const char *name)
{
    for (const command *c = commands; c->name; c++)
        if (!strcmp(c->name, name)) return c;
    return NULL;
}

static void overview(FILE *to)
{
    fputs("dateline reads dated news reports and keeps the record of a conflict and its peace process:\n"
          "who did what to whom, when, where, and on whose word.\n\n"
          "usage: dateline COMMAND [OPTIONS] [ARGUMENTS]\n\n", to);
    for (const command *c = commands; c->name; c++) fprintf(to, "  %-8s %s\n", c->name, c->summary);
    fputs("\n  dateline help COMMAND    the options of a command\n"
          "  dateline --version       version and arithmetic kernel\n\n"
          "Exit status: 0 well, 1 some reports failed or findings were made, 2 wrong usage, 3 could not run.\n", to);
}

static int help_run(const settings *s, int argc, char **argv)
{
    (void)s;
    if (argc == 0) {
        overview(stdout);
        return EXIT_WELL;
    }
    const command *c = command_find(argv[0]);
    if (!c) {
        say("There is no command \"%s\"; dateline help lists them.", argv[0]);
        return EXIT_USAGE;
    }
    options_help(c, stdout);
    return EXIT_WELL;
}

static int run_command(const command *c, int argc, char **argv)
{
    settings s = {0};
    int first = 1;
    if (!options_read(c, argc, argv, &s, &first)) return EXIT_USAGE;
    if (s.help) {
        options_help(c, stdout);
        return EXIT_WELL;
    }
    return c->run(&s, argc - first, argv + first);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a reader that has seen enough shows as a write error */
    if (argc < 2) {
        overview(stderr);
        return EXIT_USAGE;
    }
    if (!strcmp(argv[1], "--version")) {
        printf("dateline %s\nkernel %s\n", DATELINE_VERSION, dl_kernel_name());
    } else if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        overview(stdout);
    } else {
        const command *c = command_find(argv[1]);
        if (!c) {
            say("There is no command \"%s\"; dateline help lists them.", argv[1]);
            return EXIT_USAGE;
        }
        int status = run_command(c, argc - 1, argv + 1);
        if (status != EXIT_WELL) return status;
    }
    if (fflush(stdout) != 0) return write_status();
    return EXIT_WELL;
}
