// Any number of members into an alliance.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/chunk_sender.h"
#include "clients/cpp/connection.h"
#include "counterpoint/v1/member_service.grpc.pb.h"

namespace counterpoint::client {

struct ImportOptions {
  // `alliances/{alliance}`.
  std::string parent;
  v1::ImportMembersRequest::ExistingMembers existing = v1::ImportMembersRequest::REPLACE;
  // Verdicts only; nothing is changed.
  bool validate_only = false;
  // A chunk is one commit of the service. It is sent when it holds so many
  // members or so many bytes; larger chunks are quicker and cost more memory.
  int chunk_members = 200;
  int64_t chunk_bytes = 1 << 20;
  // Chunks that may wait for their verdicts at a time.
  int max_in_flight = 4;
};

struct ImportSummary {
  int64_t created = 0;
  int64_t replaced = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
  // After the last chunk; 0 where nothing was sent.
  int64_t revision = 0;
};

// Sends members chunk by chunk and hands on the verdict on each. With existing
// members replaced, a broken connection is made again and the chunks without
// verdicts are sent again: those that had been done are then UNCHANGED, where
// they might have been IMPORTED_NEW. With existing members rejected a break is
// an error, since a repeated chunk would be rejected for its own sake.
// For one thread.
class MemberImport {
 public:
  // Called from Add() and Finish(), once for each member in the order of Add().
  // `verdict.index` counts from 0 over the whole import.
  using OnVerdict =
      std::function<void(const v1::Member&, const v1::ImportMembersResponse::Verdict&)>;

  MemberImport(std::shared_ptr<v1::MemberService::StubInterface> stub,
               const ConnectionOptions& connection, ImportOptions options, OnVerdict on_verdict);
  MemberImport(const MemberImport&) = delete;
  MemberImport& operator=(const MemberImport&) = delete;

  // Takes a member, and waits while too many chunks are in flight. After an
  // error the import is over; verdicts given until then stand.
  absl::Status Add(v1::Member member);

  // Sends what is left and waits for all verdicts.
  absl::StatusOr<ImportSummary> Finish();

  // What has been decided so far.
  const ImportSummary& summary() const { return summary_; }

 private:
  absl::Status SendChunk();
  absl::Status Deliver(const v1::ImportMembersRequest& request,
                       const v1::ImportMembersResponse& response);

  const ImportOptions options_;
  const OnVerdict on_verdict_;
  v1::ImportMembersRequest chunk_;
  int64_t chunk_bytes_ = 0;
  int64_t decided_ = 0;
  ImportSummary summary_;
  ChunkSender<v1::ImportMembersRequest, v1::ImportMembersResponse> sender_;
};

}  // namespace counterpoint::client
