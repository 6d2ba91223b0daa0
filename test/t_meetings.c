/* t_meetings.c - meetings over a report whose trees, places, dates and events are given: which mentions are one meeting, its host, who answers how. */
#include "tree_maker.h"
#include "record/weigh.h"

static const char report[] =
    "Qatar//PROPN//2/nsubj invited/invite/VERB//0/root five//NUM//4/nummod parties/party/NOUN//2/obj to//ADP//6/case "
    "talks/talk/NOUN//2/obl in//ADP//8/case Doha//PROPN//6/nmod "
    "on//ADP//10/case Tuesday//PROPN//6/nmod .//PUNCT//2/punct\n"
    "The/the/DET//2/det rebels/rebel/NOUN//5/nsubj will//AUX//5/aux not//PART//5/advmod attend//VERB//0/root "
    "the//DET//7/det talks/talk/NOUN//5/obj .//PUNCT//5/punct\n"
    "Iran//PROPN//3/nsubj has/have/AUX//3/aux agreed/agree/VERB//0/root to//PART//5/mark join//VERB//3/xcomp "
    "the//DET//7/det talks/talk/NOUN//5/obj .//PUNCT//3/punct\n"
    "A/a/DET//2/det conference//NOUN//5/nsubj in//ADP//4/case Cairo//PROPN//2/nmod failed/fail/VERB//0/root "
    ".//PUNCT//5/punct\n"
    "Iraq//PROPN//5/nsubj did/do/AUX//5/aux not//PART//5/advmod yet//ADV//5/advmod announce//VERB//0/root "
    "its/its/PRON//7/nmod:poss place//NOUN//5/obj at//ADP//10/case the//DET//10/det "
    "conference//NOUN//7/nmod .//PUNCT//5/punct\n"
    "Oman//PROPN//2/nsubj praised/praise/VERB//0/root the//DET//4/det talks/talk/NOUN//2/obj .//PUNCT//2/punct";

enum { DOHA, CAIRO };

/* Words `first`..`last` (counted from 0 over the report) as an event. */
static const struct { const char *what; uint32_t first, last; dl_type type; uint32_t aux; dl_answer answer; uint32_t meeting; } trials[] = {
    {"an invitation", 1, 5, DL_TYPE_CONSULT, DL_AUX_FUTURE, DL_ANSWER_INVITED, DOHA},
    {"a refusal", 14, 15, DL_TYPE_REJECT, 0, DL_ANSWER_DECLINED, DOHA},
    {"an acceptance", 21, 23, DL_TYPE_AGREE, 0, DL_ANSWER_ACCEPTED, DOHA},
    {"an attendance", 23, 23, DL_TYPE_CONSULT, 0, DL_ANSWER_ATTENDED, DOHA},
    {"an attendance to come", 23, 23, DL_TYPE_CONSULT, DL_AUX_FUTURE, DL_ANSWER_NONE, DL_NONE},
    {"not yet told", 35, 37, DL_TYPE_AGREE, 0, DL_ANSWER_UNANNOUNCED, CAIRO},
    {"neither yes nor no", 37, 37, DL_TYPE_AGREE, DL_AUX_NEGATION | DL_AUX_HYPOTHETICAL, DL_ANSWER_UNANNOUNCED, CAIRO},
    {"another type", 45, 45, DL_TYPE_SUPPORT, 0, DL_ANSWER_NONE, DL_NONE},
};

static uint32_t word_at(const dl_doc *doc, const char *form)
{
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (dl_str_is(dl_token_form(doc, t), form)) return t;
    }
    CHECK(false, "the test's own word %s", form);
    return 0;
}

static dl_place place(const dl_doc *doc, const char *form, const char *name)
{
    uint32_t t = word_at(doc, form);
    return (dl_place){.span = {doc->tokens[t].start, doc->tokens[t].end}, .first = t, .last = t, .name = dl_str_c(name), .feature = DL_LIT("PPLC"), .resolved = 1};
}

