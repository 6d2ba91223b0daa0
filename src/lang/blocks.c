/* blocks.c - from the text of a page to blocks: lines, then paragraphs, then what each paragraph is.
 *
 * Pages come in two forms. Either a line is a paragraph, or lines are wrapped at some width and paragraphs are told by blank or indented lines; which of
 * them is decided for the whole report, by whether lines break where the next word would not have fitted. */
#include "lang/blocks.h"

typedef struct line {
    uint32_t start, end; /* without white space at both ends */
    uint32_t indent;
    bool blank_before, stopped;
} line;

typedef struct layout {
    dl_doc *doc;
    line *lines;
    uint32_t line_count, line_room;
    dl_paragraph *paragraphs;
    uint32_t paragraph_count, paragraph_room;
    uint32_t block_room;
    uint32_t width;      /* longest line of a wrapped page, 0 when lines are paragraphs */
    bool typed;          /* a paragraph's first line is indented */
} layout;

static dl_status no_memory(dl_error *err) { return dl_fail(err, DL_NOMEM, "Memory ran out while the blocks of a report were looked for."); }

/* ## Lines */

/* Does a line end like a sentence, closing quotes and brackets aside? */
static bool is_stopped(dl_str text, uint32_t start, uint32_t end)
{
    while (end > start) {
        uint32_t at = end - 1;
        while (at > start && ((uint8_t)text.p[at] & 0xC0) == 0x80) at--;
        uint8_t kind = dl_glyph_read((dl_str){text.p, end}, at).kind;
        if (kind == DL_CHAR_DOT || kind == DL_CHAR_MARK || kind == DL_CHAR_ELLIPSIS || kind == DL_CHAR_COLON || kind == DL_CHAR_SEMICOLON) return true;
        if (kind != DL_CHAR_QUOTE && kind != DL_CHAR_APOSTROPHE && kind != DL_CHAR_CLOSE) return false;
        end = at;
    }
    return false;
}

static dl_status read_lines(layout *page, dl_error *err)
{
    dl_str text = page->doc->text;
    bool blank = false;
    for (size_t at = 0; at < text.n;) {
        const char *feed = memchr(text.p + at, '\n', text.n - at);
        size_t stop = feed ? (size_t)(feed - text.p) : text.n, next = feed ? stop + 1 : text.n, start = at, size;
        while (start < stop && (size = dl_space_size(text, start)) > 0) start += size;
        uint32_t indent = (uint32_t)(start - at);
        size_t end = stop;
        while (end > start) {
            size_t last = end - 1;
            while (last > start && ((uint8_t)text.p[last] & 0xC0) == 0x80) last--;
            dl_glyph glyph = dl_glyph_read(dl_str_part(text, 0, end), last);
            if (glyph.kind != DL_CHAR_SPACE || last + glyph.size != end) break;
            end = last;
        }
        at = next;
        if (start >= end) {
            blank = true;
            continue;
        }
        if (page->line_count == page->line_room && !dl_arena_grow(page->doc->arena, (void **)&page->lines, &page->line_room, page->line_count + 1, sizeof(line)))
            return no_memory(err);
        page->lines[page->line_count++] = (line){(uint32_t)start, (uint32_t)end, indent, blank, is_stopped(text, (uint32_t)start, (uint32_t)end)};
        blank = false;
    }
    return DL_OK;
}

static uint32_t first_word(dl_str text, const line *l)
{
    uint32_t at = l->start;
    while (at < l->end && at - l->start < 40 && (uint8_t)text.p[at] > ' ') at++;
    return at - l->start;
}

#define WIDTH_MAX 130 /* longer lines are not wrapped by anybody */

/* Could the first word of the next line have stood on this one? */
static bool is_full(const layout *page, uint32_t i, uint32_t width)
{
    const line *l = &page->lines[i];
    return l->end - l->start + l->indent + 1 + first_word(page->doc->text, l + 1) + 3 > width;
}

static void find_width(layout *page)
{
    uint32_t width = 0, longer = 0, pairs = 0, full = 0, stopped = 0, indented = 0, plain = 0;
    for (uint32_t i = 0; i < page->line_count; i++) {
        uint32_t n = page->lines[i].end - page->lines[i].start + page->lines[i].indent;
        if (n > WIDTH_MAX) longer++;
        else if (n > width) width = n;
    }
    if (longer * 20 > page->line_count || width < 40) return;
    for (uint32_t i = 0; i + 1 < page->line_count; i++) {
        if (page->lines[i + 1].blank_before) continue;
        pairs++;
        indented += page->lines[i + 1].indent >= 2 && page->lines[i + 1].indent <= 8;
        plain += page->lines[i + 1].indent == 0;
        full += is_full(page, i, width * 9 / 10);
        stopped += page->lines[i].stopped;
    }
    bool wrapped = pairs && full * 2 >= pairs && stopped * 2 < pairs;
    bool typed = longer == 0 && width <= 90 && indented && plain; /* paragraphs are told by their indented first line */
    if (wrapped || typed) page->width = width;
    page->typed = typed;
}

