/* tokens.c - words in the manner of the English Universal Dependencies treebanks, by rules.
 *
 * A block is cut at white space into chunks. Most chunks are a plain word, perhaps with a comma: these are done at once. The others are
 * read into units (one a character) and cut from left to right; each rule looks only a bounded distance ahead, so the time is linear. */
#include "lang/words.h"

typedef struct unit {
    uint32_t at;  /* byte in the text */
    uint8_t kind; /* dl_char */
    uint8_t low;  /* the character in lower case when it is ASCII, else 0 */
} unit;

typedef struct cutter {
    dl_doc *doc;
    uint32_t token_room;
    uint32_t end;        /* of the block */
    unit *units;         /* the chunk; units[n] is a sentinel of kind SPACE */
    uint32_t unit_room, n;
    bool has_at, has_scheme, has_dot; /* the chunk may hold an address */
    bool single;         /* a single quotation mark is open */
    dl_mark_token *marks;
    uint32_t mark_room;
} cutter;

/* ## Adding tokens */

static dl_status add(cutter *c, uint32_t start, uint32_t end, dl_error *err)
{
    dl_doc *doc = c->doc;
    if (doc->token_count == c->token_room &&
        !dl_arena_grow(doc->arena, (void **)&doc->tokens, &c->token_room, doc->token_count + 1, sizeof(dl_token)))
        return dl_fail(err, DL_NOMEM, "Memory ran out after %u words of a report.", doc->token_count);
    dl_token *token = &doc->tokens[doc->token_count++];
    token->start = start;
    token->end = end;
    token->head = DL_NONE;
    return DL_OK;
}

static dl_status add_units(cutter *c, uint32_t i, uint32_t j, dl_error *err) { return add(c, c->units[i].at, c->units[j].at, err); }

/* Two words that share one surface token. */
static dl_status add_pair(cutter *c, uint32_t start, uint32_t middle, uint32_t end, dl_error *err)
{
    uint32_t first = c->doc->token_count;
    DL_TRY(add(c, start, middle, err));
    DL_TRY(add(c, middle, end, err));
    c->doc->tokens[first].group_size = 2;
    return DL_OK;
}

/* ## Looking at units */

static bool is_word(uint8_t kind) { return kind <= DL_CHAR_DIGIT; }
static bool is_letter(uint8_t kind) { return kind <= DL_CHAR_UPPER; }

#define LOW_MAX 12
/* The lower-case ASCII text of units i..j; empty when it is longer than any listed word or has other letters. */
static dl_str low_text(const cutter *c, uint32_t i, uint32_t j, char out[LOW_MAX])
{
    if (j - i > LOW_MAX) return (dl_str){0};
    for (uint32_t k = i; k < j; k++) {
        if (!c->units[k].low) return (dl_str){0};
        out[k - i] = (char)c->units[k].low;
    }
    return (dl_str){out, j - i};
}

static uint32_t run_end(const cutter *c, uint32_t i)
{
    while (i < c->n && is_word(c->units[i].kind)) i++;
    return i;
}

/* How many digits, at most 6, begin at i. */
static uint32_t digits_at(const cutter *c, uint32_t i)
{
    uint32_t n = 0;
    while (n < 6 && i + n < c->n && c->units[i + n].kind == DL_CHAR_DIGIT) n++;
    return n;
}

static uint32_t skip_space(const cutter *c, uint32_t at)
{
    dl_str text = {c->doc->text.p, c->end};
    size_t size;
    while (at < c->end && (size = dl_space_size(text, at)) > 0) at += (uint32_t)size;
    return at;
}

/* The character after unit j, white space skipped; kind SPACE at the end of the block. */
static dl_glyph glyph_after(const cutter *c, uint32_t j)
{
    dl_str text = {c->doc->text.p, c->end};
    uint32_t at = skip_space(c, c->units[j].at);
    return at < c->end ? dl_glyph_read(text, at) : (dl_glyph){' ', 1, DL_CHAR_SPACE};
}