static void test_report(dl_arena *arena)
{
    dl_doc doc;
    if (!tree_make(arena, report, &doc)) return;
    uint32_t tuesday = word_at(&doc, "Tuesday"), five = word_at(&doc, "five"), count = 0;
    int32_t day = dl_day_from_ymd(2021, 5, 4);
    dl_place places[] = {place(&doc, "Doha", "Doha"), place(&doc, "Cairo", "Al Qāhirah")};
    dl_time times[] = {{.first = tuesday, .last = tuesday, .type = DL_TIME_DATE, .low = day, .high = day, .precision = DL_PRECISION_DAY}};
    dl_quantity quantities[] = {{.first = five, .last = five, .unit = five + 1, .low = 5, .high = 5}};
    dl_marks marks = {.places = places, .place_count = 2, .times = times, .time_count = 1, .quantities = quantities, .quantity_count = 1};
    dl_event events[DL_COUNT(trials)];
    dl_meeting *meetings = NULL;
    for (size_t i = 0; i < DL_COUNT(trials); i++) {
        events[i] = (dl_event){.type = trials[i].type, .aux = trials[i].aux, .trigger_first = trials[i].first, .trigger_last = trials[i].last, .meeting = DL_NONE,
                               .sentence = doc.tokens[trials[i].first].sentence, .actor = {40 + (uint32_t)i}, .actor_count = 1, .place = DL_NONE, .time = DL_NONE};
    }
    CHECK(dl_meetings_find(&doc, &marks, events, DL_COUNT(trials), &meetings, &count, NULL) == DL_OK && count == 2, "%u meetings", (unsigned)count);
    if (count != 2) return;
    CHECK(dl_str_is(meetings[DOHA].id, "doha-2021-05-04") && meetings[DOHA].place == 0 && meetings[DOHA].date_low == day && meetings[DOHA].date_high == day, "the first meeting");
    CHECK(meetings[DOHA].host == 40 && meetings[DOHA].invited == 5, "who invites, and how many");
    CHECK(dl_str_is(meetings[CAIRO].id, "al-qahirah") && meetings[CAIRO].date_low == DL_DAY_UNKNOWN && meetings[CAIRO].host == DL_NONE && meetings[CAIRO].invited == -1, "the second");
    CHECK(events[0].size_count == 1 && dl_str_is(events[0].sizes[0].kind, "invited"), "the size of the invitation");
    for (size_t i = 0; i < DL_COUNT(trials); i++) {
        dl_str words = tree_text(&doc, trials[i].first, trials[i].last), answer = dl_answer_text(events[i].answer);
        CHECK(events[i].answer == trials[i].answer && events[i].meeting == trials[i].meeting, "%s: '%.*s' %.*s", trials[i].what, (int)words.n, words.p, (int)answer.n, answer.p ? answer.p : "");
    }
}

/* A meeting without place and date, and a country's name for a place, found none. */
static void test_none(dl_arena *arena)
{
    dl_doc doc;
    dl_meeting *meetings = NULL;
    uint32_t count = 1;
    dl_arena_reset(arena);
    if (!tree_make(arena, "Talks/talk/NOUN//4/nsubj in//ADP//3/case Iran//PROPN//1/nmod failed/fail/VERB//0/root",
     &doc)) return;
    dl_place places[] = {place(&doc, "Iran", "Iran")};
    dl_marks marks = {.places = places, .place_count = 1};
    places[0].feature = DL_LIT("PCLI");
    CHECK(dl_meetings_find(&doc, &marks, NULL, 0, &meetings, &count, NULL) == DL_OK && count == 0, "%u meetings", (unsigned)count);
}

