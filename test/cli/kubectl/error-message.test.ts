import { errorMessage } from '../../../src/cli/kubectl/error-message';

const said = (stderr: string) => errorMessage('apply', stderr, 'context desk');

describe('an error of kubectl', () => {
  it('about a conflict names the field, its field manager and what to do', () => {
    expect(
      said(
        'error: Apply failed with 1 conflict: conflict with "kubectl-edit" using actions.github.com/v1alpha1: ' +
          '.spec.maxRunners\nPlease review the fields above',
      ),
    ).toBe(
      'fields have other values, set by other field managers: .spec.maxRunners set by kubectl-edit; undo that, ' +
        'or overwrite them with --force-conflicts',
    );
  });

  it('about several conflicts names all of them', () => {
    expect(
      said(
        'Apply failed with 3 conflicts: conflicts with "helm":\n- .data.x\n- .data.y\nconflicts with "me" using ' +
          'v1:\n- .data.z\nPlease review the fields above',
      ),
    ).toBe(
      'fields have other values, set by other field managers: .data.x, .data.y set by helm; .data.z set by me; ' +
        'undo that, or overwrite them with --force-conflicts',
    );
  });

  it('about an unknown context names the command that lists contexts', () => {
    expect(said('Error in configuration: context was not found for specified context: desk')).toBe(
      'kubectl does not know the cluster (context desk); choose one of kubectl config get-contexts with ' +
        '--context and --kubeconfig',
    );
  });

  it.each([
    'The connection to the server 127.0.0.1:6443 was refused',
    'Unable to connect to the server: dial tcp: lookup desk: no such host',
    'Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
  ])('about a server that does not answer: %s', stderr => {
    expect(said(stderr)).toBe(`the API server does not answer (context desk); is the cluster running?\n${stderr}`);
  });

  it('about a timeout names --timeout', () => {
    expect(said('error: timed out waiting for the condition on autoscalingrunnersets/docs')).toBe(
      'timed out: timed out waiting for the condition on autoscalingrunnersets/docs; raise --timeout, or see why ' +
        'with kubectl describe',
    );
  });

  it('about a namespace in deletion names deskrun doctor', () => {
    expect(
      said(
        'Error from server (Forbidden): serviceaccounts "docs" is forbidden: unable to create new content in ' +
          'namespace ci because it is being terminated',
      ),
    ).toBe(
      'namespace ci is being deleted, and nothing can be created in it until then; if that takes long, see why ' +
        'with deskrun doctor',
    );
  });

  it('about anything else is printed unchanged', () => {
    expect(said('error: You must be logged in to the server (Unauthorized)\n')).toBe(
      'You must be logged in to the server (Unauthorized)',
    );
  });

  it('without a message gets one', () => {
    expect(said('')).toBe('kubectl apply failed without a message');
  });
});
