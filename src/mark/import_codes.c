/* import_codes.c - names and codes of the CAMEO family: "ABU_NIDAL_ORGANIZATION_ [IMGMUSALQ]", "[AFGGOV 790916-791227]", "[~COP]". */
#include "mark/import.h"

/* ## Names */

/* Text that was encoded as UTF-8 twice, read once more; false when it was not. */
static bool undouble(dl_str text, char *out, size_t *n)
{
    bool wide = false;
    *n = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = dl_utf8_next(text, &at);
        if (c > 0xff) return false;
        wide |= c >= 0x80;
        out[(*n)++] = (char)c;
    }
    size_t bad;
    return wide && dl_utf8_valid((dl_str){out, *n}, &bad);
}

/* Valid UTF-8 whatever came: Latin-1 bytes are taken as such, control characters and the signs of our cells become blanks. */
static dl_str clean(dl_arena *arena, dl_str text)
{
    char *once = dl_arena_get(arena, text.n + 1), *out = dl_arena_get(arena, 2 * text.n + 1);
    size_t n = 0, bad;
    if (once == NULL || out == NULL) return (dl_str){0};
    if (dl_utf8_valid(text, &bad) && undouble(text, once, &n)) text = (dl_str){once, n};
    bool valid = dl_utf8_valid(text, &bad);
    n = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = (unsigned char)text.p[at];
        if (valid) c = dl_utf8_next(text, &at);
        else at++;
        if (c == '_' || c == '|' || c < 0x20 || (c >= 0x7f && c < 0xa0) || dl_is_space(c)) c = ' ';
        if (c == ' ' && (n == 0 || out[n - 1] == ' ')) continue;
        n += dl_utf8_put(c, out + n);
    }
    return dl_str_trim((dl_str){out, n});
}

static bool all_capitals(dl_str text, uint32_t *letters)
{
    bool lower = false;
    *letters = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = dl_utf8_next(text, &at);
        if (!dl_is_letter(c)) continue;
        ++*letters;
        lower |= dl_is_lower(c);
    }
    return !lower;
}

/* Capitals to the writing of news: "BOARD OF TRADE" is "Board of Trade"; three letters stay an abbreviation. */
static dl_str lower_name(dl_arena *arena, dl_str text)
{
    char *out = dl_arena_get(arena, 2 * text.n + 4);
    size_t n = 0;
    bool begins = true;
    if (out == NULL) return (dl_str){0};
    for (size_t at = 0; at < text.n;) {
        size_t word = at;
        uint32_t c = dl_utf8_next(text, &at);
        if (begins && n) {
            size_t end = word;
            while (end < text.n && text.p[end] != ' ') end++;
            begins = !dl_str_has_word(DL_LIT("OF THE AND FOR IN ON DE LA LE DU DES DER EL Y"), dl_str_part(text, word, end));
        }
        n += dl_utf8_put(begins ? c : dl_lower(c), out + n);
        begins = !dl_is_letter(c) && c != '\'' && c != 0x2019 && c != '.' ? true : c == '.';
    }
    return (dl_str){out, n};
}

dl_str dl_import_name(dl_importer *im, dl_str text, dl_str *acronym)
{
    dl_str name = clean(im->arena, text);
    *acronym = (dl_str){0};
    const char *open = name.n ? memchr(name.p, '(', name.n) : NULL, *close = name.n ? memchr(name.p, ')', name.n) : NULL;
    if (open && close && open < close) {
        *acronym = dl_str_trim((dl_str){open + 1, (size_t)(close - open - 1)});
        name = clean(im->arena, dl_arena_printf(im->arena, "%.*s %.*s", (int)(open - name.p), name.p, (int)(name.p + name.n - close - 1), close + 1));
    }
    uint32_t letters;
    if (all_capitals(name, &letters) && letters > 3) name = lower_name(im->arena, name);
    im->failed |= text.n && name.p == NULL;
    return name;
}

/* ## Dates */

