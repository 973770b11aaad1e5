import fc from 'fast-check';

const given = process.env['FC_SEED'];
fc.configureGlobal({ seed: given === undefined ? 20_261_122 : Number(given) });
