/* sentences.c - where sentences end.
 *
 * Rules decide what is certain; at the other places a linear classifier over hashed features is asked (train/tokens.py), and without a model the
 * rules' own guess holds. Everything is integer arithmetic. */
#include "lang/words.h"

/* ## Tokens as the splitter sees them */

static uint32_t mix(uint32_t h, uint32_t x)
{
    h = (h ^ x) * 0x85EBCA6Bu;
    return h ^ (h >> 13);
}

static dl_shape shape_of_word(uint32_t lower, uint32_t upper, uint32_t digits, bool first_upper, bool point)
{
    if (digits) return lower + upper ? DL_SHAPE_MIXED : DL_SHAPE_NUMBER;
    if (upper == 0) return DL_SHAPE_LOWER;
    if (upper == 1 && lower == 0 && point) return DL_SHAPE_INITIAL;
    if (lower) return first_upper ? DL_SHAPE_CAPITAL : DL_SHAPE_MIXED; /* "McArthur" as "Arthur" */
    return upper == 1 && first_upper ? DL_SHAPE_CAPITAL : DL_SHAPE_CAPITALS;
}

static dl_shape shape_of_sign(uint8_t kind)
{
    switch (kind) {
    case DL_CHAR_DOT: return DL_SHAPE_STOP;
    case DL_CHAR_MARK: return DL_SHAPE_MARK;
    case DL_CHAR_COMMA: return DL_SHAPE_COMMA;
    case DL_CHAR_COLON: case DL_CHAR_SEMICOLON: return DL_SHAPE_COLON;
    case DL_CHAR_HYPHEN: case DL_CHAR_DASH: return DL_SHAPE_DASH;
    case DL_CHAR_QUOTE: case DL_CHAR_APOSTROPHE: return DL_SHAPE_QUOTE;
    case DL_CHAR_OPEN: return DL_SHAPE_OPEN;
    case DL_CHAR_CLOSE: return DL_SHAPE_CLOSE;
    case DL_CHAR_ELLIPSIS: return DL_SHAPE_ELLIPSIS;
    default: return DL_SHAPE_OTHER;
    }
}

#define FORM_MAX 24 /* characters of a form that count */

static void look(dl_str text, const dl_token *token, dl_mark_token *mark)
{
    dl_str form = {text.p, token->end};
    uint32_t lower = 0, upper = 0, digits = 0, hash = 2166136261u, n = 0;
    bool first_upper = false, word = false;
    char low[8];
    uint32_t low_count = 0;
    uint8_t kind = DL_CHAR_OTHER;
    for (size_t at = token->start; at < token->end && n < FORM_MAX; n++) {
        dl_glyph glyph = dl_glyph_read(form, at);
        kind = glyph.kind;
        at += glyph.size;
        if (n == 0) mark->first = kind, first_upper = kind == DL_CHAR_UPPER, word = kind <= DL_CHAR_DIGIT;
        lower += kind == DL_CHAR_LOWER, upper += kind == DL_CHAR_UPPER, digits += kind == DL_CHAR_DIGIT;
        uint32_t code = dl_lower(glyph.code);
        if (low_count < sizeof low) low[low_count++] = (char)(code < 128 ? code : '?');
        hash = (hash ^ code) * 16777619u;
    }
    mark->hash = hash ^ (hash >> 15);
    mark->last = kind;
    bool any = lower + upper + digits > 0, point = kind == DL_CHAR_DOT;
    mark->shape = (uint8_t)(any ? shape_of_word(lower, upper, digits, first_upper, point) : n > 1 && point ? DL_SHAPE_ELLIPSIS : shape_of_sign(mark->first));
    if (word && point && n > 1) {
        mark->flags |= DL_TOKEN_SHORT;
        if (n == low_count && dl_word_is_title((dl_str){low, low_count - 1})) mark->flags |= DL_TOKEN_TITLE;
    }
}

/* Says for each quotation mark whether it opens or closes: by its form where that tells, else by the spaces around it, else by turns. */
static void look_at_quotes(dl_str text, const dl_token *tokens, dl_mark_token *marks, uint32_t count)
{
    bool open = false;
    for (uint32_t t = 0; t < count; t++) {
        if (marks[t].shape != DL_SHAPE_QUOTE) continue;
        uint32_t code = dl_glyph_read((dl_str){text.p, tokens[t].end}, tokens[t].start).code;
        bool space_before = t == 0 || tokens[t - 1].space_after || marks[t - 1].shape == DL_SHAPE_OPEN || marks[t - 1].shape == DL_SHAPE_DASH;
        bool space_after = t + 1 == count || tokens[t].space_after;
        bool opens = !open;
        if (code == 0x201C || code == 0x2018 || code == 0x00AB || code == 0x201E || code == '`') opens = true;
        else if (code == 0x201D || code == 0x2019 || code == 0x00BB) opens = false;
        else if (space_before != space_after) opens = space_before && (!open || t + 1 < count);
        marks[t].flags |= opens ? DL_TOKEN_OPENS : DL_TOKEN_CLOSES;
        open = opens;
    }
}

