"""Checks evidence of keqin with the Python standard library and the openssl program alone.

First written from sync/evidence/FORMAT.md by somebody who had not read any other file of the project, and kept to
what that page says: where it and our verifier differ, the page is not exact enough.
python3 stranger.py [--trust KEY.pem] FILE...   (bundles .jsonl, pages .json, consistency .json, files .mp4 .jpg)
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

# p and b of y² = x³ − 3x + b
CURVES = {
    'ES256': (2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1,
              0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b),
    'SM2-SM3': (2 ** 256 - 2 ** 224 - 2 ** 96 + 2 ** 64 - 1,
                0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93),
}

def is_point(suite, data):
    p, b = CURVES[suite]
    x, y = int.from_bytes(data[:32], 'big'), int.from_bytes(data[32:], 'big')
    return len(data) == 64 and max(x, y) < p and (y * y - (x * x * x - 3 * x + b)) % p == 0

def key_of(der):
    """The key that these bytes are, whatever its suite; None when they are none."""
    for suite, prefix in PREFIX.items():
        raw = der[len(prefix):] if der and der.startswith(prefix) else b''
        if (len(raw) == 32) if suite == 'Ed25519' else is_point(suite, raw):
            return Key(der, suite)

def read_key(text, suite, what):
    key = key_of(base64_bytes(text, True))
    need(key is not None and key.suite == suite, what + ' names no key of its suite')
    return key

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
def any_number(x):
    return isinstance(x, (int, float)) and not isinstance(x, bool)
def number_from(least, most=float('inf')):
    return lambda x: any_number(x) and x == x and least <= x <= most and x % 1 == 0
def spelled(pattern):
    return lambda x: isinstance(x, str) and re.fullmatch(pattern, x) is not None
def one_of(*words):
    return lambda x: isinstance(x, str) and x in words
def or_null(test):
    return lambda x: x is None or test(x)
def is_string(x):
    return isinstance(x, str)
def is_text(x):
    return isinstance(x, str) and 1 <= len(x) <= 200
def is_object(x):
    return isinstance(x, dict)
def is_list(x):
    return isinstance(x, list)
def is_path(x):
    return isinstance(x, list) and len(x) <= 64 and all(isinstance(h, str) and len(h) <= 44 for h in x)
def anything(_):
    return True

is_count, is_positive, is_instant = number_from(0), number_from(1), number_from(0, 8.64e15)
is_digest, is_id = spelled('[0-9a-f]{64}'), spelled('[A-Za-z0-9][A-Za-z0-9_-]{1,63}')
is_counter, is_base64url = spelled('0|[1-9][0-9]{0,18}'), spelled('[A-Za-z0-9_-]+')
is_suite, is_method = one_of('ES256', 'SM2-SM3'), one_of('face', 'finger')

def fits(x, fields, more=False):
    """None when the object has these fields and no others, or the name of what is wrong."""
    if not isinstance(x, dict) or not set(fields) <= set(x) or (len(x) > len(fields) and not more):
        return 'fields'
    return next((name for name, test in fields.items() if not test(x[name])), None)

def of(fields):
    return lambda x: fits(x, fields) is None

def shape(x, fields, what, more=False):
    wrong = fits(x, fields, more)
    need(wrong != 'fields', what + ' has other fields than its kind has')
    need(wrong is None, '%s has a wrong %s' % (what, wrong))

CLOCK = of({'boot': is_text, 'mono': is_count, 'uptime': is_count, 'wall': is_instant})
STATEMENTS = {
    ('device-certificate', 2): {'device': is_id, 'publicKey': is_base64url, 'suite': is_suite, 'afterSeq': is_counter,
                                'issuedAt': is_instant, 'expiresAt': is_instant},
    ('device-certificate', 1): {'device': is_id, 'publicKey': is_base64url, 'registeredAt': is_instant},
    ('time-receipt', 1): {'device': is_id, 'nonce': spelled('[A-Za-z0-9_-]{16,64}'), 'seq': is_counter,
                          'head': is_digest, 'at': is_instant, 'clock': CLOCK},
    ('acceptance', 1): {'device': is_id, 'seq': is_counter, 'digest': is_digest, 'acceptedAt': is_instant},
    ('segment-receipt', 1): {'device': is_id, 'sha256': is_digest, 'sizeBytes': is_positive, 'receivedAt': is_instant},
    ('revocation', 1): {'device': is_id, 'fromSeq': is_counter, 'at': is_instant, 'reason': is_text},
    ('credit-approval', 1): {'class': is_id, 'version': is_positive, 'planVersion': is_positive, 'profile': is_id,
                             'profileVersion': is_positive, 'at': is_instant, 'by': is_object, 'counts': is_object,
                             'size': is_count, 'root': is_digest, 'journal': is_object},
    ('boot-key', 1): {'device': is_id, 'seq': is_counter, 'boot': is_text, 'publicKey': is_base64url, 'suite': is_suite},
}

def statement_of(s, kind, what):
    """The body of a statement of this form; whose it is, is not looked at."""
    suite = is_suite if kind == 'boot-key' else one_of('Ed25519')
    shape(s, {'body': is_object, 'key': is_digest, 'kind': one_of(kind), 'sig': is_base64url, 'suite': suite}, what)
    version = s['body'].get('v')
    fields = STATEMENTS.get((kind, version)) if any_number(version) else None
    need(fields is not None, what + ' is of an unknown version')
    shape(s['body'], {'v': anything, **fields}, what)
    return s['body']

BODY = {'v': is_positive, 'kind': spelled('[a-z][a-z0-9-]{0,39}'), 'data': is_object, 'device': is_id,
        'seq': is_counter, 'prev': is_digest, 'boot': is_text, 'mono': is_count, 'wall': is_instant,
        'anchor': or_null(is_text), 'class': or_null(is_id)}
TYPES = {'object': is_object, 'array': is_list, 'string': is_string, 'boolean': lambda x: isinstance(x, bool),
         'null': lambda x: x is None, 'number': any_number, 'integer': number_from(-float('inf'))}

def obeys(x, schema):
    """Whether a value obeys a JSON Schema, of the keywords that kinds.json has."""
    if 'anyOf' in schema:
        return any(obeys(x, one) for one in schema['anyOf'])
    if not TYPES[schema['type']](x) or ('const' in schema and x != schema['const']):
        return False
    if isinstance(x, str):
        pattern = schema.get('pattern', '^.*$')[1:-1]
        return (schema.get('minLength', 0) <= len(x) <= schema.get('maxLength', len(x))
                and re.fullmatch(pattern, x, re.S) is not None)
    if any_number(x):
        return schema.get('minimum', x) <= x <= schema.get('maximum', x)
    if isinstance(x, list):
        return (schema.get('minItems', 0) <= len(x) <= schema.get('maxItems', len(x))
                and all(obeys(y, schema['items']) for y in x))
    if isinstance(x, dict):
        fields = schema['properties']
        return set(schema['required']) <= set(x) <= set(fields) and all(obeys(x[k], fields[k]) for k in x)
    return True

HERE = os.path.dirname(os.path.abspath(__file__))
with open(HERE + '/../../../sync/evidence/vectors/kinds.json', encoding='utf-8') as f:
    KINDS = json.load(f)

def reading(b):
    """What a record's body is: 'malformed', 'unknown', or the name of its kind."""
    schema = KINDS.get(number(b['v']), {}).get(b['kind'])
    if schema is None:
        return 'unknown'
    return b['kind'] if obeys(b['data'], schema) else 'malformed'

