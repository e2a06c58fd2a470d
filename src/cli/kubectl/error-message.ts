/** Phrases in errors of kubectl when the API server does not answer. */
const UNREACHABLE = [
  'connection refused',
  'Unable to connect',
  'no such host',
  'i/o timeout',
  'was refused',
  'context deadline exceeded',
  'Client.Timeout',
];

/** The message for an error of kubectl, with what to do. */
export function errorMessage(verb: string, stderr: string, where: string): string {
  const text = stderr.trim();
  const conflict = conflicts(text);
  if (conflict !== undefined) return conflict;
  const [, namespace] =
    /unable to create new content in namespace (\S+) because it is being terminated/.exec(text) ?? [];
  if (namespace !== undefined)
    return (
      `namespace ${namespace} is being deleted, and nothing can be created in it until then; if that takes long, see ` +
      'why with deskrun doctor'
    );
  if (/context was not found|context ".*" does not exist/.test(text))
    return (
      `kubectl does not know the cluster (${where}); choose one of kubectl config get-contexts with --context and ` +
      '--kubeconfig'
    );
  if (UNREACHABLE.some(phrase => text.includes(phrase)))
    return `the API server does not answer (${where}); is the cluster running?\n${text}`;
  if (/timed out waiting/.test(text))
    return `timed out: ${text.replace(/^error: /, '')}; raise --timeout, or see why with kubectl describe`;
  return text === '' ? `kubectl ${verb} failed without a message` : text.replace(/^error: /i, '');
}

/** The fields with conflicts, and their field managers; `undefined` for another error. */
function conflicts(text: string): string | undefined {
  if (!/^(error: )?Apply failed with \d+ conflict/m.test(text)) return undefined;
  const found = text.split('\n').flatMap((line, index, lines): string[] => {
    const together = /conflicts? with "([^"]+)"(?: using [^:]+)?:\s*(\.\S+)?/.exec(line);
    if (!together) return [];
    const below = lines.slice(index + 1);
    const end = below.findIndex(next => !next.startsWith('- '));
    const fields =
      together[2] === undefined ? below.slice(0, end < 0 ? undefined : end).map(next => next.slice(2)) : [together[2]];
    return [`${fields.join(', ')} set by ${together[1] as string}`];
  });
  return (
    `fields have other values, set by other field managers: ${found.join('; ')}; undo that, or overwrite them with ` +
    '--force-conflicts'
  );
}
