#include "clients/cli/mapping.h"

#include <functional>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "nlohmann/json.hpp"

// JSON by nlohmann/json rather than by protobuf: a mapping is a tree of free
// form (a rule is a string, an object or a list of them), and its messages are
// to name the key, which protobuf's parser does not.
namespace counterpoint::cli {
namespace {

using Json = nlohmann::ordered_json;

absl::Status Wrong(const std::string& path, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
}

// What a key of an object is read by.
using Handlers =
    std::map<std::string, std::function<absl::Status(const Json&, const std::string&)>>;

absl::Status ReadObject(const Json& json, const std::string& path, const Handlers& handlers) {
  if (!json.is_object()) return Wrong(path.empty() ? "mapping" : path, "must be an object");
  for (const auto& [key, value] : json.items()) {
    const std::string key_path = path.empty() ? key : absl::StrCat(path, ".", key);
    const auto handler = handlers.find(key);
    if (handler == handlers.end()) {
      return Wrong(key_path,
                   absl::StrCat("unknown key; known are ",
                                absl::StrJoin(handlers, ", ", [](std::string* out, const auto& h) {
                                  out->append(h.first);
                                })));
    }
    if (absl::Status status = handler->second(value, key_path); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ReadString(const Json& json, const std::string& path, std::string* text) {
  if (!json.is_string()) return Wrong(path, "must be a string");
  *text = json.get<std::string>();
  return absl::OkStatus();
}

absl::Status ReadTemplate(const Json& json, const std::string& path, ValueRule* rule) {
  std::string text;
  if (absl::Status status = ReadString(json, path, &text); !status.ok()) return status;
  if (!rule->parts.empty())
    return Wrong(path, "`column`, `template` and `constant` exclude each other");
  auto parts = ParseTemplate(text);
  if (!parts.ok()) return Wrong(path, std::string(parts.status().message()));
  rule->parts = *std::move(parts);
  return absl::OkStatus();
}

absl::Status ReadPart(const Json& json, const std::string& path, bool is_column, ValueRule* rule) {
  std::string text;
  if (absl::Status status = ReadString(json, path, &text); !status.ok()) return status;
  if (!rule->parts.empty())
    return Wrong(path, "`column`, `template` and `constant` exclude each other");
  rule->parts = {{text, is_column}};
  return absl::OkStatus();
}

absl::Status ReadTransform(const Json& json, const std::string& path, Transform* transform) {
  static const auto* const kNames = new std::map<std::string, Transform>{
      {"lower", Transform::kLower}, {"upper", Transform::kUpper}, {"slug", Transform::kSlug}};
  std::string name;
  if (absl::Status status = ReadString(json, path, &name); !status.ok()) return status;
  const auto it = kNames->find(name);
  if (it == kNames->end()) return Wrong(path, "must be \"lower\", \"upper\" or \"slug\"");
  *transform = it->second;
  return absl::OkStatus();
}

absl::Status ReadValues(const Json& json, const std::string& path,
                        std::map<std::string, std::string>* values) {
  if (!json.is_object()) return Wrong(path, "must be an object from cell to value");
  for (const auto& [cell, value] : json.items()) {
    const std::string key_path = absl::StrCat(path, ".", cell);
    if (absl::Status status = ReadString(value, key_path, &(*values)[cell]); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status ReadBool(const Json& json, const std::string& path, bool* value) {
  if (!json.is_boolean()) return Wrong(path, "must be true or false");
  *value = json.get<bool>();
  return absl::OkStatus();
}

absl::Status ReadUntil(const Json& json, const std::string& path, std::vector<std::string>* until) {
  if (!json.is_array()) return Wrong(path, "must be a list of strings");
  for (const Json& marker : json) {
    until->emplace_back();
    if (absl::Status status = ReadString(marker, path, &until->back()); !status.ok()) return status;
    if (until->back().empty()) return Wrong(path, "must not hold an empty string");
  }
  return absl::OkStatus();
}

absl::Status ReadLimit(const Json& json, const std::string& path, size_t* max_bytes) {
  if (!json.is_number_unsigned() || json.get<uint64_t>() == 0) {
    return Wrong(path, "must be a whole number above 0");
  }
  *max_bytes = json.get<size_t>();
  return absl::OkStatus();
}

absl::Status ReadRule(const Json& json, const std::string& path, std::vector<ValueRule>* rules) {
  ValueRule rule;
  rule.path = path;
  absl::Status status;
  if (json.is_string()) {
    status = ReadTemplate(json, path, &rule);
  } else {
    const Handlers handlers{
        {"column",
         [&](const Json& j, const std::string& p) { return ReadPart(j, p, true, &rule); }},
        {"constant",
         [&](const Json& j, const std::string& p) { return ReadPart(j, p, false, &rule); }},
        {"template",
         [&](const Json& j, const std::string& p) { return ReadTemplate(j, p, &rule); }},
        {"split",
         [&](const Json& j, const std::string& p) { return ReadString(j, p, &rule.split); }},
        {"strip",
         [&](const Json& j, const std::string& p) { return ReadString(j, p, &rule.strip); }},
        {"values",
         [&](const Json& j, const std::string& p) { return ReadValues(j, p, &rule.values); }},
        {"default",
         [&](const Json& j, const std::string& p) {
           return ReadString(j, p, &rule.fallback.emplace());
         }},
        {"keep_others",
         [&](const Json& j, const std::string& p) { return ReadBool(j, p, &rule.keep_others); }},
        {"until",
         [&](const Json& j, const std::string& p) { return ReadUntil(j, p, &rule.until); }},
        {"transform",
         [&](const Json& j, const std::string& p) { return ReadTransform(j, p, &rule.transform); }},
        {"language",
         [&](const Json& j, const std::string& p) { return ReadString(j, p, &rule.language); }},
        {"max_bytes",
         [&](const Json& j, const std::string& p) { return ReadLimit(j, p, &rule.max_bytes); }},
    };
    status = ReadObject(json, path, handlers);
  }
  if (!status.ok()) return status;
  if (rule.parts.empty()) return Wrong(path, "needs a `column`, a `template` or a `constant`");
  rules->push_back(std::move(rule));
  return absl::OkStatus();
}

absl::Status ReadRules(const Json& json, const std::string& path, std::vector<ValueRule>* rules) {
  if (!json.is_array()) return ReadRule(json, path, rules);
  for (size_t i = 0; i < json.size(); ++i) {
    absl::Status status = ReadRule(json[i], absl::StrCat(path, "[", i, "]"), rules);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Reads rules into a field of `target`.
template <typename Target>
auto Into(Target* target, std::vector<ValueRule> Target::*field) {
  return [target, field](const Json& json, const std::string& path) {
    return ReadRules(json, path, &(target->*field));
  };
}

// As Into, for a field that has one value.
template <typename Target>
auto IntoOne(Target* target, std::vector<ValueRule> Target::*field) {
  return [target, field](const Json& json, const std::string& path) {
    return ReadRule(json, path, &(target->*field));
  };
}

absl::Status ReadListings(const Json& json, const std::string& path,
                          std::vector<ListingRules>* listings) {
  if (!json.is_array()) return Wrong(path, "must be a list of objects");
  for (size_t i = 0; i < json.size(); ++i) {
    ListingRules rules;
    rules.path = absl::StrCat(path, "[", i, "]");
    const Handlers handlers{
        {"id", IntoOne(&rules, &ListingRules::id)},
        {"title", Into(&rules, &ListingRules::title)},
        {"text", Into(&rules, &ListingRules::text)},
        {"topics", Into(&rules, &ListingRules::topics)},
        {"cooperation_modes", Into(&rules, &ListingRules::cooperation_modes)},
        {"wanted_kinds", Into(&rules, &ListingRules::wanted_kinds)},
        {"regions", Into(&rules, &ListingRules::regions)},
        {"confidentiality", IntoOne(&rules, &ListingRules::confidentiality)},
    };
    if (absl::Status status = ReadObject(json[i], rules.path, handlers); !status.ok())
      return status;
    if (rules.title.empty()) return Wrong(rules.path, "needs a `title`");
    listings->push_back(std::move(rules));
  }
  return absl::OkStatus();
}

absl::StatusOr<Json> ParseJsonTree(const std::string& text) {
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {  // Also numbers that are too large.
    return absl::InvalidArgumentError(absl::StrCat("not JSON: ", error.what()));
  }
}

}  // namespace

absl::StatusOr<Mapping> ParseMapping(const std::string& json) {
  const absl::StatusOr<Json> tree = ParseJsonTree(json);
  if (!tree.ok()) return tree.status();
  Mapping mapping;
  const Handlers handlers{
      {"id", IntoOne(&mapping, &Mapping::id)},
      {"kind", IntoOne(&mapping, &Mapping::kind)},
      {"display_name", Into(&mapping, &Mapping::display_name)},
      {"description", Into(&mapping, &Mapping::description)},
      {"sectors", Into(&mapping, &Mapping::sectors)},
      {"region", IntoOne(&mapping, &Mapping::region)},
      {"employee_count", IntoOne(&mapping, &Mapping::employee_count)},
      {"founding_year", IntoOne(&mapping, &Mapping::founding_year)},
      {"capacity", IntoOne(&mapping, &Mapping::capacity)},
      {"labels", Into(&mapping, &Mapping::labels)},
      {"state", IntoOne(&mapping, &Mapping::state)},
      {"offers",
       [&](const Json& j, const std::string& p) { return ReadListings(j, p, &mapping.offers); }},
      {"needs",
       [&](const Json& j, const std::string& p) { return ReadListings(j, p, &mapping.needs); }},
  };
  if (absl::Status status = ReadObject(*tree, "", handlers); !status.ok()) return status;
  if (mapping.id.empty()) return Wrong("id", "is required");
  if (mapping.kind.empty()) return Wrong("kind", "is required");
  if (mapping.display_name.empty()) return Wrong("display_name", "is required");
  return mapping;
}

absl::Status BindMapping(const std::vector<std::string>& header, Mapping* mapping) {
  std::vector<std::vector<ValueRule>*> fields{
      &mapping->id,       &mapping->kind,   &mapping->display_name,   &mapping->description,
      &mapping->sectors,  &mapping->region, &mapping->employee_count, &mapping->founding_year,
      &mapping->capacity, &mapping->labels, &mapping->state};
  for (auto* listings : {&mapping->offers, &mapping->needs}) {
    for (ListingRules& rules : *listings) {
      for (auto* field :
           {&rules.id, &rules.title, &rules.text, &rules.topics, &rules.cooperation_modes,
            &rules.wanted_kinds, &rules.regions, &rules.confidentiality}) {
        fields.push_back(field);
      }
    }
  }
  for (auto* field : fields) {
    for (ValueRule& rule : *field) {
      if (absl::Status status = BindColumns(header, &rule); !status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::cli
