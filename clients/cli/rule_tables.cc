#include "clients/cli/rule_tables.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

std::string ShownAction(const v1::StaffRule& rule, const std::string& language) {
  std::string action = ShownName(*v1::StaffRule::Action_descriptor(), rule.action(), language);
  if (rule.factor() > 0) absl::StrAppend(&action, absl::StrFormat(" x %g", rule.factor()));
  if (rule.both_ways()) absl::StrAppend(&action, " ", Wording("(both ways)", language));
  return action;
}

std::string ShownState(const v1::StaffRule& rule, const std::string& language) {
  return ShownName(*v1::StaffRule::State_descriptor(), rule.state(), language);
}

// Appends "name: a, b" where there are values.
class FilterText {
 public:
  explicit FilterText(const std::string& language) : language_(language) {}

  template <typename Values>
  void Add(const char* name, const Values& values) {
    std::vector<std::string> shown(values.begin(), values.end());
    if (shown.empty()) return;
    parts_.push_back(absl::StrCat(Wording(name, language_), ": ", absl::StrJoin(shown, ", ")));
  }

  template <typename Values>
  void AddNames(const char* name, const Values& values,
                const google::protobuf::EnumDescriptor& vocabulary) {
    std::vector<std::string> shown;
    for (const int value : values) shown.push_back(ShownName(vocabulary, value, language_));
    Add(name, shown);
  }

  void AddRange(const char* name, const v1::Int32Range& range) {
    Add(name,
        std::vector<std::string>{absl::StrCat(range.has_min() ? absl::StrCat(range.min()) : "", "-",
                                              range.has_max() ? absl::StrCat(range.max()) : "")});
  }

  std::string Text() const { return absl::StrJoin(parts_, "; "); }

 private:
  const std::string& language_;
  std::vector<std::string> parts_;
};

}  // namespace

std::string ShownFilter(const v1::MemberFilter& filter, const std::string& language) {
  FilterText text(language);
  std::vector<std::string> members;
  for (const std::string& name : filter.members()) members.push_back(IdOf(name));
  text.Add("member", members);
  text.AddNames("kind", filter.kinds(), *v1::MemberKind_descriptor());
  text.Add("region", filter.regions());
  text.Add("topic", filter.topics());
  text.Add("sector", filter.sectors());
  text.AddNames("mode", filter.cooperation_modes(), *v1::CooperationMode_descriptor());
  text.Add("label", filter.labels());
  text.AddNames("state", filter.states(), *v1::MemberState_descriptor());
  text.AddNames("credential", filter.credential_kinds(), *v1::CredentialKind_descriptor());
  if (filter.has_employee_count()) text.AddRange("employees", filter.employee_count());
  if (filter.has_founding_year()) text.AddRange("founded", filter.founding_year());
  const std::string shown = text.Text();
  return shown.empty() ? Wording("everybody", language) : shown;
}

Table RuleList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("ID")},
                {heading("ACTION")},
                {heading("PARTNERS")},
                {heading("LISTS OF")},
                {heading("STATE")},
                {heading("EXPIRES")},
                {heading("AUTHOR")},
                {heading("REASON")}});
}

void AddRuleRow(const v1::StaffRule& rule, const std::string& language, Table* table) {
  table->AddRow({IdOf(rule.name()), ShownAction(rule, language),
                 ShownFilter(rule.partners(), language), ShownFilter(rule.members(), language),
                 ShownState(rule, language), ShownTime(rule.expire_time()), rule.author(),
                 rule.reason()});
}

Table RuleDetail(const v1::StaffRule& rule, const std::string& language) {
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) table.AddRow({Wording(name, language), value});
  };
  add("ID", IdOf(rule.name()));
  add("Action", ShownAction(rule, language));
  add("Partners", ShownFilter(rule.partners(), language));
  add("Lists of", ShownFilter(rule.members(), language));
  add("State", ShownState(rule, language));
  add("Author", rule.author());
  add("Reason", rule.reason());
  add("Created", ShownTime(rule.create_time()));
  add("Expires", ShownTime(rule.expire_time()));
  add("Ended", ShownTime(rule.end_time()));
  add("Ended by", rule.end_author());
  add("Reason of the end", rule.end_reason());
  return table;
}

}  // namespace counterpoint::cli
