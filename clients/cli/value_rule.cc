#include "clients/cli/value_rule.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace counterpoint::cli {
namespace {

// The template filled in; empty where all of its columns are, so that a row
// without a name gets no "Experience of ".
std::string Fill(const ValueRule& rule, const std::vector<std::string>& row) {
  std::string text;
  bool has_column = false;
  bool has_content = false;
  for (const TemplatePart& part : rule.parts) {
    if (!part.is_column) {
      text += part.text;
      continue;
    }
    const auto cell = absl::StripAsciiWhitespace(row[part.position]);
    has_column = true;
    has_content = has_content || !cell.empty();
    absl::StrAppend(&text, cell);
  }
  return has_column && !has_content ? "" : text;
}

std::string Strip(const std::string& text, const std::string& characters) {
  const std::string all = characters + " \t\r\n";
  const size_t begin = text.find_first_not_of(all);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(all) - begin + 1);
}

absl::StatusOr<std::string> Translate(const ValueRule& rule, const std::string& value) {
  if (value.empty()) return rule.fallback.value_or("");
  if (rule.values.empty()) return value;
  if (const auto it = rule.values.find(value); it != rule.values.end()) return it->second;
  if (rule.keep_others) return value;
  if (rule.fallback.has_value()) return *rule.fallback;
  return absl::InvalidArgumentError(
      absl::StrCat(rule.path, ": \"", CutUtf8(value, 60),
                   "\" is not among `values`, and there is no `default`"));
}

std::string Shorten(const ValueRule& rule, std::string value) {
  for (const std::string& marker : rule.until) {
    const size_t position = value.find(marker);
    if (position != std::string::npos && position > 0) value.resize(position);
  }
  switch (rule.transform) {
    case Transform::kNone:
      break;
    case Transform::kLower:
      absl::AsciiStrToLower(&value);
      break;
    case Transform::kUpper:
      absl::AsciiStrToUpper(&value);
      break;
    case Transform::kSlug:
      return Slug(value);
  }
  return value;
}

}  // namespace

absl::StatusOr<std::vector<TemplatePart>> ParseTemplate(const std::string& text) {
  std::vector<TemplatePart> parts;
  std::string literal;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
      literal.push_back(c);
      ++i;
    } else if (c == '{') {
      const size_t close = text.find('}', i);
      if (close == std::string::npos) {
        return absl::InvalidArgumentError(absl::StrCat("\"{\" without \"}\" in \"", text, "\""));
      }
      if (!literal.empty()) parts.push_back({std::exchange(literal, ""), false});
      parts.push_back({text.substr(i + 1, close - i - 1), true});
      i = close;
    } else if (c == '}') {
      return absl::InvalidArgumentError(absl::StrCat("\"}\" without \"{\" in \"", text, "\""));
    } else {
      literal.push_back(c);
    }
  }
  if (!literal.empty() || parts.empty()) parts.push_back({literal, false});
  return parts;
}

absl::Status BindColumns(const std::vector<std::string>& header, ValueRule* rule) {
  for (TemplatePart& part : rule->parts) {
    if (!part.is_column) continue;
    const auto it = std::find(header.begin(), header.end(), part.text);
    if (it == header.end()) {
      return absl::InvalidArgumentError(absl::StrCat(rule->path, ": the file has no column \"",
                                                     part.text, "\"; it has ",
                                                     absl::StrJoin(header, ", ")));
    }
    part.position = static_cast<size_t>(it - header.begin());
  }
  return absl::OkStatus();
}

absl::StatusOr<RuleResult> Evaluate(const ValueRule& rule, const std::vector<std::string>& row) {
  const std::string text = Fill(rule, row);
  std::vector<std::string> pieces{text};
  if (!rule.split.empty()) pieces = absl::StrSplit(text, rule.split);
  RuleResult result;
  for (const std::string& piece : pieces) {
    auto translated = Translate(rule, Strip(piece, rule.strip));
    if (!translated.ok()) return translated.status();
    std::string value = Shorten(rule, *std::move(translated));
    if (rule.max_bytes > 0 && value.size() > rule.max_bytes) {
      value = CutUtf8(value, rule.max_bytes);
      ++result.truncated;
    }
    // Cutting may leave nothing, or what another value is.
    const auto& seen = result.values;
    if (value.empty() || std::find(seen.begin(), seen.end(), value) != seen.end()) continue;
    result.values.push_back(std::move(value));
  }
  return result;
}

std::string CutUtf8(const std::string& text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  int32_t end = static_cast<int32_t>(max_bytes);
  U8_SET_CP_START(reinterpret_cast<const uint8_t*>(text.data()), 0, end);
  return text.substr(0, static_cast<size_t>(end));
}

std::string Slug(const std::string& text) {
  std::string slug;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      slug.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  if (slug.size() > 63) slug.resize(63);
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

}  // namespace counterpoint::cli
