// Checks the log part of a dossier with nothing but Node's standard library:
//
//   node dossier.mjs FILE.zip KEY...
//
// KEY is a public key of the installation, or of a witness whose cosignatures should
// be checked. Written apart from the program, from docs/reference/dossier.md alone:
// two that agree are worth more than one. It checks every byte of the zip's own lists, the manifest and every file in
// it, every checkpoint, the tree over all records, what was opened of them, the
// inclusion proof of each claim, signed reports of assessors, that keys were replaced under both signatures, that
// what is gone was erased, and cosignatures. It does not check time stamps
// (openssl ts -verify does, see docs/reference/dossier.md), nor what the claims mean.
// A dossier of 4 GB or more is too large for it.
//
// Exit code 0: everything holds. 3: something is gone that no entry says was erased,
// or it is signed under a key to which none that was given leads.
// 4: something does not hold; the first thing is said.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();
const b64 = (text) => Buffer.from(text, 'base64');
const must = (ok, says) => { if (!ok) throw new Error(says); };

// crc32 is the sum that a zip keeps of each file.
const table = Uint32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1; return n; });
const crc32 = (bytes) => { let c = 0xffffffff; for (let i = 0; i < bytes.length; i++) c = table[(c ^ bytes[i]) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };

const u16 = (n) => { const b = Buffer.alloc(2); b.writeUInt16LE(n); return b; };
const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32LE(n); return b; };
const hex = (text) => Buffer.from(text, 'hex');

// unzip reads a zip whose files are stored as they are, by the list at its end. Every
// byte of it is fixed by the names and what is in the files: nothing else may stand
// there, nor anything between them.
function unzip(zip) {
  const files = new Map(), same = (at, want) => zip.subarray(at, at + want.length).equals(want);
  const strange = 'the lists of the zip are not those of a dossier';
  const last = zip.length - 22;
  must(last > 0 && zip.readUInt32LE(last) === 0x06054b50, 'the zip has no end, or something after it');
  const count = zip.readUInt16LE(last + 10), from = zip.readUInt32LE(last + 16);
  let at = from, next = 0;
  for (let n = count; n > 0; n--) {
    must(at + 46 <= last && zip.readUInt32LE(at) === 0x02014b50, strange);
    const size = zip.readUInt32LE(at + 24), name = zip.subarray(at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const key = name.toString('latin1'), start = next + 30 + name.length + 9, content = zip.subarray(start, start + size), sum = crc32(content);
    const kind = hex('14000800000000002100'), date = hex('555405000100a6ce12'); // version, flags, stored, 1 January 1980; and that date again
    const lengths = [u16(name.length), u16(date.length)], sums = [u32(sum), u32(size), u32(size)];
    const head = Buffer.concat([hex('504b0304'), kind, Buffer.alloc(12), ...lengths, name, date]);
    const after = Buffer.concat([hex('504b0708'), ...sums]);
    const list = Buffer.concat([hex('504b01021400'), kind, ...sums, ...lengths, Buffer.alloc(10), u32(next), name, date]);
    must(same(next, head) && same(start + size, after) && same(at, list), strange);
    must(!files.has(key), `${key} is in the zip twice`);
    files.set(key, content);
    next = start + size + after.length;
    at += list.length;
  }
  const end = Buffer.concat([hex('504b050600000000'), u16(count), u16(count), u32(at - from), u32(from), u16(0)]);
  must(next === from && at === last && same(last, end), strange);
  return files;
}

// readKey reads a key: "name+hash+base64"; the base64 is a byte 1 (Ed25519) or 4
// (Ed25519 of a witness) and 32 of the key.
function readKey(key) {
  const [name, hash, ...rest] = key.split('+'), raw = b64(rest.join('+'));
  must(raw.length === 33 && (raw[0] === 1 || raw[0] === 4), `${key} is no Ed25519 key`);
  must(sha(name, '\n', raw).subarray(0, 4).toString('hex') === hash, `${key} is not spelled right`);
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw.subarray(1)]);
  return { text: key, name, hash, witness: raw[0] === 4, public: createPublicKey({ key: spki, format: 'der', type: 'spki' }) };
}

