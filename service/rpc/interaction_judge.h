// What becomes of interactions that are to be recorded, beside what is there.
#pragma once

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "counterpoint/v1/interaction.pb.h"
#include "service/recommendations/stored_places.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

// For the interactions of one request beside one view. Looks up each member once.
// Borrows everything. Not thread-safe.
class InteractionJudge {
 public:
  InteractionJudge(const storage::ReadView& view, const std::string& alliance,
                   Generations& generations)
      : view_(view), alliance_(alliance), places_(generations) {}

  struct Judgement {
    // Where the interaction is there already with the same content.
    std::optional<storage::Record> present;
    // Where it is new, on the condition that it is.
    std::optional<storage::Write> write;
    // Where neither. It is there with other content, or the violations of this one
    // say what is wrong.
    bool is_taken = false;
  };

  // REQUIRES: the interaction is valid by itself. Adds to `taken` where it is there
  // with other content, else to `wrong` where its members do not exist or its token
  // is none of a list for one of them. Errors: DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<Judgement> Judge(const validation::FieldPath& path, const v1::Interaction& said,
                                  validation::Violations& taken, validation::Violations& wrong);

 private:
  absl::Status ExpectMember(const validation::FieldPath& path, const std::string& name,
                            validation::Violations& wrong);
  // The interaction as it is to be kept: with its place in the stored list that it
  // came from, as long as that is known.
  absl::StatusOr<v1::Interaction> Attributed(const validation::FieldPath& path,
                                             const v1::Interaction& said,
                                             validation::Violations& wrong);

  const storage::ReadView& view_;
  const std::string& alliance_;
  StoredPlaces places_;
  absl::flat_hash_map<std::string, bool> members_;  // By name, whether it exists.
};

// The record that a commit made of a judgement's write.
storage::Record Written(const storage::Write& write, const storage::CommitResult& result);

}  // namespace counterpoint::service
