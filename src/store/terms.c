/* terms.c - questions, read strictly: an unknown field, type or date is told, never guessed. */
#include "store/terms.h"

#include <stdlib.h>

typedef enum kind { PARTY, TYPE, WORD, CODE, DIGITS, QUAD, DATE, NUMBER, WORDS, LISTED } kind;

static const struct { const char *name; kind kind; const char *allowed; } fields[DL_FIELD_COUNT] = {
    [DL_FIELD_ACTOR] = {"actor", PARTY, NULL}, [DL_FIELD_RECIPIENT] = {"recipient", PARTY, NULL}, [DL_FIELD_PARTY] = {"party", PARTY, NULL},
    [DL_FIELD_SOURCE] = {"source", PARTY, NULL}, [DL_FIELD_TYPE] = {"type", TYPE, NULL}, [DL_FIELD_MODE] = {"mode", WORD, NULL},
    [DL_FIELD_CONTEXT] = {"context", WORD, NULL}, [DL_FIELD_AUX] = {"aux", LISTED, "historical future hypothetical negation"},
    [DL_FIELD_CAMEO] = {"cameo", DIGITS, NULL}, [DL_FIELD_QUAD] = {"quad", QUAD, NULL}, [DL_FIELD_DATE] = {"date", DATE, NULL},
    [DL_FIELD_COUNTRY] = {"country", CODE, NULL}, [DL_FIELD_PROVINCE] = {"province", WORDS, NULL}, [DL_FIELD_PLACE] = {"place", WORDS, NULL},
    [DL_FIELD_PUBLISHER] = {"publisher", WORDS, NULL}, [DL_FIELD_DOC] = {"doc", WORDS, NULL}, [DL_FIELD_MEETING] = {"meeting", WORDS, NULL},
    [DL_FIELD_ANSWER] = {"answer", LISTED, "invited accepted declined expected unannounced attended"},
    [DL_FIELD_STANCE] = {"stance", LISTED, "asserts admits denies believes expects"}, [DL_FIELD_RULE] = {"rule", WORDS, NULL},
    [DL_FIELD_CONFIDENCE] = {"confidence", NUMBER, NULL}, [DL_FIELD_REPORTS] = {"reports", NUMBER, NULL}, [DL_FIELD_DEAD] = {"dead", NUMBER, NULL},
    [DL_FIELD_ID] = {"id", WORDS, NULL},
};

const char *dl_field_name(dl_field field) { return field < DL_FIELD_COUNT ? fields[field].name : ""; }

/* ## Values */

static bool is_upper_word(dl_str s, size_t n)
{
    if (s.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
    return true;
}

/* AFG, AFG.GOV, .REB, organisation:nato, or a name. */
static dl_status read_party(dl_str s, bool quoted, dl_value *out, dl_error *err)
{
    dl_str rest = s, code = dl_str_cut(&rest, '.');
    bool dotted = code.n < s.n;
    out->text = s;
    out->how = DL_VALUE_NAME;
    if (quoted) return DL_OK;
    if ((code.n == 0 || is_upper_word(code, 3)) && (!dotted || is_upper_word(rest, 3)) && (code.n || dotted)) {
        out->how = DL_VALUE_CODE;
        out->text = code;
        out->sector = rest;
    } else if (memchr(s.p, ':', s.n)) {
        out->how = DL_VALUE_ID;
    } else if (dotted) {
        return dl_fail(err, DL_USAGE, "\"%.*s\" is no party: write AFG, AFG.GOV, .REB, organisation:nato, or a name in double quotes.", (int)s.n, s.p);
    }
    return DL_OK;
}

static dl_status read_type(dl_str s, dl_value *out, dl_error *err)
{
    dl_buf list = {0};
    for (int i = 0; i < DL_TYPE_COUNT; i++) {
        dl_str name = dl_type_text((dl_type)i);
        if (dl_str_eq(name, s)) {
            out->number = i;
            dl_buf_drop(&list);
            return DL_OK;
        }
        dl_buf_printf(&list, "%s%.*s", i ? " " : "", (int)name.n, name.p);
    }
    dl_status status = dl_fail(err, DL_USAGE, "There is no type \"%.*s\": it is one of %s.", (int)s.n, s.p, list.p ? list.p : "");
    dl_buf_drop(&list);
    return status;
}

/* 2018, 2018-05 or 2018-05-17: its first or last day. */
static bool read_day(dl_str s, bool last, int32_t *out)
{
    int64_t part[3] = {0, last ? 12 : 1, 0};
    static const size_t width[3] = {4, 2, 2};
    uint32_t count = 0;
    for (dl_str rest = s; rest.n; count++) {
        if (count == 3) return false;
        dl_str cut = dl_str_cut(&rest, '-');
        if (cut.n != width[count] || cut.p[0] == '+' || !dl_str_to_int(cut, &part[count])) return false;
    }
    if (count == 0 || s.p[s.n - 1] == '-' || part[0] < 1 || part[1] < 1 || part[1] > 12) return false;
    if (count < 3) part[2] = last ? dl_month_length((int)part[0], (int)part[1]) : 1;
    *out = dl_day_from_ymd((int)part[0], (int)part[1], (int)part[2]);
    return *out != DL_DAY_UNKNOWN;
}

/* A day, month or year, or two of them with .. between; either may be left out. */
static dl_status read_date(dl_str s, dl_value *out, dl_error *err)
{
    dl_str low = s, high = s;
    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] != '.' || s.p[i + 1] != '.') continue;
        low = dl_str_part(s, 0, i);
        high = dl_str_part(s, i + 2, s.n);
        break;
    }
    out->low = INT32_MIN + 1;
    out->high = INT32_MAX;
    bool well = (low.n || high.n) && (low.n == 0 || read_day(low, false, &out->low)) && (high.n == 0 || read_day(high, true, &out->high));
    if (!well) return dl_fail(err, DL_USAGE, "\"%.*s\" is no date: write 2018, 2018-05, 2018-05-17, or two of them as 2018-05..2019.", (int)s.n, s.p);
    if (out->low > out->high) return dl_fail(err, DL_USAGE, "The period \"%.*s\" ends before it begins.", (int)s.n, s.p);
    return DL_OK;
}

