// Loaded before everything else, this sets the process's clock CLOCK_OFFSET ms wrong, as on a host without NTP.
const { performance } = require('node:perf_hooks');

const offset = Number(process.env.CLOCK_OFFSET);
const RealDate = Date;
const { timeOrigin } = performance;

class SkewedDate extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [RealDate.now() + offset] : args));
  }

  static now() {
    return RealDate.now() + offset;
  }
}

globalThis.Date = SkewedDate;
Object.defineProperty(performance, 'timeOrigin', { get: () => timeOrigin + offset });
