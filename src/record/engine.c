/* engine.c - the rooms together, behind dl_engine (what is read once) and dl_worker (what one thread needs). */
#include "record/engine.h"

#include <stdlib.h>
#include <unistd.h>

#ifndef DATELINE_BUILD_DATA
#define DATELINE_BUILD_DATA "data"
#endif
#ifndef DATELINE_INSTALL_DATA
#define DATELINE_INSTALL_DATA "/usr/local/share/dateline"
#endif

#define REPORT_LIMIT ((size_t)1 << 30) /* bytes of text; offsets are 32 bits wide */

struct dl_worker {
    const dl_engine *engine;
    dl_reader *reader;
    dl_arena *arena; /* the report's */
    dl_analysis a;
};

/* ## Opening */

const char *dl_data_folder(const char *asked)
{
    const char *folder = asked && *asked ? asked : getenv("DATELINE_DATA");
    if (!folder || !*folder) folder = access(DATELINE_BUILD_DATA, R_OK) == 0 ? DATELINE_BUILD_DATA : DATELINE_INSTALL_DATA;
    return folder;
}

const char *dl_tables_folder(const char *asked)
{
    const char *folder = asked && *asked ? asked : getenv("DATELINE_TABLES");
    return folder && *folder ? folder : NULL;
}

static dl_status open_file(dl_engine *e, const char *name, dl_model **out, dl_error *err)
{
    bool path = strchr(name, '/') || strchr(name, '.');
    dl_str file = path ? dl_arena_str(e->arena, dl_str_c(name)) : dl_arena_printf(e->arena, "%s/models/%s.dlm", e->data.p, name);
    if (!file.p) return dl_fail(err, DL_NOMEM, "There is no memory for the name of the model.");
    return dl_model_open(file.p, out, err);
}

/* "base" and "fast" are files of the data folder, "auto" is both; anything with a slash or a dot is a file itself. "auto:QUICK:CAREFUL" is a pair of
 * one's own, each a name or a file. */
static dl_status open_models(dl_engine *e, const char *asked, dl_error *err)
{
    dl_str rest = dl_str_c(asked && *asked ? asked : "base"), whole = rest;
    bool pair = dl_str_starts(rest, DL_LIT("auto:"));
    dl_str names[2] = {dl_str_is(rest, "auto") ? DL_LIT("fast") : (dl_str){0}, dl_str_is(rest, "auto") ? DL_LIT("base") : rest};
    if (pair) {
        dl_str_cut(&rest, ':');
        names[0] = dl_str_cut(&rest, ':');
        names[1] = rest;
    }
    dl_model **models[2] = {&e->quick, &e->model};
    for (size_t i = 0; i < 2; i++) {
        dl_str name = dl_arena_str(e->arena, names[i]);
        if (!name.p) return dl_fail(err, DL_NOMEM, "There is no memory for the name of the model.");
        if (i == 0 && !pair && name.n == 0) continue;
        if (!strchr(name.p, '/') && !strchr(name.p, '.') && !dl_str_is(name, "base") && !dl_str_is(name, "fast"))
            return dl_fail(err, DL_USAGE, "There is no model \"%.*s\": give \"base\", \"fast\", \"auto\" or the path of a model file.", (int)whole.n, whole.p);
        DL_TRY(open_file(e, name.p, models[i], err));
    }
    return DL_OK;
}

/* The file of a model's fitted numbers: `weighing` is weighing.tsv, or weighing-fast.tsv for a model of the quick kind where there is one. */
static dl_status fitted_file(dl_engine *e, const dl_model *model, const char *name, dl_str *out, dl_error *err)
{
    *out = dl_arena_printf(e->arena, "%s/%s-fast.tsv", e->data.p, name);
    if (!out->p || !dl_model_is_recurrent(model) || access(out->p, R_OK) != 0) *out = dl_arena_printf(e->arena, "%s/%s.tsv", e->data.p, name);
    return out->p ? DL_OK : dl_fail(err, DL_NOMEM, "There is no memory for the name of a file.");
}

static dl_status open_chance(dl_engine *e, dl_sha256 *sha, dl_error *err)
{
    dl_settings *settings;
    dl_str path;
    if (!e->quick) return DL_OK;
    DL_TRY(fitted_file(e, e->quick, "weighing", &path, err));
    DL_TRY(dl_settings_open(path.p, &settings, &e->findings, &e->finding_count, err));
    e->chance = dl_settings_get(settings, DL_SETTING_CHANCE);
    dl_settings_close(settings);
    dl_sha256_add(sha, dl_model_digest(e->quick));
    dl_sha256_add(sha, (dl_str){(const char *)&e->chance, sizeof e->chance});
    return DL_OK;
}

static void add_file(dl_sha256 *sha, dl_str path)
{
    dl_file file;
    if (dl_file_open(path.p, &file, NULL) != DL_OK) return;
    dl_sha256_add(sha, file.bytes);
    dl_file_close(&file);
}

static dl_str card_of(const dl_model *model)
{
    dl_section card;
    return dl_model_section(model, "card", DL_SECTION_ANY, &card) ? card.bytes : (dl_str){0};
}

