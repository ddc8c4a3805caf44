#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/wording.h"
#include "clients/cpp/alliances.h"

namespace counterpoint::cli {
namespace {

struct TopicFlags {
  std::string query;
  std::string broader;
  int limit = 200;
};

std::string Labels(const v1::Topic& topic, const std::string& language) {
  const auto labels = topic.labels().find(language);
  return labels == topic.labels().end() ? "" : absl::StrJoin(labels->second.labels(), ", ");
}

absl::Status List(Session& session, const TopicFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ListTopicsRequest request;
  request.set_parent(*alliance);
  request.set_query(flags.query);
  request.set_broader(flags.broader);
  const std::string& language = session.options().language;
  Table table({{Wording("ID", language)},
               {Wording("CHINESE", language)},
               {Wording("ENGLISH", language)},
               {Wording("BROADER", language)}});
  v1::ListTopicsResponse shown;
  auto topics = session.client().alliances().ListTopics(request);
  for (const v1::Topic& topic : topics) {
    if (flags.limit > 0 && shown.topics_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_topics() = topic;
    table.AddRow({topic.id(), Labels(topic, "zh"), Labels(topic, "en"), topic.broader()});
  }
  if (!topics.status().ok()) return topics.status();
  session.Show(shown, Pointers(shown.topics()), table,
               "No such topic. See all of them: counterpoint topic list");
  return absl::OkStatus();
}

}  // namespace

void AddTopicCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "topic", "Look up topics of the thesaurus");
  auto flags = std::make_shared<TopicFlags>();
  CLI::App* list = AddCommand(*group, "list", "List or search the topics that an alliance can use.",
                              {"counterpoint topic list -a music 音乐",
                               "counterpoint topic list -a music --broader digital-technology"});
  list->add_option("query", flags->query, "Part of a label, in Chinese or English, or of an id");
  list->add_option("--broader", flags->broader, "Only this topic and the narrower ones");
  list->add_option("--limit", flags->limit, "At most so many; 0 for all")->capture_default_str();
  OnChosen(list, chosen, flags, &List);
}

}  // namespace counterpoint::cli
