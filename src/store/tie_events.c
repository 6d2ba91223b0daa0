/* tie_events.c - records that tell of one event. Two records are weighed by what they say: the type must be the same and the days must meet; parties, places,
 * modes and numbers speak for or against; so do the words of their sentences and the likeness of their reports. A record joins the group of the
 * earlier record that it goes with best, if it also goes with the group on the whole: so a chain of days does not become one event. */
#include "store/tie.h"

#include <stdlib.h>

enum { NEVER = -10000, WIDE_DAYS = 31, NEAR_DAYS = 4, NEIGHBOURS = 8, SAMPLE = 6, APART = -500 };

/* ## Weighing: hundredths of a logit, by and large those of a regression on a hundred pairs of reports that people judged (test/bench/tie_pairs.py) */

enum { WORDS = 360, TOPIC = 390, SAME_TOWN = 210, OTHER_PLACE = -200, SAME_CODE = 70, SAME_DEAD = 80, COPY = 250, REWRITE = 150, SAME_REPORT = 60, SAME_SENTENCE = -200,
       REVERSED = -300, OTHER_DEAD = -150 };

typedef enum fit { AGAINST, OPEN, COUNTRY, KIND, SELF } fit; /* of two parties: nobody fits; not known; one country; one country and sector; one person, group or word */

static fit party_fit(const dl_tie_party *a, const dl_tie_party *b)
{
    if (a->self && a->self == b->self) return SELF;
    if (a->code && a->code == b->code) return a->sector && a->sector == b->sector ? KIND : COUNTRY;
    if (a->text && a->text == b->text) return SELF;
    return a->code && b->code ? AGAINST : OPEN;
}

/* The best pair of one side; of all parties where the act is mutual in one of the records. */
static fit side_fit(const dl_tie_event *a, const dl_tie_event *b, bool any, bool recipient)
{
    fit best = AGAINST;
    bool left = false, right = false;
    for (uint32_t i = 0; i < a->party_count; i++) {
        if (!any && a->parties[i].recipient != recipient) continue;
        left = true;
        for (uint32_t k = 0; k < b->party_count; k++) {
            if (!any && b->parties[k].recipient != recipient) continue;
            right = true;
            best = DL_MAX(best, party_fit(&a->parties[i], &b->parties[k]));
        }
    }
    return left && right ? best : OPEN;
}

static bool has_side(const dl_tie_event *e, bool recipient)
{
    for (uint32_t i = 0; i < e->party_count; i++)
        if (e->parties[i].recipient == recipient) return true;
    return false;
}

static bool crosses(const dl_tie_event *a, const dl_tie_event *b)
{
    for (uint32_t i = 0; i < a->party_count; i++)
        for (uint32_t k = 0; !a->parties[i].recipient && k < b->party_count; k++)
            if (b->parties[k].recipient && party_fit(&a->parties[i], &b->parties[k]) >= KIND) return true;
    return false;
}

/* Who did it in one had it done to him in the other. */
static bool is_reversed(const dl_tie_event *a, const dl_tie_event *b)
{
    return side_fit(a, b, false, false) < KIND && side_fit(a, b, false, true) < KIND && (crosses(a, b) || crosses(b, a));
}

static int32_t parties_score(const dl_tie_event *a, const dl_tie_event *b)
{
    static const int32_t actors[] = {[AGAINST] = -60, [OPEN] = 0, [COUNTRY] = 20, [KIND] = 60, [SELF] = 100};
    static const int32_t recipients[] = {[AGAINST] = -120, [OPEN] = 0, [COUNTRY] = 30, [KIND] = 150, [SELF] = 150};
    bool mutual = a->type == DL_TYPE_CONSULT && has_side(a, true) != has_side(b, true);
    if (mutual) return recipients[side_fit(a, b, true, false)];
    if (is_reversed(a, b)) return REVERSED;
    return actors[side_fit(a, b, false, false)] + recipients[side_fit(a, b, false, true)];
}

static int32_t place_score(const dl_tie_event *a, const dl_tie_event *b)
{
    if (a->country && b->country && a->country != b->country) return OTHER_PLACE;
    if (a->place != b->place && a->province && b->province && a->province != b->province) return OTHER_PLACE;
    if (!a->town || !b->town) return 0;
    return a->place == b->place ? SAME_TOWN : OTHER_PLACE;
}

