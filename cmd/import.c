/* import.c - dateline import: dictionaries that people already have, as a folder of tables. */
#include "cmd.h"

int import_run(const settings *s, int argc, char **argv)
{
    dl_import_ask ask = {.files = (const char *const *)argv, .file_count = (uint32_t)argc, .folder = s->out, .data = s->data, .new_codes = s->new_codes};
    dl_import_count n;
    dl_buf out = {0};
    dl_error err = {0};
    if (argc == 0 || !s->out) {
        say("import takes files, and --out FOLDER for the tables that it writes.");
        return EXIT_USAGE;
    }
    if (dl_tables_import(&ask, &out, &n, &err) != DL_OK) {
        say("%s", err.text);
        dl_buf_drop(&out);
        return EXIT_CANNOT;
    }
    bool written = write_out(&out);
    dl_buf_drop(&out);
    if (!written) return write_status();
    say("%u lines: %u people, %u organisations, %u countries and %u nouns are in %s; %u names were known already, %u findings.", n.lines, n.people,
        n.organisations, n.countries, n.agents, s->out, n.known, n.unusable);
    return n.unusable ? EXIT_SOME_FAILED : EXIT_WELL;
}
