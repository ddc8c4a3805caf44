// What explains how a generation differs from the one that was current before.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/refresh_inputs.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// Members that came, changed or went from the generation that is current in the view
// to the inputs, by the change log, and pairs of present members that are kept apart
// in one of the two alone, both in order of id. Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<stored::GenerationCauses> FindCauses(const storage::ReadView& view,
                                                    const std::string& alliance,
                                                    const RefreshInputs& inputs);

}  // namespace counterpoint::service