// signatureOf returns what stands under a C2SP signed note for a key, after the 4
// bytes that name the key; undefined when there is none.
function signatureOf(note, key) {
  const lines = note.slice(note.indexOf('\n\n') + 2).split('\n').filter((l) => l.startsWith(`— ${key.name} `)).map((l) => b64(l.split(' ')[2]));
  return lines.find((l) => l.subarray(0, 4).toString('hex') === key.hash)?.subarray(4);
}

const textOf = (note) => note.slice(0, note.indexOf('\n\n') + 1);
const signedBy = (note, key) => { const s = signatureOf(note, key); return Boolean(s) && verify(null, Buffer.from(textOf(note)), key.public, s); };

// openNote returns the text of a note that one of the keys signed that may sign
// over so many entries; by itself it reads them from the second line of a checkpoint.
function openNote(note, ring, size = Number(note.split('\n')[1])) {
  const may = ring.keys.filter((k) => !(size > (ring.ends.get(k.text) ?? Infinity)));
  must(may.some((k) => signedBy(note, k)), 'not signed by a key that may, or the signature does not hold');
  return textOf(note);
}

// isStrange tells whether no key that counts is named under a note.
const isStrange = (note, ring) => !ring.keys.some((k) => signatureOf(note, k));

const leaf = (record) => sha(Buffer.from([0]), record);
const node = (left, right) => sha(Buffer.from([1]), left, right);

// root is the root of a tree over leaves from..to (RFC 6962, 2.1).
function root(leaves, from = 0, to = leaves.length) {
  if (to - from === 1) return leaves[from];
  let k = 1;
  while (k * 2 < to - from) k *= 2;
  return node(root(leaves, from, from + k), root(leaves, from + k, to));
}

// climb follows an inclusion proof from a leaf to the root (RFC 9162, 2.1.3.2).
function climb(hash, index, size, path) {
  let last = size - 1;
  for (const p of path) {
    must(last > 0, 'the proof is too long');
    if (index % 2 === 1 || index === last) {
      hash = node(p, hash);
      while (index % 2 === 0 && index > 0) { index = Math.floor(index / 2); last = Math.floor(last / 2); }
    } else {
      hash = node(hash, p);
    }
    index = Math.floor(index / 2); last = Math.floor(last / 2);
  }
  must(last === 0, 'the proof is too short');
  return hash;
}

const lines = (file) => { const all = file.toString('utf8').split('\n'); must(all.pop() === '', 'the last line has no end'); return all; };
const unescape = (name) => name.replace(/\\(.)/g, (_, c) => ({ t: '\t', n: '\n' })[c] ?? c);

// notes splits notes that stand after each other with an empty line between them.
function notes(text) {
  const parts = text === '' ? [] : text.trimEnd().split('\n\n');
  must(parts.length % 2 === 0, 'the checkpoints are not spelled right');
  return Array.from({ length: parts.length / 2 }, (_, i) => `${parts[2 * i]}\n\n${parts[2 * i + 1]}\n`);
}

// follow adds to the keys those that took over, or handed over, under both
// signatures, and notes how far the older one may sign.
function follow(ring, rotations, signedAt) {
  for (const { seq, old, next } of rotations) {
    const both = signedAt(seq + 1).some((note) => signedBy(note, old) && signedBy(note, next));
    must(both, `entry ${seq} tells of another key, and both did not sign over it`);
    ring.ends.set(old.text, Math.min(seq + 1, ring.ends.get(old.text) ?? Infinity));
  }
  spread(ring, rotations);
}

// spread adds to the keys those that a rotation leads to.
function spread(ring, rotations) {
  const known = (k) => ring.keys.some((r) => r.text === k.text);
  for (const _ of rotations) {
    for (const { old, next } of rotations) {
      if (known(old) && !known(next)) ring.keys.push(next);
      else if (known(next) && !known(old)) ring.keys.push(old);
    }
  }
}

