/* codebook.c - what is coded, for people: pages in Markdown out of data/codebook, data/rules and what was measured. */
#include "table/table.h"
#include "record/rules.h"

typedef struct book {
    dl_arena *arena;
    const char *folder;      /* data folder */
    dl_rules *rules;         /* of the type that is written */
    dl_str page;             /* its file in data/codebook */
    dl_str cameo, confusions;
    dl_type type;
    dl_buf *out;
} book;

static const char *const keys[] = {"type", "title", "definition", "counts", "counts-not", "border", "mode", "example", "counter"};

/* ## Reading */

static dl_status slurp(book *b, dl_str path, dl_str *out, dl_error *err)
{
    dl_file file;
    if (!path.p) return dl_fail(err, DL_NOMEM, "There is no memory for the name of a file.");
    DL_TRY(dl_file_open(path.p, &file, err));
    *out = dl_arena_str(b->arena, file.bytes);
    bool copied = out->p || file.bytes.n == 0;
    dl_file_close(&file);
    if (!copied) return dl_fail(err, DL_NOMEM, "There is no memory for %s.", path.p);
    return dl_utf8_valid(*out, NULL) ? DL_OK : dl_fail(err, DL_FORMAT, "%s is not UTF-8.", path.p);
}

/* The next line that is neither empty nor a comment. */
static bool next_line(dl_str *rest, dl_str *line)
{
    while (rest->n) {
        *line = dl_str_trim(dl_str_cut(rest, '\n'));
        if (line->n && line->p[0] != '#') return true;
    }
    return false;
}

/* The text of the next line of the page with that key. */
static bool next_of(dl_str *rest, const char *key, dl_str *text)
{
    while (next_line(rest, text))
        if (dl_str_is(dl_str_cut(text, ' '), key)) return true;
    return false;
}

/* Splits "text => remark". */
static dl_str cut_remark(dl_str *text)
{
    for (size_t i = 0; i + 4 <= text->n; i++) {
        if (memcmp(text->p + i, " => ", 4) != 0) continue;
        dl_str remark = dl_str_part(*text, i + 4, text->n);
        text->n = i;
        return remark;
    }
    return (dl_str){0};
}

static dl_status check_page(const book *b, const char *path, dl_error *err)
{
    dl_str rest = b->page, line;
    while (next_line(&rest, &line)) {
        dl_str key = dl_str_cut(&line, ' ');
        size_t i = 0;
        while (i < DL_COUNT(keys) && !dl_str_is(key, keys[i])) i++;
        if (i == DL_COUNT(keys)) return dl_fail(err, DL_FORMAT, "%s knows no lines that begin with \"%.*s\".", path, (int)DL_MIN(key.n, 40u), key.p);
    }
    return DL_OK;
}

/* Page and rules of the type at hand. */
static dl_status read_type(book *b, dl_error *err)
{
    char name[24] = {0};
    dl_str path, bytes, type = dl_type_text(b->type);
    dl_buf findings = {0};
    uint32_t finding_count = 0;
    dl_str_fold(type, name, sizeof name - 1);
    path = dl_arena_printf(b->arena, "%s/codebook/%s.txt", b->folder, name);
    DL_TRY(slurp(b, path, &b->page, err));
    DL_TRY(check_page(b, path.p, err));
    path = dl_arena_printf(b->arena, "%s/rules/%s.rules", b->folder, name);
    DL_TRY(slurp(b, path, &bytes, err));
    dl_rules_free(b->rules);
    b->rules = NULL;
    DL_TRY(dl_rules_new(&b->rules, err));
    dl_status status = dl_rules_read(b->rules, bytes, path.p, &findings, &finding_count, err);
    dl_buf_drop(&findings); /* `dateline check` tells them */
    return status;
}

/* ## Writing a type */

static void heading(const book *b, const char *text) { dl_buf_printf(b->out, "\n**%s**\n\n", text); }

static void list(const book *b, const char *key, const char *title)
{
    dl_str rest = b->page, text;
    bool begun = false;
    while (next_of(&rest, key, &text)) {
        if (!begun) heading(b, title);
        begun = true;
        dl_str remark = cut_remark(&text);
        DL_BUF_LIT(b->out, "- ");
        dl_buf_add(b->out, text);
        if (remark.n) dl_buf_printf(b->out, " *(%.*s)*", (int)remark.n, remark.p);
        dl_buf_char(b->out, '\n');
    }
}

static void borders(const book *b)
{
    dl_str rest = b->page, text;
    heading(b, "Beside other types");
    while (next_of(&rest, "border", &text)) {
        dl_str other = dl_str_cut(&text, ' ');
        dl_buf_printf(b->out, "- `%.*s`: %.*s\n", (int)other.n, other.p, (int)text.n, text.p);
    }
}

