// Mapping files: what is not understood names its key, and a row under a mapping becomes a
// member within the limits of the service or names what is wrong with it. The input is a
// mapping, a byte of 0, and a CSV file.
#include <cstdint>
#include <sstream>
#include <string>

#include "clients/cli/mapping.h"
#include "clients/cli/member_source.h"
#include "clients/cli/moment.h"
#include "clients/cli/slot_range.h"
#include "clients/cli/value_rule.h"
#include "service/conversion/timestamp.h"
#include "tests/fuzz/require.h"

namespace counterpoint::cli {
namespace {

using fuzz::Require;
using fuzz::RequireNamed;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

void CheckRule(const ValueRule& bound, const std::vector<std::string>& row) {
  const auto result = Evaluate(bound, row);
  if (!result.ok()) return RequireNamed(result.status(), kInvalid, "a cell is refused");
  for (std::size_t i = 0; i < result->values.size(); ++i) {
    Require(!result->values[i].empty(), "no value is empty");
    Require(bound.max_bytes == 0 || result->values[i].size() <= bound.max_bytes,
            "a value is no longer than its rule says");
    for (std::size_t j = 0; j < i; ++j) {
      Require(result->values[i] != result->values[j], "no value is there twice");
    }
  }
}

void CheckRows(const Mapping& mapping, const std::string& csv) {
  std::istringstream in(csv);
  auto source = CsvSource(&in, mapping);
  if (!source.ok()) return RequireNamed(source.status(), kInvalid, "a header is refused");
  for (auto next = (*source)->Next(); next.ok() && next->has_value(); next = (*source)->Next()) {
    const auto& member = (*next)->member;
    if (!member.ok()) {
      RequireNamed(member.status(), kInvalid, "a row is refused");
      continue;
    }
    v1::Member read;
    Require(read.ParseFromString(member->SerializeAsString()), "a member can be sent");
    Require(read.labels_size() <= 64 && read.sectors_size() <= 32, "lists are cut to their limits");
    for (const auto& [language, name] : read.display_name()) {
      Require(name.size() <= 500, "texts are cut to their limits");
    }
  }
}

void CheckTyped(const std::string& text) {
  const auto parts = ParseTemplate(text);
  if (parts.ok()) Require(!parts->empty(), "a template has parts");
  const auto moment = ParseMoment(text);
  if (moment.ok()) Require(conversion::IsValid(*moment), "a time is one of the API: " + text);
  const auto minutes = ParseTimeOfDay(text);
  if (minutes) {
    char written[6];
    std::snprintf(written, sizeof written, "%02d:%02d", *minutes / 60 % 24, *minutes % 60);
    Require(text == written, "a time of day has one form: " + text);
  }
  const std::string slug = Slug(text);
  Require(slug.size() <= 63 && (slug.empty() || (slug.front() != '-' && slug.back() != '-')),
          "a slug is an id");
}

}  // namespace
}  // namespace counterpoint::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::cli;
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckTyped(text);
  const std::size_t end = text.find('\0');
  const std::string csv = end == std::string::npos ? "" : text.substr(end + 1);
  const auto mapping = ParseMapping(text.substr(0, end));
  if (!mapping.ok()) {
    RequireNamed(mapping.status(), kInvalid, "what is no mapping is refused");
    return 0;
  }
  CheckRows(*mapping, csv);
  // Every column of a rule that the header has.
  for (const auto* rules : {&mapping->id, &mapping->labels, &mapping->display_name}) {
    for (ValueRule rule : *rules) {
      const std::vector<std::string> header = {"id", "name", "kind", "text"};
      if (BindColumns(header, &rule).ok()) {
        CheckRule(rule, {csv, csv.substr(0, csv.size() / 2), "Studio", "a; b;a"});
      }
    }
  }
  return 0;
}
