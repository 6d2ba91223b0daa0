/* table_read.c - tab-separated text to rows and cells, strictly. */
#include "mark/tables.h"

#include <stdarg.h>
#include <stdio.h>

void dl_finding_add(dl_findings *findings, uint32_t line, const char *format, ...)
{
    char words[256];
    va_list list;
    va_start(list, format);
    vsnprintf(words, sizeof words, format, list);
    va_end(list);
    findings->count++;
    if (findings->out) dl_buf_printf(findings->out, "%s:%u: %s\n", findings->file, (unsigned)line, words);
}

/* Takes one line off, without its end. */
static bool take_line(dl_lines *lines, dl_str *out)
{
    if (lines->rest.n == 0) return false;
    const char *end = memchr(lines->rest.p, '\n', lines->rest.n);
    size_t n = end ? (size_t)(end - lines->rest.p) : lines->rest.n;
    *out = dl_str_part(lines->rest, 0, n);
    lines->rest = dl_str_part(lines->rest, DL_MIN(n + 1, lines->rest.n), lines->rest.n);
    if (out->n && out->p[out->n - 1] == '\r') out->n--;
    lines->line++;
    return true;
}

/* Cells of a line into `cells`; how many there are, at most DL_COLUMNS_MAX + 1. */
static uint32_t split(dl_str line, dl_str *cells)
{
    uint32_t count = 0;
    size_t start = 0;
    for (size_t i = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] != '\t') continue;
        if (count == DL_COLUMNS_MAX) return count + 1;
        cells[count++] = dl_str_trim(dl_str_part(line, start, i));
        start = i + 1;
    }
    return count;
}

/* A row or header: not empty, not a comment. */
static bool next_content(dl_lines *lines, dl_str *out)
{
    while (take_line(lines, out)) {
        if (dl_str_trim(*out).n && out->p[0] != '#') return true;
    }
    return false;
}

bool dl_lines_open(dl_lines *lines, dl_str bytes, dl_findings *findings)
{
    *lines = (dl_lines){.rest = bytes};
    if (dl_str_starts(bytes, DL_LIT("\xEF\xBB\xBF"))) lines->rest = dl_str_part(bytes, 3, bytes.n);
    dl_str line;
    if (!next_content(lines, &line)) {
        dl_finding_add(findings, lines->line, "the table has no header");
        return false;
    }
    lines->columns = split(line, lines->header);
    if (lines->columns <= DL_COLUMNS_MAX) return true;
    dl_finding_add(findings, lines->line, "the header has more than %d columns", DL_COLUMNS_MAX);
    return false;
}

static bool is_clean(dl_str line, dl_findings *findings, uint32_t number)
{
    size_t bad = 0;
    if (!dl_utf8_valid(line, &bad)) {
        dl_finding_add(findings, number, "byte %u is not UTF-8", (unsigned)bad + 1);
        return false;
    }
    for (size_t i = 0; i < line.n; i++) {
        if ((unsigned char)line.p[i] >= 0x20 || line.p[i] == '\t') continue;
        dl_finding_add(findings, number, "byte %u is a control character", (unsigned)i + 1);
        return false;
    }
    return true;
}

bool dl_lines_next(dl_lines *lines, dl_findings *findings)
{
    dl_str line;
    while (next_content(lines, &line)) {
        if (!is_clean(line, findings, lines->line)) continue;
        uint32_t count = split(line, lines->cells);
        if (count == lines->columns) return true;
        dl_finding_add(findings, lines->line, "%u cells where the header has %u", (unsigned)count, (unsigned)lines->columns);
    }
    return false;
}

dl_str dl_lines_cell(const dl_lines *lines, const char *column)
{
    for (uint32_t i = 0; i < lines->columns; i++) {
        if (dl_str_is(lines->header[i], column)) return lines->cells[i];
    }
    return (dl_str){0};
}

bool dl_table_day(dl_str text, bool last, int32_t *out)
{
    int64_t part[3] = {0, last ? 12 : 1, 0};
    uint32_t count = 0;
    static const size_t width[3] = {4, 2, 2};
    for (dl_str rest = text; rest.n; count++) {
        if (count == 3) return false;
        dl_str cut = dl_str_cut(&rest, '-');
        if (cut.n != width[count] || cut.p[0] == '+' || cut.p[0] == '-' || !dl_str_to_int(cut, &part[count])) return false;
    }
    if (count == 0 || text.p[text.n - 1] == '-' || part[0] < 1 || part[1] < 1 || part[1] > 12) return false;
    if (count < 3) part[2] = last ? dl_month_length((int)part[0], (int)part[1]) : 1;
    *out = dl_day_from_ymd((int)part[0], (int)part[1], (int)part[2]);
    return *out != DL_DAY_UNKNOWN;
}

bool dl_is_code(dl_str text)
{
    if (text.n != 3) return false;
    for (size_t i = 0; i < 3; i++) {
        if (text.p[i] < 'A' || text.p[i] > 'Z') return false;
    }
    return true;
}

bool dl_is_sector(dl_str text)
{
    static const char list[] = "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC";
    return text.n == 3 && dl_str_has_word(DL_LIT(list), text);
}
