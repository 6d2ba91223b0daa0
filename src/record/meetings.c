/* Meetings over the whole report. A mention is a noun of meeting with whatever place, date and host stand in its phrase, or the verb "meet" with
 * both place and day; mentions that do not contradict each other are one meeting; events that invite, accept, refuse, expect or attend are answers
 * to the meeting they speak of. */
#include "record/weigh.h"

#include <stdio.h>

typedef struct mention {
    uint32_t token, place, time, meeting; /* marks and meeting, DL_NONE */
} mention;

typedef struct room_of_meetings {
    dl_doc *doc;
    dl_marks *marks;
    mention *mentions;
    uint32_t mention_count;
    dl_meeting *meetings;
    uint32_t count;
} room_of_meetings;

static bool one_of(dl_str word, const char *list)
{
    return dl_str_has_word(dl_str_c(list), word);
}

static bool meeting_noun(const dl_doc *doc, uint32_t t)
{
    dl_str lemma = doc->tokens[t].lemma;
    if (doc->tokens[t].upos != DL_UPOS_NOUN && doc->tokens[t].upos != DL_UPOS_PROPN) return false;
    char lower[24];
    dl_str folded = {lower, lemma.n > sizeof lower ? 0 : dl_str_fold(lemma, lower, sizeof lower)};
    return one_of(folded, "conference talk talks summit meeting negotiation negotiations round forum dialogue consultation");
}

static bool meeting_verb(const dl_doc *doc, uint32_t t)
{
    return doc->tokens[t].upos == DL_UPOS_VERB && dl_str_is(doc->tokens[t].lemma, "meet");
}

/* "the talks", "this meeting", "their conference"; not "any talks", "direct talks": those are not the ones that the report tells of. */
static bool definite(const dl_doc *doc, uint32_t noun)
{
    uint32_t from = noun > 6 ? noun - 6 : 0;
    for (uint32_t t = from; t < noun; t++) {
        const dl_token *w = &doc->tokens[t];
        if (w->head == noun && (w->rel == DL_REL_NMOD_POSS || (w->rel == DL_REL_DET && one_of(w->lemma, "the this that these those")))) return true;
    }
    return false;
}

static bool under(const dl_doc *doc, uint32_t t, uint32_t top, uint32_t most)
{
    for (uint32_t k = 0; t != DL_NONE && k <= most; k++, t = doc->tokens[t].head) {
        if (t == top) return true;
    }
    return false;
}

/* "the conference with the rebels in Moscow on September 4": behind the noun with no verb, comma or quotation between, wherever the parser hung it. */
static bool follows(const dl_doc *doc, uint32_t t, uint32_t noun)
{
    if (t <= noun || t > noun + 12 || doc->tokens[t].sentence != doc->tokens[noun].sentence) return false;
    for (uint32_t k = noun + 1; k < t; k++) {
        if (doc->tokens[k].upos == DL_UPOS_VERB || doc->tokens[k].upos == DL_UPOS_AUX || doc->tokens[k].upos == DL_UPOS_PUNCT || doc->tokens[k].upos == DL_UPOS_SCONJ) return false;
    }
    return true;
}

/* A time or place belongs to the noun when it hangs in its phrase, or, for "will be held in X on Y", on the verb that governs the noun. */
static bool belongs(const dl_doc *doc, uint32_t t, uint32_t noun)
{
    uint32_t verb = doc->tokens[noun].head;
    if (doc->tokens[noun].upos == DL_UPOS_VERB) return under(doc, t, noun, 2);
    if (under(doc, t, noun, 4) || follows(doc, t, noun)) return true;
    if (verb == DL_NONE || doc->tokens[noun].rel == DL_REL_CONJ || !one_of(doc->tokens[verb].lemma, "hold host convene schedule plan begin start open organize organise take attend")) return false;
    return under(doc, t, verb, 2) && t > noun;
}