def proves_attendance(b):
    return reading(b) == 'segment' or (reading(b) == 'check-in' and b['data']['outcome'] == 'accepted')

def body_of(r, what):
    """The body of a record of the form that its version has."""
    shape(r, {'body': is_object, 'key': is_text, 'sig': is_base64url, 'suite': is_suite}, what)
    b = r['body']
    second = {**BODY, 'uptime': is_count, 'anchor': or_null(is_digest)}
    later = is_positive(b.get('v')) and b['v'] >= 3
    shape(b, second if b.get('v') == 2 else BODY, what, more=later)
    return b

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
    if first == second != 0:
        return not path and first_root == second_root
    if first == 0 or first > second or not path:
        return False
    if first & (first - 1) == 0:
        path = [first_root] + path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return climb(fn, sn, path[0], path[1:]) == (first_root, second_root)

LOG, WITNESS = 1, 4

def note_key(name, kind, der):
    """A key that may sign notes, under its name and the id that it has there."""
    return (name, sha(name.encode() + b'\n' + bytes([kind]) + der[-32:])[:4]), (kind, Key(der, 'Ed25519'))

def read_note_key(text):
    name, hint, material = text.split('+', 2)
    raw = base64_bytes(material, False)
    found = note_key(name, raw[0], PREFIX['Ed25519'] + raw[1:])
    need(len(raw) == 33 and found[0][1].hex() == hint, 'a verifier key whose id is not its own')
    return found

