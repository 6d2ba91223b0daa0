/* link.h - which mention fills a role, and which time dates the event. The encoder's scores say much of it and grammar says much of it; a small
 * network over named features (links.tsv, made by train/links.py) weighs both. Works without the file: then the encoder decides alone. */
#ifndef DL_LINK_H
#define DL_LINK_H

#include "record/fill.h"

/* The first filler of a role, then further ones beside it. */
typedef enum dl_link_kind {
    DL_LINK_ACTOR, DL_LINK_RECIPIENT, DL_LINK_SOURCE, DL_LINK_TIME, DL_LINK_MORE_ACTORS, DL_LINK_MORE_RECIPIENTS, DL_LINK_KINDS
} dl_link_kind;
dl_role dl_link_role(dl_link_kind kind);

#define DL_LINK_FEATURES 128 /* at most */
#define DL_LINK_HIDDEN 64   /* at most */

/* What the links of one event start from. */
typedef struct dl_link_event {
    const dl_candidate *candidate;
    uint32_t head;            /* the topmost word of the trigger */
    uint32_t subject, object; /* logical, as rules see them; tokens, DL_NONE */
    const dl_claim *claims;
    uint32_t claim_count, claim; /* claim: the innermost one around the trigger, DL_NONE */
    uint32_t said_by;         /* entity: its source, DL_NONE */
    uint32_t actors[DL_MAX_PARTIES], actor_count; /* entities, once they are known */
    uint32_t first;           /* entity: the role's first filler, where further ones are sought, DL_NONE */
} dl_link_event;
dl_link_event dl_link_begin(const dl_doc *doc, const dl_claim *claims, uint32_t claim_count, const dl_candidate *candidate);

/* Features of one candidate: `mention` is an entity; for DL_LINK_TIME a time, DL_NONE for the report's own date. `best` is the highest probability of the
 * kind's role among the candidates. */
void dl_link_features(const dl_doc *doc, const dl_marks *marks, const dl_link_event *event, dl_link_kind kind, uint32_t mention, float best, float out[DL_LINK_FEATURES]);
uint32_t dl_link_feature_count(dl_link_kind kind);
const char *dl_link_feature_name(dl_link_kind kind, uint32_t feature);
dl_str dl_link_kind_text(dl_link_kind kind);

/* Mentions that may fill a role: those that the encoder points at, however faintly, and those of the event's and the two neighbouring sentences. */
uint32_t dl_link_candidates(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_link_event *event, dl_role role, uint32_t *out, uint32_t room);
/* The word at the head of the list ("Russia, Iran and Turkey") that the word is part of. */
uint32_t dl_link_list(const dl_doc *doc, uint32_t t);
/* Are two sentences of the same piece? A caption under a picture and the report are two pieces, as are two captions. */
bool dl_link_same_piece(const dl_doc *doc, uint32_t sentence_a, uint32_t sentence_b);
/* "met", "clashes", "trade accusations": the words tell what all sides do, so that all are actors. */
bool dl_link_mutual(const dl_doc *doc, const dl_candidate *candidate);
/* Who visits, signs with or seeks contact with somebody acts on him, though both take part. */
bool dl_link_directed(const dl_doc *doc, const dl_candidate *candidate);
/* "last night's attack": a night is no party. */
bool dl_link_in_time(const dl_marks *marks, uint32_t token);
/* Talks and attacks are no party, unless they carry the name of one: "Russian air strikes" are Russia's. */
bool dl_link_happening(const dl_doc *doc, const dl_marks *marks, uint32_t mention);
/* Does the time hang on one of the words of `cue`? */
bool dl_link_hangs_on(const dl_doc *doc, const dl_time *time, dl_span cue);
/* Is it the same speaker: one mention or its antecedent, or two mentions of one party, one of them without a name ("a spokesman ... spokesman Ahmadi")? */
bool dl_link_same_voice(const dl_doc *doc, const dl_marks *marks, uint32_t a, uint32_t b);
/* Times that date: days, weeks, months, years with known bounds, and those that are known to be unanchored. */
bool dl_link_dates(const dl_time *time);

/* ## The network */

typedef struct dl_links dl_links;
/* Reads links.tsv or its like; a file that is absent gives links that know nothing. Faults go to `findings`. */
DL_CHECKED dl_status dl_links_open(const char *path, dl_links **out, dl_buf *findings, uint32_t *finding_count, dl_error *err);
void dl_links_close(dl_links *links);
bool dl_links_have(const dl_links *links, dl_link_kind kind);
/* The score. First fillers: nobody scores 0, so the highest above 0 is taken; further ones: above 0 likelier than not; times: the highest dates the event. */
float dl_links_score(const dl_links *links, dl_link_kind kind, const float features[DL_LINK_FEATURES]);

/* ## Decisions (linked.c) */

/* Entities that fill the role, in text order; at most `room`, the surest of them; returns how many. */
/* The mention that may not act, by a firm rule; DL_NONE. */
uint32_t dl_linked_barred(const dl_doc *doc, const dl_marks *marks, const dl_candidate *candidate);
uint32_t dl_linked_parties(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_link_event *event, dl_link_kind kind, uint32_t *out, uint32_t room,
                           dl_evidences *evidence);
/* Adds the other side of a mutual act where grammar names it (mutual.c). */
void dl_mutual_complete(const dl_record_context *context, dl_doc *doc, dl_marks *marks, const dl_link_event *link, dl_event *e, dl_evidences *evidence);
/* The time that dates the event, DL_NONE for the report's own date. */
uint32_t dl_linked_time(const dl_record_context *context, const dl_doc *doc, const dl_marks *marks, const dl_link_event *event, dl_evidences *evidence);

#endif