/* "the government in Kabul", "when Kabul and Washington declined": a seat of government, and whoever acts himself, are no places of a meeting. */
static bool acts(const dl_doc *doc, uint32_t first, uint32_t place, uint32_t noun)
{
    static const char seats[] = "government regime administration authority office ministry embassy council";
    if (first > 1 && doc->tokens[first - 1].upos == DL_UPOS_ADP && one_of(doc->tokens[first - 2].lemma, seats)) return true;
    for (uint32_t t = place, k = 0; t != DL_NONE && t != noun && k < 5; k++, t = doc->tokens[t].head) {
        if (doc->tokens[t].rel == DL_REL_NSUBJ) return true;
        if (doc->tokens[t].upos == DL_UPOS_VERB) return false;
        if (t != place && one_of(doc->tokens[t].lemma, seats)) return true;
    }
    return false;
}

static bool day_known(const dl_time *t)
{
    return t->type == DL_TIME_DATE && t->low != DL_DAY_UNKNOWN && t->precision == DL_PRECISION_DAY;
}

static void describe(room_of_meetings *r, mention *m)
{
    m->place = m->time = m->meeting = DL_NONE;
    for (uint32_t i = 0; i < r->marks->time_count && m->time == DL_NONE; i++) {
        if (day_known(&r->marks->times[i]) && belongs(r->doc, r->marks->times[i].last, m->token)) m->time = i;
    }
    for (uint32_t i = 0; i < r->marks->place_count && m->place == DL_NONE; i++) {
        const dl_place *p = &r->marks->places[i];
        if (dl_str_starts(p->feature, DL_LIT("PCL"))) continue; /* "the Afghan peace conference" is not held in a country's name */
        if (belongs(r->doc, p->last, m->token) && !acts(r->doc, p->first, p->last, m->token)) m->place = i;
    }
}

static bool same_place(const room_of_meetings *r, uint32_t a, uint32_t b)
{
    const dl_place *p = &r->marks->places[a], *q = &r->marks->places[b];
    if (p->name.n && q->name.n) return dl_str_eq(p->name, q->name);
    return dl_str_eq(dl_str_part(r->doc->text, p->span.start, p->span.end), dl_str_part(r->doc->text, q->span.start, q->span.end));
}

static bool fits(const room_of_meetings *r, const mention *m, const dl_meeting *g)
{
    if (m->time != DL_NONE && g->date_low != DL_DAY_UNKNOWN && (r->marks->times[m->time].high < g->date_low || r->marks->times[m->time].low > g->date_high)) return false;
    return m->place == DL_NONE || g->place == DL_NONE || same_place(r, m->place, g->place);
}

/* A mention that a date or a place anchors. */
static void join(room_of_meetings *r, mention *m)
{
    if (m->time == DL_NONE && m->place == DL_NONE) return;
    if (meeting_verb(r->doc, m->token) && (m->time == DL_NONE || m->place == DL_NONE)) return;
    for (uint32_t i = r->count; i-- > 0 && m->meeting == DL_NONE;) {
        if (fits(r, m, &r->meetings[i])) m->meeting = i;
    }
    if (m->meeting == DL_NONE) {
        m->meeting = r->count;
        r->meetings[r->count++] = (dl_meeting){.place = DL_NONE, .date_low = DL_DAY_UNKNOWN, .date_high = DL_DAY_UNKNOWN, .host = DL_NONE, .invited = -1};
    }
    dl_meeting *g = &r->meetings[m->meeting];
    if (m->place != DL_NONE && g->place == DL_NONE) g->place = m->place;
    if (m->time != DL_NONE && g->date_low == DL_DAY_UNKNOWN) {
        g->date_low = r->marks->times[m->time].low;
        g->date_high = r->marks->times[m->time].high;
    }
}

