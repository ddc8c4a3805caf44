import { fromBinary } from '@bufbuild/protobuf';
import type { Any } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import { BadRequestSchema, ResourceInfoSchema, type Status } from '@/gen/counterpoint/rpc/status_pb';

export interface FieldProblem {
  /** Path of the field as the service names it: "member.needs[0].title". */
  field: string;
  text: string;
}

/** An error of a call, as the console shows it. */
export interface Problem {
  code: Code;
  /** The service's own sentence. */
  text: string;
  fields: FieldProblem[];
  /** Name of the resource that the error is about, if any. */
  resource: string;
}

export function problemOf(error: unknown): Problem {
  const cause = ConnectError.from(error);
  // A browser that reaches nobody throws a TypeError, which Connect calls unknown.
  const unreachable = cause.code === Code.Unknown && cause.cause instanceof TypeError;
  return {
    code: unreachable ? Code.Unavailable : cause.code,
    text: unreachable ? '' : cause.rawMessage,
    fields: cause.findDetails(BadRequestSchema).flatMap((detail) => fieldsOf(detail)),
    resource: cause.findDetails(ResourceInfoSchema)[0]?.resourceName ?? '',
  };
}

/** The same of the error of one item in an answer. */
export function problemOfStatus(status: Status): Problem {
  const problem: Problem = { code: status.code, text: status.message, fields: [], resource: '' };
  for (const detail of status.details) {
    if (isA(detail, 'google.rpc.BadRequest')) {
      problem.fields.push(...fieldsOf(fromBinary(BadRequestSchema, detail.value)));
    } else if (isA(detail, 'google.rpc.ResourceInfo')) {
      problem.resource = fromBinary(ResourceInfoSchema, detail.value).resourceName;
    }
  }
  return problem;
}

/** The texts about a field and what is below it: "needs[0]" has those of "needs[0].title.zh". */
export function textsOf(fields: FieldProblem[], path: string, prefix = ''): string {
  const full = prefix + path;
  return fields
    .filter(
      ({ field }) => field === full || (field.startsWith(full) && /^[.[]/.test(field.slice(full.length))),
    )
    .map(({ text }) => text)
    .join('; ');
}

function isA(detail: Any, type: string): boolean {
  return detail.typeUrl.endsWith(`/${type}`);
}

function fieldsOf(detail: { fieldViolations: { field: string; description: string }[] }): FieldProblem[] {
  return detail.fieldViolations.map(({ field, description }) => ({ field, text: description }));
}
