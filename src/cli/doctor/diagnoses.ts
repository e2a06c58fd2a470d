import type { Diagnosis } from './diagnosis';
import { cacheDiagnoses } from './diagnoses/caches';
import { configMapDiagnoses } from './diagnoses/config-maps';
import { controllerDiagnoses } from './diagnoses/controller';
import { crdDiagnoses } from './diagnoses/crds';
import { credentialDiagnoses } from './diagnoses/credential';
import { finalizerDiagnoses } from './diagnoses/finalizers';
import { listenerDiagnoses } from './diagnoses/listener';
import { networkDiagnoses } from './diagnoses/network';
import { nodeDiagnoses } from './diagnoses/nodes';
import { placementDiagnoses } from './diagnoses/placement';
import { podSecurityLevel } from './diagnoses/pod-security';
import { podDiagnoses } from './diagnoses/pods';
import { quotaDiagnoses } from './diagnoses/quota';
import { permissionDiagnoses } from './diagnoses/permissions';
import { runnerDiagnoses } from './diagnoses/runners';
import { scaleSetDiagnoses } from './diagnoses/scale-set';
import { storageDiagnoses } from './diagnoses/storage';

/** All diagnoses, in the order to fix them in: causes before what they affect. */
export const DIAGNOSES: readonly Diagnosis[] = [
  ...nodeDiagnoses,
  ...crdDiagnoses,
  ...controllerDiagnoses,
  ...finalizerDiagnoses,
  ...permissionDiagnoses,
  ...credentialDiagnoses,
  ...configMapDiagnoses,
  ...scaleSetDiagnoses,
  ...listenerDiagnoses,
  podSecurityLevel,
  ...runnerDiagnoses,
  ...quotaDiagnoses,
  ...placementDiagnoses,
  ...storageDiagnoses,
  ...podDiagnoses,
  ...cacheDiagnoses,
  ...networkDiagnoses,
];
