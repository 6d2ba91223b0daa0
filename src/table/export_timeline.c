/* export_timeline.c - TimelineJS: the spreadsheet of 18 columns, comma-separated. The tool is made for about a hundred slides, so that whoever
 * calls gives the events that were reported most. */
#include "table/formats.h"

static const dl_column columns[] = {
    {"Year", "integer"}, {"Month", "integer"}, {"Day", "integer"}, {"Time", "string"}, {"End Year", "integer"}, {"End Month", "integer"},
    {"End Day", "integer"}, {"End Time", "string"}, {"Display Date", "string"}, {"Headline", "string"}, {"Text", "string"}, {"Media", "string"},
    {"Media Credit", "string"}, {"Media Caption", "string"}, {"Media Thumbnail", "string"}, {"Type", "string"}, {"Group", "string"}, {"Background", "string"},
};

static void day_cells(dl_export *x, int32_t day)
{
    int year, month, mday;
    dl_day_to_ymd(day, &year, &month, &mday);
    dl_cell_int(x, year);
    dl_cell_int(x, month);
    dl_cell_int(x, mday);
    dl_cell_none(x, 1);
}

static void add_parties(dl_buf *out, const dl_out_party *parties, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i) dl_buf_add(out, i + 1 == count ? DL_LIT(" and ") : DL_LIT(", "));
        dl_str name = dl_out_name(&parties[i]);
        dl_buf_add(out, name.n ? name : DL_LIT("somebody"));
    }
}

static void headline_cell(dl_export *x, const dl_out_event *e)
{
    dl_buf words = {0};
    dl_event_words(&words, e);
    DL_BUF_LIT(&words, ": ");
    add_parties(&words, e->actors, e->actor_count);
    if (e->recipient_count) DL_BUF_LIT(&words, " to ");
    add_parties(&words, e->recipients, e->recipient_count);
    dl_cell_buf(x, &words);
    dl_buf_drop(&words);
}

/* The page shows the cell as HTML. */
static void add_html(dl_buf *out, dl_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '<') DL_BUF_LIT(out, "&lt;");
        else if (s.p[i] == '&') DL_BUF_LIT(out, "&amp;");
        else dl_buf_char(out, s.p[i]);
    }
}

static void text_cell(dl_export *x, const dl_out_event *e)
{
    const dl_out_report *r = &e->reports[0];
    dl_buf words = {0};
    if (e->kept) {
        add_html(&words, r->sentence_text);
        DL_BUF_LIT(&words, " (");
        add_html(&words, r->publisher);
        dl_join_add(&words, r->date, r->publisher.n ? ", " : "");
        DL_BUF_LIT(&words, ") ");
    }
    dl_buf_printf(&words, "1 event / %u report%s", (unsigned)e->report_count, e->report_count == 1 ? "" : "s");
    dl_cell_buf(x, &words);
    dl_buf_drop(&words);
}

static void write(dl_export *x, const dl_out_event *e)
{
    static const char *const groups[] = {"", "Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict"};
    day_cells(x, e->low);
    if (e->high > e->low) day_cells(x, e->high);
    else dl_cell_none(x, 4);
    dl_cell_none(x, 1);
    headline_cell(x, e);
    text_cell(x, e);
    dl_cell_str(x, e->kept ? e->reports[0].url : (dl_str){0});
    dl_cell_str(x, e->kept ? e->reports[0].publisher : (dl_str){0});
    dl_cell_none(x, 3);
    dl_cell_str(x, dl_str_c(groups[dl_type_quad(e->type)]));
    dl_cell_none(x, 1);
    dl_row_end(x, e, DL_NONE, DL_NONE);
}

const dl_format dl_format_timelinejs = {.name = "timelinejs", .version = "TimelineJS spreadsheet, 18 columns", .file = "timeline.csv", .columns = columns,
    .column_count = DL_COUNT(columns), .separator = ',', .header = true, .quoted = true, .event = write};
