#include "service/validation/session_table_check.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

using Strings = google::protobuf::RepeatedPtrField<std::string>;

constexpr int kMostTables = 1000;
constexpr int kMostFeatures = 32;
constexpr TextForm kTableName{200, false, false};

bool Has(const v1::SessionTable& table, const std::string& feature) {
  return std::find(table.features().begin(), table.features().end(), feature) !=
         table.features().end();
}

}  // namespace

void CheckTables(const FieldPath& path, const v1::Session& session, const SessionParts& parts,
                 Violations& violations) {
  const FieldPath list = path.Field("tables");
  if (session.tables().empty()) violations.Add(list, "must not be empty");
  if (!CheckLength(list, session.tables_size(), kMostTables, violations)) return;
  absl::flat_hash_map<absl::string_view, int> seen;
  absl::flat_hash_set<absl::string_view> features;
  for (int i = 0; i < session.tables_size(); ++i) {
    const v1::SessionTable& table = session.tables(i);
    const FieldPath at = path.Item("tables", i);
    const FieldPath id = at.Field("id");
    CheckResourceId(id, table.id(), violations);
    const auto [earlier, is_new] = seen.try_emplace(table.id(), i);
    if (!is_new) {
      violations.Add(id, absl::StrCat("is the same as that of tables[", earlier->second, "]"));
    }
    CheckTexts(at, "display_name", table.display_name(), kTableName, violations);
    if (CheckFeatures(at, "features", table.features(), violations)) {
      features.insert(table.features().begin(), table.features().end());
    }
    parts.CheckSlots(at, "closed_slots", table.closed_slots(), violations);
  }
  if (features.size() > kMostFeatures) {
    violations.Add(list, absl::StrCat("have ", features.size(), " different features together; at ",
                                      "most ", kMostFeatures, " are allowed"));
  }
}

bool CheckFeatures(const FieldPath& parent, absl::string_view name, const Strings& features,
                   Violations& violations) {
  const std::size_t before = violations.size();
  if (!CheckLength(parent.Field(name), features.size(), kMostFeatures, violations)) return false;
  for (int i = 0; i < features.size(); ++i) {
    CheckResourceId(parent.Item(name, i), features[i], violations);
  }
  CheckDistinct<absl::string_view>(parent, name, features, violations);
  return violations.size() == before;
}

void CheckSomeTableHas(const FieldPath& parent, absl::string_view name, const Strings& features,
                       const v1::Session& session, Violations& violations) {
  const auto& tables = session.tables();
  const auto some = [&](const auto& fits) {
    return std::any_of(tables.begin(), tables.end(), fits);
  };
  const auto has_all = [&](const v1::SessionTable& table) {
    return std::all_of(features.begin(), features.end(),
                       [&](const std::string& feature) { return Has(table, feature); });
  };
  if (features.empty() || some(has_all)) return;
  const std::size_t before = violations.size();
  for (int i = 0; i < features.size(); ++i) {
    if (some([&](const v1::SessionTable& table) { return Has(table, features[i]); })) continue;
    violations.Add(parent.Item(name, i),
                   absl::StrCat("is ", Quoted(features[i]),
                                ", which no table of the session has; add it to a table first"));
  }
  if (violations.size() == before) {
    violations.Add(parent.Field(name), "are had by no single table of the session together");
  }
}

}  // namespace counterpoint::validation
