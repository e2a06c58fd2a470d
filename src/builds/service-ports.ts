import type { BuildService } from './build-config';

/** Ports of official images, by the last part of the image's name. */
const WELL_KNOWN: Readonly<Record<string, number>> = {
  cassandra: 9042,
  'clickhouse-server': 8123,
  elasticsearch: 9200,
  etcd: 2379,
  httpd: 80,
  mariadb: 3306,
  memcached: 11211,
  minio: 9000,
  mongo: 27017,
  mysql: 3306,
  nats: 4222,
  nginx: 80,
  opensearch: 9200,
  percona: 3306,
  pgvector: 5432,
  postgis: 5432,
  postgres: 5432,
  rabbitmq: 5672,
  redis: 6379,
  registry: 5000,
  timescaledb: 5432,
  valkey: 6379,
  vault: 8200,
};

/** The port that an image such as `postgres:16` listens on, if it is well known. */
export function wellKnownPort(image: string): number | undefined {
  const [name = ''] = (image.split('/').at(-1) as string).split(/[:@]/);
  return Object.hasOwn(WELL_KNOWN, name) ? WELL_KNOWN[name] : undefined;
}

/** Two services that listen on one port. */
export interface PortClash {
  readonly service: BuildService;
  readonly earlier: BuildService;
  readonly port: number;
}

/** The services that listen on a port of an earlier service. In a pod, only one of the two can start. */
export function portClashes(services: readonly BuildService[]): PortClash[] {
  return services.flatMap((service, index) =>
    service.ports.flatMap(port => {
      const earlier = services.slice(0, index).find(({ ports }) => ports.includes(port));
      return earlier === undefined ? [] : [{ service, earlier, port }];
    }),
  );
}
