// How a value of a profile comes out of the cells of a row.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace counterpoint::cli {

// A part of a template.
struct TemplatePart {
  // Literal text, or the name of a column where `is_column`.
  std::string text;
  bool is_column = false;
  // Position of the column in the file, from BindColumns().
  size_t position = 0;
};

enum class Transform { kNone, kLower, kUpper, kSlug };

// See clients/README.md for what each means to the author of a mapping.
struct ValueRule {
  // Where the rule stands, e.g. "offers[0].title"; opens every message.
  std::string path;
  std::vector<TemplatePart> parts;
  std::string split;
  std::string strip;
  std::map<std::string, std::string> values;
  std::optional<std::string> fallback;
  // Whether values that `values` does not have stay as they are.
  bool keep_others = false;
  std::vector<std::string> until;
  Transform transform = Transform::kNone;
  // "auto", or a tag.
  std::string language = "auto";
  // Longer values are cut; 0 for no limit.
  size_t max_bytes = 0;
};

// Values of one rule for one row.
struct RuleResult {
  // No empty ones and none twice, in the order of the cell.
  std::vector<std::string> values;
  // How many were cut to `max_bytes`, also such that nothing new was left.
  int truncated = 0;
};

// Cuts "{column}" templates apart; "{{" and "}}" stand for the braces
// themselves. INVALID_ARGUMENT for a brace without its partner.
absl::StatusOr<std::vector<TemplatePart>> ParseTemplate(const std::string& text);

// Finds the rule's columns in the header. INVALID_ARGUMENT names the rule, the
// missing column and those that there are.
absl::Status BindColumns(const std::vector<std::string>& header, ValueRule* rule);

// REQUIRES: bound, and `row` as long as the header. INVALID_ARGUMENT for a cell
// that `values` does not have, without a fallback.
absl::StatusOr<RuleResult> Evaluate(const ValueRule& rule, const std::vector<std::string>& row);

// At most `max_bytes` of `text`, cut between characters.
std::string CutUtf8(const std::string& text, size_t max_bytes);

// A valid id made of `text`: ASCII letters in lower case and digits stay, the
// rest becomes single hyphens, none at the ends; at most 63 bytes. Empty where
// nothing is left.
std::string Slug(const std::string& text);

}  // namespace counterpoint::cli