def open_checkpoint(note, keys, what):
    """Origin, size and root of a checkpoint, and (kind, name, key, time) of every known signer."""
    need(is_string(note) and note.endswith('\n') and '\n\n' in note and not re.search('[\0-\x09\x0b-\x1f]', note),
         what + ' is no signed note')
    text, _, lines = note.rpartition('\n\n')
    origin, size, root = (text.split('\n') + ['', ''])[:3]
    need(origin and '' not in text.split('\n') and re.fullmatch('0|[1-9][0-9]{0,15}', size) and int(size) < 2 ** 53,
         what + ' has no lines of origin, size and root')
    root, signers = hash_list([root], what)[0], []
    for line in lines[:-1].split('\n'):
        match = re.fullmatch('— ([^ +]+) ([A-Za-z0-9+/=]+)', line)
        sig = base64_bytes(match[2], False) if match else None
        need(sig is not None and len(sig) > 4, what + ' has a line that is no signature')
        if (match[1], sig[:4]) in keys:
            kind, key = keys[match[1], sig[:4]]
            at, message, sig = None, text + '\n', sig[4:]
            if kind == WITNESS:
                at, sig = int.from_bytes(sig[:8], 'big'), sig[8:]
                message = 'cosignature/v1\ntime %d\n%s\n' % (at, text)
            need(holds(key, message.encode(), sig), what + ' has a wrong signature of a known key')
            signers.append((kind, match[1], key, at))
    need(any(kind == LOG and name == origin for kind, name, _, _ in signers), what + ' is not signed by a trusted log')
    return origin, int(size), root, signers

def cosigned(note, log, witnesses):
    """Name and time of each known witness, one for each public key but the log's own."""
    keys = dict(map(read_note_key, [log, *witnesses]))
    seen = {}
    for kind, name, key, at in open_checkpoint(note, keys, 'it')[3]:
        if kind == WITNESS and key.id not in (known.id for other, known in keys.values() if other == LOG):
            seen.setdefault(key.id, {'name': name, 'atSeconds': at})
    return list(seen.values())

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

def receipt_id(receipt):
    return digest('keqin/time-receipt-id/v1', receipt)

def names(b, receipt):
    """Whether this is the receipt that a record names, of its device and a place before it."""
    return (receipt_id(receipt) == b['anchor'] and receipt['device'] == b['device']
            and int(receipt['seq']) < int(b['seq']))

# --- certificates ---------------------------------------------------------------------------
class Certificate:
    def __init__(self, b, what):
        self.device, self.body = b['device'], b
        self.key = read_key(b['publicKey'], b.get('suite', 'ES256'), what)
        self.after, self.expires = int(b.get('afterSeq', '0')), b.get('expiresAt', float('inf'))
        self.issued = b['issuedAt'] if 'issuedAt' in b else b['registeredAt']
        need(self.after > 0 or self.device == 'dev_' + self.key.id[:20],
             what + ': the first key does not give the device id')

    def contradicts(self, other):
        return self.after == other.after and (self.key.id != other.key.id or (
            self.issued == other.issued and not same(self.body, other.body)))

def covered(certificates, b, receipt, latest):
    """Whether certificates of one key cover a record whose time is proven."""
    spans = []
    for c in sorted(certificates, key=lambda c: c.issued):
        if spans and c.issued <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], c.expires)
        else:
            spans.append([c.issued if spans else None, c.expires])
    made = min(latest, receipt['at'] + b['mono'] - receipt['clock']['mono'])
    return any(made <= end and (start is None or receipt['at'] >= start) for start, end in spans)

