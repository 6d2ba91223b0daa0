/* lemma.c - lemmas from a hashed table of forms and, for unknown forms, the longest known suffix; what a suffix says of a verb is checked against
 * spelling, the words that the table knows and the irregular verbs of English.
 *
 * A key is text together with its tags and a level; the table holds only its 64-bit hash and the number of an edit: keep or lower the form, drop bytes
 * from its end, add text. Levels are asked in order (train/lemma.py writes them the same way):
 *   0 form, UPOS, XPOS    1 lower-case form, UPOS, XPOS    2 lower-case form, UPOS    3 the last 6, 5, ... 0 characters of the lower-case form, UPOS, XPOS. */
#include "lang/lang.h"

enum { SUFFIX_MAX = 6, LOWER_MAX = 256 };
#define EDIT_LOWER (1u << 31)

static uint32_t get32(dl_str s, size_t i)
{
    uint32_t value;
    memcpy(&value, s.p + 4 * i, 4);
    return value;
}

dl_lemmas dl_lemmas_open(const dl_model *model)
{
    dl_section keys, values, edits, text;
    if (!model || !dl_model_section(model, "lemma.keys", DL_SECTION_U32, &keys) || !dl_model_section(model, "lemma.values", DL_SECTION_U16, &values) ||
        !dl_model_section(model, "lemma.edits", DL_SECTION_U32, &edits) || !dl_model_section(model, "lemma.text", DL_SECTION_BYTES, &text))
        return (dl_lemmas){0};
    size_t slots = values.bytes.n / 2;
    if (slots == 0 || (slots & (slots - 1)) != 0 || keys.bytes.n != slots * 8 || edits.bytes.n < 8) return (dl_lemmas){0};
    return (dl_lemmas){.keys = keys.bytes, .values = values.bytes, .edits = edits.bytes, .text = text.bytes, .mask = (uint32_t)slots - 1};
}

/* ## Hashes: FNV-1a of level, UPOS, XPOS, a zero byte and the text */

static uint64_t hash_more(uint64_t h, dl_str s)
{
    for (size_t i = 0; i < s.n; i++) h = (h ^ (uint8_t)s.p[i]) * 0x100000001B3u;
    return h;
}

static uint64_t hash_head(uint32_t level, dl_upos upos, dl_str xpos)
{
    char head[2] = {(char)level, (char)upos}, zero = 0;
    return hash_more(hash_more(hash_more(0xCBF29CE484222325u, (dl_str){head, 2}), xpos), (dl_str){&zero, 1});
}

/* The edit of a key, or -1. */
static int32_t find(const dl_lemmas *lemmas, uint64_t head, dl_str text)
{
    uint64_t h = hash_more(head, text);
    uint32_t low = (uint32_t)h, high = (uint32_t)(h >> 32) | 1u;
    for (uint32_t step = 0, slot = (low ^ low >> 15) & lemmas->mask; step <= lemmas->mask; step++, slot = (slot + 1) & lemmas->mask) {
        uint32_t key_high = get32(lemmas->keys, 2 * (size_t)slot + 1);
        if (key_high == 0) return -1;
        if (key_high != high || get32(lemmas->keys, 2 * (size_t)slot) != low) continue;
        uint16_t value;
        memcpy(&value, lemmas->values.p + 2 * (size_t)slot, 2);
        return value;
    }
    return -1;
}

static int32_t find_suffix(const dl_lemmas *lemmas, dl_str low, dl_upos upos, dl_str xpos)
{
    size_t start[SUFFIX_MAX + 1], n = 0, at = low.n;
    uint64_t head = hash_head(3, upos, xpos);
    start[n++] = at;
    while (n <= SUFFIX_MAX && at > 0) {
        do at--;
        while (at > 0 && ((uint8_t)low.p[at] & 0xC0) == 0x80);
        start[n++] = at;
    }
    while (n > 0) {
        int32_t edit = find(lemmas, head, dl_str_part(low, start[--n], low.n));
        if (edit >= 0) return edit;
    }
    return -1;
}

/* ## Edits */

/* The form in lower case; the form itself when nothing changes. Forms too long to be words stay as they are. */
static dl_str lower_form(dl_str form, char buffer[LOWER_MAX])
{
    size_t n = 0;
    bool changed = false;
    for (size_t at = 0; at < form.n;) {
        size_t from = at;
        uint32_t code = dl_utf8_next(form, &at), low = dl_lower(code);
        if (n + 4 > LOWER_MAX) return form;
        if (low == code) {
            memcpy(buffer + n, form.p + from, at - from);
            n += at - from;
        } else {
            n += dl_utf8_put(low, buffer + n);
            changed = true;
        }
    }
    return changed ? (dl_str){buffer, n} : form;
}

