/* export_polecat.c - POLECAT (40 columns, tab-separated, header): one row an event, lists joined by "; ", "None" where nothing is known. */
#include "table/formats.h"

static const dl_column columns[] = {
    {"Event ID", "string"}, {"Event Date", "date"}, {"Event Type", "string"}, {"Event Mode", "string"}, {"Intensity", "number"}, {"Quad Code", "string"},
    {"Contexts", "string"}, {"Actor Name", "string"}, {"Actor Country", "string"}, {"Actor COW", "string"}, {"Primary Actor Sector", "string"},
    {"Actor Sectors", "string"}, {"Actor Title", "string"}, {"Actor Name Raw", "string"}, {"Wikipedia Actor ID", "string"}, {"Recipient Name", "string"},
    {"Recipient Country", "string"}, {"Recipient COW", "string"}, {"Primary Recipient Sector", "string"}, {"Recipient Sectors", "string"},
    {"Recipient Title", "string"}, {"Recipient Name Raw", "string"}, {"Wikipedia Recipient ID", "string"}, {"Placename", "string"}, {"City", "string"},
    {"District", "string"}, {"Province", "string"}, {"Country", "string"}, {"Latitude", "number"}, {"Longitude", "number"}, {"GeoNames ID", "integer"},
    {"Raw Placename", "string"}, {"Feature Type", "string"}, {"Source", "string"}, {"Publication Date", "date"}, {"Story People", "string"},
    {"Story Organizations", "string"}, {"Story Locations", "string"}, {"Language", "string"}, {"Version", "string"},
};

static void cell(dl_export *x, dl_str s) { dl_cell_str(x, s.n ? s : DL_LIT("None")); }

static void list_cell(dl_export *x, dl_buf *list)
{
    cell(x, dl_buf_str(list));
    x->out->failed |= list->failed;
    list->n = 0;
}

typedef enum part { NAME, COUNTRY, COW, SECTOR, SECTORS, TITLE, RAW } part;

static void add_part(dl_export *x, dl_buf *list, const dl_out_party *p, part what, int32_t day)
{
    const dl_code_row *row = dl_codes_get(x->codes, p->code, day);
    dl_str rest = p->other_sectors;
    switch (what) {
    case NAME: dl_join_add(list, dl_out_name(p), "; "); break;
    case COUNTRY: dl_join_add(list, p->code, "; "); break;
    case COW: if (row && row->cow) dl_buf_printf(list, "%s%d", list->n ? "; " : "", (int)row->cow); break;
    case SECTOR: if (list->n == 0) dl_buf_add(list, p->sector); break;
    case SECTORS:
        dl_join_add(list, p->sector, "; ");
        while (rest.n) dl_join_add(list, dl_str_cut(&rest, ' '), "; ");
        break;
    case TITLE: dl_join_add(list, p->office, "; "); break;
    case RAW: dl_join_add(list, p->text, "; "); break;
    }
}

static void party_cells(dl_export *x, const dl_out_party *parties, uint32_t count, int32_t day)
{
    dl_buf list = {0};
    for (int what = NAME; what <= RAW; what++) {
        for (uint32_t i = 0; i < count; i++) add_part(x, &list, &parties[i], (part)what, day);
        list_cell(x, &list);
    }
    cell(x, (dl_str){0}); /* Wikipedia's id is not kept */
    dl_buf_drop(&list);
}

static void what_cells(dl_export *x, const dl_out_event *e)
{
    static const char *const quads[] = {"None", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"};
    dl_buf list = {0};
    cell(x, dl_type_text(e->type));
    cell(x, e->mode_count ? e->modes[0] : (dl_str){0});
    dl_cell_real(x, dl_out_scale(e), 1);
    cell(x, dl_str_c(quads[dl_type_quad(e->type) & 3 ? dl_type_quad(e->type) : 4]));
    for (uint32_t i = 0; i < e->context_count; i++) dl_join_add(&list, e->contexts[i], "; ");
    list_cell(x, &list);
    dl_buf_drop(&list);
}

static void place_cells(dl_export *x, const dl_out_place *p)
{
    int resolution = dl_place_resolution(p->feature);
    cell(x, p->name);
    cell(x, resolution >= 4 ? p->name : (dl_str){0});
    cell(x, resolution == 3 ? p->name : (dl_str){0});
    cell(x, resolution == 2 ? p->name : p->province);
    cell(x, p->code);
    if (p->located) {
        dl_cell_real(x, p->lat, 5);
        dl_cell_real(x, p->lon, 5);
    } else {
        dl_cell_none(x, 2);
    }
    dl_cell_none(x, 1);
    cell(x, p->text);
    cell(x, p->feature);
}

static void write(dl_export *x, const dl_out_event *e)
{
    const dl_out_report *first = &e->reports[0];
    cell(x, e->id);
    dl_cell_day(x, e->low);
    what_cells(x, e);
    party_cells(x, e->actors, e->actor_count, e->low);
    party_cells(x, e->recipients, e->recipient_count, e->low);
    place_cells(x, &e->place);
    cell(x, e->kept ? first->publisher : (dl_str){0});
    dl_cell_str(x, e->kept ? first->date : (dl_str){0});
    for (int i = 0; i < 3; i++) cell(x, (dl_str){0});
    cell(x, e->kept && first->language.n ? first->language : DL_LIT("en"));
    cell(x, e->coder);
    dl_row_end(x, e, DL_NONE, DL_NONE);
}

const dl_format dl_format_polecat = {.name = "polecat", .version = "POLECAT (NGEC), 40 columns", .file = "ngecEvents.txt", .columns = columns,
    .column_count = DL_COUNT(columns), .separator = '\t', .header = true, .quoted = true, .event = write};