void dl_splitter_open(dl_splitter *s, dl_str text, const dl_token *tokens, dl_mark_token *marks, uint32_t count)
{
    *s = (dl_splitter){.tokens = tokens, .marks = marks, .count = count};
    memset(marks, 0, sizeof *marks * count);
    uint32_t inside = 0, upper = 0, lower = 0;
    for (uint32_t t = 0; t < count; t++) {
        look(text, &tokens[t], &marks[t]);
        if (inside) marks[t].flags |= DL_TOKEN_INSIDE, inside--;
        else if (tokens[t].group_size) inside = tokens[t].group_size - 1u;
        lower += marks[t].shape == DL_SHAPE_LOWER;
        upper += marks[t].shape == DL_SHAPE_CAPITAL || marks[t].shape == DL_SHAPE_CAPITALS || marks[t].shape == DL_SHAPE_INITIAL;
    }
    look_at_quotes(text, tokens, marks, count);
    s->style = (uint8_t)(lower * 8 < upper && upper > 3 ? 1 : upper == 0 && lower > 3 ? 2 : 0);
}

/* ## What the rules know */

static bool is_shape_word(uint8_t shape) { return shape <= DL_SHAPE_MIXED; }

/* Does the sentence come to a stop at t, closing quotes and brackets aside? */
static bool is_stopped(const dl_splitter *s, uint32_t t)
{
    for (uint32_t back = 0; back < 3; back++) {
        uint8_t shape = s->marks[t].shape;
        if (shape == DL_SHAPE_STOP || shape == DL_SHAPE_MARK || shape == DL_SHAPE_ELLIPSIS) return true;
        if (shape != DL_SHAPE_CLOSE && !(s->marks[t].flags & DL_TOKEN_CLOSES)) return false;
        if (t == s->start) return false;
        t--;
    }
    return false;
}

/* "talks.The", "Europe."He", "talks."The", "Germany.- I": sentences that lost the space between them. */
static bool is_glued(const dl_splitter *s, uint32_t t)
{
    const dl_mark_token *m = &s->marks[t], *next = m + 1, *before = m - 1;
    if (s->tokens[t].space_after || t <= s->start) return false;
    if (m->flags & DL_TOKEN_CLOSES && t > s->start + 1) before--;
    else if (m->shape != DL_SHAPE_STOP && m->shape != DL_SHAPE_MARK) return false;
    const dl_mark_token *stop = before + 1;
    if ((stop->shape != DL_SHAPE_STOP && stop->shape != DL_SHAPE_MARK) || !is_shape_word(before->shape) || before->flags & DL_TOKEN_SHORT) return false;
    const dl_token *word = &s->tokens[t] - (m - before);
    if (word->end - word->start < 3 || word->space_after || (stop != m && s->tokens[t - 1].space_after)) return false;
    bool sign = next->shape == DL_SHAPE_DASH || next->flags & DL_TOKEN_OPENS;
    if (sign && stop == m) next++;
    if (next >= s->marks + s->count) return false;
    const dl_token *first = &s->tokens[t] + (next - m);
    return (next->shape == DL_SHAPE_CAPITAL || (next->shape == DL_SHAPE_CAPITALS && s->style == 1)) && (sign || first->end - first->start > 1);
}

static dl_gap judge(const dl_splitter *s, uint32_t t)
{
    const dl_mark_token *m = &s->marks[t], *next = m + 1;
    bool space = s->tokens[t].space_after;
    if (next->flags & DL_TOKEN_INSIDE) return DL_GAP_INSIDE;
    if (is_glued(s, t)) return DL_GAP_END;
    if (next->shape == DL_SHAPE_COMMA || next->shape == DL_SHAPE_CLOSE || m->shape == DL_SHAPE_COMMA || m->shape == DL_SHAPE_OPEN) return DL_GAP_INSIDE;
    if ((next->flags & DL_TOKEN_CLOSES && !space) || m->flags & (DL_TOKEN_OPENS | DL_TOKEN_TITLE)) return DL_GAP_INSIDE;
    bool word = is_shape_word(m->shape), next_word = is_shape_word(next->shape);
    bool capital = next_word && next->shape != DL_SHAPE_LOWER && next->shape != DL_SHAPE_NUMBER;
    if (word && !(m->flags & DL_TOKEN_SHORT)) return capital || !next_word ? DL_GAP_ASK_INSIDE : DL_GAP_INSIDE;
    bool before_lower = t > s->start && m[-1].shape == DL_SHAPE_LOWER && s->tokens[t - 1].end - s->tokens[t - 1].start > 1;
    if (m->shape == DL_SHAPE_STOP && before_lower && next->shape == DL_SHAPE_CAPITAL && space && s->brackets == 0) return DL_GAP_END;
    bool starts = capital || next->shape == DL_SHAPE_NUMBER || next->flags & DL_TOKEN_OPENS || next->shape == DL_SHAPE_OPEN || next->shape == DL_SHAPE_OTHER;
    if (is_stopped(s, t)) return starts || s->style == 2 ? DL_GAP_ASK_END : DL_GAP_ASK_INSIDE;
    return DL_GAP_ASK_INSIDE;
}

