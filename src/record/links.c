/* links.c - links.tsv: a network of one hidden layer for each kind of link.
 *
 *     actor  same-sentence  W1 W2 ... WH    what the feature gives to each hidden unit
 *     actor  =              V1 V2 ... VH B  what each unit, where above 0, gives to the score, and the score's bias
 */
#include "record/link.h"

#include <stdlib.h>

typedef struct network {
    float in[DL_LINK_FEATURES][DL_LINK_HIDDEN], out[DL_LINK_HIDDEN], bias;
    uint32_t hidden;
    bool have;
} network;

struct dl_links {
    network kinds[DL_LINK_KINDS];
};

static uint32_t feature_of(dl_link_kind kind, dl_str name)
{
    for (uint32_t i = 0; i < dl_link_feature_count(kind); i++) {
        if (dl_str_is(name, dl_link_feature_name(kind, i))) return i;
    }
    return DL_NONE;
}

static bool read_row(dl_links *links, dl_str row)
{
    dl_str name = dl_str_cut(&row, '\t'), feature = dl_str_cut(&row, '\t');
    float values[DL_LINK_HIDDEN + 1];
    uint32_t count = 0, kind = 0;
    while (kind < DL_LINK_KINDS && !dl_str_eq(dl_link_kind_text((dl_link_kind)kind), name)) kind++;
    if (kind == DL_LINK_KINDS) return false;
    while (row.n) {
        double v;
        if (count == DL_COUNT(values) || !dl_str_to_double(dl_str_cut(&row, ' '), &v)) return false;
        values[count++] = (float)v;
    }
    network *n = &links->kinds[kind];
    if (dl_str_is(feature, "=")) {
        if (count < 2) return false;
        n->hidden = count - 1;
        n->bias = values[count - 1];
        memcpy(n->out, values, n->hidden * sizeof *values);
        return n->have = true;
    }
    uint32_t at = feature_of((dl_link_kind)kind, feature);
    if (at == DL_NONE || count > DL_LINK_HIDDEN) return false;
    memcpy(n->in[at], values, count * sizeof *values);
    return true;
}

dl_status dl_links_open(const char *path, dl_links **out, dl_buf *findings, uint32_t *finding_count, dl_error *err)
{
    dl_links *links = calloc(1, sizeof *links);
    *out = NULL;
    if (links == NULL) return dl_fail(err, DL_NOMEM, "There is no memory for the links.");
    dl_file file = {0};
    if (dl_file_open(path, &file, NULL) == DL_OK) {
        dl_str rest = file.bytes;
        for (uint32_t line = 1; rest.n; line++) {
            dl_str row = dl_str_trim(dl_str_cut(&rest, '\n'));
            if (row.n == 0 || row.p[0] == '#' || read_row(links, row)) continue;
            dl_buf_printf(findings, "%s:%u: neither a feature of a link with its weights nor the weights of the units\n", path, line);
            ++*finding_count;
        }
        dl_file_close(&file);
    }
    *out = links;
    return DL_OK;
}

void dl_links_close(dl_links *links)
{
    free(links);
}

bool dl_links_have(const dl_links *links, dl_link_kind kind)
{
    return links != NULL && links->kinds[kind].have;
}

float dl_links_score(const dl_links *links, dl_link_kind kind, const float features[DL_LINK_FEATURES])
{
    const network *n = &links->kinds[kind];
    float units[DL_LINK_HIDDEN] = {0}, score = n->bias;
    for (uint32_t i = 0; i < dl_link_feature_count(kind); i++) {
        if (features[i] > 0 || features[i] < 0) {
            for (uint32_t h = 0; h < n->hidden; h++) units[h] += features[i] * n->in[i][h];
        }
    }
    for (uint32_t h = 0; h < n->hidden; h++) score += DL_MAX(units[h], 0.0f) * n->out[h];
    return score;
}
