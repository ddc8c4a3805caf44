#include "service/health/health_service.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

class HealthServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(port, 0);
    stub_ = Health::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  }

  static HealthCheckRequest RequestFor(const std::string& name) {
    HealthCheckRequest request;
    request.set_service(name);
    return request;
  }
  grpc::Status Check(const std::string& name, HealthCheckResponse& response) const {
    grpc::ClientContext context;
    return stub_->Check(&context, RequestFor(name), &response);
  }
  // What a watch tells, up to its end.
  std::vector<HealthState> AllOf(grpc::ClientReader<HealthCheckResponse>& watch) const {
    std::vector<HealthState> states;
    HealthCheckResponse response;
    while (watch.Read(&response)) states.push_back(response.status());
    return states;
  }

  HealthService service_{{"", "p.Known"}};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Health::Stub> stub_;
};

TEST_F(HealthServiceTest, AllServicesAreInOneStateAndOthersAreNotKnown) {
  HealthCheckResponse response;
  EXPECT_TRUE(Check("p.Known", response).ok());
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  service_.SetServing(true);
  for (const char* name : {"", "p.Known"}) {
    EXPECT_TRUE(Check(name, response).ok());
    EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  }
  EXPECT_EQ(Check("p.Other", response).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(HealthServiceTest, AWatchTellsEachStateUntilTheServerEnds) {
  grpc::ClientContext context;
  const auto watch = stub_->Watch(&context, RequestFor("p.Known"));
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  service_.SetServing(true);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  service_.Shutdown();
  EXPECT_EQ(AllOf(*watch), std::vector{HealthCheckResponse::NOT_SERVING});
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(HealthServiceTest, AWatchOfAnUnknownServiceStaysAndEndsWithTheServer) {
  grpc::ClientContext context;
  const auto watch = stub_->Watch(&context, RequestFor("p.Other"));
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVICE_UNKNOWN);
  service_.SetServing(true);
  service_.Shutdown();
  EXPECT_EQ(AllOf(*watch), std::vector{HealthCheckResponse::NOT_SERVING});
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(HealthServiceTest, WhatBeginsAfterTheEndEndsAtOnce) {
  service_.SetServing(true);
  service_.Shutdown();
  service_.SetServing(true);
  grpc::ClientContext context;
  const auto watch = stub_->Watch(&context, RequestFor(""));
  EXPECT_EQ(AllOf(*watch), std::vector{HealthCheckResponse::NOT_SERVING});
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(HealthServiceTest, WatchesComeAndGoWhileTheStateChanges) {
  std::atomic<bool> over = false;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&, i] {
      for (int j = 0; !over; ++j) {
        grpc::ClientContext context;
        const auto watch = stub_->Watch(&context, RequestFor("p.Known"));
        HealthCheckResponse response;
        if ((i + j) % 2 == 0) watch->Read(&response);
        context.TryCancel();
        watch->Finish();
      }
    });
  }
  grpc::ClientContext context;
  const auto patient = stub_->Watch(&context, RequestFor("p.Known"));
  for (int i = 0; i < 2000; ++i) service_.SetServing(i % 2 == 0);
  service_.SetServing(true);
  over = true;
  for (std::thread& client : clients) client.join();
  service_.Shutdown();
  // Some states are left out, and none is told twice.
  const std::vector<HealthState> told = AllOf(*patient);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back(), HealthCheckResponse::NOT_SERVING);
  for (std::size_t i = 1; i < told.size(); ++i) EXPECT_NE(told[i], told[i - 1]);
  server_->Shutdown();
}

}  // namespace
}  // namespace counterpoint::service
