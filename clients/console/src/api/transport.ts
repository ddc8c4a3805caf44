import type { DescService } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient, type Client, type Interceptor } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { signInWanted, token } from './token';

/** Sends the token along, and asks for one where the service wants it. */
const withToken: Interceptor = (next) => async (request) => {
  if (token.value) request.header.set('Authorization', `Bearer ${token.value}`);
  try {
    return await next(request);
  } catch (error) {
    if (ConnectError.from(error).code === Code.Unauthenticated) signInWanted.value = true;
    throw error;
  }
};

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
