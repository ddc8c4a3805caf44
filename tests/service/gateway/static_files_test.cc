#include "service/gateway/static_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "service/gateway/gzip.h"

namespace counterpoint::service::gateway {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    fs::remove_all(root_);
    fs::create_directories(root_ / "console" / "assets");
    Put("secret.txt", "not for the net");
    Put("console/index.html", "<!doctype html><title>Counterpoint</title>");
    Put("console/assets/app-1a2b.js", script_);
  }
  ~StaticFilesTest() override { fs::remove_all(root_); }

  void Put(const std::string& path, const std::string& content) {
    std::ofstream(root_ / path) << content;
  }
  Response Get(const std::string& target, const std::string& etag = "",
               const std::string& encodings = "") {
    const auto files = StaticFiles::Read((root_ / "console").string());
    EXPECT_TRUE(files.ok()) << files.status();
    RequestHead head;
    head.method(http::verb::get);
    head.target(target);
    if (!etag.empty()) head.set(http::field::if_none_match, etag);
    if (!encodings.empty()) head.set(http::field::accept_encoding, encodings);
    return files->Answer(head);
  }

  const fs::path root_ = fs::path(::testing::TempDir()) / "static_files_test";
  const std::string script_ = std::string(5000, ' ') + "console.log(1)";
};

TEST_F(StaticFilesTest, PagesOfTheConsoleAreItsIndex) {
  for (const char* target : {"/", "/index.html", "/alliances/music/members?kind=CREATOR"}) {
    const Response response = Get(target);
    EXPECT_EQ(response.result_int(), 200U) << target;
    EXPECT_EQ(response[http::field::content_type], "text/html; charset=utf-8");
    EXPECT_EQ(response[http::field::cache_control], "no-cache");
  }
}

TEST_F(StaticFilesTest, WhatHasItsContentInItsNameIsKeptForEver) {
  const Response response = Get("/assets/app-1a2b.js");
  EXPECT_EQ(response[http::field::content_type], "text/javascript; charset=utf-8");
  EXPECT_EQ(response[http::field::cache_control], "public, max-age=31536000, immutable");
  EXPECT_EQ(response.body(), script_);
}

TEST_F(StaticFilesTest, AreCompressedForThoseWhoTakeIt) {
  const Response response = Get("/assets/app-1a2b.js", "", "br, gzip");
  EXPECT_EQ(response[http::field::content_encoding], "gzip");
  const auto plain = Gunzip(response.body(), 10'000);
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(*plain, script_);
}

TEST_F(StaticFilesTest, AreNotSentAgainWhereTheyAreTheSame) {
  const std::string etag(Get("/")[http::field::etag]);
  EXPECT_EQ(Get("/", etag).result_int(), 304U);
  EXPECT_EQ(Get("/", etag).body(), "");
  Put("console/index.html", "<!doctype html><title>Another</title>");
  EXPECT_EQ(Get("/", etag).result_int(), 200U);
}

TEST_F(StaticFilesTest, NoPathLeadsOutOfTheFolder) {
  for (const char* target :
       {"/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "//secret.txt",
        "/assets/nothing.js", "/assets/nothing", "../secret.txt", ""}) {
    EXPECT_NE(Get(target).body(), "not for the net") << target;
  }
  EXPECT_EQ(Get("/../secret.txt").result_int(), 404U);
  EXPECT_EQ(Get("/assets/nothing").result_int(), 404U);
}

TEST_F(StaticFilesTest, AFolderWithoutAConsoleIsAnError) {
  EXPECT_TRUE(absl::IsNotFound(StaticFiles::Read((root_ / "nowhere").string()).status()));
  EXPECT_TRUE(absl::IsNotFound(StaticFiles::Read(root_.string()).status()));
}

}  // namespace
}  // namespace counterpoint::service::gateway