/* A day of publication may be some days after the event. */
static int32_t date_score(const dl_tie_event *a, const dl_tie_event *b)
{
    if (a->low == DL_DAY_UNKNOWN || b->low == DL_DAY_UNKNOWN) return a->low == b->low ? 120 : 0;
    int32_t apart = DL_MAX(a->low, b->low) - DL_MIN(a->high, b->high); /* 0 or less: they meet */
    const dl_tie_event *later = a->low > b->low ? a : b;
    if (apart <= 0) return a->low == a->high && b->low == b->high ? 65 : 0;
    if (a->stated && b->stated) return apart > 1 ? NEVER : -100;
    if (apart > NEAR_DAYS || later->stated) return apart > 1 ? NEVER : -100;
    return -60;
}

/* Weight of the words that both have; in a hundred of the shorter, or of both. */
static int32_t common_words(const dl_tie_words *a, const dl_tie_words *b, bool shorter)
{
    uint32_t common = 0, all = shorter ? 2 * DL_MIN(a->weight, b->weight) : a->weight + b->weight;
    for (uint32_t i = 0, k = 0; i < a->count && k < b->count;) {
        uint32_t x = a->items[i] | 3u, y = b->items[k] | 3u;
        if (x == y) common += shorter ? 2 * DL_MIN(a->items[i] & 3u, b->items[k] & 3u) : (a->items[i] & 3u) + (b->items[k] & 3u);
        i += x <= y;
        k += y <= x;
    }
    return all ? (int32_t)(common * 100 / all) : 0;
}

/* One report does not give two numbers for one event as easily as two reports do. */
static int32_t reports_score(const dl_tie_doc *docs, const dl_tie_event *a, const dl_tie_event *b)
{
    if (a->doc == b->doc) return SAME_REPORT + (a->sentence == b->sentence ? SAME_SENTENCE : 0) + (a->dead >= 0 && b->dead >= 0 && a->dead != b->dead ? OTHER_DEAD : 0);
    uint32_t likeness = dl_tie_likeness(&docs[a->doc], &docs[b->doc]);
    int32_t topic = common_words(&docs[a->doc].topic, &docs[b->doc].topic, false) * TOPIC / 100;
    return topic + (likeness >= DL_TIE_COPY ? COPY : likeness >= DL_TIE_REWRITE ? REWRITE : 0);
}

int32_t dl_tie_score(const dl_tie_doc *docs, const dl_tie_event *a, const dl_tie_event *b)
{
    const uint8_t same = DL_AUX_FUTURE | DL_AUX_HYPOTHETICAL;
    if (a->type != b->type || (a->aux & same) != (b->aux & same)) return NEVER;
    int32_t date = date_score(a, b);
    if (date == NEVER) return NEVER;
    return date + parties_score(a, b) + place_score(a, b) + common_words(&a->words, &b->words, true) * WORDS / 100 + reports_score(docs, a, b) +
           (a->cameo && a->cameo == b->cameo ? SAME_CODE : 0) + (a->dead >= 0 && a->dead == b->dead ? SAME_DEAD : 0);
}

/* ## Who is compared with whom: records of one type that share a code (or have none) and whose days meet */

typedef struct posting { uint64_t key; uint32_t event; } posting;

typedef struct link { uint32_t first, second; int32_t score; } link; /* two groups, by the records that lead them */

typedef struct search {
    dl_arena *arena;
    const dl_tie_doc *docs;
    dl_tie_event *events;
    posting *postings;
    size_t count;
    uint32_t *seen;      /* [events] the last record that was compared with it, plus one */
    uint32_t *next, *last; /* [events] chains of the records of a group, from the one that leads it; DL_NONE ends them; the last of the chain that a record leads */
    link *links;         /* groups between which a record stood */
    uint32_t link_count, link_room;
    bool failed;         /* memory ran out */
} search;

static int by_key(const void *a, const void *b)
{
    const posting *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

static uint64_t key_of(uint32_t type, uint32_t code, int32_t day)
{
    return (uint64_t)type << 56 | (uint64_t)(code & 0xFFFFFFu) << 32 | (uint32_t)day;
}

/* The days under which a record is found. One without a day, or within more than a month, goes by the day of its report, apart from the others. */
static uint32_t days_of(const search *s, const dl_tie_event *e, int32_t *first, int32_t *last)
{
    bool dated = e->low != DL_DAY_UNKNOWN && e->high - e->low < WIDE_DAYS;
    *first = dated ? e->low : s->docs[e->doc].day;
    *last = dated ? e->high : *first;
    return dated ? e->type : e->type + 128u;
}

#define CODES_MAX (DL_MAX_PARTIES * 2 + 1)
static uint32_t codes_of(const dl_tie_event *e, uint32_t out[CODES_MAX])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i <= e->party_count && count < CODES_MAX; i++) {
        uint32_t code = i < e->party_count ? e->parties[i].code : e->country;
        bool again = code == 0;
        for (uint32_t k = 0; k < count; k++) again |= out[k] == code;
        if (!again) out[count++] = code;
    }
    if (count == 0) out[count++] = 0;
    return count;
}

