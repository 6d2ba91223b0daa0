/* t_who.c - parties: given a report and words in it, which country and sector. By tables alone, and once more with the model where there is one. */
#include "check.h"
#include "mark/mark.h"

/* `words` is the first such stretch of the text; code or sector NULL: not looked at. `model`: only asked when a model reads the report. */
typedef struct asked { const char *date, *text, *words, *code, *sector; bool model; } asked;

static const asked parties[] = {
    {"2018-08-20", "Afghan police arrested two men in Kabul on Monday.", "Afghan police", "AFG", "COP", false},
    {"2018-08-20", "The Kremlin rejected the claim.", "The Kremlin", "RUS", "GOV", false},
    {"2018-08-20", "Syrian army helicopters dropped leaflets over the town.", "Syrian army", "SYR", "MIL", false},
    {"2018-08-20", "A Kurdish lawmaker and Iraqi protesters met outside the parliament.", "Iraqi protesters", "IRQ", "CVL", false},
    {"2018-08-20", "Foreign Ministry spokesman Hamid Toryalai said on Monday that Afghanistan would not attend.", "Foreign Ministry spokesman Hamid Toryalai", "AFG", "GOV", false},
    {"2018-08-20", "Afghanistan sent a reply. A police spokesman gave no details.", "A police spokesman", "AFG", "COP", false},
    {"2018-08-20", "US-backed Syrian rebels left the district.", "US-backed Syrian rebels", "SYR", "REB", false},
    {"2018-08-20", "Anti-government protesters in Armenia blocked a road.", "Anti-government protesters", "ARM", "CVL", false},
    {"2018-08-20", "The foreign minister of Norway flew to Jordan.", "The foreign minister of Norway", "NOR", "GOV", false},
    {"2018-08-20", "More than fifty British MPs signed the letter.", "British MPs", "GBR", "LEG", false},
    {"2018-08-20", "Brussels rejected the offer from London.", "Brussels", "EUR", "GOV", false},
    {"2018-08-20", "Belgian police searched a house in Brussels.", "Brussels", "BEL", NULL, false},
    {"2018-08-20", "A group of Kenyan protesters blocked the road.", "A group", NULL, "CVL", true},
    {"2018-08-20", "Supporters of the Turkish president waved flags.", "Supporters", "TUR", "CVL", false},
    {"2018-08-20", "The Taliban denied it. The group said its fighters had left.", "The group", "AFG", "REB", true},
    {"2018-08-20", "Turkish President Recep Tayyip Erdogan met the envoys. He promised help.", "He", "TUR", "GOV", true},
    {"2018-08-20", "Spokesman Hamid Toryalai of the Afghan foreign ministry spoke first. Toryalai refused to say more.", "Toryalai refused", "AFG", "GOV", true},
};

typedef struct engine { dl_tables *tables; dl_model *model; dl_reader *reader; dl_arena *arena; } engine;

static const dl_entity *resolve(engine *e, const asked *a, dl_doc *doc, dl_marks *marks)
{
    dl_error err = {0};
    dl_arena_reset(e->arena);
    *doc = (dl_doc){.arena = e->arena, .text = dl_str_c(a->text), .day = dl_day_from_text(dl_str_c(a->date))};
    dl_status status = dl_blocks_find(doc, &err);
    if (status == DL_OK) status = dl_tokens_find(e->model, doc, &err);
    if (status == DL_OK && e->reader) status = dl_reader_read(e->reader, doc, false, &err);
    if (status == DL_OK) status = dl_marks_find(e->tables, e->reader, e->model, doc, marks, &err);
    CHECK(status == DL_OK, "%s: %s", a->text, err.text);
    const char *at = strstr(a->text, a->words);
    uint32_t first = DL_NONE, last = DL_NONE;
    for (uint32_t t = 0; at && status == DL_OK && t < doc->token_count; t++) {
        size_t start = (size_t)(at - a->text), end = start + strlen(a->words);
        if (doc->tokens[t].start < start || doc->tokens[t].end > end) continue;
        if (first == DL_NONE) first = t;
        last = t;
    }
    uint32_t index = first == DL_NONE ? DL_NONE : dl_who_resolve(e->tables, e->reader, e->model, doc, marks, first, last);
    return index == DL_NONE ? NULL : &marks->entities[index];
}

static void test_parties(engine *e)
{
    for (size_t i = 0; i < DL_COUNT(parties); i++) {
        const asked *a = &parties[i];
        if (a->model && !e->reader) continue;
        dl_doc doc;
        dl_marks marks;
        const dl_entity *x = resolve(e, a, &doc, &marks);
        CHECK(x != NULL, "%s", a->words);
        if (x == NULL) continue;
        CHECK(!a->code || dl_str_is(x->code, a->code), "%s: %.*s, %.*s", a->words, (int)x->code.n, x->code.p, (int)x->why.n, x->why.p);
        CHECK(!a->sector || dl_str_is(x->sector, a->sector), "%s: %.*s, %.*s", a->words, (int)x->sector.n, x->sector.p, (int)x->why.n, x->why.p);
        CHECK(x->why.n > 0, "%s says why", a->words);
    }
}

/* The same person is GOV in office and ELI after. */
static void test_offices(engine *e)
{
    static const asked times[] = {
        {"2018-08-20", "Barack Obama spoke about Iran.", "Barack Obama", "USA", "ELI", false},
        {"2014-08-20", "Barack Obama spoke about Iran.", "Barack Obama", "USA", "GOV", false},
    };
    for (size_t i = 0; i < DL_COUNT(times); i++) {
        dl_doc doc;
        dl_marks marks;
        const dl_entity *x = resolve(e, &times[i], &doc, &marks);
        CHECK(x && dl_str_is(x->code, times[i].code) && dl_str_is(x->sector, times[i].sector), "%s on %s", times[i].words, times[i].date);
    }
}

/* Every entity lies inside the report, and the index by head agrees. */
static void test_shape(engine *e)
{
    dl_doc doc;
    dl_marks marks;
    for (size_t i = 0; i < DL_COUNT(parties); i++) {
        if (resolve(e, &parties[i], &doc, &marks) == NULL) continue;
        for (uint32_t k = 0; k < marks.entity_count; k++) {
            const dl_entity *x = &marks.entities[k];
            CHECK(x->first <= x->last && x->last < doc.token_count && x->span.end <= doc.text.n, "entity %u of '%s'", (unsigned)k, parties[i].text);
            CHECK(marks.entity_at[x->head] != DL_NONE, "head of entity %u of '%s'", (unsigned)k, parties[i].text);
        }
    }
}

static void run(engine *e)
{
    test_parties(e);
    test_offices(e);
    test_shape(e);
}

int main(void)
{
    engine e = {.arena = dl_arena_new(0)};
    dl_error err = {0};
    if (e.arena == NULL || dl_tables_open(TEST_SOURCE "/data", &e.tables, NULL, NULL, &err) != DL_OK) return puts(err.text), 1;
    run(&e);
    if (dl_model_open(TEST_SOURCE "/data/models/base.dlm", &e.model, &err) == DL_OK && dl_reader_open(e.model, &e.reader, &err) == DL_OK) run(&e);
    else check_skip("parties with the model: data/models/base.dlm is not there");
    dl_reader_close(e.reader);
    dl_model_close(e.model);
    dl_tables_close(e.tables);
    dl_arena_free(e.arena);
    return check_done();
}
