/* who.c - dateline who: a name, a group or an office, by the tables on a day. */
#include "cmd.h"

#include <string.h>

int who_run(const settings *s, int argc, char **argv)
{
    dl_buf name = {0}, out = {0};
    dl_error err = {0};
    uint32_t found = 0;
    if (argc == 0) {
        say("who takes a name: dateline who \"Ashraf Ghani\" --on 2018-08-16.");
        return EXIT_USAGE;
    }
    for (int i = 0; i < argc; i++) {
        if (i) buf_add(&name, " ", 1);
        buf_add(&name, argv[i], strlen(argv[i]));
    }
    dl_who_ask ask = {.name = name.p ? name.p : "", .day = s->on, .format = s->format, .data = s->data, .tables = s->tables};
    dl_status status = dl_tables_who(&ask, &out, &found, &err);
    bool written = status == DL_OK && write_out(&out);
    if (status != DL_OK) say("%s", err.text);
    else if (found == 0) say("The tables do not know \"%s\"%s%s.", ask.name, s->on ? " on " : "", s->on ? s->on : "");
    dl_buf_drop(&name);
    dl_buf_drop(&out);
    if (status != DL_OK) return status == DL_USAGE ? EXIT_USAGE : EXIT_CANNOT;
    return !written ? write_status() : found ? EXIT_WELL : EXIT_SOME_FAILED;
}
