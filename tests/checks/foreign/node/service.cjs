// A service as people write them: Express, pino and fetch, with OpenTelemetry's auto-instrumentation loaded before it.
// It has both roles: `shop` asks another service for what it answers, `stock` answers by itself.
//
//   PORT, ROLE, UPSTREAM=<URL of stock>, UPSTREAM_LATE=<URL of the stock that mode=late asks>
const express = require('express');
const pino = require('pino');

const log = pino({ base: { service: process.env.OTEL_SERVICE_NAME } });
const app = express();
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** How long shop waits for stock, and how long a slow stock takes. */
const PATIENCE = 400;
const SLOW = 1500;

const roles = {
  /** Asks stock, and passes on what went wrong there. */
  async shop(req, res) {
    log.info({ url: req.originalUrl }, 'order received');
    const options = req.query.mode === 'timeout' ? { signal: AbortSignal.timeout(PATIENCE) } : {};
    try {
      const stock = req.query.mode === 'late' ? process.env.UPSTREAM_LATE : process.env.UPSTREAM;
      const answer = await fetch(`${stock}/stock?${new URLSearchParams(req.query)}`, options);
      if (!answer.ok) {
        log.error({ status: answer.status }, 'stock failed');
        return res.status(502).send('stock failed');
      }
      log.info('order placed');
      res.json(await answer.json());
    } catch (err) {
      log.error({ err }, 'stock did not answer');
      res.status(err.name === 'TimeoutError' ? 504 : 502).send('stock did not answer');
    }
  },

  async stock(req, res) {
    log.info({ url: req.originalUrl }, 'counting');
    if (req.query.mode === 'fail') {
      throw new Error('the shelf is on fire');
    }
    await sleep(['timeout', 'slow', 'abort'].includes(req.query.mode) ? SLOW : 5);
    log.info('counted');
    res.json({ left: 7 });
  },
};

const role = roles[process.env.ROLE];
app.get('/:path', (req, res, next) => role(req, res).catch(next));
app.use((err, _req, res, _next) => {
  log.error({ err }, 'request failed');
  res.status(500).send('request failed');
});
app.listen(Number(process.env.PORT), '127.0.0.1', () => log.info('listening'));
