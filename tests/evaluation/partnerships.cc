// Who will work together for the first time: organisations of research
// projects, described by the topics of the projects that they took part in, and
// by those with whom they did.
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matching/ranking/evidence.h"
#include "tests/evaluation/alliance.h"
#include "tests/evaluation/data_reader.h"
#include "tests/evaluation/evaluation_set.h"

namespace counterpoint::evaluation {
namespace {

using matching::MemberKind;

MemberKind KindOf(const std::string& activity) {
  static const std::map<std::string, MemberKind> kinds = {
      {"PRC", MemberKind::kTechnologySupplier},
      {"HES", MemberKind::kResearchInstitution},
      {"REC", MemberKind::kResearchInstitution},
      {"PUB", MemberKind::kPublicServicePlatform}};
  const auto found = kinds.find(activity);
  return found == kinds.end() ? MemberKind::kUnknown : found->second;
}

class Partnerships : public EvaluationSet {
 public:
  std::string name() const override { return "partnerships"; }
  std::vector<Figure> figures() const override {
    return {{"degree_auc", "AUC", false, 0.70, 0.645, "popularity .561  TF-IDF .614"},
            {"partnerships", "MRR@20", false, 0.34, 0.325, "popularity .292  TF-IDF .071"},
            {"partnerships", "R@20", false, 0.13, 0.121, "popularity .102  TF-IDF .018"}};
  }
  matching::Policy policy() const override {
    // Who has worked with many works with more, and topics are all that these
    // profiles say.
    matching::Policy policy;
    policy.network = {0.30, 0.50};
    return policy;
  }
  bool has_partnerships() const override { return true; }

  absl::Status Load(const std::string& data) override {
    folder_ = data + "/partnerships";
    const auto organisations = ReadCommaSeparated(folder_ + "/profiles.csv");
    if (!organisations.ok()) return organisations.status();
    std::vector<matching::MemberProfile> profiles;
    for (const Row& row : *organisations) {
      numbers_.emplace(row[0], numbers_.size());
      matching::MemberProfile profile;
      profile.id = row[0];
      profile.region = row[2];
      profile.kind = KindOf(row[3]);
      profile.descriptions = {row[5]};
      profiles.push_back(std::move(profile));
    }
    std::vector<Row> known;
    for (const auto& [file, rows] : {std::pair{"/known_pairs.csv", &known},
                                     {"/new_partners.csv", &new_partners_},
                                     {"/triples.csv", &triples_}}) {
      auto read = ReadCommaSeparated(folder_ + file);
      if (!read.ok()) return read.status();
      *rows = *std::move(read);
    }
    std::vector<matching::Partnership> partnerships;
    for (const Row& pair : known) partnerships.push_back({pair[0], pair[1]});
    index_ = BuildIndex(profiles)->WithPartnerships(matching::PartnerGraph::Build(partnerships), 2);
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<Judgement>> Predict(const matching::Policy& policy, Half half,
                                                 const std::string& out) const override {
    std::string lists;
    std::string asked;
    for (const Row& pair : new_partners_) {
      if (pair[0] == asked || !IsIn(half, numbers_.at(pair[0]))) continue;
      asked = pair[0];
      const matching::RankingQuery query = MakeQuery(policy, 20);
      absl::StrAppend(&lists, asked, "\t");
      for (const auto& match :
           matching::RecommendPartners(*index_, *index_->Find(asked), query, matching::RunInTurn)
               .matches) {
        absl::StrAppend(&lists, match.partner->id, " ");
      }
      lists += '\n';
    }
    std::string triples = "org_id,new_partner_id,stranger_id\n";
    std::string scores;
    for (const Row& triple : triples_) {
      if (!IsIn(half, numbers_.at(triple[0]))) continue;
      absl::StrAppend(&triples, absl::StrJoin(triple, ","), "\n");
      for (const std::string& candidate : {triple[1], triple[2]}) {
        absl::StrAppend(&scores, triple[0], "\t", candidate, "\t",
                        Score(policy, triple[0], candidate) * 1e6, "\n");
      }
    }
    std::string truth = "org_id,new_partner_id\n";
    for (const Row& pair : new_partners_) {
      if (IsIn(half, numbers_.at(pair[0]))) absl::StrAppend(&truth, pair[0], ",", pair[1], "\n");
    }
    for (const auto& [file, text] : {std::pair{"/new_partners.csv", truth},
                                     {"/triples.csv", triples},
                                     {"/partnerships.tsv", lists},
                                     {"/degree_auc.tsv", scores}}) {
      if (const absl::Status written = WriteFile(out + file, text); !written.ok()) return written;
    }
    return std::vector<Judgement>{{"partnerships", out, out + "/partnerships.tsv"},
                                  {"degree_auc", out, out + "/degree_auc.tsv"}};
  }

 private:
  double Score(const matching::Policy& policy, const std::string& a, const std::string& b) const {
    const matching::RankingQuery query = MakeQuery(policy, 1);
    return matching::ExplainMatch(*index_->model(), *index_->Find(a), *index_->Find(b),
                                  query.policy, query.as_of,
                                  matching::Connections(index_->partnerships(), a))
        .score;
  }

  std::string folder_;
  std::map<std::string, std::size_t> numbers_;
  std::vector<Row> new_partners_;
  std::vector<Row> triples_;
  std::shared_ptr<const matching::MemberIndex> index_;
};

}  // namespace

std::unique_ptr<EvaluationSet> MakePartnerships() { return std::make_unique<Partnerships>(); }

}  // namespace counterpoint::evaluation