# --- the verifier ---------------------------------------------------------------------------
def name_of(b):
    return 'record %s of %s' % (b['seq'], b['device'])

def place_of(b):
    return b['device'], int(b['seq'])

def signed_by(s, key):
    return s['key'] == key.id and s['suite'] == key.suite and holds(
        key, signed_bytes('keqin/statement/%s/v1' % s['kind'], s['body']), base64_bytes(s['sig'], True))

def check_signature(r, key, what):
    need(r['key'] == key.id and r['suite'] == key.suite, what + ' is signed by another key than the one in hand')
    need(holds(key, signed_bytes('keqin/record/v1', r['body']), base64_bytes(r['sig'], True)),
         what + ' has a signature that does not hold: it was changed')

class Shown:
    """A record that is whole: what else must agree with it."""
    def __init__(self, r, device_key=None):
        self.record, self.body, self.device_key = r, r['body'], device_key
        self.digest = digest('keqin/signed-record/v1', r)

class Verifier:
    def __init__(self, keys):
        self.servers = {k.id: k for k in keys if k.suite == 'Ed25519'}
        self.devices = {k.id for k in keys if k.suite != 'Ed25519'}
        self.note_keys = dict(note_key('keqin/' + k.id[:16], LOG, k.der) for k in self.servers.values())
        self.certificates, self.boot_keys = {}, []  # by device; (boot-key body, its key, id of the signer)
        self.records, self.receipts = {}, {}        # by place; by id, those of bundles
        self.accepted, self.entered, self.revoked, self.roots, self.named = set(), set(), {}, {}, {}
        self.items, self.files = set(), 0
        self.approvals = {}                         # root and places shown, by class and version

    # words of servers and devices
    def said(self, s, kind, what):
        """What a server said. Who trusts devices alone cannot tell whose words they are."""
        what += ': the ' + kind
        b = statement_of(s, kind, what)
        if self.servers:
            need(s['key'] in self.servers, what + ' is signed by a key that is not trusted')
            need(signed_by(s, self.servers[s['key']]), what + ' has a signature that does not hold')
        return b

    def certificate(self, s, what):
        b = statement_of(s, 'device-certificate', what)
        c = Certificate(b, what)
        own = c.key.id in self.devices and b['device'] == 'dev_' + c.key.id[:20]
        if not own:
            need(self.servers, what + ': the certificate is of a key that is not trusted')
            self.said(s, 'device-certificate', what)
        return c

    def certify(self, c, what):
        known = self.certificates.setdefault(c.device, [])
        need(not any(c.contradicts(other) for other in known), what + ' is another certificate of one moment or place')
        known.append(c)

    def certified_at(self, b):
        return [c for c in self.certificates.get(b['device'], []) if c.after < int(b['seq'])]

    def boot_key_line(self, s, what):
        b = statement_of(s, 'boot-key', what)
        by = [c.key for c in self.certificates.get(b['device'], []) if c.key.id == s['key']]
        need(by and signed_by(s, by[0]), what + ': the boot key is not signed by a certified key')
        self.boot_keys.append((b, read_key(b['publicKey'], b['suite'], what), s['key']))

    def boot_key(self, s, by, b, what, here):
        """The key that a boot-key statement brings to a record: for its very place, or for that and later ones."""
        k = statement_of(s, 'boot-key', what + ': its boot key')
        reaches = k['seq'] == b['seq'] if here else int(k['seq']) <= int(b['seq'])
        need(k['device'] == b['device'] and k['boot'] == b['boot'] and reaches and signed_by(s, by),
             what + ' has a boot key that its device key did not certify for this place')
        return read_key(k['publicKey'], k['suite'], what)

    # records
    def hands_before(self, r, what):
        """Device key and signing key in hand before a record that nothing is shown before."""
        b = r['body']
        certified = self.certified_at(b)
        need(certified, what + ' is of a device that no certificate names')
        device = max(certified, key=lambda c: c.after).key
        need(b['seq'] != '1' or b['prev'] == device.id, what + ' does not carry the digest of its first key')
        for k, key, signer in self.boot_keys:
            if (key.id == r['key'] and k['device'] == b['device'] and k['boot'] == b['boot']
                    and int(k['seq']) <= int(b['seq']) and any(c.key.id == signer for c in certified)):
                return [device, key]
        return [device, device]

    def walk(self, r, log, what):
        """The next record of a log: its place, its keys, its signature."""
        b, kind = r['body'], reading(r['body'])
        if log['last'] is None:
            need(b['seq'] != '0', what + ' has no place')
            log['hands'] = self.hands_before(r, what)
        else:
            need(int(b['seq']) == log['last'][0] + 1, what + ' does not follow the record before it')
            need(b['prev'] == log['last'][1], what + ' does not carry the digest of the record before it')
        hands = log['hands']
        if kind == 'boot' and b['v'] == 2:
            hands[1] = self.boot_key(b['data']['key'], hands[0], b, what, True)
        check_signature(r, hands[1], what)
        if kind == 'rotation':
            hands[0] = self.rotated(b, hands[0], what)
        log['last'] = int(b['seq']), self.place(r, what, hands[0]).digest

    def rotated(self, b, old, what):
        x = b['data']
        new = read_key(x['publicKey'], x['suite'], what)
        text = signed_bytes('keqin/rotation/v1', {'device': b['device'], 'oldKey': old.id, 'seq': b['seq'],
                                                  'publicKey': x['publicKey'], 'suite': x['suite']})
        need(holds(old, text, base64_bytes(x['byOld'], True)), what + ': the old key did not sign the rotation')
        need(holds(new, text, base64_bytes(x['byNew'], True)), what + ': the new key did not sign the rotation')
        return new

    def place(self, r, what, device_key=None):
        shown = Shown(r, device_key)
        known = self.records.setdefault(place_of(r['body']), shown)
        need(known.digest == shown.digest, what + ' differs from another record in the same place: the log was forked')
        if reading(r['body']) in ('segment', 'photo'):
            self.named[r['body']['data']['sha256']] = r['body']['data']['sizeBytes']
        return known

    # what is said of them
    def accept(self, a, what):
        shown = self.records.get(place_of(a))
        what = '%s (%s)' % (name_of(a), what)
        need(shown is not None, what + ' was accepted and is not here')
        need(shown.digest == a['digest'], what + ' is not the one that was accepted')
        need(reading(shown.body) != 'malformed', what + ' was accepted, and is malformed')
        if shown.body['v'] == 2 and proves_attendance(shown.body):
            self.judge_time(shown, a['acceptedAt'], what)
        self.accepted.add(place_of(a))

    def judge_time(self, shown, accepted_at, what):
        b, receipt = shown.body, self.receipts.get(shown.body['anchor'])
        receipt = receipt if receipt and names(b, receipt) else None
        latest = min([accepted_at] + [t['at'] for t in self.receipts.values() if self.covers(t, b)])
        before = self.records.get((b['device'], int(b['seq']) - 1))
        theirs = self.receipts.get(before.body['anchor']) if before else None
        sign = time_sign(b, receipt, before and before.body, theirs and theirs['at'], latest)
        need(sign is None, '%s was accepted, and its time is not proven: %s' % (what, sign))
        certificates = [c for c in self.certified_at(b) if c.key.id == shown.device_key.id]
        need(certificates, what + ' was accepted, and no certificate shows its device key')
        need(covered(certificates, b, receipt, latest), what + ' was accepted, and its certificate had run out')

    def covers(self, receipt, b):
        head = self.records.get(place_of(receipt))
        return (receipt['device'] == b['device'] and int(receipt['seq']) >= int(b['seq'])
                and head is not None and head.digest == receipt['head'])

    def checkpoint(self, note, what):
        """Size and root of a checkpoint that a trusted server signed."""
        origin, size, root, _ = open_checkpoint(note, self.note_keys, what)
        need(self.roots.setdefault((origin, size), root) == root,
             '%s: the server has two histories, two roots of size %d' % (what, size))
        return origin, size, root

    def enter(self, at, index, hashes, tree, what):
        leaf = sha(b'\0' + canonical(self.records[at].record).encode())
        _, size, root = tree
        need(index < size and climb(int(index), size - 1, leaf, hashes)[1] == root,
             what + ' is not in the tree of the checkpoint')
        self.entered.add(at)

    # files
    def bundle(self, name, data):
        logs, tree = {}, None
        lines = [l[:-1] if l.endswith(b'\r') else l for l in data.split(b'\n')]
        header = read_json(lines[0], 'line 1')
        shape(header, {'exportedAt': is_instant, 'format': one_of('keqin-evidence'), 'serverKey': is_base64url,
                       'v': lambda x: x in (1, 2)}, 'line 1, the header of a bundle,')
        need(canonical(header).encode() == lines[0], 'line 1 is not in canonical form')
        for number, line in enumerate(lines[1:], 2):
            if line:
                what = 'line %d' % number
                kind, value = self.line(line, what)
                if kind == 'record':
                    b = body_of(value, what)
                    self.walk(value, logs.setdefault(b['device'], {'last': None}), '%s (%s)' % (name_of(b), what))
                elif kind == 'checkpoint':
                    tree = self.checkpoint(value, what) if self.servers else None
                elif kind == 'entry':
                    self.entry(value, tree, what)
                else:
                    self.word(kind, value, what)

    def line(self, line, what):
        x = read_json(line, what)
        need(isinstance(x, dict) and len(x) == 1 and len(line.decode()) <= 8 * 2 ** 20, what + ' is not of one kind')
        (kind, value), = x.items()
        canonical(value)  # the depth of what is wrapped, by itself
        need(canonical(x, 33).encode() == line, what + ' is not in canonical form: its text was changed')
        return kind, value

    def word(self, kind, value, what):
        if kind == 'certificate':
            self.certify(self.certificate(value, what), what)
        elif kind == 'boot-key':
            self.boot_key_line(value, what)
        elif kind == 'time-receipt':
            receipt = self.said(value, kind, what)
            self.receipts[receipt_id(receipt)] = receipt
        elif kind == 'acceptance':
            self.accept(self.said(value, kind, what), what)
        elif kind == 'revocation':
            b = self.said(value, kind, what)
            self.revoked[b['device']] = min(int(b['fromSeq']), self.revoked.get(b['device'], int(b['fromSeq'])))
        elif kind == 'segment-receipt':
            sha256 = self.said(value, kind, what)['sha256']
            need(sha256 in self.named, '%s: the segment %s has a receipt and no record' % (what, sha256))
        else:
            raise Wrong(what + ' is of no known kind')

    def entry(self, x, tree, what):
        shape(x, {'device': is_id, 'hashes': is_path, 'index': is_count, 'seq': is_counter}, what)
        if not self.servers:
            return
        at = place_of(x)
        need(at in self.records, what + ' is an entry of a record that is not here')
        need(tree is not None, what + ' comes before every checkpoint')
        self.enter(at, x['index'], hash_list(x['hashes'], what), tree, '%s: record %d of %s' % (what, at[1], at[0]))

    def page(self, name, page):
        need(isinstance(page, dict), 'page %s is no object' % name)
        whole = {'nextCursor': '', 'withdrawn': [], **page}
        shape(whole, {'items': is_list, 'nextCursor': is_string, 'withdrawn': is_list}, 'page ' + name)
        for n, item in enumerate(page['items'], 1):
            self.item(item, 'item %d (%s)' % (n, item.get('id') if isinstance(item, dict) else '?'))

    def credits(self, name, page):
        whole = {'nextCursor': '', 'withdrawn': [], **page}
        shape(whole, {'items': is_list, 'nextCursor': is_string, 'withdrawn': is_list}, 'page ' + name)
        for n, item in enumerate(page['items'], 1):
            self.credit(item, 'credit %d of %s' % (n, name))

    def credit(self, item, what):
        shape(item, {'registration': or_null(is_string), 'line': is_object, 'approval': is_object,
                     'proof': of({'index': is_count, 'path': is_path})}, what)
        need(self.servers, what + ': no server\'s key is trusted')
        a, line, index = self.said(item['approval'], 'credit-approval', what), item['line'], item['proof']['index']
        need(isinstance(line.get('counts'), bool), what + ' does not say whether it counts')
        need(line.get('class') == a['class'], what + ' is of another class than its approval')
        need(index < a['size'], what + ' is beyond the end of its approval')
        path = hash_list(item['proof']['path'], what)
        leaf = sha(b'\x00' + canonical(line).encode('utf-8'))
        root = climb(int(index), int(a['size']) - 1, leaf, path)[1]
        need(root == bytes.fromhex(a['root']), what + ' is not in its approval')
        known, places = self.approvals.setdefault((a['class'], a['version']), (a['root'], set()))
        need(known == a['root'], what + ': its version was approved twice')
        need(index not in places, what + ' stands in the pages twice')
        places.add(index)

    def item(self, item, what):
        first = isinstance(item, dict) and 'time' not in item  # as version 0.1 had it
        self.item_shape(item, first, what)
        r, proof = item['record'], item['proof']
        b = body_of(r, what)
        c = self.certificate(proof['certificate'], what)
        need(c.device == b['device'], what + ': its certificate is of another device')
        need(c.after < int(b['seq']), what + ': its certificate is for later records')
        signer = c.key if first or proof['bootKey'] is None else self.boot_key(proof['bootKey'], c.key, b, what, False)
        check_signature(r, signer, what)
        accepted = self.said(proof['acceptance'], 'acceptance', what)
        need((place_of(accepted), accepted['digest']) == (place_of(b), Shown(r).digest),
             what + ': its acceptance is of another record')
        self.item_says_its_record(item, b, what)
        need(not first or b['v'] == 1, what + ' shows neither its time nor its place in the log')
        if not first:
            self.item_time(item, b, c, accepted['acceptedAt'], what)
        self.certify(c, what)
        need(('id', item['id']) not in self.items and place_of(b) not in self.items, what + ' stands in the pages twice')
        self.items |= {('id', item['id']), place_of(b)}
        self.place(r, what)
        self.accepted.add(place_of(b))
        if not first and self.servers:
            self.log_proof(proof['log'], place_of(b), what)

    def item_shape(self, item, first, what):
        decision = {'outcome': one_of('accepted'), 'direction': one_of('in', 'out'), 'reason': is_string,
                    'minutes': is_count, 'method': is_method, 'at': is_instant}
        fields = {'id': is_id, 'class': is_id, 'session': is_id, 'person': is_id, 'role': is_string,
                  'decision': of(decision), 'record': is_object, 'proof': is_object}
        time = {'earliestAt': or_null(is_instant), 'latestAt': is_instant}
        shape(item, fields if first else {**fields, 'time': of(time)}, what)
        parts = ('certificate', 'acceptance') if first else ('certificate', 'bootKey', 'timeReceipt', 'acceptance', 'log')
        shape(item['proof'], dict.fromkeys(parts, anything), what + ': its proof')

    def item_says_its_record(self, item, b, what):
        need(reading(b) == 'check-in' and b['data']['outcome'] == 'accepted', what + ' shows no accepted check-in')
        pairs = [(item[k], b['data'][k]) for k in ('id', 'session', 'person', 'role')]
        pairs += [(value, b['data'][k]) for k, value in item['decision'].items()]
        need(all(same(*pair) for pair in [*pairs, (item['class'], b['class'])]),
             what + ' says something else than its record')

    def item_time(self, item, b, c, latest, what):
        """By what the item carries alone."""
        s = item['proof']['timeReceipt']
        need(b['v'] == 2 or s is None, what + ' shows a time receipt, and is of version 1')
        receipt = None if b['v'] == 1 else self.said(s, 'time-receipt', what)
        need(b['v'] == 1 or names(b, receipt), what + ' names another time receipt')
        need(same(item['time'], {'earliestAt': receipt and receipt['at'], 'latestAt': latest}),
             what + ' shows another time than the proven one')
        if b['v'] == 2:
            sign = time_sign(b, receipt, None, None, latest)
            need(sign is None, '%s: its time is not proven: %s' % (what, sign))
            need(covered([c], b, receipt, latest), what + ': its certificate had run out')

    def log_proof(self, log, at, what):
        match = re.fullmatch(r'c2sp\.org/tlog-proof@v1\n(?:extra [A-Za-z0-9+/=]+\n)?index (0|[1-9][0-9]{0,15})\n'
                             r'((?:[A-Za-z0-9+/=]+\n)*)\n(.*)', str(log), re.S)
        need(match, what + ': its log proof is no tlog-proof')
        tree = self.checkpoint(match[3], what + ': the checkpoint of its log proof')
        self.enter(at, int(match[1]), hash_list(match[2].split('\n')[:-1], what), tree, what)

    def consistency(self, name, x):
        what = 'consistency ' + name
        shape(x, {'checkpoint': is_string, 'from': is_count, 'hashes': is_list, 'to': is_count}, what)
        if not self.servers:
            return
        origin, size, root = self.checkpoint(x['checkpoint'], what)
        need(size == x['to'], what + ': its checkpoint is of another size')
        before = self.roots.get((origin, int(x['from'])))
        need(before is None or goes_on(int(x['from']), before, size, root, hash_list(x['hashes'], what)),
             '%s: the log of %d entries does not go on from that of %d' % (what, size, x['from']))

    def file(self, name, data):
        self.files += 1
        need(self.named.get(hashlib.sha256(data).hexdigest()) == len(data),
             'file %s: no record names its digest and length' % name)

    # what only all of it together shows
    def is_revoked(self, at):
        return at[1] >= self.revoked.get(at[0], at[1] + 1)

    def conclude(self):
        """How many records count."""
        for t in self.receipts.values():
            shown, last = self.records.get(place_of(t)), max([0] + [n for d, n in self.records if d == t['device']])
            need(shown is None or shown.digest == t['head'], 'a receipt is for another %s' % name_of(t))
            need(int(t['seq']) <= last, 'the log of %s is cut off: a receipt saw record %s' % (t['device'], t['seq']))
        counted = [at for at in self.records if not self.servers or (at in self.accepted and not self.is_revoked(at))]
        for at in counted if self.servers else ():
            need(at in self.entered or (self.records[at].body['v'] == 1 and not self.roots),
                 'record %d of %s was accepted, and no entry of the server\'s log is shown' % (at[1], at[0]))
        for at in self.entered:
            need(at in self.accepted or self.is_revoked(at),
                 'record %d of %s is in the server\'s log, and its acceptance is kept back' % (at[1], at[0]))
        need(counted or self.files or self.approvals, 'nothing here counts')
        return len(counted)

