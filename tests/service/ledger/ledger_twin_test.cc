// The ledger against a plain twin: the rules of ledger_service.proto word by word,
// pair by pair, with names.
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "matching/learning/proportion.h"
#include "matching/learning/rate_ratio.h"
#include "tests/service/ledger/ledger_history.h"

namespace counterpoint::service {
namespace {

using Grouping = v1::GetLedgerRequest;
using Kind = matching::MemberKind;

struct PlainEvent {
  v1::InteractionKind kind = v1::INTERACTION_KIND_UNSPECIFIED;  // Unspecified: in a list.
  std::string by;
  std::int64_t time = 0;
  int detail = 0;
  std::string label;
};

struct PlainRow {
  std::map<int, std::int64_t> reached;  // By stage.
  std::map<int, std::int64_t> declines;
  std::map<int, std::int64_t> values;
  std::int64_t declined_pairs = 0;
  std::int64_t no_shows = 0;
  std::vector<int> ratings;
};

class PlainLedger {
 public:
  PlainLedger(const LedgerHistory& history, const LedgerQuery& query)
      : history_(history), query_(query) {
    for (const LedgerLists& lists : history.lists) {
      for (const LedgerLists::Entry& entry : lists.entries) {
        const std::string label = Label(entry.rule, lists.policy_version);
        pairs_[std::minmax(entry.member, entry.partner)].push_back({{}, "", lists.time, 0, label});
      }
    }
    history.facts.ForEach([&](const InteractionFact& fact) {
      const std::string member = history.facts.member(fact.member);
      const std::string partner = history.facts.member(fact.partner);
      const auto kind = static_cast<v1::InteractionKind>(fact.kind);
      const std::string rule =
          fact.staff_rule == 0 ? "" : history.facts.staff_rule(fact.staff_rule);
      if (kind == v1::CONFLICT) return;
      pairs_[std::minmax(member, partner)].push_back(
          {kind, member, fact.occurred, fact.detail, Label(rule, fact.policy_version)});
    });
  }

  std::vector<v1::LedgerRow> Rows() {
    for (const auto& [pair, events] : pairs_) Count(pair.first, pair.second, events);
    if (query_.group_by == Grouping::GROUPING_UNSPECIFIED) rows_.try_emplace("");
    std::vector<v1::LedgerRow> rows;
    for (const auto& [group, plain] : rows_) rows.push_back(Message(group, plain));
    std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
      if (query_.group_by == Grouping::BY_POLICY_VERSION) {
        return std::atoll(a.group().c_str()) < std::atoll(b.group().c_str());
      }
      if (query_.group_by == Grouping::BY_TOPIC && a.steps(0).count() != b.steps(0).count()) {
        return a.steps(0).count() > b.steps(0).count();
      }
      return a.group() < b.group();
    });
    return rows;
  }

 private:
  std::string Label(const std::string& rule, std::int64_t version) const {
    if (query_.group_by == Grouping::BY_STAFF_RULE) return rule;
    if (query_.group_by == Grouping::BY_POLICY_VERSION && version != 0) {
      return absl::StrCat(version);
    }
    return "";
  }
  bool LabelBefore(const std::string& a, const std::string& b) const {
    return query_.group_by == Grouping::BY_POLICY_VERSION
               ? std::atoll(a.c_str()) < std::atoll(b.c_str())
               : a < b;
  }

  LedgerHistory::Member Find(const std::string& id) const {
    const auto found = history_.members.find(id);
    return found == history_.members.end() ? LedgerHistory::Member() : found->second;
  }
  bool Carries(const LedgerHistory::Member& member) const {
    const auto broad = history_.thesaurus->Find(query_.topic);
    for (const auto topic : member.topics) {
      if (broad && history_.thesaurus->Covers(*broad, topic)) return true;
    }
    return false;
  }
  bool Asked(const std::string& a, const std::string& b, std::int64_t began) const {
    if (began < query_.start || began >= query_.end) return false;
    const bool of_kinds = query_.kinds == 0 || matching::Contains(query_.kinds, Find(a).kind) ||
                          matching::Contains(query_.kinds, Find(b).kind);
    return of_kinds && (query_.topic.empty() || (Carries(Find(a)) && Carries(Find(b))));
  }