// cosigned counts the cosignatures of the witnesses that were given.
function cosigned(files, witnesses) {
  let proven = 0, others = 0, stamps = 0;
  for (const [name, file] of files) {
    if (!name.startsWith('anchors/') || name.endsWith('/checkpoint.txt')) continue;
    must(/^anchors\/[1-9][0-9]*\/[^/]+\.(tst|cosigned)$/.test(name), `${name} is no anchor`);
    if (name.endsWith('.tst')) { stamps++; continue; }
    const note = file.toString('utf8'), beside = files.get(name.replace(/[^/]*$/, 'checkpoint.txt'))?.toString('utf8');
    must(beside && note.startsWith(beside), `${name} is over something else than the checkpoint beside it`);
    const witness = witnesses.find((w) => signatureOf(note, w));
    if (!witness) { others++; continue; }
    const signature = signatureOf(note, witness), at = signature.readBigUInt64BE(0);
    if (signature.length !== 72 || !verify(null, Buffer.from(`cosignature/v1\ntime ${at}\n${textOf(note)}`), witness.public, signature.subarray(8))) { others++; continue; }
    console.log(`${witness.name} saw the first ${note.split('\n')[1]} entries at ${new Date(Number(at) * 1000).toISOString()}`);
    proven++;
  }
  return { proven, others, stamps };
}

// assessed checks the report under each claim of an assessment: its bytes, the
// assessor's signature, and that it is about this journal. It returns the claims of
// which the report is not in the file.
function assessed(files, claims, opened, org, leaves) {
  return claims.filter((c) => c.kind === 'assessment' && opened.has(c.entries.at(-1))).filter(({ id, entries }) => {
    const said = JSON.parse(opened.get(entries.at(-1)));
    const report = files.get(`assessments/${said.sha256}.json`), seal = files.get(`assessments/${said.sha256}.signature`);
    if (!report || !seal) return true;
    const [key, signature, ...rest] = seal.toString('utf8').split('\n').map((line) => b64(line)), d = JSON.parse(report);
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
    must(sha(report).toString('hex') === said.sha256 && key.length === 32 && rest.length === 1, `the report of ${id} is another one`);
    must(sha(key).toString('hex') === said.key, `the report of ${id} is signed under another key than the entry names`);
    must(verify(null, report, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature), `the assessor's signature under ${id} does not hold`);
    must(d.org === org && `audit/${d.engagement}` === id && d.number === said.number && d.key === said.key, `the report of ${id} says otherwise than the entry about it`);
    must(d.journal_size > 0 && d.journal_size <= leaves.length && root(leaves, 0, d.journal_size).equals(b64(d.journal_root)), `the report of ${id} is about another journal`);
    return false;
  });
}

// gone returns the claims of which something is gone that no entry says was erased.
function gone(claims, parsed, opened) {
  return claims.filter(({ entries, id }) => {
    const missing = entries.filter((seq) => !opened.has(seq)), last = entries.at(-1);
    for (const seq of entries) must(parsed[seq]?.object === id, `entry ${seq} is not about ${id}`);
    if (missing.length === 0) return false;
    const said = parsed[last].action === 'evidence.erase' && opened.has(last) ? JSON.parse(opened.get(last)).erased ?? [] : [];
    return missing.some((seq) => !said.includes(seq));
  });
}