static dl_str apply(const dl_lemmas *lemmas, dl_arena *arena, dl_str form, dl_str low, int32_t edit)
{
    dl_str base = form, add = {0};
    size_t drop = 0;
    if (edit >= 0 && (size_t)edit < lemmas->edits.n / 8) {
        uint32_t what = get32(lemmas->edits, 2 * (size_t)edit), where = get32(lemmas->edits, 2 * (size_t)edit + 1);
        size_t start = where >> 8, size = where & 255;
        if (what & EDIT_LOWER) base = low;
        drop = what & 255;
        if (start <= lemmas->text.n && size <= lemmas->text.n - start) add = dl_str_part(lemmas->text, start, start + size);
    }
    /* An edit that would leave nothing or half a character does not fit this word. */
    bool fits = drop < base.n || (drop == base.n && add.n > 0);
    if (!fits || (drop > 0 && ((uint8_t)base.p[base.n - drop] & 0xC0) == 0x80)) drop = 0, add = (dl_str){0};
    if (drop == 0 && add.n == 0) return base.p == form.p ? form : dl_arena_str(arena, base);
    char *p = dl_arena_get(arena, base.n - drop + add.n + 1);
    if (!p) return form;
    memcpy(p, base.p, base.n - drop);
    if (add.n) memcpy(p + base.n - drop, add.p, add.n);
    return (dl_str){p, base.n - drop + add.n};
}

/* ## Irregular verbs that the treebanks never had */

/* Past forms and participles, each followed by its verb; those that are regular, or equal to the verb, need no row. */
static const char irregular[] =
    "arose arise arisen arise awoke awake awoken awake bore bear borne bear beaten beat became become begotten beget begun begin began begin bent bend bet bet bound bind "
    "bit bite bitten bite bled bleed blew blow blown blow broke break broken break bred breed brought bring built build burnt burn bought buy caught catch chose choose "
    "chosen choose clung cling came come crept creep dealt deal dug dig drew draw drawn draw dreamt dream drank drink drunk drink drove drive driven drive ate eat eaten eat "
    "fell fall fallen fall fed feed felt feel fought fight found find fled flee flung fling flew fly flown fly forbade forbid forbidden forbid forgot forget forgotten forget "
    "froze freeze frozen freeze got get gotten get gave give given give went go gone go ground grind grew grow grown grow hung hang heard hear hid hide hidden hide held hold "
    "kept keep knelt kneel knew know known know laid lay led lead leapt leap learnt learn left leave lent lend lay lie lain lie lit light lost lose made make meant mean "
    "met meet mown mow paid pay proven prove rode ride ridden ride rang ring rung ring rose rise risen rise ran run said say saw see seen see sought seek sold sell sent send "
    "shook shake shaken shake shone shine shot shoot shown show shrank shrink shrunk shrink sang sing sung sing sank sink sunk sink sat sit slew slay slain slay slept sleep "
    "slid slide slung sling smelt smell spoke speak spoken speak sped speed spent spend spilt spill spun spin spoilt spoil sprang spring sprung spring stood stand stole steal "
    "stolen steal stuck stick stung sting stank stink strewn strew strode stride struck strike stricken strike strung string strove strive striven strive swore swear sworn swear "
    "swept sweep swollen swell swam swim swum swim swung swing took take taken take taught teach tore tear torn tear told tell thought think threw throw thrown throw "
    "trod tread trodden tread woke wake woken wake wore wear worn wear wove weave woven weave wept weep won win wound wind wrung wring wrote write written write";

/* The verb of an irregular form, with what stands before it ("over" in "overthrew"); the guess where there is none. */
static dl_str irregular_verb(dl_arena *arena, dl_str low, dl_str guess)
{
    static const char *const before[] = {"", "re", "over", "under", "out", "with", "up", "mis", "un", "fore", "inter", "be", "for"};
    char buffer[LOWER_MAX];
    for (size_t i = 0; i < DL_COUNT(before); i++) {
        dl_str prefix = dl_str_c(before[i]);
        if (!dl_str_starts(low, prefix) || low.n < prefix.n + 3) continue;
        for (dl_str rest = dl_str_c(irregular); rest.n;) {
            dl_str form = dl_str_cut(&rest, ' '), verb = dl_str_cut(&rest, ' ');
            if (!dl_str_eq(form, dl_str_part(low, prefix.n, low.n)) || prefix.n + verb.n > sizeof buffer) continue;
            memcpy(buffer, prefix.p, prefix.n);
            memcpy(buffer + prefix.n, verb.p, verb.n);
            return dl_arena_str(arena, (dl_str){buffer, prefix.n + verb.n});
        }
    }
    return guess;
}