  std::set<std::string> GroupsOf(const std::string& a, const std::string& b, std::int64_t began,
                                 const std::string& label) const {
    switch (query_.group_by) {
      case Grouping::BY_KINDS: {
        if (Find(a).kind == Kind::kUnknown || Find(b).kind == Kind::kUnknown) return {""};
        std::string one = v1::MemberKind_Name(static_cast<v1::MemberKind>(Find(a).kind));
        std::string other = v1::MemberKind_Name(static_cast<v1::MemberKind>(Find(b).kind));
        if (other < one) std::swap(one, other);
        return {one + "+" + other};
      }
      case Grouping::BY_TOPIC: {
        std::set<std::string> shared;
        for (const auto one : Find(a).topics) {
          for (const auto other : Find(b).topics) {
            if (one == other) shared.insert(history_.thesaurus->topic(one).id);
          }
        }
        return shared.empty() ? std::set<std::string>{""} : shared;
      }
      case Grouping::BY_MONTH:
        return {absl::FormatTime("%Y-%m", absl::FromUnixSeconds(began), absl::UTCTimeZone())};
      default:
        return {label};
    }
  }

  // The step that these events together have brought the pair to.
  static int Stage(const std::vector<PlainEvent>& events) {
    std::set<v1::InteractionKind> kinds;
    std::set<std::string> accepted;
    for (const PlainEvent& event : events) {
      kinds.insert(event.kind);
      if (event.kind == v1::ACCEPTED) accepted.insert(event.by);
    }
    const auto any = [&](std::initializer_list<v1::InteractionKind> of) {
      return std::any_of(of.begin(), of.end(), [&](auto kind) { return kinds.count(kind) > 0; });
    };
    if (any({v1::AGREEMENT_SIGNED, v1::PARTNERSHIP})) return v1::PAIR_SIGNED;
    if (any({v1::MET, v1::RATED})) return v1::PAIR_MET;
    if (accepted.size() == 2) return v1::PAIR_ACCEPTED;
    if (any({v1::ACCEPTED, v1::INTRODUCED, v1::NO_SHOW})) return v1::PAIR_INTRODUCED;
    if (any({v1::VIEWED, v1::SAVED, v1::DECLINED})) return v1::PAIR_VIEWED;
    return v1::PAIR_SUGGESTED;
  }

  std::string Owner(const PlainEvent& event,
                    const std::map<std::string, std::int64_t>& began) const {
    if (!event.label.empty()) return event.label;
    std::string owner;
    for (const auto& [label, time] : began) {
      if (time > event.time) continue;
      const bool later = owner.empty() || time > began.at(owner);
      const bool as_late = !owner.empty() && time == began.at(owner);
      if (later || (as_late && LabelBefore(label, owner))) owner = label;
    }
    return owner;
  }

  void Count(const std::string& a, const std::string& b, std::vector<PlainEvent> events) {
    std::map<std::string, std::int64_t> began;  // By label.
    std::int64_t first = events[0].time;
    for (const PlainEvent& event : events) {
      first = std::min(first, event.time);
      if (event.label.empty()) continue;
      const auto [known, is_new] = began.try_emplace(event.label, event.time);
      known->second = std::min(known->second, event.time);
    }
    if (!Asked(a, b, first)) return;
    std::set<std::string> labels;
    bool at_first = false;
    for (const auto& [label, time] : began) {
      labels.insert(label);
      at_first = at_first || time == first;
    }
    if (!at_first) labels.insert("");

    std::sort(events.begin(), events.end(), [&](const auto& x, const auto& y) {
      if (x.time != y.time) return x.time < y.time;
      return x.kind != y.kind ? x.kind < y.kind : LabelBefore(x.label, y.label);
    });
    std::map<std::string, int> furthest;
    std::vector<PlainEvent> so_far;
    int stage = v1::PAIR_SUGGESTED;
    for (const PlainEvent& event : events) {
      so_far.push_back(event);
      if (Stage(so_far) == stage) continue;
      stage = Stage(so_far);
      furthest[Owner(event, began)] = stage;
    }
    for (const std::string& label : labels) {
      for (const std::string& group : GroupsOf(a, b, first, label)) {
        PlainRow& row = rows_[group];
        const int last = furthest.count(label) > 0 ? furthest[label] : v1::PAIR_SUGGESTED;
        for (int step = v1::PAIR_SUGGESTED; step <= last; ++step) ++row.reached[step];
        bool declined = false;
        for (const PlainEvent& event : events) {
          if (Owner(event, began) != label) continue;
          if (event.kind == v1::DECLINED) ++row.declines[event.detail];
          declined = declined || event.kind == v1::DECLINED;
          if (event.kind == v1::NO_SHOW) ++row.no_shows;
          if (event.kind == v1::RATED) row.ratings.push_back(event.detail);
          if (event.kind == v1::AGREEMENT_SIGNED) ++row.values[event.detail];
        }
        if (declined) ++row.declined_pairs;
      }
    }
  }

