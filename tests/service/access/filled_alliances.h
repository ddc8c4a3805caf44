// Alliances with something of everything in them: "music", for which callers have
// tokens; "games", which is there too; and "ghost", which was like it and is gone.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "tests/service/access/guarded_service_fixture.h"

namespace counterpoint::service {

// What somebody may have got hold of, by what it is: "member", "page token". Those of
// two alliances have the same keys.
using Loot = std::map<std::string, std::string>;

class FilledAlliancesTest : public GuardedServiceTest {
 protected:
  void SetUp() override;

  // A request of the method that is valid in "music", and that changes nothing, or
  // nothing that another one of these depends on.
  std::unique_ptr<google::protobuf::Message> ValidRequest(
      const google::protobuf::MethodDescriptor& method) const;
  // Makes "music" anew where it is not there.
  void Refill();

  std::string all_;  // An administrator's token for all alliances.
  Loot games_;
  Loot ghost_;

 private:
  // Sends a request that is written as text, "$" standing for the alliance.
  std::vector<std::string> Do(const std::string& method, const std::string& alliance,
                              const std::string& text);
  template <typename Response>
  Response Ask(const std::string& method, const std::string& alliance, const std::string& text);
  void Fill(const std::string& alliance);
  std::string Work(const std::string& method, const std::string& alliance, const std::string& text);
  Loot Take(const std::string& alliance);

  std::map<std::string, std::string> operations_;  // Of each alliance's plan.
};

}  // namespace counterpoint::service
