// Checks the log part of a dossier with nothing but Node's standard library:
//
//   node dossier.mjs FILE.zip KEY
//
// Written apart from the program, from docs/reference/dossier.md alone: two that
// agree are worth more than one. It checks the manifest and every file in it, the
// signed checkpoint, the tree over all records, what was opened of them, and the
// inclusion proof of each claim. What the claims mean is the program's business.
//
// Exit code 0: everything holds. 4: something does not; the first thing is said.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();
const b64 = (text) => Buffer.from(text, 'base64');
const must = (ok, says) => { if (!ok) throw new Error(says); };

// unzip reads a zip whose files are stored as they are, by the list at its end.
function unzip(zip) {
  const files = new Map();
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  must(end === zip.length - 22, 'the zip has no end, or something after it');
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    must(zip.readUInt32LE(at) === 0x02014b50 && zip.readUInt16LE(at + 10) === 0, 'the zip is not one of a dossier');
    const size = zip.readUInt32LE(at + 20), [name, extra, comment] = [28, 30, 32].map((o) => zip.readUInt16LE(at + o));
    const local = zip.readUInt32LE(at + 42), key = zip.toString('utf8', at + 46, at + 46 + name);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    must(!files.has(key), `${key} is in the zip twice`);
    files.set(key, zip.subarray(start, start + size));
    at += 46 + name + extra + comment;
  }
  return files;
}

// openNote returns the text of a C2SP signed note after checking its signature.
// A key is "name+hash+base64"; the base64 is a byte 1 (Ed25519) and 32 of the key.
function openNote(note, key) {
  const [name, hash, ...rest] = key.split('+'), raw = b64(rest.join('+'));
  must(raw.length === 33 && raw[0] === 1, 'the key is no Ed25519 key');
  must(sha(name, '\n', raw).subarray(0, 4).toString('hex') === hash, 'the key is not spelled right');
  const at = note.indexOf('\n\n'), text = note.slice(0, at + 1);
  // While a key is being replaced there is a line for each; the 4 bytes before a signature name the key.
  const lines = note.slice(at + 2).split('\n').filter((l) => l.startsWith(`— ${name} `)).map((l) => b64(l.split(' ')[2]));
  must(at > 0 && lines.length > 0, `not signed by ${name}`);
  const signature = lines.find((l) => l.subarray(0, 4).toString('hex') === hash);
  must(signature, 'signed with another key of the same name');
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw.subarray(1)]);
  must(verify(null, Buffer.from(text), createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature.subarray(4)), 'the signature does not hold');
  return text;
}

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

function check(path, key) {
  const files = unzip(readFileSync(path));
  const read = (name) => { must(files.has(name), `${name} is missing`); return files.get(name); };
  const [format, org, tree, , ...sums] = openNote(read('MANIFEST.txt').toString('utf8'), key).trimEnd().split('\n');
  must(format === 'aantoonbaar/dossier/1', 'the format is another one');
  must(sums.length === files.size - 1, 'the manifest names another number of files');
  for (const line of sums) {
    const [sum, name] = [line.slice(0, 64), line.slice(66)];
    must(sha(read(name)).toString('hex') === sum, `${name} is not the file that was packed`);
    if (name.startsWith('evidence/')) must(name === `evidence/${sum}`, `${name} is not named by its content`);
  }

  const point = openNote(read('journal/checkpoint.txt').toString('utf8'), key).split('\n');
  must(point[0] === `${key.split('+')[0]}/${org}`, 'the checkpoint is of another organisation');
  must(`${point[1]} ${point[2]}` === tree, 'the checkpoint is of another journal');
  const size = Number(point[1]), signed = b64(point[2]);

  const records = lines(read('journal/records.jsonl')), parsed = records.map((r) => JSON.parse(r));
  parsed.forEach((r, i) => must(r.seq === i && r.org === org, `entry ${i} is out of its place`));
  const leaves = records.map(leaf);
  must(leaves.length === size && root(leaves).equals(signed), 'the records are not the ones that were signed');

  const opened = lines(read('journal/opened.tsv'));
  for (const line of opened) {
    const [seq, salt, name, data] = line.split('\t');
    must(sha(Buffer.from(salt, 'hex'), unescape(name), '\0', data).toString('hex') === parsed[seq]?.commit, `what entry ${seq} says was changed`);
  }

  const claims = JSON.parse(read('claims.json')).claims;
  for (const { id, entries } of claims) {
    const seq = entries.at(-1), [head, note] = read(`proofs/${seq}.tlog-proof`).toString('utf8').split(/\n\n(.*)/s);
    const [proof, index, ...path] = head.split('\n');
    must(proof === 'c2sp.org/tlog-proof@v1' && index === `index ${seq}`, `the proof of ${id} is of another entry`);
    must(openNote(note, key) === point.join('\n'), `the proof of ${id} is under another checkpoint`);
    must(climb(leaves[seq], seq, size, path.map(b64)).equals(signed), `the proof of ${id} does not lead to the signed root`);
  }
  return { org, size, opened: opened.length, claims: claims.length, files: files.size };
}

try {
  console.log('the log part holds', JSON.stringify(check(process.argv[2], process.argv[3])));
} catch (problem) {
  console.log('does not hold:', problem.message);
  process.exitCode = 4;
}
