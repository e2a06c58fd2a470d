import type { AzureKeyVault, VaultConfig } from '../../src/auth/vault';
import type { AllowedPeer, NetworkPolicyProps } from '../../src/network/policy';
import type { PrivateCa } from '../../src/network/private-ca';
import type { Proxy, ProxyServer } from '../../src/network/proxy';
import type { ListenerHistogram, ListenerMetrics } from '../../src/runners/listener-metrics';
import type { ControllerObject, Metadata, OwnObject } from '../../src/runners/metadata';
import { testEachChanges, type ValueOfEach } from '../support/every-option';
import { everyMode } from '../support/modes';

describe('every option of proxy changes the manifests', () => {
  const server = { url: 'http://proxy:3128' };
  testEachChanges<Proxy>(
    { http: { url: 'http://plain:3128' }, https: { url: 'http://other:3128' }, noProxy: ['.svc'] },
    option => ({ proxy: { https: server, ...option } }),
  );
  testEachChanges<ProxyServer>({ url: 'http://other:3128', credentialSecretRef: 'proxy' }, option => ({
    proxy: { https: { ...server, ...option } },
  }));
});

describe('every option of githubServerTls changes the manifests', () => {
  const values: ValueOfEach<PrivateCa> = { configMap: 'other', key: 'other.pem', runnerMountPath: '/ca' };
  testEachChanges<PrivateCa>(values, option => ({ githubServerTls: { configMap: 'ca', key: 'ca.crt', ...option } }));
});

describe('every option of networkPolicy changes the manifests', () => {
  const containerMode = everyMode.dind;
  const values: ValueOfEach<NetworkPolicyProps> = {
    denyPrivateNetworks: true,
    apiServer: '10.96.0.1/32',
    allow: [{ cidr: '10.0.0.5/32' }],
  };
  testEachChanges<NetworkPolicyProps>(values, networkPolicy => ({ containerMode, networkPolicy }));

  const peer: ValueOfEach<AllowedPeer> = {
    cidr: '10.0.0.6/32',
    namespaceLabels: { name: 'mirror' },
    podLabels: { app: 'mirror' },
    ports: [443],
  };
  const { cidr, ports, ...labels } = peer;
  testEachChanges({ cidr, ports }, option => ({
    containerMode,
    networkPolicy: { allow: [{ cidr: '10.0.0.5/32', ...option }] },
  }));
  testEachChanges(labels, option => ({
    containerMode,
    networkPolicy: { allow: [{ podLabels: { app: 'other' }, ...option }] },
  }));
});

describe('every option of vaultConfig changes the manifests', () => {
  const vault: ValueOfEach<AzureKeyVault> = {
    url: 'https://a.vault.azure.net',
    tenantId: 'tenant',
    clientId: 'client',
    certificatePath: '/vault/a.pem',
  };
  const other: ValueOfEach<AzureKeyVault> = {
    url: 'https://b.vault.azure.net',
    tenantId: 'b',
    clientId: 'b',
    certificatePath: '/vault/b.pem',
  };
  const listenerTemplate = {
    spec: {
      containers: [{ name: 'listener', volumeMounts: [{ name: 'vault', mountPath: '/vault' }] }],
      volumes: [{ name: 'vault', secret: { secretName: 'vault' } }],
    },
  };
  const values: ValueOfEach<VaultConfig> = { azureKeyVault: other, proxy: { https: { url: 'http://proxy:3128' } } };
  testEachChanges<VaultConfig>(values, option => ({
    listenerTemplate,
    vaultConfig: { azureKeyVault: vault, ...option },
  }));
  testEachChanges<AzureKeyVault>(other, option => ({
    listenerTemplate,
    vaultConfig: { azureKeyVault: { ...vault, ...option } },
  }));
});

describe('every kind of metric changes the manifests', () => {
  const values: ValueOfEach<ListenerMetrics> = {
    counters: { gha_started_jobs_total: { labels: [] } },
    gauges: { gha_busy_runners: { labels: [] } },
    histograms: { gha_job_startup_duration_seconds: { labels: [] } },
  };
  testEachChanges<ListenerMetrics>(values, listenerMetrics => ({ listenerMetrics }));

  const histogram: ValueOfEach<ListenerHistogram> = { labels: ['repository'], buckets: [1, 2] };
  testEachChanges<ListenerHistogram>(histogram, option => ({
    listenerMetrics: { histograms: { gha_job_startup_duration_seconds: { labels: [], ...option } } },
  }));
});

describe('the metadata of every object changes the manifests', () => {
  const metadata: Metadata = { labels: { team: 'web' } };
  const ofEveryMode: ValueOfEach<
    Record<ControllerObject | 'autoscalingRunnerSet' | 'managerRole' | 'managerRoleBinding', Metadata>
  > = {
    autoscalingRunnerSet: metadata,
    managerRole: metadata,
    managerRoleBinding: metadata,
    autoscalingListener: metadata,
    listenerServiceAccount: metadata,
    listenerRole: metadata,
    listenerRoleBinding: metadata,
    listenerConfigSecret: metadata,
    ephemeralRunnerSet: metadata,
    ephemeralRunner: metadata,
    ephemeralRunnerConfigSecret: metadata,
  };
  const ofHooks: ValueOfEach<
    Record<Exclude<OwnObject, keyof typeof ofEveryMode | 'noPermissionServiceAccount'>, Metadata>
  > = {
    kubernetesModeServiceAccount: metadata,
    kubernetesModeRole: metadata,
    kubernetesModeRoleBinding: metadata,
  };
  testEachChanges(ofEveryMode, resourceMeta => ({ resourceMeta }));
  testEachChanges(ofHooks, resourceMeta => ({ resourceMeta }));
  testEachChanges({ noPermissionServiceAccount: metadata }, resourceMeta => ({
    containerMode: everyMode.dind,
    resourceMeta,
  }));

  const values: ValueOfEach<Metadata> = { labels: { team: 'web' }, annotations: { team: 'web' } };
  testEachChanges<Metadata>(values, option => ({ resourceMeta: { managerRole: option } }));
});
