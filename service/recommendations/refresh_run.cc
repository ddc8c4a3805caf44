#include "service/recommendations/refresh_run.h"

#include <algorithm>
#include <utility>

#include "matching/refresh/list_making.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/timestamp.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/generation_layers.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;

// Length of lists where the request does not say.
constexpr int kDefaultListSize = 20;

}  // namespace

RefreshRun::RefreshRun(const Backend& its_backend,
                       const v1::RefreshRecommendationsRequest& its_request,
                       OperationControl& its_control, const matching::ParallelFor& its_parallel)
    : backend(its_backend),
      request(its_request),
      control(its_control),
      parallel(its_parallel),
      alliance(conversion::ParseAllianceName(its_request.parent()).value_or("")),
      writer(its_backend.store, its_control, alliance) {}

absl::Status RefreshRun::ReadInputs(absl::Time as_of) {
  auto read = ReadRefreshInputs(backend, alliance, request.policy_proposal(), as_of, control);
  if (!read.ok()) return read.status();
  inputs = *std::move(read);
  const int list_size = request.list_size() == 0 ? kDefaultListSize : request.list_size();
  const auto length = static_cast<std::size_t>(list_size);
  needed = matching::NeededPool(inputs.policy, length);
  const std::size_t pool_size = matching::PoolSize(inputs.policy, length);
  record = stored::GenerationRecord();
  record.set_operation(control.Name());
  PutFingerprints(inputs, length, record);
  record.set_pool_size(static_cast<int>(pool_size));
  record.set_block_members(BlockMembers(pool_size));
  v1::Generation& generation = *record.mutable_generation();
  generation.set_state(v1::Generation::BUILDING);
  generation.set_shadow(IsShadow());
  generation.set_policy_proposal(request.policy_proposal());
  generation.set_revision(inputs.revision);
  generation.set_policy_version(inputs.policy.version);
  *generation.mutable_as_of_time() = conversion::ToTimestamp(as_of);
  generation.set_list_size(list_size);
  generation.set_member_count(static_cast<std::int64_t>(inputs.size()));
  return absl::OkStatus();
}

absl::Status RefreshRun::BeginGeneration() {
  const absl::Status begun = writer.Begin(record);
  if (!begun.ok()) return begun;
  if (record.members_of() == 0) {
    const absl::Status members = writer.Save(PutsOfMembers(writer.number(), inputs.members));
    if (!members.ok()) return members;
  }
  return writer.Save(PutsOfExclusions(writer.number(), inputs.excluded));
}

absl::Status RefreshRun::Stopped() const {
  return control.Stopped() ? absl::CancelledError("nobody waits for it any more")
                           : absl::OkStatus();
}

void RefreshRun::TellMembers(const char* phase, std::size_t done, std::size_t of) const {
  control.TellWork(phase, "members", static_cast<std::int64_t>(done),
                   static_cast<std::int64_t>(of));
}

std::vector<MemberPosition> RefreshRun::WithTurn(const std::vector<bool>& members) const {
  std::vector<MemberPosition> positions;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] || IsItsTurn(inputs.members[i], record.turn())) {
      positions.push_back(static_cast<MemberPosition>(i));
    }
  }
  return positions;
}

stored::GenerationLayer RefreshRun::OwnLayer(std::size_t count) const {
  stored::GenerationLayer layer;
  layer.set_generation(writer.number());
  layer.set_members_of(MembersOf(writer.number(), record));
  layer.set_count(static_cast<std::int32_t>(count));
  return layer;
}

std::vector<std::vector<MemberPosition>> ExcludedOfEach(const RefreshInputs& inputs) {
  std::vector<std::vector<MemberPosition>> excluded;
  if (!inputs.excluded.empty()) excluded.resize(inputs.size());
  for (const auto& [first, second] : inputs.excluded) {
    excluded[first].push_back(second);
    excluded[second].push_back(first);
  }
  for (auto& others : excluded) std::sort(others.begin(), others.end());
  return excluded;
}

}  // namespace counterpoint::service