static void modes(const book *b)
{
    dl_str rest = b->page, text;
    bool begun = false;
    while (next_of(&rest, "mode", &text)) {
        dl_str example = cut_remark(&text), mode = dl_str_cut(&text, ' ');
        dl_event event = {.type = b->type, .modes = {mode}, .mode_count = 1};
        if (!begun) DL_BUF_LIT(b->out, "\n| mode | score | when | for example |\n|---|---|---|---|\n");
        begun = true;
        dl_buf_printf(b->out, "| `%.*s` | ", (int)mode.n, mode.p);
        dl_real_add(b->out, dl_event_scale(&event), 1);
        dl_buf_printf(b->out, " | %.*s | %.*s |\n", (int)text.n, text.p, (int)example.n, example.p);
    }
    if (!begun) DL_BUF_LIT(b->out, "\nThis type has no modes.\n");
}

/* The codes of the type, and which rules give them; the model may give any of them. */
static void codes(const book *b)
{
    dl_str rest = b->cameo, line;
    DL_BUF_LIT(b->out, "\n| CAMEO | for | rules that give it |\n|---|---|---|\n");
    while (next_line(&rest, &line)) {
        dl_str code = dl_str_cut(&line, '\t'), type = dl_str_cut(&line, '\t');
        bool begun = false;
        if (!dl_str_eq(type, dl_type_text(b->type))) continue;
        dl_buf_printf(b->out, "| %.*s | %.*s | ", (int)code.n, code.p, (int)line.n, line.p);
        for (uint32_t i = 0; i < b->rules->count; i++) {
            const dl_rule *rule = &b->rules->items[i];
            if (rule->type != b->type || rule->forbid || !dl_str_eq(rule->cameo, code)) continue;
            dl_buf_printf(b->out, "%s`%.*s`", begun ? " " : "", (int)rule->id.n, rule->id.p);
            begun = true;
        }
        dl_buf_add(b->out, begun ? DL_LIT(" |\n") : DL_LIT("|\n"));
    }
}

static void rule_examples(const book *b)
{
    bool begun = false;
    for (uint32_t i = 0; i < b->rules->count; i++) {
        const dl_rule *rule = &b->rules->items[i];
        if (rule->type != b->type || rule->forbid) continue;
        for (uint32_t k = 0; k < rule->example_count; k++) {
            const dl_example *e = &rule->examples[k];
            if (!e->must) continue;
            if (!begun) heading(b, "Sentences of the rules");
            begun = true;
            dl_buf_printf(b->out, "- %.*s *(%.*s)*\n", (int)e->sentence.n, e->sentence.p, (int)rule->id.n, rule->id.p);
        }
    }
}

/* ## What was measured */

typedef struct confusion { dl_str what, type, other; int64_t count, of; } confusion;

static bool next_confusion(dl_str *rest, const char *what, dl_type type, confusion *out)
{
    dl_str line;
    while (next_line(rest, &line)) {
        confusion c = {.what = dl_str_cut(&line, '\t'), .type = dl_str_cut(&line, '\t'), .other = dl_str_cut(&line, '\t')};
        if (!dl_str_is(c.what, what) || !dl_str_eq(c.type, dl_type_text(type))) continue;
        if (!dl_str_to_int(dl_str_cut(&line, '\t'), &c.count) || !dl_str_to_int(line, &c.of) || c.of <= 0) continue;
        *out = c;
        return true;
    }
    return false;
}

static void share(const book *b, const confusion *c)
{
    dl_buf_printf(b->out, "%lld (%lld %%)", (long long)c->count, (long long)((200 * c->count + c->of) / (2 * c->of)));
}

/* One sentence: the share that is right, that is nothing, and the types that others were. */
static void measured(const book *b, const char *what, const char *whole, const char *right, const char *nothing, const char *other)
{
    dl_str rest = b->confusions, type = dl_type_text(b->type);
    confusion c;
    bool begun = false;
    while (next_confusion(&rest, what, b->type, &c)) {
        if (!begun) dl_buf_printf(b->out, "- Of %lld %s ", (long long)c.of, whole);
        else DL_BUF_LIT(b->out, ", ");
        begun = true;
        share(b, &c);
        if (dl_str_eq(c.other, type)) dl_buf_printf(b->out, " %s", right);
        else if (dl_str_is(c.other, "-")) dl_buf_printf(b->out, " %s", nothing);
        else dl_buf_printf(b->out, " %s `%.*s`", other, (int)c.other.n, c.other.p);
    }
    if (begun) DL_BUF_LIT(b->out, ".\n");
}

static void confusions(const book *b)
{
    heading(b, "What it is taken for, as measured");
    measured(b, "read", "events in news that the model was not trained on,", "were coded as such", "were not coded", "were coded as");
    measured(b, "written", "records of this type there,", "were right", "stood for nothing that readers had coded", "for");
    dl_str rest = b->confusions;
    confusion c;
    bool begun = false;
    while (next_confusion(&rest, "doubt", b->type, &c)) {
        if (100 * c.count < c.of) continue;
        if (!begun) dl_buf_printf(b->out, "- Readers gave it %lld times; they would have defended ", (long long)c.of);
        else DL_BUF_LIT(b->out, ", ");
        begun = true;
        dl_buf_printf(b->out, "`%.*s` in ", (int)c.other.n, c.other.p);
        share(b, &c);
    }
    if (begun) DL_BUF_LIT(b->out, ".\n");
}

