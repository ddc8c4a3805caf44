#include "tests/soak/bad_clients.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "tests/soak/raw_connection.h"
#include "tests/soak/soak_alliance.h"

namespace counterpoint::soak {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(3);

absl::Duration UpTo(std::mt19937& random, absl::Duration most) {
  return most * static_cast<double>(random() % 1000) / 1000;
}

// A call by hand, up to its messages.
std::string RequestHead(absl::string_view content_type) {
  return absl::StrCat(Http2Header(":method", "POST"), Http2Header(":scheme", "http"),
                      Http2Header(":path", "/counterpoint.v1.MemberService/GetMember"),
                      Http2Header(":authority", "soak"), Http2Header("te", "trailers"),
                      Http2Header("content-type", content_type));
}

enum Http2Type { kData = 0, kHeaders = 1, kContinuation = 9 };
enum Http2Flags { kNone = 0, kEndStream = 1, kEndHeaders = 4 };

}  // namespace

StallingClient::StallingClient(unsigned seed, const std::shared_ptr<grpc::Channel>& channel,
                               CallTable& table)
    : random_(seed),
      members_(v1::MemberService::NewStub(channel)),
      lists_(v1::RecommendationService::NewStub(channel)),
      table_(table) {}

void StallingClient::Step() {
  switch (random_() % 4) {
    case 0: {
      v1::StreamMembersRequest request;
      request.set_parent(kLively);
      return Stall("stalled StreamMembers", [&](grpc::ClientContext& context) {
        return members_->StreamMembers(&context, request);
      });
    }
    case 1: {
      v1::ReadRecommendationsRequest request;
      request.set_parent(kLively);
      return Stall("stalled ReadRecommendations", [&](grpc::ClientContext& context) {
        return lists_->ReadRecommendations(&context, request);
      });
    }
    case 2: {
      v1::WatchMembersRequest request;
      request.set_parent(kLively);
      return Stall("stalled WatchMembers", [&](grpc::ClientContext& context) {
        return members_->WatchMembers(&context, request);
      });
    }
    default: {
      v1::WatchRecommendationChangesRequest request;
      request.set_parent(kLively);
      return Stall("stalled WatchRecommendationChanges", [&](grpc::ClientContext& context) {
        return lists_->WatchRecommendationChanges(&context, request);
      });
    }
  }
}

template <typename Open>
void StallingClient::Stall(const char* kind, const Open& open) {
  grpc::ClientContext context;
  const auto reader = open(context);
  absl::SleepFor(UpTo(random_, absl::Seconds(4)));
  context.TryCancel();
  // Whatever it ends with.
  reader->Finish();
  table_.Add(kind, Outcome::kLate, absl::ZeroDuration());
}

FleetingClient::FleetingClient(unsigned seed, const std::shared_ptr<grpc::Channel>& channel,
                               int members, CallTable& table, Findings& findings)
    : random_(seed),
      matching_(v1::MatchingService::NewStub(channel)),
      members_(members),
      table_(table),
      findings_(findings) {}

void FleetingClient::Step() {
  const bool cancels = random_() % 2 == 0;
  const char* const kind = cancels ? "cancelled midway" : "deadline of 1 ms";
  const int number = static_cast<int>(random_() % static_cast<unsigned>(members_));
  const v1::RecommendPartnersRequest request = RecommendTo(MemberName(kStill, number));
  v1::RecommendPartnersResponse response;
  grpc::ClientContext context;
  const absl::Time began = absl::Now();
  const absl::Duration patience = cancels ? kPatience : absl::Milliseconds(1);
  context.set_deadline(absl::ToChronoTime(began + patience));
  grpc::Status status;
  absl::Notification done;
  matching_->async()->RecommendPartners(&context, &request, &response, [&](grpc::Status ended) {
    status = std::move(ended);
    done.Notify();
  });
  if (cancels) {
    absl::SleepFor(UpTo(random_, absl::Milliseconds(20)));
    context.TryCancel();
  }
  done.WaitForNotification();
  table_.Add(kind, Judge(kind, status, findings_), absl::Now() - began);
  absl::SleepFor(absl::Milliseconds(5));
}

LyingClient::LyingClient(unsigned seed, int port, int http_port,
                         const std::shared_ptr<grpc::Channel>& channel, std::string token,
                         CallTable& table, Findings& findings)
    : random_(seed),
      port_(port),
      http_port_(http_port),
      members_(v1::MemberService::NewStub(channel)),
      token_(std::move(token)),
      table_(table),
      findings_(findings) {}

void LyingClient::Step() {
  switch (random_() % 9) {
    case 0:
      return CallAs("cpt.nobody.guess", 0, grpc::StatusCode::UNAUTHENTICATED, "unknown token");
    case 1:
      return CallAs("", 0, grpc::StatusCode::UNAUTHENTICATED, "no token");
    case 2:
      return CallAs(token_, std::size_t{17} << 20, grpc::StatusCode::RESOURCE_EXHAUSTED,
                    "message of 17 MiB");
    case 3:
      return BreakFrames();
    case 4:
      return SendHeadersWithoutEnd();
    case 5:
      return SendWrongContentType();
    case 6:
      return SendHttpHeadersWithoutEnd();
    case 7:
      return SendHttp("HTTP: wrong content type", "text/xml", "2", "{}", "HTTP/1.1 415");
    default:
      return random_() % 2 == 0
                 ? SendHttp("HTTP: broken JSON", "application/json", "1", "{", "HTTP/1.1 400")
                 : SendHttp("HTTP: body that does not come", "application/json", "1000000", "{",
                            "");
  }
}

