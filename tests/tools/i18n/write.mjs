// `npm run i18n` writes the panel's English texts for those who translate them.
import { writeFileSync } from 'node:fs';

import { extract } from './extract.mjs';

const file = 'src/panel/locales/en-US/requestjourney-journey-panel.json';

writeFileSync(file, `${JSON.stringify(extract('src/panel/strings'), null, 2)}\n`);
