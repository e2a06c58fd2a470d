import type { IConstruct } from 'constructs';

const NOTICE = 'cdk8s-deskrun/notice';

/** Says something about a construct that works, and that its owner should know. */
export function addNotice(scope: IConstruct, message: string): void {
  scope.node.addMetadata(NOTICE, message);
}

/** Everything said in a tree, with the path of whom it is about. */
export function noticesOf(root: IConstruct): string[] {
  return root.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === NOTICE).map(({ data }) => `[${node.path}] ${String(data)}`),
    );
}
