#include "service/gateway/static_files.h"

#include <openssl/sha.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/gateway/gzip.h"

namespace counterpoint::service::gateway {
namespace {

namespace fs = std::filesystem;

constexpr char kIndex[] = "/index.html";
constexpr char kAssets[] = "/assets/";
constexpr int kSmallest = 9;  // Level of compression: it is done once.
constexpr std::size_t kEtagBytes = 12;

// By the end of the name; what is not known is bytes.
std::string TypeOf(const fs::path& path) {
  static const auto* const kTypes = new absl::flat_hash_map<std::string, std::string>{
      {".css", "text/css; charset=utf-8"},
      {".html", "text/html; charset=utf-8"},
      {".ico", "image/x-icon"},
      {".js", "text/javascript; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".png", "image/png"},
      {".svg", "image/svg+xml"},
      {".txt", "text/plain; charset=utf-8"},
      {".webmanifest", "application/manifest+json"},
      {".woff2", "font/woff2"},
  };
  const auto found = kTypes->find(path.extension().string());
  return found == kTypes->end() ? "application/octet-stream" : found->second;
}

std::string EtagOf(const std::string& content) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest);
  return absl::StrCat(
      "\"", absl::BytesToHexString({reinterpret_cast<const char*>(digest), kEtagBytes}), "\"");
}

bool AcceptsGzip(const RequestHead& request) {
  return absl::StrContains(ViewOf(request[http::field::accept_encoding]), "gzip");
}

}  // namespace

absl::StatusOr<StaticFiles> StaticFiles::Read(const std::string& directory) {
  StaticFiles files;
  std::error_code error;
  std::size_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    File file;
    file.content.assign(std::istreambuf_iterator<char>(in), {});
    bytes += file.content.size();
    if (bytes > kMostBytes) {
      return absl::InvalidArgumentError(absl::StrCat("the folder of the console, ", directory,
                                                     ", has more than ", kMostBytes >> 20,
                                                     " MiB; is it the right one?"));
    }
    const std::string path = absl::StrCat("/", entry.path().lexically_relative(directory).string());
    file.type = TypeOf(entry.path());
    file.etag = EtagOf(file.content);
    file.is_immutable = absl::StartsWith(path, kAssets);
    file.gzip = Gzip(file.content, kSmallest);
    if (file.gzip.size() >= file.content.size()) file.gzip.clear();
    files.files_[path] = std::move(file);
  }
  if (error || !files.files_.contains(kIndex)) {
    return absl::NotFoundError(
        absl::StrCat("there is no console in ", directory, ": no index.html can be read there"));
  }
  return files;
}

Response StaticFiles::Answer(const RequestHead& request) const {
  const absl::string_view target = ViewOf(request.target());
  std::string path(target.substr(0, target.find_first_of("?#")));
  const bool is_page = !absl::StrContains(path, '.') && !absl::StartsWith(path, kAssets);
  if (path == "/" || (is_page && !files_.contains(path))) path = kIndex;
  const auto found = files_.find(path);
  Response response(http::status::ok, 11);
  if (found == files_.end()) {
    response.result(http::status::not_found);
    response.set(http::field::content_type, "text/plain");
    response.body() = "not found\n";
    return response;
  }
  const File& file = found->second;
  response.set(http::field::etag, file.etag);
  response.set(http::field::vary, "Accept-Encoding");
  response.set(http::field::cache_control,
               file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (absl::StrContains(ViewOf(request[http::field::if_none_match]), file.etag)) {
    response.result(http::status::not_modified);
    return response;
  }
  response.set(http::field::content_type, file.type);
  if (!file.gzip.empty() && AcceptsGzip(request)) {
    response.set(http::field::content_encoding, "gzip");
    response.body() = file.gzip;
  } else {
    response.body() = file.content;
  }
  return response;
}

}  // namespace counterpoint::service::gateway
