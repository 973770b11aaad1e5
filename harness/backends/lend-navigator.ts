/** Shows gpu.js a `navigator.gpu` while it asks for its device, and takes it away again. Node has a navigator of its own, without GPU. */
export async function lendNavigator<T>(gpu: unknown, action: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, enumerable: true, writable: true });
  try {
    return await action();
  } finally {
    Reflect.deleteProperty(globalThis, 'navigator');
    if (before !== undefined) Object.defineProperty(globalThis, 'navigator', before);
  }
}
