#ifndef CRE2_H
#define CRE2_H

// A C face over RE2 (libre2): only what Patterns needs. All texts are bytes with a length and need no closing zero.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// A span that did not take part in a match has `begin` -1.
typedef struct cre2_span {
  ptrdiff_t begin;
  ptrdiff_t end;
} cre2_span;

/// Never null; ask `cre2_error` whether it may be matched.
cre2_pattern *cre2_compile(const char *text, size_t length, bool case_insensitive, bool dot_matches_newline, int64_t max_memory);
void cre2_free(cre2_pattern *pattern);
/// Null when the pattern is good. Lives as long as the pattern.
const char *cre2_error(const cre2_pattern *pattern);
/// The piece of the pattern that is wrong, empty when RE2 names none.
const char *cre2_error_piece(const cre2_pattern *pattern);
int cre2_group_count(const cre2_pattern *pattern);
/// The number of the group with this name, or -1.
int cre2_group_number(const cre2_pattern *pattern, const char *name, size_t length);
/// Finds the leftmost match at or after `start`; fills `count` spans, the whole match first.
bool cre2_match(const cre2_pattern *pattern, const char *text, size_t length, size_t start, bool whole, cre2_span *spans, int count);

#ifdef __cplusplus
}
#endif
#endif
