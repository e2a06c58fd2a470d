import { complaint } from '../../../src/cli/kubectl/complaint';

const said = (stderr: string) => complaint('apply', stderr, 'context desk');

describe('what kubectl says', () => {
  it('of one field that somebody else has set is told with who that is, and the way out', () => {
    expect(
      said(
        'error: Apply failed with 1 conflict: conflict with "kubectl-edit" using actions.github.com/v1alpha1: .spec.maxRunners\nPlease review the fields above',
      ),
    ).toBe(
      'somebody else has set fields of it to something else: .spec.maxRunners set by kubectl-edit; undo that, or take them over with --force-conflicts',
    );
  });

  it('of several fields of several others is told with all of them', () => {
    expect(
      said(
        'Apply failed with 3 conflicts: conflicts with "helm":\n- .data.x\n- .data.y\nconflicts with "me" using v1:\n- .data.z\nPlease review the fields above',
      ),
    ).toBe(
      'somebody else has set fields of it to something else: .data.x, .data.y set by helm; .data.z set by me; undo that, or take them over with --force-conflicts',
    );
  });

  it('of a context that it does not know is told with where contexts are listed', () => {
    expect(said('Error in configuration: context was not found for specified context: desk')).toBe(
      'kubectl knows no such cluster (context desk); name one that kubectl config get-contexts lists, with --context and --kubeconfig',
    );
  });

  it.each([
    'The connection to the server 127.0.0.1:6443 was refused',
    'Unable to connect to the server: dial tcp: lookup desk: no such host',
    'Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
  ])('of a server that is silent is told so: %s', stderr => {
    expect(said(stderr)).toBe(`the API server does not answer (context desk); is the cluster running?\n${stderr}`);
  });

  it('of what takes too long is told with how to give it longer', () => {
    expect(said('error: timed out waiting for the condition on autoscalingrunnersets/docs')).toBe(
      'timed out: timed out waiting for the condition on autoscalingrunnersets/docs; give it longer with --timeout, or see what holds it with kubectl describe',
    );
  });

  it('of a namespace on its way out is told with what tells what holds it', () => {
    expect(
      said(
        'Error from server (Forbidden): serviceaccounts "docs" is forbidden: unable to create new content in namespace ci because it is being terminated',
      ),
    ).toBe(
      'namespace ci is being deleted, and nothing can be made in it until it is gone; if it does not go, see what holds it with deskrun doctor',
    );
  });

  it('of anything else is passed on', () => {
    expect(said('error: You must be logged in to the server (Unauthorized)\n')).toBe(
      'You must be logged in to the server (Unauthorized)',
    );
  });

  it('is missed where it says nothing', () => {
    expect(said('')).toBe('kubectl apply failed without a word');
  });
});
