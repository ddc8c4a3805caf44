#include "service/validation/listing_check.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/validation/code_check.h"
#include "service/validation/enum_check.h"
#include "service/validation/filter_check.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostListings = 32;
constexpr int kMostTopics = 32;
constexpr int kMostRegions = 16;
constexpr int kMostRules = 16;
constexpr int kMostEmbeddings = 8;
constexpr int kMostDimensions = 4096;
constexpr TextForm kModelName{200, false, true};

void CheckBudget(const FieldPath& path, const v1::Budget& budget, Violations& violations) {
  CheckCurrency(path.Field("currency_code"), budget.currency_code(), violations);
  CheckNotNegative(path.Field("min_units"), budget.min_units(), violations);
  CheckNotNegative(path.Field("max_units"), budget.max_units(), violations);
  if (budget.max_units() > 0 && budget.max_units() < budget.min_units()) {
    violations.Add(path.Field("max_units"), "must not be less than min_units, unless 0");
  }
}

void CheckRule(const FieldPath& path, const v1::Rule& rule, const Setting& setting,
               Violations& violations) {
  CheckEnum(path.Field("strength"), rule.strength(), *v1::Rule::Strength_descriptor(),
            Presence::kRequired, violations);
  const FieldPath condition = path.Field("condition");
  if (IsEmpty(rule.condition())) {
    violations.Add(condition, "must have at least one field set");
  }
  CheckFilter(condition, rule.condition(), setting, violations);
}

void CheckEmbedding(const FieldPath& path, const v1::Embedding& embedding, Violations& violations) {
  CheckText(path.Field("model"), embedding.model(), kModelName, violations);
  const FieldPath at = path.Field("values");
  const auto& values = embedding.values();
  if (values.empty()) {
    violations.Add(at, "must not be empty");
    return;
  }
  if (!CheckLength(at, values.size(), kMostDimensions, violations)) return;
  const auto bad =
      std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
  if (bad != values.end()) {
    violations.Add(path.Item("values", static_cast<int>(bad - values.begin())), "must be finite");
  } else if (std::all_of(values.begin(), values.end(), [](float value) { return value == 0; })) {
    violations.Add(at, "must not be all zero");
  }
}

void CheckEmbeddings(const FieldPath& path, const v1::Listing& listing, Violations& violations) {
  if (!CheckLength(path.Field("embeddings"), listing.embeddings_size(), kMostEmbeddings,
                   violations)) {
    return;
  }
  absl::flat_hash_map<absl::string_view, int> seen;
  for (int i = 0; i < listing.embeddings_size(); ++i) {
    const FieldPath at = path.Item("embeddings", i);
    CheckEmbedding(at, listing.embeddings(i), violations);
    const auto [earlier, is_new] = seen.try_emplace(listing.embeddings(i).model(), i);
    if (!is_new) {
      violations.Add(at.Field("model"),
                     absl::StrCat("is the same as that of embeddings[", earlier->second, "]"));
    }
  }
}

// All but the title.
void CheckRest(const FieldPath& path, const v1::Listing& listing, const Setting& setting,
               Violations& violations) {
  if (!listing.id().empty()) CheckResourceId(path.Field("id"), listing.id(), violations);
  CheckTexts(path, "text", listing.text(), kProse, violations);
  CheckTopics(path, "topics", listing.topics(), kMostTopics, setting, violations);
  CheckEnums(path, "cooperation_modes", listing.cooperation_modes(),
             *v1::CooperationMode_descriptor(), violations);
  CheckEnums(path, "wanted_kinds", listing.wanted_kinds(), *v1::MemberKind_descriptor(),
             violations);
  CheckRegions(path, "regions", listing.regions(), kMostRegions, violations);
  if (listing.has_budget()) CheckBudget(path.Field("budget"), listing.budget(), violations);
  CheckTimestamp(path.Field("deadline"), listing.deadline(), violations);
  CheckTimestamp(path.Field("expire_time"), listing.expire_time(), violations);
  if (CheckLength(path.Field("rules"), listing.rules_size(), kMostRules, violations)) {
    for (int i = 0; i < listing.rules_size(); ++i) {
      CheckRule(path.Item("rules", i), listing.rules(i), setting, violations);
    }
  }
  CheckEmbeddings(path, listing, violations);
}

// One that is handed back as it was shown in part. Whether it is as it is stored is seen
// when it is written.
void CheckWithheld(const FieldPath& path, const v1::Listing& listing, Violations& violations) {
  v1::Listing rest = listing;
  rest.clear_id();
  rest.clear_topics();
  rest.clear_confidentiality();
  rest.clear_withheld();
  if (rest.ByteSizeLong() == 0) return;
  violations.Add(path.Field("withheld"),
                 "is set, as in listings that a caller is not shown whole: such a listing has id, "
                 "topics and confidentiality alone, and cannot be changed; to change it, name its "
                 "member as the viewer, or have the staff do it");
}

bool HasWords(const LanguageMap& texts) {
  return std::any_of(texts.begin(), texts.end(),
                     [](const auto& entry) { return !IsBlank(entry.second); });
}

}  // namespace

void CheckListings(const FieldPath& parent, absl::string_view name,
                   const google::protobuf::RepeatedPtrField<v1::Listing>& listings,
                   const Setting& setting, Violations& violations) {
  if (!CheckLength(parent.Field(name), listings.size(), kMostListings, violations)) return;
  absl::flat_hash_map<absl::string_view, int> seen;
  for (int i = 0; i < listings.size(); ++i) {
    const FieldPath path = parent.Item(name, i);
    const v1::Listing& listing = listings[i];
    if (listing.withheld()) {
      CheckWithheld(path, listing, violations);
    } else {
      CheckTexts(path, "title", listing.title(), kTitle, violations);
    }
    CheckEnum(path.Field("confidentiality"), listing.confidentiality(),
              *v1::Confidentiality_descriptor(), Presence::kOptional, violations);
    CheckRest(path, listing, setting, violations);
    if (listing.id().empty()) continue;
    const auto [earlier, is_new] = seen.try_emplace(listing.id(), i);
    if (!is_new) {
      violations.Add(path.Field("id"),
                     absl::StrCat("is the same as that of ", name, "[", earlier->second, "]"));
    }
  }
}

void CheckAdHocNeed(const FieldPath& path, const v1::Listing& need, const Setting& setting,
                    Violations& violations) {
  if (!HasWords(need.title()) && !HasWords(need.text())) {
    violations.Add(path, "must have a title or a text");
  }
  if (need.confidentiality() != v1::CONFIDENTIALITY_UNSPECIFIED || need.withheld()) {
    violations.Add(path.Field("confidentiality"),
                   "must not be set: the need is not kept, and nobody else sees it");
  }
  TextForm title = kTitle;
  title.required = false;
  CheckTexts(path, "title", need.title(), title, violations);
  CheckRest(path, need, setting, violations);
}

}  // namespace counterpoint::validation
