/* mark.c - dateline mark: every mark as spans, or the sentences as CoNLL-U. */
#include "cmd.h"

static void write_marks(const dl_analysis *a, const settings *s, dl_buf *out)
{
    if (s->conllu) dl_table_conllu(a, out);
    else dl_table_marks(a, out);
}

int mark_run(const settings *s, int argc, char **argv)
{
    batch b = {.s = s, .write = write_marks};
    return batch_run(&b, argc, argv);
}