static bool is_made_of(dl_str s, const char *letters)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(letters, s.p[i])) return false;
    return s.n > 0;
}

static dl_status read_value(dl_field field, dl_str s, bool quoted, dl_value *out, dl_error *err)
{
    const char *name = fields[field].name;
    *out = (dl_value){.text = s};
    if (s.n == 0 && !quoted) return dl_fail(err, DL_USAGE, "%s has no value.", name);
    switch (fields[field].kind) {
    case PARTY: return read_party(s, quoted, out, err);
    case TYPE: return read_type(s, out, err);
    case DATE: return read_date(s, out, err);
    case WORD:
        if (is_made_of(s, "abcdefghijklmnopqrstuvwxyz-_")) break;
        return dl_fail(err, DL_USAGE, "\"%.*s\" is no %s: write it in small letters.", (int)s.n, s.p, name);
    case CODE:
        if (is_upper_word(s, 3)) break;
        return dl_fail(err, DL_USAGE, "\"%.*s\" is no country: write its ISO 3166 code of three capital letters.", (int)s.n, s.p);
    case DIGITS:
        if (is_made_of(s, "0123456789") && s.n >= 2 && s.n <= 4) break;
        return dl_fail(err, DL_USAGE, "\"%.*s\" is no CAMEO code: write two to four digits, such as 12 or 1211.", (int)s.n, s.p);
    case QUAD:
        if (is_made_of(s, "1234") && s.n == 1) break;
        return dl_fail(err, DL_USAGE, "\"%.*s\" is no quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.", (int)s.n, s.p);
    case LISTED:
        if (!memchr(s.p, ' ', s.n) && dl_str_has_word(dl_str_c(fields[field].allowed), s)) break;
        return dl_fail(err, DL_USAGE, "\"%.*s\" is no %s: it is one of %s.", (int)s.n, s.p, name, fields[field].allowed);
    case NUMBER:
        if (dl_str_to_double(s, &out->number) && out->number >= 0 && out->number < 1e12) break;
        return dl_fail(err, DL_USAGE, "%s takes a number, not \"%.*s\".", name, (int)s.n, s.p);
    case WORDS: break;
    }
    return DL_OK;
}

/* ## Terms */

typedef struct reader { dl_arena *arena; dl_str s; size_t at; dl_error *err; } reader;

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* A value up to a comma or blank, or one in double quotes, in which "" stands for one. */
static dl_status take_value(reader *r, dl_str *out, bool *quoted)
{
    size_t start = r->at;
    *quoted = r->at < r->s.n && r->s.p[r->at] == '"';
    if (!*quoted) {
        while (r->at < r->s.n && !blank(r->s.p[r->at]) && r->s.p[r->at] != ',' && r->s.p[r->at] != '"') r->at++;
        *out = dl_str_part(r->s, start, r->at);
        return DL_OK;
    }
    char *copy = dl_arena_get(r->arena, r->s.n - start + 1);
    size_t n = 0;
    if (!copy) return dl_fail(r->err, DL_NOMEM, "There is no memory for the question.");
    for (r->at++; r->at < r->s.n; r->at++) {
        if (r->s.p[r->at] == '"') {
            if (r->at + 1 >= r->s.n || r->s.p[r->at + 1] != '"') break;
            r->at++;
        }
        copy[n++] = r->s.p[r->at];
    }
    if (r->at++ >= r->s.n) return dl_fail(r->err, DL_USAGE, "A double quote is opened and not closed: %.*s", (int)(r->s.n - start), r->s.p + start);
    *out = (dl_str){copy, n};
    return DL_OK;
}

