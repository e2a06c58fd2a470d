import { Chart } from 'cdk8s';
import {
  ArcController,
  DeskrunApp,
  DindRunnerSet,
  GitHubAuth,
  KubernetesNoVolumeRunnerSet,
  NvmeCacheVolume,
  RunnerChart,
  RunnerNamespace,
  type DeskrunAppProps,
} from 'cdk8s-deskrun';
import { ConfigMap } from 'cdk8s-plus-28';

const NAMESPACE = 'arc-runners';

/** Namespaces and controller in one chart, our own objects and the runner sets in another. */
export function runnersApp(props: DeskrunAppProps = {}): DeskrunApp {
  const app = new DeskrunApp(props);

  const platform = new Chart(app, 'platform', { namespace: 'arc-systems' });
  new RunnerNamespace(platform, 'runners', { name: NAMESPACE });
  new RunnerNamespace(platform, 'controller', { name: 'arc-systems' });
  const controller = new ArcController(platform, 'arc');

  const chart = new RunnerChart(app, 'runners', { namespace: NAMESPACE, controller });
  const auth = GitHubAuth.fromSecret('github');

  // Any object of cdk8s-plus can stand beside the runner sets and be used by them.
  const npmrc = new ConfigMap(chart, 'npmrc', {
    metadata: { name: 'npmrc' },
    data: { '.npmrc': 'registry=https://npm.corp.example/\n' },
  });

  new KubernetesNoVolumeRunnerSet(chart, 'checks', {
    name: 'checks',
    githubConfigUrl: 'https://github.com/your-org',
    auth,
    maxRunners: 10,
    jobPod: {
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '4Gi' } },
      template: {
        spec: {
          containers: [
            {
              name: '$job',
              env: [{ name: 'NPM_CONFIG_USERCONFIG', value: '/etc/npm/.npmrc' }],
              volumeMounts: [{ name: 'npmrc', mountPath: '/etc/npm', readOnly: true }],
            },
          ],
          volumes: [{ name: 'npmrc', configMap: { name: npmrc.name } }],
        },
      },
    },
  });

  const images = new DindRunnerSet(chart, 'images', {
    name: 'images',
    githubConfigUrl: 'https://github.com/your-org',
    auth,
    maxRunners: 4,
    caches: [NvmeCacheVolume.named('npm', { source: '/nvme/npm' })],
  });

  // A field of ARC's that no prop has is reached through the ARC object.
  for (const { resource } of images.scaleSets) resource.metadata.addAnnotation('example.com/owner', 'platform-team');

  return app;
}