/* Does a word that nobody is called follow unit j? "Vitamin C. The". */
static bool begins_plainly(const cutter *c, uint32_t j)
{
    static const char words[] = " the he she it in but and a this they we i on at if there his her ";
    char word[8];
    uint32_t at = skip_space(c, c->units[j].at), n = 0;
    while (n < 6 && at + n < c->end && (uint8_t)c->doc->text.p[at + n] < 128 && dl_is_letter((uint8_t)c->doc->text.p[at + n])) {
        word[n + 1] = (char)dl_lower((uint8_t)c->doc->text.p[at + n]);
        n++;
    }
    if (n == 0 || n > 5) return false;
    word[0] = word[n + 1] = ' ';
    for (const char *p = words; p + n + 2 < words + sizeof words; p++)
        if (memcmp(p, word, n + 2) == 0) return true;
    return false;
}

/* ## Addresses */

/* Where an address that began at i and runs to the end of the chunk ends: without the punctuation of the sentence around it. */
static uint32_t address_trim(const cutter *c, uint32_t i)
{
    uint32_t j = c->n;
    bool open = false;
    for (uint32_t k = i; k < j; k++) open = open || c->units[k].kind == DL_CHAR_OPEN;
    while (j > i + 1) {
        uint8_t kind = c->units[j - 1].kind, low = c->units[j - 1].low;
        bool outside = (kind >= DL_CHAR_DOT && kind <= DL_CHAR_MARK) || kind == DL_CHAR_APOSTROPHE || kind == DL_CHAR_QUOTE || kind == DL_CHAR_ELLIPSIS ||
                       (kind == DL_CHAR_CLOSE && !open) || low == '>';
        if (!outside) break;
        j--;
    }
    return j;
}

static bool is_address_unit(unit u) { return (u.low && is_word(u.kind)) || u.low == '.' || u.low == '-' || u.low == '_' || u.low == '%' || u.low == '+'; }

/* "name@host.org", or 0. */
static uint32_t mail_end(const cutter *c, uint32_t i)
{
    uint32_t j = i, dot = 0;
    while (j < c->n && is_address_unit(c->units[j])) j++;
    if (j == i || j == c->n || c->units[j].low != '@') return 0;
    uint32_t host = ++j;
    for (; j < c->n && is_address_unit(c->units[j]); j++)
        if (c->units[j].low == '.' && j > host && is_word(c->units[j + 1].kind)) dot = j;
    while (j > host && !is_word(c->units[j - 1].kind)) j--;
    return dot && dot < j ? j : 0;
}

/* "bbc.co.uk/news", "report.doc", "comp.sources.unix"; or 0. */
static uint32_t host_end(const cutter *c, uint32_t i)
{
    uint32_t j = i, dots = 0, label = i;
    bool lower = true;
    while (j < c->n && (is_address_unit(c->units[j]) && c->units[j].low != '%' && c->units[j].low != '+')) {
        if (c->units[j].low == '.') {
            if (j + 1 == c->n || !is_word(c->units[j + 1].kind)) break;
            lower = lower && j - label > 1;
            dots++;
            label = j + 1;
        } else if (c->units[j].kind != DL_CHAR_LOWER) {
            lower = false;
        }
        j++;
    }
    char word[LOW_MAX];
    uint32_t end = j;
    while (end > label && !is_word(c->units[end - 1].kind)) end--;
    if (dots == 0 || end == label) return 0;
    bool upper = c->units[label].kind == DL_CHAR_UPPER && (end - label < 3 || c->units[label + 1].kind != DL_CHAR_UPPER);
    if (dl_word_is_domain(low_text(c, label, end, word)) && !upper)
        return j < c->n && c->units[j].kind == DL_CHAR_SLASH && j == end ? address_trim(c, i) : end;
    return dots >= 2 && lower && end == j ? j : 0;
}

