/* check.c - dateline check: faults of tables and rules, and the rules' own examples. */
#include "cmd.h"

int check_run(const settings *s, int argc, char **argv)
{
    dl_engine *engine = NULL;
    dl_error err = {0};
    dl_buf out = {0};
    uint32_t findings = 0;
    (void)argv;
    if (argc) {
        say("check takes no arguments; --rules FILE adds a file of rules.");
        return EXIT_USAGE;
    }
    int status = engine_open(s, false, &engine);
    if (status != EXIT_WELL) return status;
    if (dl_engine_check(engine, &out, &findings, &err) != DL_OK) {
        say("%s", err.text);
        dl_engine_close(engine);
        dl_buf_drop(&out);
        return EXIT_CANNOT;
    }
    bool written = write_out(&out);
    if (findings) say("%u %s.", findings, findings == 1 ? "finding" : "findings");
    dl_buf_drop(&out);
    dl_engine_close(engine);
    return !written ? write_status() : findings ? EXIT_SOME_FAILED : EXIT_WELL;
}
