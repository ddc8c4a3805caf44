// Stored recommendations: blocks that do not fit are refused before anything is read beyond
// them, and lists that are written as bytes are the messages that they stand for.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "counterpoint/stored/generation_record.pb.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/generation_keys.h"
#include "service/recommendations/recommendation_bytes.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::service {
namespace {

using fuzz::ByteSource;
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
  const absl::Status taken = TakeLists(
      block, kMembers, rules,
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

// As absl::StrCat() would: texts of messages have to be UTF-8.
std::string Plain(std::string text) {
  for (char& c : text) c = static_cast<char>(c & 0x7f);
  return text;
}

void CheckBytes(ByteSource& source) {
  v1::MemberSummary summary;
  summary.set_name(Plain(source.Text()));
  const std::string partner = summary.SerializeAsString();
  RecommendationFields fields;
  fields.partner = partner;
  fields.place = static_cast<int>(source.Number<std::uint16_t>());
  fields.score = source.Number<double>();
  fields.gain = source.Number<double>();
  fields.partner_gain = source.Number<double>();
  fields.acceptance = source.Number<double>();
  fields.pinned = source.Coin();
  fields.partner_changed = source.Coin();
  fields.staff_rule = Plain(source.Text());
  std::string list;
  AppendMember(Plain(source.Text()), list);
  AppendRecommendation(fields, list);
  AppendMemberChanged(source.Coin(), list);
  AppendAttributionToken(Plain(source.Text()), list);
  std::string response;
  AppendList(list, response);
  AppendNextPageToken(Plain(source.Text()), response);

  v1::ListRecommendationsResponse read;
  Require(read.ParseFromString(response) && read.list().recommendations_size() == 1,
          "bytes of a list are a message");
  const v1::Recommendation& said = read.list().recommendations(0);
  Require(said.partner().name() == summary.name() && said.place() == fields.place &&
              said.pinned() == fields.pinned && said.staff_rule() == fields.staff_rule &&
              said.partner_changed() == fields.partner_changed &&
              said.has_acceptance_probability() == !std::isnan(fields.acceptance),
          "an entry says what it was made of");
  Require(read.SerializeAsString() == response, "bytes are those that protobuf writes");
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
  fuzz::ByteSource source(data, size);
  service::CheckBytes(source);
  return 0;
}
