// Which companies do the same, told from their descriptions alone.
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/evaluation/alliance.h"
#include "tests/evaluation/data_reader.h"
#include "tests/evaluation/evaluation_set.h"

namespace counterpoint::evaluation {
namespace {

class Companies : public EvaluationSet {
 public:
  std::string name() const override { return "companies"; }
  std::vector<Figure> figures() const override {
    return {{"companies", "P@5", false, 0.30, 0.302, "TF-IDF .265"},
            {"companies", "MRR", false, 0.51, 0.490, "TF-IDF .465"}};
  }
  matching::Policy policy() const override { return {}; }

  absl::Status Load(const std::string& data) override {
    folder_ = data + "/companies";
    const auto companies = ReadCommaSeparated(folder_ + "/companies.csv");
    if (!companies.ok()) return companies.status();
    std::vector<matching::MemberProfile> profiles;
    for (const Row& row : *companies) {
      matching::MemberProfile profile;
      profile.id = row[0];
      profile.descriptions = {row[1]};
      profiles.push_back(std::move(profile));
      ids_.push_back(row[0]);
    }
    index_ = BuildIndex(profiles);
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<Judgement>> Predict(const matching::Policy& policy, Half half,
                                                 const std::string& out) const override {
    std::string answers;
    const matching::RankingQuery query = MakeQuery(policy, 50);
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      if (!IsIn(half, i)) continue;
      absl::StrAppend(&answers, ids_[i], "\t");
      const matching::Ranking ranking =
          matching::SimilarMembers(*index_, *index_->Find(ids_[i]), query, matching::RunInTurn);
      for (const auto& match : ranking.matches) absl::StrAppend(&answers, match.partner->id, " ");
      answers += '\n';
    }
    const absl::Status written = WriteFile(out + "/companies.tsv", answers);
    if (!written.ok()) return written;
    return std::vector<Judgement>{{"companies", folder_, out + "/companies.tsv"}};
  }

 private:
  std::string folder_;
  std::vector<std::string> ids_;
  std::shared_ptr<const matching::MemberIndex> index_;
};

}  // namespace

std::unique_ptr<EvaluationSet> MakeCompanies() { return std::make_unique<Companies>(); }

}  // namespace counterpoint::evaluation