function check(path, ...given) {
  const files = unzip(readFileSync(path)), keys = given.map(readKey);
  const ring = { keys: keys.filter((k) => !k.witness), ends: new Map() };
  must(ring.keys.length > 0, 'no key of an installation was given');
  const read = (name) => { must(files.has(name), `${name} is missing`); return files.get(name); };
  const manifest = read('MANIFEST.txt').toString('utf8');
  const [format, org, tree, stated, ...sums] = textOf(manifest).trimEnd().split('\n');
  must(format === 'aantoonbaar/dossier/1', 'the format is another one');
  must(sums.length === files.size - 1, 'the manifest names another number of files');
  for (const line of sums) {
    const [sum, name] = [line.slice(0, 64), line.slice(66)];
    must(sha(read(name)).toString('hex') === sum, `${name} is not the file that was packed`);
    if (name.startsWith('evidence/')) must(name === `evidence/${sum}`, `${name} is not named by its content`);
  }

  const records = lines(read('journal/records.jsonl')), parsed = records.map((r) => JSON.parse(r));
  parsed.forEach((r, i) => must(r.seq === i && r.org === org, `entry ${i} is out of its place`));
  const leaves = records.map(leaf), opened = new Map();
  for (const line of lines(read('journal/opened.tsv'))) {
    const [seq, salt, name, data] = line.split('\t');
    must(sha(Buffer.from(salt, 'hex'), unescape(name), '\0', data).toString('hex') === parsed[seq]?.commit, `what entry ${seq} says was changed`);
    opened.set(Number(seq), data);
  }

  const main = read('journal/checkpoint.txt').toString('utf8'), earlier = notes(read('journal/checkpoints.txt').toString('utf8'));
  const anchored = [...files].filter(([name]) => /^anchors\/.*\/checkpoint\.txt$/.test(name));
  for (const [name, note] of anchored) must(name === `anchors/${note.toString('utf8').split('\n')[1]}/checkpoint.txt`, `${name} lies under another size`);
  const all = [main, ...earlier, ...anchored.map(([, note]) => note.toString('utf8'))];
  const rotations = parsed.filter((r) => r.action === 'journal.key-rotated').map(({ seq }) => {
    must(opened.has(seq), `entry ${seq} tells of another key, and does not say which`);
    const said = JSON.parse(opened.get(seq));
    return { seq, old: readKey(said.old), next: readKey(said.new) };
  });
  follow(ring, rotations, (size) => all.filter((note) => Number(note.split('\n')[1]) === size));
  const strangers = new Set(); // keys and checkpoints that no key that was given vouches for
  if (!ring.keys.some((k) => k.text === stated)) {
    strangers.add(stated);
    ring.keys.push(readKey(stated));
    spread(ring, rotations);
  }

  const roots = new Map();
  for (const note of all) {
    const strange = isStrange(note, ring);
    if (strange) strangers.add(note);
    const [origin, n, hash] = (strange ? textOf(note) : openNote(note, ring)).split('\n'), size = Number(n);
    must(strange ? origin.endsWith(`/${org}`) : ring.keys.some((k) => origin === `${k.name}/${org}`), 'a checkpoint is of another organisation');
    must(size > 0 && size <= leaves.length, `the checkpoint over ${n} entries is of another journal`);
    if (!roots.has(size)) roots.set(size, root(leaves, 0, size));
    must(roots.get(size).equals(b64(hash)), `the checkpoint over ${n} entries is of another journal`);
  }
  const point = textOf(main), [, n, hash] = point.split('\n'), size = Number(n), signed = b64(hash);
  must(`${n} ${hash}` === tree && leaves.length === size, 'the checkpoint is of another journal than the manifest');
  openNote(manifest, ring, size);

  const claims = JSON.parse(read('claims.json')).claims;
  for (const { id, entries } of claims) {
    const seq = entries.at(-1), [head, note] = read(`proofs/${seq}.tlog-proof`).toString('utf8').split(/\n\n(.*)/s);
    const [proof, index, ...path] = head.split('\n');
    must(proof === 'c2sp.org/tlog-proof@v1' && index === `index ${seq}`, `the proof of ${id} is of another entry`);
    must(note === main, `the proof of ${id} is under another checkpoint`);
    must(climb(leaves[seq], seq, size, path.map(b64)).equals(signed), `the proof of ${id} does not lead to the signed root`);
  }
  if (strangers.size > 0) { console.log('not proven: signed under another key than was given, and nothing here leads from one to the other'); process.exitCode = 3; }
  const { proven, others, stamps } = cosigned(files, keys.filter((k) => k.witness));
  if (others > 0) console.log(`not proven: ${others} cosignatures that are not under a key that was given`);
  if (stamps > 0) console.log(`not checked: ${stamps} time stamps`);
  for (const { id } of assessed(files, claims, opened, org, leaves)) { console.log(`not proven: the report of ${id} is not in this file`); process.exitCode = 3; }
  for (const { id } of gone(claims, parsed, opened)) { console.log(`not proven: something about ${id} is gone, and no entry says that it was erased`); process.exitCode = 3; }
  return { org, size, opened: opened.size, claims: claims.length, files: files.size, cosignatures: proven };
}

try {
  const [file, ...keys] = process.argv.slice(2);
  console.log('the log part holds', JSON.stringify(check(file, ...keys)));
} catch (problem) {
  console.log('does not hold:', problem.message);
  process.exitCode = 4;
}