static dl_status take_field(reader *r, dl_term *out)
{
    size_t start = r->at;
    while (r->at < r->s.n && ((r->s.p[r->at] >= 'a' && r->s.p[r->at] <= 'z') || r->s.p[r->at] == '_')) r->at++;
    dl_str name = dl_str_part(r->s, start, r->at), list = {0};
    for (int i = 0; i < DL_FIELD_COUNT; i++) {
        if (!dl_str_is(name, fields[i].name)) continue;
        out->field = (dl_field)i;
        return DL_OK;
    }
    dl_buf names = {0};
    for (int i = 0; i < DL_FIELD_COUNT; i++) dl_buf_printf(&names, "%s%s", i ? " " : "", fields[i].name);
    list = dl_buf_str(&names);
    while (r->at < r->s.n && !blank(r->s.p[r->at])) r->at++;
    name = dl_str_part(r->s, start, DL_MIN(r->at, start + 40));
    dl_status status = dl_fail(r->err, DL_USAGE, "\"%.*s\" does not begin with a field; the fields are %.*s.", (int)name.n, name.p, (int)list.n, list.p ? list.p : "");
    dl_buf_drop(&names);
    return status;
}

static dl_status take_compare(reader *r, dl_term *out)
{
    static const struct { const char *sign; dl_compare compare; } signs[] = {{"!=", DL_IS_NOT}, {">=", DL_AT_LEAST}, {"<=", DL_AT_MOST}, {"=", DL_IS}};
    dl_str rest = dl_str_part(r->s, r->at, r->s.n);
    const char *name = fields[out->field].name;
    for (size_t i = 0; i < DL_COUNT(signs); i++) {
        if (!dl_str_starts(rest, dl_str_c(signs[i].sign))) continue;
        out->compare = signs[i].compare;
        r->at += strlen(signs[i].sign);
        bool ordered = fields[out->field].kind == NUMBER || fields[out->field].kind == DATE;
        if (ordered || out->compare == DL_IS || out->compare == DL_IS_NOT) return DL_OK;
        return dl_fail(r->err, DL_USAGE, "%s has no order: write %s=VALUE or %s!=VALUE.", name, name, name);
    }
    return dl_fail(r->err, DL_USAGE, "After %s there is no =, !=, >= or <=.", name);
}

static dl_status take_term(reader *r, dl_term *out)
{
    DL_TRY(take_field(r, out));
    DL_TRY(take_compare(r, out));
    for (;;) {
        dl_str text = {0};
        bool quoted = false;
        if (out->count == DL_VALUES_MAX) return dl_fail(r->err, DL_LIMIT, "%s has more than %d values.", fields[out->field].name, DL_VALUES_MAX);
        DL_TRY(take_value(r, &text, &quoted));
        DL_TRY(read_value(out->field, text, quoted, &out->values[out->count++], r->err));
        if (r->at >= r->s.n || r->s.p[r->at] != ',') break;
        r->at++;
    }
    if (out->count > 1 && out->compare != DL_IS && out->compare != DL_IS_NOT)
        return dl_fail(r->err, DL_USAGE, "%s with >= or <= takes one value.", fields[out->field].name);
    if (r->at < r->s.n && !blank(r->s.p[r->at]))
        return dl_fail(r->err, DL_USAGE, "There is no blank after the value of %s: \"%.*s\".", fields[out->field].name, (int)DL_MIN(r->s.n - r->at, 40u), r->s.p + r->at);
    return DL_OK;
}

dl_status dl_terms_read(dl_arena *arena, dl_str question, dl_terms *out, dl_error *err)
{
    reader r = {.arena = arena, .s = question, .err = err};
    out->count = 0;
    size_t bad = 0;
    if (!dl_utf8_valid(question, &bad)) return dl_fail(err, DL_USAGE, "Byte %zu of the question is not UTF-8.", bad + 1);
    if (question.n && memchr(question.p, 0, question.n)) return dl_fail(err, DL_USAGE, "The question holds a NUL.");
    for (;;) {
        while (r.at < question.n && blank(question.p[r.at])) r.at++;
        if (r.at >= question.n) return DL_OK;
        if (out->count == DL_TERMS_MAX) return dl_fail(err, DL_LIMIT, "A question has at most %d terms.", DL_TERMS_MAX);
        out->terms[out->count] = (dl_term){0};
        DL_TRY(take_term(&r, &out->terms[out->count++]));
    }
}
