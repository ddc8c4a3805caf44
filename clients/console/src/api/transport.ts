import type { DescService } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient, type Client, type Interceptor } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { refuse, token } from './token';

/** Sends the token along, and asks for one where the service wants it. */
const withToken: Interceptor = (next) => async (request) => {
  const sent = token.value;
  if (sent) request.header.set('Authorization', `Bearer ${sent}`);
  const judge = (error: unknown) => {
    if (ConnectError.from(error).code === Code.Unauthenticated) refuse(sent);
    return error;
  };
  try {
    const response = await next(request);
    // Of a stream the end can come late: a token that expires while it is read.
    return response.stream ? { ...response, message: judged(response.message, judge) } : response;
  } catch (error) {
    throw judge(error);
  }
};

async function* judged<Message>(messages: AsyncIterable<Message>, judge: (error: unknown) => unknown) {
  try {
    yield* messages;
  } catch (error) {
    throw judge(error);
  }
}

// The service that serves the console answers it.
const transport = createConnectTransport({
  baseUrl: window.location.origin,
  useBinaryFormat: true,
  interceptors: [withToken],
});

const clients = new Map<DescService, unknown>();

/** The client of a service of the protos, made once. */
export function clientOf<S extends DescService>(service: S): Client<S> {
  let client = clients.get(service) as Client<S> | undefined;
  if (!client) {
    client = createClient(service, transport);
    clients.set(service, client);
  }
  return client;
}