static bool text_is(const cutter *c, uint32_t i, const char *text)
{
    for (; *text; text++, i++)
        if (i >= c->n || c->units[i].low != (uint8_t)*text) return false;
    return true;
}

/* The end of an address that begins at i, or 0. Asked once a chunk. */
static uint32_t address_end(const cutter *c, uint32_t i)
{
    if (c->has_scheme && (text_is(c, i, "http") || text_is(c, i, "ftp:"))) return address_trim(c, i);
    if (!c->has_dot) return 0;
    if (text_is(c, i, "www.")) return address_trim(c, i);
    uint32_t end = c->has_at ? mail_end(c, i) : 0;
    return end || !is_letter(c->units[i].kind) ? end : host_end(c, i);
}

/* ## Words */

/* Numbers with hyphens that are one: telephone numbers and dates; the end, or 0. */
static uint32_t hyphened_number(const cutter *c, uint32_t i)
{
    uint32_t group[4] = {0}, count = 0, at = i;
    while (count < 4) {
        uint32_t n = digits_at(c, at);
        if (n == 0) return 0;
        group[count++] = n;
        at += n;
        if (at >= c->n || c->units[at].low != '-') break;
        at++;
    }
    if (at < c->n && is_word(c->units[at].kind)) return 0;
    bool telephone = (count == 2 && group[0] == 3 && group[1] == 4) || (count == 3 && group[0] == 3 && group[1] == 3 && group[2] == 4) ||
                     (count == 4 && group[0] <= 2 && group[1] == 3 && group[2] == 3 && group[3] == 4);
    bool date = count == 3 && ((group[0] <= 2 && group[1] <= 2 && (group[2] == 2 || group[2] == 4)) || (group[0] == 4 && group[1] <= 2 && group[2] <= 2));
    return telephone || date ? at : 0;
}

static uint32_t value_of(const cutter *c, uint32_t i, uint32_t n)
{
    uint32_t value = 0;
    for (uint32_t k = 0; k < n; k++) value = value * 10 + (c->units[i + k].low ? (uint32_t)(c->units[i + k].low - '0') : 0);
    return value;
}

/* "9/11", "11/28/2000", or 0. */
static uint32_t slashed_date(const cutter *c, uint32_t i)
{
    uint32_t a = digits_at(c, i), b = a && c->units[i + a].low == '/' ? digits_at(c, i + a + 1) : 0;
    if (a == 0 || a > 2 || b == 0 || b > 2) return 0;
    uint32_t at = i + a + 1 + b, first = value_of(c, i, a), second = value_of(c, i + a + 1, b);
    if (first > 31 || second > 31 || (first > 12 && second > 12)) return 0;
    if (at < c->n && c->units[at].low == '/') {
        uint32_t year = digits_at(c, at + 1);
        return year == 2 || year == 4 ? at + 1 + year : 0;
    }
    if (at < c->n && is_word(c->units[at].kind)) return 0;
    bool fraction = second > 1 && second <= 4 && first < second;
    return fraction && !(first == 1 && second == 2) ? 0 : at;
}

static bool all_upper(const cutter *c, uint32_t i, uint32_t j)
{
    for (uint32_t k = i; k < j; k++)
        if (c->units[k].kind != DL_CHAR_UPPER) return false;
    return j > i;
}

