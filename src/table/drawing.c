/* drawing.c - a dependency tree drawn as text, one word a line, in the order of the sentence.
 *
 * A word that governs others has a vertical line in a column of its own, from its first to its last dependent; each dependent
 * hangs on that line. The column is the next one to the right of its governor's line, or further right where another word's line
 * is in the way (only in trees with crossing arcs). */
#include "table/explain.h"

#include <stdlib.h>

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };
#define LONGEST 400u /* words of a sentence that is drawn; longer ones are listed */

typedef struct stem {
    uint32_t top, bottom; /* rows of its line, its own included */
    uint32_t column, depth;
    bool governs;
} stem;

typedef struct drawing {
    const dl_token *tokens; /* of the sentence */
    uint32_t first, n;      /* first: their number in the report */
    stem *stems;            /* [n] */
    uint32_t *order;        /* [n] words by depth, then by place */
    uint8_t *cells;         /* [n][width] */
    uint32_t width;
} drawing;

static uint32_t governor(const drawing *d, uint32_t i)
{
    uint32_t head = d->tokens[i].head;
    return head == DL_NONE || head < d->first || head - d->first >= d->n || head - d->first == i ? DL_NONE : head - d->first;
}

static void measure(drawing *d)
{
    for (uint32_t i = 0; i < d->n; i++) d->stems[i] = (stem){.top = i, .bottom = i};
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t head = governor(d, i), depth = 0;
        for (uint32_t up = head; up != DL_NONE && depth < d->n; up = governor(d, up)) depth++;
        d->stems[i].depth = depth;
        if (head == DL_NONE) continue;
        stem *s = &d->stems[head];
        s->governs = true;
        s->top = DL_MIN(s->top, i);
        s->bottom = DL_MAX(s->bottom, i);
    }
    uint32_t count = 0;
    for (uint32_t depth = 0; depth < d->n && count < d->n; depth++)
        for (uint32_t i = 0; i < d->n; i++)
            if (d->stems[i].depth == depth) d->order[count++] = i;
    while (count < d->n) d->order[count++] = 0; /* a loop, which no reader of ours makes */
}

static bool free_column(const drawing *d, uint32_t i, uint32_t column, uint32_t done)
{
    for (uint32_t k = 0; k < done; k++) {
        const stem *other = &d->stems[d->order[k]];
        if (other->governs && other->column == column && other->top <= d->stems[i].bottom && d->stems[i].top <= other->bottom) return false;
    }
    return true;
}

static void place(drawing *d)
{
    uint32_t widest = 0;
    for (uint32_t k = 0; k < d->n; k++) {
        uint32_t i = d->order[k], head = governor(d, i), column = head == DL_NONE ? 1 : d->stems[head].column + 1;
        while (d->stems[i].governs && !free_column(d, i, column, k)) column++;
        d->stems[i].column = column;
        widest = DL_MAX(widest, column);
    }
    d->width = 2 * widest + 2;
}

static void draw(drawing *d)
{
    for (uint32_t i = 0; i < d->n; i++) {
        const stem *s = &d->stems[i];
        uint32_t head = governor(d, i), from = head == DL_NONE ? 0 : 2 * d->stems[head].column, to = 2 * s->column;
        uint8_t *row = d->cells + (size_t)i * d->width;
        for (uint32_t x = from; x <= to; x++) {
            if (x > from) row[x] |= LEFT;
            if (x < to) row[x] |= RIGHT;
        }
        if (!s->governs) continue;
        for (uint32_t r = s->top; r <= s->bottom; r++) {
            if (r > s->top) d->cells[(size_t)r * d->width + to] |= UP;
            if (r < s->bottom) d->cells[(size_t)r * d->width + to] |= DOWN;
        }
    }
}

static const char *glyph(uint8_t cell)
{
    static const char *const glyphs[16] = {
        [0] = " ", [UP] = "│", [DOWN] = "│", [UP | DOWN] = "│", [LEFT] = "╴", [RIGHT] = "╶", [LEFT | RIGHT] = "─",
        [UP | RIGHT] = "╰", [DOWN | RIGHT] = "╭", [UP | DOWN | RIGHT] = "├", [UP | LEFT] = "╯", [DOWN | LEFT] = "╮",
        [UP | DOWN | LEFT] = "┤", [UP | LEFT | RIGHT] = "┴", [DOWN | LEFT | RIGHT] = "┬", [UP | DOWN | LEFT | RIGHT] = "┼",
    };
    return glyphs[cell & 15];
}

static uint32_t row_end(const drawing *d, uint32_t i) { return 2 * d->stems[i].column + 1; }