/* A refusal before anything is said of where and when; a capital that refuses; a conference at which something was said; a delay, which is no refusal. */
static void test_bare(dl_arena *arena)
{
    static const char words[] =
        "Chad//PROPN//4/nsubj will//AUX//4/aux not//PART//4/advmod attend//VERB//0/root the//DET//6/det talks/talk/NOUN//4/obj .//PUNCT//4/punct\n"
        "The//DET//2/det talks/talk/NOUN//3/nsubj begin//VERB//0/root in//ADP//5/case Oslo//PROPN//3/obl when//SCONJ//8/mark Lima//PROPN//8/nsubj agrees/agree/VERB//3/advcl .//PUNCT//3/punct\n"
        "Mali//PROPN//2/nsubj told/tell/VERB//0/root a//DET//4/det forum//NOUN//2/obj in//ADP//6/case Rome//PROPN//4/nmod that//SCONJ//9/mark it//PRON//9/nsubj agreed/agree/VERB//2/ccomp .//PUNCT//2/punct\n"
        "Peru//PROPN//2/nsubj postponed/postpone/VERB//0/root the//DET//4/det talks/talk/NOUN//2/obj .//PUNCT//2/punct";
    dl_doc doc;
    dl_meeting *meetings = NULL;
    uint32_t count = 0;
    dl_arena_reset(arena);
    if (!tree_make(arena, words, &doc)) return;
    dl_place places[] = {place(&doc, "Lima", "Lima"), place(&doc, "Oslo", "Oslo"), place(&doc, "Rome", "Rome")};
    dl_marks marks = {.places = places, .place_count = 3};
    uint32_t attend = word_at(&doc, "attend"), agreed = word_at(&doc, "agreed"), postponed = word_at(&doc, "postponed");
    dl_event events[] = {{.type = DL_TYPE_REJECT, .trigger_first = attend, .trigger_last = attend, .meeting = DL_NONE},
                         {.type = DL_TYPE_AGREE, .trigger_first = agreed, .trigger_last = agreed, .meeting = DL_NONE},
                         {.type = DL_TYPE_REJECT, .trigger_first = postponed, .trigger_last = postponed, .meeting = DL_NONE}};
    for (size_t i = 0; i < DL_COUNT(events); i++) events[i].sentence = doc.tokens[events[i].trigger_first].sentence;
    CHECK(dl_meetings_find(&doc, &marks, events, DL_COUNT(events), &meetings, &count, NULL) == DL_OK && count == 2, "%u meetings", (unsigned)count);
    if (count != 2) return;
    CHECK(dl_str_is(meetings[0].id, "oslo") && dl_str_is(meetings[1].id, "rome"), "%.*s", (int)meetings[0].id.n, meetings[0].id.p);
    CHECK(events[0].meeting == 0 && events[0].answer == DL_ANSWER_DECLINED, "refused before its place is told");
    CHECK(events[1].meeting == DL_NONE && events[1].answer == DL_ANSWER_NONE, "said there, not about it");
    CHECK(events[2].meeting == DL_NONE && events[2].answer == DL_ANSWER_NONE, "a delay");
}

/* Who met where and on what day met at a meeting; only where, did not; talks of any kind are not those that the report tells of. */
static void test_met(dl_arena *arena)
{
    static const char words[] =
        "Togo//PROPN//2/nsubj met/meet/VERB//0/root Fiji//PROPN//2/obj in//ADP//5/case Suva//PROPN//2/obl on//ADP//7/case Monday//PROPN//2/obl .//PUNCT//2/punct\n"
        "Cuba//PROPN//2/nsubj met/meet/VERB//0/root Laos//PROPN//2/obj in//ADP//5/case Kiev//PROPN//2/obl .//PUNCT//2/punct\n"
        "Cuba//PROPN//2/nsubj refused/refuse/VERB//0/root direct//ADJ//4/amod talks/talk/NOUN//2/obj .//PUNCT//2/punct";
    dl_doc doc;
    dl_meeting *meetings = NULL;
    uint32_t count = 0;
    dl_arena_reset(arena);
    if (!tree_make(arena, words, &doc)) return;
    uint32_t met = word_at(&doc, "met"), refused = word_at(&doc, "refused"), monday = word_at(&doc, "Monday");
    int32_t day = dl_day_from_ymd(2021, 5, 3);
    dl_place places[] = {place(&doc, "Suva", "Suva"), place(&doc, "Kiev", "Kyiv")};
    dl_time times[] = {{.first = monday, .last = monday, .type = DL_TIME_DATE, .low = day, .high = day, .precision = DL_PRECISION_DAY}};
    dl_marks marks = {.places = places, .place_count = 2, .times = times, .time_count = 1};
    dl_event events[] = {{.type = DL_TYPE_CONSULT, .trigger_first = met, .trigger_last = met, .meeting = DL_NONE},
                         {.type = DL_TYPE_CONSULT, .trigger_first = met + 7, .trigger_last = met + 7, .meeting = DL_NONE},
                         {.type = DL_TYPE_REJECT, .trigger_first = refused, .trigger_last = refused + 2, .meeting = DL_NONE}};
    for (size_t i = 0; i < DL_COUNT(events); i++) events[i].sentence = doc.tokens[events[i].trigger_first].sentence;
    CHECK(dl_meetings_find(&doc, &marks, events, DL_COUNT(events), &meetings, &count, NULL) == DL_OK && count == 1, "%u meetings", (unsigned)count);
    CHECK(count == 1 && dl_str_is(meetings[0].id, "suva-2021-05-03"), "its name");
    CHECK(events[0].meeting == 0 && events[0].answer == DL_ANSWER_ATTENDED, "they met there");
    CHECK(events[1].meeting == DL_NONE && events[2].meeting == DL_NONE, "no meeting of the report");
}

int main(void)
{
    dl_arena *arena = dl_arena_new(0);
    test_report(arena);
    test_none(arena);
    test_bare(arena);
    test_met(arena);
    dl_arena_free(arena);
    return check_done();
}
