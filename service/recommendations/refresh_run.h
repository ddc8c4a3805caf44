// What the steps of one refresh share.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "matching/parallel.h"
#include "service/operations/operation_control.h"
#include "service/recommendations/generation_writer.h"
#include "service/recommendations/refresh_inputs.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Borrows everything. Not thread-safe.
struct RefreshRun {
  RefreshRun(const Backend& its_backend, const v1::RefreshRecommendationsRequest& its_request,
             OperationControl& its_control, const matching::ParallelFor& its_parallel);

  // Reads the inputs for a moment, and fills in `record` as far as they say. Errors:
  // those of ReadRefreshInputs().
  absl::Status ReadInputs(absl::Time as_of);
  // Takes the next number, and writes what blocks depend on. Errors: those of
  // OperationControl::Save.
  absl::Status BeginGeneration();

  bool IsShadow() const { return !request.policy_proposal().empty(); }
  // CANCELLED where nobody waits for it any more.
  absl::Status Stopped() const;
  // Says that `done` of so many members are through a phase.
  void TellMembers(const char* phase, std::size_t done, std::size_t of) const;

  // `members` and those whose turn it is to be written again, ascending.
  std::vector<matching::MemberPosition> WithTurn(const std::vector<bool>& members) const;
  // The layer of the generation itself, of that many members.
  stored::GenerationLayer OwnLayer(std::size_t count) const;
  std::size_t block_members() const { return static_cast<std::size_t>(record.block_members()); }

  const Backend& backend;
  const v1::RefreshRecommendationsRequest& request;
  OperationControl& control;
  const matching::ParallelFor& parallel;
  const std::string alliance;

  RefreshInputs inputs;
  stored::GenerationRecord record;  // As it will be.
  GenerationWriter writer;
  std::size_t needed = 0;  // Candidates that lists are made of.
};

// By position, ascending; empty where nobody is kept apart.
std::vector<std::vector<matching::MemberPosition>> ExcludedOfEach(const RefreshInputs& inputs);

}  // namespace counterpoint::service