static dl_str form(const dl_page *page, const dl_token *t) { return (dl_str){page->a->text + t->start, t->end - t->start}; }

static void word_columns(const dl_page *page, const drawing *d, uint32_t *word, uint32_t *lemma, uint32_t *rel)
{
    *word = *lemma = *rel = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t width = row_end(d, i) + 1 + dl_columns(form(page, &d->tokens[i]));
        *word = DL_MAX(*word, width);
        *lemma = DL_MAX(*lemma, DL_MIN(dl_columns(d->tokens[i].lemma), 20u));
        *rel = DL_MAX(*rel, (uint32_t)dl_rel_text((dl_rel)d->tokens[i].rel).n);
    }
}

static void padded(dl_page *page, dl_ink ink, dl_str s, uint32_t columns)
{
    dl_ink_add(page, ink, s);
    uint32_t used = dl_columns(s);
    dl_pad_add(page->out, used < columns ? columns - used : 0);
}

/* What the model names, and which event the word carries. */
static void notes(dl_page *page, uint32_t t)
{
    static const char *const names[] = {"", "person", "person", "organisation", "organisation", "place", "place"};
    const dl_analysis *a = page->a;
    if (a->tokens[t].name > DL_NAME_O && a->tokens[t].name < DL_NAME_COUNT) {
        DL_BUF_LIT(page->out, "  ");
        dl_ink_add(page, DL_INK_PLACE, dl_str_c(names[a->tokens[t].name]));
    }
    for (uint32_t i = 0; i < a->event_count; i++) {
        const dl_event *e = &a->events[i];
        if (t < e->trigger_first || t > e->trigger_last) continue;
        DL_BUF_LIT(page->out, "  ");
        dl_ink_printf(page, dl_quad_ink(dl_type_quad(e->type)), "%s %u", dl_type_text(e->type).p, i + 1);
    }
}

static void row(dl_page *page, const drawing *d, uint32_t i, uint32_t word, uint32_t lemma, uint32_t rel)
{
    const dl_token *t = &d->tokens[i];
    dl_buf line = {0};
    dl_ink_printf(page, DL_INK_FAINT, "%4u ", i + 1);
    uint32_t end = row_end(d, i);
    for (uint32_t x = 0; x < end; x++) dl_buf_add(&line, dl_str_c(glyph(d->cells ? d->cells[(size_t)i * d->width + x] : 0)));
    dl_ink_add(page, DL_INK_FAINT, dl_buf_str(&line));
    dl_buf_char(page->out, ' ');
    line.n = 0;
    dl_plain_add(&line, form(page, t));
    padded(page, governor(d, i) == DL_NONE ? DL_INK_BOLD : DL_INK_PLAIN, dl_buf_str(&line), word > end + 1 ? word - end - 1 : 0);
    DL_BUF_LIT(page->out, "  ");
    padded(page, DL_INK_PLAIN, t->lemma, lemma);
    DL_BUF_LIT(page->out, "  ");
    padded(page, DL_INK_HEAD, dl_upos_text((dl_upos)t->upos), 5);
    DL_BUF_LIT(page->out, "  ");
    padded(page, DL_INK_PLAIN, t->xpos, 5);
    DL_BUF_LIT(page->out, "  ");
    padded(page, DL_INK_TIME, governor(d, i) == DL_NONE ? DL_LIT("root") : dl_rel_text((dl_rel)t->rel), rel);
    notes(page, d->first + i);
    while (page->out->n > 0 && page->out->p[page->out->n - 1] == ' ') page->out->p[--page->out->n] = 0;
    dl_buf_char(page->out, '\n');
    page->out->failed |= line.failed;
    dl_buf_drop(&line);
}

void dl_drawing_add(dl_page *page, const dl_sentence *sentence)
{
    drawing d = {.tokens = page->a->tokens + sentence->first, .first = sentence->first, .n = sentence->count};
    uint32_t word, lemma, rel;
    d.stems = calloc((size_t)d.n + 1, sizeof *d.stems);
    d.order = calloc((size_t)d.n + 1, sizeof *d.order);
    if (d.stems && d.order && d.n <= LONGEST) {
        measure(&d);
        place(&d);
        d.cells = calloc((size_t)d.n * d.width + 1, 1);
        if (d.cells) draw(&d);
    }
    if (!d.stems || !d.order || (d.n <= LONGEST && !d.cells)) {
        page->out->failed = 1;
    } else {
        word_columns(page, &d, &word, &lemma, &rel);
        for (uint32_t i = 0; i < d.n; i++) row(page, &d, i, word, lemma, rel);
    }
    free(d.stems);
    free(d.order);
    free(d.cells);
}
