#include "service/directory/member_tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/service/directory/random_members.h"

namespace counterpoint::service {
namespace {

using Facet = v1::SearchMembersRequest;

const Viewer kNobody = Viewer::Nobody();

v1::MemberCounts Count(const MemberDirectory& directory, const Viewer& viewer) {
  google::protobuf::RepeatedField<int> facets;
  for (const auto facet :
       {Facet::KINDS, Facet::REGIONS, Facet::STATES, Facet::TOPICS, Facet::LISTINGS}) {
    facets.Add(facet);
  }
  return CountMembers(FindMembers(directory, NameQuery(""), {}), facets, viewer, TestThesaurus());
}

struct Plain {
  std::map<int, int> kinds;
  std::map<int, int> states;
  std::map<std::string, int> regions;
  std::map<std::string, int> needing;
  std::map<std::string, int> offering;
  std::int64_t needs = 0;
  std::int64_t offers = 0;
};

// Each member looked at by itself, as its viewer is shown it.
Plain PlainCount(const std::map<std::string, v1::Member>& members, const Viewer& viewer) {
  Plain plain;
  for (const auto& [id, member] : members) {
    ++plain.kinds[member.kind()];
    ++plain.states[member.state()];
    ++plain.regions[member.region()];
    const auto add = [&](const auto& listings, auto& topics, std::int64_t& count) {
      std::set<std::string> stated;
      for (const v1::Listing& listing : listings) {
        if (viewer.See(id, listing.confidentiality()) == Sight::kNothing) continue;
        ++count;
        stated.insert(listing.topics().begin(), listing.topics().end());
      }
      for (const std::string& topic : stated) ++topics[topic];
    };
    add(member.needs(), plain.needing, plain.needs);
    add(member.offers(), plain.offering, plain.offers);
  }
  return plain;
}

TEST(MemberTallyTest, CountsWhatItsPlainTwinCounts) {
  RandomMembers random(5);
  std::map<std::string, v1::Member> members;
  std::vector<DirectoryRow> rows;
  for (int i = 0; i < 1500; ++i) {
    const std::string id = random.Id();
    members[id] = random.Next();
    rows.push_back(RowOf(id, members[id]));
  }
  const MemberDirectory directory = MemberDirectory().With(std::move(rows), {}, 1);
  for (const Viewer& viewer :
       {Viewer::Everything(), Viewer::Nobody(), Viewer::Of(members.begin()->first, nullptr)}) {
    const v1::MemberCounts counts = Count(directory, viewer);
    const Plain plain = PlainCount(members, viewer);
    std::map<int, int> kinds;
    for (const auto& one : counts.kinds()) kinds[one.kind()] = one.members();
    EXPECT_EQ(kinds, plain.kinds);
    std::map<int, int> states;
    for (const auto& one : counts.states()) states[one.state()] = one.members();
    EXPECT_EQ(states, plain.states);
    std::map<std::string, int> regions;
    for (const auto& one : counts.regions()) regions[one.region()] = one.members();
    EXPECT_EQ(regions, plain.regions);
    std::map<std::string, int> needing;
    std::map<std::string, int> offering;
    for (const auto& one : counts.topics()) {
      if (one.needing_members() > 0) needing[one.topic()] = one.needing_members();
      if (one.offering_members() > 0) offering[one.topic()] = one.offering_members();
    }
    EXPECT_EQ(needing, plain.needing);
    EXPECT_EQ(offering, plain.offering);
    EXPECT_EQ(counts.need_count(), plain.needs);
    EXPECT_EQ(counts.offer_count(), plain.offers);
    for (int i = 1; i < counts.topics_size(); ++i) {
      const auto both = [&](int at) {
        return counts.topics(at).needing_members() + counts.topics(at).offering_members();
      };
      EXPECT_GE(both(i - 1), both(i));
      if (both(i - 1) != both(i)) continue;
      EXPECT_LT(counts.topics(i - 1).topic(), counts.topics(i).topic());
    }
  }
}

TEST(MemberTallyTest, ConfidencesCountForThoseAloneWhoAreShownThem) {
  v1::Member member;
  v1::Listing& broker = *member.add_offers();
  broker.set_confidentiality(v1::BROKER);
  broker.add_topics(TestThesaurus().topic(4).id);
  const MemberDirectory directory = MemberDirectory().With({RowOf("m", member)}, {}, 1);
  EXPECT_EQ(Count(directory, kNobody).topics_size(), 0);
  EXPECT_EQ(Count(directory, kNobody).offer_count(), 0);
  EXPECT_EQ(Count(directory, Viewer::Of("other", nullptr)).topics_size(), 0);
  for (const Viewer& viewer : {Viewer::Everything(), Viewer::Of("m", nullptr)}) {
    EXPECT_EQ(Count(directory, viewer).topics(0).offering_members(), 1);
    EXPECT_EQ(Count(directory, viewer).offer_count(), 1);
  }
}

}  // namespace
}  // namespace counterpoint::service
