/* paint.c - colour, columns and running text for people. Without colour every page reads as well: colour repeats, it never adds. */
#include "table/table.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const inks[] = {
    [DL_INK_PLAIN] = "", [DL_INK_BOLD] = "\x1b[1m", [DL_INK_FAINT] = "\x1b[2m", [DL_INK_HEAD] = "\x1b[1;36m",
    [DL_INK_QUAD1] = "\x1b[1;32m", [DL_INK_QUAD2] = "\x1b[1;36m", [DL_INK_QUAD3] = "\x1b[1;33m", [DL_INK_QUAD4] = "\x1b[1;31m",
    [DL_INK_PARTY] = "\x1b[1m", [DL_INK_PLACE] = "\x1b[34m", [DL_INK_TIME] = "\x1b[35m", [DL_INK_CLAIM] = "\x1b[3m",
};

dl_page dl_page_open(const dl_analysis *analysis, int colour, unsigned width, dl_buf *out)
{
    width = width == 0 ? 100 : width;
    return (dl_page){out, analysis, colour != 0, DL_MAX(40u, DL_MIN(width, 400u))};
}

void dl_ink_add(dl_page *page, dl_ink ink, dl_str s)
{
    bool on = page->colour && ink != DL_INK_PLAIN && s.n > 0;
    if (on) dl_buf_add(page->out, dl_str_c(inks[ink]));
    dl_buf_add(page->out, s);
    if (on) DL_BUF_LIT(page->out, "\x1b[0m");
}

void dl_ink_printf(dl_page *page, dl_ink ink, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n > 0) dl_ink_add(page, ink, (dl_str){text, DL_MIN((size_t)n, sizeof text - 1)});
}

void dl_pad_add(dl_buf *out, uint32_t columns)
{
    for (uint32_t i = 0; i < columns; i++) dl_buf_char(out, ' ');
}

void dl_repeat_add(dl_buf *out, const char *s, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) dl_buf_add(out, dl_str_c(s));
}

void dl_rule_add(dl_page *page, dl_str title)
{
    uint32_t used = dl_columns(title) + 4;
    dl_buf line = {0};
    DL_BUF_LIT(&line, "── ");
    dl_ink_add(page, DL_INK_FAINT, dl_buf_str(&line));
    dl_ink_add(page, DL_INK_HEAD, title);
    line.n = 0;
    dl_buf_char(&line, ' ');
    if (used < page->width) dl_repeat_add(&line, "─", page->width - used);
    dl_ink_add(page, DL_INK_FAINT, dl_buf_str(&line));
    dl_buf_char(page->out, '\n');
    page->out->failed |= line.failed;
    dl_buf_drop(&line);
}

dl_ink dl_quad_ink(int quad)
{
    static const dl_ink by_quad[] = {DL_INK_BOLD, DL_INK_QUAD1, DL_INK_QUAD2, DL_INK_QUAD3, DL_INK_QUAD4};
    return by_quad[quad < 1 || quad > 4 ? 0 : quad];
}

/* ## Columns: combining marks take none, the scripts of East Asia and emoji take two */

uint32_t dl_columns_of(uint32_t code)
{
    if (code < 0x300) return code >= 0x20 && code != 0x7f;
    if (code <= 0x36F || (code >= 0x200B && code <= 0x200F) || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF) return 0;
    if ((code >= 0x0591 && code <= 0x05BD) || (code >= 0x064B && code <= 0x065F) || (code >= 0x20D0 && code <= 0x20FF)) return 0;
    if ((code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) || (code >= 0xAC00 && code <= 0xD7A3)) return 2;
    if ((code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFF00 && code <= 0xFF60) || (code >= 0x1F300 && code <= 0x1FAFF)) return 2;
    return 1;
}

uint32_t dl_columns(dl_str s)
{
    uint32_t columns = 0;
    for (size_t at = 0; at < s.n;) columns += dl_columns_of(dl_utf8_next(s, &at));
    return columns;
}

/* ## Running text */

void dl_flow_open(dl_flow *flow, dl_page *page, uint32_t indent)
{
    *flow = (dl_flow){.page = page, .indent = indent, .column = indent};
}

/* Writes the word that was waiting, on this line or the next. */
static void flush(dl_flow *flow)
{
    dl_buf *out = flow->page->out;
    if (flow->word.n == 0) return;
    uint32_t gap = flow->begun ? 1 : 0;
    if (flow->begun && flow->column + gap + flow->word_columns > flow->page->width) {
        dl_buf_char(out, '\n');
        dl_pad_add(out, flow->indent);
        flow->column = flow->indent;
        gap = 0;
    }
    if (gap) dl_ink_add(flow->page, flow->before == flow->first ? flow->before : DL_INK_PLAIN, DL_LIT(" "));
    dl_buf_add(out, dl_buf_str(&flow->word));
    flow->column += gap + flow->word_columns;
    flow->before = flow->last;
    flow->begun = true;
    flow->word.n = 0;
    flow->word_columns = 0;
}

/* A part of a word, without white space. */
static void part(dl_flow *flow, dl_ink ink, dl_str s)
{
    if (s.n == 0) return;
    dl_page word = {&flow->word, flow->page->a, flow->page->colour, flow->page->width};
    if (flow->word.n == 0) flow->first = ink;
    flow->last = ink;
    dl_ink_add(&word, ink, s);
    flow->word_columns += dl_columns(s);
}

void dl_flow_add(dl_flow *flow, dl_ink ink, dl_str s)
{
    size_t from = 0;
    for (size_t at = 0; at < s.n;) {
        size_t before = at;
        uint32_t code = dl_utf8_next(s, &at);
        bool space = code <= 0x20 || code == 0x7f || dl_is_space(code);
        if (!space && !(code == 0xFFFD && at == before + 1)) continue;
        part(flow, ink, dl_str_part(s, from, before));
        if (space) flush(flow);
        else part(flow, ink, DL_LIT("\xEF\xBF\xBD"));
        from = at;
    }
    part(flow, ink, dl_str_part(s, from, s.n));
}

void dl_flow_printf(dl_flow *flow, dl_ink ink, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n > 0) dl_flow_add(flow, ink, (dl_str){text, DL_MIN((size_t)n, sizeof text - 1)});
}

void dl_flow_break(dl_flow *flow) { flush(flow); }

void dl_flow_close(dl_flow *flow)
{
    flush(flow);
    dl_buf_char(flow->page->out, '\n');
    flow->page->out->failed |= flow->word.failed;
    dl_buf_drop(&flow->word);
}
