/* export.c - what the formats share: the table of them, cells, rows, pairs, the sidecar. */
#include "table/export.h"
#include "table/formats.h"

const dl_format *const dl_formats[] = {&dl_format_plover, &dl_format_icews, &dl_format_gdelt, &dl_format_gdelt_mentions, &dl_format_polecat, &dl_format_ucdp_ged,
                                       &dl_format_ucdp_ged_19, &dl_format_phoenix, &dl_format_gexf, &dl_format_timelinejs, NULL};

const dl_format *dl_format_find(const char *name)
{
    for (size_t i = 0; dl_formats[i]; i++)
        if (!strcmp(dl_formats[i]->name, name)) return dl_formats[i];
    return !strcmp(name, "ucdp-ged@25") ? &dl_format_ucdp_ged : NULL;
}

/* ## Cells */

static void next_cell(dl_export *x)
{
    if (x->cells++) dl_buf_char(x->out, x->format->separator);
}

/* Formats without quoting can hold no double quote: their readers would take it for one. */
static void add_plain(dl_export *x, dl_str s)
{
    size_t from = x->out->n;
    dl_plain_add(x->out, s);
    for (size_t i = from; i < x->out->n; i++)
        if (x->out->p[i] == '"') x->out->p[i] = '\'';
}

static void add_quoted(dl_export *x, dl_str s)
{
    dl_buf cell = {0};
    dl_plain_add(&cell, s);
    if (cell.n && (memchr(cell.p, '"', cell.n) || memchr(cell.p, x->format->separator, cell.n))) {
        dl_buf_char(x->out, '"');
        for (size_t i = 0; i < cell.n; i++) {
            if (cell.p[i] == '"') dl_buf_char(x->out, '"');
            dl_buf_char(x->out, cell.p[i]);
        }
        dl_buf_char(x->out, '"');
    } else {
        dl_buf_add(x->out, dl_buf_str(&cell));
    }
    x->out->failed |= cell.failed;
    dl_buf_drop(&cell);
}

void dl_cell_str(dl_export *x, dl_str s)
{
    next_cell(x);
    if (x->format->quoted) add_quoted(x, s);
    else add_plain(x, s);
}

void dl_cell_int(dl_export *x, int64_t value)
{
    next_cell(x);
    dl_buf_printf(x->out, "%lld", (long long)value);
}

void dl_cell_real(dl_export *x, double value, int digits)
{
    next_cell(x);
    dl_real_add(x->out, value, digits);
}

void dl_cell_none(dl_export *x, uint32_t count)
{
    while (count--) next_cell(x);
}

void dl_cell_day(dl_export *x, int32_t day)
{
    char text[11];
    dl_day_to_text(day, text);
    next_cell(x);
    dl_buf_add(x->out, dl_str_c(text));
}

void dl_cell_buf(dl_export *x, dl_buf *cell)
{
    dl_cell_str(x, dl_buf_str(cell));
    x->out->failed |= cell->failed;
    cell->n = 0;
}

/* ## Rows */

static void sidecar_party(dl_json *j, const char *key, const dl_out_party *p)
{
    if (p->text.n + p->name.n + p->code.n == 0) return;
    dl_json_key(j, key);
    dl_json_open(j, '{');
    dl_json_field(j, "text", p->text);
    dl_json_field(j, "id", p->id);
    dl_json_field(j, "code", p->code);
    dl_json_field(j, "sector", p->sector);
    dl_json_close(j, '}');
}

static void sidecar_report(dl_json *j, const dl_out_report *r)
{
    dl_json_open(j, '{');
    dl_json_field(j, "record", r->event);
    dl_json_field(j, "doc_id", r->doc);
    dl_json_field(j, "url", r->url);
    if (r->sentence > 0) {
        dl_json_key(j, "sentence");
        dl_json_int(j, r->sentence);
    }
    if (r->end > r->start) {
        dl_json_key(j, "start");
        dl_json_int(j, r->start);
        dl_json_key(j, "end");
        dl_json_int(j, r->end);
    }
    dl_json_field(j, "quote", r->words);
    dl_json_key(j, "confidence");
    dl_json_real(j, r->confidence, 3);
    dl_json_close(j, '}');
}

/* What no layout has a column for: where every row comes from and on whose word it stands. */
static void sidecar_line(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient)
{
    dl_json json = {.out = x->sidecar}, *j = &json;
    dl_json_open(j, '{');
    dl_json_key(j, "row");
    dl_json_int(j, (int64_t)x->rows);
    dl_json_field(j, "event", e->id);
    if (actor != DL_NONE) sidecar_party(j, "actor", dl_pair_actor(e, actor));
    if (recipient != DL_NONE) sidecar_party(j, "recipient", dl_pair_recipient(e, recipient));
    dl_json_key(j, "n_reports");
    dl_json_int(j, e->report_count);
    dl_json_key(j, "reports");
    dl_json_open(j, '[');
    for (uint32_t i = 0; i < e->kept; i++) sidecar_report(j, &e->reports[i]);
    dl_json_close(j, ']');
    sidecar_party(j, "source", &e->source);
    dl_json_field(j, "stance", e->stance);
    dl_json_field(j, "meeting", e->meeting);
    dl_json_field(j, "answer", e->answer);
    dl_json_field(j, "rule", e->rule);
    dl_json_field(j, "coder", e->coder);
    dl_json_close(j, '}');
    dl_buf_char(x->sidecar, '\n');
}

