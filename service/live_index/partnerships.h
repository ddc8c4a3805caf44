// Which pairs of an alliance's members are joined by recorded partnerships, to which
// agreements that were signed belong.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "matching/network/partner_graph.h"
#include "storage/record.h"

namespace counterpoint::service {

// The two members of an interaction, by id, the smaller one first.
using MemberPair = std::pair<std::string, std::string>;

// The pair that an interaction joins; nothing where it is neither a partnership nor
// an agreement that was signed. Errors: DATA_LOSS where the record cannot be read.
absl::StatusOr<std::optional<MemberPair>> JoinedBy(absl::string_view alliance,
                                                   const storage::Record& record);

// All partnerships of an alliance, whether or not their members are there:
// several may join one pair, and those of a deleted member count again if it
// comes back. Not thread-safe.
class Partnerships {
 public:
  // Takes in an interaction, new or instead of what it was. True where the
  // joined pairs are other ones from now on.
  bool Put(const std::string& interaction, MemberPair pair);
  // As Put; an unknown interaction is ignored.
  bool Remove(absl::string_view interaction);

  // Whether any pair has the member in it.
  bool Concern(absl::string_view member) const { return members_.contains(member); }

  std::size_t interactions() const { return interactions_.size(); }

  // The pairs whose two members are both there.
  std::shared_ptr<const matching::PartnerGraph> Graph(
      absl::FunctionRef<bool(const std::string& member)> is_there) const;

 private:
  void Join(const MemberPair& pair);
  void Part(const MemberPair& pair);
  void Release(const std::string& member);

  absl::flat_hash_map<std::string, MemberPair> interactions_;  // By id.
  absl::flat_hash_map<MemberPair, int> pairs_;                 // How many interactions join it.
  absl::flat_hash_map<std::string, int> members_;              // How many pairs it is in.
};

}  // namespace counterpoint::service
