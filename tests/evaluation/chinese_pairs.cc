// Whether two short Chinese sentences mean the same: the first is a need, the
// second an offer, and the alliance is made of all of them.
#include <utility>

#include "absl/strings/str_cat.h"
#include "matching/ranking/evidence.h"
#include "tests/evaluation/alliance.h"
#include "tests/evaluation/data_reader.h"
#include "tests/evaluation/evaluation_set.h"

namespace counterpoint::evaluation {
namespace {

class ChinesePairs : public EvaluationSet {
 public:
  std::string name() const override { return "chinese_pairs"; }
  std::vector<Figure> figures() const override {
    return {{"chinese", "spearman", false, 0.50, 0.486, "characters' TF-IDF .4195"},
            {"chinese", "accuracy", false, 0, 0.70, "characters' TF-IDF .675"}};
  }
  matching::Policy policy() const override { return {}; }

  absl::Status Load(const std::string& data) override {
    auto pairs = ReadTabbed(data + "/chinese_pairs/lcqmc.tsv");
    if (!pairs.ok()) return pairs.status();
    pairs_ = *std::move(pairs);
    std::vector<matching::MemberProfile> profiles;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      matching::MemberProfile profile;
      profile.id = absl::StrCat(i);
      profile.needs = {MakeListing("", "", pairs_[i][0])};
      profile.offers = {MakeListing("", "", pairs_[i][1])};
      profiles.push_back(std::move(profile));
    }
    index_ = BuildIndex(profiles);
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<Judgement>> Predict(const matching::Policy& policy, Half half,
                                                 const std::string& out) const override {
    std::string truth;
    std::string answers;
    const matching::RankingQuery query = MakeQuery(policy, 1);
    const matching::Connections nobody(index_->partnerships());
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (!IsIn(half, i)) continue;
      const auto member = index_->Find(absl::StrCat(i));
      const matching::Explanation explanation = matching::ExplainNeed(
          *index_->model(), member->needs[0], *member, query.policy, query.as_of, nobody);
      absl::StrAppend(&truth, pairs_[i][0], "\t", pairs_[i][1], "\t", pairs_[i][2], "\n");
      absl::StrAppend(&answers, explanation.score * 1e6, "\n");
    }
    for (const auto& [file, text] : {std::pair{"/pairs.tsv", truth}, {"/chinese.tsv", answers}}) {
      if (const absl::Status written = WriteFile(out + file, text); !written.ok()) return written;
    }
    return std::vector<Judgement>{{"chinese", out + "/pairs.tsv", out + "/chinese.tsv"}};
  }

 private:
  std::vector<Row> pairs_;
  std::shared_ptr<const matching::MemberIndex> index_;
};

}  // namespace

std::unique_ptr<EvaluationSet> MakeChinesePairs() { return std::make_unique<ChinesePairs>(); }

}  // namespace counterpoint::evaluation
