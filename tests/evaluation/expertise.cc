// Whose past papers make them able to review a submission: a person is a
// member whose offers are the papers, a submission is a need of somebody
// unknown. Each of the five samplings of papers is an alliance of its own.
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/evaluation/alliance.h"
#include "tests/evaluation/data_reader.h"
#include "tests/evaluation/evaluation_set.h"

namespace counterpoint::evaluation {
namespace {

class Expertise : public EvaluationSet {
 public:
  std::string name() const override { return "expertise"; }
  std::vector<Figure> figures() const override {
    return {
        {"expertise", "loss", true, 0.262, 0.275, "TF-IDF .312  SPECTER .296  SPECTER+MFR .262"},
        {"expertise", "easy", false, 0, 0.75, "TF-IDF .733"},
        {"expertise", "hard", false, 0, 0.62, "TF-IDF .649"}};
  }
  matching::Policy policy() const override { return {}; }

  absl::Status Load(const std::string& data) override {
    folder_ = data + "/expertise";
    auto ratings = ReadTabbed(folder_ + "/ratings.tsv");
    if (!ratings.ok()) return ratings.status();
    ratings_ = *std::move(ratings);
    auto submissions = ReadJsonLines(folder_ + "/submissions.jsonl", {"id", "title", "abstract"});
    if (!submissions.ok()) return submissions.status();
    for (const Row& row : *submissions) {
      submissions_.emplace_back(
          row[0], matching::MakeListingFeatures(SharedAnalyzer(), MakeListing("", row[1], row[2])));
    }
    const auto papers =
        ReadJsonLines(folder_ + "/profiles.jsonl", {"sample", "person", "id", "title", "abstract"});
    if (!papers.ok()) return papers.status();
    std::map<std::string, std::map<std::string, matching::MemberProfile>> samples;
    for (const Row& row : *papers) {
      matching::MemberProfile& person = samples[row[0]][row[1]];
      person.id = row[1];
      person.offers.push_back(MakeListing(row[2], row[3], row[4]));
    }
    for (const auto& [sample, persons] : samples) {
      std::vector<matching::MemberProfile> profiles;
      for (const auto& [id, person] : persons) profiles.push_back(person);
      samples_.emplace_back(sample, BuildIndex(profiles));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<Judgement>> Predict(const matching::Policy& policy, Half half,
                                                 const std::string& out) const override {
    std::string answers;
    for (const auto& [sample, index] : samples_) {
      const matching::RankingQuery query = MakeQuery(policy, index->size());
      for (const auto& [id, need] : submissions_) {
        std::map<std::string, double> scores;
        for (const auto& member : index->All()) scores[member->id] = 0;
        for (const auto& match :
             matching::MatchNeed(*index, need, query, matching::RunInTurn).matches) {
          scores[match.partner->id] = match.score;
        }
        for (const auto& [person, score] : scores) {
          absl::StrAppend(&answers, sample, "\t", person, "\t", id, "\t", score * 1e6, "\n");
        }
      }
    }
    std::map<std::string, std::size_t> numbers;
    std::string truth = "person\tsubmission\texpertise\n";
    for (std::size_t i = 1; i < ratings_.size(); ++i) {
      const std::size_t number = numbers.emplace(ratings_[i][0], numbers.size()).first->second;
      if (IsIn(half, number)) absl::StrAppend(&truth, absl::StrJoin(ratings_[i], "\t"), "\n");
    }
    for (const auto& [file, text] :
         {std::pair{"/ratings.tsv", truth}, {"/expertise.tsv", answers}}) {
      if (const absl::Status written = WriteFile(out + file, text); !written.ok()) return written;
    }
    return std::vector<Judgement>{{"expertise", out, out + "/expertise.tsv"}};
  }

 private:
  std::string folder_;
  std::vector<Row> ratings_;
  std::vector<std::pair<std::string, matching::ListingFeatures>> submissions_;
  std::vector<std::pair<std::string, std::shared_ptr<const matching::MemberIndex>>> samples_;
};

}  // namespace

std::unique_ptr<EvaluationSet> MakeExpertise() { return std::make_unique<Expertise>(); }

}  // namespace counterpoint::evaluation
