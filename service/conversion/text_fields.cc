#include "service/conversion/text_fields.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/map.h"

namespace counterpoint::conversion {
namespace {

using LanguageMap = google::protobuf::Map<std::string, std::string>;

void Add(const LanguageMap& texts, absl::string_view path, std::vector<TextField>& fields) {
  const auto first = static_cast<std::ptrdiff_t>(fields.size());
  for (const auto& [tag, text] : texts) fields.push_back({absl::StrCat(path, ".", tag), text});
  std::sort(fields.begin() + first, fields.end(),
            [](const TextField& a, const TextField& b) { return a.path < b.path; });
}

void Add(const v1::Listing& listing, absl::string_view at, std::vector<TextField>& fields) {
  Add(listing.title(), absl::StrCat(at, ".title"), fields);
  Add(listing.text(), absl::StrCat(at, ".text"), fields);
}

}  // namespace

std::vector<TextField> TextFieldsOf(const v1::Listing& listing, absl::string_view at) {
  std::vector<TextField> fields;
  Add(listing, at, fields);
  return fields;
}

std::vector<TextField> DescriptionFieldsOf(const v1::Member& member) {
  std::vector<TextField> fields;
  Add(member.display_name(), "display_name", fields);
  Add(member.description(), "description", fields);
  for (int i = 0; i < member.credentials_size(); ++i) {
    Add(member.credentials(i).title(), absl::StrCat("credentials[", i, "].title"), fields);
  }
  return fields;
}

std::vector<TextField> TextFieldsOf(const v1::Member& member) {
  std::vector<TextField> fields = DescriptionFieldsOf(member);
  for (int i = 0; i < member.needs_size(); ++i) {
    Add(member.needs(i), absl::StrCat("needs[", i, "]"), fields);
  }
  for (int i = 0; i < member.offers_size(); ++i) {
    Add(member.offers(i), absl::StrCat("offers[", i, "]"), fields);
  }
  return fields;
}

}  // namespace counterpoint::conversion
