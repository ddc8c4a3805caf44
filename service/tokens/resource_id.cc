#include "service/tokens/resource_id.h"

#include "absl/random/random.h"
#include "absl/strings/string_view.h"

namespace counterpoint::service {

std::string NewResourceId() {
  constexpr absl::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  constexpr int kLength = 20;
  absl::BitGen random;
  std::string id;
  for (int i = 0; i < kLength; ++i) {
    id.push_back(kAlphabet[absl::Uniform<std::size_t>(random, 0, kAlphabet.size())]);
  }
  return id;
}

}  // namespace counterpoint::service