static dl_status open_card(dl_engine *e, dl_error *err)
{
    dl_str first = card_of(e->model), second = e->quick ? card_of(e->quick) : (dl_str){0};
    e->card = first;
    if (second.n == 0) return DL_OK;
    e->card = dl_arena_printf(e->arena, "%.*s\n%.*s", (int)first.n, first.p, (int)second.n, second.p);
    return e->card.p ? DL_OK : dl_fail(err, DL_NOMEM, "There is no memory for the cards of the models.");
}

/* What the records depend on besides the report, as 16 hexadecimal characters. */
static dl_status name_coder(dl_engine *e, dl_str weighing, dl_str links, dl_error *err)
{
    dl_sha256 sha;
    uint8_t digest[32];
    char hex[33];
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, dl_tables_digest(e->tables));
    dl_sha256_add(&sha, dl_model_digest(e->model));
    dl_sha256_add(&sha, dl_rules_digest(e->rules));
    add_file(&sha, weighing);
    add_file(&sha, links);
    DL_TRY(open_chance(e, &sha, err));
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 8, hex);
    e->coder = dl_arena_printf(e->arena, "dateline %s %s", DATELINE_VERSION, hex);
    return e->coder.p ? DL_OK : dl_fail(err, DL_NOMEM, "There is no memory for the name of the coder.");
}

static dl_status open_all(dl_engine *e, const dl_options *options, dl_error *err)
{
    dl_str weighing, links;
    e->arena = dl_arena_new(0);
    if (!e->arena) return dl_fail(err, DL_NOMEM, "There is no memory for the engine.");
    e->data = dl_arena_str(e->arena, dl_str_c(dl_data_folder(options->data)));
    if (!e->data.p) return dl_fail(err, DL_NOMEM, "There is no memory for the name of the data folder.");
    DL_TRY(dl_tables_open_all(e->data.p, dl_tables_folder(options->tables), &e->tables, &e->findings, &e->finding_count, err));
    DL_TRY(open_models(e, options->model, err));
    DL_TRY(open_card(e, err));
    DL_TRY(fitted_file(e, e->model, "weighing", &weighing, err));
    DL_TRY(fitted_file(e, e->model, "links", &links, err));
    DL_TRY(dl_settings_open(weighing.p, &e->settings, &e->findings, &e->finding_count, err));
    DL_TRY(dl_links_open(links.p, &e->links, &e->findings, &e->finding_count, err));
    DL_TRY(dl_rules_new(&e->rules, err));
    DL_TRY(dl_rules_read_folder(e, err));
    if (options->rules) DL_TRY(dl_rules_read_file(e, options->rules, err));
    return name_coder(e, weighing, links, err);
}

dl_status dl_engine_open(const dl_options *options, dl_engine **out, dl_error *err)
{
    static const dl_options defaults;
    if (!options) options = &defaults;
    dl_engine *e = calloc(1, sizeof *e);
    *out = NULL;
    if (!e) return dl_fail(err, DL_NOMEM, "There is no memory for the engine.");
    e->min_confidence = options->min_confidence;
    e->explain = options->explain != 0;
    e->memory = options->memory ? options->memory : (size_t)1 << 30;
    dl_status status = open_all(e, options, err);
    if (status != DL_OK) {
        dl_engine_close(e);
        return status;
    }
    *out = e;
    return DL_OK;
}

void dl_engine_close(dl_engine *engine)
{
    if (!engine) return;
    dl_rules_free(engine->rules);
    dl_links_close(engine->links);
    dl_settings_close(engine->settings);
    dl_model_close(engine->model);
    dl_model_close(engine->quick);
    dl_tables_close(engine->tables);
    dl_buf_drop(&engine->findings);
    dl_arena_free(engine->arena);
    free(engine);
}

dl_status dl_engine_reader(const dl_engine *engine, dl_reader **out, dl_error *err)
{
    return engine->quick ? dl_reader_open_pair(engine->quick, engine->model, engine->chance, out, err) : dl_reader_open(engine->model, out, err);
}

dl_status dl_worker_open(const dl_engine *engine, dl_worker **out, dl_error *err)
{
    *out = NULL;
    dl_worker *w = calloc(1, sizeof *w);
    if (!w) return dl_fail(err, DL_NOMEM, "There is no memory for a worker.");
    w->engine = engine;
    w->arena = dl_arena_new(engine->memory);
    dl_status status = w->arena ? dl_engine_reader(engine, &w->reader, err) : dl_fail(err, DL_NOMEM, "There is no memory for a worker.");
    if (status != DL_OK) {
        dl_worker_close(w);
        return status;
    }
    *out = w;
    return DL_OK;
}

void dl_worker_close(dl_worker *worker)
{
    if (!worker) return;
    dl_reader_close(worker->reader);
    dl_arena_free(worker->arena);
    free(worker);
}

/* ## Reading one report */

