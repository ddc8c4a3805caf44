// What the pages of one list have in common: snapshot, who is kept apart, and
// moment.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/v1/matching_service.pb.h"
#include "google/protobuf/message.h"
#include "matching/profile/member_profile.h"
#include "service/feedback/kept_apart.h"
#include "service/live_index/snapshot.h"
#include "service/rpc/backend.h"
#include "service/tokens/attribution_token.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {

struct RankingSession {
  Snapshot snapshot;
  std::shared_ptr<const KeptApart> kept_apart;  // Null where no member asks.
  std::uint64_t pin = 0;                        // Of the two.
  absl::Time as_of;                             // Whole seconds.
  std::size_t offset = 0;                       // Entries on the pages before; 0 on the first.
  const Embedder* embedder = nullptr;           // Null: no embedding server is configured.
  NeedVector need_vector = NeedVector::kNone;   // Of a need typed ad hoc; see CoverNeed().
};

// The present snapshot, with the members named as they are now in the view: one
// that has changed since the snapshot was made is analysed on the spot; and with the
// rules of the staff that are in force, so that they are pinned with it. Who is kept
// apart is as it is now. Errors: NOT_FOUND, DATA_LOSS, UNAVAILABLE.
absl::StatusOr<RankingSession> BeginSession(const Backend& backend, const storage::ReadView& view,
                                            const std::string& alliance,
                                            const std::vector<std::string>& members);

// As BeginSession(), or what the page token of the request goes on with.
// Further errors: INVALID_ARGUMENT, FAILED_PRECONDITION.
absl::StatusOr<RankingSession> SessionOf(const Backend& backend, const storage::ReadView& view,
                                         const std::string& alliance,
                                         const std::vector<std::string>& members,
                                         absl::string_view page_token,
                                         const google::protobuf::Message& request);

// What an attribution token names. Errors: INVALID_ARGUMENT,
// FAILED_PRECONDITION.
absl::StatusOr<RankingSession> SessionOfToken(const Backend& backend, const std::string& alliance,
                                              absl::string_view attribution_token);

// Gives a need typed ad hoc its embedding, where there is an embedding server.
// Whether it gets one is decided for the first page; the others follow. Errors:
// FAILED_PRECONDITION where the first had one that is no longer kept.
absl::Status CoverNeed(const Backend& backend, const storage::ReadView& view,
                       RankingSession& session, matching::ListingProfile& need);

// The token of the page that begins at `offset`.
std::string NextPageToken(const RankingSession& session, std::size_t offset,
                          const google::protobuf::Message& request);

v1::Provenance ProvenanceOf(const RankingSession& session, RankingMethod method,
                            const std::string& member);

}  // namespace counterpoint::service
