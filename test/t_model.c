/* The model reader on small random models: results that are whole and the same in every kernel, and faults that name their section. */
#include "check.h"
#include "lang/net.h"
#include "model_maker.h"

#include <math.h>

/* ## Documents */

static const char *const vocabulary[] = {"The", "minister", "met", "Kabul", ",", "U.S.", "caf\xc3\xa9", "2019", "in", "-", "\xe6\xbc\xa2", "Abubakulaksabukalsabulaks"};

/* A report of sentences with these numbers of words. */
static dl_doc make_doc(dl_arena *arena, const uint32_t *lengths, uint32_t count)
{
    dl_doc doc = {.arena = arena, .sentence_count = count};
    uint32_t state = 3;
    dl_buf text = {0};
    for (uint32_t s = 0; s < count; s++) doc.token_count += lengths[s];
    doc.sentences = DL_NEW(arena, dl_sentence, count);
    doc.tokens = DL_NEW(arena, dl_token, doc.token_count);
    for (uint32_t s = 0, t = 0; s < count; s++) {
        doc.sentences[s] = (dl_sentence){.first = t, .count = lengths[s]};
        for (uint32_t i = 0; i < lengths[s]; i++, t++) {
            state = state * 1664525u + 1013904223u;
            dl_str word = dl_str_c(i + 1 == lengths[s] ? "." : vocabulary[(state >> 8) % DL_COUNT(vocabulary)]);
            doc.tokens[t] = (dl_token){.start = (uint32_t)text.n, .end = (uint32_t)(text.n + word.n), .sentence = s};
            dl_buf_add(&text, word);
            dl_buf_char(&text, ' ');
        }
    }
    doc.text = dl_arena_str(arena, dl_buf_str(&text));
    dl_buf_drop(&text);
    return doc;
}

static bool whole_tree(const dl_doc *doc, const dl_sentence *s)
{
    uint32_t roots = 0;
    for (uint32_t t = s->first; t < s->first + s->count; t++) {
        uint32_t steps = 0;
        roots += doc->tokens[t].head == DL_NONE;
        for (uint32_t j = t; j != DL_NONE; j = doc->tokens[j].head)
            if (j < s->first || j >= s->first + s->count || ++steps > s->count) return false;
        if ((doc->tokens[t].head == DL_NONE) != (doc->tokens[t].rel == DL_REL_ROOT)) return false;
    }
    return roots == 1;
}

static void check_doc(const dl_doc *doc, const char *what)
{
    uint8_t before = DL_NAME_O;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        if (doc->sentences[s].count <= 2000) CHECK(whole_tree(doc, &doc->sentences[s]), "%s: sentence %u is a tree", what, s);
        before = DL_NAME_O;
        for (uint32_t t = doc->sentences[s].first; t < doc->sentences[s].first + doc->sentences[s].count; t++) {
            uint8_t name = doc->tokens[t].name;
            bool inside = name && name % 2 == 0;
            if (inside && before != name && before + 1 != name) CHECK(false, "%s: word %u is inside a name that did not begin", what, t);
            before = name;
            if (!dl_token_form(doc, t).n || dl_str_is(doc->tokens[t].feats, "_")) CHECK(false, "%s: word %u", what, t);
            for (int k = 0; doc->scores && k < DL_TYPE_COUNT; k++)
                if (!(doc->scores[t].type[k] >= 0 && doc->scores[t].type[k] <= 1)) CHECK(false, "%s: score of word %u", what, t);
        }
    }
}

/* ## Results */

static void ask(dl_reader *reader, const dl_model *model, const dl_doc *doc, const char *what)
{
    static dl_trigger trigger;
    dl_party party;
    dl_error err = {0};
    for (uint32_t first = 0; first < doc->token_count; first += 1 + doc->token_count / 7) {
        uint32_t last = DL_MIN(first + 2, doc->token_count - 1);
        CHECK(dl_reader_trigger(reader, doc, first, last, DL_TYPE_AID, &trigger, &err) == DL_OK, "%s: %s", what, err.text);
        CHECK(trigger.core > 0 && trigger.core < 1 && trigger.window_first <= first && first < trigger.window_first + trigger.window_count, "%s: trigger %u", what, first);
        double cameo = 0, stance = 0;
        for (uint32_t i = 0; i < dl_model_cameo_count(model); i++) cameo += trigger.cameo[i];
        for (uint32_t i = 0; i < DL_STANCE_COUNT; i++) stance += trigger.stance[i];
        CHECK(fabs(cameo - 1) < 1e-4 && fabs(stance - 1) < 1e-4, "%s: sums of trigger %u", what, first);
        CHECK(dl_reader_party(reader, doc, first, last, &party, &err) == DL_OK, "%s: %s", what, err.text);
        double all = 0, sector = 0;
        for (uint32_t i = 0; i < party.window_count; i++) all += party.country[i];
        for (uint32_t i = 0; i < dl_model_special_count(model); i++) all += party.special[i];
        for (uint32_t i = 0; i < dl_model_sector_count(model); i++) sector += party.sector[i];
        CHECK(fabs(all - 1) < 1e-4 && fabs(sector - 1) < 1e-4, "%s: sums of party %u", what, first);
    }
    CHECK(dl_reader_trigger(reader, doc, doc->token_count, doc->token_count, DL_TYPE_AID, &trigger, &err) == DL_USAGE, "%s: no such word", what);
}

