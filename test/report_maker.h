/* report_maker.h - analyses made by hand, so that tests of the store need no model: a text of one block whose sentences end with a line end, words at blanks. */
#ifndef REPORT_MAKER_H
#define REPORT_MAKER_H

#include "base/base.h"

typedef struct report_maker {
    dl_report report;
    dl_analysis a;
    dl_block block;
    dl_sentence sentences[16];
    dl_token tokens[512];
    dl_entity entities[32];
    dl_place places[8];
    dl_quantity quantities[8];
    dl_meeting meetings[4];
    dl_event events[16];
    char ids[16][24];
} report_maker;

#if defined(__GNUC__)
#define MAKER __attribute__((unused)) static
#else
#define MAKER static
#endif

MAKER dl_span maker_span(const report_maker *m, const char *words)
{
    const char *at = strstr(m->a.text, words);
    uint32_t start = at ? (uint32_t)(at - m->a.text) : 0;
    return (dl_span){start, at ? start + (uint32_t)strlen(words) : start};
}

MAKER uint32_t maker_token(const report_maker *m, const char *words)
{
    uint32_t start = maker_span(m, words).start, i = 0;
    while (i + 1 < m->a.token_count && m->tokens[i].end <= start) i++;
    return i;
}

/* Begins a report; every word counts as a noun, one that begins with a capital as a name. */
MAKER void maker_open(report_maker *m, const char *id, const char *date, const char *source, const char *text)
{
    *m = (report_maker){.report = {.id = dl_str_c(id), .date = dl_str_c(date), .title = DL_LIT("Title"), .text = dl_str_c(text), .source = dl_str_c(source)}};
    uint32_t n = (uint32_t)strlen(text), at = 0;
    m->block = (dl_block){.span = {0, n}, .kind = DL_BLOCK_BODY};
    m->a = (dl_analysis){.report = m->report, .text = text, .blocks = &m->block, .block_count = 1, .sentences = m->sentences, .tokens = m->tokens, .entities = m->entities,
                         .places = m->places, .quantities = m->quantities, .meetings = m->meetings, .events = m->events, .coder = DL_LIT("dateline test")};
    while (at < n && m->a.sentence_count < 16) {
        dl_sentence *s = &m->sentences[m->a.sentence_count];
        *s = (dl_sentence){.span = {at, at}, .first = m->a.token_count};
        while (at < n && text[at] != '\n') {
            uint32_t end = at;
            while (end < n && text[end] != ' ' && text[end] != '\n') end++;
            if (end > at && m->a.token_count < 512)
                m->tokens[m->a.token_count++] = (dl_token){.start = at, .end = end, .sentence = m->a.sentence_count, .lemma = {text + at, end - at},
                                                           .upos = text[at] >= 'A' && text[at] <= 'Z' ? DL_UPOS_PROPN : DL_UPOS_NOUN};
            at = end < n && text[end] == ' ' ? end + 1 : end;
        }
        s->span.end = at++;
        s->count = m->a.token_count - s->first;
        m->a.sentence_count++;
    }
}

MAKER uint32_t maker_entity(report_maker *m, const char *words, const char *code, const char *sector)
{
    m->entities[m->a.entity_count] = (dl_entity){.span = maker_span(m, words), .name = dl_str_c(words), .code = dl_str_c(code), .sector = dl_str_c(sector), .via = DL_VIA_DICTIONARY,
                                                 .antecedent = DL_NONE};
    return m->a.entity_count++;
}

/* An event whose trigger is `words`, on a day that the text states; parties are entities, DL_NONE for nobody. */
MAKER dl_event *maker_event(report_maker *m, dl_type type, const char *words, const char *day, uint32_t actor, uint32_t recipient)
{
    uint32_t i = m->a.event_count++, token = maker_token(m, words);
    dl_event *e = &m->events[i];
    *e = (dl_event){.type = type, .date_low = dl_day_from_text(dl_str_c(day)), .date_precision = DL_PRECISION_DAY, .date_basis = DL_BASIS_STATED, .time = DL_NONE, .place = DL_NONE,
                    .claim_source = DL_NONE, .meeting = DL_NONE, .text = {maker_span(m, words)}, .text_count = 1, .trigger_first = token, .trigger_last = token,
                    .sentence = m->tokens[token].sentence, .rule = DL_LIT("test"), .confidence = 0.5f};
    e->date_high = e->date_low;
    memcpy(e->cameo, "190", 4);
    snprintf(e->id, sizeof e->id, "%016x", (unsigned)(dl_hash((dl_str){m->a.text, m->report.text.n}, 7) + i));
    if (actor != DL_NONE) e->actor[e->actor_count++] = actor;
    if (recipient != DL_NONE) e->recipient[e->recipient_count++] = recipient;
    return e;
}

MAKER uint32_t maker_place(report_maker *m, const char *words, const char *code, const char *feature)
{
    m->places[m->a.place_count] = (dl_place){.span = maker_span(m, words), .name = dl_str_c(words), .code = dl_str_c(code), .feature = dl_str_c(feature), .lat = 1.5, .lon = 2.25, .resolved = 1};
    return m->a.place_count++;
}

MAKER uint32_t maker_quantity(report_maker *m, const char *words, int64_t low, int64_t high)
{
    m->quantities[m->a.quantity_count] = (dl_quantity){.span = maker_span(m, words), .unit = DL_NONE, .low = low, .high = high};
    return m->a.quantity_count++;
}

MAKER uint32_t maker_meeting(report_maker *m, const char *id, uint32_t place, const char *day)
{
    int32_t at = dl_day_from_text(dl_str_c(day));
    m->meetings[m->a.meeting_count] = (dl_meeting){.id = dl_str_c(id), .place = place, .date_low = at, .date_high = at, .host = DL_NONE, .invited = -1};
    return m->a.meeting_count++;
}

#endif