static void write_type(const book *b)
{
    static const char *const quads[] = {"verbal cooperation", "material cooperation", "verbal conflict", "material conflict"};
    dl_str rest = b->page, text = {0}, type = dl_type_text(b->type);
    int quad = dl_type_quad(b->type);
    dl_event event = {.type = b->type};
    if (!next_of(&rest, "title", &text)) text = type;
    dl_buf_printf(b->out, "## %.*s: %.*s\n\nQuad class %d (%s), score ", (int)type.n, type.p, (int)text.n, text.p, quad, quads[quad - 1]);
    dl_real_add(b->out, dl_event_scale(&event), 1);
    DL_BUF_LIT(b->out, ".\n\n");
    rest = b->page;
    if (next_of(&rest, "definition", &text)) dl_buf_printf(b->out, "%.*s\n", (int)text.n, text.p);
    list(b, "counts", "What counts");
    list(b, "counts-not", "What does not");
    list(b, "example", "Examples");
    list(b, "counter", "Counter-examples");
    borders(b);
    modes(b);
    codes(b);
    rule_examples(b);
    confusions(b);
}

/* ## The whole book */

/* Kinds of words.tsv in the order of the book. */
static const struct { const char *kind, *title, *text; } parts[] = {
    {"aux", "Auxiliary modes", "Marks on an event that did not simply happen. A type that fits as it stands beats a type with a mark: \"will sign\" is AGREE, not SUPPORT with `future`."},
    {"context", "Contexts", "What an event is about, from its sentence and its paragraph; any number."},
    {"sector", "Sectors", "What the party is in its country."},
    {"code", "Codes that are no country's", "In the place of an ISO 3166 code."},
};

static void write_words(const book *b, dl_str words)
{
    for (size_t i = 0; i < DL_COUNT(parts); i++) {
        dl_str rest = words, line;
        dl_buf_printf(b->out, "\n## %s\n\n%s\n\n| name | meaning |\n|---|---|\n", parts[i].title, parts[i].text);
        while (next_line(&rest, &line)) {
            dl_str kind = dl_str_cut(&line, '\t'), name = dl_str_cut(&line, '\t');
            if (dl_str_is(kind, parts[i].kind)) dl_buf_printf(b->out, "| `%.*s` | %.*s |\n", (int)name.n, name.p, (int)line.n, line.p);
        }
    }
}

static dl_status write_book(book *b, dl_error *err)
{
    dl_str words = {0};
    DL_TRY(slurp(b, dl_arena_printf(b->arena, "%s/codebook/words.tsv", b->folder), &words, err));
    DL_BUF_LIT(b->out,
               "# The codebook\n\n"
               "What `dateline code` records, type by type. The types, modes and scores are those of PLOVER 2.0; the CAMEO codes beside them are its\n"
               "forerunner's. Definitions and examples are our own. This page is printed by `dateline codebook` from `data/codebook`, `data/rules` and what was\n"
               "measured; `dateline codebook TYPE` prints one type.\n\n"
               "An act is one event however many take part: `actor` and `recipient` are lists. Two acts in one sentence are two events. What is no act is no event:\n"
               "background, opinion, polls, weather, sport, business, a state of affairs.\n\n");
    for (int i = 0; i < DL_TYPE_COUNT; i++) {
        b->type = (dl_type)i;
        DL_TRY(read_type(b, err));
        if (i) dl_buf_char(b->out, '\n');
        write_type(b);
    }
    write_words(b, words);
    return DL_OK;
}

static dl_status write_one(book *b, const char *name, dl_error *err)
{
    char asked[24] = {0}, own[24];
    dl_str_fold(dl_str_c(name), asked, sizeof asked - 1);
    for (int i = 0; i < DL_TYPE_COUNT; i++) {
        memset(own, 0, sizeof own);
        dl_str_fold(dl_type_text((dl_type)i), own, sizeof own - 1);
        if (strcmp(own, asked) != 0) continue;
        b->type = (dl_type)i;
        DL_TRY(read_type(b, err));
        write_type(b);
        return DL_OK;
    }
    return dl_fail(err, DL_USAGE, "There is no type \"%.60s\"; dateline codebook without one prints all sixteen.", name);
}

dl_status dl_codebook(const char *data, const char *type, dl_buf *out, dl_error *err)
{
    book b = {.arena = dl_arena_new(0), .folder = dl_data_folder(data), .out = out};
    if (!b.arena) return dl_fail(err, DL_NOMEM, "There is no memory for the codebook.");
    dl_status status = slurp(&b, dl_arena_printf(b.arena, "%s/codebook/cameo.tsv", b.folder), &b.cameo, err);
    if (status == DL_OK) status = slurp(&b, dl_arena_printf(b.arena, "%s/codebook/confusions.tsv", b.folder), &b.confusions, err);
    if (status == DL_OK) status = type ? write_one(&b, type, err) : write_book(&b, err);
    dl_rules_free(b.rules);
    dl_arena_free(b.arena);
    if (status == DL_OK && out->failed) return dl_fail(err, DL_NOMEM, "There is no memory for the codebook.");
    return status;
}
