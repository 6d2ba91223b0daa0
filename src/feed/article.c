/* Which part of a page is the article. Paragraphs with many characters and few of them in links are good; the part that holds most of
 * them closest together is the article, after what names itself a menu, a share bar, a comment and the like has been taken out. */
#include "feed/article.h"

#define GOOD_LENGTH 60     /* bytes of a paragraph from which it says something */
#define LEAST_ARTICLE 200  /* bytes of good paragraphs that make an article */

static char low(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool letter(char c)
{
    return low(c) >= 'a' && low(c) <= 'z';
}

static bool lists(const char *words, const char *word, size_t n)
{
    char needle[34] = " ";
    if (n == 0 || n > 31) return false;
    memcpy(needle + 1, word, n);
    needle[n + 1] = ' ';
    needle[n + 2] = 0;
    return strstr(words, needle) != NULL;
}

/* Words end at a sign, a digit, and where a capital follows a small letter. */
static bool names(dl_str s, const char *words)
{
    char word[32];
    size_t n = 0;
    s.n = DL_MIN(s.n, (size_t)400);
    for (size_t i = 0; i <= s.n; i++) {
        bool in = i < s.n && letter(s.p[i]);
        bool hump = in && i && s.p[i] != low(s.p[i]) && letter(s.p[i - 1]) && s.p[i - 1] == low(s.p[i - 1]);
        if (!in || hump) {
            if (lists(words, word, n)) return true;
            n = 0;
        }
        if (in && n < sizeof word) word[n++] = low(s.p[i]);
    }
    return false;
}

bool dl_node_named(const dl_node *node, const char *words)
{
    return node->attributes && (names(dl_node_attribute(node, "class"), words) || names(dl_node_attribute(node, "id"), words));
}

/* ## What is taken out */

static const char furniture[] =
    " share shares sharing sharebar sharetools social socials related relateds relatedlinks promo promos promotion newsletter newsletters subscribe subscription signup cookie cookies consent gdpr sidebar rail "
    "advert adverts advertisement advertising advertisements ad ads adslot sponsor sponsored recommend recommended recommendation recommendations recirc recirculation trending popular mostpopular mostread "
    "offscreen visuallyhidden screenreader sr screen reader breadcrumb breadcrumbs nav navbar navigation menu footer masthead toolbar toolbox outbrain taboola syndication copyright skip modal popup overlay login paywall rating poll disqus comment comments "
    "commenting respond hidden hide noprint readmore morelinks seealso teaser teasers bio authorbio tags topics keywords pagination pager correction byline bylines dateline timestamp pubdate credit credits "
    "credited print email slideshow gallery carousel lightbox livefyre viafoura donate donation appeal follow fb twitter facebook whatsapp linkedin pinterest addthis embed infobox factbox tools utility utilities ";

static const char body_words[] = " article articlebody body content entry hentry main post story storybody text ";

static bool furniture_role(dl_str role)
{
    return role.n && lists(" navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar form ", role.p, role.n);
}

static bool hidden(const dl_node *n)
{
    dl_str style = dl_node_attribute(n, "style");
    for (size_t i = 0; i + 12 <= style.n && i < 200; i++) {
        if (memcmp(style.p + i, "display:none", 12) == 0 || memcmp(style.p + i, "display: none", 12) == 0) return true;
    }
    return dl_node_attribute(n, "hidden").p != NULL;
}

static bool inside(const dl_node *n, const char *name)
{
    for (; n; n = n->parent) {
        if (dl_str_is(n->name, name)) return true;
    }
    return false;
}

static bool keeps(const dl_node *n, uint32_t whole)
{
    return n->good * 2 > whole || dl_str_is(n->name, "body") || dl_str_is(n->name, "html") || dl_str_is(n->name, "head") ||
           dl_str_is(dl_node_attribute(n, "itemprop"), "articleBody");
}

/* Is the element, by its tag or its name, not part of an article? What holds most of the page's text is, whatever it is called. */
static bool is_furniture(const dl_node *n, uint32_t whole)
{
    if (n->name.n == 0 || keeps(n, whole)) return false;
    if (dl_str_is(n->name, "nav") || dl_str_is(n->name, "footer") || dl_str_is(n->name, "aside") || dl_str_is(n->name, "time")) return true;
    if (dl_str_is(n->name, "header")) return !inside(n->parent, "article") && !inside(n->parent, "main");
    if (dl_str_is(n->name, "form")) return true;
    if (furniture_role(dl_node_attribute(n, "role")) || hidden(n)) return true;
    if (dl_node_named(n, " figcaption caption ") || (!(n->tag & DL_TAG_BLOCK) && dl_node_named(n, " dateline location "))) return false;
    return dl_node_named(n, furniture);
}

static void mark_furniture(dl_node *root, uint32_t whole)
{
    for (dl_node *n = root; n; n = dl_node_next(n, root, !(n->marks & DL_MARK_OUT))) {
        if (is_furniture(n, whole)) n->marks |= DL_MARK_OUT;
    }
}

/* ## Which part it is */

static bool good(const dl_paragraph *p)
{
    return p->text.n >= GOOD_LENGTH && p->linked * 3 < p->text.n && p->kind != DL_PARAGRAPH_CAPTION;
}

static bool is_paragraph(const dl_node *n)
{
    static const char names_of[] = " p li dd dt td th h h1 h2 h3 h4 h5 h6 blockquote pre figcaption ";
    return lists(names_of, n->name.p ? n->name.p : "", n->name.n);
}

/* Sums up for each element what its paragraphs say, and gives to those close around a paragraph a share of its worth. */
static uint32_t weigh(const dl_paragraphs *all, dl_node *root)
{
    for (dl_node *n = root; n; n = dl_node_next(n, root, true)) n->words = n->linked = n->good = 0, n->score = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        const dl_paragraph *p = &all->items[i];
        uint32_t length = (uint32_t)p->text.n, commas = 0;
        bool is_good = good(p);
        for (size_t k = 0; k < p->text.n; k++) commas += p->text.p[k] == ',';
        float worth = is_good ? 1.0f + (float)DL_MIN(commas, 8u) + (float)DL_MIN(length / 100, 3u) : 0;
        float share = 1;
        dl_node *n = p->block;
        if (is_paragraph(n)) {
            n->words += length, n->linked += p->linked;
            if (is_good) n->good += length;
            n = n->parent;
        }
        for (; n; n = n->parent, share /= 2) {
            n->words += length;
            n->linked += p->linked;
            if (is_good) n->good += length;
            if (share > 0.2f) n->score += worth * share;
        }
    }
    return root->good;
}

