// What is recorded between the members of an alliance, in columns, to be counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "counterpoint/v1/interaction.pb.h"

namespace counterpoint::service {

// An interaction as it is counted. Members are numbers of InteractionFacts.
struct InteractionFact {
  std::int64_t occurred = 0;  // Unix seconds.
  std::uint32_t member = 0;
  std::uint32_t partner = 0;
  // Of a stored list that it came from; 0: of none, or of a list that is made for
  // one call.
  std::int32_t generation = 0;
  std::int64_t policy_version = 0;  // Of the list that it came from; 0: of none.
  std::uint32_t staff_rule = 0;     // A number of InteractionFacts; 0: none.
  std::uint16_t place = 0;          // In that list, from 1; 0: not known.
  std::uint8_t kind = 0;            // v1::InteractionKind.
  std::uint8_t detail = 0;          // Rating, v1::DeclineReason or v1::ValueBand, by kind.
  // Whether `member` is the one that the list was for; else `partner` is. True
  // without a list.
  bool member_asked = true;
};

// All of one alliance at one revision. Thread-safe for reading. Members and rules
// are numbered in the order in which they were first seen, so numbers and the
// order of facts are others when the alliance is read anew: nothing that is made
// of them may depend on either.
class InteractionFacts {
 public:
  virtual ~InteractionFacts() = default;
  virtual std::int64_t revision() const = 0;
  virtual std::size_t size() const = 0;
  // Ids of the members and staff rules that facts number; members may be there
  // that no fact is about any more.
  virtual const std::string& member(std::uint32_t number) const = 0;
  virtual std::uint32_t members() const = 0;
  // REQUIRES: the number is not 0.
  virtual const std::string& staff_rule(std::uint32_t number) const = 0;
  // In no particular order.
  virtual void ForEach(absl::FunctionRef<void(const InteractionFact&)> visit) const = 0;
};

}  // namespace counterpoint::service
