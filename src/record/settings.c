/* weighing.tsv: what the learned readings need to become records. Two kinds of rows:
 *
 *     setting  NAME  VALUE
 *     type     NAME  INTERCEPT  SCORE  CORE     confidence = sigmoid(INTERCEPT + SCORE * logit(score) + CORE * logit(core))
 */
#include "record/record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct dl_settings {
    float value[DL_SETTING_COUNT];
    float weight[DL_TYPE_COUNT][3];
};

static const char *const setting_names[DL_SETTING_COUNT] = {"floor", "edge", "rival", "actor", "recipient", "source", "place", "time", "role-edge", "companion",
                                                            "mode", "historical", "future", "hypothetical", "negation", "confidence", "chance"};
static const float setting_defaults[DL_SETTING_COUNT] = {0.3f, 0.6f, 0.6f, 0.5f, 0.5f, 0.5f, 0.5f, 0.4f, 0.7f, 0.7f, 0.4f, 0.5f, 0.5f, 0.5f, 0.5f, 0.4f, 0.05f};

static bool read_row(dl_settings *s, dl_str row)
{
    dl_str kind = dl_str_cut(&row, '\t'), name = dl_str_cut(&row, '\t');
    double v[3] = {0};
    size_t want = dl_str_is(kind, "type") ? 3 : 1;
    for (size_t i = 0; i < want; i++) {
        if (!dl_str_to_double(dl_str_cut(&row, '\t'), &v[i])) return false;
    }
    if (row.n) return false;
    if (dl_str_is(kind, "setting")) {
        for (size_t i = 0; i < DL_SETTING_COUNT; i++) {
            if (!dl_str_is(name, setting_names[i])) continue;
            s->value[i] = (float)v[0];
            return true;
        }
    } else if (dl_str_is(kind, "type")) {
        for (size_t t = 0; t < DL_TYPE_COUNT; t++) {
            if (!dl_str_eq(name, dl_type_text((dl_type)t))) continue;
            for (size_t i = 0; i < 3; i++) s->weight[t][i] = (float)v[i];
            return true;
        }
    }
    return false;
}

dl_status dl_settings_open(const char *path, dl_settings **out, dl_buf *findings, uint32_t *finding_count, dl_error *err)
{
    dl_settings *s = calloc(1, sizeof *s);
    if (s == NULL) return dl_fail(err, DL_NOMEM, "There is no memory for the settings.");
    memcpy(s->value, setting_defaults, sizeof s->value);
    for (size_t t = 0; t < DL_TYPE_COUNT; t++) s->weight[t][1] = s->weight[t][2] = 1;
    dl_file file = {0};
    dl_error why;
    if (dl_file_open(path, &file, &why) == DL_OK) {
        dl_str rest = file.bytes;
        for (uint32_t line = 1; rest.n; line++) {
            dl_str row = dl_str_trim(dl_str_cut(&rest, '\n'));
            if (row.n == 0 || row.p[0] == '#' || read_row(s, row)) continue;
            dl_buf_printf(findings, "%s:%u: neither a setting nor a type with its numbers\n", path, line);
            ++*finding_count;
        }
        dl_file_close(&file);
    } else {
        dl_buf_printf(findings, "%s; the built-in values are used\n", why.text);
        ++*finding_count;
    }
    *out = s;
    return DL_OK;
}

void dl_settings_close(dl_settings *settings)
{
    free(settings);
}

float dl_settings_get(const dl_settings *settings, dl_setting setting)
{
    return settings->value[setting];
}

static float logit(float p)
{
    p = DL_MIN(DL_MAX(p, 1e-4f), 1 - 1e-4f);
    return logf(p / (1 - p));
}

float dl_settings_confidence(const dl_settings *settings, const dl_candidate *c)
{
    const float *w = settings->weight[c->type];
    float z = w[0] + w[1] * logit(c->score) + w[2] * logit(c->trigger.core);
    float learned = 1 / (1 + expf(-z));
    return DL_MAX(c->rule_alone, 1 - (1 - learned) * (1 - 0.5f * c->rule_weight));
}
