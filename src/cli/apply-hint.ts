import type { GitOpsTool } from './configuration/config-text';

/** Tells how the manifests in a folder get into a cluster, with the tool that `gitOps` names. */
export function applyHint(tool: GitOpsTool | undefined, folder: string): string {
  switch (tool) {
    case 'argocd':
      return `commit ${folder} to the repository of the Argo CD Application; create ${SECRETS} in the cluster first`;
    case 'flux':
      return (
        `commit ${folder} to the source that sourceRef names, and apply ${folder}/flux once ` +
        `(kubectl apply -f ${folder}/flux); create ${SECRETS} in the cluster first`
      );
    case 'kapp':
      return `kapp deploy -a deskrun -f ${folder}, after you created ${SECRETS}`;
    case undefined:
      return `kubectl apply --recursive -f ${folder}, after you created ${SECRETS}; or deskrun up`;
  }
}

const SECRETS = 'the Secrets that auth names';
