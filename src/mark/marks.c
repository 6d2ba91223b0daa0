/* marks.c - all marks of a report in one call. */
#include "mark/who.h"

/* The place in "BEIRUT (Agency) -": what stands before the first comma, bracket or dash of the dateline. */
static dl_span dateline_place(const dl_doc *doc)
{
    for (uint32_t b = 0; b < doc->block_count; b++) {
        if (doc->blocks[b].kind != DL_BLOCK_DATELINE) continue;
        dl_span s = doc->blocks[b].span;
        uint32_t end = s.start;
        while (end < s.end && !memchr(",(-\xe2/:", doc->text.p[end], 6)) end++;
        return (dl_span){s.start, end};
    }
    return (dl_span){0, 0};
}

dl_status dl_marks_find(const dl_tables *tables, dl_reader *reader, const dl_model *model, dl_doc *doc, dl_marks *out, dl_error *err)
{
    *out = (dl_marks){0};
    DL_TRY(dl_when_find(tables, doc, out, err));
    DL_TRY(dl_quantity_find(doc, out, err));
    out->dateline_place = dateline_place(doc);
    DL_TRY(dl_who_find(tables, reader, model, doc, out, err));
    return dl_where_find(tables, doc, out, err);
}
