"""Checks evidence of keqin with the Python standard library and the openssl program alone.

Written from sync/evidence/FORMAT.md by somebody who had not read any other file of the project.
python3 stranger.py --trust trust.pem FILE...   (bundles .jsonl, pages .json, consistency .json, videos .mp4)
"""
import base64, hashlib, json, os, re, subprocess, sys, tempfile
from decimal import Decimal

class Wrong(Exception):
    pass

def need(holds, text):
    if not holds:
        raise Wrong(text)

# --- canonical form -------------------------------------------------------------------------
def number(x):
    """A number as ECMAScript writes it: the digits are Python's, the exponent has rules of its own."""
    need(x == x and abs(x) != float('inf'), 'a number that is not finite')
    if x == 0:
        return '0'
    if 1e-6 <= abs(x) < 1e21:
        return re.sub(r'\.0$', '', format(Decimal(repr(x)), 'f'))
    return re.sub('e([+-])0', r'e\1', repr(x))

def string(s):
    try:
        s.encode('utf-8')
    except UnicodeEncodeError:
        raise Wrong('a lone surrogate in a string')
    return json.dumps(s, ensure_ascii=False)

def canonical(x, depth=32):
    if x is None or x is True or x is False:
        return {None: 'null', True: 'true', False: 'false'}[x]
    if isinstance(x, (int, float)):
        return number(float(x))
    if isinstance(x, str):
        return string(x)
    need(depth > 0, 'too many objects and arrays within each other')
    if isinstance(x, list):
        return '[' + ','.join(canonical(y, depth - 1) for y in x) + ']'
    fields = [(string(k), k) for k in x]
    fields.sort(key=lambda f: f[1].encode('utf-16-be'))
    return '{' + ','.join(text + ':' + canonical(x[k], depth - 1) for text, k in fields) + '}'

