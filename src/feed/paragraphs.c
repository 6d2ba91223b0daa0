#include "feed/article.h"

/* What an element is to the paragraph that it stands in. */
typedef struct place {
    dl_node *block;
    bool link;
    dl_paragraph_kind kind;
} place;

typedef struct writer {
    dl_paragraphs *to;
    dl_paragraph now;   /* being written at to->text */
    size_t n;
    bool line;          /* a line end stands before what comes next */
    dl_status status;
} writer;

static void flush(writer *w)
{
    while (w->n && (w->to->text[w->n - 1] == ' ' || w->to->text[w->n - 1] == '\n')) w->n--;
    w->line = false;
    if (w->n == 0 || w->status != DL_OK) {
        w->n = 0;
        return;
    }
    void *items = w->to->items;
    if (!dl_arena_grow(w->to->arena, &items, &w->to->room, w->to->count + 1, sizeof *w->to->items)) {
        w->status = DL_NOMEM;
        return;
    }
    w->to->items = items;
    w->now.text = (dl_str){w->to->text, w->n};
    w->to->items[w->to->count++] = w->now;
    w->to->text += w->n;
    w->n = 0;
}

static void put(writer *w, const char *p, size_t n, const place *at)
{
    if (w->n == 0) w->now = (dl_paragraph){.block = at->block, .kind = at->kind};
    if (w->line && w->n) {
        if (w->to->text[w->n - 1] == ' ') w->n--;
        w->to->text[w->n++] = '\n';
    }
    w->line = false;
    memcpy(w->to->text + w->n, p, n);
    w->n += n;
    if (at->link) w->now.linked += (uint32_t)n;
}

/* Invisible characters go; a soft hyphen is one of them. */
static void add_text(writer *w, dl_str s, const place *at)
{
    unsigned lines = 0;
    for (size_t i = 0; i < s.n;) {
        size_t start = i;
        uint32_t c = dl_utf8_next(s, &i);
        if (c == 0x200b || c == 0x200c || c == 0x200e || c == 0x200f || c == 0x2060 || c == 0xfeff || c == 0xad) continue;
        if (!dl_is_space(c)) {
            put(w, s.p + start, i - start, at);
            lines = 0;
            continue;
        }
        if (w->n && w->to->text[w->n - 1] != ' ' && !w->line) w->to->text[w->n++] = ' ';
        lines += c == '\n';
        if (lines == 2 && w->to->blank_lines) flush(w);
    }
}

static dl_paragraph_kind kind_of(const dl_node *n, dl_paragraph_kind around)
{
    dl_str name = dl_node_local(n);
    if (around == DL_PARAGRAPH_CAPTION || dl_str_is(name, "figcaption") || dl_str_is(name, "media-caption") || dl_node_named(n, " caption figcaption wpcaption ")) return DL_PARAGRAPH_CAPTION;
    if ((name.n == 2 && name.p[0] == 'h' && name.p[1] >= '1' && name.p[1] <= '6') || dl_str_is(name, "hl1") || dl_str_is(name, "hl2")) return DL_PARAGRAPH_HEADING;
    return dl_str_is(name, "li") || around == DL_PARAGRAPH_ITEM ? DL_PARAGRAPH_ITEM : DL_PARAGRAPH_PLAIN;
}

/* The tree is never deep: markup.c sees to it. */
static void walk(writer *w, dl_node *top, place at)
{
    for (dl_node *n = top->first; n && w->status == DL_OK; n = n->next) {
        if (n->name.n == 0) {
            add_text(w, n->text, &at);
            continue;
        }
        if ((n->tag & DL_TAG_MUTE) || (n->marks & DL_MARK_OUT)) continue;
        if (dl_str_is(dl_node_local(n), "br")) {
            if (w->line) flush(w);
            else w->line = w->n > 0;
            continue;
        }
        place in = at;
        in.link = at.link || dl_str_is(n->name, "a");
        in.kind = kind_of(n, at.kind);
        bool apart = (n->tag & DL_TAG_BLOCK) || in.kind != at.kind;
        if (apart) {
            flush(w);
            in.block = n;
        }
        walk(w, n, in);
        if (apart) flush(w);
    }
}

dl_status dl_paragraphs_read(dl_node *top, bool blank_lines, dl_arena *arena, dl_paragraphs *out)
{
    size_t room = 16;
    for (dl_node *n = top; n; n = dl_node_next(n, top, true)) room += n->text.n + 2;
    *out = (dl_paragraphs){.blank_lines = blank_lines, .arena = arena, .text = dl_arena_get(arena, room)};
    if (out->text == NULL) return DL_NOMEM;
    writer w = {.to = out};
    walk(&w, top, (place){.block = top});
    flush(&w);
    return w.status;
}

dl_str dl_paragraphs_join(const dl_paragraphs *all)
{
    size_t room = 1, n = 0;
    for (uint32_t i = 0; i < all->count; i++) room += all->items[i].text.n + 2;
    char *out = dl_arena_get(all->arena, room);
    if (out == NULL) return (dl_str){0};
    for (uint32_t i = 0; i < all->count; i++) {
        dl_str s = all->items[i].text;
        if (all->items[i].left_out) continue;
        if (n) n += 2, out[n - 2] = out[n - 1] = '\n';
        memcpy(out + n, s.p, s.n);
        n += s.n;
    }
    return (dl_str){out, n};
}

dl_status dl_fragment_text(dl_str html, dl_arena *arena, dl_str *out)
{
    dl_node *root;
    dl_paragraphs all;
    DL_TRY(dl_markup_read(html, DL_MARKUP_HTML, arena, &root));
    bool tagged = dl_node_find(root, "p") || dl_node_find(root, "br") || dl_node_find(root, "div");
    DL_TRY(dl_paragraphs_read(root, !tagged, arena, &all));
    *out = dl_paragraphs_join(&all);
    return out->p ? DL_OK : DL_NOMEM;
}
