// Stored recommendations: blocks that do not fit are refused before anything is read beyond
// them.
#include <cstdint>
#include <string>
#include <vector>

#include "counterpoint/stored/generation_record.pb.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/generation_keys.h"
#include "tests/fuzz/require.h"

namespace counterpoint::service {
namespace {

using fuzz::Require;
using fuzz::RequireNamed;

constexpr std::size_t kMembers = 40;

void CheckPools(const stored::GenerationBlock& block) {
  std::vector<matching::Pool> pools(kMembers);
  std::vector<matching::MemberPosition> members;
  const absl::Status taken =
      TakePools(block, kMembers, [&](matching::MemberPosition member, matching::Pool pool) {
        Require(member < kMembers, "a pool is of a member");
        Require(members.empty() || members.back() < member, "pools come in order");
        members.push_back(member);
        for (const matching::PoolEntry& entry : pool.entries) {
          Require(entry.partner < kMembers, "a candidate is a member");
        }
        pools[member] = std::move(pool);
      });
  if (!taken.ok()) {
    RequireNamed(taken, absl::StatusCode::kDataLoss, "a block that does not fit is data loss");
    return;
  }
  std::vector<matching::Pool> again(kMembers);
  Require(TakePools(PoolBlockOf(members, pools), kMembers,
                    [&](matching::MemberPosition member, matching::Pool pool) {
                      again[member] = std::move(pool);
                    })
              .ok(),
          "a block that was written can be read");
  for (const auto member : members) {
    Require(pools[member].entries.size() == again[member].entries.size() &&
                pools[member].complete == again[member].complete,
            "a pool is read as it was written");
  }
}

void CheckLists(const stored::GenerationLists& block) {
  std::vector<std::string> rules;
  const absl::Status taken =
      TakeLists(block, kMembers, rules,
                [&](matching::MemberPosition member, absl::Span<const StoredEntry> entries) {
                  Require(member < kMembers, "a list is of a member");
                  for (const StoredEntry& entry : entries) {
                    Require(entry.partner < kMembers, "an entry is a member");
                    Require(entry.rule <= rules.size(), "a rule of an entry is there");
                  }
                });
  if (!taken.ok()) {
    RequireNamed(taken, absl::StatusCode::kDataLoss, "a block that does not fit is data loss");
  }
}

void CheckIds(const std::string& id) {
  if (const auto number = GenerationNumberOf(id)) {
    Require(GenerationRecordId(*number) == id, "an id of a generation is written as it was");
  }
  if (const auto part = ParseGenerationPartId(id)) {
    Require(id.rfind(GenerationPartPrefix(part->number, part->part), 0) == 0,
            "an id of a block begins with its generation and part");
  }
}

}  // namespace
}  // namespace counterpoint::service

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  stored::GenerationBlock pools;
  if (pools.ParseFromString(bytes)) service::CheckPools(pools);
  stored::GenerationLists lists;
  if (lists.ParseFromString(bytes)) service::CheckLists(lists);
  service::CheckIds(bytes);
  return 0;
}