static float worth(const dl_node *n)
{
    float density = n->words ? (float)n->linked / (float)n->words : 1;
    float bonus = dl_str_is(n->name, "article") || dl_node_named(n, body_words) ? 1.25f : 1;
    return n->score * (1 - density) * bonus;
}

static dl_node *declared_body(dl_node *root)
{
    dl_node *best = NULL;
    for (dl_node *n = root; n; n = dl_node_next(n, root, !(n->marks & DL_MARK_OUT))) {
        if (dl_str_is(dl_node_attribute(n, "itemprop"), "articleBody") && (best == NULL || n->good > best->good)) best = n;
    }
    return best && best->good >= LEAST_ARTICLE ? best : NULL;
}

/* The article may be cut into parts that stand side by side: its parent then holds much more of the same kind and few links. */
static dl_node *widened(dl_node *top)
{
    for (dl_node *up = top->parent; up && !dl_str_is(up->name, "body") && !dl_str_is(up->name, "html") && up->parent; up = up->parent) {
        bool more = up->good > top->good + top->good / 10, few_links = up->linked * 4 < up->words;
        dl_str class = dl_node_attribute(top, "class");
        unsigned alike = 0;
        for (const dl_node *n = up->first; n; n = n->next) {
            bool same = dl_str_eq(n->name, top->name) && dl_str_eq(dl_node_attribute(n, "class"), class);
            alike += n != top && n->good && (same || dl_str_is(n->name, "p"));
        }
        if (more && few_links && alike) top = up;
        else if (more) break;
    }
    return top;
}

static dl_node *choose(dl_node *root)
{
    dl_node *best = declared_body(root);
    if (best) return best;
    for (dl_node *n = root; n; n = dl_node_next(n, root, !(n->marks & DL_MARK_OUT))) {
        if (n->score > 0 && (best == NULL || worth(n) > worth(best))) best = n;
    }
    return best ? widened(best) : NULL;
}

/* ## Which paragraphs of it */