/* Does what stands at j join the run i..j to the next run? `first` is where the word began. */
static bool joins(const cutter *c, uint32_t first, uint32_t i, uint32_t j)
{
    if (j + 1 >= c->n || j == i || !is_word(c->units[j + 1].kind)) return false;
    uint8_t before = c->units[j - 1].kind, after = c->units[j + 1].kind;
    bool digits = before == DL_CHAR_DIGIT && after == DL_CHAR_DIGIT;
    char word[LOW_MAX];
    switch (c->units[j].kind) {
    case DL_CHAR_APOSTROPHE: return is_letter(after);
    case DL_CHAR_COLON: return digits;
    case DL_CHAR_COMMA: {
        uint32_t n = digits ? digits_at(c, j + 1) : 0;
        return n >= 3 || (n == 2 && c->units[j + 3].kind == DL_CHAR_COMMA && digits_at(c, j + 4) >= 2);
    }
    case DL_CHAR_DOT: {
        if (digits) return true;
        bool one = j + 2 >= c->n || !is_word(c->units[j + 2].kind);
        if (j - i == 1 && is_letter(before) && is_letter(after) && one) return true;
        return first == i && one && after == DL_CHAR_UPPER && dl_str_is(low_text(c, i, j, word), "ph");
    }
    case DL_CHAR_HYPHEN: return first == i && !(i > 0 && c->units[i - 1].kind == DL_CHAR_HYPHEN) && dl_word_is_prefix(low_text(c, i, j, word));
    case DL_CHAR_OTHER: {
        uint8_t low = c->units[j].low;
        if (low == '_') return true;
        if (low == '*' || low == '@') return is_letter(before) && is_letter(after);
        return low == '&' && j - i <= 4 && all_upper(c, i, j) && after == DL_CHAR_UPPER && (j + 2 >= c->n || c->units[j + 2].kind != DL_CHAR_LOWER);
    }
    default: return false;
    }
}

static uint32_t word_end(const cutter *c, uint32_t i)
{
    char word[LOW_MAX];
    uint32_t special = 0;
    if (c->units[i].kind == DL_CHAR_DIGIT) {
        special = hyphened_number(c, i);
        if (!special) special = slashed_date(c, i);
    }
    if (special) return special;
    for (uint32_t n = 5; n >= 2; n--)
        if (i + n <= c->n && c->units[i + 1].kind == DL_CHAR_SLASH && (i + n == c->n || !is_word(c->units[i + n].kind)) && dl_word_is_whole(low_text(c, i, i + n, word)))
            return i + n;
    uint32_t run = i, j = run_end(c, i);
    while (joins(c, i, run, j)) {
        run = j + 1;
        j = run_end(c, run);
    }
    return j;
}

/* Does the period at j belong to the word i..j? */
static bool keeps_period(const cutter *c, uint32_t i, uint32_t j)
{
    if (j >= c->n || c->units[j].kind != DL_CHAR_DOT || (j + 1 < c->n && c->units[j + 1].kind == DL_CHAR_DOT))
        return false;
    uint32_t run = j;
    while (run > i && is_letter(c->units[run - 1].kind)) run--;
    if (run == j) return false;
    uint8_t next = glyph_after(c, j + 1).kind;
    if (run > i) return c->units[run - 1].kind == DL_CHAR_DOT && j - run <= 2;
    char buffer[LOW_MAX];
    dl_str word = low_text(c, i, j, buffer);
    /* The treebanks keep the stop of a sentence apart from "etc" alone. */
    if (dl_str_is(word, "etc")) return next != DL_CHAR_UPPER && next != DL_CHAR_SPACE;
    if (dl_word_is_abbreviation(word)) return true;
    bool upper = c->units[i].kind == DL_CHAR_UPPER;
    if (j - i == 1 && upper && !begins_plainly(c, j + 1)) {
        if (word.n && word.p[0] == 'i') return next == DL_CHAR_UPPER && j + 1 < c->n;
        return next == DL_CHAR_UPPER || next == DL_CHAR_COMMA || next == DL_CHAR_LOWER;
    }
    if (!dl_word_is_weak_abbreviation(word)) return false;
    if (next == DL_CHAR_DIGIT) return true;
    if (j - i == 1) return next == DL_CHAR_UPPER;
    return upper && (next == DL_CHAR_COMMA || next == DL_CHAR_CLOSE || next == DL_CHAR_COLON) && !all_upper(c, i, j);
}