/* YYMMDD (up to 30: this century) or YYYYMMDD, with a day of 00 for the first. */
static bool day_of(dl_str text, int32_t *out)
{
    int64_t number;
    if ((text.n != 6 && text.n != 8) || text.p[0] == '+' || text.p[0] == '-' || !dl_str_to_int(text, &number)) return false;
    int64_t year = number / 10000, month = number / 100 % 100, day = number % 100;
    if (text.n == 6) year += year <= 30 ? 2000 : 1900;
    if (month == 0) month = 1;
    if (month > 12 || year < 1 || day > 31) return false;
    int length = dl_month_length((int)year, (int)month);
    *out = dl_day_from_ymd((int)year, (int)month, day == 0 ? 1 : DL_MIN((int)day, length));
    return *out != DL_DAY_UNKNOWN;
}

/* "<890101", "> 20070101", "790916-791227". */
static bool period_of(dl_str text, dl_cameo *c)
{
    text = dl_str_trim(text);
    if (text.n == 0) return true;
    c->dated = true;
    if (text.p[0] == '<' || text.p[0] == '>') {
        bool before = text.p[0] == '<';
        int32_t day;
        if (!day_of(dl_str_trim(dl_str_part(text, 1, text.n)), &day)) return false;
        if (before) c->to = day - 1;
        else c->from = day;
        return true;
    }
    dl_str rest = text, from = dl_str_trim(dl_str_cut(&rest, '-'));
    return day_of(from, &c->from) && day_of(dl_str_trim(rest), &c->to) && c->from <= c->to;
}

/* ## Codes */

typedef struct pair { const char *from, *to; } pair;

static const char *pair_get(const pair *pairs, size_t count, dl_str key)
{
    for (size_t i = 0; i < count; i++) {
        if (dl_str_is(key, pairs[i].from)) return pairs[i].to;
    }
    return NULL;
}

/* Sectors by their CAMEO names; those of faiths are REL. */
static const pair sectors[] = {
    {"MED", "JRN"}, {"HLH", "MED"}, {"HRI", "SOC"}, {"DEV", "SOC"}, {"ENV", "SOC"}, {"NGO", "SOC"}, {"NGM", "SOC"}, {"INS", "REB"}, {"SEP", "REB"}, {"RAD", "REB"},
    {"TOP", "OPP"}, {"MOD", "OPP"}, {"PPL", "CVL"}, {"SET", "CVL"}, {"IMG", "REB"}, {"MNC", "BUS"}, {"CHR", "REL"}, {"MUS", "REL"}, {"MOS", "REL"}, {"JEW", "REL"}, {"HIN", "REL"},
    {"BUD", "REL"}, {"SIK", "REL"}, {"REL", "REL"}, {"BAH", "REL"},
};
/* Countries by codes of the family that ISO writes otherwise, and states that are counted under a later one. */
static const pair lands[] = {
    {"TMP", "TLS"}, {"ROM", "ROU"}, {"KSV", "KOS"}, {"USR", "RUS"}, {"SUN", "RUS"}, {"YUG", "SRB"}, {"SCG", "SRB"}, {"SRP", "SRB"}, {"DDR", "DEU"}, {"CSK", "CZE"}, {"PAL", "PSE"},
    {"ZAR", "COD"}, {"KNT", "KNA"}, {"NGM", "NGO"}, {"EUR", "EUR"},
};

static bool is_body_code(dl_str code) { return dl_str_has_word(DL_LIT("IGO UNO EUR NGO ISM IMG MNC"), code); }

/* Areas and faiths stand where a country should; who takes up arms for one is of no one country. */
static bool is_area(dl_str code)
{
    return dl_str_has_word(DL_LIT("INT AFR ASA BLK CRB CAU CFR CAS CEU EIN EAF EEU LAM MEA MDT NAF NMR PGS SCN SAM SAS SEA SAF WAF WEU WST HIN BUD MOS MUS CHR JEW SIK"), code);
}

static bool land_of(const dl_importer *im, dl_str part, dl_str *out)
{
    const char *other = pair_get(lands, DL_COUNT(lands), part);
    *out = other ? dl_str_c(other) : part;
    return is_body_code(*out) || dl_map_get(im->tables->country_by_code, *out);
}

