/* quantity_kind.c - dead, injured, arrested ...: what a number means for an event.
 *
 * Words next to the number decide before the trigger does: in "killing 18 and wounding 45" one event carries both. */
#include "mark/mark.h"

typedef enum kind { NONE, DEAD, INJURED, ARRESTED, ABDUCTED, DISPLACED, PARTICIPANTS, TROOPS, INVITED } kind;

static const char *const names[] = {"",          "dead",         "injured", "arrested", "abducted",
                                    "displaced", "participants", "troops",  "invited"};

typedef struct cue {
    const char *stem; /* the word begins with it */
    uint8_t kind;
} cue;

/* Words of happening, by how they begin. */
static const cue cues[] = {
    {"abduct", ABDUCTED},
    {"arrest", ARRESTED},
    {"assassinat", DEAD},
    {"attend", PARTICIPANTS},
    {"behead", DEAD},
    {"bodies", DEAD},
    {"captur", ARRESTED},
    {"casualt", DEAD},
    {"critical", INJURED},
    {"crowd", PARTICIPANTS},
    {"dead", DEAD},
    {"death", DEAD},
    {"demonstrat", PARTICIPANTS},
    {"deploy", TROOPS},
    {"detain", ARRESTED},
    {"detention", ARRESTED},
    {"dies", DEAD},
    {"died", DEAD},
    {"die", DEAD},
    {"displac", DISPLACED},
    {"drew", PARTICIPANTS},
    {"dying", DEAD},
    {"evacuat", DISPLACED},
    {"evict", DISPLACED},
    {"execut", DEAD},
    {"fatal", DEAD},
    {"fled", DISPLACED},
    {"flee", DISPLACED},
    {"gather", PARTICIPANTS},
    {"homeless", DISPLACED},
    {"hospitali", INJURED},
    {"hostage", ABDUCTED},
    {"hurt", INJURED},
    {"imprison", ARRESTED},
    {"injur", INJURED},
    {"invit", INVITED},
    {"jail", ARRESTED},
    {"kidnap", ABDUCTED},
    {"kill", DEAD},
    {"lives", DEAD},
    {"lynch", DEAD},
    {"march", PARTICIPANTS},
    {"martyr", DEAD},
    {"massacr", DEAD},
    {"murder", DEAD},
    {"participa", PARTICIPANTS},
    {"perish", DEAD},
    {"protest", PARTICIPANTS},
    {"rall", PARTICIPANTS},
    {"rounded", ARRESTED},
    {"slain", DEAD},
    {"slaughter", DEAD},
    {"slay", DEAD},
    {"stab", INJURED},
    {"stationed", TROOPS},
    {"toll", DEAD},
    {"uproot", DISPLACED},
    {"wound", INJURED},
};

/* Units that are counted as troops, and as people who take part, when the words around do not say otherwise. */
static const char troop_units[] = "troops soldiers marines servicemen peacekeepers personnel trainers advisers advisors "
                                  "battalions troop soldier reservists "
                                  "paratroopers conscripts warplanes tanks fighters";
static const char crowd_units[] = "protesters protestors demonstrators marchers strikers delegates delegations participants "
                                  "countries nations representatives";
/* What cannot be hurt, held or invited. */
static const char thing_units[] =
    "incidents incident attacks attack bombings blasts explosions cases counts charges cars vehicles houses homes buildings "
    "provinces districts cities villages towns sets weapons rockets missiles shells drones airstrikes strikes sites places "
    "hospitals schools "
    "shots rounds bombs areas occasions trips talks pounds kilometers metres meters feet parts points votes seats sentences "
    "goals tonnes bushels";

static dl_str low_form(const dl_doc *doc, uint32_t t, char *out, size_t room)
{
    return (dl_str){out, dl_str_fold(dl_token_form(doc, t), out, room)};
}

static kind cue_of(const dl_doc *doc, uint32_t t)
{
    char room[32], next[32];
    dl_str word = low_form(doc, t, room, sizeof room);
    if (word.n < 3 ||
        dl_str_has_word(DL_LIT("diet diesel deadline deadlock executive executives marches marched stable"), word))
        return NONE;
    if (dl_str_is(word, "lives") && t + 1 < doc->token_count && dl_str_is(low_form(doc, t + 1, next, sizeof next), "matter"))
        return NONE;
    for (size_t k = 0; k < DL_COUNT(cues); k++) {
        if (dl_str_starts(word, dl_str_c(cues[k].stem)) && (cues[k].stem[3] || word.n <= 4)) return (kind)cues[k].kind;
    }
    return NONE;
}

static bool form_in(const dl_doc *doc, uint32_t t, const char *list)
{
    char room[32];
    return dl_str_has_word(dl_str_c(list), low_form(doc, t, room, sizeof room));
}

static bool is_boundary(const dl_doc *doc, uint32_t t)
{
    return form_in(doc, t, "; : . while but which who where");
}

