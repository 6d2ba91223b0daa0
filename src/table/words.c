/* words.c - words and numbers that only the writers need. */
#include "table/table.h"

const char *const dl_aux_names[4] = {"historical", "future", "hypothetical", "negation"};

dl_str dl_precision_text(dl_precision precision)
{
    switch (precision) {
    case DL_PRECISION_UNKNOWN: break;
    case DL_PRECISION_DAY: return DL_LIT("day");
    case DL_PRECISION_WEEK: return DL_LIT("week");
    case DL_PRECISION_MONTH: return DL_LIT("month");
    case DL_PRECISION_SEASON: return DL_LIT("season");
    case DL_PRECISION_YEAR: return DL_LIT("year");
    }
    return DL_LIT("unknown");
}

dl_str dl_basis_text(dl_basis basis)
{
    switch (basis) {
    case DL_BASIS_PUBLICATION: return DL_LIT("publication");
    case DL_BASIS_STATED: return DL_LIT("stated");
    case DL_BASIS_UNANCHORED: return DL_LIT("unanchored");
    }
    return DL_LIT("publication");
}

dl_str dl_time_type_text(dl_time_type type)
{
    switch (type) {
    case DL_TIME_DATE: return DL_LIT("DATE");
    case DL_TIME_TIME: return DL_LIT("TIME");
    case DL_TIME_DURATION: return DL_LIT("DURATION");
    case DL_TIME_SET: return DL_LIT("SET");
    }
    return DL_LIT("DATE");
}

/* Scores of modes as PLOVER 2.0 prints them; "vandalize" has none and takes the type's. */
static const struct { dl_type type; const char *mode; double score; } scales[] = {
    {DL_TYPE_CONSULT, "visit", 4}, {DL_TYPE_CONSULT, "third-party", 1}, {DL_TYPE_CONSULT, "multilateral", 4}, {DL_TYPE_CONSULT, "phone", 1.5},
    {DL_TYPE_RETREAT, "withdraw", 8}, {DL_TYPE_RETREAT, "release", 6.5}, {DL_TYPE_RETREAT, "disarm", 10}, {DL_TYPE_RETREAT, "ceasefire", 7.5},
    {DL_TYPE_RETREAT, "access", 6.5}, {DL_TYPE_RETREAT, "resign", 4.5},
    {DL_TYPE_REQUEST, "assist", 0.5}, {DL_TYPE_REQUEST, "change", -1}, {DL_TYPE_REQUEST, "yield", -1}, {DL_TYPE_REQUEST, "meet", 0},
    {DL_TYPE_ACCUSE, "disapprove", -2}, {DL_TYPE_ACCUSE, "investigate", -3.5}, {DL_TYPE_ACCUSE, "allege", -3.5},
    {DL_TYPE_REJECT, "assist", -1.5}, {DL_TYPE_REJECT, "change", -2}, {DL_TYPE_REJECT, "yield", -2}, {DL_TYPE_REJECT, "meet", -2},
    {DL_TYPE_THREATEN, "restrict", -3}, {DL_TYPE_THREATEN, "arrest", -3.5}, {DL_TYPE_THREATEN, "relations", -3.5},
    {DL_TYPE_THREATEN, "expel", -3.5}, {DL_TYPE_THREATEN, "territory", -4}, {DL_TYPE_THREATEN, "violence", -3.5},
    {DL_TYPE_PROTEST, "demo", -5}, {DL_TYPE_PROTEST, "riot", -7}, {DL_TYPE_PROTEST, "strike", -5}, {DL_TYPE_PROTEST, "hunger", -4.5},
    {DL_TYPE_PROTEST, "boycott", -4.5}, {DL_TYPE_PROTEST, "obstruct", -4.5},
    {DL_TYPE_SANCTION, "convict", -6}, {DL_TYPE_SANCTION, "expel", -5.5}, {DL_TYPE_SANCTION, "withdraw", -6}, {DL_TYPE_SANCTION, "discontinue", -6},
    {DL_TYPE_MOBILIZE, "troops", -6.5}, {DL_TYPE_MOBILIZE, "weapons", -6.5}, {DL_TYPE_MOBILIZE, "police", -5.5}, {DL_TYPE_MOBILIZE, "militia", -6},
    {DL_TYPE_COERCE, "seize", -7}, {DL_TYPE_COERCE, "restrict", -7}, {DL_TYPE_COERCE, "censor", -6.5}, {DL_TYPE_COERCE, "curfew", -6.5},
    {DL_TYPE_COERCE, "martial-law", -7.5}, {DL_TYPE_COERCE, "arrest", -7}, {DL_TYPE_COERCE, "deport", -7}, {DL_TYPE_COERCE, "withhold", -7},
    {DL_TYPE_COERCE, "misinformation", -6.5}, {DL_TYPE_COERCE, "cyber", -7},
    {DL_TYPE_ASSAULT, "abduct", -8.5}, {DL_TYPE_ASSAULT, "beat", -7.5}, {DL_TYPE_ASSAULT, "torture", -8.5}, {DL_TYPE_ASSAULT, "sexual", -8.5},
    {DL_TYPE_ASSAULT, "targeted", -9.5}, {DL_TYPE_ASSAULT, "destroy", -8.5}, {DL_TYPE_ASSAULT, "primitive", -8}, {DL_TYPE_ASSAULT, "firearms", -9},
    {DL_TYPE_ASSAULT, "explosives", -9}, {DL_TYPE_ASSAULT, "suicide-attack", -9.5}, {DL_TYPE_ASSAULT, "aerial", -9.5},
    {DL_TYPE_ASSAULT, "drone", -9.5}, {DL_TYPE_ASSAULT, "heavy-weapons", -9.5}, {DL_TYPE_ASSAULT, "crowd-control", -7.5},
    {DL_TYPE_ASSAULT, "unconventional", -10},
};