static uint64_t digest(const dl_doc *doc, uint32_t width)
{
    uint64_t d = dl_hash((dl_str){(const char *)doc->vectors, (size_t)doc->token_count * width * sizeof(float)}, 0);
    d = dl_hash((dl_str){(const char *)doc->scores, doc->token_count * sizeof *doc->scores}, d);
    for (uint32_t t = 0; t < doc->token_count; t++) {
        uint32_t all[3] = {doc->tokens[t].head, doc->tokens[t].rel, (uint32_t)doc->tokens[t].name << 8 | doc->tokens[t].upos};
        d = dl_hash((dl_str){(const char *)all, sizeof all}, d);
    }
    return d;
}

static uint64_t read_with(dl_str file, const char *kernel, const uint32_t *lengths, uint32_t count)
{
    dl_model *model = NULL;
    dl_reader *reader = NULL;
    dl_error err = {0};
    uint64_t result = 0;
    dl_arena *arena = dl_arena_new(0);
    setenv("DATELINE_KERNEL", kernel, 1);
    CHECK(dl_model_open_memory(file, &model, &err) == DL_OK && dl_reader_open(model, &reader, &err) == DL_OK, "%s: %s", kernel, err.text);
    if (reader) {
        dl_doc doc = make_doc(arena, lengths, count), again = make_doc(arena, lengths, count);
        CHECK(dl_reader_read(reader, &doc, false, &err) == DL_OK, "%s: %s", kernel, err.text);
        check_doc(&doc, kernel);
        if (doc.token_count) ask(reader, model, &doc, kernel);
        result = digest(&doc, dl_reader_width(reader));
        CHECK(dl_reader_read(reader, &again, false, &err) == DL_OK && digest(&again, dl_reader_width(reader)) == result, "%s: the same report again", kernel);
        CHECK(dl_reader_read(reader, &again, true, &err) == DL_OK && !again.scores && !again.vectors, "%s: only parsed", kernel);
        check_doc(&again, kernel);
    }
    unsetenv("DATELINE_KERNEL");
    dl_reader_close(reader);
    dl_model_close(model);
    dl_arena_free(arena);
    return result;
}

static void test_reading(dl_str file, const char *kind)
{
    static const char *const kernels[] = {"avx2", "vnni", "amx"};
    static const struct { uint32_t count, length[12]; } reports[] = {
        {0, {0}}, {1, {1}}, {3, {5, 1, 9}}, {12, {30, 41, 25, 60, 33, 28, 51, 12, 70, 8, 44, 29}}, {4, {260, 3, 200, 1}}, {2, {20, 300}},
    };
    for (size_t i = 0; i < DL_COUNT(reports); i++) {
        uint64_t want = read_with(file, "scalar", reports[i].length, reports[i].count);
        for (size_t k = 0; k < DL_COUNT(kernels); k++)
            if (dl_kernel_get(kernels[k])) CHECK(read_with(file, kernels[k], reports[i].length, reports[i].count) == want, "%s %s, report %zu", kind, kernels[k], i);
    }
}

/* ## Pairs */

typedef struct reading { dl_model *model; dl_reader *reader; dl_doc doc; } reading;

static void begin_reading(reading *r, dl_str file, dl_arena *arena, const uint32_t *lengths, uint32_t count)
{
    dl_error err = {0};
    *r = (reading){.doc = make_doc(arena, lengths, count)};
    bool well = dl_model_open_memory(file, &r->model, &err) == DL_OK && dl_reader_open(r->model, &r->reader, &err) == DL_OK &&
                dl_reader_read(r->reader, &r->doc, false, &err) == DL_OK;
    CHECK(well, "%s", err.text);
    if (!well) exit(check_done());
}

