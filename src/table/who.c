/* who.c - who somebody is on a day, as the tables have it: for `dateline who`. */
#include "table/table.h"
#include "mark/lookup.h"
#include "record/record.h"

/* ## JSON Lines */

static void json_day(dl_json *j, const char *key, int32_t day)
{
    char text[11];
    if (day == INT32_MIN || day == INT32_MAX) return;
    dl_day_to_text(day, text);
    dl_json_field(j, key, dl_str_c(text));
}

static void json_flag(dl_json *j, const char *key, bool value)
{
    dl_json_key(j, key);
    dl_buf_add(j->out, value ? DL_LIT("true") : DL_LIT("false"));
    j->more = true;
}

static void json_holdings(dl_json *j, const dl_found *f)
{
    if (f->holding_count == 0) return;
    dl_json_key(j, "offices");
    dl_json_open(j, '[');
    for (uint32_t i = 0; i < f->holding_count; i++) {
        const dl_holding *h = &f->holdings[i];
        dl_json_open(j, '{');
        dl_json_field(j, "office", h->office);
        dl_json_field(j, "country", h->code);
        dl_json_field(j, "sector", h->sector);
        json_day(j, "from", h->from);
        json_day(j, "to", h->to);
        json_flag(j, "holds", h->holds);
        dl_json_close(j, '}');
    }
    dl_json_close(j, ']');
}

static void json_ties(dl_json *j, const dl_found *f)
{
    if (f->tie_count == 0) return;
    dl_json_key(j, "relations");
    dl_json_open(j, '[');
    for (uint32_t i = 0; i < f->tie_count; i++) {
        const dl_tie *t = &f->ties[i];
        dl_json_open(j, '{');
        dl_json_field(j, "from_id", t->from_id);
        dl_json_field(j, "relation", t->relation);
        dl_json_field(j, "to_id", t->to_id);
        dl_json_field(j, "name", t->name);
        json_day(j, "from", t->from);
        json_day(j, "to", t->to);
        json_flag(j, "holds", t->holds);
        dl_json_close(j, '}');
    }
    dl_json_close(j, ']');
}

static void write_json(const dl_found *f, dl_str asked, int32_t day, dl_buf *out)
{
    dl_json j = {.out = out};
    dl_json_open(&j, '{');
    dl_json_field(&j, "asked", asked);
    if (day != DL_DAY_UNKNOWN) json_day(&j, "on", day);
    dl_json_field(&j, "kind", f->kind);
    dl_json_field(&j, "id", f->id);
    dl_json_field(&j, "name", f->name);
    dl_json_field(&j, "country", f->code);
    dl_json_field(&j, "sector", f->sector);
    dl_json_field(&j, "office", f->office);
    json_day(&j, "from", f->from);
    json_day(&j, "to", f->to);
    dl_json_field(&j, "note", f->note);
    dl_json_field(&j, "last_office", f->last_office);
    json_holdings(&j, f);
    if (f->alias_count) {
        dl_json_key(&j, "aliases");
        dl_json_open(&j, '[');
        for (uint32_t i = 0; i < f->alias_count; i++) dl_json_str(&j, f->aliases[i]);
        dl_json_close(&j, ']');
    }
    json_ties(&j, f);
    dl_json_close(&j, '}');
    dl_buf_char(out, '\n');
}

/* ## For people */

/* "since 2014-09-29", "2014-09-29 to 2021-08-15", "until 2021-08-15"; nothing when both ends are open. */
static void period_add(dl_buf *out, int32_t from, int32_t to)
{
    char a[11], b[11];
    bool begun = from != INT32_MIN, ended = to != INT32_MAX;
    dl_day_to_text(from, a);
    if (ended) dl_day_to_text(to, b);
    if (begun && ended) dl_buf_printf(out, ", %s to %s", a, b);
    else if (begun) dl_buf_printf(out, ", since %s", a);
    else if (ended) dl_buf_printf(out, ", until %s", b);
}

static void code_add(dl_buf *out, dl_str code, dl_str sector)
{
    dl_buf_add(out, code.n ? code : DL_LIT("?"));
    if (sector.n == 0) return;
    dl_buf_char(out, '.');
    dl_buf_add(out, sector);
}