static bool post(search *s, uint32_t count)
{
    uint32_t codes[CODES_MAX];
    size_t need = 0;
    int32_t first, last;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < count; i++) {
            uint32_t class = days_of(s, &s->events[i], &first, &last), n = codes_of(&s->events[i], codes);
            if (pass == 0) need += (size_t)n * (size_t)(last - first + 1);
            for (uint32_t k = 0; pass == 1 && k < n; k++)
                for (int32_t day = first; day <= last; day++) s->postings[s->count++] = (posting){key_of(class, codes[k], day), i};
        }
        if (pass == 0 && !(s->postings = DL_NEW(s->arena, posting, need + 1))) return false;
    }
    qsort(s->postings, s->count, sizeof *s->postings, by_key);
    return true;
}

static size_t lower_bound(const search *s, uint64_t key)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->postings[middle].key < key) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The mean over the first records of two groups, or of a group and one record. Records that cannot be one speak against it once each. */
static int32_t mean_score(const search *s, uint32_t a, uint32_t b)
{
    int64_t sum = 0, count = 0;
    uint32_t i = a;
    for (int row = 0; row < SAMPLE && i != DL_NONE; row++, i = s->next[i]) {
        uint32_t k = b;
        for (int column = 0; column < SAMPLE && k != DL_NONE; column++, k = s->next[k], count++) sum += DL_MAX(dl_tie_score(s->docs, &s->events[i], &s->events[k]), APART);
    }
    return count ? (int32_t)(sum / count) : 0;
}

/* Groups that the record may join, with the best score of their records, and whether the group as a whole takes it. */
typedef struct choice { uint32_t groups[NEIGHBOURS]; int32_t scores[NEIGHBOURS]; bool fits[NEIGHBOURS]; uint32_t count; } choice;

static void weigh(search *s, uint32_t event, uint32_t other, choice *c)
{
    uint32_t group = s->events[other].group, i = 0;
    if (s->seen[other] == event + 1) return;
    s->seen[other] = event + 1;
    int32_t score = dl_tie_score(s->docs, &s->events[event], &s->events[other]);
    if (score < DL_TIE_EVENT) return;
    while (i < c->count && c->groups[i] != group) i++;
    if (i == NEIGHBOURS) return;
    if (i == c->count) {
        c->groups[c->count] = group;
        c->scores[c->count] = score;
        c->fits[c->count++] = mean_score(s, event, group) >= DL_TIE_GROUP;
    }
    c->scores[i] = DL_MAX(c->scores[i], score);
}

static void join(search *s, uint32_t event, const choice *c)
{
    uint32_t best = DL_NONE;
    for (uint32_t i = 0; i < c->count; i++) {
        if (!c->fits[i]) continue;
        if (best == DL_NONE || c->scores[i] > c->scores[best] || (c->scores[i] == c->scores[best] && c->groups[i] < c->groups[best])) best = i;
    }
    uint32_t group = best == DL_NONE ? event : c->groups[best];
    s->events[event].group = group;
    if (group != event) s->next[s->last[group]] = event;
    s->last[group] = event;
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->groups[i] == group) continue;
        if (!dl_arena_grow(s->arena, (void **)&s->links, &s->link_room, s->link_count + 1, sizeof *s->links)) {
            s->failed = true;
            return;
        }
        s->links[s->link_count++] = (link){DL_MIN(group, c->groups[i]), DL_MAX(group, c->groups[i]), 0};
    }
}

static void place(search *s, uint32_t event)
{
    uint32_t codes[CODES_MAX];
    int32_t first, last;
    const dl_tie_event *e = &s->events[event];
    uint32_t class = days_of(s, e, &first, &last), n = codes_of(e, codes);
    int32_t margin = NEAR_DAYS;
    choice c = {.count = 0};
    if (first == DL_DAY_UNKNOWN) margin = 0;
    for (uint32_t k = 0; k < n; k++) {
        for (int32_t day = first - margin; day <= last + margin; day++) {
            uint64_t key = key_of(class, codes[k], day);
            for (size_t i = lower_bound(s, key); i < s->count && s->postings[i].key == key && s->postings[i].event < event; i++) weigh(s, event, s->postings[i].event, &c);
        }
    }
    join(s, event, &c);
}

/* ## Groups that a later record brought together are one when their records go together on the whole */

static int by_groups(const void *a, const void *b)
{
    const link *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->second < y->second ? -1 : x->second > y->second;
}

static int by_score(const void *a, const void *b)
{
    const link *x = a, *y = b;
    return x->score != y->score ? (x->score > y->score ? -1 : 1) : by_groups(a, b);
}

