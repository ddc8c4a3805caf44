#include "service/rpc/operation_service.h"

#include "counterpoint/rpc/status.pb.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "service/access/access.h"
#include "service/calls/call_gate.h"
#include "tests/service/operations/operations_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// The service on a real gRPC server, with work that the test leads.
class OperationServiceTest : public OperationsTest {
 protected:
  void SetUp() override {
    OperationsTest::SetUp();
    live_index_ = std::make_unique<LiveIndex>(*store_, alliances_, nullptr);
    pins_ = std::make_unique<SnapshotPins>(SnapshotPins::Options{.clock = store_options_.clock});
    generations_ = std::make_unique<Generations>(*store_);
    feedback_ = std::make_unique<Feedback>(
        *store_, [](absl::string_view, const absl::Status& fault) { ADD_FAILURE() << fault; });
    staff_rules_ = std::make_unique<RulesInForce>(*store_, alliances_);
    backend_ = std::make_unique<Backend>(
        Backend{*store_, alliances_, alliance_locks_, session_locks_, *live_index_, *pins_,
                commits_, *operations_, *generations_, *feedback_, *staff_rules_, nullptr,
                store_options_.clock, nullptr, gate_});
    service_ = std::make_unique<OperationService>(*backend_, writers_, readers_, streams_);
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::OperationService::NewStub(server_->InProcessChannel({}));
  }
  void TearDown() override {
    operations_->Stop();
    server_->Shutdown();
    server_->Wait();
    server_.reset();
    service_.reset();
    backend_.reset();
    staff_rules_.reset();
    feedback_.reset();
    generations_.reset();
    live_index_.reset();
    OperationsTest::TearDown();
  }

  template <typename Request, typename Response>
  grpc::Status Call(grpc::Status (v1::OperationService::Stub::*method)(grpc::ClientContext*,
                                                                       const Request&, Response*),
                    const std::string& text, Response* response) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    grpc::ClientContext context;
    return (stub_.get()->*method)(&context, request, response);
  }
  static std::string Named(const v1::Operation& operation, const std::string& fields = "") {
    return absl::StrCat("name: '", operation.name(), "' ", fields);
  }
  static std::vector<std::string> BadFields(const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    google::rpc::Status message;
    message.ParseFromString(status.error_details());
    std::vector<std::string> fields;
    for (const auto& detail : message.details()) {
      google::rpc::BadRequest bad;
      if (!detail.UnpackTo(&bad)) continue;
      for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
    }
    return fields;
  }

  using Stub = v1::OperationService::Stub;

  AllianceReader alliances_;
  Access access_;  // Asks for nothing.
  CallGate gate_{access_, CallLimits()};
  AllianceLocks session_locks_;
  CommitSignal commits_;
  WorkerPool writers_{2, 100};
  WorkerPool readers_{2, 100};
  StreamLimit streams_{2};
  std::unique_ptr<LiveIndex> live_index_;
  std::unique_ptr<SnapshotPins> pins_;
  std::unique_ptr<Generations> generations_;
  std::unique_ptr<Feedback> feedback_;
  std::unique_ptr<RulesInForce> staff_rules_;
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<OperationService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Stub> stub_;
  v1::Operation answer_;
};

