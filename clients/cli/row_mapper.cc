#include "clients/cli/row_mapper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text_language.h"
#include "clients/cli/vocabulary.h"

namespace counterpoint::cli {
namespace {

// What the service takes at most; see member.proto and listing.proto.
constexpr size_t kNameBytes = 500;
constexpr size_t kTextBytes = 20000;
constexpr size_t kLabelBytes = 63;
constexpr size_t kLabels = 64;
constexpr size_t kSectors = 32;
constexpr size_t kTopics = 32;
constexpr size_t kRegions = 16;

using Texts = google::protobuf::Map<std::string, std::string>;

// Evaluates rules for one row. The first error stays and silences the rest, so
// that a profile reads as a plain list of fields.
class RowValues {
 public:
  explicit RowValues(const std::vector<std::string>& row) : row_(row) {}

  const absl::Status& status() const { return status_; }
  int truncated() const { return truncated_; }

  // The values of all rules, each cut to `max_bytes`, at most `max_items`; 0
  // stands for no limit.
  std::vector<std::string> All(const std::vector<ValueRule>& rules, size_t max_bytes,
                               size_t max_items) {
    std::vector<std::string> all;
    for (ValueRule rule : rules) {
      if (rule.max_bytes == 0 || (max_bytes > 0 && rule.max_bytes > max_bytes)) {
        rule.max_bytes = max_bytes;
      }
      auto result = Evaluate(rule, row_);
      if (!result.ok()) {
        status_.Update(result.status());
        return {};
      }
      truncated_ += result->truncated;
      for (std::string& value : result->values) {
        if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(std::move(value));
      }
    }
    if (max_items > 0 && all.size() > max_items) {
      all.resize(max_items);
      ++truncated_;
    }
    return all;
  }

  // The only value, or none.
  std::string One(const std::vector<ValueRule>& rules) {
    const std::vector<std::string> all = All(rules, 0, 0);
    return all.empty() ? "" : all[0];
  }

  void Text(const std::vector<ValueRule>& rules, size_t max_bytes, Texts* texts) {
    for (const ValueRule& rule : rules) {
      for (std::string& value : All({rule}, max_bytes, 0)) {
        const std::string language = rule.language == "auto" ? LanguageOf(value) : rule.language;
        texts->insert({language, std::move(value)});
      }
    }
  }

  void Names(const std::vector<ValueRule>& rules,
             const google::protobuf::EnumDescriptor& vocabulary,
             google::protobuf::RepeatedField<int>* numbers) {
    for (const std::string& name : All(rules, 0, 0)) {
      const auto number = ParseName(vocabulary, name);
      if (number.ok()) {
        numbers->Add(*number);
      } else {
        Fail(rules[0].path, std::string(number.status().message()));
      }
    }
  }

  template <typename Setter>
  void Number(const std::vector<ValueRule>& rules, Setter set) {
    const std::string text = One(rules);
    int32_t number;
    if (text.empty()) return;
    if (absl::SimpleAtoi(text, &number)) {
      set(number);
    } else {
      Fail(rules[0].path, absl::StrCat("\"", CutUtf8(text, 60), "\" is no whole number"));
    }
  }

  void Fail(const std::string& path, const std::string& what) {
    status_.Update(absl::InvalidArgumentError(absl::StrCat(path, ": ", what)));
  }

 private:
  const std::vector<std::string>& row_;
  absl::Status status_;
  int truncated_ = 0;
};

void MapListings(const std::vector<ListingRules>& rules, RowValues* values,
                 google::protobuf::RepeatedPtrField<v1::Listing>* listings) {
  for (const ListingRules& rule : rules) {
    v1::Listing listing;
    values->Text(rule.title, kNameBytes, listing.mutable_title());
    values->Text(rule.text, kTextBytes, listing.mutable_text());
    // Empty cells: the row has nothing to say here.
    if (listing.title().empty() && listing.text().empty()) continue;
    if (listing.title().empty()) values->Fail(rule.path + ".title", "is empty");
    listing.set_id(values->One(rule.id));
    for (std::string& topic : values->All(rule.topics, 0, kTopics)) {
      listing.add_topics(std::move(topic));
    }
    values->Names(rule.cooperation_modes, *v1::CooperationMode_descriptor(),
                  listing.mutable_cooperation_modes());
    values->Names(rule.wanted_kinds, *v1::MemberKind_descriptor(), listing.mutable_wanted_kinds());
    for (std::string& region : values->All(rule.regions, 0, kRegions)) {
      listing.add_regions(std::move(region));
    }
    google::protobuf::RepeatedField<int> tiers;
    values->Names(rule.confidentiality, *v1::Confidentiality_descriptor(), &tiers);
    if (!tiers.empty()) listing.set_confidentiality(static_cast<v1::Confidentiality>(tiers[0]));
    *listings->Add() = std::move(listing);
  }
}

void MapKind(const Mapping& mapping, RowValues* values, v1::Member* member) {
  google::protobuf::RepeatedField<int> kinds;
  values->Names(mapping.kind, *v1::MemberKind_descriptor(), &kinds);
  if (kinds.empty()) {
    values->Fail(mapping.kind[0].path, "is empty");
  } else {
    member->set_kind(static_cast<v1::MemberKind>(kinds[0]));
  }
  google::protobuf::RepeatedField<int> states;
  values->Names(mapping.state, *v1::MemberState_descriptor(), &states);
  if (!states.empty()) member->set_state(static_cast<v1::MemberState>(states[0]));
}

}  // namespace

absl::StatusOr<MappedRow> MapRow(const Mapping& mapping, size_t columns,
                                 const std::vector<std::string>& row) {
  if (row.size() != columns) {
    return absl::InvalidArgumentError(
        absl::StrCat("has ", row.size(), " fields where the header has ", columns));
  }
  RowValues values(row);
  MappedRow mapped;
  v1::Member& member = mapped.member;
  const std::string id = values.One(mapping.id);
  if (id.empty()) values.Fail(mapping.id[0].path, "is empty");
  member.set_name("members/" + id);
  MapKind(mapping, &values, &member);
  values.Text(mapping.display_name, kNameBytes, member.mutable_display_name());
  values.Text(mapping.description, kTextBytes, member.mutable_description());
  for (auto& sector : values.All(mapping.sectors, 0, kSectors)) member.add_sectors(sector);
  member.set_region(values.One(mapping.region));
  values.Number(mapping.employee_count, [&](int32_t n) { member.set_employee_count(n); });
  values.Number(mapping.founding_year, [&](int32_t n) { member.set_founding_year(n); });
  values.Number(mapping.capacity, [&](int32_t n) { member.set_capacity(n); });
  for (auto& label : values.All(mapping.labels, kLabelBytes, kLabels)) member.add_labels(label);
  MapListings(mapping.offers, &values, member.mutable_offers());
  MapListings(mapping.needs, &values, member.mutable_needs());
  if (!values.status().ok()) return values.status();
  mapped.truncated = values.truncated();
  return mapped;
}

}  // namespace counterpoint::cli