/* The first 16 hexadecimal characters of SHA-256 over date, title and text, each ended by a line end. */
static dl_str derived_id(dl_arena *arena, const dl_report *r)
{
    dl_sha256 sha;
    uint8_t digest[32];
    char hex[17];
    dl_str parts[] = {r->date, r->title, r->text};
    dl_sha256_init(&sha);
    for (size_t i = 0; i < DL_COUNT(parts); i++) {
        dl_sha256_add(&sha, parts[i]);
        dl_sha256_add(&sha, DL_LIT("\n"));
    }
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 8, hex);
    return dl_arena_str(arena, (dl_str){hex, 16});
}

static dl_status begin(dl_worker *w, const dl_report *report, dl_doc *doc, dl_error *err)
{
    if (report->text.n > REPORT_LIMIT) return dl_fail(err, DL_LIMIT, "The report is larger than %zu bytes.", REPORT_LIMIT);
    dl_arena_reset(w->arena);
    *doc = (dl_doc){.arena = w->arena, .text = report->text, .title = report->title, .day = dl_day_from_text(report->date)};
    if (!doc->text.p) doc->text = DL_LIT("");
    w->a = (dl_analysis){.report = *report, .coder = w->engine->coder};
    if (report->id.n == 0) w->a.report.id = derived_id(w->arena, report);
    return w->a.report.id.p ? DL_OK : dl_fail(err, DL_NOMEM, "There is no memory for the report's id.");
}

static void take_doc(dl_worker *w, const dl_doc *doc)
{
    dl_analysis *a = &w->a;
    a->report.text = doc->text;
    a->text = doc->text.p;
    a->blocks = doc->blocks;
    a->block_count = doc->block_count;
    a->sentences = doc->sentences;
    a->sentence_count = doc->sentence_count;
    a->tokens = doc->tokens;
    a->token_count = doc->token_count;
    a->scores = doc->scores;
}

static dl_status take_marks(dl_worker *w, const dl_marks *marks, dl_error *err)
{
    dl_analysis *a = &w->a;
    a->entities = marks->entities;
    a->entity_count = marks->entity_count;
    a->times = marks->times;
    a->time_count = marks->time_count;
    a->places = marks->places;
    a->place_count = marks->place_count;
    a->quantities = marks->quantities;
    a->quantity_count = marks->quantity_count;
    if (a->report.date.n || marks->dateline_day == DL_DAY_UNKNOWN) return DL_OK;
    char day[11];
    dl_day_to_text(marks->dateline_day, day);
    a->report.date = dl_arena_str(w->arena, dl_str_c(day));
    return a->report.date.p ? DL_OK : dl_fail(err, DL_NOMEM, "There is no memory for the report's date.");
}

static dl_status read_report(dl_worker *w, const dl_report *report, dl_error *err)
{
    const dl_engine *e = w->engine;
    dl_doc doc;
    dl_marks marks = {.dateline_day = DL_DAY_UNKNOWN};
    DL_TRY(begin(w, report, &doc, err));
    DL_TRY(dl_blocks_find(&doc, err));
    DL_TRY(dl_tokens_find(e->model, &doc, err));
    DL_TRY(dl_reader_read(w->reader, &doc, false, err));
    DL_TRY(dl_marks_find(e->tables, w->reader, e->model, &doc, &marks, err));
    dl_record_context context = {.tables = e->tables, .model = e->model, .rules = e->rules, .settings = e->settings, .links = e->links, .reader = w->reader,
                                 .min_confidence = e->min_confidence, .explain = e->explain, .coder = e->coder};
    DL_TRY(dl_record_find(&context, &doc, &marks, &w->a, err));
    take_doc(w, &doc);
    return take_marks(w, &marks, err);
}

static dl_status parse_report(dl_worker *w, const dl_report *report, dl_error *err)
{
    dl_doc doc;
    DL_TRY(begin(w, report, &doc, err));
    DL_TRY(dl_blocks_plain(&doc, err));
    DL_TRY(dl_tokens_find(w->engine->model, &doc, err));
    DL_TRY(dl_reader_read(w->reader, &doc, true, err));
    take_doc(w, &doc);
    return DL_OK;
}

dl_status dl_worker_code(dl_worker *worker, const dl_report *report, const dl_analysis **out, dl_error *err)
{
    *out = NULL;
    DL_TRY(read_report(worker, report, err));
    *out = &worker->a;
    return DL_OK;
}

dl_status dl_worker_parse(dl_worker *worker, const dl_report *report, const dl_analysis **out, dl_error *err)
{
    *out = NULL;
    DL_TRY(parse_report(worker, report, err));
    *out = &worker->a;
    return DL_OK;
}

dl_status dl_worker_parse_conllu(dl_worker *worker, dl_str conllu, const dl_analysis **out, dl_error *err)
{
    dl_report report = {0};
    dl_doc doc;
    *out = NULL;
    DL_TRY(begin(worker, &report, &doc, err));
    worker->a.report.id = (dl_str){0};
    DL_TRY(dl_conllu_read(&doc, conllu, err));
    DL_TRY(dl_reader_read(worker->reader, &doc, true, err));
    take_doc(worker, &doc);
    *out = &worker->a;
    return DL_OK;
}

/* ## What is loaded */

dl_str dl_engine_card(const dl_engine *engine)
{
    return engine->card;
}
