// How counterpointd ends where an exception finds nobody who could go on.
#include "service/command_line/last_words.h"

#include <sysexits.h>

#include <csignal>
#include <new>
#include <stdexcept>
#include <thread>

#include "gtest/gtest.h"

namespace counterpoint::command_line {
namespace {

class LastWordsDeathTest : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  template <typename Exception>
  [[noreturn]] static void EndBy(const Exception& exception) {
    SayWhatEndsTheProcess();
    std::thread([&exception] { throw exception; }).join();
    std::_Exit(0);
  }
};

TEST_F(LastWordsDeathTest, WithoutMemoryItSaysSoAndEndsWithACodeOfItsOwn) {
  EXPECT_EXIT(EndBy(std::bad_alloc()), testing::ExitedWithCode(EX_OSERR),
              "event=out_of_memory level=error advice=.*limits.max_calls");
}

TEST_F(LastWordsDeathTest, WhatElseIsThrownAborts) {
  EXPECT_EXIT(EndBy(std::logic_error("a mistake")), testing::KilledBySignal(SIGABRT), "");
}

}  // namespace
}  // namespace counterpoint::command_line
