import type { IConstruct } from 'constructs';

const NOTICE = 'cdk8s-deskrun/notice';

/** Adds a notice: the construct works, but its user should know something about it. */
export function addNotice(scope: IConstruct, message: string): void {
  scope.node.addMetadata(NOTICE, message);
}

/** Returns all notices in a tree, each with the path of its construct. */
export function noticesOf(root: IConstruct): string[] {
  return root.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === NOTICE).map(({ data }) => `[${node.path}] ${String(data)}`),
    );
}
