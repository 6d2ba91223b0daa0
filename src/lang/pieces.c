/* pieces.c - words to word pieces (WordPiece, Wu et al. 2016), as the encoder was trained: lower case, accents dropped, punctuation
 * split off, longest piece first. */
#include "lang/net.h"

enum { FORM_MAX = 512, MEMO_FORM = 28, MEMO_SLOTS = 1 << 14 };

struct dl_pieces {
    dl_map *begins, *goes_on; /* pieces at the beginning of a part; pieces after it, without their "##" */
    uint32_t count, open, close, unknown;
    size_t longest; /* bytes */
};

/* ## Shapes */

uint32_t dl_word_shape(dl_str form)
{
    uint32_t letters = 0, lower = 0, upper = 0, digits = 0;
    bool first_upper = false;
    for (size_t at = 0; at < form.n;) {
        bool first = at == 0;
        uint32_t c = dl_utf8_next(form, &at);
        letters += dl_is_letter(c);
        lower += dl_is_lower(c);
        upper += dl_is_upper(c);
        digits += dl_is_digit(c);
        if (first) first_upper = dl_is_upper(c);
    }
    if (letters > 1 && lower == 0) return 1;
    if (first_upper) return 2;
    if (upper) return 3;
    if (digits) return 4;
    return letters ? 0 : 5;
}

/* ## Folding */

/* Letters without their accents, '.' where there is nothing to drop: U+00C0 to U+024F and U+1E00 to U+1EFF. */
static const char latin[] = "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
                            "aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll."
                            "...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz."
                            "................................oo.............uu..............."
                            ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
                            "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
                            "................";
static const char latin_more[] = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
                                 "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
                                 "wwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
                                 "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20F0) ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F);
}

/* Numerals that Unicode does not count as decimal digits, such as superscripts and fractions. */
static bool is_numeral(uint32_t c)
{
    return c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0xBC && c <= 0xBE) || (c >= 0x2070 && c <= 0x2089) || (c >= 0x2150 && c <= 0x218B) ||
           (c >= 0x2460 && c <= 0x249B);
}

static uint32_t plain(uint32_t c)
{
    char base = '.';
    if (c >= 0xC0 && c < 0x250) base = latin[c - 0xC0];
    if (c >= 0x1E00 && c < 0x1F00) base = latin_more[c - 0x1E00];
    return base == '.' ? dl_lower(c) : (uint32_t)base;
}

/* ## Vocabulary */

static dl_status mark_id(const dl_pieces *p, const char *text, uint32_t *out, dl_error *err)
{
    const uint32_t *id = dl_map_get(p->begins, dl_str_c(text));
    if (!id) return dl_fail(err, DL_FORMAT, "Section \"pieces\" of the model lacks %s.", text);
    *out = *id;
    return DL_OK;
}

dl_status dl_pieces_open(dl_model *model, const dl_pieces **out, dl_error *err)
{
    dl_labels list;
    DL_TRY(dl_load_text(model, "pieces", &list, err));
    dl_pieces *p = DL_NEW(model->arena, dl_pieces, 1);
    if (!p) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    p->count = list.count;
    p->begins = dl_map_new(model->arena, list.count);
    p->goes_on = dl_map_new(model->arena, list.count / 4);
    if (!p->begins || !p->goes_on) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    for (uint32_t i = 0; i < list.count; i++) {
        dl_str text = list.text[i];
        bool later = text.n > 2 && dl_str_starts(text, DL_LIT("##"));
        uint32_t *slot;
        if (later) text = dl_str_part(text, 2, text.n);
        if (!dl_map_put(later ? p->goes_on : p->begins, text, i, &slot)) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
        if (text.n > p->longest) p->longest = text.n;
    }
    DL_TRY(mark_id(p, "[CLS]", &p->open, err));
    DL_TRY(mark_id(p, "[SEP]", &p->close, err));
    DL_TRY(mark_id(p, "[UNK]", &p->unknown, err));
    *out = p;
    return DL_OK;
}