/* "seven civilians and two militants were killed": the verb after the second count is that of the first too. */
static bool begins_count(const dl_doc *doc, const dl_sentence *s, uint32_t t)
{
    if (t >= s->first + s->count) return false;
    char first = doc->text.p[doc->tokens[t].start];
    return (first >= '0' && first <= '9') ||
           form_in(doc, t,
                   "a an at more another one two three four five six seven eight nine ten eleven "
                   "twelve dozens scores hundreds thousands several many nearly about some others");
}

/* The nearest cue after the number: "10 dead", "40 people were killed", "10 others injured"; a comma or a new number ends
 * the search. */
static kind cue_after(const dl_doc *doc, const dl_sentence *s, uint32_t from)
{
    bool seen_verb = false;
    for (uint32_t t = from; t < s->first + s->count && t < from + 14; t++) {
        if (is_boundary(doc, t) || form_in(doc, t, ", as")) return NONE;
        if (form_in(doc, t, "and or") && !begins_count(doc, s, t + 1)) return NONE;
        kind k = cue_of(doc, t);
        bool active =
            form_in(doc, t, "killing wounding injuring arresting detaining kidnapping abducting displacing murdering");
        if (k != NONE && !active && !(k == PARTICIPANTS && seen_verb && form_in(doc, t, "protest rally march protests")))
            return k;
        if (active) return NONE;
        seen_verb |= form_in(doc, t, "were was had have has been said told");
    }
    return NONE;
}

/* The cue before: "killed at least six people", "wounding 48", "death toll of 30". */
static kind cue_before(const dl_doc *doc, const dl_sentence *s, uint32_t first, uint32_t *distance)
{
    for (uint32_t back = 1; back <= 9 && first >= s->first + back; back++) {
        uint32_t t = first - back;
        kind k = cue_of(doc, t);
        if (k != NONE) return *distance = back, k;
        if (is_boundary(doc, t)) return NONE;
    }
    return NONE;
}

/* By the tree: the number's noun is subject of a passive or of dying, or object of the doing. */
static kind cue_by_tree(const dl_doc *doc, uint32_t unit)
{
    const dl_token *u = &doc->tokens[unit];
    if (u->head == DL_NONE || u->head >= doc->token_count) return NONE;
    kind k = cue_of(doc, u->head);
    if (k == NONE) return NONE;
    bool passive = u->rel == DL_REL_NSUBJ_PASS || u->rel == DL_REL_OBJ, subject = u->rel == DL_REL_NSUBJ;
    if (k == PARTICIPANTS || k == DISPLACED) return subject || passive || u->rel == DL_REL_OBL_AGENT ? k : NONE;
    if (k == DEAD && subject) return dl_str_starts(dl_token_form(doc, u->head), DL_LIT("kill")) ? NONE : DEAD;
    return passive || u->rel == DL_REL_NMOD ? k : NONE;
}

static kind kind_of(const dl_doc *doc, const dl_quantity *q, uint32_t first, uint32_t last)
{
    if (doc->token_count == 0 || q->last >= doc->token_count) return NONE;
    const dl_sentence *s = &doc->sentences[doc->tokens[q->first].sentence];
    uint32_t unit = q->unit != DL_NONE && q->unit < doc->token_count ? q->unit : DL_NONE;
    bool named = unit != DL_NONE;
    if (named &&
        form_in(doc, unit, "% percent $ cent days years times hours miles km kilometers kilometres dollars euros pounds"))
        return NONE;
    if (named && (form_in(doc, unit, "dead deaths fatalities bodies"))) return DEAD;
    for (uint32_t t = q->last + 1; named && t < unit && t < q->last + 5; t++) { /* "280 injured people" */
        kind k = cue_of(doc, t);
        if (k == DEAD || k == INJURED || k == ARRESTED || k == DISPLACED) return k;
    }
    if (named && form_in(doc, unit, "injured wounded injuries")) return INJURED;
    if (named && form_in(doc, unit, "hostages")) return ABDUCTED;
    if (named && form_in(doc, unit, "arrests detainees")) return ARRESTED;
    if (named) {
        kind k = cue_by_tree(doc, unit);
        if (k != NONE) return k;
    }
    uint32_t distance = 0, after = named && unit > q->last ? unit + 1 : q->last + 1;
    kind before = cue_before(doc, s, q->first, &distance);
    if (before != NONE && distance == 1) return before;
    kind behind = cue_after(doc, s, after);
    bool person = !named || !form_in(doc, unit, thing_units);
    if (!person) return NONE;
    if (behind != NONE) return behind;
    if (named && form_in(doc, unit, crowd_units) && before != DEAD && before != INJURED && before != ARRESTED)
        return PARTICIPANTS;
    if (named && form_in(doc, unit, troop_units) && (before == NONE || before == TROOPS)) return TROOPS;
    if (before != NONE) return before;
    for (uint32_t t = first; first != DL_NONE && t <= last && t < doc->token_count; t++) {
        kind k = cue_of(doc, t);
        if (k != NONE) return k;
    }
    return NONE;
}

dl_str dl_quantity_kind(const dl_doc *doc, const dl_quantity *quantity, uint32_t first, uint32_t last)
{
    return dl_str_c(names[kind_of(doc, quantity, first, last)]);
}
