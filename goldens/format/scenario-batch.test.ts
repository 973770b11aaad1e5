import { RecordBatchReader, RecordBatchStreamWriter } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { planRecording } from '../../generators/plan-recording.ts';
import { existing } from '../testing/golden-rows.ts';
import { planChunks } from '../recorders/chunk-plan.ts';
import { poolColumns, textColumn } from './row-columns.ts';
import { scenarioBatch, scenarioFormat } from './scenario-batch.ts';
import { decodeScenario } from './scenario-json.ts';

describe('scenarioBatch', () => {
  it.each(['torch', 'mindspore'] as const)('reads back from a stream as it was, for %s', (dialect) => {
    const chunks = planChunks(planRecording(dialect, 60, 3, true), 'recorder');
    const writer = new RecordBatchStreamWriter();
    for (const chunk of chunks) writer.write(scenarioBatch(chunk));
    writer.finish();
    const batches = [...RecordBatchReader.from(writer.toUint8Array(true))];
    expect(batches).toHaveLength(chunks.length);
    for (const [index, batch] of batches.entries()) {
      const chunk = existing(chunks[index]);
      expect(batch.schema.metadata.get('format')).toBe(scenarioFormat);
      expect(batch.schema.fields.every((field) => !field.nullable)).toBe(true);
      expect(textColumn(batch, 'id')).toEqual(chunk.cases.map(({ id }) => id));
      expect(new Set(textColumn(batch, 'chunk'))).toEqual(new Set([chunk.name]));
      expect(new Set(textColumn(batch, 'lane'))).toEqual(new Set([chunk.lane]));
      const pools = poolColumns(batch, 'scenario');
      for (const [row, text] of textColumn(batch, 'scenario').entries()) {
        expect(decodeScenario(text, existing(pools[row]))).toStrictEqual(chunk.cases[row]?.scenario);
      }
    }
  });
});