void dl_row_end(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient)
{
    if (x->format->separator == ',') DL_BUF_LIT(x->out, "\r\n");
    else if (x->format->separator) dl_buf_char(x->out, '\n');
    x->cells = 0;
    x->rows++;
    if (x->sidecar) sidecar_line(x, e, actor, recipient);
}

const dl_out_party *dl_pair_actor(const dl_out_event *e, uint32_t actor)
{
    static const dl_out_party nobody = {.start = -1};
    return actor < e->actor_count ? &e->actors[actor] : &nobody;
}

const dl_out_party *dl_pair_recipient(const dl_out_event *e, uint32_t recipient)
{
    static const dl_out_party nobody = {.start = -1};
    if (recipient == DL_NONE) return &nobody;
    if (recipient >= DL_MAX_PARTIES) return dl_pair_actor(e, recipient - DL_MAX_PARTIES);
    return recipient < e->recipient_count ? &e->recipients[recipient] : &nobody;
}

void dl_pairs_each(dl_export *x, const dl_out_event *e, void (*row)(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient))
{
    uint32_t actors = e->actor_count ? e->actor_count : 1;
    for (uint32_t a = 0; a < actors; a++) {
        uint32_t actor = e->actor_count ? a : DL_NONE;
        for (uint32_t r = 0; r < e->recipient_count; r++) row(x, e, actor, r);
        for (uint32_t r = 0; r < e->actor_count && e->recipient_count == 0 && e->actor_count > 1; r++)
            if (r != a) row(x, e, actor, DL_MAX_PARTIES + r);
        if (e->recipient_count == 0 && e->actor_count < 2) row(x, e, actor, DL_NONE);
    }
}

/* ## Running */

bool dl_export_begin(dl_export *x, const dl_format *format, const dl_codes *codes, dl_buf *out, dl_buf *sidecar)
{
    *x = (dl_export){.format = format, .codes = codes, .out = out, .sidecar = sidecar};
    if (format->header) {
        for (uint32_t i = 0; i < format->column_count; i++) dl_cell_str(x, dl_str_c(format->columns[i].name));
        dl_buf_add(out, format->separator == ',' ? DL_LIT("\r\n") : DL_LIT("\n"));
        x->cells = 0;
    }
    if (format->begin) format->begin(x);
    return !out->failed;
}

void dl_export_event(dl_export *x, const dl_out_event *e)
{
    uint64_t before = x->rows;
    bool happened = !(e->aux & (DL_AUX_FUTURE | DL_AUX_HYPOTHETICAL | DL_AUX_NEGATION));
    if (e->low != DL_DAY_UNKNOWN && (happened || x->format->modal)) x->format->event(x, e);
    if (x->rows > before) x->events++;
    else x->left_out++;
}

void dl_export_end(dl_export *x)
{
    if (x->format->end) x->format->end(x);
}

/* ## Words and numbers */

double dl_out_scale(const dl_out_event *e)
{
    dl_event event = {.type = e->type, .mode_count = e->mode_count};
    memcpy(event.modes, e->modes, sizeof event.modes);
    return dl_event_scale(&event);
}

dl_str dl_out_name(const dl_out_party *party) { return party->name.n ? party->name : party->text; }

int64_t dl_out_number_of(dl_str id, unsigned bits)
{
    uint64_t value = 0;
    bool hex = id.n >= 16;
    for (size_t i = 0; i < 16 && hex; i++) {
        char c = id.p[i];
        hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        value = value << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    if (!hex) value = dl_hash(id, 0);
    value >>= 64 - bits;
    return value ? (int64_t)value : 1;
}

dl_str dl_sector_words(dl_str sector)
{
    static const char *const words[][2] = {{"COP", "Police"}, {"GOV", "Government"}, {"JUD", "Judiciary"}, {"LEG", "Legislature"}, {"MIL", "Military"},
        {"PRM", "Paramilitary"}, {"PTY", "Party"}, {"REB", "Rebels"}, {"SPY", "Intelligence"}, {"UAF", "Unidentified Armed Force"}, {"AGR", "Agriculture"},
        {"BUS", "Business"}, {"CRM", "Criminals"}, {"CVL", "Civilians"}, {"EDU", "Education"}, {"ELI", "Former Officials"}, {"JRN", "Press"}, {"LAB", "Labour"},
        {"MED", "Medical"}, {"REF", "Refugees"}, {"OPP", "Opposition"}, {"PRE", "Partially Recognised Entity"}, {"REL", "Religious"}, {"SOC", "Civil Society"}};
    for (size_t i = 0; i < DL_COUNT(words); i++)
        if (dl_str_is(sector, words[i][0])) return dl_str_c(words[i][1]);
    return (dl_str){0};
}

void dl_event_words(dl_buf *out, const dl_out_event *e)
{
    dl_str type = dl_type_text(e->type);
    for (size_t i = 0; i < type.n; i++) dl_buf_char(out, (char)(i ? type.p[i] | 0x20 : type.p[i]));
    if (e->mode_count == 0) return;
    DL_BUF_LIT(out, " (");
    dl_buf_add(out, e->modes[0]);
    dl_buf_char(out, ')');
}

void dl_join_add(dl_buf *out, dl_str item, const char *separator)
{
    if (item.n == 0) return;
    if (out->n) dl_buf_add(out, dl_str_c(separator));
    dl_buf_add(out, item);
}
