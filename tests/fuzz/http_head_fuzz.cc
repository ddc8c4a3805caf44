// Heads of HTTP requests as Boost.Beast reads them: what goes on to gRPC is what gRPC takes,
// files are those that are there, and no answer has a line that the request made up.
#include <unistd.h>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "grpc/grpc.h"
#include "service/gateway/call_metadata.h"
#include "service/gateway/cross_origin.h"
#include "service/gateway/gzip.h"
#include "service/gateway/static_files.h"
#include "tests/fuzz/require.h"

namespace counterpoint::service::gateway {
namespace {

using fuzz::Require;

const std::set<std::string>& Contents() {
  static const auto* const kContents =
      new std::set<std::string>{"<html>", "let a = 1;", std::string(500, 'x')};
  return *kContents;
}

StaticFiles MakeFiles() {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / absl::StrCat("http-head-fuzz-", getpid());
  std::filesystem::create_directories(folder / "assets");
  std::ofstream(folder / "index.html") << "<html>";
  std::ofstream(folder / "assets" / "a.js") << "let a = 1;";
  std::ofstream(folder / "assets" / "large.css") << std::string(500, 'x');
  auto files = StaticFiles::Read(folder.string());
  std::filesystem::remove_all(folder);
  Require(files.ok(), "files can be read");
  return *std::move(files);
}

void CheckPlain(const http::fields& head) {
  for (const auto& field : head) {
    for (const char c : field.value()) {
      Require(c != '\r' && c != '\n', "a header is one line");
    }
  }
}

void CheckFiles(const RequestHead& head) {
  static const auto* const kFiles = new StaticFiles(MakeFiles());
  const Response response = kFiles->Answer(head);
  CheckPlain(response.base());
  switch (response.result()) {
    case http::status::ok: {
      const bool packed = response[http::field::content_encoding] == "gzip";
      const auto body = packed ? Gunzip(response.body(), 1000) : response.body();
      Require(body.ok() && Contents().count(*body) == 1, "a file is one of the folder's");
      break;
    }
    case http::status::not_modified:
      Require(response.body().empty(), "what the browser has is not sent again");
      break;
    default:
      Require(response.result() == http::status::not_found, "else there is no such file");
  }
}

// gRPC ends the process where it is given other metadata.
void CheckCallHeaders(const RequestHead& head) {
  grpc::ClientContext context;
  const absl::Status read = ReadCallHeaders(head, context);
  if (!read.ok()) {
    Require(!read.message().empty() &&
                (absl::IsInvalidArgument(read) || absl::IsDeadlineExceeded(read)),
            "bad headers are refused");
    return;
  }
  for (const auto& field : head) {
    const std::string name = absl::AsciiStrToLower(ViewOf(field.name_string()));
    if (name != "authorization" && name.rfind("x-", 0) != 0) continue;
    const grpc_slice key = grpc_slice_from_copied_buffer(name.data(), name.size());
    const grpc_slice value =
        grpc_slice_from_copied_buffer(field.value().data(), field.value().size());
    Require(grpc_header_key_is_legal(key) != 0, "a key that gRPC takes: " + name);
    Require(grpc_is_binary_header(key) != 0 || grpc_header_nonbin_value_is_legal(value) != 0,
            "a value that gRPC takes: " + name);
    grpc_slice_unref(key);
    grpc_slice_unref(value);
  }
}

void CheckOrigins(const RequestHead& head) {
  const CrossOrigin some({"https://portal.example"});
  const bool is_allowed = head[http::field::origin] == "https://portal.example";
  const Response asked = some.AnswerPreflight(head);
  CheckPlain(asked.base());
  Require((asked.result() == http::status::no_content) == is_allowed, "an origin may call or not");
  ResponseHead answer;
  some.Allow(head, answer);
  Require((answer.count(http::field::access_control_allow_origin) == 1) == is_allowed,
          "a page of another origin may read nothing");
}

}  // namespace
}  // namespace counterpoint::service::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::service::gateway;
  http::request_parser<http::empty_body> parser;
  parser.header_limit(8 << 10);
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(data, size), error);
  if (!parser.is_header_done()) return 0;
  const RequestHead& head = parser.get().base();
  CheckFiles(head);
  CheckCallHeaders(head);
  CheckOrigins(head);
  return 0;
}
