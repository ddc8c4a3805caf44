#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "clients/cli/csv_reader.h"
#include "clients/cli/csv_writer.h"

namespace counterpoint::cli {
namespace {

using Records = std::vector<std::vector<std::string>>;

// All records; the error, if any, goes to `status`.
Records Read(const std::string& text, absl::Status* status, std::vector<int64_t>* lines = nullptr) {
  std::istringstream in(text);
  CsvReader reader(&in);
  Records records;
  while (true) {
    const auto record = reader.Next();
    *status = record.status();
    if (!record.ok() || !record->has_value()) return records;
    records.push_back((*record)->fields);
    if (lines != nullptr) lines->push_back((*record)->line);
  }
}

Records Read(const std::string& text) {
  absl::Status status;
  Records records = Read(text, &status);
  EXPECT_TRUE(status.ok()) << status;
  return records;
}

TEST(CsvReader, TakesBothLineEndsAndAMissingLastOne) {
  EXPECT_EQ(Read("a,b\r\nc,d\ne,f"), (Records{{"a", "b"}, {"c", "d"}, {"e", "f"}}));
}

TEST(CsvReader, KeepsQuotesCommasAndLineBreaksInsideQuotes) {
  EXPECT_EQ(Read("\"a \"\"b\"\"\",\"c,d\",\"e\r\nf\"\n"), (Records{{"a \"b\"", "c,d", "e\r\nf"}}));
}

TEST(CsvReader, SkipsByteOrderMarkAndEmptyLines) {
  EXPECT_EQ(Read("\xEF\xBB\xBF"
                 "id,名称\n\n1,甲\r\n\r\n"),
            (Records{{"id", "名称"}, {"1", "甲"}}));
}

TEST(CsvReader, KeepsEmptyFieldsAndSpaces) {
  EXPECT_EQ(Read(",\n a ,\"\"\n"), (Records{{"", ""}, {" a ", ""}}));
  EXPECT_EQ(Read("\"\"\n"), (Records{{""}}));
}

TEST(CsvReader, TakesAQuoteInsideAnUnquotedFieldAsItIs) {
  EXPECT_EQ(Read("5\" screen,x\n"), (Records{{"5\" screen", "x"}}));
}

TEST(CsvReader, CountsLinesAcrossQuotedLineBreaks) {
  absl::Status status;
  std::vector<int64_t> lines;
  Read("a\n\"b\nc\"\nd\n", &status, &lines);
  EXPECT_THAT(lines, testing::ElementsAre(1, 2, 4));
}

TEST(CsvReader, NamesTheLineOfAQuoteThatIsNeverClosed) {
  absl::Status status;
  EXPECT_EQ(Read("a\n\"b\nc\n", &status), (Records{{"a"}}));
  EXPECT_EQ(status.message(), "line 2: the quote that opens here is never closed");
}

TEST(CsvReader, RefusesTextAfterAClosingQuote) {
  absl::Status status;
  Read("\"a\"b\n", &status);
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
}

TEST(CsvReader, NamesTheLineThatIsInAnotherEncoding) {
  absl::Status status;
  EXPECT_EQ(Read("a,b\n乐,1\n\xD3\xCE\xCF\xB7,2\n", &status), (Records{{"a", "b"}, {"乐", "1"}}));
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_EQ(status.message(), "line 3: is not in UTF-8; save the file as UTF-8");
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  const std::vector<std::string> alphabet = {"\"", ",", "\r", "\n",          " ",
                                             "a",  "b", "乐", "\xEF\xBB\xBF"};
  std::mt19937 random(20);
  for (int round = 0; round < 3000; ++round) {
    Records records(1 + random() % 4);
    std::ostringstream out;
    const size_t columns = 1 + random() % 4;
    for (auto& record : records) {
      for (size_t i = 0; i < columns; ++i) {
        std::string field;
        for (size_t n = random() % 6; n > 0; --n) field += alphabet[random() % alphabet.size()];
        record.push_back(field);
      }
      WriteCsvRecord(record, out);
    }
    ASSERT_EQ(Read(out.str()), records) << out.str();
  }
}

TEST(Csv, AnyBytesAreReadToAnEnd) {
  const std::string alphabet = "\"\",\r\nab";
  std::mt19937 random(21);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t n = random() % 20; n > 0; --n) text += alphabet[random() % alphabet.size()];
    absl::Status status;
    for (const auto& record : Read(text, &status)) ASSERT_FALSE(record.empty()) << text;
  }
}

}  // namespace
}  // namespace counterpoint::cli
