/** What kubectl said, in a form that says what to do. */
export function complaint(verb: string, stderr: string, where: string): string {
  const said = stderr.trim();
  const conflict = conflicts(said);
  if (conflict !== undefined) return conflict;
  const [, leaving] = /unable to create new content in namespace (\S+) because it is being terminated/.exec(said) ?? [];
  if (leaving !== undefined)
    return `namespace ${leaving} is being deleted, and nothing can be made in it until it is gone; if it does not go, see what holds it with deskrun doctor`;
  if (/context was not found|context ".*" does not exist/.test(said))
    return `kubectl knows no such cluster (${where}); name one that kubectl config get-contexts lists, with --context and --kubeconfig`;
  if (
    /connection refused|Unable to connect|no such host|i\/o timeout|was refused|context deadline exceeded|Client\.Timeout/.test(
      said,
    )
  )
    return `the API server does not answer (${where}); is the cluster running?\n${said}`;
  if (/timed out waiting/.test(said))
    return `timed out: ${said.replace(/^error: /, '')}; give it longer with --timeout, or see what holds it with kubectl describe`;
  return said === '' ? `kubectl ${verb} failed without a word` : said.replace(/^error: /i, '');
}

/** Which fields somebody else has set to something else, by whom. */
function conflicts(said: string): string | undefined {
  if (!/^(error: )?Apply failed with \d+ conflict/m.test(said)) return undefined;
  const found = said.split('\n').flatMap((line, index, lines): string[] => {
    const together = /conflicts? with "([^"]+)"(?: using [^:]+)?:\s*(\.\S+)?/.exec(line);
    if (!together) return [];
    const below = lines.slice(index + 1);
    const end = below.findIndex(next => !next.startsWith('- '));
    const fields =
      together[2] === undefined ? below.slice(0, end < 0 ? undefined : end).map(next => next.slice(2)) : [together[2]];
    return [`${fields.join(', ')} set by ${together[1] as string}`];
  });
  return `somebody else has set fields of it to something else: ${found.join('; ')}; undo that, or take them over with --force-conflicts`;
}
