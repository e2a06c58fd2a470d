/** A request, read. */
export interface GitHubRequest {
  readonly method: string;
  /** The parts of its path that are not empty. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: unknown;
}

/** The answer to a request; its body is sent as JSON. */
export interface GitHubAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** A list as the Actions service answers it. */
export function listAnswer(value: readonly unknown[]): GitHubAnswer {
  return { status: 200, body: { count: value.length, value } };
}

/** A refusal as the Actions service answers it: clients tell errors apart by the type name. */
export function refusal(status: number, typeName: string, message: string): GitHubAnswer {
  return { status, body: { typeName, message } };
}
