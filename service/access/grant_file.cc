#include "service/access/grant_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <set>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "service/access/role.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

constexpr char kHeader[] =
    "# Grants of access to Counterpoint, kept by `counterpointd token`. Of tokens there are only\n"
    "# salted hashes here. A running server notices changes by itself.\n";
constexpr std::size_t kHashBytes = 32;

absl::Status SystemError(absl::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot ", what, " ", path));
}

class FirstSyntaxError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) {
      text_ = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

bool IsTime(const std::string& text) { return ParseGrantTime(text) != absl::InfinitePast(); }

// What keeps a grant from counting; empty where nothing does.
std::string FaultOf(const stored::AccessGrant& grant) {
  if (!conversion::IsResourceId(grant.id())) return "id must be 1 to 63 of a-z, 0-9 and -";
  if (!ParseRole(grant.role())) {
    return "role must be one of reader, portal, staff, batch, administrator";
  }
  if (!grant.alliance().empty() && !conversion::IsResourceId(grant.alliance())) {
    return "alliance must be the id of one, or left out for all of them";
  }
  if (!IsTime(grant.expire_time()))
    return "expire_time must be a time such as 2030-01-31T00:00:00Z";
  if (!grant.revoke_time().empty()) return "";
  if (grant.certificate().empty() == grant.secrets().empty()) {
    return "it must have either secrets or a certificate";
  }
  if (!grant.certificate().empty() && !absl::StartsWith(grant.certificate(), "DNS:") &&
      !absl::StartsWith(grant.certificate(), "URI:")) {
    return "certificate must begin with DNS: or URI:";
  }
  for (const stored::SecretHash& secret : grant.secrets()) {
    if (secret.salt().empty() || absl::HexStringToBytes(secret.sha256()).size() != kHashBytes) {
      return "secrets must have a salt and the 64 hexadecimal digits of a SHA-256";
    }
    if (!secret.expire_time().empty() && !IsTime(secret.expire_time())) {
      return "secrets.expire_time must be a time such as 2030-01-31T00:00:00Z";
    }
  }
  return "";
}

absl::Status Check(const stored::AccessGrants& grants, const std::string& path) {
  std::vector<std::string> faults;
  std::set<std::string> ids;
  std::set<std::string> certificates;
  for (int i = 0; i < grants.grants_size(); ++i) {
    const stored::AccessGrant& grant = grants.grants(i);
    std::string fault = FaultOf(grant);
    if (!ids.insert(grant.id()).second) fault = "another grant has its id";
    const bool counts = grant.revoke_time().empty() && !grant.certificate().empty();
    if (counts && !certificates.insert(grant.certificate()).second) {
      fault = "another grant is for its certificate";
    }
    if (!fault.empty()) {
      faults.push_back(absl::StrCat("grants[", i, "] '", absl::CEscape(grant.id()), "': ", fault));
    }
  }
  if (faults.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", absl::StrJoin(faults, "; ")));
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return SystemError("read", path);
  const absl::Cleanup close_file = [file] { close(file); };
  struct stat about {};
  if (fstat(file, &about) != 0) return SystemError("read", path);
  if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": others than its owner may write it, and so give themselves access; chmod 600"));
  }
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t count = read(file, buffer, sizeof(buffer));
    if (count < 0) return SystemError("read", path);
    if (count == 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

absl::Status WriteAndSync(int file, const std::string& text, const std::string& path) {
  const ssize_t written = write(file, text.data(), text.size());
  if (written != static_cast<ssize_t>(text.size()) || fsync(file) != 0) {
    return SystemError("write", path);
  }
  return absl::OkStatus();
}

// So that the rename outlives a power cut too.
void SyncFolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  fsync(file);
  close(file);
}

absl::Status Replace(const std::string& path, const std::string& text) {
  const std::string unfinished = path + ".new";
  unlink(unfinished.c_str());
  const int file = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return SystemError("write", unfinished);
  absl::Status written = WriteAndSync(file, text, unfinished);
  close(file);
  if (written.ok() && std::rename(unfinished.c_str(), path.c_str()) != 0) {
    written = SystemError("write", path);
  }
  if (!written.ok()) {
    unlink(unfinished.c_str());
    return written;
  }
  SyncFolderOf(path);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<stored::AccessGrants> ReadGrants(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  stored::AccessGrants grants;
  FirstSyntaxError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(*text, &grants)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", error.text()));
  }
  const absl::Status checked = Check(grants, path);
  if (!checked.ok()) return checked;
  return grants;
}

absl::Status ChangeGrants(const std::string& path,
                          const std::function<absl::Status(stored::AccessGrants&)>& change) {
  // The file itself is replaced, so it is no place for a lock.
  const std::string lock_path = path + ".lock";
  const int lock = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return SystemError("write", lock_path);
  const absl::Cleanup close_lock = [lock] { close(lock); };
  if (flock(lock, LOCK_EX) != 0) return SystemError("lock", lock_path);

  auto grants = ReadGrants(path);
  if (absl::IsNotFound(grants.status())) grants = stored::AccessGrants();
  if (!grants.ok()) return grants.status();
  const absl::Status changed = change(*grants);
  if (!changed.ok()) return changed;
  const absl::Status checked = Check(*grants, path);
  if (!checked.ok()) return checked;
  std::string text;
  google::protobuf::TextFormat::PrintToString(*grants, &text);
  return Replace(path, absl::StrCat(kHeader, text));
}

std::string FormatGrantTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

absl::Time ParseGrantTime(const std::string& text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return absl::InfinitePast();
  return time;
}

}  // namespace counterpoint::service