  v1::LedgerRow Message(const std::string& group, const PlainRow& plain) {
    v1::LedgerRow row;
    row.set_group(group);
    const auto reached = [](const PlainRow& of, int stage) {
      return of.reached.count(stage) > 0 ? of.reached.at(stage) : 0;
    };
    for (int stage = 1; stage <= 6; ++stage) {
      v1::LedgerStep& step = *row.add_steps();
      step.set_stage(static_cast<v1::LedgerStage>(stage));
      step.set_count(reached(plain, stage));
      const std::int64_t before = stage > 1 ? reached(plain, stage - 1) : 0;
      if (before == 0) continue;
      step.set_rate(static_cast<double>(step.count()) / static_cast<double>(before));
      const auto interval = matching::ProportionInterval(step.count(), before);
      step.set_rate_low(interval.low);
      step.set_rate_high(interval.high);
    }
    std::set<std::pair<std::int64_t, int>> declines;
    for (const auto& [reason, count] : plain.declines) declines.insert({-count, reason});
    for (const auto& [count, reason] : declines) {
      v1::LedgerRow::Decline& decline = *row.add_declines();
      decline.set_reason(static_cast<v1::DeclineReason>(reason));
      decline.set_count(-count);
    }
    row.set_declined_pair_count(plain.declined_pairs);
    row.set_no_show_count(plain.no_shows);
    row.set_rating_count(static_cast<std::int64_t>(plain.ratings.size()));
    double sum = 0;
    for (const int rating : plain.ratings) sum += rating;
    if (!plain.ratings.empty())
      row.set_mean_rating(sum / static_cast<double>(plain.ratings.size()));
    for (const auto& [band, count] : plain.values) {
      v1::LedgerRow::SignedValue& value = *row.add_signed_values();
      value.set_value_band(static_cast<v1::ValueBand>(band));
      value.set_count(count);
    }
    if (query_.group_by == Grouping::BY_STAFF_RULE && !group.empty() && rows_.count("") > 0) {
      const auto lift = matching::RatioOfRates(reached(plain, 4), reached(plain, 1),
                                               reached(rows_[""], 4), reached(rows_[""], 1));
      if (lift) {
        row.set_lift(lift->ratio);
        row.set_lift_low(lift->interval.low);
        row.set_lift_high(lift->interval.high);
      }
    }
    return row;
  }

  const LedgerHistory& history_;
  const LedgerQuery query_;
  std::map<std::pair<std::string, std::string>, std::vector<PlainEvent>> pairs_;
  std::map<std::string, PlainRow> rows_;
};

class RandomHistories {
 public:
  explicit RandomHistories(unsigned seed) : random_(seed) {}

  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  // Few members and few moments, so that many events share a pair and a second. The
  // last two members are not known.
  LedgerHistory Make() {
    static const std::vector<std::string> kTopics = {"arts", "jazz", "law", "music", "rock"};
    LedgerHistory history;
    const int members = 3 + Below(8);
    for (int i = 0; i + 2 < members; ++i) {
      std::vector<std::string> topics;
      for (const std::string& topic : kTopics) {
        if (Below(3) == 0) topics.push_back(topic);
      }
      history.AddMember(absl::StrCat("m", i), static_cast<Kind>(Below(4)), topics);
    }
    const int generations = Below(4);
    for (int g = 0; g < generations; ++g) {
      LedgerLists lists{Time(), Below(3) * 5, {}};
      const int entries = Below(20);
      for (int e = 0; e < entries; ++e) {
        const auto [a, b] = Two(members);
        lists.entries.push_back({a, b, Rule()});
      }
      history.lists.push_back(lists);
    }
    const int facts = Below(60);
    for (int f = 0; f < facts; ++f) {
      const auto kind = static_cast<v1::InteractionKind>(1 + Below(11));
      const auto [a, b] = Two(members);
      FactDetails more;
      if (kind == v1::RATED) more.detail = 1 + Below(5);
      if (kind == v1::DECLINED) more.detail = 1 + Below(11);
      if (kind == v1::AGREEMENT_SIGNED) more.detail = Below(7);
      if (Below(2) == 0) {
        more.policy_version = 5 * (1 + Below(3));
        more.rule = Rule();
      }
      history.facts.Record(kind, a, b, Time(), more);
    }
    return history;
  }