static uint32_t group_of(const search *s, uint32_t event)
{
    while (s->events[event].group != event) event = s->events[event].group;
    return event;
}

static void join_groups(search *s, uint32_t count)
{
    uint32_t n = 0;
    if (s->link_count) qsort(s->links, s->link_count, sizeof *s->links, by_groups);
    for (uint32_t i = 0; i < s->link_count; i++) {
        if (n && by_groups(&s->links[n - 1], &s->links[i]) == 0) continue;
        s->links[n] = s->links[i];
        s->links[n].score = mean_score(s, s->links[n].first, s->links[n].second);
        n++;
    }
    if (n) qsort(s->links, n, sizeof *s->links, by_score);
    for (uint32_t i = 0; i < n && s->links[i].score >= DL_TIE_GROUPS; i++) {
        uint32_t a = group_of(s, s->links[i].first), b = group_of(s, s->links[i].second);
        if (a == b || mean_score(s, a, b) < DL_TIE_GROUPS) continue;
        if (a > b) {
            uint32_t kept = a;
            a = b;
            b = kept;
        }
        s->events[b].group = a;
        s->next[s->last[a]] = b;
        s->last[a] = s->last[b];
    }
    for (uint32_t i = 0; i < count; i++) s->events[i].group = group_of(s, i);
}

dl_status dl_tie_events(dl_arena *arena, const dl_tie_doc *docs, dl_tie_event *events, uint32_t count, dl_error *err)
{
    search s = {.arena = arena, .docs = docs, .events = events, .seen = DL_NEW(arena, uint32_t, (size_t)count + 1), .next = DL_NEW(arena, uint32_t, (size_t)count + 1),
                .last = DL_NEW(arena, uint32_t, (size_t)count + 1)};
    s.failed = !s.seen || !s.next || !s.last || !post(&s, count);
    for (uint32_t i = 0; i < count && !s.failed; i++) {
        events[i].group = s.last[i] = i;
        s.next[i] = DL_NONE;
        place(&s, i);
    }
    if (s.failed) return dl_fail(err, DL_NOMEM, "There is no memory to tie %u records.", (unsigned)count);
    join_groups(&s, count);
    return DL_OK;
}

/* ## Meetings */

static bool share_party(const dl_tie_meeting *a, const dl_tie_meeting *b)
{
    for (uint32_t i = 0, k = 0; i < a->party_count && k < b->party_count;) {
        if (a->parties[i] == b->parties[k]) return true;
        if (a->parties[i] < b->parties[k]) i++;
        else k++;
    }
    return a->host && a->host == b->host;
}

/* 0: not one meeting. Place and day together are enough; one of them needs somebody who is in both. */
static int32_t meeting_score(const dl_tie_doc *docs, const dl_tie_meeting *a, const dl_tie_meeting *b)
{
    bool places = a->place && b->place, days = a->low != DL_DAY_UNKNOWN && b->low != DL_DAY_UNKNOWN, common = share_party(a, b);
    int32_t apart = days ? DL_MAX(a->low, b->low) - DL_MIN(a->high, b->high) : 0;
    int32_t reports = docs[a->doc].day == DL_DAY_UNKNOWN || docs[b->doc].day == DL_DAY_UNKNOWN ? 0 : abs(docs[a->doc].day - docs[b->doc].day);
    if ((places && a->place != b->place) || apart > 2 || reports > 60) return 0;
    if (places && days) return 100 - DL_MAX(apart, 0);
    if (places && reports <= 14 && common) return 60 - reports;
    return days && apart <= 0 && common && (!a->country || !b->country || a->country == b->country) ? 40 : 0;
}

dl_status dl_tie_meetings(dl_arena *arena, const dl_tie_doc *docs, dl_tie_meeting *meetings, uint32_t count, dl_error *err)
{
    uint32_t *recent = DL_NEW(arena, uint32_t, (size_t)count + 1), n = 0; /* leaders, latest last */
    if (!recent) return dl_fail(err, DL_NOMEM, "There is no memory to tie %u meetings.", (unsigned)count);
    for (uint32_t i = 0; i < count; i++) {
        int32_t best = 0;
        meetings[i].group = i;
        for (uint32_t k = n; k > 0; k--) {
            const dl_tie_meeting *leader = &meetings[recent[k - 1]];
            if (docs[leader->doc].day != DL_DAY_UNKNOWN && docs[meetings[i].doc].day - docs[leader->doc].day > 60) break;
            int32_t score = meeting_score(docs, &meetings[i], leader);
            if (score > best || (score == best && score > 0)) {
                best = score;
                meetings[i].group = recent[k - 1];
            }
        }
        if (meetings[i].group == i) recent[n++] = i;
    }
    return DL_OK;
}
