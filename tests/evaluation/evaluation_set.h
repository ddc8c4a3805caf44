// A data set with known answers, and how Counterpoint is asked about it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "matching/policy/policy.h"

namespace counterpoint::evaluation {

// A part of the questions of a set: what is tuned on one half is reported on
// the other. Persons, companies, pairs of sentences and organisations are
// numbered as they come in the set.
enum class Half { kAll, kEven, kOdd };
inline bool IsIn(Half half, std::size_t number) {
  return half == Half::kAll || (number % 2 == 0) == (half == Half::kEven);
}

// A file of predictions and what it is to be judged against.
struct Judgement {
  std::string scorer;       // First argument of score.py.
  std::string truth;        // Folder or file.
  std::string predictions;  // File.
  // By name, where the set needs no judge: `scorer` then only tells sets apart.
  std::map<std::string, double> figures = {};
};

// One figure of the judge, and what others reach on the same questions.
struct Figure {
  std::string scorer;
  std::string name;  // As score.py prints it, the last word alone.
  bool lower_is_better = false;
  double aim = 0;
  double floor = 0;    // Over all questions; worse than this is a mistake.
  std::string others;  // "TF-IDF .312, SPECTER .296".
};

class EvaluationSet {
 public:
  virtual ~EvaluationSet() = default;

  virtual std::string name() const = 0;
  virtual std::vector<Figure> figures() const = 0;
  // Whether the questions come with the program: then Load reads no `data`, and
  // the set judges itself.
  virtual bool brings_its_data() const { return false; }
  // The policy that an alliance of this kind would set.
  virtual matching::Policy policy() const = 0;
  // Whether its members have past partnerships.
  virtual bool has_partnerships() const { return false; }

  // Reads the set's folder within `data` and makes features, model and index.
  // Errors: NOT_FOUND where the data is absent.
  virtual absl::Status Load(const std::string& data) = 0;

  // Answers the questions of a half with the loaded alliance; writes the
  // answers and, where it is not the whole, the truth of that half to `out`.
  // REQUIRES: Load succeeded.
  virtual absl::StatusOr<std::vector<Judgement>> Predict(const matching::Policy& policy, Half half,
                                                         const std::string& out) const = 0;
};

std::unique_ptr<EvaluationSet> MakeExpertise();
std::unique_ptr<EvaluationSet> MakeCompanies();
std::unique_ptr<EvaluationSet> MakeChinesePairs();
std::unique_ptr<EvaluationSet> MakePartnerships();
std::unique_ptr<EvaluationSet> MakeCrossLanguage();

}  // namespace counterpoint::evaluation