/* A bare mention, "the conference", is the meeting that was mentioned last; before any was, the one that comes first: news tells where and when after what. */
static void join_bare(room_of_meetings *r)
{
    uint32_t last = DL_NONE;
    for (uint32_t i = 0; i < r->mention_count && last == DL_NONE; i++) last = r->mentions[i].meeting;
    for (uint32_t i = 0; i < r->mention_count; i++) {
        mention *m = &r->mentions[i];
        if (m->meeting == DL_NONE && !meeting_verb(r->doc, m->token) && definite(r->doc, m->token)) m->meeting = last;
        if (m->meeting != DL_NONE) last = m->meeting;
    }
}

/* "told a conference in Geneva that ...": where something was said is not what it is about. */
static bool told_there(const dl_doc *doc, uint32_t noun, const dl_event *e)
{
    uint32_t verb = doc->tokens[noun].head;
    if (verb == DL_NONE || (verb >= e->trigger_first && verb <= e->trigger_last) || (noun >= e->trigger_first && noun <= e->trigger_last)) return false;
    return doc->tokens[noun].rel != DL_REL_NSUBJ && one_of(doc->tokens[verb].lemma, "say tell speak");
}

/* The mention that an event speaks of: in its words or hanging on them, else the nearest of its sentence. */
static uint32_t mention_of(const room_of_meetings *r, const dl_event *e)
{
    uint32_t best = DL_NONE, near = UINT32_MAX;
    for (uint32_t i = 0; i < r->mention_count; i++) {
        uint32_t t = r->mentions[i].token;
        if (r->doc->tokens[t].sentence != e->sentence || r->mentions[i].meeting == DL_NONE || told_there(r->doc, t, e)) continue;
        uint32_t far = t < e->trigger_first ? e->trigger_first - t : t > e->trigger_last ? t - e->trigger_last : 0;
        if (far >= near || far > 20) continue;
        near = far;
        best = i;
    }
    return best;
}

static bool trigger_has(const dl_doc *doc, const dl_event *e, const char *lemmas)
{
    for (uint32_t t = e->trigger_first; t <= e->trigger_last; t++) {
        if (one_of(doc->tokens[t].lemma, lemmas)) return true;
    }
    return false;
}

/* "has yet to announce if it will attend", "did not say whether": the act hangs under a verb of telling as an open question. */
static bool open_question(const dl_doc *doc, const dl_event *e)
{
    uint32_t t = e->trigger_first;
    for (uint32_t k = e->trigger_first; k <= e->trigger_last; k++) {
        if (doc->tokens[k].upos == DL_UPOS_VERB) t = k;
    }
    for (int up = 0; up < 4 && t != DL_NONE; up++, t = doc->tokens[t].head) {
        uint32_t told = doc->tokens[t].head;
        if (told == DL_NONE || !one_of(doc->tokens[told].lemma, "announce decide say confirm respond clarify know tell determine see consider")) continue;
        for (uint32_t k = doc->sentences[e->sentence].first; k < t; k++) {
            if (doc->tokens[k].head == t && doc->tokens[k].rel == DL_REL_MARK && one_of(doc->tokens[k].lemma, "if whether")) return true;
        }
    }
    return false;
}

static dl_answer answer_of(const dl_doc *doc, const dl_event *e)
{
    bool open = (e->aux & DL_AUX_NEGATION) && (e->aux & DL_AUX_HYPOTHETICAL);
    if (open || open_question(doc, e) || (trigger_has(doc, e, "yet") && trigger_has(doc, e, "announce decide say confirm respond"))) return DL_ANSWER_UNANNOUNCED;
    if (e->type == DL_TYPE_AGREE && trigger_has(doc, e, "accept")) return DL_ANSWER_ACCEPTED;
    if (trigger_has(doc, e, "invite invitation")) return e->type == DL_TYPE_REJECT ? DL_ANSWER_DECLINED : DL_ANSWER_INVITED;
    if (e->type == DL_TYPE_REJECT) return trigger_has(doc, e, "postpone delay reschedule") ? DL_ANSWER_NONE : DL_ANSWER_DECLINED;
    if (trigger_has(doc, e, "expect hope")) return DL_ANSWER_EXPECTED;
    if (e->type == DL_TYPE_AGREE) return DL_ANSWER_ACCEPTED;
    if (e->type == DL_TYPE_CONSULT && !(e->aux & (DL_AUX_FUTURE | DL_AUX_HYPOTHETICAL | DL_AUX_NEGATION))) return DL_ANSWER_ATTENDED;
    return DL_ANSWER_NONE;
}