/* Where "n't", "'s", "'re" and the like begin in the word i..j, or j. */
static uint32_t clitic_at(const cutter *c, uint32_t i, uint32_t j)
{
    char buffer[LOW_MAX];
    for (uint32_t k = j - 1; k > i && j - k <= 3; k--) {
        if (c->units[k].kind != DL_CHAR_APOSTROPHE) continue;
        dl_str tail = low_text(c, k + 1, j, buffer);
        if (dl_str_is(tail, "t")) return k > i + 1 && c->units[k - 1].low == 'n' ? k - 1 : j;
        bool clitic = dl_str_is(tail, "s") || dl_str_is(tail, "re") || dl_str_is(tail, "ve") || dl_str_is(tail, "ll") || dl_str_is(tail, "d") || dl_str_is(tail, "m");
        return clitic && !(c->units[k - 1].kind == DL_CHAR_DIGIT && c->units[i].kind == DL_CHAR_DIGIT) ? k : j;
    }
    return j;
}

static dl_status add_word(cutter *c, uint32_t i, uint32_t j, dl_error *err)
{
    const unit *u = c->units;
    char buffer[LOW_MAX];
    if (u[i].kind == DL_CHAR_DIGIT && is_letter(u[j - 1].kind)) {
        uint32_t k = j;
        while (k > i && (is_letter(u[k - 1].kind) || u[k - 1].low == '/')) k--;
        if (u[k - 1].kind == DL_CHAR_DIGIT && dl_word_is_unit(low_text(c, k, j, buffer))) {
            DL_TRY(add_units(c, i, k, err));
            return add_units(c, k, j, err);
        }
    }
    uint32_t clitic = clitic_at(c, i, j);
    if (clitic < j) return add_pair(c, u[i].at, u[clitic].at, u[j].at, err);
    uint32_t first = dl_word_split(low_text(c, i, j, buffer));
    if (first) return add_pair(c, u[i].at, u[i + first].at, u[j].at, err);
    return add_units(c, i, j, err);
}

/* "workers'": the apostrophe at j belongs to the word i..j. */
static bool is_possessive(const cutter *c, uint32_t i, uint32_t j)
{
    return j < c->n && c->units[j].kind == DL_CHAR_APOSTROPHE && !c->single && j > i + 1 && c->units[j - 1].low == 's' &&
           (j + 1 == c->n || (!is_word(c->units[j + 1].kind) && c->units[j + 1].kind != DL_CHAR_APOSTROPHE));
}

static dl_status cut_word(cutter *c, uint32_t *at, dl_error *err)
{
    uint32_t i = *at, j = word_end(c, i);
    char buffer[LOW_MAX];
    if (j < c->n && c->units[j].low == '$' && j - i <= 2 && all_upper(c, i, j) && !is_letter(c->units[j + 1].kind)) {
        *at = j + 1;
        return add_units(c, i, j + 1, err);
    }
    if (is_possessive(c, i, j)) {
        *at = j + 1;
        return add_pair(c, c->units[i].at, c->units[j].at, c->units[j + 1].at, err);
    }
    if (keeps_period(c, i, j)) {
        *at = j + 1;
        /* "5p.m.": the number is a word of its own. */
        dl_str tail = j >= i + 4 ? low_text(c, j - 3, j, buffer) : (dl_str){0};
        if (c->units[i].kind == DL_CHAR_DIGIT && (dl_str_is(tail, "a.m") || dl_str_is(tail, "p.m"))) {
            DL_TRY(add_units(c, i, j - 3, err));
            i = j - 3;
        }
        return add_units(c, i, j + 1, err);
    }
    *at = j;
    return add_word(c, i, j, err);
}

/* ## Punctuation */

static bool is_face(const cutter *c, uint32_t i)
{
    static const char *const faces[] = {":)", ":-)", ";)", ";-)", ":(", ":-(", "=)", "=(", ":d", ":-d", ":p", ":-p", ";p", ":/", ":o", "<3", "^_^", "-_-", ":))", ":-/"};
    if (c->n - i > 3) return false;
    for (size_t f = 0; f < DL_COUNT(faces); f++)
        if (strlen(faces[f]) == c->n - i && text_is(c, i, faces[f])) return true;
    return false;
}