static void write_offices(const dl_found *f, dl_buf *out)
{
    for (uint32_t i = 0; i < f->holding_count; i++) {
        const dl_holding *h = &f->holdings[i];
        DL_BUF_LIT(out, "    ");
        code_add(out, h->code, h->sector);
        DL_BUF_LIT(out, "  ");
        dl_buf_add(out, h->office);
        period_add(out, h->from, h->to);
        dl_buf_char(out, '\n');
    }
}

static void write_ties(const dl_found *f, dl_buf *out)
{
    for (uint32_t i = 0; i < f->tie_count; i++) {
        const dl_tie *t = &f->ties[i];
        bool from = dl_str_eq(t->from_id, f->id);
        dl_str first = from ? DL_LIT("this") : t->name, second = from ? t->name : DL_LIT("this");
        dl_buf_printf(out, "    %.*s %.*s %.*s", (int)first.n, first.p, (int)t->relation.n, t->relation.p, (int)second.n, second.p);
        period_add(out, t->from, t->to);
        if (!t->holds) DL_BUF_LIT(out, " (not then)");
        dl_buf_char(out, '\n');
    }
}

static void write_page(const dl_found *f, dl_buf *out)
{
    dl_buf_add(out, f->name);
    DL_BUF_LIT(out, "  ");
    code_add(out, f->code, f->sector);
    DL_BUF_LIT(out, "  ");
    dl_buf_add(out, f->kind);
    if (f->id.n) dl_buf_printf(out, " %.*s", (int)f->id.n, f->id.p);
    dl_buf_char(out, '\n');
    if (f->note.n) dl_buf_printf(out, "  %.*s%s%.*s", (int)f->note.n, f->note.p, f->last_office.n ? ": " : "", (int)f->last_office.n, f->last_office.p);
    else if (f->office.n) dl_buf_printf(out, "  %.*s", (int)f->office.n, f->office.p);
    else if (f->from != INT32_MIN || f->to != INT32_MAX) DL_BUF_LIT(out, "  in being");
    if (f->note.n || f->office.n || f->from != INT32_MIN || f->to != INT32_MAX) {
        period_add(out, f->from, f->to);
        dl_buf_char(out, '\n');
    }
    if (f->holding_count > 1) {
        DL_BUF_LIT(out, "  offices\n");
        write_offices(f, out);
    }
    if (f->alias_count) {
        DL_BUF_LIT(out, "  also ");
        for (uint32_t i = 0; i < f->alias_count; i++) {
            if (i) DL_BUF_LIT(out, ", ");
            dl_buf_add(out, f->aliases[i]);
        }
        dl_buf_char(out, '\n');
    }
    if (f->tie_count) {
        DL_BUF_LIT(out, "  relations\n");
        write_ties(f, out);
    }
}

/* ## Asking */

static dl_status answer(const dl_tables *tables, dl_arena *arena, const dl_who_ask *ask, dl_buf *out, uint32_t *found, dl_error *err)
{
    dl_found *items = NULL;
    bool jsonl = ask->format && strcmp(ask->format, "jsonl") == 0;
    int32_t day = DL_DAY_UNKNOWN;
    if (ask->format && !jsonl && strcmp(ask->format, "table") != 0) return dl_fail(err, DL_USAGE, "There is no format \"%s\": give \"table\" or \"jsonl\".", ask->format);
    if (ask->day && *ask->day) {
        day = dl_day_from_text(dl_str_c(ask->day));
        if (day == DL_DAY_UNKNOWN || strlen(ask->day) != 10) return dl_fail(err, DL_USAGE, "\"%s\" is not a day: write YYYY-MM-DD.", ask->day);
    }
    DL_TRY(dl_lookup(tables, arena, dl_str_c(ask->name), day, &items, found, err));
    for (uint32_t i = 0; i < *found; i++) {
        if (jsonl) write_json(&items[i], dl_str_c(ask->name), day, out);
        else write_page(&items[i], out);
    }
    return DL_OK;
}

dl_status dl_tables_who(const dl_who_ask *ask, dl_buf *out, uint32_t *found, dl_error *err)
{
    dl_tables *tables = NULL;
    *found = 0;
    DL_TRY(dl_tables_open_all(dl_data_folder(ask->data), dl_tables_folder(ask->tables), &tables, NULL, NULL, err));
    dl_arena *arena = dl_arena_new(0);
    dl_status status = arena ? answer(tables, arena, ask, out, found, err) : dl_fail(err, DL_NOMEM, "Memory ran out while the tables were asked.");
    dl_arena_free(arena);
    dl_tables_close(tables);
    return status;
}
