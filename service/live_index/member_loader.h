// From a member's record to what the index holds of it.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "matching/text/analyzer.h"
#include "service/directory/directory_row.h"
#include "service/embedding/embedder.h"
#include "service/live_index/snapshot.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

struct LoadedMember {
  SnapshotMember member;
  DirectoryRow row;
  std::string kept_texts;  // To be kept from now on; empty where `kept` was good.
  Embedder::Coverage coverage;
};

// `kept` is what EncodeKeptTexts() gave for the member at some time, or empty.
// The embedder, which may be null, gives embeddings that are in the view. Errors: DATA_LOSS where
// the record cannot be read.
absl::StatusOr<LoadedMember> LoadMember(const KnownAlliance& alliance,
                                        const matching::Analyzer& analyzer,
                                        const storage::Record& record, absl::string_view kept,
                                        const storage::ReadView& view, Embedder* embedder);

}  // namespace counterpoint::service
