import { REFUSED, REFUSED_OF_CONTROLLER } from '../import/refused-values';
import { NAMESPACE } from '../import/releases';
import { helmTemplate } from '../support/helm';

describe('the charts refuse the values that the import reports as refused', () => {
  test.each([
    ...REFUSED.map(refused => ({ ...refused, chart: 'gha-runner-scale-set' as const })),
    ...REFUSED_OF_CONTROLLER.map(refused => ({ ...refused, chart: 'gha-runner-scale-set-controller' as const })),
  ])('$chart: $helm', ({ chart, values, helm }) => {
    expect(helmTemplate({ chart, name: 'docs', namespace: NAMESPACE, values }).refusal).toContain(helm);
  });
});