TEST_F(OperationServiceTest, OperationIsGotAsItIsNow) {
  const v1::Operation begun = Begin();
  work_->AwaitBegun(1);
  v1::PlanProgress progress;
  progress.set_breaks(4);
  work_->Tell("placing", progress);
  ASSERT_TRUE(Call(&Stub::GetOperation, Named(begun), &answer_).ok());
  EXPECT_EQ(answer_.phase(), "placing");
  EXPECT_EQ(answer_.plan_progress().breaks(), 4);
  v1::Operation none;
  none.set_name("alliances/music/operations/none");
  EXPECT_EQ(Call(&Stub::GetOperation, Named(none), &answer_).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(OperationServiceTest, BadRequestsNameTheirFields) {
  v1::ListOperationsResponse list;
  EXPECT_THAT(BadFields(Call(&Stub::GetOperation, "name: 'x'", &answer_)), ElementsAre("name"));
  EXPECT_THAT(BadFields(Call(&Stub::CancelOperation, "", &answer_)), ElementsAre("name"));
  EXPECT_THAT(BadFields(Call(&Stub::WaitOperation, "timeout { seconds: 61 }", &answer_)),
              ElementsAre("name", "timeout"));
  EXPECT_THAT(BadFields(Call(&Stub::WaitOperation,
                             "name: 'alliances/a/operations/b' timeout { nanos: -1 }", &answer_)),
              ElementsAre("timeout"));
  EXPECT_THAT(BadFields(Call(&Stub::ListOperations, "parent: 'music' page_size: 1001", &list)),
              ElementsAre("parent", "page_size"));
  EXPECT_THAT(
      BadFields(Call(&Stub::ListOperations, "parent: 'alliances/music' page_token: 'x'", &list)),
      ElementsAre("page_token"));
  grpc::ClientContext context;
  const auto watch = stub_->WatchOperation(&context, {});
  EXPECT_FALSE(watch->Read(&answer_));
  EXPECT_THAT(BadFields(watch->Finish()), ElementsAre("name"));
}

TEST_F(OperationServiceTest, ListHasTheNewestFirstPageByPage) {
  std::vector<std::string> names;
  for (const char* target : {"a", "b", "c"}) names.push_back(Begin(Request(target)).name());
  v1::ListOperationsResponse first;
  ASSERT_TRUE(Call(&Stub::ListOperations, "parent: 'alliances/music' page_size: 2", &first).ok());
  ASSERT_THAT(first.operations(), SizeIs(2));
  EXPECT_EQ(first.operations(0).name(), names[2]);
  EXPECT_EQ(first.operations(1).name(), names[1]);
  EXPECT_NE(first.operations(0).phase(), "") << "with progress";
  Begin(Request("d"));
  v1::ListOperationsResponse second;
  ASSERT_TRUE(Call(&Stub::ListOperations,
                   absl::StrCat("parent: 'alliances/music' page_size: 2 page_token: '",
                                first.next_page_token(), "'"),
                   &second)
                  .ok());
  ASSERT_THAT(second.operations(), SizeIs(1));
  EXPECT_EQ(second.operations(0).name(), names[0]);
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_EQ(Call(&Stub::ListOperations, "parent: 'alliances/games'", &second).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(OperationServiceTest, WaitAnswersAtTheEndOrAtTheTimeout) {
  const v1::Operation begun = Begin();
  ASSERT_TRUE(Call(&Stub::WaitOperation, Named(begun, "timeout { nanos: 1000 }"), &answer_).ok());
  EXPECT_EQ(answer_.state(), v1::Operation::RUNNING);
  std::thread ending([&] {
    absl::SleepFor(absl::Milliseconds(20));
    work_->Succeed();
  });
  ASSERT_TRUE(Call(&Stub::WaitOperation, Named(begun), &answer_).ok());
  ending.join();
  EXPECT_EQ(answer_.state(), v1::Operation::SUCCEEDED);
  EXPECT_EQ(answer_.result(), "result");
}

TEST_F(OperationServiceTest, WatchTellsTheOperationUntilItsEnd) {
  const v1::Operation begun = Begin();
  work_->AwaitBegun(1);
  grpc::ClientContext context;
  v1::WatchOperationRequest request;
  request.set_name(begun.name());
  const auto watch = stub_->WatchOperation(&context, request);
  ASSERT_TRUE(watch->Read(&answer_));
  EXPECT_EQ(answer_.phase(), "starting");
  work_->Tell("choosing", {});
  ASSERT_TRUE(watch->Read(&answer_));
  EXPECT_EQ(answer_.phase(), "choosing");
  work_->Succeed();
  ASSERT_TRUE(watch->Read(&answer_));
  EXPECT_EQ(answer_.state(), v1::Operation::SUCCEEDED);
  EXPECT_FALSE(watch->Read(&answer_));
  EXPECT_TRUE(watch->Finish().ok());
}

TEST_F(OperationServiceTest, CancellationIsToldToWatches) {
  const v1::Operation begun = Begin();
  grpc::ClientContext context;
  v1::WatchOperationRequest request;
  request.set_name(begun.name());
  const auto watch = stub_->WatchOperation(&context, request);
  ASSERT_TRUE(watch->Read(&answer_));
  v1::Operation cancelled;
  ASSERT_TRUE(Call(&Stub::CancelOperation, Named(begun), &cancelled).ok());
  EXPECT_EQ(cancelled.state(), v1::Operation::CANCELLED);
  while (watch->Read(&answer_)) {
  }
  EXPECT_EQ(answer_.state(), v1::Operation::CANCELLED);
  EXPECT_TRUE(watch->Finish().ok());
}

TEST_F(OperationServiceTest, WaitsAndWatchesEndUnavailableWhenTheServiceEnds) {
  const v1::Operation begun = Begin();
  grpc::ClientContext context;
  v1::WatchOperationRequest request;
  request.set_name(begun.name());
  const auto watch = stub_->WatchOperation(&context, request);
  ASSERT_TRUE(watch->Read(&answer_));
  grpc::Status waited;
  std::thread waiting([&] {
    v1::Operation operation;
    waited = Call(&Stub::WaitOperation, Named(begun), &operation);
  });
  operations_->Stop();
  waiting.join();
  while (watch->Read(&answer_)) {
  }
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(waited.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(OperationServiceTest, ThoseWhoWaitCountAsStreams) {
  const v1::Operation begun = Begin();
  v1::WatchOperationRequest request;
  request.set_name(begun.name());
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::Operation>>> watches;
  for (int i = 0; i < 2; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    watches.push_back(stub_->WatchOperation(contexts.back().get(), request));
    ASSERT_TRUE(watches.back()->Read(&answer_));
  }
  EXPECT_EQ(Call(&Stub::WaitOperation, Named(begun), &answer_).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(Call(&Stub::GetOperation, Named(begun), &answer_).ok());
  for (const auto& context : contexts) context->TryCancel();
  for (const auto& watch : watches) {
    EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
}

}  // namespace
}  // namespace counterpoint::service
