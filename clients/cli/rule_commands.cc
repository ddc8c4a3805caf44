#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/member_filter_flags.h"
#include "clients/cli/moment.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/rule_tables.h"
#include "clients/cpp/staff_rules.h"

namespace counterpoint::cli {
namespace {

struct AddFlags {
  bool pin = false;
  bool veto = false;
  std::optional<double> boost;
  std::optional<double> demote;
  std::vector<std::string> partners;
  MemberFilterFlags partner_filter;
  std::vector<std::string> members;
  MemberFilterFlags member_filter;
  bool both_ways = false;
  std::string author;
  std::string reason;
  std::string expires;
  std::string id;
  bool dry_run = false;
};

struct ListFlags {
  bool all = false;
  int limit = 200;
};

struct NamedFlags {
  std::string rule;
};

struct EndFlags {
  std::string rule;
  std::string author;
  std::string reason;
};

v1::MemberFilter FilterOf(const MemberFilterFlags& flags, const std::vector<std::string>& members,
                          const std::string& alliance) {
  v1::MemberFilter filter = flags.ToFilter();
  for (const std::string& member : members) filter.add_members(MemberName(alliance, member));
  return filter;
}

absl::StatusOr<v1::StaffRule> RuleOf(const AddFlags& flags, const std::string& alliance) {
  v1::StaffRule rule;
  if (flags.pin) rule.set_action(v1::StaffRule::PIN);
  if (flags.veto) rule.set_action(v1::StaffRule::VETO);
  if (flags.boost) {
    rule.set_action(v1::StaffRule::BOOST);
    rule.set_factor(*flags.boost);
  }
  if (flags.demote) {
    rule.set_action(v1::StaffRule::DEMOTE);
    rule.set_factor(*flags.demote);
  }
  *rule.mutable_partners() = FilterOf(flags.partner_filter, flags.partners, alliance);
  *rule.mutable_members() = FilterOf(flags.member_filter, flags.members, alliance);
  rule.set_both_ways(flags.both_ways);
  rule.set_author(flags.author);
  rule.set_reason(flags.reason);
  if (!flags.expires.empty()) {
    const auto time = ParseMoment(flags.expires);
    if (!time.ok()) return UsageError(absl::StrCat("--expires: ", time.status().message()));
    *rule.mutable_expire_time() = *time;
  }
  return rule;
}

absl::Status Add(Session& session, const AddFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  auto rule = RuleOf(flags, *alliance);
  if (!rule.ok()) return rule.status();
  v1::CreateStaffRuleRequest request;
  request.set_parent(*alliance);
  request.set_staff_rule_id(flags.id);
  *request.mutable_staff_rule() = *std::move(rule);
  request.set_validate_only(flags.dry_run);
  const auto created = session.client().staff_rules().Create(request);
  if (!created.ok()) return created.status();
  session.Show(*created, RuleDetail(*created, session.options().language));
  session.Note(flags.dry_run ? "It is right; nothing was created."
                             : absl::StrCat("Created ", created->name(), "."));
  return absl::OkStatus();
}

absl::Status List(Session& session, const ListFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ListStaffRulesRequest request;
  request.set_parent(*alliance);
  request.set_show_ended(flags.all);
  request.set_page_size(1000);
  const std::string& language = session.options().language;
  Table table = RuleList(language);
  v1::ListStaffRulesResponse shown;
  auto rules = session.client().staff_rules().List(request);
  for (const v1::StaffRule& rule : rules) {
    if (flags.limit > 0 && shown.staff_rules_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_staff_rules() = rule;
    AddRuleRow(rule, language, &table);
  }
  if (!rules.status().ok()) return rules.status();
  session.Show(shown, Pointers(shown.staff_rules()), table,
               flags.all ? "No rules yet. Create one: counterpoint rule add --help"
                         : "No rules are in force; --all shows those that were.");
  return absl::OkStatus();
}

absl::Status Show(Session& session, const NamedFlags& flags) {
  const auto name = session.Named(flags.rule, &StaffRuleName);
  if (!name.ok()) return name.status();
  v1::GetStaffRuleRequest request;
  request.set_name(*name);
  const auto rule = session.client().staff_rules().Get(request);
  if (!rule.ok()) return rule.status();
  session.Show(*rule, RuleDetail(*rule, session.options().language));
  return absl::OkStatus();
}

absl::Status End(Session& session, const EndFlags& flags) {
  const auto name = session.Named(flags.rule, &StaffRuleName);
  if (!name.ok()) return name.status();
  v1::EndStaffRuleRequest request;
  request.set_name(*name);
  request.set_author(flags.author);
  request.set_reason(flags.reason);
  const auto rule = session.client().staff_rules().End(request);
  if (!rule.ok()) return rule.status();
  session.Show(*rule, RuleDetail(*rule, session.options().language));
  session.Note(absl::StrCat("Ended ", *name, "."));
  return absl::OkStatus();
}

void DeclareAction(CLI::App* add, AddFlags& flags) {
  CLI::Option_group* action = add->add_option_group("Action", "What happens to the partners");
  action->add_flag("--pin", flags.pin,
                   "Put them in front, in the order of --member, whatever their scores");
  action->add_option("--boost", flags.boost, "Multiply their scores, above 1 and at most 10")
      ->type_name("FACTOR");
  action->add_option("--demote", flags.demote, "Multiply their scores, 0.1 to below 1")
      ->type_name("FACTOR");
  action->add_flag("--veto", flags.veto, "Do not show them");
  action->require_option(1);
}

void AddAdd(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<AddFlags>();
  CLI::App* add = AddCommand(
      group, "add",
      "Create a rule: what happens to partners in the lists of members. Partners are those of "
      "--member, --kind, --topic and so on; the lists are those of --for, --for-kind, --for-topic "
      "and so on, and everybody's without these. It counts in lists made from then on, until it "
      "expires or ends. Rules that keep two members apart keep pinned ones apart too, and so do "
      "vetoes.",
      {"counterpoint rule add -a music --pin --member conservatory,orchard --for-kind scene-unit "
       "--author \"Staff\" --reason \"spring campaign\" --expires 2027-06-01",
       "counterpoint rule add -a music --boost 1.5 --topic game-music --author \"Staff\" "
       "--reason \"focus of the year\"",
       "counterpoint rule add -a music --veto --member rival --for studio-one --both-ways "
       "--author \"Staff\" --reason \"a dispute\" --id studio-rival"});
  DeclareAction(add, *flags);
  AddList(add, "--member", &flags->partners, "Only these partners, by id")->type_name("MEMBER");
  flags->partner_filter.Declare(add);
  AddList(add, "--for", &flags->members, "Only in the lists of these members, by id")
      ->type_name("MEMBER");
  flags->member_filter.Declare(add, "for-");
  add->add_flag("--both-ways", flags->both_ways,
                "The members in the lists of the partners too; not with --pin");
  add->add_option("--author", flags->author, "Who says so")->required()->type_name("NAME");
  add->add_option("--reason", flags->reason, "Why")->required()->type_name("TEXT");
  add->add_option("--expires", flags->expires,
                  "When it stops counting: 2027-06-01 or 2027-06-01T09:30:00+08:00")
      ->type_name("TIME");
  add->add_option("--id", flags->id, "1 to 63 of [a-z0-9-]; one is made without it");
  add->add_flag("--dry-run", flags->dry_run, "Check it, and create nothing");
  OnChosen(add, chosen, flags, &Add);
}

void AddListing(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(group, "list", "List the rules that are in force, in order of id.",
                              {"counterpoint rule list -a music",
                               "counterpoint rule list -a music --all -o jsonl --limit 0"});
  list->add_flag("--all", flags->all, "Those too that have ended or expired");
  list->add_option("--limit", flags->limit, "At most so many; 0 for all")->capture_default_str();
  OnChosen(list, chosen, flags, &List);
}

void AddShow(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<NamedFlags>();
  CLI::App* show = AddCommand(group, "show", "Show a rule, and who made and ended it.",
                              {"counterpoint rule show studio-rival -a music"});
  show->add_option("rule", flags->rule, "Id or full name of the rule")->required();
  OnChosen(show, chosen, flags, &Show);
}

void AddEnd(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<EndFlags>();
  CLI::App* end = AddCommand(group, "end", "End a rule. It stays to be looked up.",
                             {"counterpoint rule end studio-rival -a music --author \"Staff\" "
                              "--reason \"settled\""});
  end->add_option("rule", flags->rule, "Id or full name of the rule")->required();
  end->add_option("--author", flags->author, "Who ends it")->required()->type_name("NAME");
  end->add_option("--reason", flags->reason, "Why")->required()->type_name("TEXT");
  OnChosen(end, chosen, flags, &End);
}

}  // namespace

void AddRuleCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "rule", "Pin, boost, demote or veto partners in lists");
  AddAdd(*group, chosen);
  AddListing(*group, chosen);
  AddShow(*group, chosen);
  AddEnd(*group, chosen);
}

}  // namespace counterpoint::cli
