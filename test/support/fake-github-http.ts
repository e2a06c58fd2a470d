/** A request with its body. */
export interface GitHubRequest {
  readonly method: string;
  /** The non-empty parts of its path. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: unknown;
}

/** A response. Its body is sent as JSON. */
export interface GitHubAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** A list in the format of the Actions service. */
export function listAnswer(value: readonly unknown[]): GitHubAnswer {
  return { status: 200, body: { count: value.length, value } };
}

/** An error of the Actions service: clients distinguish errors by the type name. */
export function refusal(status: number, typeName: string, message: string): GitHubAnswer {
  return { status, body: { typeName, message } };
}