  LedgerQuery MakeQuery(int grouping) {
    LedgerQuery query;
    query.group_by = static_cast<Grouping::Grouping>(grouping);
    if (Below(3) == 0) query.start = Time();
    if (Below(3) == 0) query.end = Time();
    if (Below(3) == 0) query.kinds = static_cast<matching::VocabularySet>(2 * (1 + Below(7)));
    if (Below(3) == 0) query.topic = Below(2) == 0 ? "music" : "law";
    return query;
  }

 private:
  std::int64_t Time() { return (Below(12) - 2) * 1'000'000; }
  std::string Rule() { return Below(2) == 0 ? "" : absl::StrCat("rule-", Below(3)); }
  std::pair<std::string, std::string> Two(int members) {
    const int a = Below(members);
    const int b = (a + 1 + Below(members - 1)) % members;
    return {absl::StrCat("m", a), absl::StrCat("m", b)};
  }

  std::mt19937 random_;
};

std::string Text(const std::vector<v1::LedgerRow>& rows) {
  std::string text;
  for (const v1::LedgerRow& row : rows) absl::StrAppend(&text, row.ShortDebugString(), "\n");
  return text;
}

TEST(LedgerTwinTest, CountsAsThePlainTwinDoes) {
  RandomHistories random(1);
  int rows = 0;
  for (int i = 0; i < 400; ++i) {
    const LedgerHistory history = random.Make();
    for (int grouping = 0; grouping < Grouping::Grouping_ARRAYSIZE; ++grouping) {
      const LedgerQuery query = random.MakeQuery(grouping);
      const auto counted = history.Rows(query);
      ASSERT_EQ(Text(counted), Text(PlainLedger(history, query).Rows()))
          << "history " << i << ", grouping " << grouping;
      rows += static_cast<int>(counted.size());
    }
  }
  EXPECT_GT(rows, 3000);  // Most histories have something to count.
}

TEST(LedgerTwinTest, AMonthAskedForIsTheRowOfThatMonth) {
  RandomHistories random(2);
  for (int i = 0; i < 100; ++i) {
    const LedgerHistory history = random.Make();
    LedgerQuery by_month;
    by_month.group_by = Grouping::BY_MONTH;
    for (v1::LedgerRow row : history.Rows(by_month)) {
      absl::Time first;
      ASSERT_TRUE(absl::ParseTime("%Y-%m", row.group(), &first, nullptr));
      const auto next = absl::ToCivilMonth(first, absl::UTCTimeZone()) + 1;
      LedgerQuery query;
      query.start = absl::ToUnixSeconds(first);
      query.end = absl::ToUnixSeconds(absl::FromCivil(next, absl::UTCTimeZone()));
      row.clear_group();
      ASSERT_EQ(Text(history.Rows(query)), Text({row}));
    }
  }
}

TEST(LedgerTwinTest, StagesNeverGrowAndKindsAddUpToAllPairs) {
  RandomHistories random(3);
  for (int i = 0; i < 100; ++i) {
    const LedgerHistory history = random.Make();
    LedgerQuery query = random.MakeQuery(Grouping::BY_KINDS);
    std::vector<std::int64_t> sums(6);
    for (const v1::LedgerRow& row : history.Rows(query)) {
      for (int s = 0; s < 6; ++s) {
        sums[static_cast<std::size_t>(s)] += row.steps(s).count();
        EXPECT_LE(row.steps(s).count(), row.steps(std::max(s - 1, 0)).count());
      }
    }
    query.group_by = Grouping::GROUPING_UNSPECIFIED;
    const auto all = history.Rows(query);
    for (int s = 0; s < 6; ++s)
      EXPECT_EQ(all[0].steps(s).count(), sums[static_cast<std::size_t>(s)]);
  }
}

}  // namespace
}  // namespace counterpoint::service
