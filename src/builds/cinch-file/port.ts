/** Returns why a value is not the port of a service, or undefined. */
export function portProblem(port: string | number): string | undefined {
  const got = `got ${JSON.stringify(port)}`;
  const [, first, second] = /^(\d+)(?::(\d+))?$/.exec(String(port)) ?? [];
  const number = Number(second ?? first);
  if (!(number >= 1 && number <= 65535)) return `must be a port from 1 to 65535, ${got}`;
  return second !== undefined && Number(first) !== number
    ? `maps one port to another, which a pod does not do, ${got}; write ${number}, where the service listens`
    : undefined;
}

/** The number of a port, which may be written as `5432:5432`. */
export function readPort(port: string | number): number {
  return Number(String(port).split(':').at(-1));
}
