// What tells whether lists are equal, on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"

namespace counterpoint::service {

class StoredLists;
struct ListColumns;

// SHA-256 of one list: of its member, and of who stands in it with what numbers and
// by which rule. All by id, so a list that has not changed keeps its digest when
// others come or go.
using ListDigest = std::array<char, 32>;

// `members` are ids; REQUIRES: there is a list for `member`, a place of them.
ListDigest DigestOfList(const std::vector<std::string>& members, const ListColumns& columns,
                        std::uint32_t member);

// Of a generation, in hexadecimal: SHA-256 of the digests of its lists, in order of
// member. Neither blocks nor the order of rules count.
std::string DigestOfAll(absl::Span<const ListDigest> lists);
// The same, of the lists as they are.
std::string DigestOf(const StoredLists& lists);

}  // namespace counterpoint::service