static bool same_sentence(const dl_doc *a, const dl_doc *b, uint32_t s)
{
    for (uint32_t t = a->sentences[s].first; t < a->sentences[s].first + a->sentences[s].count; t++) {
        const dl_token *x = &a->tokens[t], *y = &b->tokens[t];
        if (x->head != y->head || x->rel != y->rel || x->upos != y->upos || x->name != y->name || memcmp(&a->scores[t], &b->scores[t], sizeof *a->scores)) return false;
    }
    return true;
}

static float chance_of(const dl_doc *doc, uint32_t s)
{
    float top = 0;
    for (uint32_t t = doc->sentences[s].first; t < doc->sentences[s].first + doc->sentences[s].count; t++)
        for (uint32_t k = 0; k < DL_TYPE_COUNT; k++) top = DL_MAX(top, doc->scores[t].type[k]);
    return top;
}

/* What a pair says of a sentence is what the one of the two says that read it, down to the answers about its words. */
static void check_answers(dl_reader *pair, const dl_doc *doc, reading *of, uint32_t s)
{
    static dl_trigger got, want;
    dl_party party[2];
    dl_error err = {0};
    uint32_t t = doc->sentences[s].first;
    bool asked = dl_reader_trigger(pair, doc, t, t, DL_TYPE_ACCUSE, &got, &err) == DL_OK && dl_reader_trigger(of->reader, &of->doc, t, t, DL_TYPE_ACCUSE, &want, &err) == DL_OK &&
                 dl_reader_party(pair, doc, t, t, &party[0], &err) == DL_OK && dl_reader_party(of->reader, &of->doc, t, t, &party[1], &err) == DL_OK;
    CHECK(asked, "sentence %u: %s", s, err.text);
    CHECK(asked && memcmp(&got.core, &want.core, sizeof got.core) == 0 && memcmp(party[0].sector, party[1].sector, sizeof(float)) == 0, "sentence %u: other answers", s);
}

static void test_pair_at(dl_str quick_file, dl_str careful_file, const uint32_t *lengths, uint32_t count, float chance)
{
    dl_arena *arena = dl_arena_new(0);
    reading quick, careful;
    dl_reader *pair = NULL;
    dl_error err = {0};
    begin_reading(&quick, quick_file, arena, lengths, count);
    begin_reading(&careful, careful_file, arena, lengths, count);
    dl_doc doc = make_doc(arena, lengths, count);
    CHECK(dl_reader_open_pair(quick.model, careful.model, chance, &pair, &err) == DL_OK && dl_reader_read(pair, &doc, false, &err) == DL_OK, "%s", err.text);
    check_doc(&doc, "a pair");
    uint32_t hot = 0;
    for (uint32_t s = 0; s < count; s++) {
        bool must = chance_of(&quick.doc, s) >= chance;
        hot += must ? lengths[s] : 0;
        bool by_careful = same_sentence(&doc, &careful.doc, s);
        CHECK(by_careful || (!must && same_sentence(&doc, &quick.doc, s)), "sentence %u at %g", s, (double)chance);
        check_answers(pair, &doc, by_careful ? &careful : &quick, s);
    }
    CHECK(dl_reader_reread(pair) >= hot && (hot > 0 || dl_reader_reread(pair) == 0), "%u words must be read again, %u were", hot, dl_reader_reread(pair));
    CHECK(dl_reader_read(pair, &doc, true, &err) == DL_OK && !doc.scores && !doc.vectors, "only parsed: %s", err.text);
    dl_reader_close(pair);
    for (int i = 0; i < 2; i++) {
        dl_reader_close(i ? quick.reader : careful.reader);
        dl_model_close(i ? quick.model : careful.model);
    }
    dl_arena_free(arena);
}

static void test_pairs(dl_str quick, dl_str careful)
{
    static const struct { uint32_t count, length[14]; } reports[] = {
        {1, {1}}, {3, {5, 1, 9}}, {12, {30, 41, 25, 60, 33, 28, 51, 12, 70, 8, 44, 29}}, {5, {260, 3, 200, 1, 7}}, {4, {20, 300, 9, 40}},
        {14, {130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130, 130}},
    };
    for (size_t i = 0; i < DL_COUNT(reports); i++) {
        dl_arena *arena = dl_arena_new(0);
        reading alone;
        begin_reading(&alone, quick, arena, reports[i].length, reports[i].count);
        test_pair_at(quick, careful, reports[i].length, reports[i].count, 0);
        test_pair_at(quick, careful, reports[i].length, reports[i].count, 1.5f);
        for (uint32_t s = 0; s < reports[i].count; s++) test_pair_at(quick, careful, reports[i].length, reports[i].count, chance_of(&alone.doc, s));
        dl_reader_close(alone.reader);
        dl_model_close(alone.model);
        dl_arena_free(arena);
    }
}

