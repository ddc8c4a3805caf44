#include "service/validation/field_path.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::validation {
namespace {

constexpr std::size_t kLongestQuote = 64;
constexpr std::size_t kLongestEcho = 160;

bool IsShown(UChar32 code) { return code >= 0 && code != '"' && code != '\\' && u_isprint(code); }

}  // namespace

FieldPath FieldPath::Item(absl::string_view name, int index) const& {
  FieldPath item(this, name);
  item.index_ = index;
  return item;
}

FieldPath FieldPath::Entry(absl::string_view name, absl::string_view key) const& {
  FieldPath entry(this, name);
  entry.has_key_ = true;
  entry.key_ = key;
  return entry;
}

std::string FieldPath::ToString() const {
  std::string text;
  AppendTo(text);
  return text;
}

void FieldPath::AppendTo(std::string& text) const {
  if (parent_ != nullptr) parent_->AppendTo(text);
  if (name_.empty()) return;
  absl::StrAppend(&text, text.empty() ? "" : ".", name_);
  if (index_ >= 0) absl::StrAppend(&text, "[", index_, "]");
  if (has_key_) absl::StrAppend(&text, "[", Quoted(key_), "]");
}

std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < size;) {
    const std::int64_t begin = at;
    UChar32 code;
    U8_NEXT(text.data(), at, size, code);
    const absl::string_view bytes =
        text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
    const std::string shown = IsShown(code) ? std::string(bytes) : absl::CHexEscape(bytes);
    if (quoted.size() + shown.size() > kLongestQuote) {
      quoted += "...";
      break;
    }
    quoted += shown;
  }
  return quoted + "\"";
}

std::string Echoed(absl::string_view name) {
  if (name.size() <= kLongestEcho) return std::string(name);
  auto cut = static_cast<std::int64_t>(kLongestEcho);
  U8_SET_CP_START(reinterpret_cast<const std::uint8_t*>(name.data()), 0, cut);
  return absl::StrCat(name.substr(0, static_cast<std::size_t>(cut)), "...");
}

}  // namespace counterpoint::validation
