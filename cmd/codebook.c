/* codebook.c - dateline codebook: what is coded, as pages in Markdown. */
#include "cmd.h"

int codebook_run(const settings *s, int argc, char **argv)
{
    dl_buf out = {0};
    dl_error err = {0};
    if (argc > 1) {
        say("codebook takes one type, or none for the whole book.");
        return EXIT_USAGE;
    }
    dl_status status = dl_codebook(s->data, argc ? argv[0] : NULL, &out, &err);
    bool written = status == DL_OK && write_out(&out);
    if (status != DL_OK) say("%s", err.text);
    dl_buf_drop(&out);
    if (status != DL_OK) return status == DL_USAGE ? EXIT_USAGE : EXIT_CANNOT;
    return written ? EXIT_WELL : write_status();
}