/* ## Paragraphs */

static bool is_bullet(dl_str text, const line *l)
{
    if (l->end - l->start < 3 || text.p[l->start + 1] != ' ') return l->end - l->start > 3 && memcmp(text.p + l->start, "\xE2\x80\xA2", 3) == 0;
    return text.p[l->start] == '-' || text.p[l->start] == '*';
}

/* Does line i go on with the paragraph of the line before it? */
static bool goes_on(const layout *page, uint32_t i)
{
    dl_str text = page->doc->text;
    const line *l = &page->lines[i], *before = l - 1;
    if (before->end - before->start < 3 || l->end - l->start < 2) return false;
    /* A sentence that a link or a picture broke over two lines goes on in lower case, even after a blank line. */
    bool lower = (uint8_t)text.p[l->start] < 128 && dl_glyph_read(text, l->start).kind == DL_CHAR_LOWER;
    if (!page->width) return lower && !before->stopped && before->end - before->start > 40 && !is_bullet(text, l);
    if (l->blank_before) return false;
    if (page->typed) return l->indent == 0;
    if (l->indent >= before->indent + 2 || is_bullet(text, l)) return false;
    return !before->stopped || is_full(page, i - 1, page->width * 4 / 5);
}

static void describe(dl_str text, dl_paragraph *p)
{
    bool inside = false;
    p->signs = true;
    for (uint32_t at = p->span.start; at < p->span.end && p->words < 255;) {
        dl_glyph glyph = dl_glyph_read(text, at);
        bool space = glyph.kind == DL_CHAR_SPACE;
        p->words += !space && !inside;
        inside = !space;
        if (glyph.kind <= DL_CHAR_DIGIT) p->signs = false;
        at += glyph.size;
    }
    p->stopped = is_stopped(text, p->span.start, p->span.end);
}

static dl_status read_paragraphs(layout *page, dl_error *err)
{
    dl_str text = page->doc->text;
    for (uint32_t i = 0; i < page->line_count;) {
        uint32_t j = i + 1;
        while (j < page->line_count && goes_on(page, j)) j++;
        if (page->paragraph_count == page->paragraph_room &&
            !dl_arena_grow(page->doc->arena, (void **)&page->paragraphs, &page->paragraph_room, page->paragraph_count + 1, sizeof(dl_paragraph)))
            return no_memory(err);
        dl_paragraph *p = &page->paragraphs[page->paragraph_count++];
        *p = (dl_paragraph){.span = {page->lines[i].start, page->lines[j - 1].end}};
        describe(text, p);
        i = j;
    }
    return DL_OK;
}

/* Short paragraphs are counted by their text; running text is what ends like a sentence and is not short. */
static dl_status compare_paragraphs(layout *page, dl_error *err)
{
    dl_str text = page->doc->text;
    dl_map *seen = dl_map_new(page->doc->arena, page->paragraph_count);
    if (!seen) return no_memory(err);
    bool body = false, signs = false;
    for (uint32_t i = 0; i < page->paragraph_count; i++) {
        dl_paragraph *p = &page->paragraphs[i];
        p->follows_body = body, p->before_signs = signs;
        body = body || (p->stopped && p->words > 5);
        signs = p->signs;
        uint32_t *slot;
        if (p->words > 15) continue;
        if (!dl_map_put(seen, dl_str_part(text, p->span.start, p->span.end), 0, &slot)) return no_memory(err);
        ++*slot;
    }
    body = false;
    for (uint32_t i = page->paragraph_count; i-- > 0;) {
        dl_paragraph *p = &page->paragraphs[i];
        p->leads_body = body;
        body = body || (p->stopped && p->words > 5);
        const uint32_t *times = p->words > 15 ? NULL : dl_map_get(seen, dl_str_part(text, p->span.start, p->span.end));
        p->times = times ? *times : 1;
    }
    return DL_OK;
}

/* ## Blocks */

static dl_status add(layout *page, uint32_t start, uint32_t end, dl_block_kind kind, const char *why, dl_error *err)
{
    dl_doc *doc = page->doc;
    if (start >= end) return DL_OK;
    if (doc->block_count == page->block_room && !dl_arena_grow(doc->arena, (void **)&doc->blocks, &page->block_room, doc->block_count + 1, sizeof(dl_block)))
        return no_memory(err);
    doc->blocks[doc->block_count++] = (dl_block){.span = {start, end}, .kind = kind, .why = dl_str_c(why)};
    return DL_OK;
}