double dl_event_scale(const dl_event *event)
{
    static const double types[] = {
#define X_(name, quad, score) score,
        DL_TYPE_LIST(X_)
#undef X_
    };
    for (size_t i = 0; i < DL_COUNT(scales) && event->mode_count > 0; i++)
        if (scales[i].type == event->type && dl_str_is(event->modes[0], scales[i].mode)) return scales[i].score;
    return event->type < DL_TYPE_COUNT ? types[event->type] : 0;
}

int dl_place_resolution(dl_str feature)
{
    if (dl_str_is(feature, "PPLX")) return 5;
    if (dl_str_starts(feature, DL_LIT("PPL"))) return 4;
    if (dl_str_starts(feature, DL_LIT("ADM1"))) return 2;
    if (dl_str_starts(feature, DL_LIT("ADM")) && feature.n > 3) return 3;
    if (dl_str_starts(feature, DL_LIT("PCL"))) return 1;
    return 0;
}

void dl_entity_code_add(dl_buf *out, const dl_entity *entity)
{
    if (entity->code.n == 0 && entity->sector.n == 0) {
        dl_buf_char(out, '?');
        return;
    }
    dl_buf_add(out, entity->code);
    if (entity->sector.n == 0) return;
    dl_buf_char(out, '.');
    dl_buf_add(out, entity->sector);
}

void dl_plain_add(dl_buf *out, dl_str s)
{
    bool gap = false, begun = false;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t code = dl_utf8_next(s, &at);
        if (code < 0x20 || code == 0x7f || code == 0x2028 || code == 0x2029 || dl_is_space(code)) {
            gap = begun;
            continue;
        }
        if (gap) dl_buf_char(out, ' ');
        gap = false;
        begun = true;
        if (code == 0xFFFD) DL_BUF_LIT(out, "\xEF\xBF\xBD");
        else dl_buf_add(out, dl_str_part(s, from, at));
    }
}