uint32_t dl_pieces_count(const dl_pieces *pieces) { return pieces->count; }
uint32_t dl_pieces_open_mark(const dl_pieces *pieces) { return pieces->open; }
uint32_t dl_pieces_close_mark(const dl_pieces *pieces) { return pieces->close; }

/* ## Splitting */

static void take(uint32_t id, uint32_t out[DL_PIECES_MAX], uint32_t *count)
{
    if (*count < DL_PIECES_MAX) out[*count] = id;
    ++*count;
}

static const uint32_t *longest_piece(const dl_pieces *p, const dl_map *map, dl_str rest, size_t *length)
{
    size_t n = DL_MIN(rest.n, p->longest);
    for (; n > 0; n--) {
        if (n < rest.n && ((unsigned char)rest.p[n] & 0xC0) == 0x80) continue; /* inside a character */
        const uint32_t *id = dl_map_get(map, dl_str_part(rest, 0, n));
        if (id) {
            *length = n;
            return id;
        }
    }
    return NULL;
}

/* A run of letters and digits, or one sign. A part that cannot be covered is one unknown piece. */
static void split_part(const dl_pieces *p, dl_str part, uint32_t out[DL_PIECES_MAX], uint32_t *count)
{
    uint32_t before = *count;
    for (size_t at = 0, length = 0; at < part.n; at += length) {
        const uint32_t *id = longest_piece(p, at ? p->goes_on : p->begins, dl_str_part(part, at, part.n), &length);
        if (!id) {
            *count = before;
            take(p->unknown, out, count);
            return;
        }
        take(*id, out, count);
    }
}

/* Words of more than FORM_MAX bytes are split by their beginning, which has more than enough pieces. */
uint32_t dl_pieces_split(const dl_pieces *pieces, dl_str form, uint32_t out[DL_PIECES_MAX])
{
    char part[FORM_MAX + 8];
    size_t n = 0;
    uint32_t count = 0;
    for (size_t at = 0; at < form.n && at < FORM_MAX;) {
        uint32_t c = dl_utf8_next(form, &at);
        if (is_mark(c)) continue;
        c = plain(c);
        bool joins = dl_is_letter(c) || dl_is_digit(c) || is_numeral(c);
        if (n && (!joins || n + 4 > FORM_MAX)) {
            split_part(pieces, (dl_str){part, n}, out, &count);
            n = 0;
        }
        n += dl_utf8_put(c, part + n);
        if (!joins) {
            split_part(pieces, (dl_str){part, n}, out, &count);
            n = 0;
        }
    }
    if (n) split_part(pieces, (dl_str){part, n}, out, &count);
    if (!count) take(pieces->unknown, out, &count);
    return DL_MIN(count, DL_PIECES_MAX);
}

/* ## Memory of one thread: each slot holds the last word that fell into it */

typedef struct slot { uint8_t size, count; char form[MEMO_FORM + 2]; uint32_t piece[DL_PIECES_MAX]; } slot;

struct dl_piece_memo { slot slots[MEMO_SLOTS]; };

dl_piece_memo *dl_piece_memo_new(dl_arena *arena) { return DL_NEW(arena, dl_piece_memo, 1); }

uint32_t dl_piece_memo_split(dl_piece_memo *memo, const dl_pieces *pieces, dl_str form, uint32_t out[DL_PIECES_MAX])
{
    if (form.n == 0 || form.n > MEMO_FORM) return dl_pieces_split(pieces, form, out);
    slot *s = &memo->slots[dl_hash(form, 0) % MEMO_SLOTS];
    if (s->size != form.n || memcmp(s->form, form.p, form.n) != 0) {
        s->count = (uint8_t)dl_pieces_split(pieces, form, s->piece);
        s->size = (uint8_t)form.n;
        memcpy(s->form, form.p, form.n);
    }
    memcpy(out, s->piece, s->count * sizeof *out);
    return s->count;
}