/* "USAGUM", "UKRUNR", "LVAOCC": a territory of another country, or a country not recognised or under occupation. */
static bool inner_land(const dl_importer *im, dl_str rest, dl_cameo *out)
{
    dl_str land;
    if (dl_str_is(rest, "UNR") || dl_str_is(rest, "OCC")) return true;
    if (rest.n != 3 || !land_of(im, rest, &land) || is_body_code(land)) return false;
    out->code = land;
    return true;
}

/* The first role among triplets of the rest, weak ones (faiths) only when there is no other. */
static dl_str sector_of(dl_str rest)
{
    dl_str faith = {0};
    for (size_t i = 0; i + 3 <= rest.n; i += 3) {
        dl_str part = dl_str_part(rest, i, i + 3);
        const char *other = pair_get(sectors, DL_COUNT(sectors), part);
        dl_str sector = other ? dl_str_c(other) : part;
        if (!dl_is_sector(sector) || dl_str_is(sector, "UNK")) continue;
        if (!dl_str_is(sector, "REL")) return sector;
        if (faith.n == 0) faith = sector;
    }
    return faith;
}

/* The sector of an international body that has no role written. */
static dl_str usual_sector(dl_str code)
{
    static const pair usual[] = {{"IGO", "GOV"}, {"UNO", "GOV"}, {"EUR", "GOV"}, {"NGO", "SOC"}, {"IMG", "REB"}, {"MNC", "BUS"}, {"ISM", "SOC"}};
    const char *sector = pair_get(usual, DL_COUNT(usual), code);
    return sector ? dl_str_c(sector) : (dl_str){0};
}

static bool is_code_text(dl_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < 'A' || text.p[i] > 'Z') return false;
    }
    return text.n >= 3 && text.n <= 30;
}

bool dl_cameo_read(const dl_importer *im, dl_str text, bool agent, dl_cameo *out, const char **why)
{
    *out = (dl_cameo){.from = INT32_MIN, .to = INT32_MAX};
    text = dl_str_trim(text);
    size_t n = 0;
    while (n < text.n && text.p[n] != ' ' && text.p[n] != '<' && text.p[n] != '>' && text.p[n] != '\t') n++;
    dl_str code = dl_str_part(text, 0, n), dates = dl_str_part(text, n, text.n);
    *why = "the code is not capital letters in threes";
    if (dl_str_is(code, "---")) return *why = "the code is empty on purpose (---)", false;
    if (!is_code_text(code)) return false;
    *why = "the dates of the code are not dates";
    if (!period_of(dates, out)) return false;
    if (agent) {
        out->sector = sector_of(code);
        *why = "no role of the code is a sector of ours";
        return out->sector.n > 0;
    }
    dl_str first = dl_str_part(code, 0, 3), rest = dl_str_part(code, 3, code.n);
    if (dl_str_is(first, "IGO") && rest.n >= 3 && dl_str_starts(rest, DL_LIT("UNO"))) first = DL_LIT("UNO");
    else if (dl_str_is(first, "IGO") && (dl_str_is(rest, "EUR") || dl_str_starts(rest, DL_LIT("EUREEC")))) first = DL_LIT("EUR");
    out->sector = sector_of(rest);
    if (!land_of(im, first, &out->code) && !im->new_codes) {
        *why = is_area(first) ? "the code names an area or a faith, no country" : "no table has the country of the code";
        if (!is_area(first) || !dl_str_is(out->sector, "REB")) return false;
        out->code = DL_LIT("IMG");
    }
    if (out->sector.n == 0 || dl_str_is(out->code, "IMG")) out->sector = usual_sector(out->code);
    out->land = !is_body_code(out->code) && (rest.n == 0 || (out->sector.n == 0 && inner_land(im, rest, out)));
    if (!out->land && out->sector.n == 0 && im->new_codes) out->sector = DL_LIT("UNK");
    *why = "no role of the code is a sector of ours";
    return out->land || out->sector.n > 0;
}