static bool starts(dl_str s, const char *lower)
{
    size_t i = 0;
    while (lower[i] && i < s.n && low(s.p[i]) == lower[i]) i++;
    return lower[i] == 0;
}

static bool phrase(dl_str s)
{
    static const char *const openings[] = {"advertisement", "read more", "read also", "see also", "also read", "related", "share this", "share on", "sign up", "follow us", "follow @", "click here", "click to",
                                           "story continues", "continue reading", "more on this", "more from", "photos:", "watch:", "video:", "(c) ", "\xc2\xa9", "copyright", "all rights reserved", "print this",
                                           "email this", "get our", "subscribe", "download our", "image copyright", "media playback", "share page", "view comments", "jump to comments", "skip to",
                                           "newsletter", "recommended", "most read", "loading", "enlarge", "hide caption", "toggle caption", "last updated", "this video", "please enable", "tap here", "buy this"};
    if (s.n > 120) return false;
    for (size_t i = 0; i < DL_COUNT(openings); i++) {
        if (starts(s, openings[i])) return true;
    }
    return false;
}

/* A caption that is there twice, once with the words of a button behind it. */
static void leave_out_twins(dl_paragraphs *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        dl_paragraph *p = &all->items[i];
        for (uint32_t k = i + 1; k < all->count && k < i + 4 && p->kind == DL_PARAGRAPH_CAPTION && !p->left_out; k++) {
            dl_paragraph *q = &all->items[k];
            if (q->kind != DL_PARAGRAPH_CAPTION || q->left_out) continue;
            if (dl_str_starts(p->text, q->text)) p->left_out = true;
            else if (dl_str_starts(q->text, p->text)) q->left_out = true;
        }
    }
}

/* Does it end as a sentence does? Quotation marks and brackets may follow. */
static bool sentence(dl_str s)
{
    while (s.n && (strchr("\"')]", s.p[s.n - 1]) || dl_str_ends(s, DL_LIT("\xe2\x80\x9d")) || dl_str_ends(s, DL_LIT("\xe2\x80\x99")))) s.n -= (uint8_t)s.p[s.n - 1] < 0x80 ? 1 : 3;
    return s.n && (strchr(".!?:;", s.p[s.n - 1]) || dl_str_ends(s, DL_LIT("\xe2\x80\xa6")));
}

static void leave_out(dl_paragraphs *all)
{
    uint32_t first = all->count, last = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        dl_paragraph *p = &all->items[i];
        size_t n = p->text.n;
        p->left_out = (p->linked * 2 > n && !(n > 150 && p->linked * 4 < n * 3)) || phrase(p->text) || (p->kind == DL_PARAGRAPH_ITEM && n < 30);
        if (n < 12 && p->kind != DL_PARAGRAPH_HEADING && !sentence(p->text)) p->left_out = true;
        if (p->left_out || p->kind == DL_PARAGRAPH_HEADING || p->kind == DL_PARAGRAPH_CAPTION) continue;
        if (n >= GOOD_LENGTH || (sentence(p->text) && n > 20)) {
            first = DL_MIN(first, i);
            last = i;
        }
    }
    for (uint32_t i = 0; i < all->count; i++) {
        dl_paragraph *p = &all->items[i];
        if (p->kind != DL_PARAGRAPH_CAPTION && (i < first || i > last)) p->left_out = true;
        if (p->kind != DL_PARAGRAPH_HEADING) continue;
        uint32_t next = i + 1;
        while (next < all->count && all->items[next].left_out) next++;
        if (next >= all->count || next > i + 3) p->left_out = true; /* over what was left out */
    }
}

dl_status dl_article_text(dl_node *root, dl_arena *arena, dl_str *out)
{
    dl_paragraphs all;
    DL_TRY(dl_paragraphs_read(root, false, arena, &all));
    mark_furniture(root, weigh(&all, root));
    DL_TRY(dl_paragraphs_read(root, false, arena, &all));
    uint32_t whole = weigh(&all, root);
    dl_node *top = choose(root);
    *out = DL_LIT("");
    if (top == NULL || top->good < LEAST_ARTICLE || top->good * 4 < whole) return DL_OK;
    DL_TRY(dl_paragraphs_read(top, false, arena, &all));
    leave_out(&all);
    leave_out_twins(&all);
    *out = dl_paragraphs_join(&all);
    return out->p ? DL_OK : DL_NOMEM;
}