void LyingClient::CallAs(const std::string& token, std::size_t bytes, grpc::StatusCode expected,
                         const char* kind) {
  v1::GetMemberRequest request;
  request.set_name(absl::StrCat(MemberName(kStill, 0), std::string(bytes, 'x')));
  grpc::ClientContext context;
  const absl::Time began = absl::Now();
  context.set_deadline(absl::ToChronoTime(began + kPatience));
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
  v1::Member member;
  const grpc::Status status = members_->GetMember(&context, request, &member);
  const bool is_late = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
  findings_.Require(status.error_code() == expected || is_late,
                    absl::StrCat(kind, ": ends with ", status.error_code(), ": ",
                                 status.error_message().substr(0, 100)));
  table_.Add(kind, is_late ? Outcome::kLate : Outcome::kAnswered, absl::Now() - began);
}

void LyingClient::BreakFrames() {
  RawConnection connection(port_);
  if (!connection.is_open()) return findings_.Add("the port takes no connection");
  std::string noise(2000, '\0');
  for (char& byte : noise) byte = static_cast<char>(random_());
  const unsigned kind = random_() % 4;
  if (kind > 0) connection.Send(Http2Preface());
  if (kind == 2) {
    // A call whose message says that it has 4 GiB, compressed in a way that there is not.
    connection.Send(Http2Frame(kHeaders, kEndHeaders, 1, RequestHead("application/grpc")));
    connection.Send(Http2Frame(kData, kNone, 1, absl::StrCat("\x07\xff\xff\xff\xff", noise)));
  } else if (kind == 3) {
    // A frame that breaks off.
    connection.Send(Http2Frame(kHeaders, kEndHeaders, 1, noise).substr(0, 900));
  } else {
    connection.Send(noise);
  }
  connection.ReadFor(UpTo(random_, absl::Seconds(1)));
  table_.Add("broken frames", Outcome::kAnswered, absl::ZeroDuration());
}

void LyingClient::SendHeadersWithoutEnd() {
  RawConnection connection(port_);
  if (!connection.is_open()) return findings_.Add("the port takes no connection");
  connection.Send(Http2Preface());
  bool goes_on = connection.Send(Http2Frame(kHeaders, kNone, 1, RequestHead("application/grpc")));
  std::string more;
  for (int i = 0; i < 100; ++i) more += Http2Header(absl::StrCat("x-", i), std::string(100, 'a'));
  const absl::Time end = absl::Now() + UpTo(random_, absl::Seconds(2));
  while (goes_on && absl::Now() < end) {
    goes_on = connection.Send(Http2Frame(kContinuation, kNone, 1, more));
    absl::SleepFor(absl::Milliseconds(10));
  }
  table_.Add("headers without end", Outcome::kAnswered, absl::ZeroDuration());
}

void LyingClient::SendWrongContentType() {
  RawConnection connection(port_);
  if (!connection.is_open()) return findings_.Add("the port takes no connection");
  connection.Send(Http2Preface());
  connection.Send(Http2Frame(kHeaders, kEndHeaders, 1, RequestHead("text/plain")));
  connection.Send(Http2Frame(kData, kEndStream, 1, std::string(5, '\0')));
  connection.ReadFor(UpTo(random_, absl::Seconds(1)));
  table_.Add("wrong content type", Outcome::kAnswered, absl::ZeroDuration());
}

void LyingClient::SendHttpHeadersWithoutEnd() {
  RawConnection connection(http_port_);
  if (!connection.is_open()) return findings_.Add("the HTTP port takes no connection");
  bool goes_on = connection.Send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n");
  const absl::Time end = absl::Now() + UpTo(random_, absl::Seconds(2));
  for (int i = 0; goes_on && absl::Now() < end; ++i) {
    goes_on = connection.Send(absl::StrCat("X-", i, ": ", std::string(200, 'a'), "\r\n"));
    absl::SleepFor(absl::Milliseconds(10));
  }
  table_.Add("HTTP: headers without end", Outcome::kAnswered, absl::ZeroDuration());
}

void LyingClient::SendHttp(const char* kind, const std::string& content_type,
                           const std::string& length, const std::string& body,
                           const std::string& expected) {
  RawConnection connection(http_port_);
  if (!connection.is_open()) return findings_.Add("the HTTP port takes no connection");
  connection.Send(absl::StrCat("POST /counterpoint.v1.MemberService/GetMember HTTP/1.1\r\n",
                               "Host: localhost\r\nAuthorization: Bearer ", token_,
                               "\r\nConnection: close\r\nContent-Type: ", content_type,
                               "\r\nContent-Length: ", length, "\r\n\r\n", body));
  const std::string answer =
      connection.ReadFor(expected.empty() ? UpTo(random_, absl::Seconds(1)) : kPatience);
  findings_.Require(absl::StartsWith(answer, expected),
                    absl::StrCat(kind, ": answered with ", answer.substr(0, 60)));
  table_.Add(kind, Outcome::kAnswered, absl::ZeroDuration());
}

}  // namespace counterpoint::soak
