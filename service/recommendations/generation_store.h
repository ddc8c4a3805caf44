// Generations in the store: what is written of them, and how they are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "matching/refresh/pool.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/generation_keys.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

// A generation's record.
struct KeptGeneration {
  conversion::GenerationName name;
  stored::GenerationRecord stored;
  std::int64_t create_revision = 0;  // No other generation of the store has it too.
  std::int64_t revision = 0;         // When it was last written.
  absl::Time create_time;

  bool IsComplete() const { return stored.generation().state() == v1::Generation::COMPLETE; }
};

// As the API shows it. `current` is the number of the current one.
v1::Generation MessageOf(const KeptGeneration& kept, int current);

// Errors: NOT_FOUND with a ResourceInfo, DATA_LOSS. REQUIRES: a number.
absl::StatusOr<KeptGeneration> ReadGeneration(const storage::ReadView& view,
                                              const conversion::GenerationName& name);
// All, the newest first. Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<std::vector<KeptGeneration>> ReadGenerations(const storage::ReadView& view,
                                                            const std::string& alliance);
// The last number that was given; 0 where there was none. Errors: DATA_LOSS.
absl::StatusOr<int> LastGenerationNumber(const storage::ReadView& view,
                                         const std::string& alliance);

// The last step; nothing where there was none. Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<std::optional<stored::Publication>> LastPublication(const storage::ReadView& view,
                                                                   const std::string& alliance);
// Number of the current generation; 0 where there is none. Errors: so too.
absl::StatusOr<int> CurrentGeneration(const storage::ReadView& view, const std::string& alliance);

// Parts of a generation; layered_reads.h has its pools and lists. Errors: DATA_LOSS
// where one is missing or cannot be read.
absl::StatusOr<std::vector<std::string>> ReadGenerationMembers(const storage::ReadView& view,
                                                               const KeptGeneration& kept);
// The ids that were written with a generation, which others may share. For a member that
// was erased since, one that is nobody's and lies in order where the member's was; those
// of two tables may be equal and stand for different members.
absl::StatusOr<std::vector<std::string>> ReadMemberIds(const storage::ReadView& view,
                                                       const conversion::GenerationName& name);
bool IsErased(absl::string_view id);
// Pairs of positions, the smaller one first, in order.
using PositionPairs = std::vector<std::pair<matching::MemberPosition, matching::MemberPosition>>;
absl::StatusOr<PositionPairs> ReadExclusions(const storage::ReadView& view,
                                             const conversion::GenerationName& name);
absl::StatusOr<stored::GenerationCauses> ReadCauses(const storage::ReadView& view,
                                                    const conversion::GenerationName& name);

// Writes of records as they are to be; none has a precondition.
storage::Write PutOf(int number, const stored::GenerationRecord& stored);
storage::Write PutOfLastNumber(int number);
storage::Write PutOfPart(int number, GenerationPart part, int block,
                         const google::protobuf::MessageLite& message);
// Blocks of some 10,000 members, causes or 100,000 pairs.
std::vector<storage::Write> PutsOfMembers(int number, const std::vector<std::string>& members);
std::vector<storage::Write> PutsOfExclusions(int number, const PositionPairs& pairs);
std::vector<storage::Write> PutsOfCauses(int number, const stored::GenerationCauses& causes);
storage::Write DeletionOfGeneration(int number);
// The step after `last` that makes a generation current.
stored::Publication NextPublication(const std::optional<stored::Publication>& last, int generation,
                                    absl::Time now);
// A new step, which must not be there yet.
storage::Write PutOf(const stored::Publication& publication);

}  // namespace counterpoint::service
