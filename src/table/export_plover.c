/* export_plover.c - PLOVER's own JSON: one object a line with the data fields of the manual and no others. */
#include "table/formats.h"

static void entity(dl_json *j, const dl_out_party *p)
{
    dl_json_open(j, '{');
    dl_json_field(j, "code", p->code);
    dl_json_field(j, "sector", p->sector);
    dl_json_field(j, "entity_text", p->text);
    dl_json_field(j, "identifier_text", p->name);
    dl_json_field(j, "office", p->office);
    dl_json_close(j, '}');
}

static void entities(dl_json *j, const char *key, const dl_out_party *parties, uint32_t count)
{
    if (count == 0) return;
    dl_json_key(j, key);
    dl_json_open(j, '[');
    for (uint32_t i = 0; i < count; i++) entity(j, &parties[i]);
    dl_json_close(j, ']');
}

static void list(dl_json *j, const char *key, const dl_str *items, uint32_t count)
{
    if (count == 0) return;
    dl_json_key(j, key);
    dl_json_open(j, '[');
    for (uint32_t i = 0; i < count; i++) dl_json_str(j, items[i]);
    dl_json_close(j, ']');
}

/* `mode` also takes PLOVER's auxiliary modes. */
static void modes(dl_json *j, const dl_out_event *e)
{
    dl_str all[8];
    uint32_t count = 0;
    for (uint32_t i = 0; i < e->mode_count; i++) all[count++] = e->modes[i];
    for (uint32_t i = 0; i < 4; i++)
        if (e->aux >> i & 1) all[count++] = dl_str_c(dl_aux_names[i]);
    list(j, "mode", all, count);
}

static void place(dl_export *x, dl_json *j, const dl_out_place *p)
{
    const dl_code_row *country = dl_codes_get(x->codes, p->code, DL_DAY_UNKNOWN);
    int resolution = dl_place_resolution(p->feature);
    if (p->text.n + p->name.n + p->code.n == 0) return;
    dl_json_key(j, "event_loc");
    dl_json_open(j, '{');
    dl_json_field(j, "extracted_place", p->text);
    dl_json_field(j, "resolved_place", p->name);
    if (p->located) {
        dl_json_key(j, "lat");
        dl_json_real(j, p->lat, 5);
        dl_json_key(j, "lon");
        dl_json_real(j, p->lon, 5);
    }
    dl_json_field(j, "province", p->province);
    if (country) dl_json_field(j, "country", country->name);
    dl_json_field(j, "country_code", p->code);
    dl_json_field(j, "feature_code", p->feature);
    if (resolution) {
        dl_json_key(j, "resolution");
        dl_json_int(j, resolution);
    }
    dl_json_close(j, '}');
}

static void size(dl_json *j, const dl_out_event *e)
{
    static const char *const names[] = {"dead", "injured", "arrested"};
    const dl_out_number *numbers[] = {&e->dead, &e->injured, &e->arrested};
    if (!e->dead.known && !e->injured.known && !e->arrested.known) return;
    dl_json_key(j, "size");
    dl_json_open(j, '{');
    for (int i = 0; i < 3; i++) {
        if (!numbers[i]->known) continue;
        dl_json_key(j, names[i]);
        dl_json_int(j, numbers[i]->low);
    }
    dl_json_close(j, '}');
}

/* What PLOVER has no field for, in words, so that it is not lost on people. */
static void comment(dl_json *j, const dl_out_event *e)
{
    dl_buf words = {0};
    dl_str source = dl_out_name(&e->source);
    if (source.n || e->stance.n) {
        dl_buf_add(&words, source.n ? source : DL_LIT("unnamed source"));
        if (e->stance.n) dl_join_add(&words, e->stance, " ");
    }
    if (e->meeting.n) dl_buf_printf(&words, "%smeeting %.*s", words.n ? "; " : "", (int)e->meeting.n, e->meeting.p);
    if (e->answer.n) dl_join_add(&words, e->answer, ": ");
    if (e->report_count > 1) dl_buf_printf(&words, "%s1 event / %u reports", words.n ? "; " : "", (unsigned)e->report_count);
    dl_json_field(j, "comment", dl_buf_str(&words));
    j->out->failed |= words.failed;
    dl_buf_drop(&words);
}

static void cite(dl_json *j, const dl_out_report *r)
{
    dl_json_key(j, "cite_info");
    dl_json_open(j, '{');
    dl_json_field(j, "publication", r->publisher);
    dl_json_field(j, "url", r->url);
    dl_json_field(j, "title", r->title);
    dl_json_field(j, "language", r->language);
    dl_json_close(j, '}');
}

static void text(dl_json *j, const dl_out_report *r)
{
    list(j, "event_text", &r->words, r->words.n ? 1 : 0);
    if (r->sentence > 0) {
        dl_json_key(j, "text_info");
        dl_json_open(j, '{');
        dl_json_key(j, "sequence");
        dl_json_int(j, r->sentence);
        if (r->end > r->start) {
            dl_json_key(j, "start");
            dl_json_int(j, r->start);
            dl_json_key(j, "end");
            dl_json_int(j, r->end);
        }
        dl_json_close(j, '}');
    }
    cite(j, r);
}

static void write(dl_export *x, const dl_out_event *e)
{
    dl_json json = {.out = x->out}, *j = &json;
    dl_str type = dl_type_text(e->type);
    char day[11];
    dl_json_open(j, '{');
    dl_json_field(j, "id", e->id);
    dl_day_to_text(e->low, day);
    dl_json_field(j, "date", dl_str_c(day));
    dl_day_to_text(e->high, day);
    if (e->high != e->low) dl_json_field(j, "enddate", dl_str_c(day));
    entities(j, "actor", e->actors, e->actor_count);
    entities(j, "recipient", e->recipients, e->recipient_count);
    list(j, "event", &type, 1);
    place(x, j, &e->place);
    dl_json_key(j, "quad_code");
    dl_json_int(j, dl_type_quad(e->type));
    dl_json_key(j, "event_scale");
    dl_json_real(j, dl_out_scale(e), 1);
    modes(j, e);
    list(j, "context", e->contexts, e->context_count);
    size(j, e);
    if (e->kept) text(j, &e->reports[0]);
    dl_json_field(j, "coder", e->coder);
    comment(j, e);
    dl_json_close(j, '}');
    dl_buf_char(x->out, '\n');
    dl_row_end(x, e, DL_NONE, DL_NONE);
}

static const dl_column fields[] = {
    {"id", "string"}, {"date", "date"}, {"enddate", "date"}, {"actor", "array"}, {"recipient", "array"}, {"event", "array"}, {"event_loc", "object"},
    {"quad_code", "integer"}, {"event_scale", "number"}, {"mode", "array"}, {"context", "array"}, {"size", "object"}, {"event_text", "array"},
    {"text_info", "object"}, {"cite_info", "object"}, {"coder", "string"}, {"comment", "string"},
};

const dl_format dl_format_plover = {.name = "plover", .version = "PLOVER data fields (manual of 2024-02-04), JSON Lines", .file = "plover.jsonl", .columns = fields,
    .column_count = DL_COUNT(fields), .modal = true, .event = write};
