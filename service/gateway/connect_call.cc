#include "service/gateway/connect_call.h"

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "service/gateway/call_metadata.h"
#include "service/gateway/connect_error.h"
#include "service/gateway/envelope.h"
#include "service/gateway/gzip.h"

namespace counterpoint::service::gateway {
namespace {

using google::protobuf::MethodDescriptor;

constexpr char kStreamEncoding[] = "Connect-Content-Encoding";
constexpr char kStreamAccepts[] = "Connect-Accept-Encoding";

// Below, the header of a packet is most of what is sent. Quick, as callers wait.
constexpr std::size_t kWorthCompressing = 2 << 10;
constexpr int kLevel = 1;

bool IsStreaming(const MethodDescriptor& method) {
  return method.client_streaming() || method.server_streaming();
}

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

// "application/json" or "application/connect+json".
std::string ContentTypeOf(const MethodDescriptor& method, Codec codec) {
  return absl::StrCat("application/", IsStreaming(method) ? "connect+" : "", NameOf(codec));
}

// How the messages of a request are written; nothing where that is not the method's.
std::optional<Codec> CodecOf(const RequestHead& head, const MethodDescriptor& method) {
  const absl::string_view field = ViewOf(head[http::field::content_type]);
  const std::vector<absl::string_view> parts = absl::StrSplit(field, ';');
  const absl::string_view type = absl::StripAsciiWhitespace(parts.front());
  for (const Codec codec : {Codec::kJson, Codec::kBinary}) {
    if (absl::EqualsIgnoreCase(type, ContentTypeOf(method, codec))) return codec;
  }
  return std::nullopt;
}

bool Lists(boost::beast::string_view field, absl::string_view encoding) {
  for (const absl::string_view item : absl::StrSplit(ViewOf(field), ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(item, ';');
    if (absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts.front()), encoding)) return true;
  }
  return false;
}

// Whether what it packs is gzip; not OK where it is neither that nor nothing.
absl::StatusOr<bool> IsGzip(boost::beast::string_view encoding) {
  if (encoding.empty() || encoding == "identity") return false;
  if (encoding == "gzip") return true;
  return absl::UnimplementedError(absl::StrCat("the compression ", ViewOf(encoding),
                                               " is not known here; send gzip or identity"));
}

grpc::Status ToGrpc(const absl::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message())};
}

Response ErrorResponse(const grpc::Status& status) {
  Response response(static_cast<http::status>(HttpStatus(status.error_code())), 11);
  response.set(http::field::content_type, "application/json");
  const int retry_after = RetryAfterSeconds(status);
  if (retry_after > 0) response.set(http::field::retry_after, std::to_string(retry_after));
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED) {
    response.set(http::field::www_authenticate, "Bearer");
  }
  response.body() = ErrorJson(status);
  return response;
}

}  // namespace

Awaitable<void> ConnectCalls::Answer(HttpExchange& exchange, const MethodDescriptor& method) {
  const std::optional<Codec> codec = CodecOf(exchange.head(), method);
  if (!codec) {
    Response response(http::status::unsupported_media_type, 11);
    const std::string accepted = absl::StrCat(ContentTypeOf(method, Codec::kJson), ", ",
                                              ContentTypeOf(method, Codec::kBinary));
    response.set("Accept-Post", accepted);
    response.set(http::field::content_type, "text/plain");
    response.body() = absl::StrCat(method.full_name(), " takes ", accepted, "\n");
    co_return co_await exchange.Answer(std::move(response));
  }
  if (IsStreaming(method)) {
    co_await AnswerStream(exchange, method, *codec);
  } else {
    co_await AnswerUnary(exchange, method, *codec);
  }
}

Awaitable<void> ConnectCalls::AnswerUnary(HttpExchange& exchange, const MethodDescriptor& method,
                                          Codec codec) {
  const RequestHead& head = exchange.head();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + limits_.default_timeout));
  absl::StatusOr<std::string> request = co_await exchange.ReadAll(limits_.message_bytes);
  if (request.ok()) {
    const absl::StatusOr<bool> packed = IsGzip(head[http::field::content_encoding]);
    if (!packed.ok()) {
      request = packed.status();
    } else if (*packed) {
      request = Gunzip(*request, limits_.message_bytes);
    }
  }
  if (request.ok()) request = ToWire(*method.input_type(), codec, *std::move(request));
  const absl::Status read = ReadCallHeaders(head, context);
  if (request.ok() && !read.ok()) request = read;
  if (!request.ok()) co_return co_await exchange.Answer(ErrorResponse(ToGrpc(request.status())));

  exchange.Watch([&context] { context.TryCancel(); });
  UnaryAnswer answer =
      co_await CallUnary(stub_, PathOf(method), context, *request, exchange.executor());
  exchange.Unwatch();
  Response response(http::status::ok, 11);
  if (answer.status.ok()) {
    auto message = FromWire(*method.output_type(), codec, std::move(answer.message));
    if (message.ok()) {
      response.body() = *std::move(message);
    } else {
      answer.status = ToGrpc(message.status());
    }
  }
  if (answer.status.ok()) {
    response.set(http::field::content_type, ContentTypeOf(method, codec));
    response.set(http::field::vary, "Accept-Encoding");
    if (response.body().size() >= kWorthCompressing &&
        Lists(head[http::field::accept_encoding], "gzip")) {
      response.body() = Gzip(response.body(), kLevel);
      response.set(http::field::content_encoding, "gzip");
    }
  } else {
    response = ErrorResponse(answer.status);
  }
  AddInitialMetadata(context, response);
  AddTrailingMetadata(context, response);
  co_await exchange.Answer(std::move(response));
}

