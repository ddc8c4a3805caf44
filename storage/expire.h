// The mutation that deletes records whose time has come.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/mutation.h"
#include "storage/record.h"
#include "storage/store.h"

namespace counterpoint::storage {

// An entry of the expiry index.
struct Expiry {
  std::int64_t micros = 0;
  Collection collection = Collection::kMember;
  std::string id;
};

// A commit to one alliance. Borrows the listener.
class Expire : public Mutation {
 public:
  Expire(std::string alliance, std::vector<Expiry> candidates, const Store::Listener& listener)
      : alliance_(std::move(alliance)), candidates_(std::move(candidates)), listener_(listener) {}

  absl::Status Stage(Staging& staging) override;
  void Announce() override;
  std::size_t ApproximateBytes() const override { return 200 * candidates_.size(); }

  // How many records it deleted, after it has succeeded. A candidate that has
  // been written with another expire time or deleted meanwhile is left alone.
  std::int64_t expired() const { return expired_; }

 private:
  const std::string alliance_;
  const std::vector<Expiry> candidates_;
  const Store::Listener& listener_;
  std::int64_t expired_ = 0;
  std::int64_t revision_ = 0;
};

}  // namespace counterpoint::storage
