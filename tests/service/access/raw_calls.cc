#include "tests/service/access/raw_calls.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "service/access/access_table.h"

namespace counterpoint::service {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

std::string TextOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  buffer.Dump(&slices).ok();
  std::string text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

bool Await(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return ok;
}

}  // namespace

std::vector<const MethodDescriptor*> AllMethods() {
  const AccessRules loads_descriptors;
  std::vector<const MethodDescriptor*> methods;
  for (const MethodAccess& access : AccessTable()) {
    methods.push_back(
        DescriptorPool::generated_pool()->FindMethodByName(std::string(access.method)));
  }
  return methods;
}

std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
}

void SetText(Message& message, const std::string& path, const std::string& text) {
  Message* within = &message;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    within = within->GetReflection()->MutableMessage(
        within, within->GetDescriptor()->FindFieldByName(names[i]));
  }
  within->GetReflection()->SetString(within, within->GetDescriptor()->FindFieldByName(names.back()),
                                     text);
}

RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor& method,
                  const Message& request, const std::string& token, absl::Duration limit) {
  RawAnswer answer;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + limit));
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareCall(
      &context, absl::StrCat("/", method.service()->full_name(), "/", method.name()), &queue);
  call->StartCall(nullptr);
  Await(queue);
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slice(bytes);
  call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  Await(queue);
  bool goes_on = false;
  for (grpc::ByteBuffer message;;) {
    call->Read(&message, nullptr);
    if (!Await(queue)) break;
    answer.messages.push_back(TextOf(message));
    goes_on = method.server_streaming() && !method.client_streaming();
    if (goes_on) {
      context.TryCancel();
      break;
    }
  }
  call->Finish(&answer.status, nullptr);
  Await(queue);
  if (goes_on) answer.status = grpc::Status::OK;
  for (const auto* metadata :
       {&context.GetServerInitialMetadata(), &context.GetServerTrailingMetadata()}) {
    for (const auto& [key, value] : *metadata) {
      absl::StrAppend(&answer.metadata, std::string(key.begin(), key.end()), ": ",
                      std::string(value.begin(), value.end()), "\n");
    }
  }
  return answer;
}

}  // namespace counterpoint::service
