import type { Layout, Scenario } from '../scenario.ts';
import { elementCount } from '../tensor.ts';
import type { ExpectedTensor, Layouts, RankAnswer } from '../trace.ts';

/**
 * How torch's answers lie in memory (measured on 2.13.0, CPU, in all rows and dtypes): the kernels answer channels-last where the input
 * was, else contiguous; autograd's accumulation then gives `x.grad` the strides of x.
 */
export function torchLayouts(scenario: Scenario, { y, gradX }: RankAnswer<ExpectedTensor>): { readonly layouts: Layouts } {
  const inputLayout = (tensor: ExpectedTensor): Layout => layoutInMemory(scenario.layout, tensor.shape);
  const kernelLayout = (tensor: ExpectedTensor): Layout =>
    inputLayout(tensor) === 'channels_last' ? 'channels_last' : 'contiguous';
  return { layouts: { y: y && kernelLayout(y), gradX: gradX && inputLayout(gradX) } };
}

/** What a layout comes to for a tensor of this shape: without two extents to exchange it is contiguous, and two axes have no channels-last. */
function layoutInMemory(layout: Layout, shape: readonly number[]): Layout {
  const [, channels = 0, ...spatial] = shape;
  const exchanged = layout === 'channels_last' ? [channels, elementCount(spatial)] : shape.slice(-2);
  if (layout === 'contiguous' || elementCount(shape) === 0 || exchanged.includes(1) || exchanged.length < 2) return 'contiguous';
  if (layout === 'channels_last' && shape.length < 4) return shape.length === 3 ? 'strided' : 'contiguous';
  return layout;
}
