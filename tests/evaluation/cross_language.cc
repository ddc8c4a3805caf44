// Needs and offers of the same pair in two languages: an alliance of all
// offers in one language is asked for every need in the other, and for
// comparison in the same one. The questions come with the program; only
// topics can answer those across languages.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/evaluation/alliance.h"
#include "tests/evaluation/data_reader.h"
#include "tests/evaluation/evaluation_set.h"

namespace counterpoint::evaluation {
namespace {

enum Language : std::size_t { kChinese = 0, kEnglish = 1 };
constexpr const char* kCodes[] = {"zh", "en"};
constexpr std::size_t kLanguages = 2;

class CrossLanguage : public EvaluationSet {
 public:
  std::string name() const override { return "cross_language"; }
  std::vector<Figure> figures() const override {
    return {{"own", "zh-en", false, 0.60, 0.60, "-"},
            {"own", "en-zh", false, 0.60, 0.60, "-"},
            {"own", "zh-zh", false, 0, 0.84, "-"},
            {"own", "en-en", false, 0, 0.81, "-"}};
  }
  matching::Policy policy() const override { return {}; }
  bool brings_its_data() const override { return true; }

  absl::Status Load(const std::string&) override {
    const auto rows = ReadTabbed(COUNTERPOINT_CROSS_LANGUAGE_PAIRS);
    if (!rows.ok()) return rows.status();
    for (const Row& row : *rows) {
      if (absl::StartsWith(row[0], "#")) continue;
      if (row.size() != 2 * kLanguages) {
        return absl::DataLossError(absl::StrCat("not four columns: ", row[0]));
      }
      pairs_.push_back(row);
    }
    for (const Language language : {kChinese, kEnglish}) {
      std::vector<matching::MemberProfile> profiles;
      for (std::size_t i = 0; i < pairs_.size(); ++i) {
        matching::MemberProfile profile;
        profile.id = absl::StrCat(i);
        profile.offers = {MakeListing("", "", pairs_[i][kLanguages + language])};
        profiles.push_back(std::move(profile));
      }
      offers_[language] = BuildIndex(profiles);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<Judgement>> Predict(const matching::Policy& policy, Half half,
                                                 const std::string& out) const override {
    Judgement judgement{"own", "", "", {}};
    std::string ranks;
    for (const Language asked : {kChinese, kEnglish}) {
      for (const Language offered : {kChinese, kEnglish}) {
        const std::string direction = absl::StrCat(kCodes[asked], "-", kCodes[offered]);
        double reciprocal = 0;
        std::size_t questions = 0;
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
          if (!IsIn(half, i)) continue;
          const std::size_t rank = RankOf(i, asked, offered, policy);
          absl::StrAppend(&ranks, direction, "\t", i, "\t", rank, "\n");
          if (rank > 0) reciprocal += 1.0 / static_cast<double>(rank);
          ++questions;
        }
        judgement.figures[direction] = reciprocal / static_cast<double>(questions);
      }
    }
    judgement.predictions = out + "/ranks.tsv";
    if (const absl::Status written = WriteFile(judgement.predictions, ranks); !written.ok()) {
      return written;
    }
    return std::vector<Judgement>{std::move(judgement)};
  }

 private:
  // From 1; 0 where the offer is not listed.
  std::size_t RankOf(std::size_t pair, Language asked, Language offered,
                     const matching::Policy& policy) const {
    const matching::ListingFeatures need =
        matching::MakeListingFeatures(SharedAnalyzer(), MakeListing("", "", pairs_[pair][asked]));
    const auto ranking = matching::MatchNeed(*offers_[offered], need,
                                             MakeQuery(policy, pairs_.size()), matching::RunInTurn);
    const std::string id = absl::StrCat(pair);
    const auto found =
        std::find_if(ranking.matches.begin(), ranking.matches.end(),
                     [&](const matching::RankedMatch& match) { return match.partner->id == id; });
    if (found == ranking.matches.end()) return 0;
    return static_cast<std::size_t>(found - ranking.matches.begin()) + 1;
  }

  std::vector<Row> pairs_;  // Needs in Chinese and English, offers in both.
  std::shared_ptr<const matching::MemberIndex> offers_[kLanguages];
};

}  // namespace

std::unique_ptr<EvaluationSet> MakeCrossLanguage() { return std::make_unique<CrossLanguage>(); }

}  // namespace counterpoint::evaluation
