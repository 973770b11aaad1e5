import { describe, expect, it } from 'vitest';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import { mindsporeDefaults } from '../../oracle/dialects/mindspore.ts';
import { torchDefaults } from '../../oracle/dialects/torch-arguments.ts';
import { catalogue } from '../mutants/catalogue.ts';
import { signatureClaims } from './catalogue/signatures.ts';
import { repr } from '../../oracle/python-value.ts';
import { behaving, constructing, defect, raising, reference, ruledBy, withArgument } from './hypotheses.ts';

const scenario = simpleScenario('torch', {});

describe('a hypothesis', () => {
  it.each([
    ['the reference', reference],
    ['with no other rule', ruledBy(() => ({}))],
    ['with no other row', behaving(() => ({}))],
    ['that raises nowhere', raising(() => false)],
    ['that constructs nothing else', constructing(() => ({}))],
    ['with the default given', withArgument('momentum', { float: 0.1 })],
    ['without an argument that is not there', withArgument('momentum', undefined)],
  ])('is what the frameworks do: %s', (_, hypothesis) => {
    expect(hypothesis(scenario)).toEqual(answerScenario(scenario));
  });

  it('can be other than they do', () => {
    expect(raising(() => true)(scenario).steps[0]?.ranks[0]?.error?.type).toBe('ValueError');
    expect(behaving(() => ({ buffers: 'read' }))(scenario).steps[0]?.ranks[0]?.runningMean?.values).toEqual(new Float64Array(3));
    expect(constructing(() => ({ bias: null }))(scenario).initial?.bias).toBeNull();
    expect(withArgument('affine', false)(scenario).initial?.weight).toBeNull();
    expect(withArgument('num_features', undefined)(scenario).construction[0]?.type).toBe('TypeError');
  });

  it('is the same for the same argument, so that it is asked once', () => {
    expect(withArgument('eps', { float: 0.5 })).toBe(withArgument('eps', { float: 0.5 }));
    expect(withArgument('eps', { float: 0.5 })).not.toBe(withArgument('eps', { float: 0.25 }));
  });

  it('can be a known defect, of the catalogue alone', () => {
    const biased = catalogue.find(({ id }) => id === 'buffer-biased');
    expect(defect('buffer-biased')(scenario)).toEqual(biased?.answer(scenario, 'A'));
    expect(() => defect('none-of-these')).toThrow('Expected a mutant of the catalogue, got none-of-these.');
  });
});

describe('the defaults that the signatures name', () => {
  // A claim about a default holds the traces against the reference: that has to have the same.
  it.each([
    ['torch', torchDefaults],
    ['mindspore', mindsporeDefaults],
  ] as const)('are those of the reference: %s', (dialect, defaults) => {
    const named = signatureClaims.flatMap(({ id, text }) => {
      const name = id.startsWith(`signature/${dialect}/`) ? id.slice(`signature/${dialect}/`.length) : '';
      return name in defaults ? [[name, / is (?<value>\S+) unless given/u.exec(text)?.groups?.['value']]] : [];
    });
    expect(named.length).toBeGreaterThan(3);
    expect(named).toEqual(named.map(([name = '']) => [name, repr(defaults[name] ?? null)]));
  });
});