/* An apostrophe that begins a word: "'60s", "'em"; the end of the word, or 0. */
static uint32_t clipped_end(const cutter *c, uint32_t i)
{
    uint32_t digits = digits_at(c, i + 1), j = run_end(c, i + 1);
    if (digits == 2 && (j == i + 3 || (j == i + 4 && c->units[i + 3].low == 's'))) return j;
    char buffer[LOW_MAX];
    dl_str word = low_text(c, i + 1, j, buffer);
    bool known = dl_str_is(word, "em") || dl_str_is(word, "til") || dl_str_is(word, "cause") || dl_str_is(word, "tis") || dl_str_is(word, "s") ||
                 dl_str_is(word, "re") || dl_str_is(word, "ve") || dl_str_is(word, "ll") || dl_str_is(word, "d") || dl_str_is(word, "m");
    return known ? j : 0;
}

/* The end of the punctuation that begins at i: runs of one sign are one token. */
static uint32_t punctuation_end(const cutter *c, uint32_t i)
{
    const unit *u = c->units;
    uint32_t j = i + 1;
    switch (u[i].kind) {
    case DL_CHAR_DOT: case DL_CHAR_ELLIPSIS: case DL_CHAR_MARK:
        while (j < c->n && (u[j].kind == DL_CHAR_DOT || u[j].kind == DL_CHAR_ELLIPSIS || u[j].kind == DL_CHAR_MARK)) j++;
        return j;
    case DL_CHAR_APOSTROPHE:
        return j < c->n && u[j].kind == DL_CHAR_APOSTROPHE && u[j].low == u[i].low ? j + 1 : j;
    case DL_CHAR_HYPHEN:
        while (j < c->n && u[j].kind == DL_CHAR_HYPHEN) j++;
        return j;
    case DL_CHAR_OTHER: case DL_CHAR_MONEY:
        if (!u[i].low || u[i].low == '%') return j;
        while (j < c->n && u[j].low == u[i].low) j++;
        return j;
    default: return j;
    }
}

static dl_status cut_punctuation(cutter *c, uint32_t *at, bool head, dl_error *err)
{
    const unit *u = c->units;
    uint32_t i = *at, j = punctuation_end(c, i);
    uint8_t kind = u[i].kind;
    bool single = j == i + 1;
    if (is_face(c, i)) {
        j = c->n;
    } else if (kind == DL_CHAR_APOSTROPHE && single) {
        uint32_t clipped = head && !c->single ? clipped_end(c, i) : 0;
        if (clipped) j = clipped;
        else c->single = head && j < c->n;
    } else if (head && single && j < c->n) {
        bool sign = u[i].low == '@' || u[i].low == '#', number = kind == DL_CHAR_DOT || u[i].low == '+';
        if ((sign && is_letter(u[j].kind)) || (number && u[j].kind == DL_CHAR_DIGIT)) j = word_end(c, j);
    }
    *at = j;
    return add_units(c, i, j, err);
}

/* ## Chunks and blocks */

static dl_status cut_chunk(cutter *c, dl_error *err)
{
    bool head = true; /* nothing but opening punctuation so far */
    bool address = c->has_at || c->has_scheme || c->has_dot;
    for (uint32_t i = 0; i < c->n;) {
        uint8_t kind = c->units[i].kind;
        if (!is_word(kind)) {
            DL_TRY(cut_punctuation(c, &i, head, err));
            address = c->has_at || c->has_scheme || c->has_dot;
            head = head && (kind == DL_CHAR_OPEN || kind == DL_CHAR_QUOTE || kind == DL_CHAR_APOSTROPHE || kind == DL_CHAR_DASH || kind == DL_CHAR_HYPHEN || c->units[i - 1].low == '<');
            continue;
        }
        uint32_t end = address ? address_end(c, i) : 0;
        head = address = false;
        if (end) {
            DL_TRY(add_units(c, i, end, err));
            i = end;
        } else {
            DL_TRY(cut_word(c, &i, err));
        }
    }
    return DL_OK;
}