def keys_in(pem):
    keys = [key_of(base64.b64decode(block)) for block in re.findall('-----BEGIN PUBLIC KEY-----(.*?)-----END', pem, re.S)]
    need(keys and None not in keys, 'the trusted key is no key of any suite')
    return keys

def server_key_in(path):
    """The key that a bundle names itself."""
    header = read_json(open(path, 'rb').readline().strip(), 'line 1')
    return [key_of(base64_bytes(header.get('serverKey'), True))]

def check(trust, paths):
    """How many records count in these files, all right; raises Wrong. `trust`: PEM text, or None."""
    files = []
    for path in paths:
        data, name = open(path, 'rb').read(), os.path.basename(path)
        if path.endswith('.jsonl'):
            files.append((0, 'bundle', name, data, path))
        elif path.endswith('.json'):
            value = read_json(data, name)
            is_proof = isinstance(value, dict) and 'hashes' in value
            items = value.get('items') if isinstance(value, dict) else None
            is_credit = isinstance(items, list) and items and all(isinstance(i, dict) and 'line' in i for i in items)
            page = 'credits' if is_credit else 'page'
            files.append((2, 'consistency', name, value) if is_proof else (1, page, name, value))
        else:
            files.append((3, 'file', name, data))
    files.sort(key=lambda f: f[0])
    bundles = [f for f in files if f[1] == 'bundle']
    verifier = Verifier(keys_in(trust) if trust else server_key_in(bundles[0][4]) if bundles else [])
    for _, what, name, value, *_ in files:
        getattr(verifier, what)(name, value)
    return verifier.conclude()

def main(arguments):
    trusted = arguments[:1] == ['--trust']
    if len(arguments) < (3 if trusted else 1):
        sys.exit('usage: stranger.py [--trust KEY.pem] FILE...')
    try:
        counted = check(open(arguments[1]).read() if trusted else None, arguments[2 if trusted else 0:])
    except Wrong as wrong:
        print('wrong: %s' % wrong)
        sys.exit(1)
    print('%s: %d records count' % ('verified' if trusted else 'consistent, not anchored', counted))
    sys.exit(0 if trusted else 2)

if __name__ == '__main__':
    main(sys.argv[1:])
