"""A certificate authority of the tests' own, with a middle as real ones have:
root signs middle, middle signs what servers show."""

import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YEAR = datetime.timedelta(days=365)
BEGIN = datetime.datetime(2020, 1, 1)
END = datetime.datetime(2060, 1, 1)


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def key_pem(key, password=None):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password) if password
        else serialization.NoEncryption())


def make(name, signer=None, is_ca=False, begin=BEGIN, end=END, names=()):
    """(certificate, key), signed by the pair `signer`, or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by, by_key = signer if signer else (None, key)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(
            key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(
            by_key.public_key()), critical=False)
    )
    if names:
        built = built.add_extension(
            x509.SubjectAlternativeName(list(names)), critical=False)
    return built.sign(by_key, hashes.SHA256()), key


HERE = (x509.DNSName("localhost"), x509.DNSName("cal.example.org"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")))


class Authority:
    """Keeps its files in a folder: ca.pem is what programs are to trust."""

    def __init__(self, folder):
        self.folder = folder
        self.root = make("Test root", is_ca=True)
        self.middle = make("Test middle", self.root, is_ca=True)
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(pem(self.root[0]))

    def issue(self, begin=BEGIN, end=END, names=HERE):
        return make("cal.example.org", self.middle, begin=begin, end=end,
                    names=names)

    def write(self, pair, name="cert", chain=True):
        """The files NAME.pem and NAME.key of a pair."""
        certificate, key = pair
        text = pem(certificate)
        if chain:
            text += pem(self.middle[0])
        path, key_path = (self.folder / f"{name}.pem",
                          self.folder / f"{name}.key")
        path.write_bytes(text)
        key_path.write_bytes(key_pem(key))
        key_path.chmod(0o600)
        return path, key_path

    def settings(self, name="cert", **options):
        """Options of `serve` for a certificate that is made now."""
        path, key_path = self.write(self.issue(**options), name)
        return ["--set", f"tls_certificate={path}",
                "--set", f"tls_key={key_path}"]
