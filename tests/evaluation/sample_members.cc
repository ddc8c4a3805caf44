#include "tests/evaluation/sample_members.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/sample/reader.h"
#include "counterpoint/v1/alliance.pb.h"
#include "service/conversion/member_profile.h"
#include "service/conversion/topic.h"
#include "tests/evaluation/data_reader.h"

namespace counterpoint::evaluation {
namespace {

absl::StatusOr<std::shared_ptr<const matching::Thesaurus>> ReadThesaurus(const std::string& path) {
  std::stringstream json;
  json << std::ifstream(path).rdbuf();
  v1::Alliance alliance;
  const auto read = google::protobuf::util::JsonStringToMessage(json.str(), &alliance);
  if (!read.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::string(read.message())));
  }
  return conversion::ThesaurusOf(alliance);
}

}  // namespace

absl::StatusOr<SampleMembers> LoadSampleMembers(const std::string& folder) {
  const auto thesaurus = ReadThesaurus(folder + "/alliance.json");
  if (!thesaurus.ok()) return thesaurus.status();
  const auto messages = sample::ReadMembers(folder + "/members.jsonl");
  if (!messages.ok()) return messages.status();
  const auto rows = ReadCommaSeparated(folder + "/partnerships.csv");
  if (!rows.ok()) return rows.status();

  SampleMembers sample;
  sample.as_of = absl::FromCivil(absl::CivilDay(2027, 1, 1), absl::UTCTimeZone());
  const absl::Time written = sample.as_of - absl::Hours(24 * 30);
  const matching::Analyzer analyzer(*thesaurus);
  for (const v1::Member& message : *messages) {
    const std::string& name = message.name();
    const auto profile = conversion::ProfileOf(name.substr(name.rfind('/') + 1), message, written);
    sample.members.push_back(
        matching::MakeFeatures(**thesaurus, profile, matching::AnalyzeTexts(analyzer, profile)));
  }
  std::vector<matching::Partnership> partnerships;
  for (const Row& row : *rows) partnerships.push_back({row[0], row[1]});
  sample.index = matching::MemberIndex::Build(
                     matching::TextModel::Learn(*thesaurus, sample.members), sample.members, 1)
                     ->WithPartnerships(matching::PartnerGraph::Build(partnerships), 1);
  return sample;
}

}  // namespace counterpoint::evaluation
