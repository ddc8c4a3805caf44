#include "tests/fuzz/rpc/sample_server.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "service/checking/record_check.h"
#include "storage/store_check.h"

namespace counterpoint::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

constexpr std::int64_t kCallsBetweenChecks = 1000;
constexpr std::int64_t kChecksOfOneStore = 5;
constexpr std::size_t kRemembered = 40;
constexpr int kMostChanges = 6;
constexpr std::size_t kLongestLine = 2000;

// Names and ids of the sample alliance, and texts of the forms that fields take.
std::vector<std::string> Words() {
  std::vector<std::string> words = {"music",
                                    "games",
                                    "ghost",
                                    "north",
                                    "star",
                                    "harp",
                                    "spring",
                                    "empty",
                                    "r",
                                    "i",
                                    "t1",
                                    "none",
                                    "-",
                                    "A",
                                    "current",
                                    "en",
                                    "zh",
                                    "zh-Hant",
                                    "x-no",
                                    "CN-SH",
                                    "CN",
                                    "game-music",
                                    "2027-03-02",
                                    "2027-02-30",
                                    "09:00",
                                    "24:00",
                                    "2027-03-02T09:00",
                                    "Asia/Shanghai",
                                    "../etc/localtime",
                                    "Game music",
                                    "寻找作曲",
                                    "第一 \n 行",
                                    "another",
                                    "harp--north",
                                    "https://portal.example/a?b=c",
                                    "display_name"};
  for (const char* alliance : {"music", "games", "ghost"}) {
    const std::string name = absl::StrCat("alliances/", alliance);
    words.push_back(name);
    for (const char* within :
         {"members/north", "members/star", "members/harp", "interactions/i", "sessions/spring",
          "sessions/empty", "sessions/spring/participants/north", "sessions/spring/plans/1",
          "sessions/spring/plans/999999999", "staffRules/r", "generations/1", "generations/current",
          "generations/2147483648", "policyProposals/1", "operations/none"}) {
      words.push_back(absl::StrCat(name, "/", within));
    }
  }
  return words;
}

// Those whose answer is there once something happens.
bool Waits(const MethodDescriptor& method) {
  return method.server_streaming() || method.input_type()->FindFieldByName("timeout") != nullptr;
}

// NaN and infinity are in no answer.
bool IsFinite(const Message& message) {
  std::vector<const FieldDescriptor*> set;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      bool finite = true;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        finite =
            std::isfinite(field->is_repeated() ? reflection->GetRepeatedDouble(message, field, i)
                                               : reflection->GetDouble(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        finite = IsFinite(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                               : reflection->GetMessage(message, field));
      }
      if (!finite) return false;
    }
  }
  return true;
}

}  // namespace

SampleServer::SampleServer()
    : methods_(service::AllMethods()), maker_(Words()), succeeded_(methods_.size()) {
  SetUp();
}

SampleServer::~SampleServer() { TearDown(); }

SampleServer::Counts SampleServer::counts() const {
  Counts counts = counts_;
  counts.methods = absl::c_count_if(succeeded_, [](std::int64_t count) { return count > 0; });
  return counts;
}

void SampleServer::Demand(bool holds, const std::string& what) const {
  if (holds) return;
  for (const std::string& request : last_) {
    std::cerr << (request.size() <= kLongestLine
                      ? request
                      : absl::StrCat(request.substr(0, kLongestLine), "..."))
              << "\n";
  }
  std::cerr << "The answer to the last of these requests: " << what << std::endl;
  std::abort();
}

void SampleServer::CallWith(ByteSource& source) {
  const std::size_t chosen = source.Below(methods_.size());
  const MethodDescriptor& method = *methods_[chosen];
  const auto request = source.Below(8) == 0 ? service::NewRequest(method) : ValidRequest(method);
  maker_.Change(source, kMostChanges, *request);
  Call(chosen, *request);
}

void SampleServer::CallText(const std::string& line) {
  const std::string name = line.substr(0, line.find(' '));
  for (std::size_t i = 0; i < methods_.size(); ++i) {
    if (methods_[i]->name() != name) continue;
    const auto request = service::NewRequest(*methods_[i]);
    Demand(google::protobuf::TextFormat::ParseFromString(line.substr(name.size()), request.get()),
           "no request: " + line);
    return Call(i, *request);
  }
  Demand(false, "no method: " + line);
}

void SampleServer::Call(std::size_t chosen, const Message& request) {
  const MethodDescriptor& method = *methods_[chosen];
  last_.push_back(absl::StrCat(method.name(), " ", request.ShortDebugString()));
  if (last_.size() > kRemembered) last_.erase(last_.begin());
  const absl::Duration limit = Waits(method) ? absl::Milliseconds(200) : absl::Seconds(60);
  const auto answer = service::CallRaw(channel_, method, request, all_, limit);
  CheckAnswer(method, answer);
  ++counts_.requests;
  if (answer.status.ok()) {
    ++counts_.succeeded;
    ++succeeded_[chosen];
    // The alliance that most requests are about.
    if (method.name() == "DeleteAlliance") Refill();
  }
  if (counts_.requests % kCallsBetweenChecks == 0) CheckStore();
}

void SampleServer::CheckAnswer(const MethodDescriptor& method, const service::RawAnswer& answer) {
  for (const std::string& message : answer.messages) CheckMessage(method, message);
  if (!answer.status.ok()) return CheckError(method, answer.status);
  const bool is_single = !method.server_streaming();
  Demand(!is_single || answer.messages.size() == 1, "a unary call has one answer");
}

void SampleServer::CheckError(const MethodDescriptor& method, const grpc::Status& status) {
  const std::string said =
      absl::StrCat(static_cast<int>(status.error_code()), " ", status.error_message());
  Demand(!status.error_message().empty(), "an error without a text: " + said);
  switch (status.error_code()) {
    case grpc::StatusCode::INVALID_ARGUMENT: {
      const auto details = service::DetailOf<google::rpc::BadRequest>(status);
      Demand(details.field_violations_size() > 0, "an error that names no field: " + said);
      for (const auto& violation : details.field_violations()) {
        Demand(!violation.field().empty() && !violation.description().empty(),
               "a violation that names no field: " + said);
      }
      return;
    }
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return Demand(Waits(method), "no answer in time");
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::ABORTED:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::UNAVAILABLE:
      return;
    default:
      Demand(false, "an error that no caller should see: " + said);
  }
}

void SampleServer::CheckMessage(const MethodDescriptor& method, const std::string& bytes) {
  const std::unique_ptr<Message> message(
      MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
  Demand(message->ParseFromString(bytes), "an answer that is no message");
  Demand(IsFinite(*message), "an answer with a number that is none");
  std::string json;
  Demand(google::protobuf::util::MessageToJsonString(*message, &json).ok(),
         "an answer that is not to be had in JSON");
  maker_.Learn(*message);
}

void SampleServer::CheckStore() {
  Stop();
  service::RecordCheck contents;
  const auto report = storage::CheckStore(options_.store, contents);
  Demand(report.ok(), absl::StrCat("the store cannot be checked: ", report.status().ToString()));
  if (!report->faults.empty()) {
    Demand(false, absl::StrCat("the store is not whole: ", report->faults[0].place, ": ",
                               report->faults[0].text));
  }
  ++counts_.checks_of_store;
  if (counts_.checks_of_store % kChecksOfOneStore == 0) {
    TearDown();
    SetUp();
  } else {
    Start();
  }
}

}  // namespace counterpoint::fuzz