static void tie(room_of_meetings *r, dl_event *e)
{
    static const bool can[DL_TYPE_COUNT] = {[DL_TYPE_AGREE] = true, [DL_TYPE_CONSULT] = true, [DL_TYPE_REJECT] = true, [DL_TYPE_REQUEST] = true, [DL_TYPE_SANCTION] = true};
    uint32_t m = can[e->type] ? mention_of(r, e) : DL_NONE;
    dl_answer answer = m == DL_NONE ? DL_ANSWER_NONE : answer_of(r->doc, e);
    if (answer == DL_ANSWER_NONE) return;
    dl_meeting *g = &r->meetings[r->mentions[m].meeting];
    e->meeting = r->mentions[m].meeting;
    e->answer = answer;
    if (answer != DL_ANSWER_INVITED) return;
    if (g->host == DL_NONE && e->actor_count) g->host = e->actor[0];
    for (uint32_t i = 0; i < r->marks->quantity_count; i++) {
        const dl_quantity *q = &r->marks->quantities[i];
        if (q->first < e->trigger_first || q->first > e->trigger_last + 2 || r->doc->tokens[q->first].sentence != e->sentence) continue;
        g->invited = q->low;
        if (e->size_count < DL_COUNT(e->sizes)) e->sizes[e->size_count++] = (dl_size){DL_LIT("invited"), i};
        break;
    }
}

static void name_meeting(room_of_meetings *r, dl_meeting *g)
{
    char day[11], place[40] = "meeting";
    dl_day_to_text(g->date_low, day);
    if (g->place != DL_NONE) {
        const dl_place *p = &r->marks->places[g->place];
        dl_str name = p->name.n ? p->name : dl_str_part(r->doc->text, p->span.start, p->span.end);
        size_t n = dl_str_fold(name, place, sizeof place - 1);
        for (size_t i = 0; i < n; i++) {
            if (place[i] == ' ' || place[i] == '\n') place[i] = '-';
        }
        place[n] = 0;
    }
    g->id = day[0] ? dl_arena_printf(r->doc->arena, "%s-%s", place, day) : dl_arena_printf(r->doc->arena, "%s", place);
}

dl_status dl_meetings_find(dl_doc *doc, dl_marks *marks, dl_event *events, uint32_t event_count, dl_meeting **out, uint32_t *count, dl_error *err)
{
    room_of_meetings r = {.doc = doc, .marks = marks};
    *out = NULL;
    *count = 0;
    for (uint32_t t = 0; t < doc->token_count; t++) r.mention_count += meeting_noun(doc, t) || meeting_verb(doc, t);
    if (r.mention_count == 0) return DL_OK;
    r.mentions = DL_NEW(doc->arena, mention, r.mention_count);
    r.meetings = DL_NEW(doc->arena, dl_meeting, r.mention_count);
    if (r.mentions == NULL || r.meetings == NULL) return dl_fail(err, DL_NOMEM, "The report has more meetings than fit into memory.");
    for (uint32_t t = 0, i = 0; t < doc->token_count; t++) {
        if (!meeting_noun(doc, t) && !meeting_verb(doc, t)) continue;
        r.mentions[i].token = t;
        describe(&r, &r.mentions[i]);
        join(&r, &r.mentions[i++]);
    }
    join_bare(&r);
    for (uint32_t i = 0; i < event_count; i++) tie(&r, &events[i]);
    for (uint32_t i = 0; i < r.count; i++) name_meeting(&r, &r.meetings[i]);
    *out = r.meetings;
    *count = r.count;
    return DL_OK;
}
