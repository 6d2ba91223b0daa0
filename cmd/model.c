/* model.c - dateline model: the card of the model. */
#include "cmd.h"

int model_run(const settings *s, int argc, char **argv)
{
    dl_engine *engine = NULL;
    (void)argv;
    if (argc) {
        say("model takes no arguments; --model NAME chooses one.");
        return EXIT_USAGE;
    }
    int status = engine_open(s, false, &engine);
    if (status != EXIT_WELL) return status;
    dl_str card = dl_engine_card(engine);
    dl_buf out = {0};
    buf_add(&out, card.p, card.n);
    if (card.n && card.p[card.n - 1] != '\n') buf_add(&out, "\n", 1);
    bool written = write_out(&out);
    dl_buf_drop(&out);
    dl_engine_close(engine);
    return written ? EXIT_WELL : write_status();
}