/* ## Regular verbs that the treebanks never had */

static bool is_vowel(dl_str s, size_t i) { return i < s.n && memchr("aeiouy", s.p[i], 6) != NULL; }

static size_t syllables(dl_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += is_vowel(s, i) && (i == 0 || !is_vowel(s, i - 1));
    return n;
}

static bool is_doubled(dl_str stem) { return stem.n > 2 && stem.p[stem.n - 1] == stem.p[stem.n - 2] && !is_vowel(stem, stem.n - 1); }

/* "can" of "caned": one syllable that ends in a single consonant behind a single vowel would have doubled it. */
static bool would_double(dl_str stem)
{
    size_t n = stem.n;
    return n > 2 && syllables(stem) == 1 && !is_vowel(stem, n - 1) && is_vowel(stem, n - 2) && !is_vowel(stem, n - 3) && !memchr("wx", stem.p[n - 1], 2);
}

/* 2 for a word that the table knows as a verb, 1 as a noun. */
static int known(const dl_lemmas *lemmas, dl_str word)
{
    if (find(lemmas, hash_head(2, DL_UPOS_VERB, (dl_str){0}), word) >= 0) return 2;
    return find(lemmas, hash_head(2, DL_UPOS_NOUN, (dl_str){0}), word) >= 0;
}

/* "bombed", "shelling": the stem, the stem with e, or with one of two equal consonants, whichever is a word; else the guess where spelling allows it. */
static dl_str regular_verb(const dl_lemmas *lemmas, dl_arena *arena, dl_str low, dl_str guess)
{
    size_t cut = dl_str_ends(low, DL_LIT("ing")) ? 3 : dl_str_ends(low, DL_LIT("ed")) && !dl_str_ends(low, DL_LIT("ied")) ? 2 : 0;
    if (cut == 0 || low.n > LOWER_MAX - 2) return guess;
    char buffer[LOWER_MAX];
    dl_str stem = dl_str_part(low, 0, low.n - cut), half = is_doubled(stem) ? dl_str_part(low, 0, stem.n - 1) : (dl_str){0};
    if (stem.n < 3 || syllables(stem) == 0) return guess;
    memcpy(buffer, stem.p, stem.n);
    buffer[stem.n] = 'e';
    dl_str with_e = {buffer, stem.n + 1}, best = guess;
    if (guess.n < stem.n && (half.n == 0 || guess.n < half.n)) best = stem; /* "bom" */
    if (half.n && dl_str_eq(best, half) && syllables(half) == 1 && memchr("lsfz", half.p[half.n - 1], 4)) best = stem; /* "shel" */
    dl_str words[3] = {would_double(stem) ? (dl_str){0} : stem, with_e, half};
    int most = known(lemmas, best);
    for (size_t i = 0; i < DL_COUNT(words); i++) {
        int rank = words[i].n ? known(lemmas, words[i]) : 0;
        if (rank <= most) continue;
        most = rank;
        best = words[i];
    }
    return dl_str_eq(best, guess) ? guess : dl_arena_str(arena, best);
}

dl_str dl_lemmas_get(const dl_lemmas *lemmas, dl_arena *arena, dl_str form, dl_upos upos, dl_str xpos)
{
    char buffer[LOWER_MAX];
    dl_str low = lower_form(form, buffer);
    if (!lemmas->keys.n) return upos == DL_UPOS_PROPN || low.p == form.p ? form : dl_arena_str(arena, low);
    int32_t edit = find(lemmas, hash_head(0, upos, xpos), form);
    if (edit < 0) edit = find(lemmas, hash_head(1, upos, xpos), low);
    bool in_name = upos != DL_UPOS_PROPN && xpos.n >= 3 && memcmp(xpos.p, "NNP", 3) == 0; /* "Digital" in a name keeps its capital */
    if (edit < 0 && !in_name) edit = find(lemmas, hash_head(2, upos, (dl_str){0}), low);
    bool guessed = edit < 0;
    if (guessed) edit = find_suffix(lemmas, low, upos, xpos);
    dl_str lemma = apply(lemmas, arena, form, low, edit);
    if (upos != DL_UPOS_VERB) return lemma;
    if (guessed) lemma = regular_verb(lemmas, arena, low, lemma);
    return guessed || known(lemmas, lemma) < 2 ? irregular_verb(arena, low, lemma) : lemma; /* treebanks have slips, too: "flead" */
}

dl_str dl_lemma(const dl_model *model, dl_arena *arena, dl_str form, dl_upos upos, dl_str xpos)
{
    dl_lemmas lemmas = dl_lemmas_open(model);
    return dl_lemmas_get(&lemmas, arena, form, upos, xpos);
}