static void test_unlike_pairs(dl_str encoder, dl_str recurrent)
{
    dl_model *models[2] = {NULL, NULL};
    dl_reader *pair = NULL;
    dl_error err = {0};
    CHECK(dl_model_open_memory(encoder, &models[0], &err) == DL_OK && dl_model_open_memory(recurrent, &models[1], &err) == DL_OK, "%s", err.text);
    CHECK(models[0] && models[1] && dl_reader_open_pair(models[0], models[1], 0.1f, &pair, &err) == DL_FORMAT && !pair && strstr(err.text, "encoder"), "%s", err.text);
    dl_model_close(models[0]);
    dl_model_close(models[1]);
}

/* ## Words */

static void test_pieces(dl_str file)
{
    static const struct { const char *form; uint32_t count, piece[6]; } cases[] = {
        {"The", 1, {4}}, {"MINISTER", 2, {5, 6}}, {"U.S.", 4, {13, 15, 14, 15}}, {"caf\xc3\xa9", 1, {12}}, {"cafe\xcc\x81s", 2, {12, 17}},
        {"2019", 4, {18, 19, 20, 22}}, {"\xe6\xbc\xa2", 1, {1}}, {"thex-the", 3, {1, 28, 4}}, {"", 1, {1}}, {"Kabul", 5, {23, 24, 25, 26, 27}},
    };
    dl_model *model = NULL;
    dl_error err = {0};
    CHECK(dl_model_open_memory(file, &model, &err) == DL_OK, "%s", err.text);
    if (!model) return;
    const dl_pieces *pieces = dl_encoder_pieces(model->encoder);
    for (size_t i = 0; i < DL_COUNT(cases); i++) {
        uint32_t got[DL_PIECES_MAX];
        uint32_t n = dl_pieces_split(pieces, dl_str_c(cases[i].form), got);
        CHECK(n == cases[i].count && memcmp(got, cases[i].piece, n * sizeof *got) == 0, "pieces of \"%s\": %u, %u ...", cases[i].form, n, got[0]);
    }
    static char large[5000];
    memset(large, 's', sizeof large);
    uint32_t got[DL_PIECES_MAX];
    CHECK(dl_pieces_split(pieces, (dl_str){large, sizeof large}, got) == DL_PIECES_MAX, "a word without end");
    dl_model_close(model);
}

static void test_shapes(void)
{
    static const struct { const char *form; uint32_t shape; } cases[] = {
        {"nato", 0}, {"NATO", 1}, {"U.S.", 1}, {"Kabul", 2}, {"I", 2}, {"iPhone", 3}, {"2nd", 4}, {"2019", 4}, {"--", 5}, {"\xe2\x80\x9c", 5}, {"\xc3\x89lys\xc3\xa9" "e", 2},
    };
    for (size_t i = 0; i < DL_COUNT(cases); i++) CHECK(dl_word_shape(dl_str_c(cases[i].form)) == cases[i].shape, "shape of \"%s\"", cases[i].form);
}

/* ## Faults */

static dl_status try_all(dl_str file, dl_error *err)
{
    static const uint32_t lengths[2] = {4, 3};
    static dl_trigger trigger;
    dl_party party;
    dl_model *model = NULL;
    dl_reader *reader = NULL;
    dl_arena *arena = dl_arena_new(0);
    dl_doc doc = make_doc(arena, lengths, 2);
    dl_status status = dl_model_open_memory(file, &model, err);
    if (status == DL_OK) status = dl_reader_open(model, &reader, err);
    if (status == DL_OK) status = dl_reader_read(reader, &doc, false, err);
    if (status == DL_OK) status = dl_reader_trigger(reader, &doc, 1, 2, DL_TYPE_ASSAULT, &trigger, err);
    if (status == DL_OK) status = dl_reader_party(reader, &doc, 1, 2, &party, err);
    dl_reader_close(reader);
    dl_model_close(model);
    dl_arena_free(arena);
    return status;
}

typedef void (*make_fn)(maker *m);

static dl_str make_file(dl_arena *arena, make_fn make, const char *skip)
{
    maker m = {.arena = arena, .skip = skip, .state = 11};
    make(&m);
    return maker_file(&m);
}

