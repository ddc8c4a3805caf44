// The independent judge that comes with the public sets.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "tests/evaluation/evaluation_set.h"

namespace counterpoint::evaluation {

// Whether score.py lies in the folder `data`.
bool HasJudge(const std::string& data);

// What score.py of the folder `data` says of the predictions: figures by name
// ("P@5"). Errors: INTERNAL where it fails. REQUIRES: HasJudge(data).
absl::StatusOr<std::map<std::string, double>> Judge(const std::string& data,
                                                    const Judgement& judgement);

}  // namespace counterpoint::evaluation
