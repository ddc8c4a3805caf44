#include "tests/soak/mixed_load.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"

namespace counterpoint::soak {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);  // Of a client.
constexpr int kMostInFlight = 4000;
constexpr absl::Duration kTick = absl::Milliseconds(2);

}  // namespace

MixedLoad::Stubs::Stubs(const std::shared_ptr<grpc::Channel>& channel)
    : interactions(v1::InteractionService::NewStub(channel)),
      ledger(v1::LedgerService::NewStub(channel)),
      matching(v1::MatchingService::NewStub(channel)),
      members(v1::MemberService::NewStub(channel)),
      operations(v1::OperationService::NewStub(channel)),
      lists(v1::RecommendationService::NewStub(channel)) {}

MixedLoad::MixedLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                     const QuietAnswers& quiet, const Forbidden& forbidden, CallTable& table,
                     Findings& findings)
    : quiet_(quiet), forbidden_(forbidden), table_(table), findings_(findings) {
  for (const auto& channel : channels) stubs_.emplace_back(channel);
}

double MixedLoad::MeasureCapacity(int in_flight, absl::Duration duration) {
  std::atomic<std::int64_t> answered = 0;
  const absl::Time began = absl::Now();
  while (absl::Now() < began + duration) {
    while (in_flight_ < in_flight) {
      StartOne([&answered](Outcome outcome) { answered += outcome == Outcome::kAnswered ? 1 : 0; });
    }
    absl::SleepFor(absl::Microseconds(200));
  }
  const std::int64_t in_time = answered;
  AwaitAll();
  return static_cast<double>(in_time) / absl::ToDoubleSeconds(duration);
}

std::int64_t MixedLoad::Run(double per_second, absl::Duration duration) {
  const absl::Time began = absl::Now();
  std::int64_t due = 0;
  std::int64_t left_out = 0;
  for (absl::Time now = began; now < began + duration; now = absl::Now()) {
    const auto until_now =
        static_cast<std::int64_t>(per_second * absl::ToDoubleSeconds(now - began));
    for (; due < until_now; ++due) {
      if (in_flight_ < kMostInFlight) {
        StartOne([](Outcome) {});
      } else {
        ++left_out;
      }
    }
    absl::SleepFor(kTick);
  }
  AwaitAll();
  return left_out;
}

void MixedLoad::AwaitAll() const {
  while (in_flight_ > 0) absl::SleepFor(absl::Milliseconds(5));
}

template <typename Response, typename Request, typename Start, typename Check>
void MixedLoad::Send(const char* kind, Request request, const Start& start, Check check,
                     Done done) {
  struct Sent {
    grpc::ClientContext context;
    Request request;
    Response response;
  };
  ++in_flight_;
  auto sent = std::make_shared<Sent>();
  sent->request = std::move(request);
  const absl::Time began = absl::Now();
  sent->context.set_deadline(absl::ToChronoTime(began + kPatience));
  start(&sent->context, &sent->request, &sent->response,
        [this, kind, sent, began, check = std::move(check),
         done = std::move(done)](const grpc::Status& status) mutable {
          const Outcome outcome = Judge(kind, status, findings_);
          table_.Add(kind, outcome, absl::Now() - began);
          if (outcome == Outcome::kAnswered) check(sent->request, sent->response);
          done(outcome);
          // First what holds the channel: the last to let go of it must not be a thread
          // of gRPC's own.
          sent.reset();
          --in_flight_;
        });
}

void MixedLoad::Compare(const char* kind, const std::string& answer, const std::string& quiet) {
  if (answer != quiet) {
    findings_.Add(absl::StrCat(kind, ": the answer is not that of the quiet server"));
  }
}

void MixedLoad::StartOne(Done done) {
  Stubs& stubs = stubs_[static_cast<std::size_t>(++started_) % stubs_.size()];
  const unsigned kind = random_() % 100;
  if (kind < 42) return StartMatching(kind, stubs, std::move(done));
  if (kind < 86) return StartRead(kind, stubs, std::move(done));
  StartWrite(kind, stubs, std::move(done));
}

void MixedLoad::StartMatching(unsigned kind, Stubs& stubs, Done done) {
  auto& matching = *stubs.matching->async();
  if (kind < 20) {
    const int number = AnyMember();
    return Send<v1::RecommendPartnersResponse>(
        "RecommendPartners", RecommendTo(MemberName(kStill, number)),
        [&](auto... call) { matching.RecommendPartners(call...); },
        [this, number](const auto&, const auto& response) {
          Compare("RecommendPartners", WhatCounts(response),
                  quiet_.recommended[static_cast<std::size_t>(number)]);
        },
        std::move(done));
  }
  if (kind < 30) {
    const auto number = static_cast<int>(random_() % kSearches);
    return Send<v1::MatchNeedResponse>(
        "MatchNeed", SearchFor(number), [&](auto... call) { matching.MatchNeed(call...); },
        [this, number](const auto&, const auto& response) {
          Compare("MatchNeed", WhatCounts(response),
                  quiet_.found[static_cast<std::size_t>(number)]);
        },
        std::move(done));
  }
  const auto number = static_cast<std::size_t>(AnyMember());
  if (kind < 38) {
    return Send<v1::ExplainMatchResponse>(
        "ExplainMatch", quiet_.pairs[number], [&](auto... call) { matching.ExplainMatch(call...); },
        [this, number](const auto&, const auto& response) {
          Compare("ExplainMatch", WhatCounts(response), quiet_.explained[number]);
        },
        std::move(done));
  }
  Send<v1::ListSimilarMembersResponse>(
      "ListSimilarMembers", SimilarTo(MemberName(kStill, static_cast<int>(number))),
      [&](auto... call) { matching.ListSimilarMembers(call...); },
      [this, number](const auto&, const auto& response) {
        Compare("ListSimilarMembers", WhatCounts(response), quiet_.similar[number]);
      },
      std::move(done));
}

