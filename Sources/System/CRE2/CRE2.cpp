#include "CRE2.h"

#include <re2/re2.h>
#include <string>
#include <vector>

struct cre2_pattern {
  RE2 compiled;
  cre2_pattern(const re2::StringPiece &text, const RE2::Options &options) : compiled(text, options) {}
};

extern "C" {

cre2_pattern *cre2_compile(const char *text, size_t length, bool case_insensitive, bool dot_matches_newline, int64_t max_memory) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!case_insensitive);
  options.set_dot_nl(dot_matches_newline);
  options.set_max_mem(max_memory);
  return new cre2_pattern(re2::StringPiece(text, length), options);
}

void cre2_free(cre2_pattern *pattern) { delete pattern; }

const char *cre2_error(const cre2_pattern *pattern) { return pattern->compiled.ok() ? nullptr : pattern->compiled.error().c_str(); }

const char *cre2_error_piece(const cre2_pattern *pattern) { return pattern->compiled.error_arg().c_str(); }

int cre2_group_count(const cre2_pattern *pattern) { return pattern->compiled.NumberOfCapturingGroups(); }

int cre2_group_number(const cre2_pattern *pattern, const char *name, size_t length) {
  const auto &groups = pattern->compiled.NamedCapturingGroups();
  const auto found = groups.find(std::string(name, length));
  return found == groups.end() ? -1 : found->second;
}

bool cre2_match(const cre2_pattern *pattern, const char *text, size_t length, size_t start, bool whole, cre2_span *spans, int count) {
  std::vector<re2::StringPiece> pieces(count);
  const RE2::Anchor anchor = whole ? RE2::ANCHOR_BOTH : RE2::UNANCHORED;
  if (!pattern->compiled.Match(re2::StringPiece(text, length), start, length, anchor, pieces.data(), count)) return false;
  for (int i = 0; i < count; i++) {
    spans[i].begin = pieces[i].data() == nullptr ? -1 : pieces[i].data() - text;
    spans[i].end = pieces[i].data() == nullptr ? -1 : spans[i].begin + static_cast<ptrdiff_t>(pieces[i].size());
  }
  return true;
}
}