static uint32_t skip_space(dl_str text, uint32_t at, uint32_t end)
{
    size_t size;
    while (at < end && (size = dl_space_size((dl_str){text.p, end}, at)) > 0) at += (uint32_t)size;
    return at;
}

static uint32_t trim_end(dl_str text, uint32_t start, uint32_t end)
{
    while (end > start && (uint8_t)text.p[end - 1] <= ' ') end--;
    return end;
}

/* Running text: perhaps with a dateline before it and a credit after it. */
static dl_status add_text(layout *page, const dl_paragraph *p, dl_block_kind kind, bool first, dl_error *err)
{
    dl_str text = page->doc->text;
    uint32_t start = p->follows_body && p->words < 8 ? p->span.start : dl_block_dateline_end(text, p->span, first);
    bool caption;
    uint32_t credit = dl_block_credit_start(text, p->span, &caption);
    if (start > p->span.start) {
        DL_TRY(add(page, p->span.start, trim_end(text, p->span.start, start), DL_BLOCK_DATELINE, dl_block_why_dateline, err));
        start = skip_space(text, start, p->span.end);
    }
    const char *why = kind == DL_BLOCK_CAPTION ? dl_block_why_gallery : "";
    if (caption && p->words < 60) kind = DL_BLOCK_CAPTION, why = dl_block_why_caption;
    if (credit < start) credit = p->span.end;
    DL_TRY(add(page, start, trim_end(text, start, credit), kind, why, err));
    return add(page, credit, p->span.end, DL_BLOCK_CREDIT, dl_block_why_credit, err);
}

/* A gallery is "-", its title again, perhaps a heading, and then a caption; or its title, which says that it is one. */
typedef enum place { GALLERY_NONE, GALLERY_TITLE, GALLERY_HEADING } place;

static bool says_gallery(dl_str text, const dl_paragraph *p)
{
    static const char *const words[] = {"gallery", "in pictures", "slideshow", "photos", "pictures:", "images:"};
    char low[96];
    dl_str title = dl_str_part(text, p->span.start, p->span.end);
    if (title.n * 2 > sizeof low) return false;
    size_t n = dl_str_fold(title, low, sizeof low);
    for (size_t i = 0; i < DL_COUNT(words); i++) {
        if (memmem(low, n, words[i], strlen(words[i]))) return true;
    }
    return false;
}

static dl_status add_paragraphs(layout *page, dl_error *err)
{
    dl_str text = page->doc->text;
    place gallery = GALLERY_NONE;
    bool first = true;
    for (uint32_t i = 0; i < page->paragraph_count; i++) {
        const dl_paragraph *p = &page->paragraphs[i];
        const dl_block_rule *rule = dl_block_rule_find(text, p);
        bool heading_here = gallery == GALLERY_TITLE || (p->leads_body && p->times == 1);
        if (!rule && heading_here && dl_block_dateline_end(text, p->span, first) < p->span.end) rule = dl_block_heading_find(text, p);
        if (rule) {
            DL_TRY(add(page, p->span.start, p->span.end, rule->kind, rule->why, err));
            if (rule->kind == DL_BLOCK_REPEATED) gallery = p->before_signs || says_gallery(text, p) ? GALLERY_TITLE : GALLERY_NONE;
            else if (rule->kind == DL_BLOCK_HEADING && gallery == GALLERY_TITLE) gallery = GALLERY_HEADING;
            continue;
        }
        DL_TRY(add_text(page, p, gallery == GALLERY_NONE ? DL_BLOCK_BODY : DL_BLOCK_CAPTION, first, err));
        gallery = GALLERY_NONE;
        first = false;
    }
    return DL_OK;
}

dl_status dl_blocks_find(dl_doc *doc, dl_error *err)
{
    layout page = {.doc = doc};
    doc->blocks = NULL;
    doc->block_count = 0;
    DL_TRY(read_lines(&page, err));
    find_width(&page);
    DL_TRY(read_paragraphs(&page, err));
    DL_TRY(compare_paragraphs(&page, err));
    return add_paragraphs(&page, err);
}

dl_status dl_blocks_plain(dl_doc *doc, dl_error *err)
{
    layout page = {.doc = doc};
    doc->blocks = NULL;
    doc->block_count = 0;
    DL_TRY(read_lines(&page, err));
    for (uint32_t i = 0; i < page.line_count;) {
        uint32_t j = i + 1;
        while (j < page.line_count && !page.lines[j].blank_before) j++;
        DL_TRY(add(&page, page.lines[i].start, page.lines[j - 1].end, DL_BLOCK_BODY, "", err));
        i = j;
    }
    return DL_OK;
}