void MixedLoad::StartRead(unsigned kind, Stubs& stubs, Done done) {
  const int number = AnyMember();
  const std::int64_t moment = forbidden_.Moment();
  if (kind < 58) {
    v1::ListRecommendationsRequest request;
    request.set_member(MemberName(kLively, number));
    return Send<v1::ListRecommendationsResponse>(
        "ListRecommendations", request,
        [&](auto... call) { stubs.lists->async()->ListRecommendations(call...); },
        [this, moment](const auto& r, const v1::ListRecommendationsResponse& response) {
          for (const v1::Recommendation& entry : response.list().recommendations()) {
            const std::string& partner = entry.partner().name();
            if (forbidden_.IsKept(r.member(), partner, moment)) {
              findings_.Add(absl::StrCat(r.member(), "'s stored list has ", partner));
            }
          }
        },
        std::move(done));
  }
  if (kind < 73) {
    v1::GetMemberRequest request;
    request.set_name(MemberName(kStill, number));
    return Send<v1::Member>(
        "GetMember", request, [&](auto... call) { stubs.members->async()->GetMember(call...); },
        [this, number](const auto&, const v1::Member& member) {
          Compare("GetMember", WhatCounts(member),
                  quiet_.profiles[static_cast<std::size_t>(number)]);
        },
        std::move(done));
  }
  if (kind < 83) {
    v1::ListMembersRequest request;
    request.set_parent(kLively);
    request.set_page_size(20);
    return Send<v1::ListMembersResponse>(
        "ListMembers", request, [&](auto... call) { stubs.members->async()->ListMembers(call...); },
        [this, moment](const auto&, const v1::ListMembersResponse& response) {
          for (const v1::Member& member : response.members()) {
            if (forbidden_.WasErased(member.name(), moment)) {
              findings_.Add(absl::StrCat(member.name(), " is listed and was erased"));
            }
          }
        },
        std::move(done));
  }
  if (kind < 85) {
    v1::ListOperationsRequest request;
    request.set_parent(kLively);
    request.set_page_size(5);
    return Send<v1::ListOperationsResponse>(
        "ListOperations", request,
        [&](auto... call) { stubs.operations->async()->ListOperations(call...); },
        [](const auto&, const auto&) {}, std::move(done));
  }
  v1::GetLedgerRequest request;
  request.set_parent(kLively);
  Send<v1::Ledger>(
      "GetLedger", request, [&](auto... call) { stubs.ledger->async()->GetLedger(call...); },
      [](const auto&, const auto&) {}, std::move(done));
}

void MixedLoad::StartWrite(unsigned kind, Stubs& stubs, Done done) {
  if (kind < 95) {
    v1::UpdateMemberRequest request;
    const auto number = static_cast<int>(random_() % 30);
    *request.mutable_member() =
        MakeMember(absl::StrCat(kLively, "/members/load-", number), number + 1000);
    (*request.mutable_member()->mutable_display_name())["en"] = absl::StrCat("Load ", started_);
    request.set_allow_missing(true);
    return Send<v1::Member>(
        "UpdateMember", request,
        [&](auto... call) { stubs.members->async()->UpdateMember(call...); },
        [this](const v1::UpdateMemberRequest& r, const v1::Member& member) {
          findings_.Require(member.display_name().at("en") == r.member().display_name().at("en"),
                            "UpdateMember: the answer is not what was written");
        },
        std::move(done));
  }
  v1::BatchRecordInteractionsRequest request;
  request.set_parent(kLively);
  v1::Interaction& viewed = *request.add_interactions();
  // Again and again the same ones, as what is recorded stays.
  const int number = AnyMember();
  viewed.set_name(absl::StrCat(kLively, "/interactions/load-", number));
  viewed.set_kind(v1::VIEWED);
  viewed.set_member(MemberName(kLively, number));
  viewed.set_partner(MemberName(kLively, (number + 1) % quiet_.members()));
  Send<v1::BatchRecordInteractionsResponse>(
      "BatchRecordInteractions", request,
      [&](auto... call) { stubs.interactions->async()->BatchRecordInteractions(call...); },
      [](const auto&, const auto&) {}, std::move(done));
}

}  // namespace counterpoint::soak