dl_gap dl_splitter_step(dl_splitter *s, uint32_t t)
{
    const dl_mark_token *m = &s->marks[t];
    if (m->shape == DL_SHAPE_OPEN) s->brackets++;
    if (m->shape == DL_SHAPE_CLOSE && s->brackets) s->brackets--;
    if (m->flags & DL_TOKEN_OPENS) s->quote = true;
    if (m->flags & DL_TOKEN_CLOSES) s->quote = false;
    return judge(s, t);
}

void dl_splitter_end(dl_splitter *s, uint32_t t)
{
    s->start = t + 1;
    s->brackets = 0;
}

/* ## Features */

static uint32_t bucket(uint32_t id, uint32_t a, uint32_t b, uint32_t c)
{
    return mix(mix(mix(id * 0x9E3779B1u, a), b), c) & (DL_GAP_BUCKETS - 1);
}

static uint32_t coarse(uint32_t n) { return n < 4 ? n : n < 7 ? 4 : n < 12 ? 5 : n < 20 ? 6 : n < 35 ? 7 : n < 60 ? 8 : 9; }

void dl_splitter_features(const dl_splitter *s, uint32_t t, uint32_t out[DL_GAP_FEATURES])
{
    static const dl_mark_token edge = {.hash = 1, .shape = DL_SHAPE_EDGE};
    const dl_mark_token *m = &s->marks[t], *next = m + 1, *after = t + 2 < s->count ? m + 2 : &edge;
    const dl_mark_token *before = t > s->start ? m - 1 : &edge, *earlier = t > s->start + 1 ? m - 2 : &edge, *first = &s->marks[s->start];
    uint32_t space = s->tokens[t].space_after, next_space = s->tokens[t + 1].space_after;
    uint32_t here = m->shape | space << 8 | (uint32_t)s->style << 9 | (uint32_t)m->flags << 16;
    uint32_t there = next->shape | next_space << 8 | (uint32_t)next->flags << 16;
    uint32_t length = coarse(t + 1 - s->start), left = coarse(s->count - t - 1);
    uint32_t state = (s->quote ? 1u : 0) | (s->brackets ? 2u : 0) | (is_stopped(s, t) ? 4u : 0);
    uint32_t shapes = before->shape | (uint32_t)m->shape << 5 | (uint32_t)next->shape << 10 | (uint32_t)after->shape << 15 | space << 20 | (uint32_t)s->style << 21;
    uint32_t f = 0;
    out[f++] = bucket(1, m->hash, here, 0);
    out[f++] = bucket(2, m->hash, here, there);
    out[f++] = bucket(3, m->hash, next->hash, space);
    out[f++] = bucket(4, before->hash, here, there);
    out[f++] = bucket(5, before->hash, m->hash, next->hash);
    out[f++] = bucket(6, next->hash, here, 0);
    out[f++] = bucket(7, next->hash, after->hash, here);
    out[f++] = bucket(8, next->hash, there, state);
    out[f++] = bucket(9, shapes, 0, 0);
    out[f++] = bucket(10, shapes, state, earlier->shape);
    out[f++] = bucket(11, here, there, length);
    out[f++] = bucket(12, here, there, left);
    out[f++] = bucket(13, m->hash, length, next->shape);
    out[f++] = bucket(14, m->hash, left, next->shape);
    out[f++] = bucket(15, here, there, state);
    out[f++] = bucket(16, first->hash, m->shape, next->shape);
    out[f++] = bucket(17, first->shape | (uint32_t)first->flags << 8, here, length);
    out[f++] = bucket(18, before->hash, m->hash, next->shape);
    out[f++] = bucket(19, after->hash, next->shape, here);
    out[f++] = bucket(20, earlier->hash, before->hash, here);
    const dl_mark_token *third = t > s->start + 2 ? m - 3 : &edge, *later = t + 3 < s->count ? m + 3 : &edge;
    out[f++] = bucket(21, shapes, (uint32_t)earlier->shape | (uint32_t)third->shape << 8, later->shape);
    out[f++] = bucket(22, next->hash, left, m->shape);
    out[f++] = bucket(23, before->hash, m->shape, next->hash);
    out[f++] = bucket(24, next->hash, length, m->shape);
}
