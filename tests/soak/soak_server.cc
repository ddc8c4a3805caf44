#include "tests/soak/soak_server.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "clients/cpp/credentials.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace counterpoint::soak {
namespace {

// Less than the defaults, so that what is too much is refused within seconds, and written so
// that slow calls say where their time went.
constexpr char kConfiguration[] = R"(
limits {
  max_calls: 400
  max_waiting_calls: 200
  max_streams: 60
  stalled_stream_limit: "%ds"
}
logging { slow_call: "5s" }
)";

std::string OutputOf(const std::string& command) {
  std::string output;
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  char bytes[256];
  while (std::fgets(bytes, sizeof(bytes), pipe) != nullptr) output += bytes;
  pclose(pipe);
  while (!output.empty() && output.back() == '\n') output.pop_back();
  return output;
}

}  // namespace

SoakServer::SoakServer() {
  folder_ = std::filesystem::temp_directory_path() / "counterpoint-soak-XXXXXX";
  if (mkdtemp(folder_.data()) == nullptr) folder_.clear();
}

SoakServer::~SoakServer() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

absl::Status SoakServer::Start() {
  if (folder_.empty()) return absl::InternalError("there is no room for a folder");
  std::ofstream(folder_ + "/conf")
      << absl::StrFormat(kConfiguration, absl::ToInt64Seconds(kStalled));
  token_ = OutputOf(absl::StrCat(COUNTERPOINTD, " token create --role administrator --tokens ",
                                 folder_, "/tokens 2>/dev/null"));
  if (token_.empty()) return absl::InternalError("counterpointd makes no token");
  process_.RestartWith({"--config", folder_ + "/conf", "--tokens", folder_ + "/tokens",
                        "--http-listen", "127.0.0.1:0", "--http-port-file", folder_ + "/http",
                        "--drain", absl::StrCat(absl::ToInt64Seconds(kDrain), "s"), "--log-level",
                        "warning"});
  return Restart();
}

absl::Status SoakServer::Restart() {
  if (process_.process() < 0) {
    std::filesystem::remove(folder_ + "/http");
    process_.Restart();
  }
  if (process_.address().empty()) return absl::InternalError("counterpointd does not start");
  // It may be written a moment after the other port.
  const absl::Time give_up = absl::Now() + absl::Seconds(10);
  while (!(std::ifstream(folder_ + "/http") >> http_port_)) {
    if (absl::Now() > give_up)
      return absl::InternalError("counterpointd does not name its HTTP port");
    absl::SleepFor(absl::Milliseconds(5));
  }
  return absl::OkStatus();
}

int SoakServer::port() const {
  int port = 0;
  const std::string& address = process_.address();
  (void)absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port);
  return port;
}

client::ConnectionOptions SoakServer::Connection() const {
  client::ConnectionOptions options;
  options.address = process_.address();
  options.token = token_;
  options.timeout = absl::Minutes(2);
  options.retry.max_attempts = 100;
  return options;
}

std::shared_ptr<grpc::Channel> SoakServer::Connect(bool with_token) const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetMaxReceiveMessageSize(-1);
  const auto credentials = grpc::InsecureChannelCredentials();
  if (!with_token) return grpc::CreateCustomChannel(process_.address(), credentials, arguments);
  return grpc::experimental::CreateCustomChannelWithInterceptors(
      process_.address(), credentials, arguments, client::SendsToken(token_));
}

client::Client SoakServer::PatientClient() const { return client::Client(Connection()); }

}  // namespace counterpoint::soak
