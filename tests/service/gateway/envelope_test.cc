#include "service/gateway/envelope.h"

#include <gtest/gtest.h>

#include <vector>

namespace counterpoint::service::gateway {
namespace {

std::vector<Envelope> AllOf(EnvelopeReader& reader) {
  std::vector<Envelope> envelopes;
  for (;;) {
    auto next = reader.Next();
    EXPECT_TRUE(next.ok()) << next.status();
    if (!next.ok() || !next->has_value()) return envelopes;
    envelopes.push_back(*std::move(*next));
  }
}

TEST(EnvelopeTest, IsFlagsAndTheLengthWithTheGreatestByteFirst) {
  EXPECT_EQ(Framed(2, "abc"), std::string("\x02\x00\x00\x00\x03"
                                          "abc",
                                          8));
}

TEST(EnvelopeTest, ComesOutWhereverTheBytesAreCut) {
  const std::vector<std::string> payloads = {"", "one", std::string(300, 'x'), "last"};
  std::string bytes;
  for (const std::string& payload : payloads) bytes += Framed(1, payload);
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    EnvelopeReader reader(1000);
    std::vector<Envelope> envelopes;
    for (std::size_t begin = 0; begin < bytes.size(); begin += step) {
      reader.Add(absl::string_view(bytes).substr(begin, step));
      for (Envelope& envelope : AllOf(reader)) envelopes.push_back(std::move(envelope));
    }
    ASSERT_EQ(envelopes.size(), payloads.size()) << step;
    for (std::size_t i = 0; i < payloads.size(); ++i) {
      EXPECT_EQ(envelopes[i].payload, payloads[i]);
      EXPECT_EQ(envelopes[i].flags, 1);
    }
    EXPECT_FALSE(reader.HasRest());
  }
}

TEST(EnvelopeTest, TellsThatTheBodyEndsWithinOne) {
  EnvelopeReader reader(1000);
  reader.Add(absl::string_view(Framed(0, "whole")).substr(0, 7));
  EXPECT_TRUE(AllOf(reader).empty());
  EXPECT_TRUE(reader.HasRest());
}

TEST(EnvelopeTest, IsRefusedByItsLengthBeforeItHasCome) {
  EnvelopeReader reader(10);
  reader.Add(absl::string_view(Framed(0, std::string(11, 'x'))).substr(0, 5));
  EXPECT_TRUE(absl::IsResourceExhausted(reader.Next().status()));
}

}  // namespace
}  // namespace counterpoint::service::gateway
