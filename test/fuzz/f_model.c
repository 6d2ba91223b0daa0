/* f_model.c - a model file that somebody else wrote. The first byte chooses: the rest is the file itself, or patches of five bytes (an
 * offset and a value) on a small model that works, which gets behind the first checks. What opens is read with. */
#include "lang/net.h"
#include "model_maker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_words(const dl_model *model, dl_arena *arena)
{
    static const char text[] = "The minister met U.S. envoys in Kabul .";
    static dl_trigger trigger;
    dl_party party;
    dl_sentence sentence = {.count = 8};
    dl_token tokens[8] = {0};
    dl_doc doc = {.arena = arena, .text = dl_str_c(text), .sentences = &sentence, .sentence_count = 1, .tokens = tokens};
    dl_reader *reader;
    if (dl_reader_open(model, &reader, NULL) != DL_OK) return;
    dl_str rest = doc.text;
    for (dl_str word; rest.n; doc.token_count++) {
        word = dl_str_cut(&rest, ' ');
        tokens[doc.token_count].start = (uint32_t)(word.p - text);
        tokens[doc.token_count].end = (uint32_t)(word.p - text + (ptrdiff_t)word.n);
    }
    if (dl_reader_read(reader, &doc, false, NULL) == DL_OK) {
        if (dl_reader_trigger(reader, &doc, 2, 3, DL_TYPE_CONSULT, &trigger, NULL) != DL_OK) trigger.core = 0;
        if (dl_reader_party(reader, &doc, 0, 1, &party, NULL) != DL_OK) party.window_count = 0;
    }
    dl_reader_close(reader);
}

/* A copy of one of the two small models, each made once. */
static dl_str model_copy(dl_arena *arena, bool recurrent)
{
    static dl_str made[2];
    static dl_arena *kept;
    if (!kept) kept = dl_arena_new(0);
    if (!made[recurrent].n) {
        maker m = {.arena = kept, .state = 11};
        if (recurrent) maker_recurrent(&m);
        else maker_encoder(&m);
        made[recurrent] = maker_file(&m);
    }
    return dl_arena_str(arena, made[recurrent]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    dl_arena *arena = dl_arena_new(0);
    dl_str file = {(const char *)data + 1, size - 1};
    if (data[0] % 3) {
        file = model_copy(arena, data[0] % 3 == 2);
        for (size_t i = 1; i + 5 <= size; i += 5) {
            size_t at = ((size_t)data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16 | (size_t)data[i + 3] << 24) % file.n;
            memcpy((char *)(uintptr_t)file.p + at, data + i + 4, 1);
        }
    }
    dl_model *model;
    if (dl_model_open_memory(file, &model, NULL) == DL_OK) {
        read_words(model, arena);
        dl_model_close(model);
    }
    dl_arena_free(arena);
    return 0;
}
