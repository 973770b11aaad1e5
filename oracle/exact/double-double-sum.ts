const splitter = 2 ** 27 + 1;
// Above this the Veltkamp split of a factor overflows.
const splittable = 2 ** 996;

/**
 * A sum kept as an unevaluated pair high + low (Knuth's TwoSum, Dekker's TwoProduct with Veltkamp's split):
 * about 106 bits, so its error is negligible beside one rounding of float64 for condition numbers up to 1e16.
 * Once a NaN or an infinity enters, `value` is what plain float64 addition gives.
 */
export class DoubleDoubleSum {
  high = 0;
  low = 0;

  add(term: number): void {
    const sum = this.high + term;
    const back = sum - this.high;
    this.low += this.high - (sum - back) + (term - back);
    this.high = sum;
  }

  /** Adds `left * right` with the rounding error of the product. */
  addProduct(left: number, right: number): void {
    const product = left * right;
    this.add(product);
    if (Math.abs(left) > splittable || Math.abs(right) > splittable || !Number.isFinite(product)) return;
    const leftHead = splitter * left - (splitter * left - left);
    const leftTail = left - leftHead;
    const rightHead = splitter * right - (splitter * right - right);
    const rightTail = right - rightHead;
    this.low += leftHead * rightHead - product + leftHead * rightTail + leftTail * rightHead + leftTail * rightTail;
  }

  get value(): number {
    return Number.isFinite(this.high) ? this.high + this.low : this.high;
  }

  /** The sum divided by `divisor`, again as a pair. */
  dividedBy(divisor: number): { high: number; low: number } {
    const high = this.value / divisor;
    if (!Number.isFinite(high)) return { high, low: 0 };
    const remainder = new DoubleDoubleSum();
    remainder.add(this.high);
    remainder.addProduct(-high, divisor);
    remainder.add(this.low);
    return { high, low: remainder.value / divisor };
  }
}