Awaitable<absl::Status> ConnectCalls::WriteRequests(HttpExchange& exchange, StreamingCall& call,
                                                    const MethodDescriptor& method, Codec codec) {
  const absl::StatusOr<bool> packed = IsGzip(exchange.head()[kStreamEncoding]);
  if (!packed.ok()) co_return packed.status();
  EnvelopeReader reader(limits_.message_bytes);
  int requests = 0;
  for (;;) {
    const std::string bytes = co_await exchange.ReadSome();
    if (bytes.empty()) break;
    reader.Add(bytes);
    for (;;) {
      absl::StatusOr<std::optional<Envelope>> envelope = reader.Next();
      if (!envelope.ok()) co_return envelope.status();
      if (!envelope->has_value()) break;
      absl::StatusOr<std::string> message = std::move((*envelope)->payload);
      if (((*envelope)->flags & Envelope::kCompressed) != 0) {
        message = *packed ? Gunzip(*message, limits_.message_bytes)
                          : absl::InvalidArgumentError(
                                absl::StrCat("a message is said to be compressed, and ",
                                             kStreamEncoding, " does not say how"));
      }
      if (message.ok()) message = ToWire(*method.input_type(), codec, *std::move(message));
      if (!message.ok()) co_return message.status();
      if (++requests > 1 && !method.client_streaming()) {
        co_return absl::UnimplementedError("the method takes one message");
      }
      // Where it takes no more, its end says why.
      if (!co_await call.Write(*message)) co_return absl::OkStatus();
    }
  }
  if (reader.HasRest()) {
    co_return absl::InvalidArgumentError("the body ends within a message");
  }
  if (requests == 0 && !method.client_streaming()) {
    co_return absl::UnimplementedError("the method takes one message, and there is none");
  }
  co_await call.WritesDone();
  co_return absl::OkStatus();
}

Awaitable<void> ConnectCalls::AnswerStream(HttpExchange& exchange, const MethodDescriptor& method,
                                           Codec codec) {
  const std::shared_ptr<StreamingCall> call = StreamingCall::Make(exchange.executor());
  // Also where the client is gone, which throws.
  const absl::Cleanup abandon = [&] { call->Abandon(); };
  grpc::Status end;
  bool is_watched = false;
  absl::Status begun = ReadCallHeaders(exchange.head(), call->context());
  if (begun.ok()) {
    call->Begin(stub_, PathOf(method));
    begun = co_await WriteRequests(exchange, *call, method, codec);
  }
  ResponseHead head;
  head.result(http::status::ok);
  head.set(http::field::content_type, ContentTypeOf(method, codec));
  const bool packs = Lists(exchange.head()[kStreamAccepts], "gzip");
  if (packs) head.set(kStreamEncoding, "gzip");
  head.set(http::field::cache_control, "no-store");
  std::optional<std::string> message;
  if (begun.ok()) {
    exchange.Watch([call] { call->Abandon(); });
    is_watched = true;
    message = co_await call->Read();
    AddInitialMetadata(call->context(), head);
  } else {
    end = ToGrpc(begun);
  }
  co_await exchange.BeginStream(std::move(head));
  while (end.ok() && message) {
    auto written = FromWire(*method.output_type(), codec, *std::move(message));
    if (!written.ok()) {
      end = ToGrpc(written.status());
      break;
    }
    // In a variable: GCC 12 destroys the temporaries of a conditional twice that stands
    // in what is awaited.
    std::string framed = packs && written->size() >= kWorthCompressing
                             ? Framed(Envelope::kCompressed, Gzip(*written, kLevel))
                             : Framed(0, *written);
    co_await exchange.WriteChunk(std::move(framed));
    message = co_await call->Read();
  }
  nlohmann::json last = nlohmann::json::object();
  if (end.ok()) {
    end = call->status();
    last["metadata"] = TrailingMetadata(call->context());
  }
  if (!end.ok()) last["error"] = ErrorObject(end);
  if (is_watched) exchange.Unwatch();
  co_await exchange.WriteChunk(Framed(
      Envelope::kEndOfStream, last.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
  co_await exchange.EndStream();
}

}  // namespace counterpoint::service::gateway