def read_json(data, what):
    def no_constant(name):
        raise ValueError(name)
    try:
        return json.loads(data.decode('utf-8'), parse_int=float, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise Wrong(what + ' is not JSON')

def same(a, b):
    return canonical(a) == canonical(b)  # (to Python, True is 1.0)

# --- encodings, keys, signatures ------------------------------------------------------------
def sha(data):
    return hashlib.sha256(data).digest()
def digest(domain, value):
    return hashlib.sha256(signed_bytes(domain, value)).hexdigest()
def signed_bytes(domain, value):
    return (domain + '\n' + canonical(value)).encode('utf-8')

def base64_bytes(text, url):
    """Bytes of base64 in its one spelling, or None."""
    try:
        data = base64.b64decode(text + '=' * (-len(text) % 4) if url else text, b'-_' if url else None, validate=True)
    except (ValueError, TypeError):
        return None
    again = base64.urlsafe_b64encode(data).rstrip(b'=') if url else base64.b64encode(data)
    return data if again.decode() == text else None

def hash_list(texts, what):
    hashes = [base64_bytes(t, False) for t in texts] if isinstance(texts, list) else [None]
    need(all(h is not None and len(h) == 32 for h in hashes), what + ': its hashes are not base64 of 32 bytes')
    return hashes

PREFIX = {
    'ES256': bytes.fromhex('3059301306072a8648ce3d020106082a8648ce3d03010703420004'),
    'SM2-SM3': bytes.fromhex('3059301306072a8648ce3d020106082a811ccf5501822d03420004'),
    'Ed25519': bytes.fromhex('302a300506032b6570032100'),
}

class Key:
    def __init__(self, der, suite):
        self.der, self.suite, self.id = der, suite, hashlib.sha256(der).hexdigest()

def read_key(text, suite, what, suites=('ES256', 'SM2-SM3')):
    der = base64_bytes(text, True)
    need(der is not None and suite in suites and der.startswith(PREFIX[suite])
         and len(der) == len(PREFIX[suite]) + (32 if suite == 'Ed25519' else 64), what + ' names no key of its suite')
    return Key(der, suite)

SCRATCH = tempfile.TemporaryDirectory(prefix='stranger-')
VERDICTS = {}

def scratch(name, data):
    path = os.path.join(SCRATCH.name, name)
    with open(path, 'wb') as f:
        f.write(data)
    return path

def integer(data):
    data = data.lstrip(b'\0') or b'\0'
    data = b'\0' + data if data[0] >= 0x80 else data
    return bytes([2, len(data)]) + data

def holds(key, message, sig):
    """Whether the 64 bytes are this key's signature of the message: asked of openssl, once for each."""
    if sig is None or len(sig) != 64:
        return False
    question = (key.der, message, sig)
    if question not in VERDICTS:
        pem = b'-----BEGIN PUBLIC KEY-----\n' + base64.encodebytes(key.der) + b'-----END PUBLIC KEY-----\n'
        pub, text = scratch('pub.pem', pem), scratch('message', message)
        if key.suite == 'Ed25519':
            command = ['openssl', 'pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', pub,
                       '-sigfile', scratch('sig', sig), '-in', text]
        else:
            pair = integer(sig[:32]) + integer(sig[32:])
            hashing = ['-sha256'] if key.suite == 'ES256' else ['-sm3', '-sigopt', 'distid:1234567812345678']
            command = ['openssl', 'dgst', *hashing, '-verify', pub,
                       '-signature', scratch('sig', bytes([0x30, len(pair)]) + pair), text]
        VERDICTS[question] = subprocess.run(command, capture_output=True).returncode == 0
    return VERDICTS[question]

# --- shapes ---------------------------------------------------------------------------------
def is_number(x):
    return isinstance(x, (int, float)) and not isinstance(x, bool)
def is_count(x):
    return is_number(x) and 0 <= x < 2 ** 53 and x == int(x)
def is_string(x):
    return isinstance(x, str)
def spelled(pattern):
    return lambda x: isinstance(x, str) and re.fullmatch(pattern, x) is not None
def or_null(test):
    return lambda x: x is None or test(x)
def anything(_):
    return True

is_digest, is_device = spelled('[0-9a-f]{64}'), spelled('dev_[0-9a-f]{20}')
is_counter = spelled('0|[1-9][0-9]{0,18}')

def shape(x, fields, what, more=False):
    need(isinstance(x, dict) and set(fields) <= set(x) and (more or len(x) == len(fields)),
         what + ' has other fields than its kind has')
    for name, test in fields.items():
        need(test(x[name]), '%s has a wrong %s' % (what, name))

CLOCK = {'boot': is_string, 'mono': is_number, 'uptime': is_number, 'wall': is_number}

def is_clock(x):
    return isinstance(x, dict) and set(x) == set(CLOCK) and all(CLOCK[k](x[k]) for k in x)

STATEMENTS = {
    ('device-certificate', 2): {'device': is_device, 'publicKey': is_string, 'suite': is_string,
                                'afterSeq': is_counter, 'issuedAt': is_number, 'expiresAt': is_number},
    ('device-certificate', 1): {'device': is_device, 'publicKey': is_string, 'registeredAt': is_number},
    ('time-receipt', 1): {'device': is_device, 'nonce': is_string, 'seq': is_counter, 'head': is_digest,
                          'at': is_number, 'clock': is_clock},
    ('acceptance', 1): {'device': is_device, 'seq': is_counter, 'digest': is_digest, 'acceptedAt': is_number},
    ('segment-receipt', 1): {'device': is_device, 'sha256': is_digest, 'sizeBytes': is_count,
                             'receivedAt': is_number},
    ('revocation', 1): {'device': is_device, 'fromSeq': is_counter, 'at': is_number, 'reason': is_string},
    ('boot-key', 1): {'device': is_device, 'seq': is_counter, 'boot': is_string, 'publicKey': is_string,
                      'suite': is_string},
}
RECORD = {'body': anything, 'key': is_digest, 'sig': is_string, 'suite': is_string}
BODY = {'v': is_count, 'kind': is_string, 'data': lambda x: isinstance(x, dict), 'device': is_device,
        'seq': is_counter, 'prev': is_digest, 'boot': is_string, 'mono': is_number, 'wall': is_number,
        'anchor': or_null(is_digest), 'class': or_null(is_string)}

# --- Merkle trees and checkpoints (RFC 9162, C2SP) ------------------------------------------
def node(left, right):
    return sha(b'\x01' + left + right)

def climb(fn, sn, r, path):
    """The loop that RFC 9162 §2.1.3.2 and §2.1.4.2 share: the roots of the smaller and of the whole tree."""
    fr = sr = r
    for c in path:
        if sn == 0:
            return None, None
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return (fr, sr) if sn == 0 else (None, None)

def goes_on(first, first_root, second, second_root, path):
    if first == second or first == 0:
        return not path and (first == 0 or first_root == second_root)
    if first > second or not path:
        return False
    if first & (first - 1) == 0:
        path = [first_root] + path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return climb(fn, sn, path[0], path[1:]) == (first_root, second_root)

# --- time -----------------------------------------------------------------------------------
def time_sign(record, receipt, before, before_at, latest, longest=float('inf')):
    """Why a record's time is not proven, or None. (How long it may be offline is the affair of the plan.)"""
    if receipt is None:
        return 'no-anchor'
    at, clock = receipt['at'], receipt['clock']
    grown = record['mono'] - clock['mono']
    if record['boot'] != clock['boot']:
        return 'rebooted'
    if abs((record['uptime'] - clock['uptime']) - grown) > 2000:
        return 'uptime-differs'
    if (before_at is not None and before_at > at) or grown < -2000:
        return 'clock-backwards'
    if before and before['boot'] == record['boot'] and (
            record['mono'] < before['mono'] or record['wall'] < before['wall'] - 1000):
        return 'clock-backwards'
    if abs(record['wall'] - (at + grown)) > 120000 or record['wall'] > latest + 120000:
        return 'clock-off'
    return 'offline-too-long' if max(latest - at, grown) > longest else None

# --- the verifier ---------------------------------------------------------------------------
def name_of(body):
    return 'record %s of %s' % (body['seq'], body['device'])

KINDS = ('certificate', 'boot-key', 'record', 'time-receipt', 'revocation', 'acceptance', 'checkpoint', 'entry',
         'segment-receipt')

class Verifier:
    def __init__(self, pem):
        self.servers, self.logs = {}, {}
        for block in re.findall('-----BEGIN PUBLIC KEY-----(.*?)-----END', pem, re.S):
            key = Key(base64.b64decode(block), 'Ed25519')
            need(len(key.der) == 44 and key.der.startswith(PREFIX['Ed25519']), 'the trusted key is no Ed25519 key')
            self.servers[key.id] = key
            origin = 'keqin/' + key.id[:16]
            self.logs[origin] = (sha(origin.encode() + b'\n\x01' + key.der[12:])[:4], key)
        need(self.servers, 'no key is trusted')
        self.records = {}      # (device, seq) -> record, digest, key that vouches for its signing key
        self.ends = {}         # device -> last seq that a bundle shows
        self.certificates = {}  # device -> [(key, afterSeq, issued, expires)]
        self.receipts, self.shown_receipts = {}, []  # id -> body; those of bundles, with their line
        self.acceptances, self.revoked, self.entries, self.roots = {}, {}, set(), {}
        self.accepted, self.items, self.with_log = set(), set(), set()
        self.segment_receipts = []

    # statements
    def statement(self, s, kind, what):
        shape(s, {'body': anything, 'key': is_digest, 'kind': is_string, 'sig': is_string, 'suite': is_string}, what)
        need(s['kind'] == kind and isinstance(s['body'], dict) and is_count(s['body'].get('v')), what + ' is of another kind')
        fields = STATEMENTS.get((kind, s['body'].get('v')))
        need(fields is not None, what + ' is of an unknown version')
        shape(s['body'], {'v': is_number, **fields}, what)
        return s['body']

    def signed_by(self, s, key):
        return s['key'] == key.id and s['suite'] == key.suite and holds(
            key, signed_bytes('keqin/statement/%s/v1' % s['kind'], s['body']), base64_bytes(s['sig'], True))

    def by_server(self, s, kind, what):
        what += ': the ' + kind
        body = self.statement(s, kind, what)
        need(s['key'] in self.servers, what + ' is signed by a key that is not trusted')
        need(self.signed_by(s, self.servers[s['key']]), what + ' has a signature that does not hold')
        return body

    def certificate(self, s, what):
        b = self.by_server(s, 'device-certificate', what)
        key = read_key(b['publicKey'], b.get('suite', 'ES256'), what)
        after = int(b.get('afterSeq', '0'))
        need(after > 0 or b['device'] == 'dev_' + key.id[:20], what + ': the first key does not give the device id')
        entry = (key, after, b.get('issuedAt', b.get('registeredAt')), b.get('expiresAt', float('inf')))
        self.certificates.setdefault(b['device'], []).append(entry)
        return b, key, after

    # records
    def record_body(self, r, what):
        shape(r, RECORD, what)
        b = r['body']
        v = b.get('v') if isinstance(b, dict) else None
        need(is_count(v) and v >= 1, what + ' has no version')
        shape(b, BODY if v == 1 else {**BODY, 'uptime': is_number}, what, more=v >= 3)
        need(v > 1 or b['anchor'] is None, what + ' is of version 1 and has an anchor')
        need(b['seq'] != '0', what + ' has no place')
        return b

    def check_signature(self, r, key, what):
        need(r['key'] == key.id and r['suite'] == key.suite, what + ' is signed by another key than the one in hand')
        need(holds(key, signed_bytes('keqin/record/v1', r['body']), base64_bytes(r['sig'], True)),
             what + ' has a signature that does not hold: it was changed')

    def boot_key(self, s, by, b, what, here):
        k = self.statement(s, 'boot-key', what + ': its boot key')
        fits = k['seq'] == b['seq'] if here else int(k['seq']) <= int(b['seq'])
        need(k['device'] == b['device'] and k['boot'] == b['boot'] and fits and self.signed_by(s, by),
             what + ' has a boot key that its device key did not certify for this place')
        key = read_key(k['publicKey'], k['suite'], what)
        return key

    def place(self, r, b, vouching, what):
        d, at = digest('keqin/signed-record/v1', r), (b['device'], int(b['seq']))
        old = self.records.setdefault(at, (r, d, vouching))
        need(old[1] == d, what + ' differs from another record in the same place: the log was forked')
        return d

    def begin(self, b, r, boot_keys, what):
        """The keys in hand before the first record that a bundle shows of a device: device, signing, vouching."""
        certified = [c for c in self.certificates.get(b['device'], []) if c[1] < int(b['seq'])]
        need(certified, what + ' is of a device that no certificate names')
        if b['seq'] == '1':
            need(b['device'] == 'dev_' + b['prev'][:20], what + ' does not begin with the first key of its device')
            first = [c[0] for c in certified if c[0].id == b['prev']]
            need(first, what + ': no certificate shows the first key of its device')
            return [first[0]] * 3
        device = max(certified, key=lambda c: c[1])[0]
        for s in boot_keys:  # (a rotation since the boot leaves the boot key with the older device key)
            for by in {c[0].id: c[0] for c in certified}.values():
                if s['key'] == by.id and hashlib.sha256(base64_bytes(s['body']['publicKey'], True) or b'').hexdigest() == r['key']:
                    return [device, self.boot_key(s, by, b, what, False), by]
        return [device] * 3

    def walk(self, r, b, hands, last, what):
        """The next record of a log: its place, its keys, its signature. Returns its digest."""
        need(last is None or int(b['seq']) == int(last[0]['seq']) + 1, what + ' does not follow the record before it')
        need(last is None or b['prev'] == last[1], what + ' does not carry the digest of the record before it')
        if b['kind'] == 'boot' and b['v'] == 2:
            need('key' in b['data'], what + ' starts the program and brings no boot key')
            hands[1:] = [self.boot_key(b['data']['key'], hands[0], b, what, True), hands[0]]
        self.check_signature(r, hands[1], what)
        d = self.place(r, b, hands[2], what)
        if b['kind'] == 'rotation' and b['v'] == 2:
            x = b['data']
            shape(x, dict.fromkeys(('byNew', 'byOld', 'publicKey', 'suite'), is_string), what)
            new, old = read_key(x['publicKey'], x['suite'], what), hands[0]
            text = signed_bytes('keqin/rotation/v1', {'device': b['device'], 'oldKey': old.id, 'seq': b['seq'],
                                                      'publicKey': x['publicKey'], 'suite': x['suite']})
            need(holds(old, text, base64_bytes(x['byOld'], True)), what + ': the old key did not sign the rotation')
            need(holds(new, text, base64_bytes(x['byNew'], True)), what + ': the new key did not sign the rotation')
            hands[0] = new
        return d

    # checkpoints
    def checkpoint(self, note, what):
        """Size and root of a checkpoint that a trusted server signed."""
        need(is_string(note) and note.endswith('\n') and '\n\n' in note and not re.search('[\0-\x09\x0b-\x1f]', note),
             what + ' is no signed note')
        text, _, signatures = note.rpartition('\n\n')
        lines, trusted = text.split('\n'), False
        text += '\n'
        need(len(lines) == 3 and re.fullmatch('0|[1-9][0-9]{0,15}', lines[1]) and int(lines[1]) < 2 ** 53,
             what + ' has no three lines of origin, size and root')
        root = hash_list([lines[2]], what)[0]
        for line in signatures[:-1].split('\n'):
            match = re.fullmatch('— ([^ +]+) ([A-Za-z0-9+/=]+)', line)
            sig = base64_bytes(match[2], False) if match else None
            need(sig is not None and len(sig) > 4, what + ' has a line that is no signature')
            hint, key = self.logs.get(match[1], (None, None))
            if hint == sig[:4]:
                need(holds(key, text.encode(), sig[4:]), what + ' has a wrong signature of the server')
                trusted = trusted or match[1] == lines[0]
        need(trusted, what + ' is not signed by a trusted log')
        size = int(lines[1])
        need(self.roots.setdefault((lines[0], size), root) == root,
             '%s: the server has two histories, two roots of size %d' % (what, size))
        return lines[0], size, root

    def included(self, record, index, hashes, tree, what):
        leaf = sha(b'\0' + canonical(record).encode())
        need(index < tree[1] and climb(int(index), tree[1] - 1, leaf, hashes)[1] == tree[2], what + ' is not in the tree of the checkpoint')

    # files
    def bundle(self, path, data):
        lines = [(n, l[:-1] if l.endswith(b'\r') else l) for n, l in enumerate(data.split(b'\n'), 1)]
        head = read_json(lines[0][1], 'line 1')
        need(isinstance(head, dict) and canonical(head).encode() == lines[0][1], 'line 1 is not in canonical form')
        need(set(head) == {'exportedAt', 'format', 'serverKey', 'v'} and head['format'] == 'keqin-evidence'
             and head['v'] in (1, 2), 'line 1 is not the header of a bundle')
        parsed = []
        for n, line in lines[1:]:
            if not line:
                continue
            x = read_json(line, 'line %d' % n)
            need(isinstance(x, dict) and len(x) == 1, 'line %d is not an object of one field' % n)
            kind, value = next(iter(x.items()))
            canonical(value)  # the depth of what is wrapped, by itself
            need(canonical(x, 33).encode() == line, 'line %d is not in canonical form: its text was changed' % n)
            need(kind in KINDS, 'line %d is of no known kind' % n)
            parsed.append((kind, value, 'line %d' % n))
        boot_keys, walks, places, tree = [], {}, set(), None
        for kind, value, what in parsed:
            if kind == 'certificate':
                self.certificate(value, what)
            elif kind == 'boot-key':
                self.statement(value, 'boot-key', what)
                boot_keys.append(value)
        for _, value, what in (p for p in parsed if p[0] == 'record'):
            b = self.record_body(value, what)
            what = name_of(b) + ' (' + what + ')'
            if b['device'] not in walks:
                walks[b['device']] = [self.begin(b, value, boot_keys, what), None]
            walk = walks[b['device']]
            walk[1] = (b, self.walk(value, b, walk[0], walk[1], what))
            places.add((b['device'], int(b['seq'])))
            self.ends[b['device']] = max(self.ends.get(b['device'], 0), int(b['seq']))
        for kind, value, what in parsed:
            if kind == 'time-receipt':
                self.shown_receipts.append((self.receipt(value, what), what))
            elif kind == 'revocation':
                b = self.by_server(value, kind, what)
                self.revoked[b['device']] = min(int(b['fromSeq']), self.revoked.get(b['device'], int(b['fromSeq'])))
            elif kind == 'acceptance':
                self.acceptance(value, what)
            elif kind == 'segment-receipt':
                self.segment_receipts.append((self.by_server(value, kind, what), what))
            elif kind == 'checkpoint':
                tree = self.checkpoint(value, what)
                self.with_log |= places
            elif kind == 'entry':
                shape(value, {'device': is_device, 'hashes': anything, 'index': is_count, 'seq': is_counter}, what)
                at = (value['device'], int(value['seq']))
                need(tree is not None, what + ' comes before every checkpoint')
                need(at in self.records, what + ' is an entry of a record that is not here')
                self.included(self.records[at][0], value['index'], hash_list(value['hashes'], what), tree,
                              '%s: record %d of %s' % (what, at[1], at[0]))
                self.entries.add(at)

    def receipt(self, s, what):
        body = self.by_server(s, 'time-receipt', what)
        self.receipts[digest('keqin/time-receipt-id/v1', body)] = body
        return body

    def acceptance(self, s, what):
        b = self.by_server(s, 'acceptance', what)
        at = (b['device'], int(b['seq']))
        old = self.acceptances.setdefault(at, b)
        need(old['digest'] == b['digest'], what + ' accepts another record than an acceptance before')
        if b['acceptedAt'] < old['acceptedAt']:
            self.acceptances[at] = b
        return b

    def page(self, page, path):
        shape(page, {'items': lambda x: isinstance(x, list), 'nextCursor': or_null(is_string),
                     'withdrawn': lambda x: isinstance(x, list)}, 'page ' + path)
        for n, item in enumerate(page['items'], 1):
            self.item(item, 'item %d (%s)' % (n, item.get('id') if isinstance(item, dict) else '?'))

    def item(self, item, what):
        told = ('id', 'session', 'person', 'role')
        decided = ('outcome', 'direction', 'reason', 'minutes', 'method', 'at')
        old = isinstance(item, dict) and 'time' not in item  # of version 0.1
        fields = dict.fromkeys(told + ('class', 'record', 'decision', 'proof') + (() if old else ('time',)), anything)
        shape(item, {**fields, 'id': is_string}, what)
        proof, r = item['proof'], item['record']
        parts = ('certificate', 'acceptance') + (() if old else ('bootKey', 'timeReceipt', 'log'))
        shape(proof, dict.fromkeys(parts, anything), what + ': its proof')
        b = self.record_body(r, what)
        need(b['kind'] == 'check-in' and b['v'] == (1 if old else 2), what + ' shows no check-in')
        shape(item['decision'], dict.fromkeys(decided, anything), what + ': its decision')
        data = b['data']
        need(all(k in data for k in told + decided) and all(same(item[k], data[k]) for k in told)
             and all(same(item['decision'][k], data[k]) for k in decided) and same(item['class'], b['class']),
             what + ' says something else than its record')
        cert, key, after = self.certificate(proof['certificate'], what)
        need(cert['device'] == b['device'] and after < int(b['seq']), what + ': its certificate is of another device or place')
        signer = key if old or proof['bootKey'] is None else self.boot_key(proof['bootKey'], key, b, what, False)
        self.check_signature(r, signer, what)
        d, at = self.place(r, b, key, what), (b['device'], int(b['seq']))
        need(('id', item['id']) not in self.items and at not in self.items, what + ' stands in the pages twice')
        self.items |= {('id', item['id']), at}
        accepted = self.acceptance(proof['acceptance'], what)
        need((accepted['device'], int(accepted['seq']), accepted['digest']) == (*at, d),
             what + ': its acceptance is of another record')
        if old:
            return
        receipt = self.receipt(proof['timeReceipt'], what)
        need(digest('keqin/time-receipt-id/v1', receipt) == b['anchor'], what + ' names another time receipt')
        need(same(item['time'], {'earliestAt': receipt['at'], 'latestAt': accepted['acceptedAt']}),
             what + ' shows another time than the proven one')
        match = re.fullmatch(r'c2sp\.org/tlog-proof@v1\n(?:extra [A-Za-z0-9+/=]+\n)?index (0|[1-9][0-9]{0,15})\n'
                             r'((?:[A-Za-z0-9+/=]+\n)*)\n(.*)', str(proof['log']), re.S)
        need(match, what + ': its log proof is no tlog-proof')
        tree = self.checkpoint(match[3], what + ': the checkpoint of its log proof')
        self.included(r, int(match[1]), hash_list(match[2].split('\n')[:-1], what), tree, what)
        self.entries.add(at)

    def consistency(self, x, path):
        what = 'consistency ' + path
        shape(x, {'checkpoint': is_string, 'from': is_count, 'hashes': anything, 'to': is_count}, what)
        hashes, (origin, size, root) = hash_list(x['hashes'], what), self.checkpoint(x['checkpoint'], what)
        need(size == x['to'], what + ': its checkpoint is of another size')
        before = self.roots.get((origin, int(x['from'])))
        if before is None and x['from'] == 0:
            before = sha(b'')
        if before is None:  # nothing here shows the smaller tree: the proof says nothing
            return
        need(goes_on(int(x['from']), before, size, root, hashes),
             '%s: the log of %d entries does not go on from that of %d' % (what, size, x['from']))

    def video(self, data, path):
        d = hashlib.sha256(data).hexdigest()
        need((d, len(data)) in {(x['sha256'], x['sizeBytes']) for _, x in self.segments()},
             'video %s: no record names its digest and length' % path)

    def segments(self):
        for (device, _), (r, _, _) in self.records.items():
            b = r['body']
            if b['kind'] == 'segment' and b['v'] <= 2 and {'sha256', 'sizeBytes'} <= set(b['data']):
                yield device, b['data']

    # what only all of it together shows
    def digest_at(self, device, seq):
        if (device, seq) in self.records:
            return self.records[device, seq][1]
        after = self.records.get((device, seq + 1))
        return after and after[0]['body']['prev']

    def covered(self, b, key, receipt, sign, latest):
        """Whether the certificates of the key cover the record."""
        spans = []
        for _, _, issued, expires in sorted((c for c in self.certificates.get(b['device'], [])
                                             if c[0].id == key.id and c[1] < int(b['seq'])), key=lambda c: c[2]):
            if spans and issued <= spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], expires)
            else:
                spans.append([issued if spans else None, expires])
        made = latest
        if sign is None:
            made = min(latest, receipt['at'] + b['mono'] - receipt['clock']['mono'])
        return any(made <= end and (start is None or (receipt and receipt['at'] >= start)) for start, end in spans)

    def conclude(self):
        for body, what in self.shown_receipts:
            device, seq = body['device'], int(body['seq'])
            stands = self.digest_at(device, seq)
            need(stands is None or stands == body['head'], '%s is a receipt for another record %d of %s' % (what, seq, device))
            need(seq <= self.ends.get(device, 0), 'the log of %s is cut off: a receipt saw record %d' % (device, seq))
        for (device, seq), a in self.acceptances.items():
            shown = self.records.get((device, seq))
            need(shown is not None or seq <= self.ends.get(device, 0), 'record %d of %s was accepted and is not here' % (seq, device))
            need(shown is None or shown[1] == a['digest'], 'record %d of %s is not the one that was accepted' % (seq, device))
        for at in self.entries:
            need(at in self.acceptances or at[1] >= self.revoked.get(at[0], at[1] + 1),
                 'record %d of %s is in the server\'s log, and its acceptance is kept back' % (at[1], at[0]))
        for at, (r, d, key) in sorted(self.records.items(), key=lambda x: x[0]):
            if at in self.acceptances:
                self.judge(at, r['body'], key)
        for s, what in self.segment_receipts:
            need(any(device == s['device'] and x['sha256'] == s['sha256'] and x['sizeBytes'] == s['sizeBytes']
                     for device, x in self.segments()), '%s: the segment %s has a receipt and no record' % (what, s['sha256']))
        return len(self.accepted)

    def judge(self, at, b, key):
        """An accepted record: its entry, and for check-ins and video its time and its certificate."""
        device, seq = at
        need(at in self.entries or (b['v'] == 1 and at not in self.with_log),
             name_of(b) + ' was accepted, and no entry of the server\'s log is shown')
        if seq >= self.revoked.get(device, seq + 1):
            return
        self.accepted.add(at)
        if b['v'] != 2 or b['kind'] not in ('check-in', 'segment'):
            return
        receipt = self.anchor(b)
        latest = min([self.acceptances[at]['acceptedAt']] + [
            t['at'] for t in self.receipts.values() if t['device'] == device and int(t['seq']) >= seq
            and (device, int(t['seq'])) in self.records and self.records[device, int(t['seq'])][1] == t['head']])
        before = self.records.get((device, seq - 1))
        before_receipt = before and self.anchor(before[0]['body'])
        sign = time_sign(b, receipt, before and before[0]['body'], before_receipt and before_receipt['at'], latest)
        need(sign is None, '%s was accepted, and its time is not proven: %s' % (name_of(b), sign))
        need(any(c[0].id == key.id for c in self.certificates.get(device, [])),
             name_of(b) + ' was accepted, and no certificate shows its device key')
        need(self.covered(b, key, receipt, sign, latest), name_of(b) + ' was accepted, and its certificate had run out')

    def anchor(self, b):
        receipt = self.receipts.get(b['anchor'])
        return receipt if receipt and receipt['device'] == b['device'] and int(receipt['seq']) < int(b['seq']) else None

def main(arguments):
    if len(arguments) < 3 or arguments[0] != '--trust':
        sys.exit('usage: stranger.py --trust trust.pem FILE...')
    try:
        verifier = Verifier(open(arguments[1]).read())
        files = []
        for path in arguments[2:]:
            data, name = open(path, 'rb').read(), os.path.basename(path)
            if path.endswith('.jsonl'):
                files.append((0, verifier.bundle, name, data))
            elif path.endswith('.json'):
                value = read_json(data, name)
                one = isinstance(value, dict) and 'checkpoint' in value
                files.append((2, verifier.consistency, value, name) if one else (1, verifier.page, value, name))
            else:
                files.append((3, verifier.video, data, name))
        for _, check, a, b in sorted(files, key=lambda f: f[0]):
            check(a, b)
        print('verified: %d records accepted' % verifier.conclude())
    except Wrong as wrong:
        print('wrong: %s' % wrong)
        sys.exit(1)

if __name__ == '__main__':
    main(sys.argv[1:])