/* Without any one section there is an error that names it. */
static void test_missing(make_fn make)
{
    dl_arena *arena = dl_arena_new(0), *names = dl_arena_new(0);
    maker whole = {.arena = names, .state = 11};
    make(&whole);
    for (uint32_t i = 0; i < whole.count; i++) {
        dl_error err = {0};
        dl_arena_reset(arena);
        CHECK(try_all(make_file(arena, make, whole.sections[i].name), &err) == DL_FORMAT && strstr(err.text, whole.sections[i].name), "without %s: %s",
              whole.sections[i].name, err.text);
    }
    dl_arena_free(names);
    dl_arena_free(arena);
}

/* Wrong shapes and types are errors that name the section; cut or changed bytes are errors or harmless. */
static void test_damage(dl_str file)
{
    dl_arena *arena = dl_arena_new(0);
    char *copy = dl_arena_get(arena, file.n);
    uint32_t count = (uint32_t)(unsigned char)file.p[12], state = 5;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t field = 48; field < 88; field += field < 56 ? 4 : 8) {
            dl_error err = {0};
            const char *name = file.p + 64 + 96 * i;
            memcpy(copy, file.p, file.n);
            copy[64 + 96 * i + field] = (char)(copy[64 + 96 * i + field] + 1);
            dl_status status = try_all((dl_str){copy, file.n}, &err);
            bool unused = field >= 60 && field < 72;
            CHECK(status == DL_OK ? unused || field == 48 : strstr(err.text, name) != NULL, "%s, byte %u: %s", name, field, err.text);
        }
    for (size_t n = 0; n < file.n; n += 1 + file.n / 60) CHECK(try_all((dl_str){file.p, n}, NULL) == DL_FORMAT, "cut to %zu bytes", n);
    for (uint32_t turn = 0; turn < 100; turn++) {
        memcpy(copy, file.p, file.n);
        for (uint32_t k = 0; k < 8; k++) {
            state = state * 1664525u + 1013904223u;
            copy[(state >> 4) % file.n] = (char)(state >> 12);
        }
        if (try_all((dl_str){copy, file.n}, NULL) == DL_NOMEM) CHECK(false, "turn %u asks for too much memory", turn);
    }
    dl_arena_free(arena);
}

static void test_numbers(dl_str file)
{
    dl_model *model = NULL;
    dl_error err = {0};
    CHECK(dl_model_open_memory(file, &model, &err) == DL_OK && dl_model_verify(model, &err) == DL_OK && dl_model_digest(model).n == 16, "%s", err.text);
    dl_model_close(model);
    dl_arena *arena = dl_arena_new(0);
    char *copy = dl_arena_get(arena, file.n + 1) ;
    memcpy(copy + 1, file.p, file.n);
    CHECK(try_all((dl_str){copy + 1, file.n}, &err) == DL_OK, "bytes at an odd address: %s", err.text);
    copy[file.n] ^= 1;
    CHECK(dl_model_open_memory((dl_str){copy + 1, file.n}, &model, &err) == DL_OK && dl_model_verify(model, &err) == DL_FORMAT, "a changed byte is found");
    dl_model_close(model);
    dl_arena_free(arena);
}

/* Tables alone are a model too; only reading needs a network. */
static void test_tables_only(dl_arena *arena)
{
    maker m = {.arena = arena};
    dl_model *model = NULL;
    dl_reader *reader = NULL;
    dl_error err = {0};
    dl_section section;
    maker_text(&m, "lemma.forms", "x");
    CHECK(dl_model_open_memory(maker_file(&m), &model, &err) == DL_OK, "%s", err.text);
    CHECK(dl_reader_open(model, &reader, &err) == DL_FORMAT && strstr(err.text, "kind"), "no network: %s", err.text);
    CHECK(dl_model_section(model, "lemma.forms", DL_SECTION_BYTES, &section) && dl_str_is(section.bytes, "x"), "a section");
    CHECK(!dl_model_section(model, "lemma.forms", DL_SECTION_U32, &section) && !dl_model_section(model, "other", DL_SECTION_ANY, &section), "other sections");
    dl_model_close(model);
    dl_model_close(NULL);
    dl_reader_close(NULL);
}

int main(void)
{
    dl_arena *arena = dl_arena_new(0);
    dl_str encoder = make_file(arena, maker_encoder, NULL), recurrent = make_file(arena, maker_recurrent, NULL);
    test_reading(encoder, "encoder");
    test_reading(recurrent, "recurrent");
    test_pairs(recurrent, encoder);
    test_unlike_pairs(encoder, recurrent);
    test_pieces(encoder);
    test_shapes();
    test_missing(maker_encoder);
    test_missing(maker_recurrent);
    test_damage(encoder);
    test_damage(recurrent);
    test_numbers(encoder);
    test_tables_only(arena);
    dl_arena_free(arena);
    return check_done();
}