static dl_status read_chunk(cutter *c, uint32_t start, uint32_t *end, dl_error *err)
{
    dl_str text = {c->doc->text.p, c->end};
    c->n = 0;
    c->has_at = c->has_scheme = c->has_dot = false;
    uint32_t at = start;
    for (;;) {
        if (c->n + 1 >= c->unit_room && !dl_arena_grow(c->doc->arena, (void **)&c->units, &c->unit_room, c->n + 2, sizeof(unit)))
            return dl_fail(err, DL_NOMEM, "Memory ran out at byte %u of a report.", at);
        unit *u = &c->units[c->n];
        *u = (unit){at, DL_CHAR_SPACE, 0};
        if (at >= c->end || dl_space_size(text, at) > 0) break;
        dl_glyph glyph = dl_glyph_read(text, at);
        u->kind = glyph.kind;
        u->low = glyph.code < 128 ? (uint8_t)dl_lower(glyph.code) : (uint8_t)(glyph.code == 0x2019 || glyph.code == 0x2018 ? '\'' : 0);
        c->has_at = c->has_at || u->low == '@';
        c->has_dot = c->has_dot || (c->n > 0 && u->kind == DL_CHAR_DOT);
        c->has_scheme = c->has_scheme || (u->low == '/' && c->n > 1 && u[-1].low == '/' && u[-2].low == ':');
        c->n++;
        at += glyph.size;
    }
    *end = at;
    return DL_OK;
}

/* A chunk that is a plain word or number, perhaps with a comma: its end, or 0 when it must be looked at closely. */
static uint32_t plain_end(const cutter *c, uint32_t start)
{
    const uint8_t *p = (const uint8_t *)c->doc->text.p;
    uint32_t at = start;
    uint8_t first = (uint8_t)(p[at] | 32);
    if (first >= 'a' && first <= 'z') {
        while (at < c->end && (uint8_t)((p[at] | 32) - 'a') < 26) at++;
    } else {
        while (at < c->end && (uint8_t)(p[at] - '0') < 10) at++;
    }
    if (at == start) return 0;
    uint32_t after = at < c->end && p[at] == ',' ? at + 1 : at;
    return after >= c->end || p[after] == ' ' || p[after] == '\n' ? at : 0;
}

static dl_status cut_plain(cutter *c, uint32_t start, uint32_t end, dl_error *err)
{
    char word[LOW_MAX];
    uint32_t n = end - start, first = 0;
    if (n <= 8) {
        for (uint32_t k = 0; k < n; k++) word[k] = (char)(c->doc->text.p[start + k] | 32);
        first = dl_word_split((dl_str){word, n});
    }
    return first ? add_pair(c, start, start + first, end, err) : add(c, start, end, err);
}

static dl_status cut_block(cutter *c, dl_span span, dl_error *err)
{
    dl_doc *doc = c->doc;
    c->end = span.end;
    c->single = false;
    for (uint32_t at = skip_space(c, span.start); at < c->end;) {
        uint32_t end = plain_end(c, at), last = doc->token_count;
        if (end) {
            DL_TRY(cut_plain(c, at, end, err));
            if (end < c->end && doc->text.p[end] == ',') {
                DL_TRY(add(c, end, end + 1, err));
                end++;
            }
        } else {
            DL_TRY(read_chunk(c, at, &end, err));
            DL_TRY(cut_chunk(c, err));
        }
        if (doc->token_count > last) doc->tokens[doc->token_count - 1].space_after = 1;
        at = skip_space(c, end);
    }
    return DL_OK;
}

/* ## Sentences */

typedef struct gaps { const int8_t *weight; int32_t bias; bool learned; } gaps;

