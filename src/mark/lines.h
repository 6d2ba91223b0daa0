/* lines.h - tab-separated tables as rows and cells (table_read.c). */
#ifndef DL_LINES_H
#define DL_LINES_H

#include "base/base.h"

/* Where faults go. */
typedef struct dl_findings { dl_buf *out; uint32_t count; const char *file; } dl_findings;
void dl_finding_add(dl_findings *findings, uint32_t line, const char *format, ...) DL_PRINTF(3, 4);

#define DL_COLUMNS_MAX 32
/* One table while it is read. */
typedef struct dl_lines {
    dl_str rest;
    uint32_t line;
    uint32_t columns;                /* in the header */
    dl_str header[DL_COLUMNS_MAX];
    dl_str cells[DL_COLUMNS_MAX];    /* of the current row */
} dl_lines;
/* Reads up to the header; false when there is none. */
bool dl_lines_open(dl_lines *lines, dl_str bytes, dl_findings *findings);
/* The next row whose shape is right; false at the end. */
bool dl_lines_next(dl_lines *lines, dl_findings *findings);
/* The cell below a column's name, trimmed; {0} when the table has no such column. */
dl_str dl_lines_cell(const dl_lines *lines, const char *column);
/* "2014", "2014-05" or "2014-05-17" as its first or last day; false when it is none of these. */
bool dl_table_day(dl_str text, bool last, int32_t *out);
bool dl_is_code(dl_str text);   /* three capital letters */
bool dl_is_sector(dl_str text); /* one of the codebook's */

#endif