static bool ends_here(const dl_splitter *s, const gaps *g, uint32_t t, dl_gap gap)
{
    if (gap == DL_GAP_INSIDE || gap == DL_GAP_END) return gap == DL_GAP_END;
    if (!g->learned) return gap == DL_GAP_ASK_END;
    uint32_t feature[DL_GAP_FEATURES];
    dl_splitter_features(s, t, feature);
    int32_t sum = g->bias;
    for (uint32_t f = 0; f < DL_GAP_FEATURES; f++) sum += g->weight[feature[f]];
    return sum > 0;
}

static dl_status add_sentence(dl_doc *doc, uint32_t *room, uint32_t first, uint32_t count, uint32_t block, bool quoted, dl_error *err)
{
    if (doc->sentence_count == *room && !dl_arena_grow(doc->arena, (void **)&doc->sentences, room, doc->sentence_count + 1, sizeof(dl_sentence)))
        return dl_fail(err, DL_NOMEM, "Memory ran out after %u sentences of a report.", doc->sentence_count);
    dl_span span = {doc->tokens[first].start, doc->tokens[first + count - 1].end};
    doc->sentences[doc->sentence_count] = (dl_sentence){
        .span = span, .first = first, .count = count, .block = block, .undated = doc->blocks[block].kind == DL_BLOCK_CAPTION, .quoted = quoted};
    for (uint32_t t = first; t < first + count; t++) doc->tokens[t].sentence = doc->sentence_count;
    doc->sentence_count++;
    return DL_OK;
}

static dl_status split_block(cutter *c, const gaps *g, uint32_t first, uint32_t block, uint32_t *room, dl_error *err)
{
    dl_doc *doc = c->doc;
    uint32_t count = doc->token_count - first;
    if (count == 0) return DL_OK;
    if (count > c->mark_room && !dl_arena_grow(doc->arena, (void **)&c->marks, &c->mark_room, count, sizeof(dl_mark_token)))
        return dl_fail(err, DL_NOMEM, "Memory ran out at word %u of a report.", first);
    dl_splitter splitter;
    dl_splitter_open(&splitter, doc->text, doc->tokens + first, c->marks, count);
    uint32_t start = 0;
    bool quoted = false;
    for (uint32_t t = 0; t < count; t++) {
        if (t + 1 < count) {
            dl_gap gap = dl_splitter_step(&splitter, t);
            if (!ends_here(&splitter, g, t, gap)) continue;
            dl_splitter_end(&splitter, t);
        }
        DL_TRY(add_sentence(doc, room, first + start, t + 1 - start, block, quoted, err));
        start = t + 1;
        quoted = splitter.quote;
    }
    return DL_OK;
}

static gaps learned_part(const dl_model *model)
{
    gaps g = {0};
    dl_section weight, bias;
    if (!model || !dl_model_section(model, "tokens.gaps", DL_SECTION_INT8, &weight) || !dl_model_section(model, "tokens.bias", DL_SECTION_U32, &bias)) return g;
    if (weight.bytes.n != DL_GAP_BUCKETS || bias.bytes.n != sizeof(int32_t)) return g;
    g.weight = (const int8_t *)weight.bytes.p;
    memcpy(&g.bias, bias.bytes.p, sizeof g.bias);
    g.learned = true;
    return g;
}

dl_status dl_tokens_find(const dl_model *model, dl_doc *doc, dl_error *err)
{
    cutter c = {.doc = doc};
    gaps g = learned_part(model);
    uint32_t room = 0;
    doc->tokens = NULL, doc->sentences = NULL;
    doc->token_count = doc->sentence_count = 0;
    for (uint32_t b = 0; b < doc->block_count; b++) {
        if (doc->blocks[b].kind != DL_BLOCK_BODY && doc->blocks[b].kind != DL_BLOCK_CAPTION) continue;
        uint32_t first = doc->token_count;
        DL_TRY(cut_block(&c, doc->blocks[b].span, err));
        DL_TRY(split_block(&c, &g, first, b, &room, err));
    }
    return DL_OK;
}
